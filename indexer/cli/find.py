"""Searching, and finding similar documents."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from indexer import protocol, report
from indexer.cli.shared import AsJson, Library, absolute, aside, console, print_json
from indexer.client import Client, connect
from indexer.errors import BadRequest, EnvironmentProblem
from indexer.formats import BY_EXTENSION, KINDS
from indexer.types import Mode

app = typer.Typer()


@app.command()
def search(
    query: str,
    library: Library,
    mode: Annotated[Mode, typer.Option(help="Words, meaning, or both.")] = Mode.HYBRID,
    kind: Annotated[list[str] | None, typer.Option("--type", help="pdf, mail, image, docx … (may be repeated)")] = None,
    folder: Annotated[list[Path] | None, typer.Option(help="Only below this folder (may be repeated)")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many documents")] = 10,
    rerank: Annotated[
        bool, typer.Option(help="Read the best results again, more closely (where the settings say so).")
    ] = True,
    weak: Annotated[bool, typer.Option("--weak", help="Weak matches too; scripts always get them")] = False,
    as_json: AsJson = False,
) -> None:
    """Find documents by what they mean, by their words and by their names."""
    if not query.strip():
        raise BadRequest("empty_query", "There is nothing to search for.", "Say what you remember of a document.")
    filters = protocol.Filters(
        kinds=tuple(map(_known_type, kind or ())),
        folders=tuple(os.fsencode(absolute(path)) for path in folder or ()),
    )
    client = connect(library)
    _await_meaning(client, mode)
    request = protocol.Search(query, mode, filters, limit, weak=weak or as_json)
    asked = protocol.Refine(request) if rerank and mode is Mode.HYBRID else request
    _show_results(client, asked, as_json)


@app.command()
def similar(
    library: Library,
    file: Annotated[Path | None, typer.Argument(help="A file, in the library or not.")] = None,
    text: Annotated[str, typer.Option(help="A text instead of a file, for example a quote.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="At most so many documents")] = 10,
    window: Annotated[bool, typer.Option("--window", help="Show it in the window.")] = False,
    as_json: AsJson = False,
) -> None:
    """Find documents like a file, a picture or a text: a quote finds its source."""
    if window and file:
        shown = [sys.executable, "-P", "-m", "desktop", "--library", str(library), "--similar", absolute(file)]
        raise typer.Exit(subprocess.call(shown))
    if file is not None and not file.is_file():
        what = "is a folder, not a file" if file.is_dir() else "is not there"
        raise BadRequest("no_such_file", f"“{absolute(file)}” {what}.", "Name a file, or give a text with --text.")
    client = connect(library)
    try:
        _await_meaning(client, Mode.MEANING)
    except EnvironmentProblem as problem:  # words can be compared all the same
        aside(as_json)(f"By words only: {problem}")
    path = os.fsencode(absolute(file)) if file else None
    _show_results(client, protocol.SimilarTo(path, text, limit), as_json)


def _known_type(name: str) -> str:
    """A kind or an extension, as the library writes them."""
    plain = name.lower().removeprefix(".")
    if plain not in KINDS and plain not in BY_EXTENSION:
        known = f"Known are {', '.join(KINDS)}, and extensions such as docx."
        raise BadRequest("unknown_type", f"There is no type “{name}”.", known)
    return plain


def _await_meaning(client: Client, mode: Mode) -> None:
    """A service that was just started still loads its model; a script wants the whole answer, not the first one."""
    if mode is not Mode.WORDS:
        client.ask(protocol.AwaitMeaning(), timeout=120)


def _show_results(client: Client, asked: protocol.Request, as_json: bool) -> None:
    results = client.expect(protocol.Results, asked)
    waiting = client.expect(protocol.StatusReport, protocol.GetStatus(failures=0)).files.pending
    if as_json:
        print_json(report.results_json(results) | {"waiting": waiting})
    else:
        report.print_results(console, results, waiting)
