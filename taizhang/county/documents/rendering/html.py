"""The web form of an issue: a fragment for the reading page, and a document that stands alone with its stylesheet."""

from collections.abc import Callable, Iterator
from html import escape

from taizhang.county.documents.rendering import page
from taizhang.county.documents.rendering.model import TAIL, Kind, Letter, Paragraph, Run, Sheet, paragraphs

# Where a figure's pin leads, or None for a figure that opens nothing.
Link = Callable[[str], str | None]
# One more class for a figure's pin, such as "sel" or "drift", or "".
Mark = Callable[[str], str]

_BODY_TAGS = {Kind.SECTION: "<h2>{}</h2>", Kind.ITEM: '<p class="t">{}</p>', Kind.NOTE: '<p class="t note">{}</p>'}
_LETTER_TAGS = _BODY_TAGS | {
    Kind.SECRECY: '<p class="secrecy">{}</p>', Kind.NAME: '<h1 class="lettered">{}</h1>',
    Kind.ISSUE: '<p class="issue">{}</p>', Kind.ADDRESSEE: '<p class="t to">{}</p>',
    Kind.ISSUER: '<p class="t signed">{}</p>', Kind.DATE: '<p class="t signed">{}</p>',
}  # fmt: skip
_TAIL_TAGS = {Kind.DISTRIBUTION: "<p>{}</p>", Kind.IMPRINT: "<span>{}</span>"}

STYLESHEET = f"""
@page {{ size: A4; margin: {page.TOP}mm {page.RIGHT}mm {page.BOTTOM}mm {page.LEFT}mm; }}
@page :right {{ @bottom-right {{ content: "— " counter(page) " —"; font: 14pt SimSun, serif; }} }}
@page :left {{ @bottom-left {{ content: "— " counter(page) " —"; font: 14pt SimSun, serif; }} }}
* {{ box-sizing: border-box; margin: 0; }}
body {{ background: #eef1f4; color: #111; padding: 24px 12px; }}
.paper {{ background: #fff; max-width: 820px; margin: 0 auto; padding: 56px 72px; border: 1px solid #dde3e8;
  font: 19px/1.9 FangSong_GB2312, FangSong, STFangsong, "Noto Serif CJK SC", "Songti SC", serif; }}
.secrecy, .paper h2 {{ font-family: SimHei, "Heiti SC", "Noto Sans CJK SC", sans-serif; font-weight: 700; }}
.mast {{ color: #{page.RED}; text-align: center;
  font: 700 56px/1.3 FZXiaoBiaoSong-B05S, "Noto Serif CJK SC", SimSun, serif;
  letter-spacing: .2em; margin-right: -.2em; padding: 12px 0; overflow-wrap: anywhere; }}
.issue {{ text-align: center; margin-bottom: 12px; }}
.rule {{ display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 2em;
  border-bottom: 3px solid #{page.RED}; padding-bottom: 6px; margin-bottom: 20px; }}
.paper h2 {{ font-size: 1em; text-align: center; margin-top: 8px; break-after: avoid; }}
.t {{ text-indent: 2em; text-align: justify; overflow-wrap: anywhere; }}
.lettered {{ text-align: center; font: 700 30px/1.5 FZXiaoBiaoSong-B05S, "Noto Serif CJK SC", SimSun, serif; }}
.t.to, .t.signed {{ text-indent: 0; }} .t.signed {{ text-align: right; padding-right: 4em; }}
.whole {{ display: inline-block; text-indent: 0; }}
.fig {{ color: inherit; text-decoration: none; border-bottom: 1.5px dotted #1d5c9e; }}
.tail {{ margin-top: 36px; border: solid #111; border-width: 1.5px 0; font-size: .875em;
  break-inside: avoid; break-before: avoid; }}
.tail p {{ padding: 4px 1em 4px 5em; text-indent: -4em; overflow-wrap: anywhere; }}
.imprint {{ display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 2em; padding: 4px 1em; }}
.tail p + .imprint {{ border-top: 1px solid #111; }}
@media (max-width: 640px) {{ .paper {{ padding: 28px 18px; }} .mast {{ font-size: 34px; }}
  .t {{ text-align: start; }} }}
@media print {{ body {{ background: none; padding: 0; }} .paper {{ border: 0; padding: 0; max-width: none;
  font-size: 16pt; }} .fig {{ border: 0; }} }}
"""


def render(sheet: Sheet, *, link: Link | None = None) -> bytes:
    """A complete document; its figures are links only where `link` gives an address."""
    return (
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="author" content="{escape(sheet.issuer)}">\n'
        f"<title>{escape(sheet.title)}</title>\n<style>{STYLESHEET}</style>\n</head>\n"
        f"<body>\n{fragment(sheet, link=link)}\n</body>\n</html>\n"
    ).encode()


def fragment(sheet: Sheet, *, link: Link | None = None, mark: Mark | None = None) -> str:
    """The issue as one article for a page that brings its own stylesheet: no inline style, no script."""
    written = paragraphs(sheet)
    head, tags = ([], _LETTER_TAGS) if isinstance(sheet, Letter) else (_head(written), _BODY_TAGS)
    parts = ['<article class="paper">', *head]
    parts += [tags[p.kind].format(_runs(p, link, mark)) for p in written if p.kind in tags]
    parts += [*_tail(written), "</article>"]
    return "\n".join(parts)


def _head(written: list[Paragraph]) -> Iterator[str]:
    said = {paragraph.kind: _runs(paragraph) for paragraph in written}
    if Kind.SECRECY in said:
        yield f'<p class="secrecy">{said[Kind.SECRECY]}</p>'
    yield f'<h1 class="mast">{said.get(Kind.NAME, "")}</h1>'
    yield f'<p class="issue">{said.get(Kind.ISSUE, "")}</p>'
    yield f'<div class="rule"><span>{said.get(Kind.ISSUER, "")}</span> <span>{said.get(Kind.DATE, "")}</span></div>'


def _tail(written: list[Paragraph]) -> Iterator[str]:
    tail = [paragraph for paragraph in written if paragraph.kind in TAIL]
    imprint = [_TAIL_TAGS[p.kind].format(_runs(p)) for p in tail if p.kind is Kind.IMPRINT]
    if tail:
        yield '<footer class="tail">'
        yield from (_TAIL_TAGS[p.kind].format(_runs(p)) for p in tail if p.kind is Kind.DISTRIBUTION)
        if imprint:
            yield f'<div class="imprint">{" ".join(imprint)}</div>'
        yield "</footer>"


def _runs(paragraph: Paragraph, link: Link | None = None, mark: Mark | None = None) -> str:
    return "".join(_run(run, link, mark) for run in paragraph.runs)


def _run(run: Run, link: Link | None, mark: Mark | None) -> str:
    text = escape(run.text)
    if run.pin:
        text = _figure(run.pin, text, link, mark)
    if run.bold:
        text = f"<b>{text}</b>"
    return f'<span class="whole">{text}</span>' if run.whole else text


def _figure(pin: str, text: str, link: Link | None, mark: Mark | None) -> str:
    address = link(pin) if link else None
    if address is None:
        return f"<span>{text}</span>"
    classes = f"fig {mark(pin) if mark else ''}".strip()
    return f'<a class="{escape(classes)}" href="{escape(address)}">{text}</a>'
