"""The documents app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "taizhang.county.documents"
    label = "documents"
    verbose_name = "文书"
