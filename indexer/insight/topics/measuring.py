"""How good are the topics? Labelled texts in a library of their own, beside plain K-means on the same vectors.

A set is a folder with `data.jsonl` (may end in `.gz`): {text, label}, and a title where there is one. Agreement with
the labels is the adjusted Rand index (Hubert & Arabie, 1985) and normalised mutual information; documents that fit
nowhere count as one more topic, against us. K-means (Lloyd's, with k-means++) is given as many clusters as we found.
"""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from indexer.errors import BadRequest
from indexer.insight.topics import keeping
from indexer.insight.topics.clusters import Labels
from indexer.insight.topics.joining import documents
from indexer.insight.topics.made import Made, Wish
from indexer.insight.topics.making import group, make
from indexer.insight.topics.neighbours import nearest
from indexer.models.encoder import Encoder, Vectors
from indexer.search.measuring.labelled import LabelledSet, rows
from indexer.search.measuring.trial import Trial, trial
from indexer.store.topics import TopicStore

_NEIGHBOURS = 30
_NEW = 11  # every eleventh document comes later: a tenth more than there were
_RUNS = 3  # of K-means, each from another beginning: their mean counts

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class TopicSet:
    """`labels[i]` is that of the text `texts.corpus[i]`."""

    texts: LabelledSet
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of `topics` topics with the labels, and of K-means with as many clusters; `outliers` is a share of documents."""

    topics: int
    ari: float
    nmi: float
    kmeans_ari: float
    kmeans_nmi: float
    outliers: float


@dataclass(frozen=True, slots=True)
class Called:
    """A topic's name, and the label that most of its documents have."""

    name: str
    size: int
    label: str
    share: float


@dataclass(frozen=True, slots=True)
class Measured:
    """`found`: as many topics as there are; `asked`: as many as there are labels. `kept` is the share of documents that
    are in the topic in which they were, after a tenth more came. `cpu_seconds` is what all took but the embedding."""

    documents: int
    labels: int
    found: Agreement
    asked: Agreement
    kept: float
    cpu_seconds: dict[str, float]
    names: tuple[Called, ...]


def load_set(directory: Path, most: int) -> TopicSet:
    """At most `most` texts, taken at random. Raises BadRequest for a folder that is no such set."""
    try:
        read = [row for row in rows(directory / "data.jsonl") if row["text"].strip()]
        order = np.random.default_rng(0).permutation(len(read))[:most]
        chosen = [read[at] for at in order]
        labels = [row["label"] if isinstance(row["label"], str) else row["label"][0] for row in chosen]
        corpus = [(str(at), row.get("title") or "", row["text"]) for at, row in enumerate(chosen)]
    except (OSError, KeyError, IndexError, msgspec.MsgspecError) as error:
        raise BadRequest("no_labelled_set", f"“{directory}” is not a set of labelled texts: {error}.") from error
    return TopicSet(LabelledSet(directory.name, tuple(corpus), {}, {}), tuple(labels))


def measure(sets: Sequence[TopicSet], encoder: Encoder, say: Say, kept: Path | None = None) -> Measured:
    """All sets in one library. `kept` is a folder in which their vectors stay for the next time."""
    with trial([each.texts for each in sets], encoder, say, kept, indexes=False) as opened:
        labels = [f"{each.texts.name}: {label}" if len(sets) > 1 else label for each in sets for label in each.labels]
        return _measured(opened, labels, say)


def _measured(opened: Trial, named: Sequence[str], say: Say) -> Measured:
    fingerprint = opened.encoder.fingerprint
    timer = _Timer()
    encode = opened.encoder.encode_passages
    made = make(opened.library, TopicStore(opened.database), fingerprint, Wish(), 1, timer, encode)
    timer(100, "")
    held = documents(opened.library, fingerprint, opened.library.document_ids())
    label_of = dict(zip(opened.documents, named, strict=True))
    truth = np.unique([label_of[int(key)] for key in held.ids], return_inverse=True)[1].reshape(-1)
    say("Plain K-means …")
    near = nearest(held.vectors, _NEIGHBOURS)
    count = len(set(named))
    return Measured(
        documents=len(held.ids),
        labels=count,
        found=_agreement(_labels(made), truth, held.vectors),
        asked=_agreement(group(held.vectors, near, Wish(count=count)).labels, truth, held.vectors),
        kept=round(_kept(held.vectors), 4),
        cpu_seconds=timer.seconds,
        names=_called(made, label_of),
    )


class _Timer:
    """Hears what comes next, and adds up how long each step took."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._step, self._began = "", time.process_time()

    def __call__(self, _percent: int, step: str) -> None:
        if step != self._step and (step or _percent == 100):
            now = time.process_time()
            if self._step:
                self.seconds[self._step] = round(now - self._began, 1)
            self._step, self._began = step, now


def _labels(made: Made) -> Labels:
    return np.array([-1 if row.topic is None else row.topic for row in made.placed], np.int64)


def _agreement(labels: Labels, truth: NDArray[np.int64], vectors: Vectors) -> Agreement:
    topics = len(np.unique(labels[labels >= 0]))
    plain = [KMeans(topics, n_init=1, random_state=seed).fit_predict(vectors) for seed in range(_RUNS)]
    return Agreement(
        topics,
        ari=round(float(adjusted_rand_score(truth, labels)), 4),
        nmi=round(float(normalized_mutual_info_score(truth, labels)), 4),
        kmeans_ari=round(float(np.mean([adjusted_rand_score(truth, each) for each in plain])), 4),
        kmeans_nmi=round(float(np.mean([normalized_mutual_info_score(truth, each) for each in plain])), 4),
        outliers=round(float((labels < 0).mean()), 4),
    )


def _kept(vectors: Vectors) -> float:
    new = np.arange(len(vectors)) % _NEW == 0
    before = group(vectors[~new], nearest(vectors[~new], _NEIGHBOURS), Wish()).labels
    last = np.zeros(len(vectors), np.int64)
    last[~new] = before + 1
    after = group(vectors, nearest(vectors, _NEIGHBOURS), Wish(), last).labels
    known = keeping.match(after, last)
    now = np.array([known.get(int(label), 0) for label in after])
    had_one = last > 0
    return float((now[had_one] == last[had_one]).mean())


def _called(made: Made, label_of: dict[int, str]) -> tuple[Called, ...]:
    within: dict[int, Counter[str]] = {}
    for row in made.placed:
        if row.topic is not None:
            within.setdefault(row.topic, Counter())[label_of[row.document_id]] += 1
    called = []
    for topic, counts in within.items():
        label, most = counts.most_common(1)[0]
        called.append(Called(made.topics[topic].name, counts.total(), label, round(most / counts.total(), 3)))
    return tuple(sorted(called, key=lambda each: -each.size))
