"""The bulletin app."""

from django.apps import AppConfig


class BulletinConfig(AppConfig):
    name = "taizhang.county.bulletin"
    label = "bulletin"
    verbose_name = "快报"
