"""The taizhang command."""

import os
import sys


def main(arguments: list[str] | None = None) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "taizhang.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["taizhang", *(arguments if arguments is not None else sys.argv[1:])])
