"""Real files, real readers, a real library: what is found, and what it costs to find it."""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from indexer import protocol
from indexer.errors import BadRequest
from indexer.settings import Settings
from indexer.store.picturevectors import PictureVectors
from indexer.types import Fingerprint
from indexer.work.tasks import Cancelled
from tests.extract.samples import docx, paragraph, pdf
from tests.insight.room import FINGERPRINT, CountingTask, Room
from tests.insight.texts import BOARD, LEASE, SOUP, edited, sentences


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    room = Room(tmp_path)
    yield room
    room.close()


def as_docx(text: str) -> bytes:
    return docx("".join(paragraph(sentence) for sentence in sentences(text)))


def as_pdf(text: str) -> bytes:
    lines = [line.replace("(", "").replace("'", "") for line in sentences(text)]
    return pdf(["Elm Street 14", *lines[:5], "1"], ["Elm Street 14", *lines[5:], "2"])


def picture(seed: int, side: int = 200) -> Image.Image:
    image = Image.new("RGB", (side, side), "white")
    draw = ImageDraw.Draw(image)
    for at in range(12):
        x, y = (seed * 37 + at * 53) % side, (seed * 71 + at * at * 29) % side
        draw.ellipse((x, y, x + 30 + at * 5, y + 20 + (seed + at) % 40), fill=((at * 40) % 256, (seed * 50) % 256, 90))
    return image


def saved(image: Image.Image, kind: str) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind)
    return buffer.getvalue()


def test_a_document_and_its_export_are_the_same_text(room: Room) -> None:
    room.put("lease.docx", as_docx(LEASE))
    room.put("export/lease.pdf", as_pdf(LEASE.replace("'", "")), modified=1_700_000_500)
    room.put("soup.md", SOUP)
    room.put("board.txt", BOARD)
    room.compare()
    assert room.groups("near") == [["lease.docx", "export/lease.pdf"]]
    assert room.groups("exact") == []


def test_exact_copies_are_found_in_files_that_nobody_can_read_too(room: Room) -> None:
    noise = os.urandom(5000)
    room.put("a.bin", noise)
    room.put("b.bin", noise)
    room.put("c.bin", os.urandom(5000))
    room.put("lease.txt", LEASE)
    room.put("copy/lease.md", LEASE)
    room.put("empty.txt", "")
    room.put("empty too.txt", "")
    room.compare()
    assert sorted(map(sorted, room.groups("exact"))) == [["a.bin", "b.bin"], ["copy/lease.md", "lease.txt"]]
    assert room.groups("near") == []


def test_names_of_one_file_are_no_duplicates_of_each_other(room: Room) -> None:
    room.put("lease.txt", LEASE)
    os.link(room.directory / "lease.txt", room.directory / "link.txt")
    room.read(room.directory / "link.txt")
    assert room.groups("exact") == []
    room.put("other.txt", LEASE)
    (group,) = room.desk.duplicates.groups("exact", ["short-name"])
    assert [(member.file.name, member.relation) for member in group.members] == [
        ("link.txt", ""),
        ("lease.txt", "link"),
        ("other.txt", "exact"),
    ]


def test_pictures_that_were_shrunk_turned_or_saved_anew_look_the_same(room: Room) -> None:
    image = picture(1)
    room.put("photo.png", saved(image, "PNG"))
    room.put("small.jpg", saved(image.resize((90, 90)), "JPEG"))
    room.put("turned.webp", saved(image.transpose(Image.Transpose.ROTATE_90), "WEBP"))
    room.put("grey.bmp", saved(image.convert("L"), "BMP"))
    room.put("other.png", saved(picture(5), "PNG"))
    room.put("blank.png", saved(Image.new("RGB", (100, 100), "white"), "PNG"))
    room.put("blank.jpg", saved(Image.new("RGB", (120, 100), "white"), "JPEG"))
    room.put("broken.png", b"\x89PNG\r\n\x1a\n broken")
    room.compare()
    assert [sorted(group) for group in room.groups("image")] == [["grey.bmp", "photo.png", "small.jpg", "turned.webp"]]


RECEIPT = "Corner Shop, 12 Elm Street. Two loaves of bread 4.20, butter 2.10, coffee 6.80. Total 13.10, paid by card."


