"""Each format's sample says what was written into it, at the places where it stands."""

import gzip
import io
import json
import tarfile
from pathlib import Path

import pytest

from indexer.extract.properties import completed
from indexer.extract.read import read
from indexer.extract.source import Source
from indexer.formats import format_of
from indexer.types import Extracted, Failure, Reason
from tests.extract import samples


def extract(name: str, data: bytes) -> Extracted:
    answer = read(Source(name, data), format_of(name).reader)
    assert isinstance(answer, Extracted), answer
    assert answer.text == answer.text.strip("\n ")
    assert all(0 <= place.start < place.end <= len(answer.text) for place in answer.places)
    assert [place.start for place in answer.places] == sorted(place.start for place in answer.places)
    return answer


def fail(name: str, data: bytes) -> Failure:
    answer = read(Source(name, data), format_of(name).reader)
    assert isinstance(answer, Failure), answer
    return answer


def places(document: Extracted, kind: str) -> dict[str, str]:
    """The text of each place of a kind by its label, or its number where it has none."""
    return {
        place.label or str(place.number): document.text[place.start : place.end]
        for place in document.places
        if place.kind == kind
    }


def test_a_pdf_is_read_page_by_page() -> None:
    document = extract("a.pdf", samples.pdf(["Lease agreement", "The landlord pays."], [], ["Signed"], title="Lease"))
    assert document.text == "Lease agreement\nThe landlord pays.\n\nSigned"
    assert places(document, "page") == {"1": "Lease agreement\nThe landlord pays.", "3": "Signed"}
    assert (document.title, document.author, document.created) == ("Lease", "Ada", samples.CREATED)
    assert document.page_count == 3
    assert document.failure is None


def test_a_word_broken_at_a_line_end_is_whole() -> None:
    assert extract("a.pdf", samples.pdf(["This is the agree-", "ment of May."])).text == "This is the agreement of May."


def test_what_is_attached_to_a_pdf_is_read() -> None:
    document = extract("a.pdf", samples.pdf(["See attachment"], attachment=("note.txt", b"A needle in it")))
    assert places(document, "part") == {"note.txt": "note.txt\n\nA needle in it"}


def test_a_pdf_under_a_password_is_locked_not_damaged() -> None:
    assert fail("a.pdf", samples.pdf(["secret"], password="sesame")).code is Reason.ENCRYPTED


def test_a_pdf_without_text_has_no_text() -> None:
    assert extract("a.pdf", samples.pdf([])).failure == Failure(Reason.NO_TEXT)


def test_a_default_title_is_no_title() -> None:
    assert extract("a.pdf", samples.pdf(["x"], title="Untitled")).title == ""
    assert extract("a.pdf", samples.pdf(["x"], title="Microsoft Word - Lease.doc")).title == "Lease.doc"


def test_a_word_made_of_two_runs_stays_one_word() -> None:
    body = samples.paragraph("The land", "lord pays") + samples.paragraph("Grüße, 東京")
    document = extract("a.docx", samples.docx(body, title="Lease", author="Ada"))
    assert document.text == "The landlord pays\n\nGrüße, 東京"
    assert (document.title, document.author, document.created) == ("Lease", "Ada", samples.CREATED)
    slides = extract("a.pptx", samples.pptx([["I", "tem A"], ["Second"]]))
    assert slides.text == "Item A\n\nSecond"


def test_what_is_put_into_a_document_is_read() -> None:
    table = samples.xlsx(Rent=[["May", 950.0]])
    inside: dict[str, str | bytes] = {
        "word/embeddings/Table.xlsx": table,
        "word/embeddings/Numbers.xlsx": table,
        "word/charts/_rels/chart1.xml.rels": samples.relations(("package", "../embeddings/Numbers.xlsx")),
        "word/letter.html": "<p>The tenant pays.</p>",
    }
    document = extract("a.docx", samples.docx(samples.paragraph("The landlord pays"), inside=inside))
    assert document.text.startswith("The landlord pays\n\nTable.xlsx\n\n")
    assert places(document, "part") == {
        "Table.xlsx": "Table.xlsx\n\nRent\n\nMay\t950",
        "letter.html": "letter.html\n\nThe tenant pays.",
    }


