"""Address of the page of care."""

from django.urls import path

from taizhang.lines.children.care import views

urlpatterns = [path("", views.care_list, name="care_list")]
