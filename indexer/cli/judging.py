"""Measuring models by themselves: likeness, order, and what follows from a text."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from indexer.cli.shared import AsJson, aside, console, print_json

app = typer.Typer()

_SEED = 7

Model = Annotated[str, typer.Option(help="A name of `wherein models`, or a folder; else the one of Wherein")]


@app.command("sts")
def evaluate_sts(
    directory: Annotated[Path, typer.Argument(help="A folder with JSON lines of {text1, text2, label}")],
    model: Model = "",
    as_json: AsJson = False,
) -> None:
    """How well likeness agrees with people: Spearman's rank correlation, with its 95% interval."""
    places = _prepare()
    import numpy as np

    from indexer.models import catalogue, trials
    from indexer.models.runtime import load_encoder

    encoder = load_encoder(model or catalogue.DEFAULT, **places)
    _print(trials.sts(directory, encoder, np.random.default_rng(_SEED)), as_json)


@app.command("rerank")
def evaluate_rerank(
    files: Annotated[list[Path], typer.Argument(help="JSON lines of {query, positives, negatives}")],
    model: Model = "",
    queries: Annotated[int, typer.Option(help="At most so many queries of each file")] = 500,
    as_json: AsJson = False,
) -> None:
    """Whether what answers comes first when it is read beside the query: MRR and nDCG@10, with 95% intervals."""
    places = _prepare()
    import numpy as np

    from indexer.models import trials
    from indexer.models.pairs import load_reranker

    reranker = load_reranker(model, **places)
    random = np.random.default_rng(_SEED)
    _print((trials.rerank(path, reranker, queries, random, aside(as_json)) for path in files), as_json)


@app.command("nli")
def evaluate_nli(
    file: Annotated[Path, typer.Argument(help="JSON lines of {premise, hypothesis, label, source?}")],
    model: Model = "",
    rows: Annotated[int, typer.Option(help="At most so many rows of each source")] = 2_000,
    source: Annotated[list[str] | None, typer.Option(help="Of these sources only")] = None,
    as_json: AsJson = False,
) -> None:
    """Whether it is seen what follows from a text: accuracy for each source, with 95% intervals."""
    places = _prepare()
    import numpy as np

    from indexer.models import trials
    from indexer.models.pairs import load_entailment

    entailment = load_entailment(model, **places)
    random = np.random.default_rng(_SEED)
    _print(trials.nli(file, entailment, rows, source or (), random, aside(as_json)), as_json)


def _prepare() -> dict[str, Any]:
    """Where models lie, and their graphs."""
    from indexer.models.privacy import stay_private
    from indexer.places import cache_directory, models_directory

    stay_private()
    return {"downloads": models_directory(), "exports": cache_directory() / "graphs"}


def _print(found: Iterable[Any], as_json: bool) -> None:
    table = Table("set", box=None)
    for measured in found:
        figures = measured.figures
        if as_json:
            intervals = {name: [each.low, each.high] for name, each in figures.items()}
            print_json(
                {"set": measured.name}
                | {name: each.value for name, each in figures.items()}
                | {"intervals": intervals, "count": next(iter(figures.values())).count}
            )
        elif not table.rows:
            for name in figures:
                table.add_column(name, justify="right")
            table.add_column("of", justify="right")
        table.add_row(measured.name, *map(str, figures.values()), f"{next(iter(figures.values())).count:,}")
    if not as_json:
        console.print(table)
