"""The people app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "taizhang.county.people"
    label = "people"
    verbose_name = "人员"
