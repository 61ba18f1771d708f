"""The command line: a client of the service like the window. Every command takes --json."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from indexer import protocol, report
from indexer.client import Client, connect, default_library
from indexer.errors import WhereinError
from indexer.types import Mode

app = typer.Typer(
    help="Find your own documents by what they mean. Everything stays on this machine.",
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    add_completion=False,
)
console = Console(soft_wrap=True)

Library = Annotated[Path, typer.Option("--library", help="The library's folder.", default_factory=default_library)]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]

_ALL_FAILURES = 1_000_000
_STOP_SECONDS = 30


def main() -> None:
    """Entry point: errors of the family become one line and exit status 1 (in JSON where that was asked for)."""
    try:
        app()
    except WhereinError as error:
        if "--json" in sys.argv:
            _print_json({"error": {"code": error.code, "message": error.message, "remedy": error.remedy}})
        else:
            Console(stderr=True, soft_wrap=True).print(f"wherein: {error}", markup=False, style="red")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def _absolute(path: Path) -> str:
    """Without "..", but with links as the person wrote them."""
    return os.path.abspath(path)


def _aside(as_json: bool) -> Callable[[str], None]:
    """Says how far a long work is; scripts are not told."""
    return lambda text: None if as_json else console.print(text, style="dim")


def _print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


@app.callback(invoke_without_command=True)
def window(context: typer.Context, library: Library) -> None:
    """Without a command, the window opens."""
    if context.invoked_subcommand is None:
        sys.exit(subprocess.call([sys.executable, "-m", "desktop", "--library", str(library)]))


@app.command()
def add(folder: Path, library: Library, as_json: AsJson = False) -> None:
    """Watch a folder and everything below it."""
    client = connect(library)
    client.ask(protocol.AddFolder(os.fsencode(_absolute(folder))))
    if as_json:
        _print_json({"added": _absolute(folder)})
    else:
        console.print(f"“{_absolute(folder)}” is watched from now on.")


@app.command()
def remove(folder: Path, library: Library, as_json: AsJson = False) -> None:
    """Stop watching a folder and forget what was read in it. The folder itself is not touched."""
    client = connect(library)
    client.ask(protocol.RemoveFolder(os.fsencode(_absolute(folder))))
    if as_json:
        _print_json({"removed": _absolute(folder)})
    else:
        console.print(f"“{_absolute(folder)}” is no longer watched.")


@app.command()
def index(
    library: Library,
    once: Annotated[bool, typer.Option("--once", help="Wait until everything is up to date.")] = False,
    as_json: AsJson = False,
) -> None:
    """Bring the library up to date with the disk."""
    moved_on = threading.Event()
    client = connect(library, on_event=lambda _: moved_on.set(), on_lost=moved_on.set)
    client.ask(protocol.Rescan())
    while once:
        moved_on.clear()
        status = _status(client, 0)
        if status.progress.stage == "idle":
            break
        if status.progress.problem and not as_json:
            console.print(f"[red]{status.progress.problem}[/]")
        moved_on.wait(2)
    _show_status(_status(client, _ALL_FAILURES), as_json)


@app.command()
def status(library: Library, as_json: AsJson = False) -> None:
    """What is indexed, what failed and why."""
    _show_status(_status(connect(library), _ALL_FAILURES), as_json)


def _status(client: Client, failures: int) -> protocol.StatusReport:
    return client.expect(protocol.StatusReport, protocol.GetStatus(failures))


def _show_status(answer: protocol.StatusReport, as_json: bool) -> None:
    if as_json:
        _print_json(report.status_json(answer))
    else:
        report.print_status(console, answer)


@app.command()
def search(
    query: str,
    library: Library,
    mode: Annotated[Mode, typer.Option(help="Words, meaning, or both.")] = Mode.HYBRID,
    kind: Annotated[list[str] | None, typer.Option("--type", help="pdf, mail, image, docx … (may be repeated)")] = None,
    folder: Annotated[list[Path] | None, typer.Option(help="Only below this folder (may be repeated)")] = None,
    limit: int = 10,
    as_json: AsJson = False,
) -> None:
    """Find documents by what they mean, by their words and by their names."""
    filters = protocol.Filters(
        kinds=tuple(name.lower() for name in kind or ()),
        folders=tuple(os.fsencode(_absolute(path)) for path in folder or ()),
    )
    client = connect(library)
    _await_meaning(client, mode)
    _show_results(client.expect(protocol.Results, protocol.Search(query, mode, filters, limit)), as_json)


@app.command()
def similar(
    library: Library,
    file: Annotated[Path | None, typer.Argument(help="A file, in the library or not.")] = None,
    text: Annotated[str, typer.Option(help="A text instead of a file, for example a quote.")] = "",
    limit: int = 10,
    as_json: AsJson = False,
) -> None:
    """Find documents like a file or like a text."""
    client = connect(library)
    _await_meaning(client, Mode.MEANING)
    path = os.fsencode(_absolute(file)) if file else None
    _show_results(client.expect(protocol.Results, protocol.SimilarTo(path, text, limit)), as_json)


def _await_meaning(client: Client, mode: Mode) -> None:
    """A service that was just started still loads its model; a script wants the whole answer, not the first one."""
    if mode is not Mode.WORDS:
        client.ask(protocol.AwaitMeaning(), timeout=120)


def _show_results(results: protocol.Results, as_json: bool) -> None:
    if as_json:
        _print_json(report.results_json(results))
    else:
        report.print_results(console, results)


@app.command()
def doctor(library: Library, as_json: AsJson = False) -> None:
    """What is wrong with this machine, and what to do about it."""
    diagnosis = connect(library).expect(protocol.Diagnosis, protocol.Diagnose(), timeout=120)
    if as_json:
        _print_json(report.diagnosis_json(diagnosis))
    else:
        report.print_diagnosis(console, diagnosis)
    if any(check.grade == "bad" for check in diagnosis.checks):
        raise typer.Exit(1)


@app.command()
def serve(
    library: Library,
    stop: Annotated[bool, typer.Option("--stop", help="Tell the one that runs to end.")] = False,
    announce: Annotated[bool, typer.Option(hidden=True)] = False,
    as_json: AsJson = False,
) -> None:
    """Run the service in the foreground; the window and the other commands start it by themselves."""
    if stop:
        stopped = threading.Event()
        connect(library, start=False, on_lost=stopped.set).ask(protocol.Shutdown())
        stopped.wait(_STOP_SECONDS)
        return
    from indexer.__main__ import run_service

    run_service(library, announce=announce, as_json=as_json)


@app.command()
def bench(folder: Path, as_json: AsJson = False) -> None:
    """Measure this machine: index a folder into a library that is thrown away, and search it."""
    from dataclasses import asdict

    from indexer.bench import bench as measure

    figures = measure(folder, _aside(as_json))
    values = asdict(figures) | {"files_per_second": round(figures.files_per_second, 1)}
    if as_json:
        _print_json(values)
    else:
        for name, value in values.items():
            console.print(f"{name.replace('_', ' ')}: {value}")


evaluate_app = typer.Typer(help="Measure how good the ranking is, on labelled sets.")
app.add_typer(evaluate_app, name="evaluate")


@evaluate_app.command()
def retrieval(
    sets: Annotated[list[Path], typer.Argument(help="Folders with corpus.jsonl, queries.jsonl and qrels.tsv")],
    queries: Annotated[int, typer.Option(help="At most so many queries of each set")] = 500,
    as_json: AsJson = False,
) -> None:
    """nDCG@10, recall@100, MRR@10 and milliseconds of words, meaning and both together."""
    from indexer.models.privacy import stay_private

    stay_private()
    from dataclasses import asdict

    from indexer.models.runtime import load_encoder
    from indexer.places import cache_directory
    from indexer.search.evaluation import evaluate, load_set

    encoder = load_encoder(exports=cache_directory() / "graphs")
    table = {}
    for directory in sets:
        labelled = load_set(directory)
        table[labelled.name] = measured = evaluate(labelled, encoder, queries, _aside(as_json))
        if as_json:
            _print_json({"set": labelled.name} | {name: asdict(value) for name, value in measured.items()})
    if not as_json:
        report.print_retrieval(console, table)
