"""Addresses of the check that money arrived."""

from django.urls import path

from taizhang.lines.children.arrivals import views

urlpatterns = [
    path("", views.arrivals_list, name="arrivals_list"),
    path("draw", views.arrivals_draw, name="arrivals_draw"),
    path("<int:pk>/", views.arrivals_sample, name="arrivals_sample"),
    path("check/<int:pk>/", views.arrivals_check, name="arrivals_check"),
    path("check/<int:pk>/record", views.arrivals_record, name="arrivals_record"),
    path("check/<int:pk>/give", views.arrivals_give, name="arrivals_give"),
]
