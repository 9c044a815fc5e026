"""The ledger app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "taizhang.county.ledger"
    label = "ledger"
    verbose_name = "台账"