@pytest.fixture
def receipts(room: Room) -> list[bytes]:
    """Two pictures that look the same, though not so much that one must be a copy of the other."""
    room.settings = Settings(recognise=True)
    image = picture(1)
    other = image.copy()
    ImageDraw.Draw(other).rectangle((30, 90, 120, 110), fill="black")
    return [room.put("one.png", saved(image, "PNG")), room.put("two.png", saved(other, "PNG"))]


def test_pictures_that_look_the_same_wait_until_what_is_written_on_them_was_read(
    room: Room, receipts: list[bytes]
) -> None:
    room.compare()
    assert room.groups("image") == []
    for path in receipts:
        room.find_written(path, RECEIPT)
    room.compare()
    assert [sorted(group) for group in room.groups("image")] == [["one.png", "two.png"]]
    assert room.trash((receipts[1], receipts[0], "image")).refused == ()


def test_two_receipts_on_one_table_are_two(room: Room, receipts: list[bytes]) -> None:
    room.find_written(receipts[0], RECEIPT)
    room.find_written(receipts[1], RECEIPT.replace("13.10", "15.90"))
    room.compare()
    assert room.groups("image") == []
    (refusal,) = room.trash((receipts[1], receipts[0], "image")).refused
    assert refusal.code == "different"
    compared = room.desk.compare(protocol.Compare(*receipts))
    assert (compared.relation, compared.said) == ("other", "They look alike, and say different things.")


@pytest.mark.usefixtures("receipts")
def test_where_nobody_reads_pictures_their_looks_have_to_do(room: Room) -> None:
    room.settings = Settings(recognise=False)
    room.compare()
    assert [sorted(group) for group in room.groups("image")] == [["one.png", "two.png"]]


def test_pictures_that_show_nearly_the_same_are_listed_once_and_never_marked(room: Room) -> None:
    beach, waves, house = (room.put(f"{seed}.png", saved(picture(seed), "PNG")) for seed in (1, 5, 9))
    document_of = {path: room.library.file_at(path).document_id for path in (beach, waves, house)}
    eyes = Fingerprint("clip", "0" * 12, 2)
    seen = {beach: (1.0, 0.0), waves: (0.98, 0.199), house: (0.0, 1.0)}
    store = PictureVectors(room.database)
    store.keep(eyes, {document_of[path]: np.array(vector, np.float32) for path, vector in seen.items()})
    assert room.compare().total == 6  # each by its looks, and by what it shows
    assert room.compare().total == 0
    assert [sorted(group) for group in room.groups("shown")] == [["1.png", "5.png"]]
    answer = room.desk.groups(protocol.GetDuplicates(kinds=("shown",), select=("all",)))
    assert not any(file.marked for group in answer.groups for file in group.files)
    (refusal,) = room.trash((waves, beach, "shown")).refused
    assert refusal.code == "unknown_kind"
    other = Fingerprint("other", "1" * 12, 2)
    store.keep(other, {document_of[beach]: np.array((0.6, 0.8), np.float32)})
    room.compare()
    assert room.groups("shown") == []  # another model has another opinion


def test_one_new_file_costs_one_comparison(room: Room) -> None:
    room.put("lease.txt", LEASE)
    room.put("photo.png", saved(picture(1), "PNG"))
    assert room.compare().total == 2
    assert room.compare().total == 0
    room.put("lease.md", LEASE.replace("This lease", "THIS LEASE"))
    assert room.compare().total == 1
    assert [sorted(group) for group in room.groups("near")] == [["lease.md", "lease.txt"]]


def test_a_cancelled_run_goes_on_where_it_was(room: Room) -> None:
    for seed in range(4):
        room.put(f"{seed}.txt", edited(LEASE, seed))
    task = CountingTask()
    task.cancel()
    with pytest.raises(Cancelled):
        room.desk.comparing.run(task)
    assert room.desk.comparing.waiting() == 4
    room.compare()
    assert room.desk.comparing.waiting() == 0


def test_a_changed_file_is_compared_anew_and_its_old_likeness_is_gone(room: Room) -> None:
    room.put("a.txt", LEASE)
    room.put("b.txt", LEASE + " And so on.")
    room.compare()
    assert room.groups("near")
    room.put("b.txt", SOUP)
    room.compare()
    assert room.groups("near") == []


