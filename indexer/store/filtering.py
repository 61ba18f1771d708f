"""Filters → SQL over `files`. What a person types (a folder's or an author's name) is compared as people read it:
without case and accents."""

import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from indexer.protocol import Filters

SqlValue: TypeAlias = int | float | str | bytes | None
Clause: TypeAlias = tuple[str, Sequence[SqlValue]]

_DATED = "coalesce((SELECT created FROM documents WHERE documents.id = files.document_id), mtime_ns / 1e9)"


def clauses(
    filters: Filters, directories: Callable[[], Iterable[bytes]], authors: Callable[[], Iterable[str]]
) -> Clause:
    """The conditions that a row of `files` must meet, joined by AND, with their values.

    `directories` are those that hold known files, `authors` the known ones; they are only asked for where a name is.
    """
    made: list[Clause] = []
    if filters.kinds:
        made.append(_of_kinds(filters.kinds))
    if filters.without_kinds:
        made.append(_not(_of_kinds(filters.without_kinds)))
    if filters.folders:
        made.append(_below(filters.folders))
    if filters.named_folders:
        made.append(_one_of("parent", _named(filters.named_folders, directories())))
    if filters.without_folders:
        made.append(_not(_one_of("parent", _named(filters.without_folders, directories()))))
    made += [_tagged(tag) for tag in filters.tags]
    made += [_not(_tagged(tag)) for tag in filters.without_tags]
    if filters.topics:
        made.append(_in_topics(filters.topics))
    if filters.languages:
        spoken = " OR ".join("language = ? OR language LIKE ?" for _ in filters.languages)
        values = [value for tongue in filters.languages for value in (tongue, f"{tongue}-%")]
        made.append((f"document_id IN (SELECT id FROM documents WHERE {spoken})", values))
    if filters.authors:
        wanted = [plain(author) for author in filters.authors]
        named = [author for author in authors() if any(name in plain(author) for name in wanted)]
        written, names = _one_of("author", named)
        made.append((f"document_id IN (SELECT id FROM documents WHERE {written})", names))
    made += _between("size", filters.size_from, filters.size_to)
    made += _between("mtime_ns", _ns(filters.modified_from), _ns(filters.modified_to))
    made += _between(_DATED, filters.dated_from, filters.dated_to)
    return " AND ".join(f"({sql})" for sql, _ in made), [value for _, values in made for value in values]


def plain(text: str) -> str:
    """ "Café" as "cafe"."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in split if not unicodedata.combining(character))


def _of_kinds(kinds: Sequence[str]) -> Clause:
    marks = ",".join("?" * len(kinds))
    return f"kind IN ({marks}) OR extension IN ({marks})", [*kinds, *kinds]


def _below(folders: Sequence[bytes]) -> Clause:
    values: list[SqlValue] = []
    for folder in folders:
        values += [folder.rstrip(os.sep.encode()) or folder, *prefix_range(folder)]
    return " OR ".join("parent = ? OR (parent >= ? AND parent < ?)" for _ in folders), values


def _named(names: Iterable[str], directories: Iterable[bytes]) -> list[bytes]:
    """The directories that lie in, or are, a folder of that name: "housing" or "contracts/housing", or a whole path.
    Where no folder has that name, those with a word that begins so: "hay" names "haystack-docs" and "my haystack"."""
    read = {path: f"{plain(os.fsdecode(path))}/" for path in directories}
    found: list[bytes] = []
    for name in names:
        wanted = plain(os.path.expanduser(name)).strip("/")
        beginning = re.compile(rf"(?<![^\W_]){re.escape(wanted)}")
        whole = [path for path, text in read.items() if f"/{wanted}/" in text]
        found += whole or [path for path, text in read.items() if wanted and beginning.search(text)]
    return found


def _tagged(tag: str) -> Clause:
    return "id IN (SELECT file_id FROM file_tags JOIN tags ON tags.id = tag_id WHERE tags.name = ? COLLATE NOCASE)", [
        tag
    ]


def _in_topics(names: Sequence[str]) -> Clause:
    """By the names that are shown; a group stands for its topics."""
    titles = ",".join("?" * len(names))
    named = f"SELECT id FROM topics WHERE coalesce(given, name) COLLATE NOCASE IN ({titles})"
    return (
        "document_id IN (SELECT t.document_id FROM topic_documents t JOIN topics ON topics.id = t.topic_id "
        f"WHERE topics.id IN ({named}) OR topics.parent_id IN ({named}))",
        [*names, *names],
    )


def _one_of(column: str, values: Sequence[SqlValue]) -> Clause:
    return f"{column} IN ({','.join('?' * len(values))})", values


def _not(clause: Clause) -> Clause:
    return f"NOT ({clause[0]})", clause[1]


def _between(column: str, low: float | None, high: float | None) -> list[Clause]:
    made: list[Clause] = []
    if low is not None:
        made.append((f"{column} >= ?", [low]))
    if high is not None:
        made.append((f"{column} < ?", [high]))
    return made


def _ns(seconds: float | None) -> int | None:
    return None if seconds is None else int(seconds * 1e9)


def prefix_range(directory: bytes) -> tuple[bytes, bytes]:
    """[low, high) holds exactly the paths below a directory: "/" is followed by "0" in byte order."""
    stem = directory.rstrip(os.sep.encode())
    return stem + os.sep.encode(), stem + bytes([ord(os.sep) + 1])
