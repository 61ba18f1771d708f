"""Pictures like one: those that look like it, whichever way they are turned, and those that show the like, where a
model of texts and pictures tells how near they are. Pictures that are the same as one that is listed are part of its
row; those that are the same as the example itself are no rows, where the library holds it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from indexer.insight import pictures, verdicts
from indexer.insight.pictures import Look
from indexer.search.pictures import share_of, tier_of
from indexer.types import Tier

_ORDER = (Tier.STRONG, Tier.LIKELY, Tier.WEAK)


@dataclass(frozen=True, slots=True)
class Example:
    """`document_id` is None for a picture that the library does not hold, `words` None where nobody has read it."""

    look: Look
    document_id: int | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A picture and why it is listed, in a few words; `score` is 0 to 1, `same` are pictures that are the same."""

    document_id: int
    said: str
    score: float
    tier: Tier
    same: tuple[int, ...] = ()


def like(
    example: Example, looks: Mapping[int, Look], words: Mapping[int, str | None], ahead: Mapping[int, float]
) -> tuple[list[PictureRow], list[int]]:
    """(rows, the best first; pictures that are the same as the example). `ahead` says by how many standard deviations a
    picture is nearer to the example, in what it shows, than others are."""
    rows, same = [], []
    for key in (looks.keys() | ahead.keys()) - {example.document_id}:
        bits = pictures.distance(example.look, looks[key])[0] if key in looks else 4 * pictures.RELATED
        if verdicts.is_same_picture(bits, example.words, words.get(key, "")):
            same.append(key)
            found = PictureRow(key, "Looks the same.", pictures.likeness(bits), Tier.STRONG)
        elif bits <= pictures.RADIUS:
            found = PictureRow(key, "Looks alike.", pictures.likeness(bits), Tier.LIKELY)
        elif (tier := tier_of(ahead.get(key, 0.0))) is not Tier.WEAK:
            found = PictureRow(key, "Shows the like.", share_of(ahead[key]), tier)
        elif bits <= pictures.RELATED:
            found = PictureRow(key, "Looks a little like it.", pictures.likeness(bits), Tier.WEAK)
        else:
            continue
        rows.append(found)
    if example.document_id is not None:
        rows = [row for row in rows if row.document_id not in same]
    return sorted(rows, key=lambda row: (_ORDER.index(row.tier), -row.score, row.document_id)), sorted(same)


def folded(rows: Iterable[PictureRow], same_as: Callable[[int], Collection[int]], limit: int) -> list[PictureRow]:
    """The first rows, each with those after it that are the same picture."""
    kept: list[PictureRow] = []
    held: set[int] = set()
    for row in rows:
        if row.document_id in held:
            continue
        if len(kept) == limit:
            break
        same = set(same_as(row.document_id)) - held
        held |= same | {row.document_id}
        kept.append(replace(row, same=tuple(sorted(same))))
    return kept
