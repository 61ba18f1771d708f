"""What can be chosen, and choosing it."""

from typing import Annotated

import typer

from indexer import protocol, report
from indexer.cli.shared import AsJson, Library, console, print_json
from indexer.client import connect
from indexer.errors import BadRequest

app = typer.Typer()


@app.command()
def settings(
    library: Library,
    name: Annotated[str | None, typer.Argument(help="One of them")] = None,
    value: Annotated[str | None, typer.Argument(help="What it is to be from now on")] = None,
    as_json: AsJson = False,
) -> None:
    """The settings of this library; with a name and a value, one of them is changed."""
    client = connect(library)
    if name is not None and value is not None:
        client.ask(protocol.ChangeSetting(name, value))
    answer = client.expect(protocol.Settings, protocol.GetSettings())
    if name is not None:
        answer = protocol.Settings(tuple(setting for setting in answer.settings if setting.name == name))
        if not answer.settings:
            raise BadRequest("unknown_setting", f"There is no setting called “{name}”.", "wherein settings lists them.")
    if as_json:
        print_json(report.settings_json(answer))
    else:
        report.print_settings(console, answer)
