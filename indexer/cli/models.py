"""The models: which there are, fetching, using, removing and timing them."""

import threading
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.table import Table

from indexer import protocol
from indexer.cli.shared import AsJson, Library, aside, await_task, console, print_json
from indexer.client import connect

app = typer.Typer()
models_app = typer.Typer(help="The models that turn text into meaning.")
app.add_typer(models_app, name="models")

_KINDS = {
    "encoder": "Meaning of text",
    "images": "Meaning of pictures",
    "reranker": "Reading results again",
    "nli": "What follows from a text",
}
_PLACES = {
    "shipped": "comes with Wherein",
    "here": "on this machine",
    "away": "",
    "coded": "needs code that nobody has allowed",
}


@models_app.callback(invoke_without_command=True)
def models(context: typer.Context, library: Library, as_json: AsJson = False) -> None:
    """Without a command, the list."""
    if context.invoked_subcommand is None:
        list_models(library, as_json)


@models_app.command("list")
def list_models(library: Library, as_json: AsJson = False) -> None:
    """All models by what they are for, and which one is in use."""
    found = connect(library).expect(protocol.ModelList, protocol.GetModels())
    if as_json:
        print_json(_plain(found))
        return
    for kind, title in _KINDS.items():
        console.print(_table(title, [model for model in found.models if model.kind == kind]))
    console.print("\n[dim]● in use   ✓ on this machine[/]")
    console.print(f"In use: [bold]{found.in_use}[/] ({found.dimension} numbers a passage, {found.precision})")
    if found.building:
        share = found.done / found.total if found.total else 0
        console.print(f"Building meaning with {found.building} beside it: {share:.0%}")
    for kept in found.kept:
        console.print(f"Kept for a day: {kept.count:,} vectors of {kept.model} ({kept.dimension})", style="dim")
    if found.problem:
        console.print(found.problem, style="red", markup=False)


def _plain(message: Any) -> Any:
    """A message as scripts read it, without the tags of the wire."""
    value = msgspec.to_builtins(message)
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items() if key != "type"}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value


def _table(title: str, models: list[protocol.ModelState]) -> Table:
    table = Table(
        box=None, title=title, title_justify="left", title_style="bold", show_header=False, pad_edge=False,
        padding=(0, 2, 0, 0),
    )  # fmt: skip
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    table.add_column(no_wrap=True, justify="right")
    for model in models:
        mark = "[green]●[/]" if model.in_use else "✓" if model.place in ("shipped", "here") else " "
        facts = [model.languages, model.use, model.licence if model.licence != "not stated" else "",
                 "needs code, which is not allowed" if model.place == "coded" else ""]  # fmt: skip
        table.add_row(mark, model.name, f"[dim]{'; '.join(filter(None, facts))}[/]", f"{model.download:,} MB")
    return table


@models_app.command()
def info(name: str, library: Library, as_json: AsJson = False) -> None:
    """Everything that is known of one model: a name, or the path of a folder."""
    model = connect(library).expect(protocol.ModelState, protocol.GetModel(_named(name)))
    if as_json:
        print_json(_plain(model))
        return
    for field, value in _facts(model).items():
        console.print(f"[dim]{field:>16}[/]  {value}", highlight=False)


def _facts(model: protocol.ModelState) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "name": model.name,
        "for": f"{_KINDS[model.kind].lower()}: {model.use}",
        "languages": model.languages,
        "licence": model.licence,
        "download": f"{model.download:,} MB, about {model.memory:,} MB of memory",
        "reads": f"{model.token_limit:,} tokens at once",
        "gives": f"{model.dimension} numbers a passage, compared by {model.similarity}"
        if model.dimension
        else f"a score ({model.similarity})",
    }
    if model.dimensions:
        facts["shorter"] = ", ".join(map(str, model.dimensions))
    for use in ("query", "passage", "clustering", "classification"):
        if prefix := getattr(model, f"{use}_prefix"):
            facts[f"before a {use}"] = repr(prefix)
    if model.task:
        facts["task"] = model.task
    facts["place"] = model.path or _PLACES[model.place] or f"{model.repository} on the hub"
    if model.revision:
        facts["revision"] = model.revision
    return facts


