"""Proves the log unbroken, or names the first row at which it stops being what the system wrote."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection

from taizhang.county.audit import clock
from taizhang.county.audit.models import Versioned


@dataclass(frozen=True)
class Fault:
    """One broken place: `seq` orders faults by the chain, None when the row is in no link of it."""

    table: str
    record_id: int | None
    seq: int | None
    sentence: str


@dataclass(frozen=True)
class Anchor:
    """The tip of the chain at a moment, to be kept elsewhere: it shows a chain that was cut short or written anew."""

    seq: int
    hash: str
    at: str


def faults() -> list[Fault]:
    """Everything wrong, in the order of the chain; empty when every row is as the system wrote it."""
    found = [*_broken_links(), *_broken_entries()]
    for model in versioned():
        found += [*_edited_versions(model), *_edited_rows(model), *_broken_intervals(model)]
    return sorted(found, key=lambda fault: (fault.seq is None, fault.seq or 0, fault.table, fault.record_id or 0))


def versioned() -> list[Any]:
    return [model for model in apps.get_models() if issubclass(model, Versioned)]


def _rows(sql: str) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        while batch := cursor.fetchmany(1000):
            yield from batch


_LINKS = """
SELECT id, seq, at, actor, outside, seq IS NULL,
       hash IS DISTINCT FROM audit_link(c, c.prev, c.seq)
       OR prev IS DISTINCT FROM lag(hash) OVER (ORDER BY seq)
       OR seq IS DISTINCT FROM coalesce(lag(seq) OVER (ORDER BY seq), 0) + 1
FROM audit_change c
"""


def _broken_links() -> Iterator[Fault]:
    for pk, seq, at, actor, outside, unsealed, broken in _rows(
        f"SELECT * FROM ({_LINKS}) AS links (pk, seq, at, actor, outside, unsealed, broken) "
        "WHERE outside OR unsealed OR broken ORDER BY seq"
    ):
        if broken or unsealed:
            yield Fault(
                "audit_change", pk, seq, f"留痕链在第 {seq} 环断开：{_day(at)} {actor} 的记录被改动，或其前一环被删除"
            )
        elif outside:
            yield Fault("audit_change", pk, seq, f"{_day(at)} {actor} 绕过系统直接改了数据库")


_ENTRIES = """
SELECT e.id, e."table", c.seq, c.at, c.actor FROM audit_entry e JOIN audit_change c ON c.id = e.change_id
LEFT JOIN (SELECT entry_id, count(*) AS rows, sha256(string_agg(digest, ''::bytea ORDER BY version_id)) AS digest
           FROM {version} GROUP BY entry_id) v ON v.entry_id = e.id
WHERE e."table" = '{version}' AND (v.rows IS DISTINCT FROM e.rows OR v.digest IS DISTINCT FROM e.digest)
"""


def _broken_entries() -> Iterator[Fault]:
    for model in versioned():
        for pk, table, seq, at, actor in _rows(_ENTRIES.format(version=_version(model))):
            yield Fault(table, pk, seq, f"{_day(at)} {actor} 写入的一批版本被删除、增加或改动（写入批次 {pk}）")


def _edited_versions(model: Any) -> Iterator[Fault]:
    sql = (
        "SELECT v.id, v.version_id, c.seq, v.recorded_from FROM {version} v "
        "LEFT JOIN audit_entry e ON e.id = v.entry_id LEFT JOIN audit_change c ON c.id = e.change_id "
        "WHERE v.digest IS DISTINCT FROM audit_version_digest(v, v.recorded_from) OR e.id IS NULL"
    )
    for pk, version_id, seq, at in _rows(sql.format(version=_version(model))):
        yield Fault(_version(model), pk, seq, f"{_named(model, pk)}在 {_day(at)} 的版本（{version_id}）被改动过")


def _edited_rows(model: Any) -> Iterator[Fault]:
    table = model._meta.db_table
    sql = (
        f"SELECT coalesce(t.id, v.id), t.id IS NULL, v.id IS NULL, c.seq FROM {table} t "
        f"FULL JOIN (SELECT * FROM {_version(model)} WHERE superseded_at IS NULL) v ON v.id = t.id "
        "LEFT JOIN audit_entry e ON e.id = v.entry_id LEFT JOIN audit_change c ON c.id = e.change_id "
        "WHERE t.id IS NULL OR v.id IS NULL OR v.digest IS DISTINCT FROM audit_digest(t, v.recorded_from)"
    )
    for pk, gone, unknown, seq in _rows(sql):
        what = "已被删除" if gone else "没有留痕" if unknown else "与留痕的最新版本不一致，被绕过系统改动过"
        yield Fault(table, pk, seq, f"{_named(model, pk)}{what}")


def _broken_intervals(model: Any) -> Iterator[Fault]:
    sql = (
        "SELECT id, seq FROM (SELECT v.id, c.seq, v.superseded_at IS DISTINCT FROM "
        "lead(v.recorded_from) OVER (PARTITION BY v.id ORDER BY v.version_id) AS broken FROM {version} v "
        "LEFT JOIN audit_entry e ON e.id = v.entry_id LEFT JOIN audit_change c ON c.id = e.change_id) x WHERE broken"
    )
    for pk, seq in _rows(sql.format(version=_version(model))):
        yield Fault(_version(model), pk, seq, f"{_named(model, pk)}的版本起止时间不相接")


def _version(model: Any) -> str:
    return str(model.versions._meta.db_table)


def _named(model: Any, pk: int) -> str:
    return f"{model._meta.verbose_name}第 {pk} 号记录"


def _day(moment: datetime) -> str:
    return f"{clock.local(moment):%Y-%m-%d %H:%M}"


def tip() -> Anchor | None:
    """The present end of the chain, None before anything was recorded."""
    for seq, digest, at in _rows(
        "SELECT seq, hash, at FROM audit_change WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1"
    ):
        return Anchor(seq, bytes(digest).hex(), at.isoformat())
    return None


def against(file: Path) -> list[Fault]:
    """Compares the chain with anchors kept earlier, one JSON object on each line."""
    found = []
    for line in file.read_text(encoding="utf-8").splitlines():
        anchor = Anchor(**json.loads(line))
        digest = next(_rows(f"SELECT hash FROM audit_change WHERE seq = {int(anchor.seq)}"), (None,))[0]
        if digest is None or bytes(digest).hex() != anchor.hash:
            found.append(
                Fault("audit_change", None, anchor.seq, f"留痕链第 {anchor.seq} 环与 {anchor.at} 存出的锚不一致")
            )
    return found


def keep(anchor: Anchor, file: Path) -> None:
    """Appends an anchor to a file that should lie on another machine."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as out:
        out.write(json.dumps(asdict(anchor)) + "\n")
