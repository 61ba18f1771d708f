"""Drafts of one document are a family: which documents belong to one, and which of them is the current one. Pure.

Nothing is merged on a guess. Two invoices of one form, two months' minutes, two letters of one series are alike as
drafts are; what tells them apart is that they differ in numbers and names only, or that their own names count them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from indexer.insight import verdicts
from indexer.insight.naming import Named, named
from indexer.insight.wording import Alignment
from indexer.store.records import StoredFile

_LEAST_WORDS = 25  # of the shorter one
_RELATED, _HELD = 0.4, 0.6  # of namesakes
_STRANGER, _STRANGER_HELD = 0.7, 0.85  # of documents whose names have nothing in common
_DATED = 0.75  # of namesakes that carry different dates
_FORM = 0.6  # of the words that were swapped are numbers
_IN_PLACE = 0.8  # of the words that differ stand against others
_MOST = 60  # documents of one family; more are a series


@dataclass(frozen=True, slots=True)
class Draft:
    """A document of a family, and the newest file that holds it."""

    document_id: int
    file: StoredFile


@dataclass(frozen=True, slots=True)
class Family:
    """The current version first, then the others, the newest first. `likeness` is how much of its words each shares
    with the current one."""

    drafts: tuple[Draft, ...]
    likeness: Mapping[int, float]

    @property
    def current(self) -> Draft:
        return self.drafts[0]


def is_version(alignment: Alignment, one: Named, other: Named, same_folder: bool) -> bool:
    """Whether two documents are drafts of one."""
    if min(alignment.first, alignment.second) < _LEAST_WORDS:
        return False
    if verdicts.is_same_text(alignment):
        return True
    if is_series(one, other) or _is_form(alignment):
        return one.stem == other.stem and one.says_version and other.says_version and one.numbers == other.numbers
    if one.stem != other.stem or not one.says_much:
        return not _is_in_place(alignment) and (
            alignment.ratio >= _STRANGER or (same_folder and alignment.held >= _STRANGER_HELD)
        )
    if one.dated != other.dated and one.dated and other.dated:
        return alignment.ratio >= _DATED
    return alignment.ratio >= _RELATED or alignment.held >= _HELD


def is_series(one: Named, other: Named) -> bool:
    """Names that count: Invoice 41 and Invoice 42."""
    return (
        bool(one.numbers and other.numbers)
        and one.numbers != other.numbers
        and _without_numbers(one) == _without_numbers(other)
    )


def _without_numbers(name: Named) -> list[str]:
    return [word for word in name.stem.split() if word not in name.numbers]


def _is_form(alignment: Alignment) -> bool:
    """The same form, filled in twice: what differs are mostly numbers against numbers."""
    return alignment.numbers >= _FORM * alignment.swapped > 0 and _is_in_place(alignment)


def _is_in_place(alignment: Alignment) -> bool:
    """Nearly nothing was added or dropped: words stand against other words, as in letters of one series."""
    return 2 * alignment.swapped >= _IN_PLACE * (alignment.first + alignment.second - 2 * alignment.shared)


@dataclass(frozen=True, slots=True)
class Kin:
    """Two documents that are drafts of one, and how much of their words they share."""

    first: int
    second: int
    ratio: float


def families(kin: Iterable[Kin], drafts: Mapping[int, Draft]) -> list[Family]:
    """Families of two and more, those with the newest current version first. Two documents whose names count them
    never meet in one, however they are linked."""
    ordered = sorted(kin, key=lambda pair: (-pair.ratio, pair.first, pair.second))
    names = {key: named(draft.file.name) for key, draft in drafts.items()}
    ratios: dict[frozenset[int], float] = {}
    member: dict[int, list[int]] = {}
    for pair in ordered:
        if pair.first not in drafts or pair.second not in drafts:
            continue
        ratios[frozenset((pair.first, pair.second))] = pair.ratio
        ours, theirs = member.get(pair.first, [pair.first]), member.get(pair.second, [pair.second])
        if ours is theirs or len(ours) + len(theirs) > _MOST:
            continue
        if any(is_series(names[one], names[other]) for one in ours for other in theirs):
            continue
        ours.extend(theirs)
        for key in ours:
            member[key] = ours
    groups = {id(group): group for group in member.values()}.values()
    found = [_family([drafts[key] for key in group], ratios) for group in groups]
    return sorted(found, key=lambda family: -family.current.file.mtime_ns)


def _family(drafts: Sequence[Draft], ratios: Mapping[frozenset[int], float]) -> Family:
    ordered = sorted(drafts, key=standing, reverse=True)
    current = ordered[0].document_id
    likeness = {draft.document_id: ratios.get(frozenset((current, draft.document_id)), 0.0) for draft in ordered[1:]}
    return Family(tuple(ordered), {current: 1.0, **likeness})


def standing(draft: Draft) -> tuple[int, tuple[int, ...], str, int, bytes]:
    """How current a draft is: by what its name says of its stage, number and date, then by its last change."""
    name = named(draft.file.name)
    return _rank(name.stage), name.number, name.dated, draft.file.mtime_ns, draft.file.path


def _rank(stage: int | None) -> int:
    """Old ones and drafts are behind those that say nothing; final and sent ones are before them."""
    if stage is None:
        return 2
    return {0: 0, 1: 1, 2: 2, 3: 2}.get(stage, stage)


def because(family: Family) -> str:
    """Why the current version is taken for it, in a few words."""
    ours, theirs = (standing(draft)[:3] for draft in family.drafts[:2])
    if ours[0] != theirs[0]:
        return "by its name" if ours[0] > 2 else "the others are marked as old or draft"
    if ours[1] != theirs[1]:
        return "by the number in its name"
    if ours[2] != theirs[2]:
        return "by the date in its name"
    return "changed last"
