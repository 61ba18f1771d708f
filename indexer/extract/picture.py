"""A picture as a window shows it: for formats that the window cannot draw by itself, made in the killable child that
may open untrusted files."""

import base64
import io

from PIL import Image

from indexer.extract.image import opened
from indexer.extract.pixels import flat
from indexer.extract.source import Source
from indexer.types import Extracted

LONGEST = 2000  # pixels of a side
_QUALITY = 88


def read(source: Source) -> Extracted:
    """`text` is a JPEG, in base 64: upright, on white, made smaller where it is very large."""
    with opened(source) as image:
        image.draft("RGB", (LONGEST, LONGEST))
        drawn = flat(image)
    drawn.thumbnail((LONGEST, LONGEST), Image.Resampling.BICUBIC)
    made = io.BytesIO()
    drawn.save(made, "JPEG", quality=_QUALITY)
    return Extracted(base64.b64encode(made.getvalue()).decode("ascii"))


def jpeg_of(text: str) -> bytes:
    """The file again; nothing where it is some other text: what is no picture was read as what it is."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return b""
    return data if data.startswith(b"\xff\xd8") else b""
