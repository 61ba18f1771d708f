"""From openly licensed sets to the files that the heads which come with Wherein are trained on.

    python -m indexer.models.training.sources reranker DATA INTO
    python -m indexer.models.training.sources nli DATA INTO

write `INTO/KIND.train.jsonl` and `INTO/KIND.held.jsonl`, which `wherein train` takes. A part of every source is held
out, by its queries. Two sources need no labels: what a function does, as its docstring says, has to be found among
functions without docstrings, and a sentence among passages from which it was cut (the inverse cloze task of Lee et al.,
arXiv:1906.00300).
"""

import gzip
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import numpy as np

from indexer.chunk import passage_input
from indexer.models.encoder import Encoder
from indexer.models.training import examples
from indexer.models.training.examples import Example, Inference, Judged
from indexer.models.training.mining import mine

T = TypeVar("T")

_WORDS = (12, 140)  # of a passage; a longer one would be cut where its answer may be
_WRONG, _WRONG_HELD = 5, 10  # passages that do not answer, for each query
_HELD = 60  # queries of a source, at most
_HELD_SHARE = 0.1
_SEED = 7
_INFERENCES = {"lingnli": 60_000, "cad_nli": 10_000, "mpe": 5_000, "joci": 4_000, "conjnli": 1_500, "rte": 2_000}
_LIKE_MEASURED = ("lingnli", "cad_nli")
_HELD_INFERENCES = 700  # of a source
_LONGEST = 110  # words of a premise and a hypothesis
_DOCSTRING = re.compile(r'\s*[rRuU]?"""(.*?)"""', re.DOTALL)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Source:
    """Queries with what answers them, and the passages among which the wrong answers are looked for."""

    name: str
    most: int  # queries that are learned from
    judged: Sequence[Judged]
    held: Sequence[Judged] = ()  # empty: a part of `judged` is held out
    pool: Sequence[str] = ()  # empty: the wrong answers are known


def reranker(data: Path, encoder: Encoder, random: np.random.Generator) -> tuple[list[Judged], list[Judged]]:
    """What is learned from, and what is held out; each row has passages that do not answer."""
    learned: list[Judged] = []
    held: list[Judged] = []
    for source in (_squad, _cloze, _docstrings, _cosqa, _movies, _selqa, _medication):
        found = source(data, random)
        kept, apart = (found.judged, found.held) if found.held else examples.split(found.judged, _HELD_SHARE)
        learned += _with_wrong(_some(kept, found.most, random), found.pool, encoder, _WRONG, random)
        held += _with_wrong(_some(apart, _HELD, random), found.pool, encoder, _WRONG_HELD, random)
        print(f"{found.name}: {len(learned):,} learned, {len(held):,} held out so far", file=sys.stderr, flush=True)
    return learned, held


