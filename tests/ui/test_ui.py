"""The shared pages: they render for everybody, stay light and readable, and carry no inline script or style."""

import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import include, path

from taizhang.county import ui
from taizhang.county.ui.menu import Entry, entries_lead_somewhere, header, menu, phone_bar, register
from taizhang.county.ui.templatetags import ui as tags

FOLDER = Path(ui.__file__).parent
CSS = (FOLDER / "static/ui/taizhang.css").read_text(encoding="utf-8")
JS = (FOLDER / "static/ui/taizhang.js").read_text(encoding="utf-8")
TEMPLATES = sorted((FOLDER / "templates").rglob("*.html"))
TOKENS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", CSS))
BEIJING = ZoneInfo("Asia/Shanghai")
CLERK = SimpleNamespace(is_authenticated=True, name="王敏", title="县政府办 督办")


def page(request: HttpRequest, slug: str = "") -> HttpResponse:
    return HttpResponse(slug)


urlpatterns = [
    path("", page, name="home"),
    path("search/", page, name="search"),
    path("ledgers/", page, name="ledgers"),
    path("ledgers/<slug:slug>/", page, name="ledger"),
    path("account/", include("allauth.urls")),
]
pytestmark = pytest.mark.urls(__name__)

ENTRIES = [
    Entry("矛盾纠纷", "ledger", group="台账", order=110, args=("disputes",)),
    Entry("工作台", "home", order=1, badge=lambda request: 7, phone=True),
    Entry("全部台账", "ledgers", group="台账", order=100, phone=True),
    Entry("通知", "ledger", args=("notices",), header=True, badge=lambda request: 120),
    Entry("留痕", "search", group="管理", order=200, visible=lambda person: person.title == "审计"),
]


class DisputeForm(forms.Form):
    place = forms.ChoiceField(label="乡镇", choices=[("", "请选择"), ("a", "胙城乡")], help_text="按区划代码")
    source = forms.ChoiceField(label="来源", widget=forms.RadioSelect, choices=[("a", "网格排查"), ("b", "来访")])
    minor = forms.BooleanField(label="涉及未成年人", required=False)
    note = forms.CharField(label="经过", widget=forms.Textarea, required=False)


def visit(url: str = "/", person: object = CLERK) -> HttpRequest:
    request = RequestFactory().get(url)
    request.user = person  # type: ignore[assignment]
    request.today = date(2023, 9, 1)  # type: ignore[attr-defined]
    request.now = datetime(2023, 9, 1, 14, 5, tzinfo=BEIJING)  # type: ignore[attr-defined]
    return request


def render(name: str, request: HttpRequest, **context: object) -> str:
    groups = menu(request, ENTRIES)
    return render_to_string(
        name,
        {"menu": groups, "phone_bar": phone_bar(groups), "header_items": header(request, ENTRIES), **context},
        request,
    )


def render_text(source: str, request: HttpRequest | None = None, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context({"request": request, **context}))


# Pages


def test_signed_in_person_sees_menu_name_and_date() -> None:
    html = render("ui/base.html", visit(), title="工作台")
    for expected in ("王敏", "县政府办 督办", "2023-09-01 星期五", "<h1>工作台</h1>", "矛盾纠纷", "跳到正文"):
        assert expected in html
    assert "查看已留痕" not in html


def test_an_entry_of_the_header_shows_its_number_there_and_not_in_the_menu() -> None:
    html = render("ui/base.html", visit())
    assert html.count("通知") == 1
    assert '通知 <span class="badge">99+<span class="sr">条未读</span></span></a>' in html


def test_anonymous_visitor_sees_no_menu_and_a_way_to_sign_in() -> None:
    html = render("ui/base.html", visit(person=AnonymousUser()), title="工作台")
    assert "矛盾纠纷" not in html
    assert 'role="search"' not in html
    assert 'href="/account/login/">登录' in html


def test_page_with_private_columns_names_its_reader_and_the_time() -> None:
    html = render("ui/base.html", visit(), shows_private=True)
    assert "王敏 · 县政府办 督办 · 2023-09-01 14:05 查看" in html


def test_htmx_may_neither_evaluate_nor_keep_pages() -> None:
    html = render("ui/base.html", visit())
    for rule in ('"allowEval":false', '"includeIndicatorStyles":false', '"historyCacheSize":0'):
        assert rule in html


def test_every_component_renders() -> None:
    steps = [SimpleNamespace(label="起草", state="done", lines=["08-29"]), SimpleNamespace(label="签发", state="now")]
    pages = Paginator(range(435), 50).get_page(4)
    html = render("ui/components.html", visit("/?page=4"), form=DisputeForm({}), steps=steps, page=pages)
    for expected in ('class="steps"', "（已完成）", 'class="diff"', 'class="mast"', "第 151–200 条，共 435 条"):
        assert expected in html


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "429", "500"])
def test_refusals_say_what_happened_and_what_to_do_even_without_context(code: str) -> None:
    html = render_to_string(f"{code}.html")
    assert "<h1>" in html
    assert "请" in html
    assert 'href="/"' in html