def test_slides_come_in_the_order_in_which_they_are_shown() -> None:
    document = extract("a.pptx", samples.pptx([["Budget"], ["Less"]], [["Outlook"]], notes="Speak slowly here"))
    assert places(document, "slide") == {"Budget": "Budget\n\nLess\n\nSpeak slowly here", "Outlook": "Outlook"}
    assert [place.number for place in document.places] == [1, 2]
    assert document.page_count == 2
    assert (document.title, document.author) == ("", "Ada")  # "PowerPoint Presentation" is nobody's title


def test_sheets_are_read_row_by_row_as_people_write_numbers() -> None:
    document = extract(
        "a.xlsx", samples.xlsx(Rent=[["Month", "Euro"], ["May", 950.0], ["June", 950.5]], Sheet2=[["x"]])
    )
    assert document.text == "Rent\n\nMonth\tEuro\nMay\t950\nJune\t950.5\n\nx"
    assert places(document, "sheet") == {"Rent": "Rent\n\nMonth\tEuro\nMay\t950\nJune\t950.5", "Sheet2": "x"}
    assert (document.title, document.author, document.created) == ("Household", "Ada", samples.CREATED)


def test_a_passage_of_a_sheet_knows_its_cells() -> None:
    rows: list[list[str | float]] = [[], ["", "Month", "Euro"], ["", "May", 950.0], [], ["", "June\r\nand July", 7.0]]
    document = extract("a.xlsx", samples.xlsx(Rent=[*rows, *([["", "x", 1.0]] * 30)]))
    ranges = places(document, "cells")
    assert list(ranges) == ["Rent!B2:C3", "Rent!B5:C24", "Rent!B25:C35"]
    assert ranges["Rent!B2:C3"] == "Month\tEuro\nMay\t950"
    assert ranges["Rent!B5:C24"].startswith("June and July\t7\nx\t1")
    assert {place.number for place in document.places} == {1}


def test_open_documents_are_read() -> None:
    text = extract("a.odt", samples.odf("text", "<text:h>Lease</text:h><text:p>The landlord pays.</text:p>", title="L"))
    assert text.text == "Lease\n\nThe landlord pays."
    assert text.title == "L"
    assert list(places(text, "section")) == ["Lease"]
    cell = "<table:table-cell office:value-type='string'><text:p>{}</text:p></table:table-cell>"
    row = f"<table:table-row>{cell.format('May')}{cell.format('Rent')}</table:table-row>"
    sheet = extract("a.ods", samples.odf("spreadsheet", f"<table:table table:name='Costs'>{row}</table:table>"))
    assert sheet.text == "Costs\n\nMay\tRent"


def test_a_document_says_how_many_pages_it_has() -> None:
    assert extract("a.odt", samples.odf("text", "<text:p>The landlord pays.</text:p>", pages=4)).page_count == 4


