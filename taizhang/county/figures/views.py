"""The pages of figures: the board, a figure with its definition and charts, and the rows behind a number."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from taizhang.county.figures import charts, pages, privacy, registry
from taizhang.county.figures.asked import Asked, is_state, read
from taizhang.county.figures.definition import Definition
from taizhang.county.figures.drill import cells, columns, drill
from taizhang.county.ledger import seen
from taizhang.county.places.divisions import townships
from taizhang.county.standards.errors import Invalid

View = Callable[..., HttpResponse]


def for_posts(view: View) -> View:
    """Totals are open to whoever holds a post; rows follow each person's reach."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person: Any = request.user
        if not person.posts_now:
            raise PermissionDenied("您目前没有在任岗位，不能查看数据，请联系系统管理员。")
        return view(request, *args, **kwargs)

    return login_required(guarded)


@for_posts
def board(request: HttpRequest) -> HttpResponse:
    asked, error = _asked(request, None)
    line = request.GET.get("line", "")
    figures = [figure for figure in registry.every() if figure.ledger.line == line]
    context = _frame(request, asked, error) | {
        "title": "数据",
        "lines": pages.tiles(asked, request.GET, request.user),
        "line": line if figures else "",
        "figures": figures,
        "table": _table(figures, asked, request),
    }
    return render(request, "figures/board.html", context)


def _table(figures: list[Definition], asked: Asked, request: HttpRequest) -> list[pages.Line]:
    rows = pages.by_unit if pages.splits_by_unit(request.GET) else pages.by_township
    return rows(figures, asked, request.GET, request.user) if figures else []


@for_posts
def page(request: HttpRequest, key: str) -> HttpResponse:
    figure = _figure(key)
    asked, error = _asked(request, figure)
    context = pages.about(figure, asked, request.GET, request.user)
    return render(request, "figures/page.html", _frame(request, asked, error) | context | {"title": figure.label})


@for_posts
def rows(request: HttpRequest, key: str) -> HttpResponse:
    figure = _figure(key)
    asked, error = _asked(request, figure)
    if privacy.is_veiled(request.user, figure, asked.code, asked.slug):
        raise PermissionDenied(f"{figure.ledger.label}涉及未成年人，分乡镇、分单位的明细只对主管单位和本乡镇开放。")
    opened = drill(
        figure, asked.period, person=request.user, place=asked.code, known_at=asked.known_at, unit=asked.slug
    )
    listed = opened.page(request.GET.get("page"))
    seen.rows(figure.ledger, len(listed.object_list), by=request.user, page=seen.COUNTED)
    context = _frame(request, asked, error) | {
        "title": f"{figure.label}：数进来的记录",
        "figure": figure,
        "drill": opened,
        "page": listed,
        "columns": columns(figure.ledger),
        "listed": [(record.pk, cells(figure.ledger, record)) for record in listed.object_list],
    }
    return render(request, "figures/rows.html", context)


@for_posts
def trend(request: HttpRequest, key: str) -> HttpResponse:
    figure = _figure(key)
    asked, _ = _asked(request, figure)
    parts = pages.months(figure, asked, request.GET, request.user)
    return _svg(charts.trend([part.point for part in parts], state=is_state(figure) or figure.unit == "%"))


@for_posts
def places(request: HttpRequest, key: str) -> HttpResponse:
    figure = _figure(key)
    asked, _ = _asked(request, figure)
    parts = pages.split(figure, asked, request.GET, request.user)
    return _svg(charts.comparison([part.point for part in parts]))


def _svg(spec: dict[str, Any]) -> HttpResponse:
    return HttpResponse(
        charts.svg(spec), content_type="image/svg+xml", headers={"Cache-Control": "private, max-age=60"}
    )


def _figure(key: str) -> Definition:
    try:
        return registry.get(key)
    except registry.UnknownFigure as unknown:
        raise Http404(str(unknown)) from None


def _asked(request: HttpRequest, figure: Definition | None) -> tuple[Asked, str]:
    """What is asked for, or the usual period with the sentence that says what could not be read."""
    today = request.today  # type: ignore[attr-defined]
    try:
        return read(request.GET, figure=figure, today=today), ""
    except Invalid as refused:
        return read({}, figure=figure, today=today), f"{refused}。下面是今年以来全县的数。"


def _frame(request: HttpRequest, asked: Asked, error: str) -> dict[str, Any]:
    return {
        "asked": asked,
        "error": error,
        "span": pages.span(asked),
        "given": request.GET,
        "by_unit": pages.splits_by_unit(request.GET),
        "drawn": pages.query(request.GET, by=request.GET.get("by")),
        "query": pages.query(request.GET),
        "choices": townships(request.today),  # type: ignore[attr-defined]
    }
