"""Addresses of the school check."""

from django.urls import path

from taizhang.lines.children.roll import views

urlpatterns = [
    path("", views.roll_list, name="roll_list"),
    path("new", views.roll_new, name="roll_new"),
    path("<int:pk>/", views.roll_run, name="roll_run"),
    path("<int:pk>/next", views.roll_next, name="roll_next"),
    path("child/<int:pk>/", views.roll_result, name="roll_result"),
    path("child/<int:pk>/decide", views.roll_decide, name="roll_decide"),
    path("child/<int:pk>/unmask", views.roll_unmask, name="roll_unmask"),
    path("child/<int:pk>/give", views.roll_give, name="roll_give"),
]