def nli(data: Path, random: np.random.Generator) -> tuple[list[Inference], list[Inference]]:
    """What people wrote comes before what was made from patterns; whatever contradicts does so both ways.

    Held out are premises of the sources that are most like those which the head is measured on.
    """
    learned: list[Inference] = []
    held: list[Inference] = []
    rows: dict[str, list[Inference]] = defaultdict(list)
    for row in _rows(data / "nli/train.jsonl.gz"):
        if len(row["premise"].split()) + len(row["hypothesis"].split()) <= _LONGEST:
            rows[row["source"]].append(Inference(row["premise"], row["hypothesis"], row["label"]))
    for source, most in _INFERENCES.items():
        kept, apart = examples.split(rows[source], _HELD_SHARE)
        kept = _balanced(kept, most, random)
        clashes = [row for row in kept if row.label == "contradiction"]
        turned = [Inference(row.hypothesis, row.premise, row.label) for row in clashes]
        learned += kept + _some(turned, len(turned) // 5, random)
        held += _some(apart, _HELD_INFERENCES, random) if source in _LIKE_MEASURED else []
    return learned, held


def _balanced(rows: Sequence[Inference], most: int, random: np.random.Generator) -> list[Inference]:
    """At most so many, of every label the same share where there are enough."""
    labels = sorted({row.label for row in rows})
    each = {label: [row for row in rows if row.label == label] for label in labels}
    return [row for found in each.values() for row in _some(found, most // len(labels), random)]


def _squad(data: Path, random: np.random.Generator) -> Source:
    passages, asked = _squad_passages(data), _rows(data / "retrieval/squad_passages/queries.jsonl.gz")
    answers = _answers(data / "retrieval/squad_passages")
    judged = []
    for row in asked:
        right = tuple(passages[name] for name in answers[row["_id"]] if name in passages)
        if row["split"] != "dev" and right:
            judged.append(Judged(row["text"], right))
    judged = _some(judged, 2_600, random)
    answering = {text for example in judged for text in example.positives}
    others = _some([text for text in passages.values() if text not in answering], 1_000, random)
    return Source("squad", 2_300, judged, pool=[*answering, *others])


def _cloze(data: Path, random: np.random.Generator) -> Source:
    """A sentence, and its passage without it; a text of a film, and of an encyclopaedia."""
    films = [row["text"].split(" Genres: ")[0] for row in _rows(data / "retrieval/movies_msrd/corpus.jsonl.gz")]
    articles = [text.split("\n", 1)[-1] for text in _squad_passages(data).values()]
    judged, texts = [], _some(articles, 1_300, random) + _some(films, 500, random)
    for text in texts:
        sentences = _SENTENCE.split(text)
        long = [at for at, sentence in enumerate(sentences) if 6 <= len(sentence.split()) <= 35]
        if len(sentences) >= 3 and long:
            at = long[random.integers(len(long))]
            judged.append(Judged(sentences[at], (" ".join(sentences[:at] + sentences[at + 1 :]),)))
    return Source("cloze", 1_300, judged, pool=[example.positives[0] for example in judged])


def _docstrings(data: Path, random: np.random.Generator) -> Source:
    asked = {name for names in _cosqa_answers(data).values() for name in names}
    judged = []
    for row in _rows(data / "retrieval/cosqa/corpus.jsonl.gz"):
        found = _DOCSTRING.search(row["text"])
        said = found.group(1).strip().split("\n\n")[0] if found else ""
        said = " ".join(said.split())
        bare = _DOCSTRING.sub("", row["text"], count=1)
        if row["_id"] not in asked and 3 <= len(said.split()) <= 40 and len(bare.split()) > 8:
            judged.append(Judged(said, (_code(bare),)))
    judged = _some(judged, 1_900, random)
    return Source("docstring", 1_500, judged, pool=[example.positives[0] for example in judged])


def _cosqa(data: Path, random: np.random.Generator) -> Source:
    corpus = {row["_id"]: _code(row["text"]) for row in _rows(data / "retrieval/cosqa/corpus.jsonl.gz")}
    answers = _cosqa_answers(data)
    sides: dict[str, list[Judged]] = {"dev": [], "test": []}
    for row in _rows(data / "retrieval/cosqa/queries.jsonl"):
        right = tuple(corpus[name] for name in answers[row["_id"]] if name in corpus)
        sides[row["split"]].append(Judged(row["text"], right))
    apart = {example.query for example in sides["test"]}
    for row in _rows(data / "rerank/cosqa_dev_pairs.jsonl"):
        if row["positives"] and row["query"] not in apart:
            sides["dev"].append(Judged(row["query"], tuple(_code(text) for text in row["positives"])))
    answering = {text for side in sides.values() for example in side for text in example.positives}
    others = _some([text for text in corpus.values() if text not in answering], 1_000, random)
    return Source("cosqa", 1_000, sides["dev"], sides["test"], [*answering, *others])


def _movies(data: Path, random: np.random.Generator) -> Source:
    folder = data / "retrieval/movies_msrd"
    texts = {row["_id"]: passage_input(row["title"], row["text"]) for row in _rows(folder / "corpus.jsonl.gz")}
    texts = {name: text for name, text in texts.items() if _fits(text)}
    right, wrong = _answers(folder), _answers(folder, answering=False)
    judged = []
    for row in _rows(folder / "queries.jsonl.gz"):
        lists = [[texts[name] for name in side[row["_id"]] if name in texts] for side in (right, wrong)]
        if lists[0] and len(lists[1]) >= _WRONG:
            judged.append(Judged(row["text"], tuple(_some(lists[0], 1, random)), tuple(lists[1])))
    return Source("movies", 1_200, judged)


def _selqa(data: Path, _random: np.random.Generator) -> Source:
    sides: dict[str, list[Judged]] = {"dev": [], "test": []}
    for row in _rows(data / "rerank/selqa.jsonl.gz"):
        sides[row["split"]].append(Judged(row["query"], tuple(row["positives"]), tuple(row["negatives"])))
    return Source("selqa", 1_500, sides["test"], sides["dev"])


def _medication(data: Path, _random: np.random.Generator) -> Source:
    judged = [
        Judged(row["query"], tuple(text for text in row["positives"] if _fits(text)))
        for row in _rows(data / "rerank/medication_qa.jsonl.gz")
    ]
    judged = [example for example in judged if example.positives]
    return Source("medication", 600, judged, pool=[text for example in judged for text in example.positives])


def _with_wrong(judged: Sequence[Judged], pool: Sequence[str], encoder: Encoder, count: int,
                random: np.random.Generator) -> list[Judged]:  # fmt: skip
    if not pool:
        return [msgspec.structs.replace(row, negatives=tuple(_some(row.negatives, count, random))) for row in judged]
    passages = list(dict.fromkeys(pool))
    places = {text: at for at, text in enumerate(passages)}
    right = [[places[text] for text in row.positives] for row in judged]
    found = mine([row.query for row in judged], passages, right, encoder, count, random)
    return [
        msgspec.structs.replace(row, negatives=tuple(passages[at] for at in wrong))
        for row, wrong in zip(judged, found, strict=True)
    ]


def _squad_passages(data: Path) -> dict[str, str]:
    """Those that no question of the split that is measured on is asked of."""
    folder = data / "retrieval/squad_passages"
    apart = {row["_id"] for row in _rows(folder / "queries.jsonl.gz") if row["split"] == "dev"}
    measured = {name for query, names in _answers(folder).items() if query in apart for name in names}
    texts = {row["_id"]: passage_input(row["title"], row["text"]) for row in _rows(folder / "corpus.jsonl.gz")}
    return {name: text for name, text in texts.items() if name not in measured and _fits(text)}


def _cosqa_answers(data: Path) -> dict[str, list[str]]:
    return _answers(data / "retrieval/cosqa")


def _answers(folder: Path, *, answering: bool = True) -> dict[str, list[str]]:
    """The passages that answer each query, or those that somebody said do not."""
    found: dict[str, list[str]] = defaultdict(list)
    path = folder / "qrels.tsv"
    with _open(path if path.exists() else path.with_name("qrels.tsv.gz")) as lines:
        for query, passage, grade in (line.split("\t") for line in list(lines)[1:]):
            if (float(grade) > 0) is answering:
                found[query].append(passage)
    return found


def _fits(text: str) -> bool:
    return _WORDS[0] <= len(text.split()) <= _WORDS[1]


def _code(text: str) -> str:
    return text[:700]


def _some(found: Sequence[T], most: int, random: np.random.Generator) -> list[T]:
    return [found[at] for at in random.permutation(len(found))[:most]]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with _open(path) as lines:
        for line in lines:
            yield json.loads(line)


def _open(path: Path) -> Any:
    return gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")


def main() -> None:
    kind, data, into = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    random = np.random.default_rng(_SEED)
    sides: tuple[Sequence[Example], Sequence[Example]]
    if kind == "nli":
        sides = nli(data, random)
    else:
        from indexer.models.runtime import load_encoder
        from indexer.places import cache_directory

        sides = reranker(data, load_encoder(exports=cache_directory() / "graphs"), random)
    into.mkdir(parents=True, exist_ok=True)
    learned, held = sides
    examples.write(learned, into / f"{kind}.train.jsonl")
    examples.write(held, into / f"{kind}.held.jsonl")


if __name__ == "__main__":
    main()
