"""What is made to expand without measure ends in a reason, quickly."""

import io
import struct
import time
import zipfile
import zlib

import pytest

from indexer.extract.build import TEXT_LIMIT
from indexer.extract.read import read
from indexer.extract.source import Budget, Source
from indexer.formats import format_of
from indexer.types import Extracted, Failure, Reason
from tests.extract import samples

LAUGHS = '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


def reason(name: str, data: bytes) -> Reason:
    started = time.monotonic()
    answer = read(Source(name, data), format_of(name).reader)
    assert time.monotonic() - started < 20
    failure = answer if isinstance(answer, Failure) else answer.failure
    assert failure is not None
    return failure.code


def zipped(name: str, data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


def test_entities_in_office_documents_are_refused() -> None:
    assert reason("a.docx", samples.docx(samples.paragraph("x"), prolog=LAUGHS)) is Reason.BOMB
    sheet = samples.package({"xl/workbook.xml": LAUGHS + "<workbook/>"})
    assert reason("a.xlsx", sheet) is Reason.BOMB
    assert reason("a.odt", samples.package({"content.xml": LAUGHS + "<x>&b;</x>"})) is Reason.BOMB


def test_a_document_type_hidden_behind_a_comment_is_refused_too() -> None:
    hidden = '<?xml version="1.0"?><!--' + "x" * 2000 + "--><!DOCTYPE lolz [<!ENTITY a 'ha'>]><p:presentation/>"
    assert reason("a.pptx", samples.package({"ppt/presentation.xml": hidden})) is Reason.BOMB


def test_a_member_that_unpacks_to_a_thousand_times_its_size_is_refused() -> None:
    assert reason("a.docx", samples.docx(samples.paragraph("0" * (20 << 20)))) is Reason.BOMB


def test_ten_thousand_members_are_enough() -> None:
    many: dict[str, str | bytes] = {f"{number}": b"" for number in range(10_001)}
    assert reason("a.docx", samples.package(many)) is Reason.BOMB
    assert reason("a.zip", samples.package(many)) is Reason.BOMB


def test_archives_inside_each_other_end_at_some_depth() -> None:
    data = zipped("a.txt", b"the core")
    for depth in range(10):
        data = zipped(f"{depth}.zip", data)
    assert reason("a.zip", data) is Reason.BOMB


def test_a_7z_archive_may_not_unpack_without_measure_either() -> None:
    assert reason("a.7z", samples.sevenzip({"a.txt": b"small"}, claimed=300 << 20)) is Reason.BOMB
    data = samples.sevenzip({"a.txt": b"the core"})
    for depth in range(10):
        data = samples.sevenzip({f"{depth}.7z": data})
    answer = read(Source("a.7z", data), "archive")
    assert isinstance(answer, Extracted)
    assert "the core" not in answer.text


def test_archives_may_not_unpack_to_more_than_their_budget() -> None:
    layer = samples.package({f"{number}.txt": b"\0" * (40 << 20) for number in range(2)})
    answer = read(Source("a.zip", layer, budget=Budget(left=60 << 20)), "archive")
    assert isinstance(answer, Extracted)
    assert answer.failure is not None
    assert answer.failure.code is Reason.BOMB


def test_an_image_of_too_many_pixels_is_not_decoded() -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    png = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    assert reason("a.png", png) is Reason.BOMB


def test_json_nested_without_end_is_only_text() -> None:
    for name in ("a.json", "a.ipynb"):
        answer = read(Source(name, b"[" * 100_000), "text")
        assert isinstance(answer, Extracted)
        assert len(answer.text) == 100_000


@pytest.mark.parametrize(
    ("name", "piece"),
    [
        ("a.tex", "\\title{"),
        ("a.c", "a("),
        ("a.js", "export "),
        ("a.html", "<meta"),
        ("a.rst", "a\n"),
        ("a.md", "# a#"),
    ],
)
def test_no_pattern_of_ours_takes_forever(name: str, piece: str) -> None:
    started = time.monotonic()
    read(Source(name, piece.encode() * 20_000), format_of(name).reader)
    assert time.monotonic() - started < 5


def test_text_beyond_the_limit_is_cut_and_said_to_be() -> None:
    answer = read(Source("a.txt", b"word " * (TEXT_LIMIT // 4)), "text")
    assert isinstance(answer, Extracted)
    assert len(answer.text) == TEXT_LIMIT
    assert answer.failure is not None
    assert answer.failure.code is Reason.TRUNCATED


def test_a_reader_that_goes_page_by_page_stops_in_time() -> None:
    late = Source("a.pdf", samples.pdf(["one"], ["two"], ["three"]), until=time.monotonic() - 1)
    answer = read(late, "pdf")
    assert isinstance(answer, Extracted)
    assert answer.text == "one"
    assert answer.failure is not None
    assert answer.failure.code is Reason.TRUNCATED


@pytest.mark.parametrize(
    "name", ["a.pdf", "a.docx", "a.xlsx", "a.pptx", "a.odt", "a.rtf", "a.eml", "a.zip", "a.jpg", "a.epub"]
)
def test_a_file_cut_in_half_ends_in_one_answer(name: str) -> None:
    whole = {
        "a.pdf": samples.pdf(["The landlord pays"] * 30),
        "a.docx": samples.docx(samples.paragraph("The landlord pays") * 30),
        "a.xlsx": samples.xlsx(A=[["May", 1.0]] * 30),
        "a.pptx": samples.pptx([["Budget"]]),
        "a.odt": samples.odf("text", "<text:p>The landlord pays</text:p>"),
        "a.rtf": rb"{\rtf1 The landlord pays}",
        "a.eml": samples.mail("Lease", "The landlord pays", attachments={"a.pdf": samples.pdf(["x"])}),
        "a.zip": samples.package({"a.txt": "The landlord pays"}),
        "a.jpg": samples.photo(),
        "a.epub": samples.epub("<p>It was dark</p>"),
    }[name]
    answer = read(Source(name, whole[: len(whole) // 2]), format_of(name).reader)
    assert isinstance(answer, Extracted | Failure)
