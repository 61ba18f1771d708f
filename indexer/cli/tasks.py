"""Long work in the background: what is under way, held back, let go on, given up."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.markup import escape

from indexer import protocol
from indexer.cli.shared import AsJson, Library, console, print_json
from indexer.client import Client, connect
from indexer.errors import BadRequest

app = typer.Typer()
tasks_app = typer.Typer(help="Long work in the background: duplicates, topics, tags, models.")
app.add_typer(tasks_app, name="tasks")

Number = Annotated[int, typer.Argument(help="Its number in `wherein tasks`; without one, all that is under way.")]


@tasks_app.callback(invoke_without_command=True)
def tasks(context: typer.Context, library: Library, as_json: AsJson = False) -> None:
    """What is under way, how far it is, and how what ended last ended."""
    if context.invoked_subcommand is None:
        _show(connect(library), as_json)


@tasks_app.command()
def pause(library: Library, task: Number = 0, as_json: AsJson = False) -> None:
    """Hold it back; what is done is kept."""
    _to_each(library, task, lambda key: protocol.PauseTask(key, paused=True), as_json)


@tasks_app.command()
def resume(library: Library, task: Number = 0, as_json: AsJson = False) -> None:
    """Let it go on."""
    _to_each(library, task, lambda key: protocol.PauseTask(key, paused=False), as_json)


@tasks_app.command()
def cancel(library: Library, task: Number = 0, as_json: AsJson = False) -> None:
    """Give it up at its next step; what it has stored stays, and the next run goes on from there."""
    _to_each(library, task, protocol.CancelTask, as_json)


def _to_each(library: Path, task: int, request: Callable[[int], protocol.Request], as_json: bool) -> None:
    client = connect(library)
    under_way = [state.id for state in _states(client) if not state.over]
    if not task and not under_way:
        raise BadRequest("no_such_task", "Nothing is under way.")
    for key in [task] if task else under_way:
        client.ask(request(key))
    _show(client, as_json)


def _states(client: Client) -> tuple[protocol.TaskState, ...]:
    return client.expect(protocol.TaskList, protocol.GetTasks()).tasks


def _show(client: Client, as_json: bool) -> None:
    states = _states(client)
    if as_json:
        print_json({"tasks": [msgspec.to_builtins(state) for state in states]})
        return
    for state in states:
        far = f" {state.done:,} of {state.total:,}" if state.total and not state.over else ""
        left = f", about {max(1, round(state.seconds_left / 60)):,} min left" if state.seconds_left else ""
        why = f": {state.problem}" if state.problem else ""
        console.print(f"[dim]{state.id:>4}[/] {escape(state.title)}  [dim]{state.state}{far}{left}{escape(why)}[/]")
    if not states:
        console.print("Nothing is under way.")
