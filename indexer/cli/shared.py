"""What all commands share: options, and how they speak."""

import json
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress

from indexer import protocol
from indexer.client import Client, default_library
from indexer.errors import EnvironmentProblem

console = Console(soft_wrap=True)
aloud = Console(stderr=True)  # how far something is: a line that changes, in a terminal only

Library = Annotated[Path, typer.Option("--library", help="The library's folder.", default_factory=default_library)]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]


def absolute(path: Path) -> str:
    """Without "..", but with links as the person wrote them."""
    return os.path.abspath(path)


def aside(as_json: bool) -> Callable[[str], None]:
    """Says how far a long work is; scripts are not told."""
    return lambda text: None if as_json else console.print(text, style="dim")


def print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def say(values: dict[str, object], said: str, as_json: bool) -> None:
    """One or the other, as it was asked for."""
    if as_json:
        print_json(values)
    else:
        console.print(said, markup=False)


def await_task(client: Client, moved: threading.Event, kind: str, as_json: bool) -> None:
    """Shows the newest task of this kind until it is over. Raises EnvironmentProblem where it failed."""
    with Progress(console=console, disable=as_json, transient=True) as bar:
        line = bar.add_task("", total=None)
        while True:
            moved.clear()
            tasks = client.expect(protocol.TaskList, protocol.GetTasks()).tasks
            state = next((state for state in reversed(tasks) if state.kind == kind), None)
            if state is None or state.state == "done":
                return
            if state.over:
                raise EnvironmentProblem(f"{kind}_{state.state}", state.problem or f"“{state.title}” was stopped.")
            title = f"{state.title} (paused)" if state.state == "paused" else state.title
            bar.update(line, description=title, completed=state.done, total=state.total or None)
            moved.wait(2)
