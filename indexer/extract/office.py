"""Office documents and books: docx, pptx, xlsx, their older and free kin, rtf, epub, fb2."""

from typing import Any

from indexer.extract import nodes
from indexer.extract.build import Builder
from indexer.extract.package import check_package
from indexer.extract.source import Source
from indexer.formats import format_of
from indexer.types import Extracted

LIBRARIES = nodes.LIBRARIES


def read(source: Source) -> Extracted:
    check_package(source)
    parsed = nodes.parse(source.name, source.content)
    match format_of(source.name).kind:
        case "presentation":
            return _slides(parsed)
        case "spreadsheet":
            return _sheets(parsed)
        case _:
            return nodes.sections(parsed)


def _slides(parsed: Any) -> Extracted:
    """A slide may be named by a node of its own, before or after its text, or only by its nodes' page number."""
    builder = Builder()
    current = 0
    title = ""
    for node, page, _ in nodes.nodes_of(parsed):
        number = page or (node.number if node.node_type == "slide" else None) or current
        text = nodes.text_of(node)
        if number != current and number:
            builder.begin("slide", label=text if node.node_type in ("slide", "title", "heading") else "", number=number)
            current = number
        title = title or text
        builder.add(text, gap="\n" if node.node_type == "list_item" else "\n\n")
        if builder.full:
            break
    return nodes.finish(builder, parsed, page_count=current, title=title)


def _sheets(parsed: Any) -> Extracted:
    builder = Builder()
    count = 0
    for node, _, _ in nodes.nodes_of(parsed):
        if node.node_type == "heading":
            count += 1
            builder.begin("sheet", label=node.text or "", number=count)
        builder.add(nodes.text_of(node))
        if builder.full:
            break
    return nodes.finish(builder, parsed, page_count=count)
