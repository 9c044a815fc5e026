"""The bulletin app."""

from django.apps import AppConfig
from django.core import checks


class BulletinConfig(AppConfig):
    name = "taizhang.county.bulletin"
    label = "bulletin"
    verbose_name = "快报"

    def ready(self) -> None:
        from taizhang.county.bulletin import menu, opened
        from taizhang.county.bulletin.checks import drafts_are_sound, flow_can_close
        from taizhang.county.figures import printed

        checks.register(flow_can_close)
        checks.register(drafts_are_sound)
        menu.register_entries()
        printed.register(opened.printings)
