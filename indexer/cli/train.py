"""Training: a model learns from what a person did and said, or from a file."""

import os
import threading
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import typer

from indexer import protocol
from indexer.cli.shared import AsJson, Library, await_task, console, print_json
from indexer.client import Client, connect
from indexer.errors import Bug

app = typer.Typer()
_Kind = Literal["encoder", "reranker", "nli"]
_Loss = Literal["ranking", "triplet", "cosine"]


@app.command()
def train(
    kind: Annotated[_Kind, typer.Argument(help="encoder: meaning; reranker: reading again; nli: what follows.")],
    library: Library,
    examples: Annotated[
        Path | None,
        typer.Argument(help="JSON lines (also .gz); without it, what was opened, accepted, rejected and tagged here."),
    ] = None,
    held: Annotated[Path | None, typer.Option(help="Examples to measure on; else a fifth is held out.")] = None,
    base: Annotated[str, typer.Option(help="The model that learns: a name or a folder; else the one in use.")] = "",
    name: Annotated[str, typer.Option(help="What the new model is called.")] = "",
    loss: Annotated[_Loss, typer.Option(help="For an encoder: multiple negatives, triplets or cosines.")] = "ranking",
    epochs: Annotated[float, typer.Option(min=0.01, help="How often each example is seen.")] = 2.0,
    minutes: Annotated[float, typer.Option(min=0.1, help="It ends after so long at the latest.")] = 30.0,
    keep: Annotated[bool, typer.Option("--keep", help="Keep it though it is not better.")] = False,
    use: Annotated[bool, typer.Option("--use", help="Use it where it is kept.")] = False,
    as_json: AsJson = False,
) -> None:
    """Have a model learn. It is measured before and after on examples that it has not seen, and kept when better.

    A line of a file is one of these, all of one kind:

        {"query", "positive", "negative"?}
        {"query", "positives": [...], "negatives": [...]}
        {"first", "second", "score": 0 to 1}
        {"premise", "hypothesis", "label": "entailment", "neutral", "contradiction" or "not_entailment"}
    """
    moved = threading.Event()
    client = connect(library, on_event=lambda _: moved.set(), on_lost=moved.set)
    client.expect(
        protocol.TaskStarted,
        protocol.Train(
            kind, _whole(examples), _whole(held), base, name, loss, epochs, minutes, keep=keep, then_use=use
        ),
    )
    await_task(client, moved, "training", as_json)
    trained = _last(client)
    if as_json:
        print_json(msgspec.to_builtins(trained) | {"adopted": bool(trained.name)})
    else:
        _show(trained, use)


def _whole(path: Path | None) -> str:
    return "" if path is None else os.path.abspath(path)


def _last(client: Client) -> protocol.Trained:
    trained = client.expect(protocol.Training, protocol.GetTraining()).last
    if trained is None:
        raise Bug("no_outcome", "The training ended without a word of what came of it.")
    return trained


def _show(trained: protocol.Trained, used: bool) -> None:
    console.print(f"Learned from {trained.learned:,} examples, measured on {trained.held:,} others.")
    for measure in trained.measures:
        console.print(f"  {measure.name:<22} {_said(measure.before)}  →  {_said(measure.after)}", highlight=False)
    sure = f"{trained.likely:.0%} likely to be the better one"
    if not trained.name:
        console.print(f"Not kept: it is {sure}, and the old one stays.")
    elif used:
        console.print(f"{trained.name} is kept ({sure}), and used.")
    else:
        console.print(f"{trained.name} is kept ({sure}). Use it with: wherein models use {trained.name}")


def _said(figure: tuple[float, float, float]) -> str:
    return "{:.3f} ({:.3f}–{:.3f})".format(*figure)
