"""Papers are judged by their bytes, lose what a camera tells, and get a name that harms nothing."""

import io
import struct
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from taizhang.county.documents import attachments, content
from taizhang.county.documents.attachments import Unfit, clean_name
from taizhang.county.documents.models import Attachment
from taizhang.county.ledger import registry, services
from tests.county import on
from tests.every_ledger import rows

PDF = b"%PDF-1.7 test"


@pytest.fixture(autouse=True)
def _september(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }
    with on("2023-09-01"):
        yield


@pytest.fixture
def ledger():
    return registry.written()[0]


@pytest.fixture
def record(ledger, county):
    return rows.add(ledger, county)


def package(*parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for part in parts:
            made.writestr(part, "<x/>")
    return file.getvalue()


def photograph(orientation=6):
    """A JPEG as a phone writes it: Exif with orientation and the place, a comment, then the scan."""
    entries = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0) + struct.pack(">HHII", 0x8825, 4, 1, 99)
    exif = b"Exif\0\0" + struct.pack(">2sHIH", b"MM", 42, 8, 2) + entries + bytes(4) + b"GPS 35.1 114.2"
    segments = [(0xE0, b"JFIF\0" + bytes(9)), (0xE1, exif), (0xFE, "延津某村".encode()), (0xDB, bytes(65))]
    written = b"".join(bytes([0xFF, mark]) + struct.pack(">H", len(body) + 2) + body for mark, body in segments)
    return b"\xff\xd8" + written + b"\xff\xda\0\x02scan\xff\xd9"


def drawing(*chunks):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    parts = [(b"IHDR", bytes(13)), *chunks, (b"IDAT", b"pixels"), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (PDF, content.PDF),
        (photograph(), content.JPG),
        (drawing(), content.PNG),
        (package("[Content_Types].xml", "word/document.xml"), content.DOCX),
        (package("[Content_Types].xml", "xl/workbook.xml"), content.XLSX),
    ],
)
def test_the_kind_comes_from_the_bytes(given, kind):
    assert content.kind(given, unpacked_max=1_000_000) == kind


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (b"MZ\x90 a programme", "改扩展名没有用"),
        (b"<html><script>", "改扩展名没有用"),
        (package("readme.txt"), "压缩包"),
        (package("word/document.xml", "word/vbaProject.bin"), "含有宏"),
        (b"PK\x03\x04 broken", "已损坏"),
        (bytes.fromhex("d0cf11e0a1b11ae1"), "旧版 Office"),
        (b"\xff\xd8\xff\xe0\0\x10", "已损坏"),
        (drawing()[:-9], "已损坏"),
        (b"", "文件是空的"),
    ],
)
def test_what_is_not_taken_is_refused_with_what_to_do(ledger, county, record, given, sentence):
    with pytest.raises(Unfit, match=sentence):
        attachments.attach(ledger, record, SimpleUploadedFile("证明.pdf", given), by=county.clerk)

    assert not Attachment.objects.exists()


def test_a_large_file_is_refused_before_it_is_read(ledger, county, record, settings):
    settings.UPLOAD_MAX_BYTES = 1_000_000

    with pytest.raises(Unfit, match=r"有 1.5 MB，超过 1 MB"):
        attachments.attach(ledger, record, SimpleUploadedFile("大.pdf", b"%PDF-" + bytes(1_500_000)), by=county.clerk)


def test_a_package_that_unpacks_too_far_is_refused():
    with pytest.raises(content.Unsound, match="解压后过大"):
        content.kind(package("word/document.xml"), unpacked_max=3)


def test_a_photograph_loses_place_and_comment_and_keeps_how_it_was_held():
    kept = content.stripped(photograph(orientation=6), content.JPG)

    assert b"GPS" not in kept
    assert "延津".encode() not in kept
    assert content._orientation(kept) == 6
    assert kept.endswith(b"scan\xff\xd9")


def test_a_drawing_loses_its_texts():
    told = drawing((b"tEXt", b"Author Wang"), (b"eXIf", b"MM*"), (b"pHYs", bytes(9)))

    assert content.stripped(told, content.PNG) == drawing((b"pHYs", bytes(9)))


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("..\\..\\协议 1.exe", "协议 1.pdf"),
        ("/etc/passwd", "passwd.pdf"),
        ("a\u202efdp.exe", "a_fdp.pdf"),
        ("..", "附件.pdf"),
        ("调解协议.pdf", "调解协议.pdf"),
        ("长" * 300, "长" * 116 + ".pdf"),
    ],
)
def test_a_name_is_only_a_label(given, name):
    assert clean_name(given, ".pdf") == name


def test_a_paper_is_kept_sealed_by_its_hash_outside_the_web_root(ledger, county, record, tmp_path):
    kept = attachments.attach(ledger, record, SimpleUploadedFile("协议.pdf", PDF), by=county.clerk)

    stored = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.stem for path in stored] == [kept.sha256]
    assert PDF not in stored[0].read_bytes()
    assert attachments.opened(kept) == PDF
    assert attachments.of(ledger, record) == [kept]


def test_the_same_paper_twice_is_refused_and_leaves_one_file(ledger, county, record, tmp_path):
    attachments.attach(ledger, record, SimpleUploadedFile("协议.pdf", PDF), by=county.clerk)

    with pytest.raises(Unfit, match="不必重复上传"):
        attachments.attach(ledger, record, SimpleUploadedFile("又一份.pdf", PDF), by=county.clerk)

    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_papers_are_added_by_whoever_may_change_the_record_while_it_stands(ledger, county, record):
    with pytest.raises(Unfit, match="不能为这条记录添加附件"):
        attachments.attach(ledger, record, SimpleUploadedFile("协议.pdf", PDF), by=county.stranger)
    services.void(record, by=county.clerk, reason="重复登记")
    record.refresh_from_db()

    with pytest.raises(Unfit, match="已作废"):
        attachments.attach(ledger, record, SimpleUploadedFile("协议.pdf", PDF), by=county.clerk)
