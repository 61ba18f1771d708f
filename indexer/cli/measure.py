"""Measuring this machine, and how good the ranking is."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from indexer import report
from indexer.cli import judging
from indexer.cli.shared import AsJson, Library, aside, console, print_json
from indexer.client import connect

if TYPE_CHECKING:
    from indexer.models.encoder import Encoder
    from indexer.models.pairs import Entailment, Reranker

app = typer.Typer()

evaluate_app = typer.Typer(help="Measure how good the ranking is, on labelled sets.")
app.add_typer(evaluate_app, name="evaluate")
evaluate_app.add_typer(judging.app)


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
def reading(
    folder: Path,
    workers: Annotated[int, typer.Option(help="How many files are read at once")] = 2,
    pictures: Annotated[bool, typer.Option("--pictures", help="Look for text in pictures, too")] = False,
    compare: Annotated[bool, typer.Option("--compare", help="PDFs through pdftotext and pypdf, too")] = False,
    as_json: AsJson = False,
) -> None:
    """What becomes of each file of a folder when it is read, how fast that goes and what it takes."""
    from indexer.extract.survey import survey
    from indexer.watch.rules import Rules
    from indexer.watch.scan import walk

    wanted = {entry.path for entry in walk(os.fsencode(folder), Rules())}  # as the service, without a person's rules
    survey(folder, workers=workers, pictures=pictures, compare=compare, as_json=as_json, wanted=wanted)


@evaluate_app.command()
def ocr(folder: Path, as_json: AsJson = False) -> None:
    """The share of characters that are read wrongly in pictures; the folder has a ground_truth.jsonl."""
    from dataclasses import asdict

    from indexer.extract.recognition import evaluate

    measured = {name: asdict(value) for name, value in evaluate(folder, aside(as_json)).items()}
    if as_json:
        print_json({"set": folder.name} | measured)
    else:
        for name, values in measured.items():
            said = (f"{key.replace('_', ' ')} {value}" for key, value in values.items())
            console.print(f"{name}: {', '.join(said)}")


_Sets = Annotated[
    list[Path], typer.Argument(help="Folders with corpus.jsonl, queries.jsonl and qrels.tsv, or folders of such ones")
]
_Keep = Annotated[Path | None, typer.Option(help="Keep what was embedded in this folder, for the next time")]


@evaluate_app.command()
def retrieval(
    sets: _Sets,
    queries: Annotated[int, typer.Option(help="At most so many queries of each set")] = 500,
    keep: _Keep = None,
    rerank: Annotated[bool, typer.Option("--rerank", help="And of what is read again, as after a search")] = False,
    model: Annotated[str, typer.Option(help="The model that reads again; else the one of Wherein")] = "",
    milliseconds: Annotated[int, typer.Option(help="How long it may read for one query; 0: to the end")] = 0,
    exact: Annotated[bool, typer.Option("--exact", help="By the model itself, not by its quick graph")] = False,
    as_json: AsJson = False,
) -> None:
    """nDCG@10, recall@100, MRR@10 and milliseconds of words, meaning and both together."""
    from dataclasses import asdict

    from indexer.search.measuring.labelled import folders_of_sets, load_set
    from indexer.search.measuring.retrieval import Reading, evaluate

    folders, encoder = folders_of_sets(sets), _reference() if exact else _encoder()
    keep = keep / "exact" if keep and exact else keep
    reading = Reading(_reranker(model), milliseconds) if rerank or model else None
    table = {}
    for directory in folders:
        labelled = load_set(directory)
        table[labelled.name] = measured = evaluate(labelled, encoder, queries, aside(as_json), keep, reading)
        if as_json:
            print_json({"set": labelled.name} | {name: asdict(value) for name, value in measured.items()})
    if not as_json:
        report.print_retrieval(console, table)


@evaluate_app.command()
def tags(
    sets: Annotated[list[Path], typer.Argument(help="Folders with data.jsonl (or .gz) of {text, label}")],
    documents: Annotated[int, typer.Option(help="At most so many documents of each set")] = 10_000,
    field: Annotated[str, typer.Option(help="“label”, or “intent” where a set has finer ones")] = "label",
    none: Annotated[str, typer.Option(help="The label of those that deserve no tag")] = "out of scope",
    seed: Annotated[int, typer.Option(help="Who decides, and about what")] = 0,
    read: Annotated[bool, typer.Option("--read/--no-read", help="Read passages beside tags, too")] = True,
    as_json: AsJson = False,
) -> None:
    """How many suggested tags are right, and how many are suggested, after a few decisions about each tag."""
    from indexer.models.privacy import stay_private

    stay_private()
    from dataclasses import asdict

    from indexer.insight.tagging_trial import Trial, load_set
    from indexer.models.runtime import load_encoder
    from indexer.places import cache_directory

    encoder = load_encoder(exports=cache_directory() / "graphs")
    reader = _reader() if read else None
    table = {}
    for directory in sets:
        labelled = load_set(directory, encoder, none, documents, field, aside(as_json))
        table[labelled.name] = rounds = Trial(labelled, encoder, seed, reader).run(say=aside(as_json))
        if as_json:
            said = {
                "set": labelled.name,
                "read_by": reader.name if reader else "",
                "documents": len(labelled.vectors),
                "tags": len(labelled.tags),
            }
            print_json(said | {"rounds": [asdict(each) for each in rounds]})
    if not as_json:
        report.print_tagging(console, table)


@evaluate_app.command()
def absent(
    sets: _Sets,
    about: Annotated[list[Path], typer.Option("--about", help="A set of questions that those cannot answer (repeat)")],
    queries: Annotated[int, typer.Option(help="So many questions of each kind")] = 100,
    keep: _Keep = None,
    as_json: AsJson = False,
) -> None:
    """Whether a library made of some sets says "no good match" to the questions of others, and what that costs."""
    from dataclasses import asdict

    from indexer.search.measuring.absent import evaluate
    from indexer.search.measuring.labelled import folders_of_sets, load_set

    library, foreign = ([load_set(folder) for folder in folders_of_sets(folders)] for folders in (sets, about))
    measured = evaluate(library, foreign, _encoder(), queries, aside(as_json), keep)
    names = {"set": "+".join(each.name for each in library), "about": "+".join(each.name for each in foreign)}
    if as_json:
        print_json(names | asdict(measured))
    else:
        report.print_absent(console, measured)


@evaluate_app.command()
def speed(
    sets: _Sets,
    place: Annotated[Path, typer.Option("--place", help="The folder of the library; it is made there the first time")],
    passages: Annotated[int, typer.Option(help="So many passages; what the sets lack is made up of theirs")] = 100_000,
    queries: Annotated[int, typer.Option(help="So many questions")] = 200,
    keep: _Keep = None,
    as_json: AsJson = False,
) -> None:
    """How long a search takes in a library of so many passages, and each of its stages."""
    from dataclasses import asdict

    from indexer.search.measuring.labelled import folders_of_sets, load_set
    from indexer.search.measuring.speed import evaluate

    chosen = [load_set(folder) for folder in folders_of_sets(sets)]
    measured = evaluate(chosen, _encoder(), passages, place, queries, aside(as_json), keep)
    if as_json:
        print_json(asdict(measured))
    else:
        report.print_speed(console, measured)


@evaluate_app.command()
def explain(
    sets: _Sets,
    hits: Annotated[int, typer.Option(help="How many hits are sampled")] = 200,
    keep: _Keep = None,
    as_json: AsJson = False,
) -> None:
    """Whether what is highlighted carried the score: masking it must cost more than masking as much at random."""
    from dataclasses import asdict

    from indexer.search.measuring.explaining import evaluate
    from indexer.search.measuring.labelled import folders_of_sets, load_set

    chosen = [load_set(folder) for folder in folders_of_sets(sets)]
    measured = evaluate(chosen, _encoder(), hits, aside(as_json), keep)
    if as_json:
        print_json({"set": "+".join(each.name for each in chosen)} | asdict(measured))
    else:
        report.print_explained(console, measured)


@evaluate_app.command()
def vectors(
    library: Library,
    files: Annotated[list[Path] | None, typer.Argument(help="Vectors (.npy) instead of the library's own")] = None,
    questions: Annotated[Path | None, typer.Option(help="What is asked (.npy); else some vectors held back")] = None,
    rows: Annotated[list[int] | None, typer.Option(help="How many passages there are to be (repeat)")] = None,
    kind: Annotated[list[str] | None, typer.Option(help="quantised, ivf or hnsw (repeat); else the first two")] = None,
    as_json: AsJson = False,
) -> None:
    """The kinds of vector index beside comparing everything: what is found, how quickly, and what that takes."""
    from dataclasses import asdict

    import numpy as np

    from indexer.search.measuring.vectors import SIZES, evaluate, own_vectors
    from indexer.store.kinds import Kind

    given = np.concatenate([np.load(file) for file in files]) if files else own_vectors(library)
    asked = np.load(questions) if questions else None
    kinds = [Kind(name) for name in kind or ("quantised", "ivf")]
    table = []
    for figures in evaluate(given, asked, rows or SIZES, kinds, aside(as_json)):
        table.append(figures)
        if as_json:
            print_json(asdict(figures))
    if not as_json:
        report.print_kinds(console, table)


def _encoder() -> "Encoder":
    """For many texts; nothing is fetched."""
    from indexer.models.privacy import stay_private

    stay_private()
    from indexer.models.runtime import load_bulk_encoder
    from indexer.places import cache_directory

    return load_bulk_encoder(exports=cache_directory() / "graphs")


def _reference() -> "Encoder":
    """The same model in single precision, as what a graph is held to."""
    from indexer.models.privacy import stay_private

    stay_private()
    from indexer.models.catalogue import DEFAULT
    from indexer.models.folders import resolve
    from indexer.models.reference import ReferenceEncoder

    return ReferenceEncoder(resolve(DEFAULT), "cpu")


def _reranker(name: str) -> "Reranker":
    from indexer.models.pairs import load_reranker
    from indexer.places import cache_directory, models_directory

    return load_reranker(name, downloads=models_directory(), exports=cache_directory() / "graphs")


def _reader() -> "Entailment | None":
    """The model that tells what follows from a text; None where there is none on this machine."""
    from indexer.errors import EnvironmentProblem
    from indexer.models.pairs import load_entailment
    from indexer.places import cache_directory, models_directory

    try:
        return load_entailment(downloads=models_directory(), exports=cache_directory() / "graphs")
    except EnvironmentProblem as problem:
        console.print(f"Nothing is read beside a tag: {problem}", markup=False, style="dim", highlight=False)
        return None


@evaluate_app.command()
def remembered(
    library: Library,
    documents: Annotated[int, typer.Option(help="So many files of your library, drawn at random")] = 300,
    seed: Annotated[int, typer.Option(help="Another one draws others")] = 7,
    as_json: AsJson = False,
) -> None:
    """How often a file of your own library comes first when most words of its name, or a scrap of it, are asked for."""
    from dataclasses import asdict
    from random import Random

    from indexer import protocol
    from indexer.search.measuring.remembered import Item, measure

    client = connect(library)
    listed = client.expect(protocol.Results, protocol.Search("", filters=protocol.Filters(size_from=1), limit=10**6))
    drawn = Random(seed).sample(listed.hits, min(documents, len(listed.hits)))
    texts = (client.expect(protocol.DocumentText, protocol.GetDocument(hit.path)) for hit in drawn)
    items = [Item(each.path, each.name, each.text) for each in texts]

    def ask(question: str) -> Sequence[protocol.Hit]:
        return client.expect(protocol.Results, protocol.Search(question, weak=True, limit=20)).hits

    by_name, by_text = measure(ask, items, seed)
    if as_json:
        return print_json({"by_name": asdict(by_name), "by_text": asdict(by_text)})
    for how, found in (("most words of its name", by_name), ("a scrap of a sentence", by_text)):
        console.print(f"{how}: {found.first:.0%} of {found.asked} come first, MRR {found.mrr:.3f}")
    return None
