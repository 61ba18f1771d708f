"""From pairs of documents that are alike to groups of files. Pure: what is on disk is not looked at here."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from indexer.insight.preference import in_order
from indexer.store.records import StoredFile

EXACT, NEAR, IMAGE, MEANING, SHOWN = "exact", "near", "image", "meaning", "shown"
KINDS = (EXACT, NEAR, IMAGE, MEANING, SHOWN)
REMOVABLE = frozenset({EXACT, NEAR, IMAGE})  # of the others a person has to look at each


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two documents that are alike."""

    first: int
    second: int
    score: float


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a group. `relation` is how it is like the reference: as `KINDS` say, "link" for another name of the
    very same file, "" for the reference itself. `score` is 0 to 1."""

    file: StoredFile
    relation: str
    score: float


@dataclass(frozen=True, slots=True)
class Group:
    """Files of which one is enough. The reference, which stays, comes first."""

    kind: str
    members: tuple[Member, ...]

    @property
    def reference(self) -> StoredFile:
        return self.members[0].file

    @property
    def score(self) -> float:
        """Of the least alike."""
        return min(member.score for member in self.members)


def exact_groups(copies: Mapping[bytes, Sequence[StoredFile]], rules: Sequence[str]) -> list[Group]:
    """Files that hold the same bytes. Those that are all names of one file take no space, and are no group."""
    groups = []
    for files in copies.values():
        if len({(file.device, file.inode) for file in files}) < 2:
            continue
        ordered = in_order(files, rules)
        groups.append(Group(EXACT, tuple(_exact(file, ordered) for file in ordered)))
    return groups


def _exact(file: StoredFile, ordered: Sequence[StoredFile]) -> Member:
    first = ordered[0]
    if file is first:
        return Member(file, "", 1.0)
    return Member(file, "link" if (file.device, file.inode) == (first.device, first.inode) else EXACT, 1.0)


def cliques(likenesses: Iterable[Likeness]) -> list[list[int]]:
    """Documents of which each is like each other one, the most alike first: no chain leads from a text to another that
    is not like it."""
    near: dict[int, dict[int, float]] = defaultdict(dict)
    for pair in likenesses:
        near[pair.first][pair.second] = near[pair.second][pair.first] = pair.score
    placed: dict[int, list[int]] = {}
    for pair in sorted(likenesses_of(near), key=lambda pair: (-pair.score, pair.first, pair.second)):
        ours, theirs = placed.get(pair.first, [pair.first]), placed.get(pair.second, [pair.second])
        if ours is theirs:
            continue
        if all(other in near[one] for one in ours for other in theirs):
            for one in theirs:
                ours.append(one)
                placed[one] = ours
            for one in ours:
                placed[one] = ours
    return [sorted(group) for group in {id(group): group for group in placed.values()}.values()]


def likenesses_of(near: Mapping[int, Mapping[int, float]]) -> list[Likeness]:
    return [
        Likeness(one, other, score) for one, others in near.items() for other, score in others.items() if one < other
    ]


def document_groups(
    kind: str,
    likenesses: Sequence[Likeness],
    files_of: Mapping[int, Sequence[StoredFile]],
    hash_of: Mapping[int, bytes],
    rules: Sequence[str],
) -> list[Group]:
    """Groups of all files that hold documents which are alike in this way."""
    scores = {frozenset((pair.first, pair.second)): pair.score for pair in likenesses}
    groups = []
    for documents in cliques(likenesses):
        holder = {file.path: document for document in documents for file in files_of.get(document, ())}
        files = [file for document in documents for file in files_of.get(document, ())]
        if len({hash_of[holder[file.path]] for file in files}) < 2:
            continue  # the same bytes under two extensions are an exact copy, and listed as that
        ordered = in_order(files, rules)
        first = holder[ordered[0].path]
        members = []
        for file in ordered:
            document = holder[file.path]
            if hash_of[document] == hash_of[first]:
                members.append(_exact(file, ordered))
            else:
                members.append(Member(file, kind, scores[frozenset((first, document))]))
        groups.append(Group(kind, tuple(members)))
    return groups


def without_set_apart(
    likenesses: Iterable[Likeness], hash_of: Mapping[int, bytes], apart: Collection[tuple[bytes, bytes]]
) -> list[Likeness]:
    """Without the pairs that a person set apart, and without documents that are gone."""
    kept = []
    for pair in likenesses:
        if pair.first not in hash_of or pair.second not in hash_of:
            continue
        one, other = sorted((hash_of[pair.first], hash_of[pair.second]))
        if (one, other) not in apart:
            kept.append(pair)
    return kept


def spare_bytes(groups: Iterable[Group], counts: Callable[[Member], bool] = lambda _: True) -> int:
    """How much space the members take that are not the reference."""
    return sum(
        member.file.size
        for group in groups
        for member in group.members[1:]
        if member.relation != "link" and counts(member)
    )
