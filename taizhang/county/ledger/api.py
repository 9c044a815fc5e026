"""The JSON API over the ledgers: lists, records, and writes through the same door as the forms; masked throughout."""

import json
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Router, Schema, Swagger
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser
from ninja.security import django_auth
from pydantic_core import to_json

from taizhang.county.audit import clock
from taizhang.county.ledger import api_rows, api_schemas, listing, references, registry, seen, services
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.here import ledger_of, record_of
from taizhang.county.ledger.services import Conflict
from taizhang.county.ledger.sheets import cells
from taizhang.county.ledger.validation import Errors, Refused, check, fill
from taizhang.county.people import access
from taizhang.county.people.roles import Action

_ABOUT = (
    "与网页同一套登录、权限、规则和留痕。隐私栏目一律遮蔽。写入须带 X-CSRFToken 请求头。"
    "管辖范围以外的记录一律为 404；各栏的错误在 422 的 errors 中；他人已改动的为 409。"
)

# Pages far behind are slow to reach; whoever needs all rows exports them or narrows by date.
_LAST_PAGE = 10_000
_VERBS = {"list": "列出", "read": "查看", "add": "登记", "change": "修改"}


class _Text(Parser):
    """Refuses half a surrogate pair: it is valid JSON, and neither the database nor an answer can hold it."""

    def parse_body(self, request: HttpRequest) -> Any:
        body = super().parse_body(request)
        json.dumps(body, ensure_ascii=False).encode()
        return body


def build() -> NinjaAPI:
    """The API with everything that is registered now; other parts add their routers to it."""
    made = NinjaAPI(
        title="台账",
        version="1",
        description=_ABOUT,
        urls_namespace="api",
        auth=django_auth,
        parser=_Text(),
        docs=Swagger(settings={"validatorUrl": None, "docExpansion": "none"}),
        docs_decorator=login_required,
    )
    for kind, answer in _ANSWERS.items():
        made.add_exception_handler(kind, answer)
    made.add_router("", _register())
    for ledger in registry.every():
        made.add_router(f"/ledgers/{ledger.slug}", _router(ledger))
    return made


def _register() -> Router:
    router = Router(tags=["台账"])

    @router.get("/ledgers", summary="可以查看的台账", response=list[dict[str, Any]])
    def ledgers(request: HttpRequest) -> Any:
        return [
            {"slug": ledger.slug, "label": ledger.label, "line": ledger.line, "unit": ledger.unit, "note": ledger.note}
            for ledger in registry.every()
            if access.can(request.user, Action.VIEW, ledger)
        ]

    return router


def _router(ledger: Ledger) -> Router:
    router, wrong = Router(tags=[ledger.label]), api_schemas.Wrong
    row = api_schemas.row(ledger)
    page = api_schemas.page(ledger, row)
    asked = api_schemas.parameters(ledger)
    known = {parameter["name"] for parameter in asked}
    errors = {401: wrong, 404: wrong, 422: wrong}

    def called(what: str) -> dict[str, Any]:
        return {"operation_id": f"{what}_{ledger.slug}", "summary": f"{_VERBS[what]}{ledger.label}"}

    @router.get("", **called("list"), response={200: page, **errors}, openapi_extra={"parameters": asked})
    def rows(request: HttpRequest) -> Any:
        return _list(request, ledger, known)

    @router.get("/{int:pk}", **called("read"), response={200: row, **errors})
    def record(request: HttpRequest, pk: int) -> Any:
        ledger_of(request, ledger.slug)
        return _json(api_rows.one(ledger, record_of(request, ledger, pk, page=seen.API)))

    if not ledger.sealed:
        _writing(router, ledger, row, errors, called)
    return router


def _writing(router: Router, ledger: Ledger, row: Any, errors: dict[int, Any], called: Any) -> None:
    clash = api_schemas.clash(ledger, row)
    new, change = (api_schemas.typed(ledger, change=change) for change in (False, True))

    @router.post("", **called("add"), response={201: row, **errors})
    def add(request: HttpRequest, body: new) -> Any:  # type: ignore[valid-type]
        ledger_of(request, ledger.slug)
        return _add(request, ledger, body)

    @router.patch("/{int:pk}", **called("change"), response={200: row, 409: clash, **errors})
    def edit(request: HttpRequest, pk: int, body: change) -> Any:  # type: ignore[valid-type]
        ledger_of(request, ledger.slug)
        return _change(request, ledger, record_of(request, ledger, pk, page=seen.API), body)


def _json(content: Any, status: int = 200) -> HttpResponse:
    """Past the validation of responses: they are made from the columns that their schema is made from."""
    return HttpResponse(to_json(content), content_type="application/json; charset=utf-8", status=status)


