"""The ledger app."""

from typing import Any

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "taizhang.county.ledger"
    label = "ledger"
    verbose_name = "台账"

    def ready(self) -> None:
        from taizhang.county.ui.menu import Entry, register

        register(Entry("导出审批", "release_list", "管理", 905, badge=_waiting, visible=_decides))


def _decides(person: Any) -> bool:
    from taizhang.county.ledger.sheets import releases

    return bool(releases.led(person))


def _waiting(request: Any) -> int:
    from taizhang.county.ledger.sheets import releases

    return releases.to_decide(request.user).count()