def test_an_old_document_says_what_it_is_called_and_who_wrote_it_when() -> None:
    said = Source("a.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 2044 + samples.summary("Miete für Mai", "Ada", 3))
    document = completed(said, Extracted("The landlord pays.", title="The landlord pays."))
    assert (document.title, document.author, document.created) == ("Miete für Mai", "Ada", samples.CREATED)
    assert document.page_count == 3
    assert document.text == "The landlord pays."
    cut = Source("a.doc", said.content[:-20])
    assert completed(cut, Extracted("x")).text == "x"


def test_rich_text_is_read() -> None:
    document = extract("a.rtf", rb"{\rtf1\ansi\ansicpg1252 The {\b landlord} pays in Z\'fcrich.\par Signed\par}")
    assert "The landlord pays in Zürich." in document.text
    assert "Signed" in document.text


def test_a_book_is_read_chapter_by_chapter() -> None:
    document = extract("a.epub", samples.epub("<h1>One</h1><p>It was dark.</p>", "<h1>Two</h1><p>It was light.</p>"))
    assert places(document, "section") == {"One": "One\n\nIt was dark.", "Two": "Two\n\nIt was light."}
    assert (document.title, document.author) == ("A book", "Ada")


def test_a_mail_says_who_wrote_what_to_whom() -> None:
    document = extract("a.eml", samples.mail("Miete für Mai", "Hello Bob,\n\nplease pay.", html="<p>please pay</p>"))
    assert document.text == (
        "From: Ada Löwe <ada@example.org>\nTo: bob@example.org\nSubject: Miete für Mai\n"
        "Date: Wed, 01 May 2024 12:00:00 +0000\n\nHello Bob,\n\nplease pay."
    )
    assert document.title == "Miete für Mai"
    assert document.created == samples.CREATED


@pytest.mark.parametrize("charset", ["utf-8", "cp1252"])
def test_a_header_that_was_not_encoded_is_read_all_the_same(charset: str) -> None:
    subject = "Subject: Schlüssel für die Wohnung übergeben"
    raw = f"{subject}\nFrom: =?utf-8?q?Ada_L=C3=B6we?= <ada@example.org>\n\nHi".encode(charset)
    assert extract("a.eml", raw).text == f"From: Ada Löwe <ada@example.org>\n{subject}\n\nHi"


def test_a_mail_of_html_only_is_read_as_text() -> None:
    raw = b"Subject: Hi\nContent-Type: text/html; charset=utf-8\n\n<style>p{color:red}</style><p>please <b>pay</b></p>"
    assert extract("a.eml", raw).text == "Subject: Hi\n\nplease pay"


def test_what_is_attached_to_a_mail_is_read() -> None:
    attached = {"lease.pdf": samples.pdf(["The landlord pays"]), "logo.png": b"\x89PNG", "x.bin": b"\0\1"}
    document = extract("a.eml", samples.mail("Lease", "See attached", attachments=attached))
    assert "Attachments: lease.pdf, logo.png, x.bin" in document.text
    assert places(document, "part") == {"lease.pdf": "lease.pdf\n\nThe landlord pays"}
    assert places(document, "page") == {"1": "The landlord pays"}


def test_a_mailbox_is_read_mail_by_mail() -> None:
    mails = [samples.mail("First", "one\n>From here"), samples.mail("Second", "two")]
    box = b"".join(b"From ada@example.org Wed May  1 12:00:00 2024\n" + mail + b"\n" for mail in mails)
    parts = places(extract("Inbox.mbox", box), "part")
    assert list(parts) == ["First", "Second"]
    assert parts["Second"].endswith("two")


def test_a_web_page_is_read_without_its_scripts() -> None:
    page = (
        b"<html><head><title>Rent</title><script>var x</script></head><body><h1>Rent</h1><p>is <b>due</b>.</p></body>"
    )
    document = extract("a.html", page)
    assert document.text == "Rent\n\nis due."
    assert document.title == "Rent"


def test_links_and_emphasis_are_read_as_their_words() -> None:
    table = b"<table><tr><td><b>5*3</b></td><td>b</td></tr></table>"
    page = b"<p>See <a href='x.html'>the lease</a> <a href='y'><img src='a.png'></a>now.</p>"
    assert extract("a.html", page + table).text == "See the lease now.\n\n5*3\tb"


def test_a_web_page_is_read_in_the_charset_that_it_declares() -> None:
    page = '<meta charset="windows-1251"><p>Квартира в Москве</p>'.encode("cp1251")
    assert extract("a.html", page).text == "Квартира в Москве"


def test_a_web_page_nested_beyond_reason_is_still_read() -> None:
    assert extract("a.html", b"<div>" * 100_000 + b"needle" + b"</div>" * 100_000).text == "needle"


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_text_of_any_charset_is_read(charset: str) -> None:
    written = "Grüße aus der Küche,\r\nüber die Straße zur Tür – schön.\r\n" * 3
    expected = written.replace("\r\n", "\n").strip()
    assert extract("a.txt", written.encode(charset)).text == expected


def test_text_of_an_eastern_charset_is_read() -> None:
    written = "Договор аренды квартиры заключён между сторонами в городе Москве. " * 5
    assert "Договор аренды" in extract("a.txt", written.encode("cp1251")).text
    written = "これは賃貸契約書です。大家は修理費を支払うことに同意します。" * 5
    assert "賃貸契約書" in extract("a.txt", written.encode("shift_jis")).text


def test_what_is_not_text_is_damaged_text() -> None:
    assert fail("a.txt", bytes(range(256)) * 40).code is Reason.DAMAGED


def test_nothing_that_cannot_be_stored_comes_out() -> None:
    assert extract("a.txt", b"a\0\x02\x1bb\xc2\xadc\r\nd\x0ce\n" + b"more " * 400).text.startswith("abc\nd\ne\n")


def test_markdown_has_its_first_heading_or_front_matter_as_title() -> None:
    assert extract("a.md", b"Intro\n\n# Rent\n\ndue\n\n## Repairs\n\nlater").title == "Rent"
    document = extract("a.md", b"---\ntitle: 'The lease'\n---\n# Rent\n\ndue\n\n## Repairs\n\nlater")
    assert document.title == "The lease"
    assert places(document, "section") == {"Rent": "# Rent\n\ndue\n\n", "Repairs": "## Repairs\n\nlater"}


def test_what_is_said_in_subtitles_knows_its_time() -> None:
    srt = (
        "1\r\n00:00:02,500 --> 00:00:04,000\r\n<i>The landlord</i>\r\npays.\r\n\r\n"
        "2\r\n01:02:05,000 --> 01:02:07,000\r\nNo.\r\n"
    )
    document = extract("a.srt", srt.encode())
    assert document.text == "The landlord pays.\nNo."
    assert places(document, "time") == {"0:00:02": "The landlord pays.", "1:02:05": "No."}
    assert [place.number for place in document.places] == [2, 3725]
    vtt = (
        "WEBVTT\n\nNOTE nothing\n\nfirst\n00:07.000 --> 00:09.000 align:start\nGo<00:08.000><c> on</c>\n\n"
        "00:09.000 --> 00:10.000\nGo on"
    )
    assert places(extract("a.vtt", vtt.encode()), "time") == {"0:00:07": "Go on"}
    assert extract("a.srt", b"Only a note that somebody named wrongly.").text.startswith("Only a note")


def test_a_notebook_is_read_without_its_envelope() -> None:
    cells = [
        {"cell_type": "markdown", "source": ["# Rent\n", "of May"]},
        {"cell_type": "code", "source": "print(950)", "outputs": [{"text": ["950\n"]}]},
    ]
    document = extract("a.ipynb", json.dumps({"cells": cells}).encode())
    assert document.text == "# Rent\nof May\n\nprint(950)\n\n950"
    assert document.title == "Rent"


def test_definitions_in_python_are_symbols() -> None:
    document = extract(
        "a.py", b"import os\n\n@cache\ndef rent(a):\n    return a\n\nclass Flat:\n    def pay(self):\n        pass\n"
    )
    assert places(document, "symbol") == {
        "rent": "@cache\ndef rent(a):\n    return a",
        "Flat": "class Flat:\n    def pay(self):\n        pass",
        "Flat.pay": "    def pay(self):\n        pass",
    }


@pytest.mark.parametrize(
    ("name", "code", "symbols"),
    [
        ("a.go", "package a\n\nfunc (f *Flat) Pay(x int) error {\n}\n\ntype Flat struct {\n}\n", ["Pay", "Flat"]),
        ("a.js", "export async function pay(x) {\n}\n\nclass Flat {\n}\n", ["pay", "Flat"]),
        ("a.rs", "pub struct Flat;\n\nimpl Flat {\n    pub fn pay(&self) {\n    }\n}\n", ["Flat", "Flat", "pay"]),
        ("a.c", "#include <x.h>\n\nstatic int pay(int x)\n{\n  if (x) {\n  }\n}\n", ["pay"]),
        ("a.java", "public class Flat {\n    public void pay(int x) {\n    }\n}\n", ["Flat", "pay"]),
        ("a.sql", "create table flats (id int);\n\nCREATE VIEW rents AS SELECT 1;", ["flats", "rents"]),
    ],
)
def test_definitions_in_other_languages_are_symbols(name: str, code: str, symbols: list[str]) -> None:
    found = [place.label for place in extract(name, code.encode()).places]
    assert found == symbols


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_tells_when_and_where_it_was_taken(kind: str) -> None:
    document = extract(f"a.{kind.lower()}", samples.photo(kind))
    assert document.text.splitlines() == [
        "Description: The harbour at dusk",
        "Artist: Ada",
        "Taken: 2024-05-01 12:00:00",
        "Camera: Canon EOS 80D",
        "GPS location: 48.85833, -2.29444",
    ]
    assert document.created == samples.CREATED
    assert document.author == "Ada"


def test_a_drawing_is_the_words_in_it() -> None:
    svg = (
        b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "ha">]><svg xmlns="http://www.w3.org/2000/svg">'
        b"<title>Floor plan</title><metadata>image/svg+xml</metadata><style>text{fill:red}</style>"
        b"<g><title>Flat</title><path d='M0 0L10 10'/><text x='1'><tspan>Kit</tspan><tspan>chen</tspan></text>"
        b"<text>Bath &amp; hall</text></g></svg>"
    )
    document = extract("a.svg", svg)
    assert document.text == "Floor plan\nFlat\nKitchen\nBath & hall"
    assert document.title == "Floor plan"
    assert extract("a.svgz", gzip.compress(svg)).text == document.text
    assert extract("a.svg", b"<svg><path d='M0 0'/></svg>").failure == Failure(Reason.NO_TEXT)


