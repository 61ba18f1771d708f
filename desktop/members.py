"""What is in an archive, as its text tells: the members that were read have a place, the names of others come last."""

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.types import Place


@dataclass(frozen=True, slots=True)
class Member:
    """`start` is where its text begins; None where it was not read."""

    name: str
    start: int | None = None


def members(text: str, places: Sequence[Place]) -> list[Member]:
    """In the order of their names. Members of archives within are named with the way to them."""
    read = [place for place in places if place.kind == "member"]
    end = max((place.end for place in read), default=0)
    found = [Member(place.label, place.start) for place in read if place.label]
    found += [Member(name) for name in text[end:].split("\n") if name.strip()]
    return sorted(found, key=lambda member: member.name.casefold())
