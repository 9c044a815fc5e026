"""One issue in four forms, against docx → pdf by LibreOffice where that is installed."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from bench.measure import table as show
from bench.measure import timed, verdict
from taizhang.county.documents.rendering import FORMATS, Item, Run, Section, Sheet, render

LIMIT_MS, FASTER = 120, 10


def sheet(n: int) -> Sheet:
    """Eight items of about 250 characters; `n` varies the words so that nothing comes from a cache."""
    body = f"第{n}次核对台账，" + "建账到户、办结到人，按月通报进度，逐件回访结果，做到底数清、情况明、责任实。" * 5
    items = tuple(
        Item(f"县直单位第{i}项工作有序推进取得成效", (Run(body), Run("109起", pin=f"p{i}"), Run("。")), ("民政局",))
        for i in range(8)
    )
    sections = tuple(Section(f"栏目{i}", (item,)) for i, item in enumerate(items))
    imprint = (("责任编辑", "甲某"), ("审核", "乙某"), ("签发", "丙某"))
    return Sheet(
        "延津政务快报",
        "第 39 期",
        "延津县人民政府办公室",
        "2023年9月1日",
        sections,
        "本期发：县委常委，各单位。",
        imprint,
    )


def run() -> bool:
    counter = iter(range(10_000))

    def ours() -> None:
        fresh = sheet(next(counter))
        for form in FORMATS:
            render(fresh, form)

    timings = [timed("ours: docx, pdf, html, txt", ours, runs=15, warm=3)]
    kept = verdict("four forms, milliseconds", timings[0].median * 1000, LIMIT_MS)
    if shutil.which("soffice"):
        timings.append(timed("peer: docx → pdf by LibreOffice", _soffice, runs=3))
        kept &= verdict("faster than LibreOffice", timings[1].median / timings[0].median, FASTER, at_least=True)
    else:
        print("  LibreOffice is not installed: peer not measured")
    show("An issue rendered", timings, ours=timings[0].name)
    return kept


def _soffice() -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "issue.docx"
        source.write_bytes(render(sheet(0), "docx"))
        command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
