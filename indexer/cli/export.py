"""Passages and vectors for other programs."""

import json
import os
import threading
from pathlib import Path
from typing import Annotated, Literal

import typer

from indexer import protocol
from indexer.cli.shared import AsJson, Library, absolute, await_task, console, print_json
from indexer.client import connect

app = typer.Typer()
_Format = Literal["npy", "parquet", "jsonl"]


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="A new folder, or an empty one.")],
    library: Library,
    form: Annotated[
        _Format, typer.Option("--format", help="npy: an array and JSON lines; or one file of all.")
    ] = "npy",
    as_json: AsJson = False,
) -> None:
    """Write all passages and their vectors into a folder; its manifest.json says which model made them."""
    moved = threading.Event()
    client = connect(library, on_event=lambda _: moved.set(), on_lost=moved.set)
    client.expect(protocol.TaskStarted, protocol.Export(os.fsencode(absolute(folder)), form))
    await_task(client, moved, "export", as_json)
    manifest = json.loads((Path(absolute(folder)) / "manifest.json").read_bytes())
    if as_json:
        print_json({"folder": absolute(folder)} | manifest)
        return
    console.print(f"{manifest['rows']:,} passages of {manifest['documents']:,} documents are in “{absolute(folder)}”.")
    if manifest["without_vectors"]:
        console.print(f"{manifest['without_vectors']:,} documents are left out: no text, or not understood yet.")
