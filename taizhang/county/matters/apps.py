"""The matters app."""

from django.apps import AppConfig
from django.core import checks


class MattersConfig(AppConfig):
    name = "taizhang.county.matters"
    label = "matters"
    verbose_name = "督办事项"

    def ready(self) -> None:
        from taizhang.county.matters import beside, figures, flows, ledgers, menu, phone
        from taizhang.county.matters.checks import flows_can_close

        ledgers.register_ledgers()
        flows.register_flows()
        figures.register_figures()
        phone.register_entries()
        menu.register_entries()
        beside.register_panel()
        checks.register(flows_can_close)
