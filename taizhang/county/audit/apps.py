"""The audit app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "taizhang.county.audit"
    label = "audit"
    verbose_name = "留痕"
