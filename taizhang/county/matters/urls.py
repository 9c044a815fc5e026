"""The addresses of the closed loop."""

from django.urls import path

from taizhang.county.matters.views import matter

urlpatterns = [
    path("<int:pk>", matter.matter_page, name="matter"),
]
