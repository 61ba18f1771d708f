"""Tags: made, described, put on documents and taken off, suggested and decided about."""

from collections.abc import Callable
from dataclasses import dataclass

from indexer import protocol
from indexer.desks import Handlers
from indexer.errors import BadRequest
from indexer.store.library import Library, display
from indexer.store.records import StoredFile
from indexer.store.targets import TAG, Mark, Target, Targets


@dataclass(frozen=True, slots=True)
class TagsDesk:
    """`changed` tells clients that results and counts may be others."""

    library: Library
    targets: Targets
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
        }

    # --- the list of tags ------------------------------------------------------------------------------------------

    def tags(self, _: protocol.GetTags) -> protocol.TagList:
        carried = self.targets.counts()
        tags = (
            protocol.TagState(tag.name, tag.description, documents=carried.get(tag.id, 0), quiet=tag.quiet)
            for tag in self.targets.all(TAG)
        )
        return protocol.TagList(tuple(tags))

    def create(self, request: protocol.CreateTag) -> None:
        """Raises BadRequest for a name that exists, or cannot be one."""
        self.targets.create(TAG, request.name, request.description)
        self.changed()

    def describe(self, request: protocol.DescribeTag) -> None:
        tag = self.targets.need(TAG, request.name)
        if request.new_name is not None:
            self.targets.rename(tag, request.new_name)
        if request.description is not None and request.description != tag.description:
            self.targets.describe(tag, request.description)
        if request.quiet is not None:
            self.targets.set_suggesting(tag, request.quiet, tag.least)
        self.changed()

    def remove(self, request: protocol.RemoveTag) -> None:
        self.targets.remove(self.targets.need(TAG, request.name))
        self.changed()

    def restore(self, request: protocol.RestoreTag) -> None:
        self.targets.restore(TAG, request.name)
        self.changed()

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
        named = {name: self._tag(name) for name in {mark.tag for mark in request.marks}}
        wanted = [Mark(files[mark.path].id, named[mark.tag].id, mark.carried) for mark in request.marks]
        before = self.targets.mark(wanted)
        self.changed()
        return protocol.MarksBefore(
            tuple(
                protocol.Mark(asked.path, asked.tag, was.carried)
                for asked, was in zip(request.marks, before, strict=True)
            )
        )

    def _tag(self, name: str) -> Target:
        return self.targets.find(TAG, name) or self.targets.create(TAG, name)

    def _file(self, path: bytes) -> StoredFile:
        file = self.library.file_at(path)
        if file is None:
            raise BadRequest("unknown_file", f"“{display(path)}” is not in the library.", "Add its folder first.")
        return file
