"""The addresses of figures."""

from django.urls import path

from taizhang.county.figures import campaign_views, views

urlpatterns = [
    path("", views.board, name="figure_board"),
    path("campaigns/", campaign_views.campaigns, name="campaigns"),
    path("campaigns/<str:slug>/", campaign_views.campaign, name="campaign"),
    path("<str:key>/", views.page, name="figure_page"),
    path("<str:key>/rows", views.rows, name="figure_rows"),
    path("<str:key>/trend.svg", views.trend, name="figure_trend"),
    path("<str:key>/places.svg", views.places, name="figure_places"),
]
