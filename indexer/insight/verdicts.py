"""What two aligned texts are to each other. The figures were set on documents in several formats, on edited families
and on cross-posted messages; `wherein evaluate duplicates` and `wherein evaluate versions` measure them."""

import msgspec

from indexer.insight.wording import Alignment

SAME_TEXT = 0.9  # of the words of both, in the same order
SWAPPED = 0.01  # of the words: a conversion adds a header or drops a footnote, but swaps no words
KEPT = 0.4  # alignments below it are not worth keeping
MIN_HASH = 0.12  # two texts that agree in less of their signatures are not aligned at all
SAME_MEANING = 0.92  # cosine of two documents' mean vectors: means of many passages are always near each other …
SAME_PASSAGE = 0.85  # … those of two short texts only where the one paraphrases the other
_SHORT = 30, 600  # characters of a text that is one passage, and more than a greeting

_decode = msgspec.msgpack.Decoder(Alignment).decode


def pack(alignment: Alignment) -> bytes:
    return msgspec.msgpack.encode(alignment)


def unpack(detail: bytes) -> Alignment:
    return _decode(detail)


def is_worth_keeping(alignment: Alignment) -> bool:
    return max(alignment.ratio, alignment.held) >= KEPT


def is_same_text(alignment: Alignment) -> bool:
    """The same text, be it in another format. Two invoices of one form differ in numbers, and are not the same."""
    longest = max(alignment.first, alignment.second)
    return alignment.ratio >= SAME_TEXT and alignment.numbers == 0 and alignment.swapped <= SWAPPED * longest


def means_the_same(cosine: float, first: int, second: int) -> bool:
    """Of two documents with so many characters."""
    short = all(_SHORT[0] <= length <= _SHORT[1] for length in (first, second))
    return cosine >= (SAME_PASSAGE if short else SAME_MEANING)
