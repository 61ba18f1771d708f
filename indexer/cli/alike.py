"""Duplicates, versions of one document, and two files side by side."""

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.text import Text

from indexer import protocol
from indexer.cli.measure import evaluate_app
from indexer.cli.shared import AsJson, Library, absolute, aside, await_task, console, print_json
from indexer.client import Client, connect
from indexer.errors import WhereinError
from indexer.report import Json, counted, day, path_text

app = typer.Typer()

_ALL = 1_000_000
_AT_ONCE = 500  # files to the trash in one message
_NAMES = {
    "exact": "the same bytes",
    "near": "the same text",
    "image": "look the same",
    "meaning": "mean the same",
    "shown": "show nearly the same",
}
_UNITS = ("B", "kB", "MB", "GB", "TB")


@app.command()
def duplicates(
    library: Library,
    folder: Annotated[Path | None, typer.Argument(help="Only groups with a file below this folder.")] = None,
    kind: Annotated[list[str] | None, typer.Option(help="exact, near, image, meaning, shown (may be repeated)")] = None,
    keep: Annotated[list[str] | None, typer.Option(help="Which file of a group stays: rules, in order")] = None,
    select: Annotated[
        list[str] | None,
        typer.Option(
            help="Mark files: all, in:PATH, not:PATH, older, newer, smaller, larger, type:NAME (all must hold)"
        ),
    ] = None,
    trash: Annotated[
        bool, typer.Option("--trash", help="Move the marked files to the trash, after comparing.")
    ] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Bring back what went to the trash last.")] = False,
    as_json: AsJson = False,
) -> None:
    """Find copies: the same bytes, the same text in any format, pictures that look the same, the same meaning."""
    client = connect(library)
    if undo:
        return _show_restored(client.expect(protocol.Restored, protocol.UndoTrash()), as_json)
    _bring_up_to_date(library, as_json)
    request = protocol.GetDuplicates(
        kinds=tuple(kind or ()),
        rules=tuple(keep or ()),
        select=tuple(select or ()),
        folder=os.fsencode(absolute(folder)) if folder else None,
        limit=_ALL,
    )
    found = client.expect(protocol.Duplicates, request, timeout=600)
    if trash:
        return _trash(client, found, as_json)
    if as_json:
        print_json(_duplicates_json(found))
    else:
        _print_duplicates(found)
    return None


def _bring_up_to_date(library: Path, as_json: bool) -> None:
    """Compares what waits, and returns when that is done."""
    moved = threading.Event()
    client = connect(library, on_event=lambda _: moved.set(), on_lost=moved.set)
    try:
        client.ask(protocol.FindDuplicates())
    except WhereinError as problem:
        if problem.code != "under_way":
            raise
    await_task(client, moved, "duplicates", as_json)


def _trash(client: Client, found: protocol.Duplicates, as_json: bool) -> None:
    removals: dict[bytes, protocol.Removal] = {}
    for group in found.groups:
        for file in group.files[1:]:
            if file.marked:
                removals.setdefault(file.path, protocol.Removal(file.path, group.files[0].path, file.relation))
    stays = {removal.reference for removal in removals.values()}
    wanted = tuple(removal for path, removal in removals.items() if path not in stays)
    batch: int | None = None
    moved: list[bytes] = []
    refused: list[protocol.Refusal] = []
    size = 0
    for at in range(0, len(wanted), _AT_ONCE):
        answer = client.expect(protocol.Trashed, protocol.TrashCopies(wanted[at : at + _AT_ONCE], batch))
        batch = answer.batch
        moved += answer.moved
        refused += answer.refused
        size += answer.bytes
    if as_json:
        print_json(
            {
                "batch": batch,
                "moved": [path_text(path) for path in moved],
                "bytes": size,
                "refused": _refused_json(refused),
            }
        )
        return
    console.print(
        f"{counted(len(moved), 'file')} moved to the trash ({_size(size)}). To bring them back: duplicates --undo"
    )
    _print_refused(refused)


def _show_restored(answer: protocol.Restored, as_json: bool) -> None:
    if as_json:
        print_json(
            {"restored": [path_text(path) for path in answer.restored], "refused": _refused_json(answer.refused)}
        )
        return
    console.print(f"Back where it was: {counted(len(answer.restored), 'file')}.")
    _print_refused(answer.refused)


