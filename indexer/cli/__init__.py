"""The command line: a client of the service like the window. Every command takes --json."""

import os
import subprocess
import sys
from typing import Annotated

import typer
from rich.console import Console

from indexer.cli import alike, export, find, library, measure, models, saved, settings, tag, tasks, topics, train
from indexer.cli.shared import Library, print_json
from indexer.errors import WhereinError

app = typer.Typer(
    help="Find your own documents by what they mean. Everything stays on this machine.",
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for room in (alike, find, library, measure, saved, tag, models, train, export, topics, tasks, settings):
    app.add_typer(room.app)


def main() -> None:
    """Entry point: errors of the family become one line and exit status 1 (in JSON where that was asked for)."""
    try:
        app(prog_name="wherein")
    except WhereinError as error:
        if "--json" in sys.argv:
            print_json({"error": {"code": error.code, "message": error.message, "remedy": error.remedy}})
        else:
            Console(stderr=True, soft_wrap=True).print(f"wherein: {error}", markup=False, style="red")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


@app.callback(invoke_without_command=True)
def window(
    context: typer.Context,
    library: Library,
    bar: Annotated[bool, typer.Option("--bar", help="The small search bar, instead of the window.")] = False,
) -> None:
    """Without a command, the window opens."""
    # `--library` may stand before the command as well: never is another library used than the one that was named.
    os.environ["WHEREIN_LIBRARY"] = str(library)
    if context.invoked_subcommand is None:
        sys.exit(
            subprocess.call(
                [sys.executable, "-P", "-m", "desktop", "--library", str(library), *(["--bar"] if bar else [])]
            )
        )
