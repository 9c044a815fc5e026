"""The addresses of figures."""

from django.urls import path

from taizhang.county.figures import views

urlpatterns = [
    path("", views.board, name="figure_board"),
    path("<str:key>/", views.page, name="figure_page"),
    path("<str:key>/rows", views.rows, name="figure_rows"),
    path("<str:key>/trend.svg", views.trend, name="figure_trend"),
    path("<str:key>/places.svg", views.places, name="figure_places"),
]
