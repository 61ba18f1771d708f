"""Tags: given, taken, described, suggested, and decided about."""

import os
import threading
from pathlib import Path
from textwrap import shorten
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from indexer import protocol
from indexer.cli.rules import rule_app
from indexer.cli.shared import AsJson, Library, absolute, console, print_json, say
from indexer.client import Client, connect
from indexer.errors import EnvironmentProblem, WhereinError
from indexer.report import counted, path_text

app = typer.Typer()
tag_app = typer.Typer(help="Your own labels: give them, take them, have them suggested.")
app.add_typer(tag_app, name="tag")
tag_app.add_typer(rule_app, name="rule")

Files = Annotated[list[Path], typer.Argument(help="Files of the library.")]
_SENTENCE = 200  # characters that are printed of a table or a list, which is one sentence

MaybeFiles = Annotated[list[Path] | None, typer.Argument(help="Files of the library.")]


@tag_app.callback(invoke_without_command=True)
def tag(
    context: typer.Context,
    library: Library,
    suggest: Annotated[bool, typer.Option("--suggest", help="Which documents may deserve which tags.")] = False,
    limit: Annotated[int, typer.Option(help="At most so many suggestions.")] = 1000,
    as_json: AsJson = False,
) -> None:
    """List tags, or with --suggest what may deserve them, each with the sentence that speaks for it."""
    if context.invoked_subcommand is not None:
        return None
    if not suggest:
        return list_tags(library, as_json)
    _look_at_all(library)
    found = connect(library).expect(protocol.SuggestionList, protocol.GetSuggestions(limit))
    if as_json:
        print_json({"suggestions": [_suggestion_json(each) for each in found.suggestions], "total": found.total})
        return None
    for each in found.suggestions:
        wanted = each.tag or (path_text(each.folder) if each.folder else each.rule)
        console.print(f"{escape(path_text(each.path))}  [bold]{escape(wanted)}[/]  {min(each.confidence, 0.99):.0%}")
        said = f"In the folder “{each.lies_in}”. {each.because}" if each.lies_in else each.because
        console.print(f"    {escape(shorten(said, _SENTENCE, placeholder=' …'))}", style="dim")
    if not found.suggestions:
        console.print("Nothing is sure enough to be suggested.")
    return None


@tag_app.command("list")
def list_tags(library: Library, as_json: AsJson = False) -> None:
    """All tags, and how many documents carry each."""
    answer = _tags(connect(library))
    if as_json:
        print_json({"tags": [_tag_json(tag) for tag in answer.tags], "waiting": answer.waiting})
        return
    table = Table(box=None, pad_edge=False)
    for title, justify in (("Tag", "left"), ("Documents", "right"), ("Suggested", "right"), ("About", "left")):
        table.add_column(title, justify=justify)  # type: ignore[arg-type]
    for tag in answer.tags:
        suggested = "–" if tag.quiet else f"{tag.suggested:,}"
        table.add_row(escape(tag.name), f"{tag.documents:,}", suggested, escape(tag.description))
    console.print(table if answer.tags else "There are no tags yet: wherein tag add NAME --about “…”")


@tag_app.command()
def describe(
    name: str,
    library: Library,
    about: Annotated[str | None, typer.Argument(help="What such documents are about, in plain words.")] = None,
    rename: Annotated[str | None, typer.Option(help="Another name for it.")] = None,
    suggested: Annotated[bool | None, typer.Option("--suggest/--no-suggest", help="Whether it is suggested.")] = None,
    as_json: AsJson = False,
) -> None:
    """Say what a tag is for, give it another name, or have it suggested no more."""
    quiet = None if suggested is None else not suggested
    connect(library).ask(protocol.DescribeTag(name, about, rename, quiet))
    say({"described": rename or name}, f"“{rename or name}” is described.", as_json)


@tag_app.command()
def add(
    name: str,
    library: Library,
    files: MaybeFiles = None,
    about: Annotated[str | None, typer.Option(help="What such documents are about, in plain words.")] = None,
    as_json: AsJson = False,
) -> None:
    """Give documents a tag. It is made where there is none, also without a document."""
    client = connect(library)
    if name.casefold() not in {tag.name.casefold() for tag in _tags(client).tags}:
        client.ask(protocol.CreateTag(name, about or ""))
    elif about is not None:
        client.ask(protocol.DescribeTag(name, about))
    said = f"{_files(files)} tagged “{name}”." if files else f"There is a tag “{name}” now."
    _mark(client, name, files or [], True, said, as_json)


