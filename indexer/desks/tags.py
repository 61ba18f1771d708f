"""Tags: made, described, put on documents and taken off, suggested and decided about."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indexer import protocol
from indexer.desks import Handlers
from indexer.errors import BadRequest
from indexer.insight.tagging import LEARNS_FROM
from indexer.insight.wordings import folder_called
from indexer.search.present import place_at
from indexer.store.library import Library, display
from indexer.store.marks import Mark
from indexer.store.records import StoredFile
from indexer.store.targets import RULE, TAG, Assessment, Target, Targets, by_id
from indexer.work.assessing import LIMITS, Assessing
from indexer.work.calling import place_of


@dataclass(frozen=True, slots=True)
class TagsDesk:
    """`changed` tells clients that results and counts may be others."""

    library: Library
    targets: Targets
    assessing: Assessing
    changed: Callable[[], None]

    def handlers(self) -> Handlers:
        return {
            protocol.GetTags: self.tags,
            protocol.CreateTag: self.create,
            protocol.DescribeTag: self.describe,
            protocol.RemoveTag: self.remove,
            protocol.RestoreTag: self.restore,
            protocol.GetMarks: self.marks,
            protocol.SetMarks: self.set_marks,
            protocol.GetSuggestions: self.suggestions,
            protocol.SuggestTags: self.suggest,
        }

    # --- the list of tags ------------------------------------------------------------------------------------------

    def tags(self, _: protocol.GetTags) -> protocol.TagList:
        carried, waiting = self.targets.counts(), self.targets.open_counts(LIMITS)
        taught = self.targets.decisions()
        tags = (
            protocol.TagState(
                target.name,
                target.description,
                documents=carried.get(target.id, 0),
                suggested=waiting.get(target.id, 0),
                taught=taught.get(target.id, 0),
                learns=taught.get(target.id, 0) >= LEARNS_FROM,
                quiet=target.quiet,
                pending=target.pending_from is not None and not target.quiet,
            )
            for target in self.targets.all(TAG)
        )
        return protocol.TagList(tuple(tags), sum(waiting.values()))  # with those of rules

    def create(self, request: protocol.CreateTag) -> None:
        """Raises BadRequest for a name that exists, or cannot be one."""
        self.targets.create(TAG, request.name, request.description)
        self._changed()

    def describe(self, request: protocol.DescribeTag) -> None:
        tag = self.targets.need(TAG, request.name)
        if request.new_name is not None:
            self.targets.rename(tag, request.new_name)
        if request.description is not None and request.description != tag.description:
            self.targets.describe(tag, request.description)
        if request.quiet is not None:
            self.targets.set_suggesting(tag, request.quiet, tag.least)
        self._changed()

    def remove(self, request: protocol.RemoveTag) -> None:
        self.targets.remove(self.targets.need(TAG, request.name))
        self.changed()

    def restore(self, request: protocol.RestoreTag) -> None:
        self.targets.restore(TAG, request.name)
        self._changed()

    # --- documents and their tags ----------------------------------------------------------------------------------

    def marks(self, request: protocol.GetMarks) -> protocol.MarkList:
        files = {path: self.library.file_at(path) for path in request.paths}
        tags = self.library.tags([file.id for file in files.values() if file is not None])
        return protocol.MarkList(
            tuple(
                protocol.FileTags(path, tuple(sorted(tags.get(file.id, ()), key=str.casefold)))
                for path, file in files.items()
                if file is not None
            )
        )

    def set_marks(self, request: protocol.SetMarks) -> protocol.MarksBefore:
        """Raises BadRequest for a file that the library does not hold; nothing is done then."""
        files = {path: self._file(path) for path in {mark.path for mark in request.marks}}
        named = {key: self._target(*key) for key in {(mark.tag, mark.rule) for mark in request.marks}}
        wanted = [Mark(files[mark.path].id, named[mark.tag, mark.rule].id, mark.carried) for mark in request.marks]
        before = self.targets.mark(wanted)
        self.assessing.decided({mark.target_id for mark in wanted})
        self._changed()
        return protocol.MarksBefore(
            tuple(
                protocol.Mark(asked.path, asked.tag, was.carried, asked.rule)
                for asked, was in zip(request.marks, before, strict=True)
            )
        )

    def _target(self, tag: str, rule: str) -> Target:
        if rule:
            return self.targets.need(RULE, rule)
        return self.targets.find(TAG, tag) or self.targets.create(TAG, tag)

    def _file(self, path: bytes) -> StoredFile:
        file = self.library.file_at(path)
        if file is None:
            raise BadRequest("unknown_file", f"“{display(path)}” is not in the library.", "Add its folder first.")
        return file

    # --- suggestions -----------------------------------------------------------------------------------------------

    def suggestions(self, request: protocol.GetSuggestions) -> protocol.SuggestionList:
        """Raises BadRequest for a tag, rule or file that does not exist."""
        wanted: Target | None = None
        if request.tag or request.rule:
            wanted = self.targets.need(*((TAG, request.tag) if request.tag else (RULE, request.rule)))
        document_id = self._file(request.path).document_id if request.path is not None else None
        if request.path is not None and document_id is None:
            return protocol.SuggestionList((), 0)
        found, total = self.targets.suggestions(LIMITS, request.limit, wanted.id if wanted else None, document_id)
        return protocol.SuggestionList(tuple(self._shown(found)), total)

    def _shown(self, found: Sequence[Assessment]) -> list[protocol.Suggestion]:
        documents = [assessment.document_id for assessment in found]
        holders, stored = self.library.files_of(documents), self.library.documents(documents)
        targets, roots = by_id(self.targets.all()), {folder.id: folder.path for folder in self.library.folders()}
        shown = []
        for assessment in found:
            target, files = targets.get(assessment.target_id), holders.get(assessment.document_id)
            if target is None or not files:
                continue  # gone since
            tag = target if target.kind == TAG else targets.get(target.tag_id or 0)
            file = files[0]
            shown.append(
                protocol.Suggestion(
                    path=file.path,
                    name=file.name,
                    kind=file.kind,
                    size=file.size,
                    modified=file.modified,
                    confidence=assessment.confidence,
                    because=self.library.excerpt(assessment.document_id, assessment.start, assessment.end),
                    start=assessment.start,
                    end=assessment.end,
                    tag=tag.name if tag else "",
                    rule=target.name if target.kind == RULE else "",
                    folder=target.folder,
                    notify=target.notify,
                    place=place_at(stored[assessment.document_id].places, assessment.start),
                    made=assessment.made,
                    lies_in=folder_called(place_of(file, roots[file.folder_id]), tag.name) if tag else "",
                )
            )
        return shown

    def suggest(self, request: protocol.SuggestTags) -> protocol.TaskStarted:
        """Raises BadRequest while it is under way, EnvironmentProblem while meaning is not ready."""
        if request.again:
            self.targets.assess_anew([target.id for target in self.targets.all()])
        return protocol.TaskStarted(self.assessing.want())

    def _changed(self) -> None:
        self.changed()
        self.assessing.wake()
