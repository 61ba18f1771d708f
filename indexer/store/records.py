"""Rows of the library as other rooms see them."""

from dataclasses import dataclass

from indexer.types import FileStat, Place, Status


@dataclass(frozen=True, slots=True)
class StoredFolder:
    """A watched folder. `device` and `inode` identify the directory that was added."""

    id: int
    path: bytes
    device: int
    inode: int
    paused: bool
    state: str


@dataclass(frozen=True, slots=True)
class StoredFile:
    id: int
    folder_id: int
    path: bytes
    name: str
    kind: str
    extension: str
    size: int
    mtime_ns: int
    inode: int
    device: int
    status: Status
    code: str | None
    detail: str | None
    attempts: int
    retry_at: float | None
    document_id: int | None

    @property
    def stat(self) -> FileStat:
        return FileStat(self.path, self.size, self.mtime_ns, self.inode, self.device)

    @property
    def modified(self) -> float:
        """Seconds since the epoch."""
        return self.mtime_ns / 1e9


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A content, without its text. `code` says why only a part could be read."""

    id: int
    hash: bytes
    format: str
    extractor: str
    chunker: str
    places: tuple[Place, ...]
    title: str
    author: str
    created: float | None
    language: str
    page_count: int
    code: str | None
    detail: str | None


@dataclass(frozen=True, slots=True)
class StoredChunk:
    """`text` is the document's text[start:end]."""

    id: int
    document_id: int
    ordinal: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a cache must do to catch up; see `changes` in the schema."""

    sequence: int
    action: str
    key: int
