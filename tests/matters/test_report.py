"""Reporting from the spot: a photo, a place, a kind and a sentence become one matter, however often they are sent."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from taizhang.county.documents import attachments
from taizhang.county.matters import reporting
from taizhang.county.matters.ledgers import MATTERS
from taizhang.county.matters.models import Matter
from tests.matters.office import YULIN, ZUOCHENG, paper

QUEUE = {"HTTP_ACCEPT": "application/json"}


def typed(person, **more):
    texts = {"token": uuid4(), "person": person.pk, "what": "task:", "place": ZUOCHENG, "said": "王村桥头护栏缺失"}
    return texts | {"papers": paper()} | more


@pytest.fixture
def send(office, signed_in):
    """Sends what the grid worker typed, as an ordinary form unless asked as the queue."""

    def post(*, person=None, headers=None, **more):
        person = person or office.grid
        return signed_in(person).post(reverse("matter_report"), typed(person, **more), **(headers or {}))

    return post


def test_a_report_becomes_a_registered_matter_with_its_photo(send, office):
    send(longitude="114.2000004", latitude="35.1499996")

    made = Matter.objects.get()
    assert (made.source, made.stage, made.title, made.place_id) == (
        "report",
        "registered",
        "王村桥头护栏缺失",
        ZUOCHENG,
    )
    assert (str(made.longitude), str(made.latitude), made.unit) == ("114.200000", "35.150000", office.zuocheng)
    assert [one.media_type for one in attachments.of(MATTERS, made)] == ["image/jpeg"]


def test_the_page_says_the_number_and_what_comes_next(send, client):
    response = send()

    assert response.url == reverse("matter_report")
    assert "已上报 DB20230901-0001，胙城乡将在 1 个工作日内交办" in client.get(response.url).content.decode()


def test_the_same_report_sent_again_is_one_matter_and_the_same_answer(send):
    token = uuid4()
    first = send(token=token, headers=QUEUE).json()
    second = send(token=token, headers=QUEUE).json()

    assert first == second
    assert Matter.objects.count() == 1


def test_one_persons_form_is_never_sent_as_another(office, signed_in):
    response = signed_in(office.clerk2).post(reverse("matter_report"), typed(office.grid), **QUEUE)

    assert (response.status_code, Matter.objects.count()) == (409, 0)
    assert "由本人登录后再发" in response.json()["sentences"][0]


def test_what_is_lacking_is_said_at_once_and_the_text_stays(send):
    response = send(what="", place=YULIN, said="护栏坏了")
    page = response.content.decode()

    assert response.status_code == 422
    assert "请选择是什么事" in page and "请选择事情发生在哪里" in page and "照片请重新拍" in page
    assert ">护栏坏了</textarea>" in page
    assert not Matter.objects.exists()


def test_the_queue_is_told_in_words_what_was_refused(send):
    response = send(said="  ", headers=QUEUE)

    assert (response.status_code, list(response.json()["fields"])) == (422, ["said"])


def test_a_refused_token_can_be_sent_again_corrected(send):
    token = uuid4()
    send(token=token, said="")
    send(token=token)

    assert Matter.objects.count() == 1


def test_a_file_that_is_no_photo_is_refused_and_the_text_stays(send):
    response = send(papers=SimpleUploadedFile("照片.jpg", b"MZ\x90 not a photo"))

    assert response.status_code == 422
    assert "不是可接收的类型" in response.content.decode()
    assert "王村桥头护栏缺失" in response.content.decode()
    assert not Matter.objects.exists()


def test_settled_on_the_spot_waits_for_another_to_check(send, office):
    answer = send(settled="1", outcome="task:done", note="已装好", headers=QUEUE).json()

    made = Matter.objects.get()
    assert (made.stage, made.outcome, made.handler) == ("checking", "done", office.grid)
    assert answer["said"] == "已上报 DB20230901-0001，当场办结，等待胙城乡核验"


def test_settled_without_photo_or_result_leaves_nothing_behind(office, signed_in):
    form = typed(office.grid, settled="1", note="已装好", outcome="disputes:agreed")
    del form["papers"]
    response = signed_in(office.grid).post(reverse("matter_report"), form, **QUEUE)

    assert set(response.json()["fields"]) == {"outcome", "papers"}
    assert not Matter.objects.exists()


def photo(size, name="IMG_0001.jpg"):
    """A photograph of so many bytes in which the camera wrote where it was taken."""
    told = b"Exif\0\0GPS 35.15N 114.20E"
    head = b"\xff\xd8\xff\xe1" + (len(told) + 2).to_bytes(2, "big") + told + b"\xff\xda\0\x02"
    return SimpleUploadedFile(name, head + b"\x55" * (size - len(head) - 2) + b"\xff\xd9", content_type="image/jpeg")


def test_without_script_a_photo_of_twelve_megabytes_is_taken_and_stripped(send):
    send(papers=photo(12_000_000))

    (kept,) = attachments.of(MATTERS, Matter.objects.get())
    assert kept.size > 11_900_000
    assert b"GPS" not in attachments.opened(kept)


def test_a_photo_over_the_limit_is_refused_and_the_text_stays(send):
    response = send(papers=photo(20_500_000))

    assert response.status_code == 422
    assert "超过 20 MB 的上限" in response.content.decode()
    assert "王村桥头护栏缺失" in response.content.decode()


def test_a_photo_chosen_twice_is_one_photo(send):
    send(papers=[paper(seed=1), paper(seed=1), paper(seed=2)])

    assert len(attachments.of(MATTERS, Matter.objects.get())) == 2


@pytest.mark.parametrize(("longitude", "latitude"), [("", ""), ("114.2", ""), ("NaN", "35"), ("999", "35"), ("x", "y")])
def test_what_is_no_place_on_earth_is_left_out(send, longitude, latitude):
    send(longitude=longitude, latitude=latitude)

    made = Matter.objects.get()
    assert (made.longitude, made.latitude) == (None, None)


def test_a_kind_of_dispute_opens_the_disputes_loop(send):
    value, label = reporting.kinds()[0].open[0]
    send(what=value)

    made = Matter.objects.get()
    assert f"{made.flow}:{made.kind}" == value
    assert label


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("护栏缺失", "护栏缺失"),
        ("护栏缺失。" + "车多" * 80, "护栏缺失"),
        ("一\n二", "一"),
        ("长" * 200, "长" * 119 + "…"),
    ],
)
def test_a_long_sentence_gives_the_title_its_first_part(said, title):
    assert reporting.headline(said) == title


def test_a_grid_worker_reports_from_the_own_township_only(office):
    assert [place.code for place in reporting.places(office.grid)] == [ZUOCHENG]


def test_a_department_reports_from_any_township(office):
    assert [place.code for place in reporting.places(office.civil)] == [ZUOCHENG, YULIN]


def test_who_may_not_report_is_told_whom_to_ask(office, signed_in):
    response = signed_in(office.leader).get(reverse("matter_report"))

    assert response.status_code == 403
    assert "网格员" in response.content.decode()


def test_nobody_reports_without_signing_in(client):
    assert client.get(reverse("matter_report")).url.startswith("/account/login/")


def test_a_character_no_text_can_hold_is_left_out(office, signed_in):
    form = {"person": office.grid.pk, "what": "task:", "place": "410726206", "said": "护栏\0缺失"}

    assert signed_in(office.grid).post(reverse("matter_report"), form).status_code == 302
    assert Matter.objects.latest("pk").title == "护栏缺失"
