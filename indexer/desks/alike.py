"""Duplicates and what becomes of them, versions of one document, two files side by side."""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import msgspec

from indexer import protocol
from indexer.desks import Handlers
from indexer.errors import BadRequest
from indexer.extract.pool import ExtractionPool
from indexer.formats import Format, format_of
from indexer.insight import families, grouping, pictures, preference, verdicts
from indexer.insight.comparison import side_by_side
from indexer.insight.duplicates import Duplicates
from indexer.insight.families import Family
from indexer.insight.grouping import Group
from indexer.insight.preference import Selection
from indexer.insight.written import Written
from indexer.settings import Settings
from indexer.store.database import Database
from indexer.store.journal import Journal
from indexer.store.library import Library, display
from indexer.store.likenesses import Likenesses
from indexer.store.picturevectors import PictureVectors
from indexer.types import Extracted, Fingerprint
from indexer.work.comparing import Comparing
from indexer.work.reading import Content, content_of
from indexer.work.tasks import Tasks
from indexer.work.trash import SystemTrash
from indexer.work.trashing import Trashing

KIND = "duplicates"  # of the task


@dataclass(frozen=True, slots=True)
class AlikeDesk:
    library: Library
    likenesses: Likenesses
    duplicates: Duplicates
    comparing: Comparing
    trashing: Trashing
    journal: Journal
    tasks: Tasks
    pool: ExtractionPool
    settings: Callable[[], Settings]

    @classmethod
    def build(
        cls,
        database: Database,
        library: Library,
        pool: ExtractionPool,
        tasks: Tasks,
        *,
        clock: Callable[[], float],
        settings: Callable[[], Settings],
        fingerprint: Callable[[], Fingerprint],
        look: Callable[[bytes], None],
        on_change: Callable[[], None],
    ) -> "AlikeDesk":
        """`look` is told folders in which a file came or went, `on_change` that groups may be others."""
        likenesses, journal = Likenesses(database), Journal(database, clock)
        comparing = Comparing(library, likenesses, PictureVectors(database), pool, fingerprint, on_change)
        written = Written(library, likenesses, lambda: settings().recognise)
        trashing = Trashing(library, journal, pool, SystemTrash(), written, look)
        trashing.recover()
        duplicates = Duplicates(library, likenesses, written)
        return cls(library, likenesses, duplicates, comparing, trashing, journal, tasks, pool, settings)

    def handlers(self) -> Handlers:
        return {
            protocol.FindDuplicates: lambda _: protocol.TaskStarted(self.find()),
            protocol.GetDuplicates: self.groups,
            protocol.SetApart: self.set_apart,
            protocol.TrashCopies: self.trashing.remove,
            protocol.UndoTrash: self.trashing.undo,
            protocol.GetRemovals: self.removals,
            protocol.Compare: self.compare,
            protocol.GetVersions: self.versions,
        }

    def find(self) -> int:
        """Starts to compare what was not compared yet; the task's id. Raises BadRequest while that is under way."""
        return self.tasks.start(KIND, "Looking for duplicates and versions", self.comparing.run)

    def catch_up(self) -> None:
        """Compares by itself what waits, where that is wanted and not under way."""
        if self.settings().find_duplicates and self.comparing.waiting():
            with suppress(BadRequest):
                self.find()

    # --- duplicates ------------------------------------------------------------------------------------------------

    def groups(self, request: protocol.GetDuplicates) -> protocol.Duplicates:
        """Raises BadRequest for a kind, rule or selection that does not exist."""
        rules = request.rules or rules_of(self.settings().keep_which)
        away = {folder.id for folder in self.library.folders() if folder.state != "online"}
        selection = Selection(request.select)
        groups: list[protocol.DuplicateGroup] = []
        counts = []
        for kind in request.kinds or grouping.KINDS:
            if kind not in grouping.KINDS:
                raise BadRequest(
                    "unknown_kind", f"There are no duplicates of kind “{kind}”.", f"Known: {', '.join(grouping.KINDS)}."
                )
            found = [group for group in self.duplicates.groups(kind, rules) if _touches(group, request.folder)]
            counts.append(protocol.KindCount(kind, len(found), grouping.spare_bytes(found)))
            groups += [_group(group, selection, away) for group in found[: request.limit]]
        return protocol.Duplicates(tuple(groups), tuple(counts), self.comparing.waiting(), tuple(rules))

    def set_apart(self, request: protocol.SetApart) -> None:
        """Raises BadRequest for fewer than two contents."""
        hashes = {self._hash(path) for path in request.paths}
        pairs = [(one, other) for one in hashes for other in hashes if one < other]
        if not pairs:
            raise BadRequest(
                "same_content", "These files hold the very same bytes.", "Only files that differ can be told apart."
            )
        self.likenesses.change_set_apart(pairs, request.apart)

    def _hash(self, path: bytes) -> bytes:
        file = self.library.file_at(path)
        documents = self.library.documents([file.document_id]) if file and file.document_id else {}
        for document in documents.values():
            return document.hash
        raise BadRequest("unknown_file", f"“{display(path)}” is not in the library, or was not read.")

    def removals(self, request: protocol.GetRemovals) -> protocol.Removals:
        return protocol.Removals(
            tuple(
                protocol.Removed(
                    entry.batch, entry.path, entry.reference, entry.kind, entry.size, entry.state, entry.at
                )
                for entry in self.journal.newest(request.limit)
            )
        )

    # --- side by side ----------------------------------------------------------------------------------------------

    def compare(self, request: protocol.Compare) -> protocol.Comparison:
        """Raises BadRequest for a file that cannot be read."""
        first, second = self._side(request.first), self._side(request.second)
        contents = content_of(request.first), content_of(request.second)
        exact = (
            all(isinstance(content, Content) for content in contents)
            and len({content.hash for content in contents if isinstance(content, Content)}) == 1
        )
        if first.kind == second.kind == "image" and not exact:
            return self._compare_pictures(first, second)
        found = side_by_side(first.text, second.text, first.name, second.name)
        return protocol.Comparison(
            first=_changed(first, found.first, found.alignment.first),
            second=_changed(second, found.second, found.alignment.second),
            relation="exact" if exact else found.relation,
            score=1.0 if exact else found.alignment.ratio,
            said="They are the same, byte for byte." if exact else found.said,
            anchors=found.anchors,
        )

    def _side(self, path: bytes) -> protocol.Side:
        try:
            status = os.stat(path)
        except OSError as error:
            raise BadRequest("unreadable_file", f"“{display(path)}” cannot be read: {error.strerror}.") from error
        name = display(os.path.basename(path))
        return protocol.Side(path, name, format_of(name).kind, status.st_size, status.st_mtime, self._text(path, name))

    def _text(self, path: bytes, name: str) -> str:
        file = self.library.file_at(path)
        if file is not None and file.document_id is not None:
            return self.library.document_text(file.document_id)
        answer = self.pool.extract(path, format_of(name))
        return answer.text if isinstance(answer, Extracted) else ""

    def _compare_pictures(self, first: protocol.Side, second: protocol.Side) -> protocol.Comparison:
        looks = [self._look(side) for side in (first, second)]
        if looks[0] is None or looks[1] is None:
            return protocol.Comparison(first, second, "other", 0.0, "One of the pictures could not be looked at.")
        bits, turn = pictures.distance(looks[1], looks[0])
        alike = bits <= pictures.RADIUS
        words = self.duplicates.written.on_files(first.path, second.path)
        same = alike and (None in words or verdicts.is_same_picture(bits, *words))
        turned = pictures.turned(turn) if alike else ""
        other = "They look alike, and say different things" if alike else "They look different"
        said = "They look the same" if same else other
        return protocol.Comparison(
            first, second, "image" if same else "other", pictures.likeness(bits),
            f"{said}{f'; the second one is {turned}' if turned else ''}.", turned=turned,
        )  # fmt: skip

    def _look(self, side: protocol.Side) -> pictures.Look | None:
        answer = self.pool.extract(side.path, Format(format_of(side.name).name, "image", "looks"))
        return pictures.look_of(answer.text) if isinstance(answer, Extracted) else None

    # --- versions --------------------------------------------------------------------------------------------------

    def versions(self, request: protocol.GetVersions) -> protocol.Versions:
        if request.path is not None:
            file = self.library.file_at(request.path)
            key = file.document_id if file else None
            if key is None or not self.likenesses.pairs_with("text", key):
                return protocol.Versions(())  # as for most: nothing else need be looked at
        found = self.duplicates.families()
        if request.path is not None:
            found = [family for family in found if any(draft.document_id == key for draft in family.drafts)]
        return protocol.Versions(tuple(self._family(family) for family in found[: request.limit]), len(found))

    def _family(self, family: Family) -> protocol.VersionFamily:
        files = self.library.files_of([draft.document_id for draft in family.drafts])
        return protocol.VersionFamily(
            tuple(
                protocol.Version(
                    draft.file.path,
                    draft.file.name,
                    draft.file.kind,
                    draft.file.size,
                    draft.file.modified,
                    family.likeness.get(draft.document_id, 0.0),
                    tuple(file.path for file in files.get(draft.document_id, ())[1:]),
                )
                for draft in family.drafts
            ),
            families.because(family),
        )


def rules_of(text: str) -> list[str]:
    """Rules set apart by commas or line breaks."""
    rules = [rule.strip() for rule in text.replace("\n", ",").split(",")]
    return [rule for rule in rules if rule] or list(preference.DEFAULT)


def _touches(group: Group, folder: bytes | None) -> bool:
    return folder is None or any(preference.is_below(member.file.path, folder) for member in group.members)


def _group(group: Group, selection: Selection, away: set[int]) -> protocol.DuplicateGroup:
    return protocol.DuplicateGroup(
        group.kind,
        group.score,
        tuple(
            protocol.Copy(
                member.file.path,
                member.file.name,
                member.file.kind,
                member.file.size,
                member.file.modified,
                member.relation,
                member.score,
                marked=member.relation in grouping.REMOVABLE
                and member.file.folder_id not in away
                and selection.marks(member.file, group.reference),
                online=member.file.folder_id not in away,
            )
            for member in group.members
        ),
    )


def _changed(side: protocol.Side, spans: Sequence[tuple[int, int]], words: int) -> protocol.Side:
    return msgspec.structs.replace(side, changed=tuple(spans), words=words)
