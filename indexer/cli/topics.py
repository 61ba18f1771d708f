"""Topics: what belongs together, found, listed, named, merged and parted."""

import os
import struct
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from indexer import protocol, report
from indexer.cli.measure import evaluate_app
from indexer.cli.shared import AsJson, Library, aside, await_task, console, print_json
from indexer.client import Client, connect

app = typer.Typer()
topics_app = typer.Typer(help="What your documents are about: topics, their names, and what is in them.")
app.add_typer(topics_app, name="topics")

Number = Annotated[int, typer.Argument(help="The number that `wherein topics` lists.")]
Way = Annotated[str, typer.Option(help="auto, community, agglomerative, kmeans or density.")]
Count = Annotated[int, typer.Option(help="About how many topics; 0: as many as there are.")]


@topics_app.callback(invoke_without_command=True)
def topics(
    context: typer.Context,
    library: Library,
    files: Annotated[bool, typer.Option("--files", help="Also the files in each topic.")] = False,
    as_json: AsJson = False,
) -> None:
    """List topics; where none were looked for yet, they are found first."""
    if context.invoked_subcommand is None:
        moved = threading.Event()
        client = connect(library, on_event=lambda _: moved.set(), on_lost=moved.set)
        found = client.expect(protocol.Topics, protocol.GetTopics())
        if found.made is None:
            if found.task is None:
                client.ask(protocol.RefreshTopics())
            await_task(client, moved, "topics", as_json)
        _show(client, as_json, files)


@topics_app.command()
def refresh(library: Library, method: Way = "", count: Count = 0, as_json: AsJson = False) -> None:
    """Find topics anew. Those that you named, merged or parted stay."""
    moved = threading.Event()
    client = connect(library, on_event=lambda _: moved.set(), on_lost=moved.set)
    wish = protocol.RefreshTopics(method or ("auto" if count else ""), count)
    client.ask(wish)
    await_task(client, moved, "topics", as_json)
    _show(client, as_json)


@topics_app.command()
def rename(
    topic: Number,
    library: Library,
    name: Annotated[str, typer.Argument(help="Without a name, the topic is called by what is in it again.")] = "",
    as_json: AsJson = False,
) -> None:
    """Give a topic or a group of topics a name of your own."""
    client = connect(library)
    client.ask(protocol.RenameTopic(topic, name))
    _show(client, as_json)


@topics_app.command()
def merge(topics: list[int], library: Library, as_json: AsJson = False) -> None:
    """Make one topic of several."""
    client = connect(library)
    client.ask(protocol.MergeTopics(tuple(topics)))
    _show(client, as_json)


@topics_app.command()
def split(
    topic: Number,
    library: Library,
    parts: Annotated[int, typer.Option(help="How many parts; 0: as many as there are.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Part a topic."""
    moved = threading.Event()
    client = connect(library, on_event=lambda _: moved.set(), on_lost=moved.set)
    client.ask(protocol.SplitTopic(topic, parts))
    await_task(client, moved, "topics", as_json)
    _show(client, as_json)


def _show(client: Client, as_json: bool, with_files: bool = False) -> None:
    found = client.expect(protocol.Topics, protocol.GetTopics())
    by_topic = _files(client) if as_json or with_files else {}
    if as_json:
        print_json(topics_json(found, by_topic))
        return
    if not found.topics:
        console.print("There are no topics: too few documents say something.")
    for topic, inset in _tree(found.topics):
        mark = "" if topic.given or topic.group else f"  [dim]{escape(', '.join(topic.keywords[:6]))}[/]"
        title = f"[bold]{escape(topic.name)}[/]" if topic.group else escape(topic.name)
        console.print(f"[dim]{topic.id:>4}[/] {inset}{title} [dim]· {topic.size:,}[/]{mark}")
        for path in by_topic.get(topic.id, []):
            console.print(f"       {inset}  {escape(path)}", style="dim")
    if found.outliers:
        console.print(f"     [dim]{found.outliers:,} of {found.documents:,} documents fit in none.[/]")


def topics_json(found: protocol.Topics, by_topic: dict[int, list[str]]) -> dict[str, Any]:
    """`topics` hold documents, `groups` hold topics."""
    return {
        "topics": [
            {
                "id": topic.id,
                "name": topic.name,
                "keywords": list(topic.keywords),
                "size": topic.size,
                "files": by_topic.get(topic.id, []),
                "group": topic.parent,
                "given": topic.given,
            }
            for topic in found.topics
            if not topic.group
        ],
        "groups": [
            {"id": topic.id, "name": topic.name, "keywords": list(topic.keywords), "size": topic.size}
            for topic in found.topics
            if topic.group
        ],
        "outliers": by_topic.get(-1, []),
        "documents": found.documents,
        "method": found.method,
    }


def _files(client: Client) -> dict[int, list[str]]:
    """Paths by topic; -1: they fit in none."""
    on_map = client.expect(protocol.TopicMap, protocol.GetTopicMap(), timeout=120)
    by_topic: dict[int, list[str]] = {}
    topics = struct.unpack(f"<{len(on_map.paths)}i", on_map.topics)
    for path, topic in zip(on_map.paths, topics, strict=True):
        by_topic.setdefault(topic, []).append(os.fsdecode(path))
    return by_topic


def _tree(topics: Iterable[protocol.Topic]) -> list[tuple[protocol.Topic, str]]:
    """Each group with its topics below it."""
    listed = list(topics)
    rows: list[tuple[protocol.Topic, str]] = []
    for topic in listed:
        if topic.parent is None:
            rows.append((topic, ""))
            rows += [(other, "  ") for other in listed if other.parent == topic.id]
    return rows


@evaluate_app.command("topics")
def evaluate_topics(
    sets: Annotated[list[Path], typer.Argument(help="Folders with data.jsonl (or .gz) of {text, label}")],
    documents: Annotated[int, typer.Option(help="At most so many documents of each set")] = 20_000,
    together: Annotated[bool, typer.Option("--together", help="All sets in one library")] = False,
    keep: Annotated[Path | None, typer.Option(help="Keep what was embedded in this folder, for the next time")] = None,
    as_json: AsJson = False,
) -> None:
    """How well topics agree with labels, beside plain K-means; how many documents fit in none, and how many stay."""
    from indexer.models.privacy import stay_private

    stay_private()
    from dataclasses import asdict

    from indexer.insight.topics.measuring import load_set, measure
    from indexer.models.runtime import load_encoder
    from indexer.places import cache_directory

    encoder = load_encoder(exports=cache_directory() / "graphs")
    loaded = [load_set(directory, documents) for directory in sets]
    table = {}
    for some in [loaded] if together else [[each] for each in loaded]:
        name = ", ".join(each.texts.name for each in some)
        table[name] = measured = measure(some, encoder, aside(as_json), keep)
        if as_json:
            print_json({"set": name} | asdict(measured))
    if not as_json:
        report.print_topics(console, table)
