"""Text that only shows in a picture is found, whichever way the picture is turned."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import ExifTags, Image, ImageDraw, ImageFont

from indexer.extract.ocr import longest_side
from indexer.extract.pool import OCR_LIMITS, ExtractionPool
from indexer.formats import format_of, recognised
from indexer.types import Extracted, Failure, Reason

pytest.importorskip("rapidocr")

LINES = ["The landlord agrees to pay", "for repairs of the roof."]


@pytest.fixture(scope="module")
def pool() -> Iterator[ExtractionPool]:
    pool = ExtractionPool(1, OCR_LIMITS)
    yield pool
    pool.close()


def page(turn: int = 0) -> Image.Image:
    picture = Image.new("RGB", (620, 200), "white")
    for row, line in enumerate(LINES):
        ImageDraw.Draw(picture).text((40, 40 + 60 * row), line, "black", ImageFont.load_default(36))
    return picture.rotate(turn, expand=True)


def extract(pool: ExtractionPool, folder: Path, name: str, picture: Image.Image) -> Extracted:
    picture.save(folder / name)
    fmt = recognised(format_of(name))
    assert fmt is not None
    answer = pool.extract(bytes(folder / name), fmt)
    assert isinstance(answer, Extracted), answer
    return answer


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_text_in_a_picture_is_found(pool: ExtractionPool, tmp_path: Path, turn: int) -> None:
    found = extract(pool, tmp_path, "scan.png", page(turn))
    assert found.text.splitlines() == LINES
    for row, (left, top, right, bottom) in enumerate(found.boxes):
        x, y = _turned(0.2, (60 + 60 * row) / 200, turn)  # a point on the line
        assert left < x < right
        assert top < y < bottom
    assert len(found.boxes) == len(LINES)


def _turned(x: float, y: float, turn: int) -> tuple[float, float]:
    """Where a point of a page is once it is turned, against the clock; in shares of its sides."""
    return {0: (x, y), 90: (y, 1 - x), 180: (1 - x, 1 - y), 270: (1 - y, x)}[turn]


def test_text_in_a_scanned_pdf_is_found_on_its_page(pool: ExtractionPool, tmp_path: Path) -> None:
    document = extract(pool, tmp_path, "scan.pdf", page())
    assert document.text.splitlines() == LINES
    assert [(place.kind, place.number) for place in document.places] == [("page", 1)]


def test_a_picture_without_text_has_none(pool: ExtractionPool, tmp_path: Path) -> None:
    assert extract(pool, tmp_path, "sky.png", Image.new("RGB", (300, 200), "skyblue")).failure == Failure(
        Reason.NO_TEXT
    )


@pytest.mark.parametrize(("name", "mode"), [("scan.png", "1"), ("scan.tif", "P"), ("photo.jpg", "RGB")])
def test_a_picture_of_97_million_pixels_is_read_in_the_memory_of_a_worker(
    pool: ExtractionPool, tmp_path: Path, name: str, mode: str
) -> None:
    size = 17_360, 5_600
    found = extract(pool, tmp_path, name, page().resize(size, Image.Resampling.NEAREST).convert(mode))
    assert found.text.splitlines() == LINES
    assert OCR_LIMITS.memory == 1 << 30  # beyond it the worker is ended


def test_a_large_picture_that_is_stored_on_its_side_is_read(pool: ExtractionPool, tmp_path: Path) -> None:
    lying = page().resize((6200, 2000)).transpose(Image.Transpose.ROTATE_90)
    lying.getexif()[ExifTags.Base.Orientation] = 6  # to be turned by a quarter with the clock
    lying.save(tmp_path / "photo.jpg", exif=lying.getexif())
    fmt = recognised(format_of("photo.jpg"))
    assert fmt is not None
    found = pool.extract(bytes(tmp_path / "photo.jpg"), fmt)
    assert isinstance(found, Extracted), found
    assert found.text.splitlines() == LINES
    assert all(right - left > bottom - top for left, top, right, bottom in found.boxes)


def test_a_picture_with_more_pixels_than_fit_is_left_with_its_reason(pool: ExtractionPool, tmp_path: Path) -> None:
    Image.new("1", (20_000, 6_000)).save(tmp_path / "plan.png")
    fmt = recognised(format_of("plan.png"))
    assert fmt is not None
    answer = pool.extract(bytes(tmp_path / "plan.png"), fmt)
    assert isinstance(answer, Failure)
    assert answer.code is Reason.TOO_LARGE


def test_what_is_no_picture_is_not_looked_at() -> None:
    assert recognised(format_of("letter.docx")) is None
    assert recognised(format_of("scan.png")) is not None


def test_a_picture_that_is_squarer_than_a_page_is_looked_at_smaller() -> None:
    a4, letter = (1240, 1754), (1700, 2200)
    assert longest_side(*a4) == longest_side(*letter) == longest_side(*reversed(letter)) == 2400
    for width, height in ((5000, 5000), (5000, 4000)):
        longest = longest_side(width, height)
        assert 3_000_000 < longest * longest * height / width <= 3_100_000
