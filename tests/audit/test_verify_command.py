"""taizhang verify, as somebody types it."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from tests.county import County

pytestmark = pytest.mark.django_db(transaction=True)


def verify(folder: Path) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("verify", anchors=folder / "anchors", stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_an_untouched_county_passes_and_leaves_an_anchor(committed_county: County, tmp_path: Path):
    out, _ = verify(tmp_path)

    assert "留痕链完整" in out
    assert (tmp_path / "anchors").read_text().count("\n") == 1


def test_the_first_edited_row_is_named_in_words_and_the_command_fails(committed_county: County, tmp_path: Path):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE places_place SET name = '某乡' WHERE code = '410726207'")
    err = StringIO()

    with pytest.raises(SystemExit):
        call_command("verify", anchors=tmp_path / "anchors", stdout=StringIO(), stderr=err)

    first = err.getvalue().splitlines()[-1]
    assert "区划" in first
    assert "不一致" in first
    assert "Fault(" not in first
