"""Addresses of the release of exports."""

from django.urls import path

from taizhang.county.ledger import release_views

urlpatterns = [
    path("", release_views.release_list, name="release_list"),
    path("<int:pk>/", release_views.release_page, name="release"),
]
