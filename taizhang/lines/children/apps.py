"""The children line of work."""

from django.apps import AppConfig


class ChildrenConfig(AppConfig):
    name = "taizhang.lines.children"
    label = "children"
    verbose_name = "儿童福利"
