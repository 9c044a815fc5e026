"""The people app."""

from functools import partial
from typing import Any

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "taizhang.county.people"
    label = "people"
    verbose_name = "人员"

    def ready(self) -> None:
        from taizhang.county.people.access import Action
        from taizhang.county.ui.menu import Entry, register

        group = "管理"
        for label, url_name, order, action in (
            ("人员和岗位", "people_list", 900, Action.ADMINISTER),
            ("留痕", "audit_log", 910, Action.AUDIT),
            ("隐私查看记录", "audit_readings", 911, Action.AUDIT),
            ("未成年人信息查阅", "audit_sightings", 912, Action.AUDIT),
        ):
            register(Entry(label, url_name, group, order, visible=partial(_holding, action)))


def _holding(action: Any, person: Any) -> bool:
    from taizhang.county.people.access import holds

    return holds(person, action)
