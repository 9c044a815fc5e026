"""The disputes line of work."""

from django.apps import AppConfig


class DisputesConfig(AppConfig):
    name = "taizhang.lines.disputes"
    label = "disputes"
    verbose_name = "矛盾纠纷"

    def ready(self) -> None:
        from taizhang.lines.disputes import figures, flows, items, ledgers  # noqa: F401  (each registers its own)
