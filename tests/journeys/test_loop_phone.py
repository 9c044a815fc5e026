"""A grid worker's phone at 390 px: reports offline, is sent once whatever happens, claims, reports done."""

import re
import struct
import zlib
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.conftest import PHONE, Site, Visit, enter, fits

pytestmark = pytest.mark.journey

HERE = {"longitude": 114.2, "latitude": 35.15}


def picture(width: int = 2400, height: int = 1200) -> dict[str, Any]:
    """A photograph as a file chooser takes it."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + bytes((y % 256, 90, 160)) * width for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    content = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return {"name": "现场.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + content}


@pytest.fixture
def phone(visit: Visit) -> Page:
    """The grid worker's phone on the page of reporting, with its worker at work and both pages kept."""
    page = visit("dongcuilan", size=PHONE)
    page.goto("/matters/report")
    ready(page)
    return page


def until(page: Page, wanted: str) -> None:
    """Asks the page until it says yes. The site's policy leaves Playwright no function to do so inside the page."""
    for _ in range(100):
        if page.evaluate(wanted):
            return
        page.wait_for_timeout(100)
    raise AssertionError(wanted)


def ready(page: Page) -> None:
    until(page, "caches.match('/matters/mine').then(Boolean)")


def write(page: Page, said: str, *, photo: bool = True) -> None:
    if photo:
        page.locator("input[name=papers]").last.set_input_files(picture())
        expect(page.locator(".thumb")).to_have_count(1)
    page.get_by_text("其他问题", exact=True).click()
    page.fill("[name=said]", said)


def report(page: Page) -> None:
    page.get_by_role("button", name="上报", exact=True).click()


def without_sync(page: Page) -> None:
    """The browser does not wake the worker of its own accord, which would send at a moment nobody foresees."""
    page.evaluate("navigator.serviceWorker.ready.then(r => { r.sync.register = () => Promise.resolve(); })")


def waiting(page: Page) -> Any:
    return page.locator("#waiting")


def made(page: Page, said: str) -> list[dict[str, Any]]:
    """The matters of this title as the ledger has them."""
    return list(page.request.get("/api/v1/ledgers/matters", params={"q": said}).json()["rows"])


def say(page: Page, text: str) -> None:
    expect(waiting(page)).to_contain_text(text, timeout=20_000)


def test_written_without_a_network_it_is_kept_and_then_sent_once(phone: Page):
    phone.context.set_offline(True)
    write(phone, "离线上报护栏缺失")
    phone.get_by_role("button", name="上报", exact=True).dblclick()
    say(phone, "已存在手机上，联网后自动发送（1 条）")
    expect(phone.locator("#net")).to_have_text("无网络 · 存在手机里")
    assert fits(phone)

    phone.reload()
    expect(phone.locator(".notice").first).to_contain_text(re.compile(r"离线，显示 \d\d:\d\d 的内容"))
    say(phone, "联网后自动发送（1 条）")

    phone.context.set_offline(False)
    say(phone, "已发送：已上报 DB")
    expect(phone.locator("#net")).to_have_text("已联网 · 全部送达")
    phone.reload()
    assert len(made(phone, "离线上报护栏缺失")) == 1


