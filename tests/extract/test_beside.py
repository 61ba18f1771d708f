"""What stands beside the words of a document (headers, text boxes, titles) is read too; so are Apple's documents."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from indexer.extract.package import Package
from indexer.extract.read import read
from indexer.extract.records import beside_cells, loose_slides, plain_header
from indexer.extract.salvage import loose_text
from indexer.extract.source import Source
from indexer.formats import format_of
from indexer.types import Extracted, Failure, Reason
from tests.extract import samples
from tests.extract.compound import compound

LEASE = Path(__file__).parent / "golden" / "lease.doc"


def extract(name: str, data: bytes) -> Extracted:
    answer = read(Source(name, data), format_of(name).reader)
    assert isinstance(answer, Extracted), answer
    return answer


def changed(data: bytes, name: str, old: str, new: str) -> bytes:
    """A package with a member in which something else stands."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(buffer, "w") as after:
        for member in before.namelist():
            content = before.read(member)
            if member == name:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            after.writestr(member, content)
    return buffer.getvalue()


def number(value: int) -> bytes:
    """Of seven bits a byte, as protobuf and Snappy write them."""
    return bytes([value]) if value < 128 else bytes([value & 0x7F | 0x80]) + number(value >> 7)


def field(place: int, value: int | bytes) -> bytes:
    if isinstance(value, int):
        return number(place << 3) + number(value)
    return number(place << 3 | 2) + number(len(value)) + value


def iwa(*objects: tuple[int, int, bytes]) -> bytes:
    """Objects (identifier, kind, content) as Apple keeps them; each piece is packed as it stands."""
    data = b"".join(
        number(len(head := field(1, identifier) + field(2, field(1, kind) + field(3, len(content))))) + head + content
        for identifier, kind, content in objects
    )
    packed = number(len(data)) + b"\xf4" + struct.pack("<H", len(data) - 1) + data
    return b"\0" + struct.pack("<I", len(packed))[:3] + packed


def text(words: str) -> bytes:
    return field(3, words.encode())


def reference(identifier: int) -> bytes:
    return field(1, identifier)


def keynote() -> dict[str, str | bytes]:
    """Two slides, whose files lie against the order in which they are shown, and a master."""
    tree = field(2, reference(11)) + field(2, reference(12))
    return {
        "Index/Document.iwa": iwa(
            (1, 2, field(3, tree)), (11, 4, field(2, reference(21))), (12, 4, field(2, reference(22)))
        ),
        "Index/MasterSlide-30.iwa": iwa((30, 5, b""), (31, 2001, text("Title Text"))),
        "Index/Slide-22.iwa": iwa((22, 5, b""), (23, 2001, text("What it costs"))),
        "Index/Slide-21.iwa": iwa((21, 5, b""), (24, 2001, text("Why the roof leaks")), (25, 2001, text("Tiles"))),
        "Index/OperationStorage.iwa": b"bvxn of another packing",
    }


@pytest.mark.parametrize("inside", [False, True])
def test_a_presentation_of_keynote_is_read_slide_by_slide(inside: bool) -> None:
    members = {"Talk.key/Index.zip": samples.package(keynote())} if inside else keynote()
    document = extract("talk.key", samples.package(members))
    assert [(place.number, document.text[place.start : place.end]) for place in document.places] == [
        (1, "Why the roof leaks\n\nTiles"),
        (2, "What it costs"),
    ]
    assert document.page_count == 2


def test_a_letter_of_pages_is_read() -> None:
    document = extract(
        "letter.pages", samples.package({"Index/Document.iwa": iwa((7, 2001, text("The landlord pays")))})
    )
    assert document.text == "The landlord pays"


def test_what_stands_beside_the_tables_of_numbers_is_read() -> None:
    document = extract("costs.numbers", samples.package({"Index/Document.iwa": iwa((7, 2001, text("Rent of May")))}))
    assert document.text == "Rent of May"


def test_what_repeats_in_a_letter_of_pages_is_read_each_time() -> None:
    packed = number(12) + b"\x08rat" + b"\x15\x03"  # three bytes, then nine that are a copy of three bytes before
    piece = b"\0" + struct.pack("<I", len(packed))[:3] + packed
    from indexer.extract import iwork

    assert b"".join(iwork._unpacked(Source("a.pages", b""), piece)) == b"rat" * 4


def test_a_letter_of_pages_that_makes_no_sense_is_soon_given_up() -> None:
    endless = b"\xff" * 3_000_000  # as a number of so many digits it would take minutes
    for nonsense in (b"\0\xff\xff\xff" + endless, b"\0\4\0\0\3\x05\x09\x01", b"\0\2\0\0\x7f\xff"):
        assert extract("a.pages", samples.package({"Index/Document.iwa": nonsense})).text == ""


def test_a_document_of_apple_under_a_password_is_locked() -> None:
    answer = read(Source("a.pages", samples.package({".iwpv2": b"x", "Index/Document.iwa": b"x"})), "office")
    assert answer == Failure(Reason.ENCRYPTED)