def _list(request: HttpRequest, ledger: Ledger, known: set[str]) -> HttpResponse:
    ledger_of(request, ledger.slug)
    selection = listing.select(ledger, request.user, request.GET)
    _understood(ledger, request, selection, known)
    page = int(request.GET.get("page", "1"))
    start = (page - 1) * listing.PER_PAGE
    # One more than is shown tells whether there is a next page, at no cost; counting all may take longer than the rest.
    found = api_rows.many(ledger, selection.rows[start : start + listing.PER_PAGE + 1])
    more = len(found) > listing.PER_PAGE
    count = selection.rows.count() if request.GET.get("count") == "1" else None
    listed = {"page": page, "next": page + 1 if more else None, "count": count, "rows": found[: listing.PER_PAGE]}
    seen.rows(ledger, min(len(found), listing.PER_PAGE), by=request.user, page=seen.API)
    if ledger.search_first:
        listed["closed"] = selection.closed.count() if selection.closed is not None else None
    return _json(listed)


def _understood(ledger: Ledger, request: HttpRequest, selection: Any, known: set[str]) -> None:
    """A page says which condition it passed over; a program would take all rows for the answer."""
    errors: Errors = {name: ["没有这个参数"] for name in set(request.GET) - known}
    errors |= {name: [str(text) for text in texts] for name, texts in selection.filters.form.errors.items()}
    if (sort := request.GET.get("sort")) and sort != selection.sort:
        errors["sort"] = ["不能按这一栏排序"]
    page = request.GET.get("page", "1")
    if not page.isdecimal() or not 1 <= int(page[:10]) <= _LAST_PAGE:
        errors["page"] = [f"应为 1 到 {_LAST_PAGE} 之间的页码"]
    if errors:
        raise Refused(errors, ledger)


def _add(request: HttpRequest, ledger: Ledger, body: Schema) -> HttpResponse:
    record = ledger.model()
    _put(ledger, record, body, by=request.user)
    services.save(record, by=request.user, reason=body.reason)  # type: ignore[attr-defined]
    return _json(api_rows.one(ledger, ledger.model.objects.get(pk=record.pk)), status=201)


def _change(request: HttpRequest, ledger: Ledger, record: Any, body: Schema) -> Any:
    _put(ledger, record, body, by=request.user)
    try:
        services.save(record, by=request.user, reason=body.reason, editing=body.edition)  # type: ignore[attr-defined]
    except Conflict as met:
        return _json({"detail": str(met), "errors": {}, "stored": api_rows.one(ledger, met.stored)}, status=409)
    return _json(api_rows.one(ledger, ledger.model.objects.get(pk=record.pk)))


def _put(ledger: Ledger, record: Any, body: Schema, *, by: Any) -> None:
    """Raises Refused."""
    given = {name: value for name, value in body.dict(exclude_unset=True).items() if name in ledger.by_name}
    errors = {name: ["是遮蔽后的内容，请写完整内容，不改则不要发送"] for name in _masked(ledger, record, given)}
    if not errors:
        today = clock.today()
        filled = fill(record, given, ledger.editable, references.gather(ledger, today, by=by))
        # Before the door asks about reach, which a record without its place cannot answer.
        errors = check(ledger, record, today) | filled.errors
    if errors:
        raise Refused(errors, ledger)


def _masked(ledger: Ledger, record: Any, given: dict[str, Any]) -> list[str]:
    stored = record if record.pk else None
    columns = (ledger.column(name) for name in given)
    return [c.name for c in columns if cells.masked(c, given[c.name], c.value(stored) if stored else "")]


# What went wrong, always as {"detail": sentence, "errors": by column}


def _wrong(status: int, detail: str, errors: Errors | None = None) -> HttpResponse:
    return _json({"detail": detail, "errors": errors or {}}, status=status)


def _refused(request: HttpRequest, refused: Any) -> HttpResponse:
    return _wrong(422, str(refused), refused.errors)


def _invalid(request: HttpRequest, invalid: Any) -> HttpResponse:
    """What does not fit the schema of a body, by the name it came under."""
    errors: Errors = {}
    for fault in invalid.errors:
        # Where it was found: in the body, in the parameter called body, under this name.
        name = next((str(part) for part in fault["loc"][2:]), "")
        errors.setdefault(name, []).append(_fault(fault))
    return _wrong(422, "内容不符合接口要求", errors)


def _fault(fault: dict[str, Any]) -> str:
    words = {"extra_forbidden": "没有这个栏目，或这一栏不能写入", "missing": "必须填写"}
    return words.get(fault["type"], f"类型不符：{fault['msg']}")


def _http(request: HttpRequest, error: Any) -> HttpResponse:
    words = {400: "请求体不是有效的 JSON", 403: "缺少或不符的 X-CSRFToken 请求头"}
    return _wrong(error.status_code, words.get(error.status_code, str(error)))


_ANSWERS: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
    Refused: _refused,
    ValidationError: _invalid,
    Http404: lambda request, _: _wrong(404, "没有找到，或不在您的管辖范围"),
    AuthenticationError: lambda request, _: _wrong(401, "请先登录"),
    RequestDataTooBig: lambda request, _: _wrong(413, "请求体过大，请分几次发送"),
    HttpError: _http,
}
