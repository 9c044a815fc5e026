"""The children line of work."""

from django.apps import AppConfig


class ChildrenConfig(AppConfig):
    name = "taizhang.lines.children"
    label = "children"
    verbose_name = "儿童福利"

    def ready(self) -> None:
        from taizhang.lines.children import figures, items, ledgers  # noqa: F401  (each registers what it declares)
