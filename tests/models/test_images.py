"""Texts and pictures meet in one space: a small CLIP of random weights, real pictures, the real worker and reader."""

import base64
import io
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw
from tiny import clip

from indexer import protocol
from indexer.errors import EnvironmentProblem
from indexer.extract import picture
from indexer.extract.picture import jpeg_of
from indexer.extract.pixels import SIDE, read
from indexer.extract.pool import ExtractionPool
from indexer.extract.source import Refused, Source
from indexer.models.images import PictureEncoder
from indexer.models.local import LocalModels
from indexer.search import pictures
from indexer.settings import Settings
from indexer.store.picturevectors import PictureVectors
from indexer.types import FileStat, Tier
from indexer.work.seeing import Seeing
from tests.store.test_library import Shelf


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return clip(tmp_path_factory.mktemp("clip"))


def png(colour: str, size=(300, 200)) -> bytes:
    made = Image.new("RGB", size, "white")
    ImageDraw.Draw(made).rectangle((40, 40, size[0] - 40, size[1] - 40), fill=colour)
    data = io.BytesIO()
    made.save(data, "PNG")
    return data.getvalue()


def pixels(colour: str) -> bytes:
    return base64.b64decode(read(Source("a.png", png(colour))).text)


def test_a_picture_becomes_a_square_of_pixels():
    assert len(pixels("red")) == SIDE * SIDE * 3
    middle = np.frombuffer(pixels("red"), np.uint8).reshape(SIDE, SIDE, 3)[SIDE // 2, SIDE // 2]
    assert middle.tolist() == [255, 0, 0]


def test_a_picture_that_no_window_draws_becomes_one_that_it_does():
    made = io.BytesIO()
    Image.open(io.BytesIO(png("red", (5000, 1000)))).save(made, "JPEG2000")
    shown = Image.open(io.BytesIO(jpeg_of(picture.read(Source("a.jp2", made.getvalue())).text)))
    assert shown.format == "JPEG"
    assert shown.size == (picture.LONGEST, picture.LONGEST // 5)
    red, green, blue = shown.getpixel((1000, 200))
    assert red > 240
    assert max(green, blue) < 20
    assert jpeg_of("no picture at all") == b""


def test_a_damaged_picture_is_refused():
    with pytest.raises(Refused):
        read(Source("a.png", png("red")[:60]))


def test_texts_and_pictures_are_unit_vectors_of_one_space(model):
    encoder = PictureEncoder(model, "cpu")
    texts = encoder.encode_passages(["cat", "dog"])
    seen = encoder.encode_pictures([pixels("red"), pixels("blue")], SIDE)
    assert texts.shape == seen.shape == (2, model.model.dimension)
    assert np.allclose(np.linalg.norm(np.concatenate([texts, seen]), axis=1), 1, atol=1e-5)
    assert not np.allclose(seen[0], seen[1], atol=1e-3)


@pytest.fixture
def library(tmp_path):
    """Three pictures in a folder, one of them damaged, as rows of a library."""
    shelf = Shelf(tmp_path)
    for number, (name, data) in enumerate({"red.png": png("red"), "blue.png": png("blue"), "bad.png": b"no"}.items()):
        path = tmp_path / name
        path.write_bytes(data)
        file = FileStat(bytes(path), len(data), 5, 100 + number, 1)
        shelf.writer.apply(lambda _: shelf.folder, created=[file])
        shelf.read(shelf.library.file_at(bytes(path)).id, "one two", name.encode())
    yield shelf
    shelf.database.close()


def like_outside(seeing: Seeing, colour: str):
    return seeing.like(None, lambda: pixels(colour))


@pytest.mark.timeout(300)  # the worker imports torch
def test_pictures_are_looked_at_once_and_found_by_a_text(library, model, tmp_path):
    pool, seen = ExtractionPool(1), threading.Event()
    models = LocalModels(tmp_path / "models", tmp_path / "graphs", Settings)
    chosen = [str(model.path)]
    store = PictureVectors(library.database)
    seeing = Seeing(
        store, pool, models.eye, lambda: chosen[0], may_work=lambda: True, on_seen=seen.set, on_problem=lambda _: None
    )
    try:
        assert seeing.step()
        assert seen.is_set()
        assert not seeing.step()  # the damaged one is not tried again and again
        ids, nearness = seeing.find("cat")
        assert len(ids) == 2
        assert all(-1 <= value <= 1 for value in nearness)
        results = pictures.search(protocol.Search("shows: cat", weak=True), seeing.find, library.library.files_of)
        assert {hit.name for hit in results.hits} == {"red.png", "blue.png"}
        best = ids[int(nearness.argmax())]
        assert results.hits[0].path == library.library.files_of([best])[best][0].path
        red = library.library.file_at(bytes(tmp_path / "red.png")).document_id
        for found in (seeing.like(red, lambda: pytest.fail("it was looked at before")), like_outside(seeing, "red")):
            assert found is not None
            assert found[0] == ids
            assert found[0][int(found[1].argmax())] == red
            assert found[1].max() == pytest.approx(1, abs=1e-2)
        assert seeing.like(None, lambda: b"") is None
        chosen[0] = ""
        assert like_outside(seeing, "red") is None
        with pytest.raises(EnvironmentProblem) as caught:
            seeing.find("cat")
        assert caught.value.code == "no_picture_model"
    finally:
        seeing.close()
        pool.close()


@pytest.mark.parametrize(
    ("query", "what"),
    [("shows: a dog", "a dog"), ("SHOW:dog ", "dog"), ("what shows: a dog", ""), ("shows:", ""), ("a dog", "")],
)
def test_what_a_picture_shall_show_is_asked_for_in_words(query, what):
    assert pictures.asked(query) == what


def test_what_stands_out_is_told_from_the_rest(library):
    ids = list(range(1, 41))
    nearness = np.full(40, 0.2, np.float32)
    nearness[7] = 0.3
    file = library.library.file_at(bytes(Path(library.database.path).parent / "red.png"))
    results = pictures.search(
        protocol.Search("shows: cat", weak=False), lambda _: (ids, nearness), lambda ids: {i: [file] for i in ids}
    )
    assert [hit.tier for hit in results.hits] == [Tier.STRONG]
    assert results.weak == 39
