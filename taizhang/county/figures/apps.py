"""The figures app."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "taizhang.county.figures"
    label = "figures"
    verbose_name = "数据"
