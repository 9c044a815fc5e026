"""The places app."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "taizhang.county.places"
    label = "places"
    verbose_name = "区划"
