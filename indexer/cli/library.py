"""Folders, what was read in them, and the service itself."""

import os
import threading
from pathlib import Path
from typing import Annotated

import typer

from indexer import protocol, report
from indexer.cli.shared import AsJson, Library, absolute, aloud, console, print_json
from indexer.client import Client, connect
from indexer.client import stop as end_service
from indexer.ending import end
from indexer.errors import EnvironmentProblem

app = typer.Typer()

Folder = Annotated[Path, typer.Argument(readable=False)]  # whether it can be read, the service says better

_ALL_FAILURES = 1_000_000


@app.command()
def add(folder: Folder, library: Library, as_json: AsJson = False) -> None:
    """Watch a folder and everything below it."""
    client = connect(library)
    client.ask(protocol.AddFolder(os.fsencode(absolute(folder))))
    if as_json:
        print_json({"added": absolute(folder)})
    else:
        console.print(f"“{absolute(folder)}” is watched from now on.")


@app.command()
def remove(folder: Folder, library: Library, as_json: AsJson = False) -> None:
    """Stop watching a folder and forget what was read in it. The folder itself is not touched."""
    client = connect(library)
    client.ask(protocol.RemoveFolder(os.fsencode(absolute(folder))))
    if as_json:
        print_json({"removed": absolute(folder)})
    else:
        console.print(f"“{absolute(folder)}” is no longer watched.")


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
    if once:
        _wait(client, moved_on)
    _show_status(_status(client, _ALL_FAILURES), as_json)


def _wait(client: Client, moved_on: threading.Event) -> None:
    """Until there is nothing left to do. Says what is in the way, and how far it is. Raises EnvironmentProblem where
    nobody works on it."""
    problem = ""
    with aloud.status("Looking …") as shown:
        while (now := _status(client, 0).progress).stage != "idle":
            if now.paused:
                raise EnvironmentProblem("paused", "Reading is paused.", "Let it go on in the window, then try again.")
            if now.problem != problem:
                problem = now.problem
                aloud.print(problem, style="red", markup=False)
            moved_on.clear()
            shown.update(report.progress_text(now))
            moved_on.wait(2)


@app.command()
def status(library: Library, as_json: AsJson = False) -> None:
    """What is indexed, what failed and why."""
    _show_status(_status(connect(library), _ALL_FAILURES), as_json)


def _status(client: Client, failures: int) -> protocol.StatusReport:
    return client.expect(protocol.StatusReport, protocol.GetStatus(failures))


def _show_status(answer: protocol.StatusReport, as_json: bool) -> None:
    if as_json:
        print_json(report.status_json(answer))
    else:
        report.print_status(console, answer)


@app.command()
def doctor(library: Library, as_json: AsJson = False) -> None:
    """What is wrong with this machine, and what to do about it."""
    diagnosis = connect(library).expect(protocol.Diagnosis, protocol.Diagnose(), timeout=120)
    if as_json:
        print_json(report.diagnosis_json(diagnosis))
    else:
        report.print_diagnosis(console, diagnosis)
    if any(check.grade == "bad" for check in diagnosis.checks):
        raise typer.Exit(1)


@app.command()
def serve(
    library: Library,
    stop: Annotated[bool, typer.Option("--stop", help="Tell the one that runs to end.")] = False,
    force: Annotated[bool, typer.Option("--force", help="With --stop: end it though it does not answer.")] = False,
    announce: Annotated[bool, typer.Option(hidden=True)] = False,
    as_json: AsJson = False,
) -> None:
    """Run the service in the foreground; the window and the other commands start it by themselves."""
    if stop:
        (end if force else end_service)(library)
        return
    from indexer.__main__ import run_service

    run_service(library, announce=announce, as_json=as_json)
