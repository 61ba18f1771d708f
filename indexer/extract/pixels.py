"""A picture as a model that looks at pictures wants it: a square of pixels, made in the killable child that may open
untrusted files, so that nobody else has to decode one."""

import base64

from PIL import Image, ImageOps

from indexer.extract.image import opened
from indexer.extract.source import Source
from indexer.types import Extracted

SIDE = 224  # pixels, as the well-known models take them


def read(source: Source) -> Extracted:
    """`text` is the middle of the picture, SIDE × SIDE × 3 bytes (red, green, blue, row by row), in base 64."""
    with opened(source) as image:
        image.draft("RGB", (2 * SIDE, 2 * SIDE))
        square = ImageOps.fit(flat(image), (SIDE, SIDE), Image.Resampling.BICUBIC)
    return Extracted(base64.b64encode(square.tobytes()).decode("ascii"))


def pixels_of(text: str) -> bytes:
    """The pixels again; nothing where it is some other text: a file that is no picture was read as what it is."""
    try:
        pixels = base64.b64decode(text, validate=True)
    except ValueError:
        return b""
    return pixels if len(pixels) == SIDE * SIDE * 3 else b""


def flat(image: Image.Image) -> Image.Image:
    """In colours, upright, on white."""
    upright: Image.Image = ImageOps.exif_transpose(image)
    if upright.mode in ("RGBA", "LA", "PA", "P") or "transparency" in upright.info:
        drawn = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", drawn.size, "white"), drawn)
    return upright.convert("RGB")
