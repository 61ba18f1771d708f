"""Saved searches, and what they found since."""

from typing import Annotated, Any

import typer
from rich.markup import escape

from indexer import protocol
from indexer.cli.shared import AsJson, Library, console, print_json
from indexer.client import connect
from indexer.errors import BadRequest
from indexer.report import path_text

app = typer.Typer()
saved_app = typer.Typer(help="Keep searches, and hear when a new document matches one.", no_args_is_help=True)
app.add_typer(saved_app, name="saved")


@saved_app.command("list")
def list_saved(library: Library, as_json: AsJson = False) -> None:
    """All of them, with the number of new documents that match."""
    _show(connect(library).expect(protocol.SavedList, protocol.GetSaved()), as_json)


@saved_app.command()
def add(
    query: str,
    library: Library,
    name: Annotated[str, typer.Option(help="What it is called; the query itself where nothing is said.")] = "",
    tells: Annotated[bool, typer.Option("--tell/--quiet", help="Whether it tells of new documents.")] = True,
    as_json: AsJson = False,
) -> None:
    """Keep a search."""
    client = connect(library)
    client.ask(protocol.AwaitMeaning(), timeout=120)
    request = protocol.SaveSearch(name, protocol.Search(query), f"command line: {query}", tells)
    _show(client.expect(protocol.SavedList, request), as_json)


@saved_app.command()
def seen(name: str, library: Library, as_json: AsJson = False) -> None:
    """Its new documents were looked at."""
    client = connect(library)
    client.ask(protocol.SeenSaved(_find(client.expect(protocol.SavedList, protocol.GetSaved()), name).id))
    _show(client.expect(protocol.SavedList, protocol.GetSaved()), as_json)


@saved_app.command()
def forget(name: str, library: Library, as_json: AsJson = False) -> None:
    """Keep a search no longer."""
    client = connect(library)
    client.ask(protocol.ForgetSaved(_find(client.expect(protocol.SavedList, protocol.GetSaved()), name).id))
    _show(client.expect(protocol.SavedList, protocol.GetSaved()), as_json)


def _find(saved: protocol.SavedList, name: str) -> protocol.SavedSearch:
    found = [search for search in saved.searches if search.name.casefold() == name.casefold()]
    if not found:
        known = ", ".join(search.name for search in saved.searches) or "none"
        raise BadRequest("unknown_saved", f"No search is kept that is called “{name}”.", f"Kept are: {known}.")
    return found[0]


def _show(saved: protocol.SavedList, as_json: bool) -> None:
    if as_json:
        print_json({"saved": [_json(search) for search in saved.searches]})
        return
    for search in saved.searches:
        news = f"  [bold]{search.fresh} new[/]" if search.fresh else ""
        quiet = "" if search.tells else "  [dim]quiet[/]"
        console.print(f"{escape(search.name)}{news}{quiet}")
        for path in search.files:
            console.print(f"  [dim]{escape(path_text(path))}[/]")
    if not saved.searches:
        console.print("No search is kept.")


def _json(search: protocol.SavedSearch) -> dict[str, Any]:
    return {
        "name": search.name,
        "query": search.search.query,
        "tells": search.tells,
        "new": search.fresh,
        "files": [path_text(path) for path in search.files],
    }
