"""Images: what their metadata says of them."""

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

from PIL import ExifTags, Image

from indexer.extract.build import Builder, line, moment
from indexer.extract.source import Refused, Source
from indexer.extract.wording import plainly
from indexer.types import Extracted, Reason

MAX_PIXELS = 300_000_000
_HEIF = frozenset({"heic", "heif"})
_LABELS = {
    ExifTags.Base.ImageDescription: "Description",
    ExifTags.Base.XPTitle: "Title",
    ExifTags.Base.XPSubject: "Subject",
    ExifTags.Base.XPComment: "Comment",
    ExifTags.Base.XPKeywords: "Keywords",
    ExifTags.Base.Artist: "Artist",
    ExifTags.Base.Copyright: "Copyright",
}

_INFO = frozenset({"title", "description", "comment", "author", "copyright"})


def read(source: Source) -> Extracted:
    with opened(source) as image:
        pages = getattr(image, "n_frames", 1) if image.format == "TIFF" else 0  # elsewhere frames are an animation
        return _describe(image.getexif(), image.info, pages if pages > 1 else 0)


@contextmanager
def opened(source: Source) -> Iterator[Image.Image]:
    """The picture, its pixels not yet decoded. Raises `Refused`, also for what goes wrong while it is used."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    if source.extension in _HEIF:
        _learn_heif()
    try:
        with Image.open(source.file()) as image:
            yield image
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(Reason.BOMB, "It has more pixels than can be trusted.") from None
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, EOFError, ZeroDivisionError) as error:
        raise Refused(Reason.DAMAGED, plainly(str(error))) from None


@cache
def _learn_heif() -> None:
    """Pillow knows AVIF by itself, HEIC through a plug-in."""
    import pi_heif

    pi_heif.register_heif_opener(thumbnails=False)


def _describe(exif: Image.Exif, info: Mapping[Any, Any], pages: int) -> Extracted:
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    taken = str(inner.get(ExifTags.Base.DateTimeOriginal) or "")
    builder = Builder()
    for row in _lines(exif, info, inner, taken):
        builder.add(row, gap="\n")
    return builder.extracted(
        title=_value(exif.get(ExifTags.Base.XPTitle)),
        author=_value(exif.get(ExifTags.Base.Artist)),
        created=moment(taken.replace(":", "-", 2)),
        page_count=pages,
    )


def _lines(exif: Image.Exif, info: Mapping[Any, Any], inner: Mapping[int, Any], taken: str) -> Iterator[str]:
    for tag, label in _LABELS.items():
        if value := _value(exif.get(tag)):
            yield f"{label}: {value}"
    for key, value in info.items():
        if isinstance(key, str) and isinstance(value, str) and key.lower() in _INFO:
            yield f"{key.title()}: {line(value, 5000)}"
    if taken:
        yield f"Taken: {taken.replace(':', '-', 2)}"
    make, model = _value(exif.get(ExifTags.Base.Make)), _value(exif.get(ExifTags.Base.Model))
    if make or model:
        yield f"Camera: {model if model.startswith(make) else f'{make} {model}'}".strip()
    if lens := _value(inner.get(ExifTags.Base.LensModel)):
        yield f"Lens: {lens}"
    if place := _place(exif.get_ifd(ExifTags.IFD.GPSInfo)):
        yield f"GPS location: {place}"  # in the words that people look for such photos with


def _value(raw: object) -> str:
    if isinstance(raw, bytes):
        raw = raw.decode("utf-16-le", "ignore") if b"\0" in raw else raw.decode("utf-8", "ignore")
    return line(raw, 5000) if isinstance(raw, str) else ""


def _place(gps: Any) -> str:
    """Latitude and longitude in degrees, as maps take them."""
    try:
        latitude = _degrees(gps[2]) * (-1 if gps.get(1) == "S" else 1)
        longitude = _degrees(gps[4]) * (-1 if gps.get(3) == "W" else 1)
    except (KeyError, TypeError, ValueError, ZeroDivisionError, IndexError):
        return ""
    return f"{latitude:.5f}, {longitude:.5f}"


def _degrees(parts: Any) -> float:
    degree, minute, second = (float(part) for part in parts)
    return degree + minute / 60 + second / 3600
