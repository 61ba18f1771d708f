"""Images: what their metadata says of them."""

import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from PIL import ExifTags, Image

from indexer.extract.build import Builder, line, moment
from indexer.extract.source import Refused, Source
from indexer.types import Extracted, Reason

MAX_PIXELS = 300_000_000
_EXIF_ONLY = frozenset({"heic", "heif"})
_EXIF = re.compile(rb"Exif\0\0((?:II\*\0|MM\0\*))")
_MAX_EXIF = 1 << 16
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


def read(source: Source, recognise: Callable[[Image.Image], str] | None = None) -> Extracted:
    """`recognise` finds the text in the picture; without it only the metadata are read."""
    if source.extension in _EXIF_ONLY:
        return _describe_exif(source)
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(source.file()) as image:
            return _describe(image.getexif(), image.info, recognise(image) if recognise else "")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(Reason.BOMB, "It has more pixels than can be trusted.") from None
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, EOFError, ZeroDivisionError) as error:
        raise Refused(Reason.DAMAGED, line(str(error))) from None


def _describe_exif(source: Source) -> Extracted:
    """HEIC, whose pixels Pillow cannot read: its metadata stand in it as in any photo."""
    if source.data[4:8] != b"ftyp":
        raise Refused(Reason.DAMAGED, "This is not a HEIC image.")
    exif = Image.Exif()
    if match := _EXIF.search(source.content):
        exif.load(source.content[match.start(1) : match.start(1) + _MAX_EXIF])
    return _describe(exif, {})


def _describe(exif: Image.Exif, info: Mapping[Any, Any], text: str = "") -> Extracted:
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    taken = str(inner.get(ExifTags.Base.DateTimeOriginal) or "")
    builder = Builder()
    for row in _lines(exif, info, inner, taken):
        builder.add(row, gap="\n")
    builder.add(text)
    return builder.extracted(
        title=_value(exif.get(ExifTags.Base.XPTitle)),
        author=_value(exif.get(ExifTags.Base.Artist)),
        created=moment(taken.replace(":", "-", 2)),
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
        yield f"Place: {place}"


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
