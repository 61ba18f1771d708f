"""The sample of each further format says what was written into it."""

import io
import lzma
import struct
from pathlib import Path

import pytest
from PIL import Image

from indexer.extract.read import read
from indexer.extract.source import Source
from indexer.formats import format_of
from indexer.types import Extracted
from tests.extract import samples
from tests.extract.compound import compound

GOLDEN = Path(__file__).parent / "golden"  # written for this with LibreOffice 7.4: nobody writes those formats by hand
FB2 = (
    '<?xml version="1.0"?><FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"><description><title-info>'
    "<author><first-name>Ada</first-name></author><book-title>A book</book-title></title-info></description>"
    "<body><section><title><p>One</p></title><p>It was dark.</p></section></body></FictionBook>"
)
MHT = (
    "MIME-Version: 1.0\nSubject: Rent\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\n"
    "<h1>Rent</h1><p>is due.</p>\n--x\nContent-Type: image/png\nContent-Location: a.png\n\nxx\n--x--\n"
)
DRAWN = (
    "<draw:page draw:name='p1'><draw:frame><draw:text-box><text:p>Plan</text:p></draw:text-box></draw:frame>"
    "</draw:page>"
)


def extract(name: str, data: bytes) -> Extracted:
    answer = read(Source(name, data), format_of(name).reader)
    assert isinstance(answer, Extracted), answer
    assert all(0 <= place.start < place.end <= len(answer.text) for place in answer.places)
    return answer


@pytest.mark.parametrize(
    ("name", "data", "text", "title"),
    [
        ("a.fb2", FB2.encode(), "One\n\nIt was dark.", "A book"),
        ("a.mht", MHT.encode(), "Subject: Rent\n\nRent\n\nis due.", "Rent"),
        ("a.odp", samples.odf("presentation", DRAWN), "p1\n\nPlan", ""),
        ("a.odg", samples.odf("drawing", DRAWN), "Plan", ""),
        ("a.docm", samples.docx(samples.paragraph("The landlord pays"), title="Lease"), "The landlord pays", "Lease"),
        ("a.dotx", samples.docx(samples.paragraph("The landlord pays")), "The landlord pays", ""),
        ("a.xlsm", samples.xlsx(Rent=[["May", 950.0]]), "Rent\n\nMay\t950", "Household"),
        ("a.xhtml", b"<html xmlns='http://www.w3.org/1999/xhtml'><body><p>Rent</p></body></html>", "Rent", ""),
        ("a.csv", b"month;rent\nMay;950\n", "month;rent\nMay;950", ""),
        ("a.tsv", b"month\trent\nMay\t950\n", "month\trent\nMay\t950", ""),
        ("a.json", b'{"rent": 950}', '{"rent": 950}', ""),
        ("a.yaml", b"rent: 950\n", "rent: 950", ""),
        ("a.xml", b"<rent>950</rent>", "<rent>950</rent>", ""),
        ("a.org", b"#+TITLE: Lease\n* Rent\ndue\n", "#+TITLE: Lease\n* Rent\ndue", "Lease"),
        ("a.rst", b"Rent\n====\n\ndue\n", "Rent\n====\n\ndue", "Rent"),
        ("a.tex", b"\\title{Lease}\n\\section{Rent} due", "\\title{Lease}\n\\section{Rent} due", "Lease"),
    ],
)
def test_a_sample_says_what_was_written_into_it(name: str, data: bytes, text: str, title: str) -> None:
    document = extract(name, data)
    assert (document.text, document.title) == (text, title)


def test_an_old_workbook_is_read_with_what_it_is_called() -> None:
    def record(kind: int, data: bytes = b"") -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def words(row: int, column: int, text: bytes) -> bytes:
        return record(0x204, struct.pack("<HHHHB", row, column, 0, len(text), 0) + text)

    def sheet_at(offset: int) -> bytes:
        return record(0x85, struct.pack("<IBBBB", offset, 0, 0, 4, 0) + b"Rent")

    begin = (struct.pack("<HHHHII", 0x600, kind, 0xDBB, 1996, 0, 6) for kind in (5, 0x10))
    first, second = (record(0x809, data) for data in begin)
    cells = words(0, 0, b"Month") + words(0, 1, b"Euro") + words(1, 0, b"May")
    cells += record(0x203, struct.pack("<HHHd", 1, 1, 0, 950.0))
    end = record(0x0A)
    book = first + sheet_at(len(first + sheet_at(0) + end)) + end + second + cells + end
    document = extract(
        "a.xls", compound({"Workbook": book, "\x05SummaryInformation": samples.summary("Household", "Ada", 0)})
    )
    assert document.text == "Rent\n\nMonth\tEuro\nMay\t950"
    assert [(place.kind, place.label) for place in document.places] == [("sheet", "Rent"), ("cells", "Rent!A1:B2")]
    assert (document.title, document.author, document.created) == ("Household", "Ada", samples.CREATED)


def test_an_old_letter_is_read_with_what_it_is_called() -> None:
    document = extract("a.doc", (GOLDEN / "lease.doc").read_bytes())
    assert document.text == (
        "Rent\n\nThe rent is 950 € a month, due on the first.\nRepairs\n\nThe landlord pays for the repair of the roof."
    )
    assert (document.title, document.author, document.created) == ("Lease", "Ada", samples.CREATED)


