"""Searching, and finding similar documents."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from indexer import protocol, report
from indexer.cli.shared import AsJson, Library, absolute, console, print_json
from indexer.client import Client, connect
from indexer.types import Mode

app = typer.Typer()


@app.command()
def search(
    query: str,
    library: Library,
    mode: Annotated[Mode, typer.Option(help="Words, meaning, or both.")] = Mode.HYBRID,
    kind: Annotated[list[str] | None, typer.Option("--type", help="pdf, mail, image, docx … (may be repeated)")] = None,
    folder: Annotated[list[Path] | None, typer.Option(help="Only below this folder (may be repeated)")] = None,
    limit: int = 10,
    rerank: Annotated[
        bool, typer.Option(help="Read the best results again, more closely (where the settings say so).")
    ] = True,
    weak: Annotated[bool, typer.Option("--weak", help="Weak matches too; scripts always get them")] = False,
    as_json: AsJson = False,
) -> None:
    """Find documents by what they mean, by their words and by their names."""
    filters = protocol.Filters(
        kinds=tuple(name.lower() for name in kind or ()),
        folders=tuple(os.fsencode(absolute(path)) for path in folder or ()),
    )
    client = connect(library)
    _await_meaning(client, mode)
    request = protocol.Search(query, mode, filters, limit, weak=weak or as_json)
    asked = protocol.Refine(request) if rerank and mode is Mode.HYBRID else request
    _show_results(client.expect(protocol.Results, asked), as_json)


@app.command()
def similar(
    library: Library,
    file: Annotated[Path | None, typer.Argument(help="A file, in the library or not.")] = None,
    text: Annotated[str, typer.Option(help="A text instead of a file, for example a quote.")] = "",
    limit: int = 10,
    window: Annotated[bool, typer.Option("--window", help="Show it in the window.")] = False,
    as_json: AsJson = False,
) -> None:
    """Find documents like a file, a picture or a text: a quote finds its source."""
    if window and file:
        shown = [sys.executable, "-m", "desktop", "--library", str(library), "--similar", absolute(file)]
        raise typer.Exit(subprocess.call(shown))
    client = connect(library)
    _await_meaning(client, Mode.MEANING)
    path = os.fsencode(absolute(file)) if file else None
    _show_results(client.expect(protocol.Results, protocol.SimilarTo(path, text, limit)), as_json)


def _await_meaning(client: Client, mode: Mode) -> None:
    """A service that was just started still loads its model; a script wants the whole answer, not the first one."""
    if mode is not Mode.WORDS:
        client.ask(protocol.AwaitMeaning(), timeout=120)


def _show_results(results: protocol.Results, as_json: bool) -> None:
    if as_json:
        print_json(report.results_json(results))
    else:
        report.print_results(console, results)
