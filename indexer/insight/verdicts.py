"""What two aligned texts are to each other. The figures were set on documents in several formats, on edited families
and on cross-posted messages; `wherein evaluate duplicates` and `wherein evaluate versions` measure them."""

from collections import Counter

import msgspec

from indexer.insight import pictures
from indexer.insight.wording import Alignment, words_of

SAME_TEXT = 0.9  # of the words of both, in the same order
SWAPPED = 0.01  # of the words: a conversion adds a header or drops a footnote, but swaps no words
KEPT = 0.4  # alignments below it are not worth keeping
MIN_HASH = 0.12  # two texts that agree in less of their signatures are not aligned at all
SAME_MEANING = 0.92  # cosine of two documents' mean vectors: means of many passages are always near each other …
SAME_PASSAGE = 0.85  # … those of two short texts only where the one paraphrases the other
_WRITTEN = 8  # words on a picture that say what it is; fewer are a sign in the street
_READ_ALIKE = 0.8  # of the words that were read on two pictures of one page
SHOWN_ALIKE = 0.95  # cosine of what two pictures show: the same thing, not the same picture. A choice, not measured yet
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


def is_same_picture(bits: int, first: str | None, second: str | None) -> bool:
    """Of two pictures whose hashes differ in so many bits, and what is written on them; None: nobody has read that.

    A page that was saved anew, resized or turned is read alike, in whatever order its lines come; two receipts of one
    shop differ in a number.
    """
    if first is None or second is None:
        return bits <= pictures.SURE
    if bits > pictures.RADIUS:
        return False
    if not any(map(says_what_it_is, (first, second))):
        return True
    ours, theirs = (Counter(words_of(text).plain) for text in (first, second))
    differing = (ours - theirs) + (theirs - ours)
    alike = 1 - differing.total() / (ours.total() + theirs.total())
    return alike >= _READ_ALIKE and not any(any(map(str.isdigit, word)) for word in differing)


def says_what_it_is(written: str) -> bool:
    """Whether what is written on a picture is more than a sign in the street."""
    return len(words_of(written).plain) >= _WRITTEN