def test_an_old_presentation_is_read_slide_by_slide() -> None:
    document = extract("a.ppt", lzma.decompress((GOLDEN / "talk.ppt.xz").read_bytes()))
    slides = [
        (place.number, place.label, document.text[place.start : place.end])
        for place in document.places
        if place.kind == "slide"
    ]
    assert slides == [
        (1, "Why the roof leaks", "Why the roof leaks\n\nTiles from 1962"),
        (2, "What it costs", "What it costs\n\n14 000 € before winter"),
    ]
    assert document.text == "\n\n".join(text for _, _, text in slides)
    assert (document.title, document.author, document.created) == ("The roof", "Ada", samples.CREATED)
    assert document.page_count == 2


def test_a_binary_workbook_is_read_sheet_by_sheet() -> None:
    rent: list[list[str | float]] = [["Month", "Euro"], ["May", 950.0]]
    document = extract("a.xlsb", samples.xlsb(Rent=rent, Repairs=[["Roof", 14000.5]]))
    assert document.text == "Rent\n\nMonth\tEuro\nMay\t950\n\nRepairs\n\nRoof\t14000.5"
    assert [(place.kind, place.number, place.label) for place in document.places] == [
        *(("sheet", 1, "Rent"), ("cells", 1, "Rent!A1:B2"), ("sheet", 2, "Repairs"), ("cells", 2, "Repairs!A1:B1")),
    ]
    assert (document.title, document.author, document.page_count) == ("Household", "Ada", 2)


def test_an_outlook_mail_is_read_with_what_is_attached() -> None:
    def number(tag: int, kind: int, value: bytes) -> bytes:
        return struct.pack("<HHI8s", kind, tag, 6, value)

    sent = struct.pack("<Q", int((samples.CREATED + 11_644_473_600) * 1e7))
    document = extract(
        "a.msg",
        compound(
            {
                "__nameid_version1.0": {f"__substg1.0_000{kind}0102": b"" for kind in (2, 3, 4)},
                "__properties_version1.0": struct.pack("<8xIIII8x", 0, 1, 0, 1) + number(0x39, 0x40, sent),
                "__substg1.0_0037001F": "Rent for May".encode("utf-16-le"),
                "__substg1.0_1000001F": "Please pay.".encode("utf-16-le"),
                "__substg1.0_0C1A001F": "Ada".encode("utf-16-le"),
                "__attach_version1.0_#00000000": {
                    "__properties_version1.0": b"\0" * 8 + number(0x3705, 3, struct.pack("<II", 1, 0)),
                    "__substg1.0_3707001F": "lease.txt".encode("utf-16-le"),
                    "__substg1.0_37010102": b"The landlord pays",
                },
            }
        ),
    )
    assert document.text.startswith("From: Ada\nSubject: Rent for May\n")
    assert "Please pay." in document.text
    assert (document.title, document.author, document.created) == ("Rent for May", "Ada", samples.CREATED)
    parts = [document.text[place.start : place.end] for place in document.places if place.kind == "part"]
    assert parts == ["lease.txt\n\nThe landlord pays"]


def test_a_song_says_what_it_is_called() -> None:
    tags = b"".join(
        name + struct.pack(">IH", len(value) + 1, 0) + b"\3" + value
        for name, value in ((b"TIT2", b"Song of the roof"), (b"TPE1", b"Ada"), (b"TALB", b"Repairs"))
    )
    size = bytes((len(tags) >> shift) & 0x7F for shift in (21, 14, 7, 0))
    document = extract("a.mp3", b"ID3\3\0\0" + size + tags + b"\xff\xfb\x90\0" + b"\0" * 413)
    assert document.text.startswith("Title: Song of the roof\nArtist: Ada\nAlbum: Repairs")
    assert (document.title, document.author) == ("Song of the roof", "Ada")


def test_a_film_says_what_it_is_called() -> None:
    def box(name: bytes, *inside: bytes) -> bytes:
        content = b"".join(inside)
        return struct.pack(">I", 8 + len(content)) + name + content

    def said(name: bytes, value: bytes) -> bytes:
        return box(name, box(b"data", struct.pack(">II", 1, 0), value))

    tags = box(b"ilst", said(b"\xa9nam", b"The roof"), said(b"\xa9ART", b"Ada"), said(b"\xa9cmt", b"How it was mended"))
    meta = box(b"meta", b"\0" * 4, box(b"hdlr", b"\0" * 8 + b"mdirappl" + b"\0" * 9), tags)
    film = box(b"ftyp", b"isom\0\0\2\0isom") + box(b"moov", box(b"udta", meta)) + box(b"mdat")
    document = extract("a.mp4", film)
    assert document.text == "Title: The roof\nArtist: Ada\nComment: How it was mended"
    assert (document.title, document.author) == ("The roof", "Ada")


@pytest.mark.parametrize("kind", ["AVIF", "TIFF"])
def test_pictures_of_further_kinds_say_what_they_show(kind: str) -> None:
    assert extract(f"a.{kind.lower()}", samples.photo(kind)).text.startswith("Description: The harbour at dusk\n")


@pytest.mark.parametrize("kind", ["GIF", "BMP", "ICO"])
def test_a_picture_that_says_nothing_is_opened_all_the_same(kind: str) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (48, 48), "navy").save(buffer, kind)
    assert extract(f"a.{kind.lower()}", buffer.getvalue()).text == ""
