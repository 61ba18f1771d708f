"""What is written on pictures: two receipts on one table look the same, and only their words tell them apart."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from indexer.store.library import Library
from indexer.store.likenesses import Likenesses


@dataclass(frozen=True, slots=True)
class Written:
    """`reads` says whether somebody looks for text in pictures; where nobody does, their looks have to do."""

    library: Library
    likenesses: Likenesses
    reads: Callable[[], bool] = field(default=lambda: False)

    def on(self, document_ids: Collection[int]) -> Mapping[int, str | None]:
        """The words on each of these pictures, "" where there are none; None where nobody has looked yet."""
        found: dict[int, str | None] = dict.fromkeys(document_ids, "")
        if self.reads():
            found |= dict.fromkeys(self.likenesses.unread(document_ids))
            found |= self.likenesses.written(document_ids)
        return found

    def on_files(self, *paths: bytes) -> list[str | None]:
        """The same, of files in their order; None also for one that the library does not know."""
        files = [self.library.file_at(path) for path in paths]
        keys = [file.document_id if file else None for file in files]
        words = self.on([key for key in keys if key is not None])
        return [None if key is None else words[key] for key in keys]
