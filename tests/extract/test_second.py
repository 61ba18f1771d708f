"""What is said to hold no text is looked at a second time, in another way."""

import io
import json
import struct
from pathlib import Path

import pytest
from PIL import Image

from indexer.extract.read import read
from indexer.extract.second import drawn
from indexer.extract.source import Source
from indexer.extract.survey import survey
from indexer.extract.wording import plainly
from indexer.types import Extracted, Failure, Reason
from tests.extract import samples
from tests.extract.compound import compound


def found(name: str, data: bytes) -> str:
    answer = read(Source(name, data), "second")
    assert isinstance(answer, Extracted), answer
    return answer.text


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.docx", samples.docx(samples.paragraph("The landlord pays")), "The landlord pays"),
        ("a.docx", samples.docx(samples.paragraph("")), ""),
        ("a.docx", samples.docx("", title="Lease", author="Ada"), "Lease"),
        ("a.pptx", samples.pptx([["Click to edit Master title style"]]), ""),
        ("a.odt", samples.odf("text", "<text:p>Rent</text:p>"), "Rent"),
        ("a.xlsb", samples.package({"xl/sharedStrings.bin": "Rent".encode("utf-16-le")}), "Rent"),
        ("a.html", b"<title></title><script>if (a) go()</script><!-- none -->", ""),
        ("a.html", b"<div hidden>Rent</div>", "Rent"),
        ("a.eml", b"Subject: x\n\n--a\nContent-Type: text/plain\n\n--a--", ""),
        ("a.eml", b"Subject: x\n\n--a\nContent-Type: text/plain\n\nRent\n--a--", "Rent"),
        ("a.pdf", samples.pdf(["Rent"]), "Rent"),
        ("a.pdf", samples.pdf([]), ""),
    ],
)
def test_a_second_look_finds_words_where_there_are_any(name: str, data: bytes, words: str) -> None:
    assert found(name, data) == words


def test_a_second_look_finds_the_words_of_old_documents() -> None:
    label = b"Month"
    begin = struct.pack("<HHHHHHII", 0x809, 16, 0x500, 0x10, 0xDBB, 1996, 0, 6)
    cell = struct.pack("<HHHHHH", 0x204, 8 + len(label), 0, 0, 0, len(label)) + label
    font = struct.pack("<HH", 0x31, 20) + b"\0" * 14 + b"\5Arial"
    assert found("a.xls", compound({"Book": begin + font + cell})) == "Month"
    assert found("a.xls", compound({"Book": begin + font})) == ""
    letter = (Path(__file__).parent / "golden" / "lease.doc").read_bytes()
    assert "The landlord pays" in found("a.doc", letter)


def test_what_cannot_be_looked_into_is_not_called_empty() -> None:
    answer = read(Source("a.mp3", b"ID3\0\0\0"), "second")
    assert isinstance(answer, Failure)
    assert answer.code is Reason.NO_READER


def test_a_picture_is_handed_to_whoever_looks_a_second_time() -> None:
    Image.new("RGBA", (60, 40), (0, 0, 0, 0)).save(buffer := io.BytesIO(), "AVIF")
    with Image.open(io.BytesIO(drawn(found("a.avif", buffer.getvalue())))) as again:
        assert (again.format, again.size, again.getpixel((0, 0))) == ("PNG", (60, 40), 255)


def surveyed(folder: Path, capfdbinary: pytest.CaptureFixture[bytes], **options: object) -> tuple[dict, dict]:
    survey(folder, workers=1, as_json=True, **options)  # type: ignore[arg-type]
    said = json.loads(capfdbinary.readouterr().out)
    return said["totals"], {Path(file["path"]).name: file for file in said["files"]}


def test_every_file_of_a_folder_is_one_row_also_where_a_rule_leaves_it_alone(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "lease.txt").write_text("The landlord pays")
    (tmp_path / "keys.gpg").write_bytes(b"secret")
    totals, rows = surveyed(tmp_path, capfdbinary, wanted={bytes(tmp_path / "lease.txt")})
    assert totals["files"] == totals["rows"] == 2
    assert (rows["keys.gpg"]["status"], rows["keys.gpg"]["code"]) == ("skipped", "rule")
    assert totals["share_with_text"] == 1.0


def test_only_what_was_checked_counts_as_empty(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (tmp_path / "lease.txt").write_text("The landlord pays")
    (tmp_path / "empty.docx").write_bytes(samples.docx(samples.paragraph("")))
    drawn = '<x:shape xmlns:x="y">A word that no reader reads</x:shape>'
    (tmp_path / "drawn.odg").write_bytes(samples.odf("drawing", drawn))
    Image.new("RGB", (60, 60)).save(buffer := io.BytesIO(), "PNG")
    (tmp_path / "sky.png").write_bytes(buffer.getvalue())
    totals, rows = surveyed(tmp_path, capfdbinary)
    assert rows["empty.docx"]["second"] == "empty"
    assert rows["drawn.odg"]["second"] == "A word that no reader reads"
    assert rows["sky.png"]["second"] == ""  # nobody looked
    assert (totals["with_reader"], totals["with_text"], totals["checked_empty"]) == (4, 1, 1)
    assert totals["share_of_those_that_hold_text"] == pytest.approx(1 / 3, abs=1e-4)


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        (
            "cannot identify image file <_io.BytesIO object at 0x7f7f70bcb510>",
            "It is not what its name says, or damaged.",
        ),
        ("Parsing error: ZIP error: Could not find EOCD", "Its end is missing, or a part of it is damaged."),
        ("DOCX parsing failed: Required file not found in DOCX: word/document.xml", "A part of it is missing."),
        ("Validation error: XLS stream declares 9 bytes, which exceeds", "It unpacks to more than can be trusted."),
        (
            "KeyError: no codepage D7D4 in zip::read::Blocks <x at 0xff>",
            "Its reader could not make sense of it: no codepage D7D4 in.",
        ),
        ("[Errno 24] Too many open files", "Its reader could not make sense of it: Too many open files."),
        ("RustPanic: <unknown> 0x7f", ""),
    ],
)
def test_what_a_library_says_is_put_into_words_for_a_person(message: str, sentence: str) -> None:
    assert plainly(message) == sentence


def test_a_damaged_picture_is_told_of_in_plain_words() -> None:
    answer = read(Source("a.png", b"\x89PNG no picture"), "image")
    assert isinstance(answer, Failure)
    assert answer.detail == "It is not what its name says, or damaged."