def test_an_answer_that_is_lost_makes_no_second_matter(phone: Page):
    arrived: list[int] = []

    def lose(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        # The server has written it; nobody hears its answer.
        arrived.append(route.fetch().status)
        route.abort()

    without_sync(phone)
    phone.route("**/matters/report", lose)
    write(phone, "答复丢失的上报")
    report(phone)
    say(phone, "已存在手机上，联网后自动发送（1 条）")
    phone.unroute("**/matters/report")
    phone.reload()

    say(phone, "已发送：已上报 DB")
    assert arrived[0] == 200
    assert len(made(phone, "答复丢失的上报")) == 1


def test_a_reload_while_it_is_being_sent_makes_no_second_matter(phone: Page):
    phone.route("**/matters/report", lambda route: late(route) if route.request.method == "POST" else route.continue_())
    write(phone, "发送途中刷新")
    report(phone)
    say(phone, "正在发送（1 条）")
    phone.reload()
    phone.unroute_all(behavior="ignoreErrors")

    say(phone, "已发送：已上报 DB")
    assert len(made(phone, "发送途中刷新")) == 1


def late(route: Route) -> None:
    """The answer is held back until the page is gone."""
    route.fetch()


def test_what_was_typed_survives_a_reload(phone: Page):
    write(phone, "写到一半")
    expect(phone.locator(".thumb")).to_have_count(1)
    until(phone, "drafts.all().then(all => all.some(d => d.fields.some(f => f[1] === '写到一半')))")
    phone.reload()

    expect(phone.locator("[name=said]")).to_have_value("写到一半")
    expect(phone.locator(".thumb")).to_have_count(1)
    report(phone)
    say(phone, "已发送")


def test_a_photo_arrives_smaller_and_upright(phone: Page):
    write(phone, "照片缩小上报")
    report(phone)
    say(phone, "已发送")

    (matter,) = made(phone, "照片缩小上报")
    phone.goto(f"/matters/mine/{matter['id']}")
    address = phone.locator(".thumbs img").get_attribute("src")
    size = "fetch(a).then(r => r.blob()).then(createImageBitmap).then(p => [p.width, p.height])"
    assert phone.evaluate(f"a => {size}", address) == [1600, 800]


def test_the_place_comes_from_the_phone_where_it_is_allowed(phone: Page):
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation(HERE)
    phone.reload()
    expect(phone.locator(".locate")).to_contain_text("已记下位置")
    write(phone, "定位上报", photo=False)
    report(phone)
    say(phone, "已发送")

    phone.goto(f"/matters/mine/{made(phone, '定位上报')[0]['id']}")
    expect(phone.locator("a.geo")).to_have_attribute("href", "geo:35.150000,114.200000")


def test_refused_the_place_is_chosen_by_hand(phone: Page):
    phone.get_by_role("button", name="用手机定位").click()
    expect(phone.locator(".locate")).to_contain_text("请在上面选择地点，照样可以上报")
    write(phone, "不定位上报", photo=False)
    report(phone)
    say(phone, "已发送")

    assert made(phone, "不定位上报")[0]["place"] == "胙城乡"


def test_after_the_session_ended_it_waits_for_the_same_person(phone: Page):
    phone.context.set_offline(True)
    write(phone, "登录过期的上报")
    report(phone)
    say(phone, "联网后自动发送（1 条）")
    phone.context.clear_cookies()
    phone.context.set_offline(False)
    say(phone, "登录已过期，内容还在手机上（1 条）")
    phone.get_by_role("link", name="请本人重新登录").click()
    enter(phone, "dongcuilan")

    say(phone, "已发送：已上报 DB")
    assert len(made(phone, "登录过期的上报")) == 1


def sign_out(page: Page) -> list[str]:
    """Signs out, says yes to whatever is asked, and returns what was asked."""
    asked: list[str] = []

    def yes(dialog: Any) -> None:
        asked.append(dialog.message)
        dialog.accept()

    page.once("dialog", yes)
    page.locator("details.me summary").click()
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/account/login/**")
    return asked


def test_on_a_shared_phone_a_draft_stays_its_writers(phone: Page):
    phone.context.set_offline(True)
    write(phone, "董翠兰写的上报")
    report(phone)
    say(phone, "联网后自动发送（1 条）")
    phone.context.clear_cookies()
    phone.context.set_offline(False)
    phone.goto("/matters/report")
    enter(phone, "shenxiaojun")
    say(phone, "这部手机上还有董翠兰的 1 条没有发送，由本人登录后发送。")
    expect(phone.locator("#net")).to_have_text("已联网 · 全部送达")
    assert made(phone, "董翠兰写的上报") == []

    assert "还有 1 条没有发送" in sign_out(phone)[0]
    enter(phone, "dongcuilan")
    phone.goto("/matters/mine")
    say(phone, "已发送：已上报 DB")
    assert len(made(phone, "董翠兰写的上报")) == 1


def test_what_one_person_typed_is_not_shown_to_the_next(phone: Page):
    write(phone, "董翠兰写到一半")
    until(phone, "drafts.all().then(all => all.some(d => d.fields.some(f => f[1] === '董翠兰写到一半')))")
    assert "还有 1 条没有发送" in sign_out(phone)[0]
    enter(phone, "shenxiaojun")
    phone.goto("/matters/report")
    say(phone, "还有董翠兰的 1 条没有发送")

    expect(phone.locator("[name=said]")).to_have_value("")
    expect(phone.locator(".thumb")).to_have_count(0)


def test_signing_out_takes_the_copies_along(phone: Page):
    kept = "caches.keys().then(names => names.filter(name => name.startsWith('matters-pages-')).length)"
    assert phone.evaluate(kept) == 1
    sign_out(phone)

    assert phone.evaluate(kept) == 0


def test_what_the_server_refuses_stays_with_the_reason_and_is_corrected(phone: Page):
    phone.locator("input[name=papers]").last.set_input_files(
        {"name": "坏的.jpg", "mimeType": "image/jpeg", "buffer": b"MZ not a photo"}
    )
    write(phone, "照片坏了的上报", photo=False)
    report(phone)
    say(phone, "没有被接收")
    say(phone, "不是可接收的类型")
    expect(phone.locator("#net")).to_have_text("已联网 · 1 条要改正")
    assert made(phone, "照片坏了的上报") == []

    phone.get_by_role("button", name="改正").click()
    expect(phone.locator("[name=said]")).to_have_value("照片坏了的上报")
    phone.get_by_role("button", name="去掉这张照片").click()
    report(phone)
    say(phone, "已发送：已上报 DB")
    assert len(made(phone, "照片坏了的上报")) == 1


ASSIGN = """
from taizhang.county.matters import services
from taizhang.county.matters.models import Matter
from taizhang.county.people.models import Organisation, Person
held = Matter.objects.get(title="{said}")
by = Person.objects.get(username="shenxiaojun")
services.move(held, "assign", by=by, unit=Organisation.objects.get(slug="zuocheng"))
"""


def test_a_task_is_claimed_and_reported_done_with_photo_and_note_without_a_network(phone: Page, site: Site):
    write(phone, "交办后办理的事", photo=False)
    report(phone)
    say(phone, "已发送")
    site.command("shell", "-c", ASSIGN.format(said="交办后办理的事"))
    phone.goto("/matters/mine")
    card = phone.locator("a.task", has_text="交办后办理的事")
    expect(card).to_contain_text("待领办")
    card.click()
    phone.get_by_role("button", name="领办", exact=True).click()
    say(phone, "已发送：已领办 DB")
    expect(phone.get_by_role("button", name="报结", exact=True)).to_be_visible()
    assert fits(phone)

    phone.context.set_offline(True)
    main = phone.locator("form[data-queue=报结]")
    main.locator("input[name=papers]").last.set_input_files(picture())
    main.get_by_text("已完成", exact=True).click()
    main.locator("[name=note]").fill("护栏已装好")
    main.get_by_role("button", name="报结", exact=True).click()
    say(phone, "联网后自动发送（1 条）")
    expect(main).to_be_hidden()
    phone.goto("/matters/mine")
    expect(phone.locator("a.task", has_text="交办后办理的事")).to_contain_text("待发送")
    phone.context.set_offline(False)

    expect(phone.locator("a.task", has_text="交办后办理的事")).to_have_count(0, timeout=20_000)
    say(phone, "已发送：已报结 DB")
    assert made(phone, "交办后办理的事")[0]["stage"] == "待核验"


SMALL = """
[...document.querySelectorAll("a, button, select, summary, textarea, .choices label, .check, .tile")]
  .filter(e => e.closest("main, .phonebar") && e.checkVisibility() && !e.closest(".notice"))
  .filter(e => e.getBoundingClientRect().height < 44 || e.getBoundingClientRect().width < 44)
  .map(e => e.outerHTML)
"""


def test_everything_on_the_pages_is_large_enough_for_a_thumb(phone: Page):
    write(phone, "找得到按钮的上报")
    phone.get_by_text("当场已处理完").click()
    assert phone.evaluate(SMALL) == []
    phone.get_by_text("当场已处理完").click()
    report(phone)
    say(phone, "已发送")
    for address in ("/matters/mine", f"/matters/mine/{made(phone, '找得到按钮的上报')[0]['id']}"):
        phone.goto(address)
        assert phone.evaluate(SMALL) == []
        assert fits(phone)


def test_settled_on_the_spot_asks_for_the_result_only_then(phone: Page):
    expect(phone.locator("#outcome")).to_be_hidden()
    write(phone, "当场劝和的上报")
    phone.get_by_text("当场已处理完").click()
    phone.select_option("#outcome", label="已完成")
    phone.fill("#note", "已当场清理")
    report(phone)

    say(phone, "当场办结，等待胙城乡核验")


def test_where_the_phone_keeps_nothing_the_form_goes_as_usual(phone: Page):
    phone.evaluate("void (drafts.put = () => Promise.reject(new DOMException('', 'QuotaExceededError')))")
    write(phone, "存不下的上报")
    report(phone)

    expect(phone.locator(".notice.success")).to_contain_text("已上报 DB")
    phone.goto(f"/matters/mine/{made(phone, '存不下的上报')[0]['id']}")
    expect(phone.locator(".thumbs img")).to_have_count(1)


def test_the_worker_sends_what_waits_when_the_page_is_closed(phone: Page, site: Site):
    session = phone.context.new_cdp_session(phone)
    registered: list[str] = []
    session.on("ServiceWorker.workerRegistrationUpdated", lambda e: registered.extend(
        one["registrationId"] for one in e["registrations"] if not one["isDeleted"]))  # fmt: skip
    session.send("ServiceWorker.enable")
    phone.route("**/matters/who", lambda route: route.abort())
    without_sync(phone)
    write(phone, "关掉页面以后")
    report(phone)
    say(phone, "已存在手机上")
    phone.goto("about:blank")
    sync = {"origin": site.address, "registrationId": registered[-1]}
    session.send("ServiceWorker.dispatchSyncEvent", sync | {"tag": "drafts", "lastChance": False})

    for _ in range(100):
        if made(phone, "关掉页面以后"):
            break
        phone.wait_for_timeout(100)
    assert len(made(phone, "关掉页面以后")) == 1


def test_without_script_the_same_form_reports(site: Site, browser: Browser):
    context = browser.new_context(viewport=PHONE, locale="zh-CN", base_url=site.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/matters/report")
    enter(page, "dongcuilan")
    assert page.locator(".tile").last.bounding_box()["width"] <= PHONE["width"] - 20
    page.locator("input[name=papers]").first.set_input_files(picture())
    page.get_by_text("其他问题", exact=True).click()
    page.fill("[name=said]", "没有脚本的上报")
    report(page)

    expect(page.locator(".notice.success")).to_contain_text("已上报 DB")
    assert len(made(page, "没有脚本的上报")) == 1
    context.close()
