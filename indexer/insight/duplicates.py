"""Groups of files of which one is enough, and families of drafts, from what the library knows. Nothing is read anew."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from indexer.insight import grouping, pictures, verdicts
from indexer.insight.families import Draft, Family, Kin, families, is_version
from indexer.insight.grouping import EXACT, IMAGE, MEANING, NEAR, SHOWN, Group, Likeness
from indexer.insight.naming import named
from indexer.insight.signatures import TEXT_VERSION
from indexer.insight.written import Written
from indexer.store.library import Library
from indexer.store.likenesses import Held, Likenesses, Pair
from indexer.store.records import StoredFile

# Kinds of which a changed copy is a version. A reply that quotes a mail is none, code has its own history.
_MOST = 300  # documents of the very same words in one group
_DRAFTED = frozenset({"pdf", "document", "spreadsheet", "presentation", "text", "web", "book"})


@dataclass(frozen=True, slots=True)
class Duplicates:
    library: Library
    likenesses: Likenesses
    written: Written

    def groups(self, kind: str, rules: Sequence[str]) -> list[Group]:
        """The groups of one kind (see `grouping.KINDS`), those that free the most space first."""
        if kind == EXACT:
            found = grouping.exact_groups(self.likenesses.copies(), rules)
        else:
            held = self.likenesses.held()
            hashes = {key: content.hash for key, content in held.items()}
            pairs = grouping.without_set_apart(self._alike(kind, held), hashes, self.likenesses.set_apart())
            files = self.library.files_of([*{key for pair in pairs for key in (pair.first, pair.second)}])
            found = grouping.document_groups(kind, pairs, files, hashes, rules)
        return sorted(found, key=lambda group: (-grouping.spare_bytes([group]), group.reference.path))

    def families(self) -> list[Family]:
        held = self.likenesses.held()
        pairs = self.likenesses.pairs("text")
        files = self.library.files_of([*{key for pair in pairs for key in (pair.first, pair.second)}])
        drafts = {key: Draft(key, of_document[0]) for key, of_document in files.items() if _is_drafted(of_document[0])}
        hashes = {key: content.hash for key, content in held.items()}
        apart = self.likenesses.set_apart()
        kin = [
            Likeness(pair.first, pair.second, pair.score)
            for pair in pairs
            if pair.first in drafts and pair.second in drafts and _is_kin(pair, drafts)
        ]
        kept = grouping.without_set_apart(kin, hashes, apart)
        return families([Kin(pair.first, pair.second, pair.score) for pair in kept], drafts)

    def _alike(self, kind: str, held: dict[int, Held]) -> Iterable[Likeness]:
        if kind == NEAR:
            return self._same_texts()
        if kind == IMAGE:
            return self._same_pictures()
        if kind == SHOWN:
            same = {(pair.first, pair.second) for pair in self._same_pictures()}
            return [
                Likeness(pair.first, pair.second, pair.score)
                for pair in self.likenesses.pairs("shown")
                if (pair.first, pair.second) not in same and held[pair.first].hash != held[pair.second].hash
            ]
        if kind == MEANING:
            # What says the same in the same words is listed there, and drafts are listed as versions.
            in_words = {(pair.first, pair.second) for pair in self.likenesses.pairs("text")}
            same = {(pair.first, pair.second) for pair in self._same_texts()}
            return [
                Likeness(pair.first, pair.second, pair.score)
                for pair in self.likenesses.pairs("meaning")
                if (pair.first, pair.second) not in in_words | same and held[pair.first].hash != held[pair.second].hash
            ]
        return ()

    def _same_pictures(self) -> list[Likeness]:
        pairs = self.likenesses.pairs("image")
        words = self.written.on({key for pair in pairs for key in (pair.first, pair.second)})
        return [
            Likeness(pair.first, pair.second, pair.score)
            for pair in pairs
            if verdicts.is_same_picture(pictures.bits_apart(pair.score), words[pair.first], words[pair.second])
        ]

    def _same_texts(self) -> list[Likeness]:
        """Pairs that say the same: as they were aligned, and all pairs of the very same words."""
        alike = {
            (pair.first, pair.second): pair.score
            for pair in self.likenesses.pairs("text")
            if verdicts.is_same_text(verdicts.unpack(pair.detail))
        }
        for same in self.likenesses.same_words(TEXT_VERSION):
            for at in range(0, len(same), _MOST):
                alike |= dict.fromkeys(combinations(same[at : at + _MOST], 2), 1.0)
        return [Likeness(one, other, score) for (one, other), score in alike.items()]


def _is_drafted(file: StoredFile) -> bool:
    return file.kind in _DRAFTED


def _is_kin(pair: Pair, drafts: dict[int, Draft]) -> bool:
    one, other = drafts[pair.first].file, drafts[pair.second].file
    alignment = verdicts.unpack(pair.detail)
    same_folder = one.path.rpartition(b"/")[0] == other.path.rpartition(b"/")[0]
    return is_version(alignment, named(one.name), named(other.name), same_folder)
