"""Labelled sets: texts, questions, and which text answers which question.

A set is a folder with `corpus.jsonl` ({_id, title, text}), `queries.jsonl` ({_id, text}) and `qrels.tsv` (query-id,
corpus-id, score), each may end in `.gz`: the layout of BEIR (Thakur et al., 2021).
"""

import gzip
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import msgspec

from indexer.errors import BadRequest

_OPERATORS = re.compile(r"[\"“”„«»]|(?<!\S)[-+|](?=\w)|(?<=\w):(?=\S)|(?<!\S)OR(?!\S)")

Gains = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class LabelledSet:
    name: str
    corpus: tuple[tuple[str, str, str], ...]  # (id, title, text)
    queries: Mapping[str, str]
    relevant: Mapping[str, Gains]

    def sample(self, most: int) -> list[str]:
        """The ids of at most so many queries that have an answer, evenly taken."""
        asked = list(self.relevant)
        return asked[:: max(1, math.ceil(len(asked) / most))]


def folders_of_sets(folders: Sequence[Path]) -> list[Path]:
    """Each folder that is a labelled set, or else those of its own folders that are. Raises BadRequest for one that
    holds none."""
    found = []
    for folder in folders:
        inside = [folder] if _is_set(folder) else sorted(each for each in folder.glob("*/") if _is_set(each))
        if not inside:
            raise BadRequest("no_labelled_set", f"“{folder}” neither is a labelled set nor holds one.")
        found += inside
    return found


def _is_set(folder: Path) -> bool:
    return any((folder / f"corpus.jsonl{packed}").exists() for packed in ("", ".gz"))


def load_set(directory: Path) -> LabelledSet:
    """Raises BadRequest for a folder that is no labelled set."""
    try:
        corpus = tuple((row["_id"], row.get("title") or "", row["text"]) for row in rows(directory / "corpus.jsonl"))
        queries = {row["_id"]: row["text"] for row in rows(directory / "queries.jsonl")}
        known = {name for name, _, _ in corpus}
        relevant: dict[str, dict[str, float]] = {}
        with _open(directory / "qrels.tsv") as lines:
            for line in list(lines)[1:]:
                query, document, score = line.split("\t")
                if float(score) > 0 and document in known and query in queries:
                    relevant.setdefault(query, {})[document] = float(score)
    except (OSError, KeyError, ValueError, msgspec.MsgspecError) as error:
        raise BadRequest("no_labelled_set", f"“{directory}” is not a labelled set: {error}.") from error
    return LabelledSet(directory.name, corpus, queries, relevant)


def spread(sets: Sequence[LabelledSet], most: int) -> list[tuple[LabelledSet, str]]:
    """At most so many queries that have an answer, as many of each set."""
    share = math.ceil(most / len(sets))
    taken = [(each, query) for each in sets for query in each.sample(share)[:share]]
    return taken[:most] if len(taken) <= most else [taken[at * len(taken) // most] for at in range(most)]


def plainly(query: str) -> str:
    """The queries of a set were written for no query language: quotes, dashes and colons are no operators there."""
    return _OPERATORS.sub(" ", query)


def ndcg(ranking: Sequence[str], gains: Gains, k: int = 10) -> float:
    """Normalised discounted cumulative gain with gain 2^rel - 1 (Burges et al., 2005)."""
    found = sum(_gain(gains.get(name, 0.0)) / math.log2(at + 2) for at, name in enumerate(ranking[:k]))
    ideal = sum(_gain(rel) / math.log2(at + 2) for at, rel in enumerate(sorted(gains.values(), reverse=True)[:k]))
    return found / ideal if ideal else 0.0


def _gain(relevance: float) -> float:
    return float(2.0**relevance - 1)


def recall(ranking: Sequence[str], gains: Gains, k: int = 100) -> float:
    """The share of the relevant documents among the first k."""
    return len(set(ranking[:k]) & gains.keys()) / len(gains) if gains else 0.0


def reciprocal_rank(ranking: Sequence[str], gains: Gains, k: int = 10) -> float:
    """1 / the place of the first relevant document, 0 where there is none among the first k."""
    return next((1 / (at + 1) for at, name in enumerate(ranking[:k]) if name in gains), 0.0)


def _open(path: Path) -> IO[str]:
    packed = path.with_name(path.name + ".gz")
    return gzip.open(packed, "rt", encoding="utf-8") if packed.exists() else path.open(encoding="utf-8")


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a `.jsonl` file, or of the `.jsonl.gz` beside it."""
    decoder = msgspec.json.Decoder(dict[str, Any])
    with _open(path) as lines:
        for line in lines:
            yield decoder.decode(line)
