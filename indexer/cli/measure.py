"""Measuring this machine, and how good the ranking is."""

from pathlib import Path
from typing import Annotated

import typer

from indexer import report
from indexer.cli.shared import AsJson, aside, console, print_json

app = typer.Typer()

evaluate_app = typer.Typer(help="Measure how good the ranking is, on labelled sets.")
app.add_typer(evaluate_app, name="evaluate")


@app.command()
def bench(folder: Path, as_json: AsJson = False) -> None:
    """Measure this machine: index a folder into a library that is thrown away, and search it."""
    from dataclasses import asdict

    from indexer.bench import bench as measure

    figures = measure(folder, aside(as_json))
    values = asdict(figures) | {"files_per_second": round(figures.files_per_second, 1)}
    if as_json:
        print_json(values)
    else:
        for name, value in values.items():
            console.print(f"{name.replace('_', ' ')}: {value}")


@evaluate_app.command()
def retrieval(
    sets: Annotated[list[Path], typer.Argument(help="Folders with corpus.jsonl, queries.jsonl and qrels.tsv")],
    queries: Annotated[int, typer.Option(help="At most so many queries of each set")] = 500,
    keep: Annotated[Path | None, typer.Option(help="Keep what was embedded in this folder, for the next time")] = None,
    as_json: AsJson = False,
) -> None:
    """nDCG@10, recall@100, MRR@10 and milliseconds of words, meaning and both together."""
    from indexer.models.privacy import stay_private

    stay_private()
    from dataclasses import asdict

    from indexer.models.runtime import load_encoder
    from indexer.places import cache_directory
    from indexer.search.measuring.labelled import load_set
    from indexer.search.measuring.retrieval import evaluate

    encoder = load_encoder(exports=cache_directory() / "graphs")
    table = {}
    for directory in sets:
        labelled = load_set(directory)
        table[labelled.name] = measured = evaluate(labelled, encoder, queries, aside(as_json), keep)
        if as_json:
            print_json({"set": labelled.name} | {name: asdict(value) for name, value in measured.items()})
    if not as_json:
        report.print_retrieval(console, table)