def test_page_for_a_failure_asks_nothing_of_the_database() -> None:
    def unreachable() -> None:
        raise ConnectionError

    assert "系统出错" in render_to_string("ui/500.html", {"messages": unreachable, "menu": unreachable}, visit())


def test_refusal_shows_the_reason_the_view_gave() -> None:
    assert "不是本乡镇的记录" in render_to_string("403.html", {"exception": "不是本乡镇的记录"})


class SignInForm(forms.Form):
    """The fields of the forms of allauth that our pages name one by one, with labels that must not show."""

    login = forms.CharField(label="Login")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    code = forms.CharField(label="Code", required=False)


def test_sign_in_page_is_in_our_words_and_shows_the_refusal() -> None:
    form = SignInForm({"login": "wm", "password": "x"})
    form.add_error(None, "密码不正确")
    html = render("account/login.html", visit(person=AnonymousUser()), form=form)
    assert "密码不正确" in html
    assert 'value="wm"' in html
    assert "Login" not in html


ACCOUNT_PAGES = [
    "account/logout.html",
    "account/password_reset.html",
    "account/signup_closed.html",
    "account/account_inactive.html",
    "account/password_change.html",
    "account/reauthenticate.html",
    "mfa/authenticate.html",
    "mfa/reauthenticate.html",
    "mfa/index.html",
    "mfa/totp/activate_form.html",
    "mfa/totp/deactivate_form.html",
    "mfa/recovery_codes/index.html",
    "mfa/recovery_codes/generate.html",
]

WHOLE_FORM_PAGES = {
    "account/password_change.html",
    "mfa/totp/deactivate_form.html",
    "mfa/recovery_codes/generate.html",
}


@pytest.mark.parametrize("name", ACCOUNT_PAGES)
def test_account_pages_are_chinese(name: str) -> None:
    # The pages that list a whole form take its labels from allauth's own Chinese.
    form = DisputeForm() if name in WHOLE_FORM_PAGES else SignInForm()
    html = render(name, visit(), form=form, MFA_SUPPORTED_TYPES=["totp", "recovery_codes"])
    shown = re.sub(r"<(head|form class=\"find\").*?</(head|form)>|<[^>]*>|Esc|Cookie", "", html, flags=re.DOTALL)
    assert re.findall(r"[A-Za-z]{3,}", shown) == []
    assert "<h1>" in html


# Weight and discipline


def test_list_of_fifty_rows_stays_under_thirty_kilobytes() -> None:
    row = (
        '<tr><td class="x"><input type="checkbox" name="row" value="100001" aria-label="选择 JF20230829-0112"></td>'
        '<td class="t"><a href="/ledgers/disputes/100001/">JF20230829-0112</a></td><td>胙城乡</td>'
        '<td class="x">邻里</td><td class="x">一般</td><td class="x">网格排查</td><td>2023-08-29</td><td>张*、李*</td>'
        '<td class="n" data-label="金额（元）">12,000.00</td><td class="s"><span class="tag g">已化解</span></td></tr>'
    )
    base = render("ui/base.html", visit(), title="矛盾纠纷台账")
    pager = render("ui/pager.html", visit(), page=Paginator(range(435), 50).get_page(4))
    assert len(base.encode()) < 5_000
    assert len((base + pager + row * 50).encode()) < 30_000


def test_script_is_tiny_and_keeps_nothing() -> None:
    assert len(JS.encode()) < 3_072
    assert not re.search(r"localStorage|sessionStorage|cookie|eval\(|innerHTML", JS)


def test_stylesheet_fetches_nothing_and_names_colours_only_as_tokens() -> None:
    assert "url(" not in CSS
    assert "@import" not in CSS
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgb\(|hsl\(", re.sub(r":root \{[^}]*\}", "", CSS)) == []


def test_masthead_red_belongs_to_the_bulletin_alone() -> None:
    users = re.findall(r"([^{}\n]+)\{[^{}]*var\(--mast\)", CSS)
    assert {name.strip() for name in users} == {".mast", ".rule"}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: str(file.relative_to(FOLDER / "templates")))
def test_templates_carry_no_inline_script_or_style(template: Path) -> None:
    source = template.read_text(encoding="utf-8")
    inline = r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|hx-on|javascript:|https?://"
    assert re.findall(inline, source) == []