@app.command()
def apart(
    files: Annotated[list[Path], typer.Argument(help="Two files or more")],
    library: Library,
    undo: Annotated[bool, typer.Option("--undo", help="They may be grouped again.")] = False,
    as_json: AsJson = False,
) -> None:
    """These files are not the same to you: they are never listed as duplicates of each other again."""
    paths = tuple(os.fsencode(absolute(file)) for file in files)
    connect(library).ask(protocol.SetApart(paths, apart=not undo))
    if as_json:
        print_json({"files": [path_text(path) for path in paths], "apart": not undo})
    else:
        console.print("They may be grouped again." if undo else "They are not grouped any more.")


@app.command()
def trashed(
    library: Library,
    limit: Annotated[int, typer.Option(min=1, help="At most so many")] = 50,
    as_json: AsJson = False,
) -> None:
    """The journal: which copies went to the trash, against which file, and what became of them; the newest first."""
    removals = connect(library).expect(protocol.Removals, protocol.GetRemovals(limit)).removals
    if as_json:
        print_json({"removals": [_removed_json(removed) for removed in removals]})
        return
    for removed in removals:
        stays = f"{day(removed.at)}, batch {removed.batch}, for {path_text(removed.reference)}"
        console.print(f"{removed.state:>9}  {escape(path_text(removed.path))}  [dim]{escape(stays)}[/]")
    if not removals:
        console.print("Nothing went to the trash.")


def _removed_json(removed: protocol.Removed) -> Json:
    return {
        "batch": removed.batch,
        "path": path_text(removed.path),
        "reference": path_text(removed.reference),
        "kind": removed.kind,
        "bytes": removed.size,
        "state": removed.state,
        "at": removed.at,
    }


def _refused_json(refused: Sequence[protocol.Refusal]) -> list[Json]:
    return [{"path": path_text(no.path), "code": no.code, "said": no.said} for no in refused]


def _print_refused(refused: Sequence[protocol.Refusal]) -> None:
    for no in refused:
        console.print(f"[yellow]stays[/] {escape(path_text(no.path))}: {escape(no.said)}")


def _duplicates_json(found: protocol.Duplicates) -> Json:
    return {
        "groups": [
            {
                "kind": group.kind,
                "score": round(group.score, 4),
                "files": [path_text(file.path) for file in group.files],
                "reference": path_text(group.files[0].path),
                "details": [
                    {
                        "path": path_text(file.path),
                        "relation": file.relation,
                        "score": round(file.score, 4),
                        "size": file.size,
                        "modified": file.modified,
                        "marked": file.marked,
                    }
                    for file in group.files
                ],
            }
            for group in found.groups
        ],
        "counts": {count.kind: {"groups": count.groups, "bytes": count.bytes} for count in found.counts},
        "waiting": found.waiting,
    }


def _print_duplicates(found: protocol.Duplicates) -> None:
    for count in found.counts:
        if count.groups:
            groups = "group" if count.groups == 1 else "groups"
            console.print(f"{count.groups:,} {groups}: {_NAMES[count.kind]}, {_size(count.bytes)} beside one of each")
    for group in found.groups:
        console.print(f"\n[bold]{_NAMES[group.kind]}[/] [dim]{group.score:.0%}[/]")
        for file in group.files:
            mark = "[green]stays[/]" if not file.relation else "[red]marked[/]" if file.marked else "      "
            link = " [dim](another name of the same file)[/]" if file.relation == "link" else ""
            console.print(f"  {mark} {escape(path_text(file.path))} [dim]{_size(file.size)}[/]{link}")
    if not found.groups:
        console.print("No duplicates.")


def _size(size: float) -> str:
    for unit in _UNITS[:-1]:
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "B" or size >= 100 else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} {_UNITS[-1]}"


@app.command()
def versions(
    library: Library,
    file: Annotated[Path | None, typer.Argument(help="Only the family of this file.")] = None,
    as_json: AsJson = False,
) -> None:
    """Drafts of one document: the current one, and the others."""
    _bring_up_to_date(library, as_json)
    path = os.fsencode(absolute(file)) if file else None
    answer = connect(library).expect(protocol.Versions, protocol.GetVersions(path, _ALL), timeout=600)
    if as_json:
        print_json({"families": [_family_json(family) for family in answer.families]})
        return
    for family in answer.families:
        console.print(f"\n[bold]{escape(family.versions[0].name)}[/] [dim]{family.because}[/]")
        for version in family.versions:
            like = f" [dim]{version.likeness:.0%}[/]" if version.likeness else ""
            console.print(f"  {escape(path_text(version.path))}{like}")
    if not answer.families:
        console.print("No document here has other versions.")


