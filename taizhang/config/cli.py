"""The taizhang command."""

import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments[:1] == ["read"] or arguments[:2] == ["help", "read"]:
        _read(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "taizhang.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["taizhang", *arguments])


def _read(arguments: Sequence[str]) -> None:
    """Without Django and its settings, which would take longer than the reading and start a database."""
    from taizhang.config.extracting import EXTRACTORS
    from taizhang.county.figures.text import command

    asked = ["--help"] if arguments[0] == "help" else arguments[1:]
    raise SystemExit(command.main(asked, extractors=EXTRACTORS))
