"""Address of the page of the tour."""

from django.urls import path

from taizhang.lines.children.outreach import views

urlpatterns = [path("", views.outreach_list, name="outreach_list")]