def test_a_film_that_nothing_is_known_of_is_known_by_its_name() -> None:
    assert fail("a.mov", b"\0\0\0\x08wide\0\0\0\x08mdat" + b"\0" * 200).code is Reason.NO_READER


def test_an_archive_is_its_names_and_what_they_hold() -> None:
    inner = samples.package({"deep.txt": "a needle", "../../evil.txt": "climbs"})
    archive = samples.package({"docs/lease.txt": "The landlord pays", "x.bin": b"\0", "inner.zip": inner})
    document = extract("a.zip", archive)
    assert document.text.startswith("docs/lease.txt\n\nThe landlord pays\n\ninner.zip\n\n")
    assert document.text.endswith("\n\nx.bin")
    members = places(document, "member")
    assert members["docs/lease.txt"] == "docs/lease.txt\n\nThe landlord pays"
    assert members["deep.txt"] == "deep.txt\n\na needle"
    assert not Path("evil.txt").exists()


def test_tar_and_gzip_are_archives_too() -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        info = tarfile.TarInfo("lease.txt")
        info.size = 9
        archive.addfile(info, io.BytesIO(b"We agree."))
    assert places(extract("a.tgz", buffer.getvalue()), "member") == {"lease.txt": "lease.txt\n\nWe agree."}
    assert places(extract("notes.txt.gz", gzip.compress(b"We agree.")), "member") == {
        "notes.txt": "notes.txt\n\nWe agree."
    }


