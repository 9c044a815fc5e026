"""The matters app."""

from django.apps import AppConfig
from django.core import checks


class MattersConfig(AppConfig):
    name = "taizhang.county.matters"
    label = "matters"
    verbose_name = "督办事项"

    def ready(self) -> None:
        from taizhang.county.matters import bell, beside, figures, flows, ledgers, menu, phone, resting
        from taizhang.county.matters.checks import flows_can_close
        from taizhang.county.matters.settings_checks import rules_are_sound

        ledgers.register_ledgers()
        flows.register_flows()
        figures.register_figures()
        phone.register_entries()
        menu.register_entries()
        beside.register_panel()
        resting.register_resting()
        bell.register_entries()
        checks.register(flows_can_close)
        checks.register(rules_are_sound)
