"""xberg, the library that reads office documents, books and web pages: its answer as a tree of nodes."""

import asyncio
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec
import xberg

from indexer.extract.build import Builder, line, moment
from indexer.extract.read import is_read_inside
from indexer.extract.source import MAX_CONTENT, MAX_DEPTH, Refused, Source
from indexer.extract.wording import plainly
from indexer.formats import format_of
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
def _config(depth: int) -> xberg.ExtractionConfig:
    return xberg.ExtractionConfig(
        use_cache=False,
        disable_ocr=True,
        include_document_structure=True,
        tree_sitter=xberg.TreeSitterConfig(enabled=False),
        concurrency=xberg.ConcurrencyConfig(max_threads=1),
        max_archive_depth=depth,
        security_limits=xberg.SecurityLimits(
            max_compression_ratio=1100, max_table_cells=1_000_000, max_archive_size=MAX_CONTENT
        ),
    )


def parse(name: str, content: bytes, mime_type: str | None = None, depth: int = 0) -> Any:
    """xberg's document (`content`, `metadata`, `document.nodes`). Raises `Refused`.

    What is embedded is mostly read by whoever finds it; with a `depth`, xberg reads it, as `children`.
    """

    async def extract() -> Any:
        given = xberg.ExtractInput(kind="bytes", bytes=content, filename=name, mime_type=mime_type)
        return await xberg.extract(given, _config(depth))

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
        return Refused(Reason.BOMB, plainly(message))
    return Refused(Reason.DAMAGED, plainly(message))


def nodes_of(parsed: Any) -> Iterator[tuple[Node, int | None, str]]:
    """The nodes in reading order: content, page (from 1, if known), layer ("body", "header", "footer", "footnote").

    Those of `children`, which come last, are left out.
    """
    if parsed.document is None:
        return
    inside = {str(child.path) for child in parsed.children or ()}
    for raw in parsed.document.nodes:
        node = _decode(str(raw.content))
        if node.node_type == "group" and node.heading_text in inside:
            return
        yield node, raw.page, str(raw.content_layer)


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
    said = str((about.additional or {}).get("page_count", ""))
    return builder.extracted(
        title=line(about.title) or title,
        author=", ".join(about.authors or ()) or about.created_by,
        created=moment(about.created_at),
        language=about.language,
        page_count=page_count or (int(said) if said.isdecimal() else 0),
    )


def depth_left(source: Source) -> int:
    """How deep documents inside `source` may lie in each other. Raises `Refused` where it lies too deep itself."""
    if source.depth >= MAX_DEPTH:
        raise Refused(Reason.BOMB, f"More than {MAX_DEPTH} archives are inside each other.")
    return MAX_DEPTH - source.depth


def embed_children(builder: Builder, parsed: Any, kind: str) -> set[str]:
    """Add the documents inside one that was parsed with a depth, each as a place of its own, by name. Returns the
    names of those that said something."""
    told = set()
    for child in sorted(parsed.children or (), key=lambda child: str(child.path)):
        if builder.full:
            break
        inner = Builder()
        if is_read_inside(child.path) and format_of(child.path).kind != "archive":  # an archive is its members
            _add_sections(inner, child.result)
        embed_children(inner, child.result, kind)
        if (extracted := inner.extracted()).text:
            builder.embed(extracted, kind, child.path)
            told.add(str(child.path))
    return told


def read(source: Source) -> Extracted:
    """A document without pages of its own: its headings are its sections."""
    return sections(parse(source.name, source.content))


def sections(parsed: Any) -> Extracted:
    builder = Builder()
    first = _add_sections(builder, parsed)
    return finish(builder, parsed, title=first)


def _add_sections(builder: Builder, parsed: Any) -> str:
    """Returns the first heading."""
    first = ""
    for node, _, layer in nodes_of(parsed):
        text = text_of(node)
        if node.node_type in ("heading", "title") and text.strip() and layer != "footnote":
            builder.begin("section", text)
            first = first or line(text)
        builder.add(text, gap="\n" if node.node_type == "list_item" else "\n\n")
        if builder.full:
            break
    builder.end("section")
    return first
