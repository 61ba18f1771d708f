"""Text in pictures: images, and the pages of a PDF that have no text of their own.

This takes seconds for each page, so it is a reader of its own: `pdf` and `image` come first and at once, this one
later with `pool.OCR_LIMITS`, a few pages at a time: `pool.extract(path, recognised(format), pages)`.
"""

import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import cache
from typing import Any

from PIL import ExifTags, Image, ImageOps

from indexer.extract import image, pdf
from indexer.extract.build import Builder
from indexer.extract.columns import reading_order
from indexer.extract.source import Refused, Source
from indexer.types import Box, Extracted, Reason

_LONGEST = 2400  # pixels of a side: an A4 page at 200 dpi
_SEEN = 2000  # pixels of a side that the engine looks at: it makes larger pictures smaller
_MOST_SEEN = (
    3_100_000  # pixels, those of a letter page: its memory grows with them, to over 1 GB where a page is square
)
_MOST_PIXELS = 100_000_000  # to be decoded: four bytes each, beside what the engine needs
_REDUCIBLE = frozenset({"L", "LA", "RGB", "RGBA", "RGBX", "CMYK", "YCbCr"})  # kinds of pixels that have a mean
_SHORTEST = 24  # smaller pictures hold no text
_CONFIDENT = 0.7  # below it a line is a guess
_SURE = 0.85  # on average, of lines that are seen the right way up
_UPRIGHT = 1.3  # lines of text are not taller than this times their width
_MOST_IN_COLUMNS = 1500  # lines; beyond it finding their order takes too long

Line = tuple[str, float, Box]  # text, confidence, where it stands


def read(source: Source) -> Extracted:
    """The text in the pictures of the source's `pages`, each a place; nothing else of the file."""
    builder = Builder(until=source.until)
    boxes: list[Box] = []
    for number, picture in _of_pdf(source) if source.extension == "pdf" else _of_image(source):
        builder.begin("page", number=number)
        lines = recognise(picture)
        builder.add("\n".join(text for text, _ in lines))
        boxes += [box for _, box in lines]
        if builder.full:
            break
    return replace(builder.extracted(), boxes=tuple(boxes))


def _of_pdf(source: Source) -> Iterator[tuple[int, Image.Image]]:
    with closing(pdf.opened(source)) as document:
        count = len(document)
        for number in source.pages or range(1, count + 1):
            if number <= count:
                with closing(document[number - 1]) as page:
                    yield number, page.render(scale=_scale(*page.get_size())).to_pil()


def _scale(width: float, height: float) -> float:
    """Pixels by point: 200 dpi, less for posters."""
    return min(200 / 72, _LONGEST / max(width, height, 1))


def _of_image(source: Source) -> Iterator[tuple[int, Image.Image]]:
    """A picture is one page; a TIFF may have more."""
    with image.opened(source) as picture:
        for number in source.pages or range(1, getattr(picture, "n_frames", 1) + 1 if picture.format == "TIFF" else 2):
            if number > 1:
                picture.seek(number - 1)
            yield number, picture


def recognise(picture: Image.Image) -> list[tuple[str, Box]]:
    """The lines of text in a picture from top to bottom, whichever way it is turned, and where each stands, as shares
    of the picture's sides."""
    longest = longest_side(*picture.size)
    upright: Image.Image = ImageOps.exif_transpose(_smaller(picture, 2 * longest)).convert("RGB")
    upright.thumbnail((longest, longest))
    if min(upright.size) < _SHORTEST:
        return []
    lines = _lines(upright)
    looks = {turn: _lines(upright.transpose(turn)) for turn in _turns(lines)}
    turn = max(looks, key=lambda turn: _trust(looks[turn]), default=None)
    size = upright.size
    if turn is not None and _trust(looks[turn]) > 0.9 * _trust(lines):
        lines = looks[turn]  # single lines are read on their side too, but in the wrong order
        size = size if turn is Image.Transpose.ROTATE_180 else (size[1], size[0])
    else:
        turn = None
    sure = [(text, _shares(box, size)) for text, confidence, box in lines if confidence >= _CONFIDENT]
    return [(text.replace("\n", " "), _turned_back(box, turn)) for text, box in sure]


def _smaller(picture: Image.Image, longest: int) -> Image.Image:
    """The picture with a longer side of not much more than that, so that it is never held twice at its full size: where
    its kind allows, it is not even decoded whole. Raises `Refused`."""
    picture.draft("RGB", (longest, longest))
    if picture.width * picture.height > _MOST_PIXELS:
        raise Refused(Reason.TOO_LARGE, "It has too many pixels to look for text in it.")
    factor = max(picture.size) // longest
    if factor < 2:
        return picture
    whole = picture if picture.mode in _REDUCIBLE else picture.convert("L" if picture.mode == "1" else "RGB")
    reduced = whole.reduce(factor)
    reduced.getexif()[ExifTags.Base.Orientation] = picture.getexif().get(ExifTags.Base.Orientation, 1)
    return reduced


def longest_side(width: int, height: int) -> int:
    """Pixels that the longer side may have: less where the picture is squarer than a page."""
    squareness = min(width, height) / max(width, height)
    return _LONGEST if _SEEN**2 * squareness <= _MOST_SEEN else int((_MOST_SEEN / squareness) ** 0.5)


def _shares(box: Box, size: tuple[int, int]) -> Box:
    left, top, right, bottom = box
    return left / size[0], top / size[1], right / size[0], bottom / size[1]


def _turned_back(box: Box, turn: Image.Transpose | None) -> Box:
    """Where a box of the turned picture stands in the picture as it is. Turns are against the clock."""
    left, top, right, bottom = box
    match turn:
        case Image.Transpose.ROTATE_90:
            return 1 - bottom, left, 1 - top, right
        case Image.Transpose.ROTATE_270:
            return top, 1 - right, bottom, 1 - left
        case Image.Transpose.ROTATE_180:
            return 1 - right, 1 - bottom, 1 - left, 1 - top
    return box


def _turns(lines: list[Line]) -> list[Image.Transpose]:
    """How else to look at a picture in which these lines were found: it may lie on its side, or upside down."""
    if not lines:
        return []
    if sum(_is_tall(box) for _, _, box in lines) > len(lines) / 2:
        return [Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270]
    doubtful = sum(confidence for _, confidence, _ in lines) < _SURE * len(lines)
    return [Image.Transpose.ROTATE_180] if doubtful else []


def _trust(lines: list[Line]) -> float:
    return sum(confidence * len(text) for text, confidence, _ in lines if confidence >= _CONFIDENT)


def _lines(picture: Image.Image) -> list[Line]:
    import numpy

    found = _engine()(numpy.asarray(picture)[:, :, ::-1])  # it wants blue first
    if found.txts is None:
        return []
    lines = [
        (text, float(confidence), _around(corners))
        for text, confidence, corners in zip(found.txts, found.scores, found.boxes, strict=True)
        if sum(map(str.isalnum, text)) > 1
    ]
    if len(lines) > _MOST_IN_COLUMNS:
        return lines
    return [lines[index] for index in reading_order([box for _, _, box in lines])]


def _around(corners: Any) -> Box:
    left, top = corners.min(axis=0)
    right, bottom = corners.max(axis=0)
    return float(left), float(top), float(right), float(bottom)


def _is_tall(box: Box) -> bool:
    left, top, right, bottom = box
    return bottom - top > _UPRIGHT * (right - left)


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    threads = max(1, (os.cpu_count() or 1) // 2)
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,  # it turns single lines, which hides that the page is upside down
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
        }
    )
