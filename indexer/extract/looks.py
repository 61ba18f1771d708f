"""What a picture looks like, in all eight ways that it may be turned and mirrored: perceptual hashes, as hex words.

A reader like the others, so that the same killable child opens the untrusted file. The picture is made upright first
(as its metadata say), flattened on white, and small.
"""

import warnings

import imagehash
from PIL import Image, ImageOps

from indexer.extract.image import MAX_PIXELS
from indexer.extract.source import Refused, Source
from indexer.extract.wording import plainly
from indexer.types import Extracted, Reason

VERSION = "phash-16-1"
SIDE = 16  # a hash has SIDE² bits
_SMALL = 256  # pixels of a side; the hash looks at 64
_SHORTEST = 16
_TURNS = (
    None,
    Image.Transpose.FLIP_LEFT_RIGHT,
    Image.Transpose.ROTATE_90,
    Image.Transpose.ROTATE_180,
    Image.Transpose.ROTATE_270,
    Image.Transpose.FLIP_TOP_BOTTOM,
    Image.Transpose.TRANSPOSE,
    Image.Transpose.TRANSVERSE,
)


def read(source: Source) -> Extracted:
    """`text` holds nine words of hex: the hash as it is, the seven others, and how much there is to see: the standard
    deviation of its grey, in two digits."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(source.file()) as image:
            image.draft("L", (_SMALL, _SMALL))
            grey = _flat(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(Reason.BOMB, "It has more pixels than can be trusted.") from None
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, EOFError, ZeroDivisionError) as error:
        raise Refused(Reason.DAMAGED, plainly(str(error))) from None
    if min(grey.size) < _SHORTEST:
        raise Refused(Reason.NO_TEXT, "It is too small to be told from others.")
    hashes = [str(imagehash.phash(grey if turn is None else grey.transpose(turn), SIDE)) for turn in _TURNS]
    return Extracted(" ".join([*hashes, f"{min(_contrast(grey), 255):02x}"]))


def _flat(image: Image.Image) -> Image.Image:
    """Grey, upright, on white, at most `_SMALL` pixels a side."""
    upright: Image.Image = ImageOps.exif_transpose(image)
    if upright.mode in ("RGBA", "LA", "PA", "P") or "transparency" in upright.info:
        drawn = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", drawn.size, "white"), drawn)
    elif upright.mode.startswith("I") or upright.mode == "F":
        upright = upright.point(lambda value: value / 256)  # 16 bits to 8
    grey = upright.convert("L")
    grey.thumbnail((_SMALL, _SMALL))
    return grey


def _contrast(grey: Image.Image) -> int:
    from PIL import ImageStat

    return round(ImageStat.Stat(grey).stddev[0])
