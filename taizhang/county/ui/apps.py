"""The ui app."""

from django.apps import AppConfig
from django.core import checks


class UiConfig(AppConfig):
    name = "taizhang.county.ui"
    label = "ui"
    verbose_name = "界面"

    def ready(self) -> None:
        from taizhang.county.ui.menu import entries_lead_somewhere

        checks.register(entries_lead_somewhere, checks.Tags.urls)