@tag_app.command()
def remove(name: str, library: Library, files: MaybeFiles = None, as_json: AsJson = False) -> None:
    """Take a tag from documents, for which it is not suggested again; without a document, remove the tag itself."""
    client = connect(library)
    if files:
        _mark(client, name, files, False, f"“{name}” taken from {_files(files)}.", as_json)
    else:
        client.ask(protocol.RemoveTag(name))
        say({"removed": name}, f"“{name}” is gone; for a day, wherein tag restore brings it back.", as_json)


@tag_app.command()
def restore(name: str, library: Library, as_json: AsJson = False) -> None:
    """Bring back a tag that was removed in the last day, with all that had it."""
    connect(library).ask(protocol.RestoreTag(name))
    say({"restored": name}, f"“{name}” is back.", as_json)


@tag_app.command()
def forget(name: str, files: Files, library: Library, as_json: AsJson = False) -> None:
    """Undo what was decided about a tag and documents: they have it no more, and it may be suggested."""
    _mark(connect(library), name, files, None, f"“{name}” is undecided for {_files(files)}.", as_json)


@tag_app.command()
def show(files: Files, library: Library, as_json: AsJson = False) -> None:
    """Which tags documents have."""
    answer = connect(library).expect(protocol.MarkList, protocol.GetMarks(_paths(files)))
    if as_json:
        print_json({"files": [{"path": path_text(file.path), "tags": list(file.tags)} for file in answer.files]})
        return
    for file in answer.files:
        console.print(f"{path_text(file.path)}: {', '.join(file.tags) or 'no tags'}", markup=False)


def _look_at_all(library: Path) -> None:
    """Has all documents looked at that wait, and returns when that is done."""
    moved_on = threading.Event()
    client = connect(library, on_event=lambda _: moved_on.set(), on_lost=moved_on.set)
    client.ask(protocol.AwaitMeaning())
    try:
        client.ask(protocol.SuggestTags())
    except WhereinError as problem:
        if problem.code != "under_way":
            raise
    while True:
        moved_on.clear()
        tasks = client.expect(protocol.TaskList, protocol.GetTasks()).tasks
        looking = [task for task in tasks if task.kind == "tags"]
        if not any(not task.over for task in looking):
            break
        moved_on.wait()
    last = looking[-1]
    if last.state == "failed":
        raise EnvironmentProblem("not_looked", last.problem)


def _mark(client: Client, name: str, files: list[Path], carried: bool | None, said: str, as_json: bool) -> None:
    paths = _paths(files)
    marks = tuple(protocol.Mark(path, name, carried) for path in paths)
    client.ask(protocol.SetMarks(marks))
    say({"tag": name, "carried": carried, "files": [path_text(path) for path in paths]}, said, as_json)


def _tags(client: Client) -> protocol.TagList:
    return client.expect(protocol.TagList, protocol.GetTags())


def _paths(files: list[Path]) -> tuple[bytes, ...]:
    return tuple(os.fsencode(absolute(file)) for file in files)


def _files(files: list[Path]) -> str:
    return counted(len(files), "document")


def _suggestion_json(each: protocol.Suggestion) -> dict[str, object]:
    return {
        "path": path_text(each.path),
        "tag": each.tag,
        "confidence": round(each.confidence, 4),
        "because": each.because,
        "lies_in": each.lies_in,
        "rule": each.rule,
        "folder": path_text(each.folder) if each.folder else None,
        "start": each.start,
        "end": each.end,
    }


def _tag_json(tag: protocol.TagState) -> dict[str, object]:
    return {
        "name": tag.name,
        "description": tag.description,
        "documents": tag.documents,
        "suggested": tag.suggested,
        "decisions": tag.taught,
        "learns": tag.learns,
        "suggests": not tag.quiet,
        "pending": tag.pending,
    }
