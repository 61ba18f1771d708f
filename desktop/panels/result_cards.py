"""What stands on the card of a result: made of a hit, in the words of a person."""

from collections.abc import Sequence

from desktop import words
from desktop.excerpt import Excerpt
from desktop.language import tr
from desktop.locate import utf16
from desktop.query import KINDS
from desktop.widgets.card_delegate import Card
from indexer.protocol import Hit
from indexer.types import Status

CARE = {
    Status.PENDING: tr("not read yet: found by its name"),
    Status.PARTIAL: tr("only partly read"),
    Status.FAILED: tr("could not be read: found by its name"),
}


def _in_qt(text: str, ranges: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Ranges in characters as ranges in UTF-16 units."""
    if text.isascii():
        return tuple(ranges)
    return tuple((utf16(text, start), utf16(text, end)) for start, end in ranges)


def foot_of(hit: Hit) -> str:
    place = words.place_of(hit.passages[0].place) if hit.passages else ""
    more = hit.more + max(len(hit.passages) - 1, 0) if hit.passages else 0
    parts = [
        place,
        f"+{words.count(more, 'more passage')}" if more else "",
        tr("{copies} elsewhere").format(copies=words.count(len(hit.copies), "copy", "copies")) if hit.copies else "",
    ]
    return " · ".join(part for part in parts if part)


def care_of(hit: Hit) -> str:
    """What to know about a file that is not read as it is now. What was read of it before is found until then."""
    if hit.status is Status.PENDING and hit.passages:
        return tr("is read again soon")
    if hit.status is Status.PARTIAL and hit.kind == "image":  # it stands whole once it was looked at
        return tr("text in pictures is read last")
    return CARE.get(hit.status, "")


def card_of(hit: Hit, shown: Excerpt | None, roots: Sequence[bytes], now: float) -> Card:
    sentence = _in_qt(shown.text, (shown.sentence,)) if shown and shown.sentence else ()
    return Card(
        name=hit.name,
        kind=hit.kind,
        trail=words.folder_trail(hit.path, roots),
        when=words.when(hit.modified, now),
        bars=words.BARS[hit.tier] if words.reasons(hit) else 0,
        because="\n".join([words.because(hit), *(f"{name}: {said}" for name, _, said in words.reasons(hit))]),
        dated=f"{tr('Changed {date}').format(date=words.exactly(hit.modified))} · {words.size(hit.size)}",
        path=words.display(hit.path),
        foot=foot_of(hit),
        said=words.in_common(hit),
        passage=shown.text if shown else "",
        sentence=sentence[0] if sentence else None,
        words=_in_qt(shown.text, shown.words) if shown else (),
        name_words=_in_qt(hit.name, hit.name_highlights),
        care=care_of(hit),
        size=words.size(hit.size),
        kind_name=KINDS.get(hit.kind, hit.kind),
        tags=hit.tags,
    )
