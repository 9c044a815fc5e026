"""The app that joins all others: first page, commands, menu entries that belong to nobody else."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "taizhang.config"
    label = "config"

    def ready(self) -> None:
        from taizhang.county.ui.menu import Entry, register

        register(Entry("工作台", "home", "", 0, phone=True))
        register(Entry("查找", "search", "", 90, phone=True))