def _family_json(family: protocol.VersionFamily) -> Json:
    return {
        "current": path_text(family.versions[0].path),
        "because": family.because,
        "files": [path_text(version.path) for version in family.versions],
        "likeness": [round(version.likeness, 4) for version in family.versions],
    }


@app.command()
def compare(first: Path, second: Path, library: Library, as_json: AsJson = False) -> None:
    """Two files side by side, word by word, whatever their formats."""
    request = protocol.Compare(os.fsencode(absolute(first)), os.fsencode(absolute(second)))
    answer = connect(library).expect(protocol.Comparison, request, timeout=120)
    if as_json:
        print_json(_comparison_json(answer))
        return
    console.print(answer.said)
    for sign, style, side in (("-", "red", answer.first), ("+", "green", answer.second)):
        for start, end in side.changed:
            console.print(Text(f"{sign} {' '.join(side.text[start:end].split())}", style))


def _comparison_json(answer: protocol.Comparison) -> dict[str, Any]:
    def changed(side: protocol.Side) -> list[Json]:
        return [{"start": start, "end": end, "text": side.text[start:end]} for start, end in side.changed]

    return {
        "relation": answer.relation,
        "score": round(answer.score, 4),
        "said": answer.said,
        "only_first": changed(answer.first),
        "only_second": changed(answer.second),
    }


@evaluate_app.command("duplicates")
def evaluate_duplicates(
    sets: Annotated[list[Path], typer.Argument(help="Folders with groups.jsonl (files or texts) or pairs of texts")],
    haystack: Annotated[Path | None, typer.Option(help="A .jsonl of other texts among which they are found")] = None,
    most: Annotated[int, typer.Option(help="At most so many pairs of sentences, an even sample")] = 2000,
    as_json: AsJson = False,
) -> None:
    """Pairwise F1 of copies among pictures, texts, or sentences by their meaning."""
    from indexer.insight.evaluation import evaluate_duplicates as measure
    from indexer.models.privacy import stay_private
    from indexer.models.runtime import load_encoder
    from indexer.places import cache_directory

    stay_private()
    for directory in sets:
        figures = measure(
            directory, lambda: load_encoder(exports=cache_directory() / "graphs"), haystack, aside(as_json), most
        )
        _show_figures(directory.name, figures, as_json)


@evaluate_app.command("versions")
def evaluate_versions(
    folder: Annotated[Path, typer.Argument(help="Real documents, of which drafts are made")],
    documents: Annotated[int, typer.Option(help="How many of them")] = 60,
    seed: int = 1,
    as_json: AsJson = False,
) -> None:
    """Pairwise F1 on families of drafts that are made of a folder's documents: edited, in other formats, renamed."""
    from indexer.insight.evaluation import evaluate_versions as measure

    _show_figures(folder.name, measure(folder, documents, seed, aside(as_json)), as_json)


def _show_figures(name: str, figures: dict[str, float], as_json: bool) -> None:
    if as_json:
        print_json({"set": name} | figures)
    else:
        console.print(f"[bold]{escape(name)}[/]  " + "  ".join(f"{key} {value:g}" for key, value in figures.items()))


filemanager_app = typer.Typer(help="“Find similar with Wherein” and “Search here” in the file manager.")
app.add_typer(filemanager_app, name="filemanager")


@filemanager_app.command("install")
def install_entry(as_json: AsJson = False) -> None:
    """Put it there, in your own folders."""
    from indexer import filemanager

    _show_entries(filemanager.install(), as_json)


@filemanager_app.command("remove")
def remove_entry(as_json: AsJson = False) -> None:
    """Take it away again."""
    from indexer import filemanager

    filemanager.remove()
    _show_entries(filemanager.installed(), as_json)


@filemanager_app.command("status")
def entry_status(as_json: AsJson = False) -> None:
    """Whether it is there."""
    from indexer import filemanager

    _show_entries(filemanager.installed(), as_json)


def _show_entries(paths: Sequence[Path], as_json: bool) -> None:
    if as_json:
        print_json({"installed": bool(paths), "files": [str(path) for path in paths]})
    else:
        console.print("\n".join(map(str, paths)) or "The file manager has no entry of Wherein.")