def test_the_header_and_footer_of_a_sheet_are_read() -> None:
    book = samples.xlsx(Rent=[["May", 950.0]])
    headers = '<headerFooter><oddHeader>&amp;L&amp;"Arial,Bold"Rent &amp;&amp; heating</oddHeader></headerFooter>'
    document = extract("a.xlsx", changed(book, "xl/worksheets/sheet1.xml", "</worksheet>", f"{headers}</worksheet>"))
    assert document.text == "Rent\n\nMay\t950\n\nRent & heating"
    assert plain_header("&LLease&CPage &P of &N") == "Lease"


def record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def test_the_text_boxes_and_headers_of_an_old_workbook_are_read() -> None:
    begin = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0xDBB, 1996, 0, 6))
    box = record(0x1B6, b"\0" * 18) + record(0x3C, b"\0The roof leaks") + record(0x3C, b"\0\0")
    wide = "Über uns"
    footer = record(0x15, struct.pack("<HB", len(wide), 1) + wide.encode("utf-16-le"))
    book = compound({"Workbook": begin + box + footer + record(0x0A, b"")})
    assert [text for text in beside_cells(book) if text.strip("\0")] == ["The roof leaks", "Über uns"]


def test_the_footers_of_an_old_presentation_are_read_and_its_masters_are_not() -> None:
    def atom(kind: int, data: bytes, version: int = 0) -> bytes:
        return struct.pack("<HHI", version, kind, len(data)) + data

    def container(kind: int, *inside: bytes) -> bytes:
        return atom(kind, b"".join(inside), 0xF)

    show = container(0x03E8, container(0x0FD9, atom(0x0FBA, "Confidential".encode("utf-16-le"))))
    master = container(0x03F8, atom(0x0FA8, b"Click to edit Master title style"))
    notes = container(0x03F0, atom(0x0FA8, b"Click to edit Master text styles"), atom(0x0FA8, b"Speak slowly"))
    assert list(loose_slides(b"before" + show + master + notes)) == ["Confidential", "Speak slowly"]


def test_the_words_of_a_binary_workbook_that_its_parsers_refuse_are_saved() -> None:
    words = "Rent of May"
    item = b"\0" + struct.pack("<I", len(words)) + words.encode("utf-16-le")
    saved = loose_text(Source("a.xlsb", samples.package({"xl/sharedStrings.bin": b"\x13" + number(len(item)) + item})))
    assert saved is not None
    assert saved.text == words
    assert saved.failure is not None
    assert saved.failure.code is Reason.DAMAGED


def test_what_somebody_wrote_onto_a_master_is_read_once_after_the_slides() -> None:
    show = "http://schemas.openxmlformats.org/presentationml/2006/main"
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"

    def shape(words: str, inside: str = "") -> str:
        return (
            f"<p:sp><p:nvSpPr>{inside}</p:nvSpPr><p:txBody><a:p><a:r><a:t>{words}</a:t></a:r></a:p></p:txBody></p:sp>"
        )

    master = f'<p:sldMaster xmlns:p="{show}" xmlns:a="{drawing}">' + (
        shape("Click to edit Master title style", "<p:ph/>") + shape("Roofers Ltd.") + "</p:sldMaster>"
    )
    data = samples.pptx([["Budget"]])
    with zipfile.ZipFile(buffer := io.BytesIO(data), "a") as package:
        package.writestr("ppt/slideMasters/slideMaster1.xml", master)
    document = extract("a.pptx", buffer.getvalue())
    assert document.text == "Budget\n\nRoofers Ltd."
    assert [document.text[place.start : place.end] for place in document.places] == ["Budget"]


def test_an_old_document_in_an_object_of_another_one_is_read() -> None:
    inside: dict[str, str | bytes] = {"word/embeddings/oleObject1.bin": LEASE.read_bytes()}
    document = extract("a.docx", samples.docx(samples.paragraph("See the lease"), inside=inside))
    (part,) = (place for place in document.places if place.kind == "part")
    assert part.label == "oleObject1.bin.doc"
    assert "The landlord pays for the repair of the roof." in document.text[part.start : part.end]


def test_hidden_text_of_an_open_document_is_read() -> None:
    body = '<text:p><text:hidden-text text:condition="ooow:" text:string-value="Not for tenants"/></text:p>'
    assert extract("a.odt", samples.odf("text", body)).text == "Not for tenants"


def test_a_title_is_the_text_of_a_document_that_says_nothing_else() -> None:
    page = extract("a.html", b"<html><head><title>Rent of May</title></head><body></body></html>")
    assert (page.text, page.failure) == ("Rent of May", None)
    assert extract("a.docx", samples.docx("", title="Lease")).text == "Lease"
    assert extract("a.pdf", samples.pdf([], title="Lease")).text == ""  # it may show text: that is looked for first


def test_the_end_of_a_part_is_what_stands_last_in_it() -> None:
    package = Package(Source("a.zip", samples.package({"a.xml": "x" * 3_000_000 + "end"})))
    assert package.end_of("a.xml", 5) == b"xxend"
    assert package.end_of("b.xml") == b""