def brightness(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((brightness(TOKENS[one]), brightness(TOKENS[other])))
    return (light + 0.05) / (dark + 0.05)


TEXT_PAIRS = [
    *((text, ground) for text in ("ink", "muted", "blue", "blue-deep", "red", "amber") for ground in ("card", "bg")),
    *((text, "blue-soft") for text in ("ink", "muted", "blue", "blue-deep")),
    *((text, "hair") for text in ("ink", "muted")),
    *((ground, f"{ground}-soft") for ground in ("green", "amber", "red")),
    *(("ink", f"{ground}-soft") for ground in ("green", "amber", "red")),
    *(("on-blue", ground) for ground in ("blue", "blue-deep", "red", "green")),
    ("green", "card"),
    ("mast", "card"),
]


@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_contrast_is_at_least_four_and_a_half(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize("mark", ["edge", "blue", "bar-red", "bar-amber", "green"])
def test_borders_of_controls_and_bars_are_seen(mark: str) -> None:
    assert contrast(mark, "card") >= 3


# Forms


def test_errors_stand_at_the_top_and_under_their_field() -> None:
    html = render_text('{% include "ui/form.html" %}', form=DisputeForm({"note": "已到现场"}))
    assert '<a href="#id_place">乡镇：' in html
    assert 'id="id_place_error"' in html
    assert 'aria-describedby="id_place_helptext id_place_error"' in html
    assert "已到现场" in html


def test_untouched_form_shows_no_errors() -> None:
    html = render_text('{% include "ui/form.html" %}', form=DisputeForm())
    assert "error" not in html
    assert "<fieldset" in html


# Menu


def test_groups_follow_their_first_entry_and_hide_what_is_not_for_the_person() -> None:
    shown = [(group.label, [item.label for item in group.items]) for group in menu(visit(), ENTRIES)]
    assert shown == [("", ["工作台"]), ("台账", ["全部台账", "矛盾纠纷"])]


def test_only_the_nearest_entry_is_current() -> None:
    groups = menu(visit("/ledgers/disputes/100001/"), ENTRIES)
    assert [item.label for group in groups for item in group.items if item.current] == ["矛盾纠纷"]


def test_badge_counts_for_the_request_and_is_capped_on_paper() -> None:
    crowded = [Entry("督办", "home", badge=lambda request: 120)]
    assert menu(visit(), ENTRIES)[0].items[0].badge == 7
    assert "99+" in render_to_string("ui/nav.html", {"menu": menu(visit(), crowded)})


def test_bottom_bar_holds_the_first_four_that_asked() -> None:
    entries = [Entry(f"第{n}本", "ledger", order=n, args=(f"l{n}",), phone=n != 2) for n in range(1, 8)]
    assert [item.label for item in phone_bar(menu(visit(), entries))] == ["第1本", "第3本", "第4本", "第5本"]


def test_two_entries_for_one_page_are_refused() -> None:
    entries = {}
    register(Entry("工作台", "home"), entries)
    with pytest.raises(ValueError, match="指向同一页面"):
        register(Entry("首页", "home"), entries)


def test_entry_without_a_page_stops_the_start() -> None:
    faults = entries_lead_somewhere(entries=[*ENTRIES, Entry("丢失", "nowhere")])
    assert [(fault.id, fault.msg) for fault in faults] == [("ui.E001", "菜单项“丢失”指向的页面不存在")]


# Filters and tags


def test_dates_are_written_for_tables_and_for_prose() -> None:
    late = datetime(2023, 8, 31, 16, 30, tzinfo=ZoneInfo("UTC"))
    assert tags.day(date(2023, 9, 1)) == tags.day(late) == "2023-09-01"
    assert tags.prose_day(date(2023, 9, 1)) == "2023年9月1日"
    assert tags.weekday(date(2023, 9, 1)) == "星期五"
    assert tags.to_the_minute(late) == "2023-09-01 00:30"
    assert tags.day(None) == tags.prose_day(None) == tags.weekday(None) == tags.to_the_minute(None) == ""


@pytest.mark.parametrize(
    ("number", "shown"), [(1206, "1,206"), (0, "0"), (Decimal("1737200.50"), "1,737,200.50"), (None, ""), ("", "")]
)
def test_numbers_are_grouped(number: int | Decimal | None, shown: str) -> None:
    assert tags.grouped(number) == shown


def test_links_keep_the_query_and_change_what_they_must() -> None:
    request = visit("/?place=410726&page=3")
    assert render_text('{% qs sort="-found_on" page=None %}', request) == "?place=410726&amp;sort=-found_on"
    assert render_text("{% qs page=None %}", visit("/")) == "?"


def test_state_word_is_escaped_and_its_colour_known() -> None:
    assert render_text('{% tag "已化解" "g" %}') == '<span class="tag g">已化解</span>'
    assert "&lt;b&gt;" in render_text('{% tag word "r" %}', word="<b>")
    with pytest.raises(Exception, match="未知的颜色"):
        render_text('{% tag "已化解" "green" %}')


@pytest.mark.parametrize(
    ("part", "whole", "width"), [(31, 40, "77.5"), (50, 40, "100.0"), (0, 0, "0.0"), (-1, 4, "0.0")]
)
def test_bar_stays_within_its_frame(part: int, whole: int, width: str) -> None:
    assert f'width="{width}"' in tags.bar(part, whole)


def test_pager_offers_neighbours_and_ends() -> None:
    html = render("ui/pager.html", visit("/?place=1&page=4"), page=Paginator(range(435), 50).get_page(4))
    assert 'rel="next" href="?place=1&amp;page=5"' in html
    assert 'href="?place=1&amp;page=9"' in html
    assert "上一页" not in render("ui/pager.html", visit(), page=Paginator(range(3), 50).get_page(1))