def test_a_7z_archive_is_its_names_and_what_they_hold() -> None:
    inner = samples.package({"deep.txt": "a needle"})
    held = {"docs/lease.docx": samples.docx(samples.paragraph("The landlord pays")), "x.bin": b"\0\1", "in.zip": inner}
    document = extract("a.7z", samples.sevenzip(held))
    assert places(document, "member") == {
        "docs/lease.docx": "docs/lease.docx\n\nThe landlord pays",
        "in.zip": "in.zip\n\ndeep.txt\n\na needle",
        "deep.txt": "deep.txt\n\na needle",
    }
    assert document.text.endswith("\n\nx.bin")
    assert not Path("docs").exists()


def test_a_name_that_lies_does_not_hide_the_content() -> None:
    assert extract("a.docx", samples.pdf(["Really a PDF"])).text == "Really a PDF"
    assert extract("a.pdf", samples.docx(samples.paragraph("Really a letter"))).text == "Really a letter"
    assert extract("a.xls", samples.xlsx(A=[["Really new"]])).text == "A\n\nReally new"
    assert extract("a.pdf", b"Only a note that somebody named wrongly.").text.startswith("Only a note")


def test_an_empty_file_has_no_text() -> None:
    for name in ("a.txt", "a.pdf", "a.docx", "a.zip", "a.png"):
        answer = read(Source(name, b""), format_of(name).reader)
        assert isinstance(answer, Extracted)
        assert answer.failure is not None
        assert answer.failure.code is Reason.NO_TEXT


def test_a_pdf_in_an_object_of_another_program_is_read_with_the_document() -> None:
    inside = b"\xd0\xcf\x11\xe0 of a compound file " + samples.pdf(["The landlord pays"]) + b"\nand its rest"
    document = extract(
        "a.docx", samples.docx(samples.paragraph("Lease"), inside={"word/embeddings/oleObject1.bin": inside})
    )
    assert document.text == "Lease\n\noleObject1.bin.pdf\n\nThe landlord pays"
    assert [place.label for place in document.places if place.kind == "part"] == ["oleObject1.bin.pdf"]