@models_app.command()
def use(
    name: str,
    library: Library,
    dimension: Annotated[int, typer.Option(help="Shorter vectors take less space; 0: the model's own.")] = 0,
    precision: Annotated[str, typer.Option(help="float16, or int8 in half the space.")] = "",
    wait: Annotated[bool, typer.Option("--wait", help="Until all documents are read with it.")] = False,
    as_json: AsJson = False,
) -> None:
    """Use a model of this machine, or a folder. Searching goes on with the old one until the new one is ready."""
    moved = threading.Event()
    client = connect(library, on_event=lambda _: moved.set(), on_lost=moved.set)
    client.ask(protocol.UseModel(_named(name), dimension, precision))
    if wait:
        await_task(client, moved, "model", as_json)
    found = client.expect(protocol.ModelList, protocol.GetModels())
    if as_json:
        print_json({"in_use": found.in_use, "building": found.building, "done": found.done, "total": found.total})
    elif found.building:
        console.print(
            f"Meaning is built with {found.building}; until it is whole, searching goes on with {found.in_use}."
        )
    else:
        console.print(f"{found.in_use} is in use.")


@models_app.command()
def download(
    name: str,
    library: Library,
    use: Annotated[bool, typer.Option("--use", help="Use it as soon as it is here.")] = False,
    as_json: AsJson = False,
) -> None:
    """Fetch a model from the hub: the only thing that Wherein ever asks of the network."""
    moved = threading.Event()
    client = connect(library, on_event=lambda _: moved.set(), on_lost=moved.set)
    client.expect(protocol.TaskStarted, protocol.DownloadModel(name, use))
    await_task(client, moved, "download", as_json)
    model = client.expect(protocol.ModelState, protocol.GetModel(name))
    if as_json:
        print_json(_plain(model))
    else:
        console.print(f"{model.name} is on this machine: {model.path}")


@models_app.command()
def allow(
    name: str,
    library: Library,
    revision: Annotated[str, typer.Option(help="Allow the code of this revision without asking.")] = "",
    as_json: AsJson = False,
) -> None:
    """Let program code that comes with a model run, exactly as it is now, in the model worker. It is not checked."""
    client = connect(library)
    model = client.expect(protocol.ModelState, protocol.GetModel(_named(name)))
    if not revision and model.place == "coded":
        console.print(f"{model.name}, revision {model.revision or 'unknown'}, in {model.path}:", markup=False)
        console.print("\n".join(f"  {file}" for file in model.code), markup=False)
        console.print("It runs with your rights, in the process that understands documents. Wherein does not know it.")
        typer.confirm("Allow exactly this code?", abort=True)
    client.ask(protocol.AllowCode(_named(name), revision or model.revision))
    if as_json:
        print_json({"allowed": model.name, "revision": revision or model.revision, "files": list(model.code)})
    else:
        console.print(f"The code of {model.name} may run.")


@models_app.command()
def remove(name: str, library: Library, as_json: AsJson = False) -> None:
    """Delete a fetched model from this machine."""
    connect(library).ask(protocol.RemoveModel(_named(name)))
    if as_json:
        print_json({"removed": name})
    else:
        console.print(f"{name} is no longer on this machine.")


@models_app.command()
def bench(
    name: Annotated[str, typer.Argument(help="A model of this machine, or a folder.")] = "all-MiniLM-L6-v2",
    as_json: AsJson = False,
) -> None:
    """Tokens a second of each runtime on this machine, beside SentenceTransformer.encode with its defaults."""
    from indexer.models.privacy import stay_private

    stay_private()
    from indexer.models.bench import measure
    from indexer.places import cache_directory, models_directory

    aside(as_json)("A minute or two …")
    speeds = measure(_named(name), downloads=models_directory(), exports=cache_directory() / "graphs")
    if as_json:
        print_json({"model": name, "runtimes": [asdict(speed) for speed in speeds]})
        return
    table = Table("runtime", box=None)
    for heading in ("tokens/s", "times", "smallest cosine", "a query, ms"):
        table.add_column(heading, justify="right")
    for speed in speeds:
        table.add_row(speed.runtime, f"{speed.tokens_per_second:,.0f}", f"{speed.ratio:.2f}",
                      f"{speed.min_cosine:.4f}", f"{speed.query_milliseconds:.1f}")  # fmt: skip
    console.print(table)


def _named(name: str) -> str:
    """A folder's whole path where it is one; else the name."""
    path = Path(name)
    return str(path.resolve()) if path.is_dir() and ("/" in name or "\\" in name or path.is_absolute()) else name
