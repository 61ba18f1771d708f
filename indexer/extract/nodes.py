"""xberg, the library that reads office documents, books and web pages: its answer as a tree of nodes."""

import asyncio
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec
import xberg

from indexer.extract.build import Builder, line, moment
from indexer.extract.source import Refused, Source
from indexer.types import Extracted, Reason


class Cell(msgspec.Struct):
    content: str = ""
    row: int = 0


class Grid(msgspec.Struct):
    cells: list[Cell] = []


class Entry(msgspec.Struct):
    key: str = ""
    value: str = ""


class Node(msgspec.Struct):
    """The content of a node as xberg writes it in JSON; which fields are filled depends on `node_type`."""

    node_type: str = ""
    text: str | None = None
    level: int | None = None
    number: int | None = None
    title: str | None = None
    description: str | None = None
    content: str | None = None
    term: str | None = None
    definition: str | None = None
    heading_text: str | None = None
    grid: Grid | None = None
    entries: list[Entry] = []


# xberg leaves some Markdown in its text: pictures, links, the places of footnotes; and in cells emphasis.
_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:[^()]|\([^()]*\)){0,2000}\)")
_NOTE_MARK = re.compile(r"\[\^\w+\]")
_EMPHASIS = re.compile(r"\*{2,3}|~~|</?u>")
_decode = msgspec.json.Decoder(Node).decode


@cache
def _runner() -> asyncio.Runner:
    return asyncio.Runner()


@cache
def _config() -> xberg.ExtractionConfig:
    return xberg.ExtractionConfig(
        use_cache=False,
        disable_ocr=True,
        include_document_structure=True,
        tree_sitter=xberg.TreeSitterConfig(enabled=False),
        concurrency=xberg.ConcurrencyConfig(max_threads=1),
        max_archive_depth=0,  # what is embedded is read by whoever finds it
        security_limits=xberg.SecurityLimits(max_compression_ratio=1100, max_table_cells=1_000_000),
    )


def parse(name: str, content: bytes, mime_type: str | None = None) -> Any:
    """xberg's document (`content`, `metadata`, `document.nodes`). Raises `Refused`."""

    async def extract() -> Any:
        given = xberg.ExtractInput(kind="bytes", bytes=content, filename=name, mime_type=mime_type)
        return await xberg.extract(given, _config())

    try:
        result = _runner().run(extract())
    except (xberg.XbergError, RuntimeError, ValueError, OSError) as error:
        raise _refusal(str(error)) from None
    if not result.results:
        raise _refusal(result.errors[0].message if result.errors else "")
    return result.results[0]


def _refusal(message: str) -> Refused:
    lowered = message.lower()
    if "password" in lowered or "encrypt" in lowered:
        return Refused(Reason.ENCRYPTED)
    if any(word in lowered for word in ("security", "bomb", "ratio", "too many", "exceeds", "nesting", "doctype")):
        return Refused(Reason.BOMB, line(message))
    return Refused(Reason.DAMAGED, line(message))


def nodes_of(parsed: Any) -> Iterator[tuple[Node, int | None, str]]:
    """The nodes in reading order: content, page (from 1, if known), layer ("body", "header", "footer", "footnote")."""
    if parsed.document is None:
        return
    for node in parsed.document.nodes:
        yield _decode(str(node.content)), node.page, str(node.content_layer)


def text_of(node: Node) -> str:
    """What a person reads in a node; its children are nodes of their own."""
    match node.node_type:
        case "table":
            return table_text(node.grid) if node.grid else ""
        case "image":
            return node.description or ""
        case "definition_item":
            return f"{node.term or ''}: {node.definition or ''}"
        case "metadata_block":
            return "\n".join(f"{entry.key}: {entry.value}" for entry in node.entries)
        case "slide" | "admonition":
            return node.title or ""
        case "group":
            return ""  # its heading comes as a node
        case _:
            return _plain(node.text or node.content or "")


def _plain(text: str) -> str:
    while "](" in text and (plainer := _LINK.sub(r"\1", text)) != text:  # a picture may stand in a link
        text = plainer
    return _NOTE_MARK.sub("", text) if "[^" in text else text


def table_text(grid: Grid) -> str:
    """A line a row, cells set apart by tabs; empty rows are left out."""
    rows: dict[int, list[str]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append(_EMPHASIS.sub("", _plain(cell.content)).strip().replace("\n", " "))
    lines = ("\t".join(cells).rstrip("\t") for _, cells in sorted(rows.items()))
    return "\n".join(text for text in lines if text)


def finish(builder: Builder, parsed: Any, page_count: int = 0, title: str = "") -> Extracted:
    about = parsed.metadata
    return builder.extracted(
        title=line(about.title) or title,
        author=", ".join(about.authors or ()) or about.created_by,
        created=moment(about.created_at),
        page_count=page_count,
    )


def read(source: Source) -> Extracted:
    """A document without pages of its own: its headings are its sections."""
    return sections(parse(source.name, source.content))


def sections(parsed: Any) -> Extracted:
    builder = Builder()
    first = ""
    for node, _, layer in nodes_of(parsed):
        text = text_of(node)
        if node.node_type in ("heading", "title") and text.strip() and layer != "footnote":
            builder.begin("section", text)
            first = first or line(text)
        builder.add(text, gap="\n" if node.node_type == "list_item" else "\n\n")
        if builder.full:
            break
    return finish(builder, parsed, title=first)