def test_what_a_person_set_apart_is_never_grouped_again(room: Room) -> None:
    first, second = room.put("a.txt", LEASE), room.put("b.txt", LEASE + " And so on.")
    copy = room.put("c.txt", LEASE)
    room.compare()
    assert room.groups("near")
    room.desk.set_apart(protocol.SetApart((first, second)))
    assert room.groups("near") == []
    with pytest.raises(BadRequest):
        room.desk.set_apart(protocol.SetApart((first, copy)))
    room.desk.set_apart(protocol.SetApart((first, second), apart=False))
    assert room.groups("near")


def test_a_hundred_texts_of_the_same_words_are_one_group(room: Room) -> None:
    for number in range(30):
        room.put(f"{number}.txt", LEASE.replace(" ", " " * (number + 1), 1))
    room.compare()
    assert [len(group) for group in room.groups("near")] == [30]


def test_drafts_are_a_family_with_the_current_one_first(room: Room) -> None:
    first, second = edited(LEASE, 1), edited(edited(LEASE, 1), 2)
    room.put("Lease draft.docx", as_docx(LEASE), modified=1000)
    room.put("Lease v2.docx", as_docx(first), modified=2000)
    room.put("Lease v3.pdf", as_pdf(second.replace("'", "")), modified=3000)
    room.put("sent/Lease final.txt", second, modified=2500)
    room.put("Soup.txt", SOUP)
    room.put("Minutes.txt", BOARD)
    room.compare()
    assert room.families() == [["Lease final.txt", "Lease v3.pdf", "Lease v2.docx", "Lease draft.docx"]]
    (family,) = room.desk.versions(protocol.GetVersions(bytes(room.directory / "Lease v2.docx"))).families
    assert family.because == "by its name"
    assert family.versions[0].likeness == 1.0
    assert room.desk.versions(protocol.GetVersions(bytes(room.directory / "Soup.txt"))).families == ()


def test_letters_and_invoices_of_one_form_are_no_versions(room: Room) -> None:
    form = LEASE + " Invoice {} of {} over {} euros, to be paid within {} days. Dear {} {}, we thank you."
    people = [("Ada", "Winter"), ("Bo", "Sommer"), ("Cleo", "Herbst"), ("Dan", "Frühling")]
    for number, (first, last) in enumerate(people):
        room.put(
            f"Invoice {41 + number}.txt",
            form.format(41 + number, 2020 + number, 118 + 7 * number, 14 + number, first, last),
        )
        room.put(f"Letter {last}.txt", SOUP + f" With kind regards to you, dear {first} {last}, and to your family.")
    room.compare()
    assert room.families() == []


def test_two_files_are_compared_word_by_word_across_formats(room: Room) -> None:
    first = room.put("lease.docx", as_docx(LEASE))
    second = room.put("lease.txt", LEASE.replace("eighty", "ninety"))
    found = room.desk.compare(protocol.Compare(first, second))
    assert [found.first.text[low:high] for low, high in found.first.changed] == ["eighty"]
    assert [found.second.text[low:high] for low, high in found.second.changed] == ["ninety"]
    outside = room.directory.parent / "outside.txt"
    outside.write_text(LEASE)
    assert room.desk.compare(protocol.Compare(bytes(outside), first)).said == "Both say the same, word for word."


def test_short_texts_mean_the_same_sooner_than_long_ones(room: Room) -> None:
    def understood(name: str, text: str, vector: tuple[float, float]) -> None:
        file = room.library.file_at(room.put(name, text))
        assert file is not None
        assert file.document_id is not None
        chunks = [entry.chunk_id for entry in room.library.word_entries([file.document_id])]
        row = np.array([*vector, 0, 0], np.float32)
        vectors = np.tile(row / np.linalg.norm(row), (len(chunks), 1))
        room.writer.store_vectors(FINGERPRINT, {file.document_id: (chunks, vectors)})

    understood("roof.txt", "The landlord has to repair the roof.", (1, 0))
    understood("tiles.txt", "Mending the tiles is up to the owner.", (1, 0.5))  # a cosine of 0.89
    understood("lease.txt", LEASE, (0, 1))
    understood("rent.txt", edited(SOUP, 1), (-0.5, 1))
    understood("letter.txt", BOARD + BOARD, (0.2, 1))  # 0.98 to the lease
    room.compare()
    assert sorted(map(sorted, room.groups("meaning"))) == [["lease.txt", "letter.txt"], ["roof.txt", "tiles.txt"]]
