"""Did what is highlighted carry the score?

Hits are sampled, and what is highlighted in their best passage is masked in the library itself: the words that were
asked for, the sentence that answers. The same query then scores the passage anew. A highlight is faithful where that
costs more than masking as much of the passage elsewhere, at random (comprehensiveness: DeYoung et al., "ERASER", 2020).
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from indexer.chunk import passage_input
from indexer.models.encoder import Encoder
from indexer.models.measures import Figure, share
from indexer.protocol import Search
from indexer.search.fuse import Scale
from indexer.search.measuring.labelled import LabelledSet, plainly, spread
from indexer.search.measuring.trial import Say, Trial, trial
from indexer.search.reads import Vector
from indexer.store.words import WordEntry
from indexer.types import Tier

_FIRST = 10  # hits of a query that one is sampled from
_DRAWS = 5  # random masks that a highlight has to beat on the mean

_WORD = re.compile(r"\w+")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Faithfulness:
    """Shares of the hits in which masking it costs more than masking as much at random."""

    words: Figure
    sentence: Figure
    both: Figure
    unmarked: int  # hits that highlight no word


@dataclass(frozen=True, slots=True, eq=False)
class Sampled:
    """A hit's best passage and all that is needed to score it anew."""

    query: str
    vector: Vector
    scale: Scale
    entries: tuple[WordEntry, ...]  # of its document
    chunk_id: int
    words: tuple[Span, ...]
    sentence: Span | None

    @property
    def passage(self) -> WordEntry:
        return next(entry for entry in self.entries if entry.chunk_id == self.chunk_id)


def evaluate(
    sets: Sequence[LabelledSet],
    encoder: Encoder,
    most_hits: int = 200,
    say: Say = lambda _: None,
    kept: Path | None = None,
    seed: int = 0,
) -> Faithfulness:
    """One hit a query, each of another document, from the first ten that are good matches."""
    chance = random.Random(seed)
    with trial(sets, encoder, say, kept) as opened:
        asked = spread(sets, 2 * most_hits)
        chance.shuffle(asked)
        sampled = list(_sample(opened, [each.queries[query] for each, query in asked], most_hits, chance))
        say(f"{len(sampled):,} hits …")
        before = _scores(opened, sampled, [() for _ in sampled])
        shares = {
            name: _faithful(opened, sampled, before, marked, chance)
            for name, marked in {"words": _words, "sentence": _sentence, "both": _both}.items()
        }
    return Faithfulness(**shares, unmarked=sum(not found.words for found in sampled))


def _sample(opened: Trial, queries: Sequence[str], most: int, chance: random.Random) -> Iterator[Sampled]:
    taken = set[int]()
    for query in queries:
        request = Search(plainly(query), limit=_FIRST, weak=False)
        found = opened.searcher.find(request)
        hits = {
            hit.path: hit for hit in opened.searcher.hits(request, found, closely=True) if hit.tier is not Tier.WEAK
        }
        ranked = {found.holders[one.ranked.document_id][0].path: one.ranked for one in found.good}
        fresh = [path for path in hits if path in ranked and ranked[path].document_id not in taken]
        asked = found.stage.asked
        if not fresh or asked.vector is None:
            continue
        document = ranked[path := chance.choice(fresh)]
        taken.add(document.document_id)
        passage = hits[path].passages[0]
        entries = tuple(opened.library.word_entries([document.document_id]))
        yield Sampled(
            found.query.text, asked.vector, found.stage.scale, entries, document.passages[0].chunk_id,
            passage.highlights, passage.sentence,
        )  # fmt: skip
        if len(taken) == most:
            return


def _faithful(
    opened: Trial,
    sampled: Sequence[Sampled],
    before: Sequence[float],
    marked: Callable[[Sampled], tuple[Span, ...]],
    chance: random.Random,
) -> Figure:
    """Hits that mark nothing, or everything, say nothing here."""
    both = [
        (found, score)
        for found, score in zip(sampled, before, strict=True)
        if 0 < covered(marked(found)) <= len(found.passage.text) // 2
    ]
    telling, was = [found for found, _ in both], [score for _, score in both]
    after = _scores(opened, telling, [marked(found) for found in telling])
    draws = [
        _scores(opened, telling, [elsewhere(found.passage.text, marked(found), chance) for found in telling])
        for _ in range(_DRAWS)
    ]
    by_chance = np.mean(draws, axis=0)
    return share(int(np.sum(np.subtract(was, after) > np.subtract(was, by_chance))), len(telling))


def _words(found: Sampled) -> tuple[Span, ...]:
    return found.words


def _sentence(found: Sampled) -> tuple[Span, ...]:
    return (found.sentence,) if found.sentence else ()


def _both(found: Sampled) -> tuple[Span, ...]:
    return found.words + _sentence(found)


# --- masking ---------------------------------------------------------------------------------------------------------


def masked(text: str, spans: Sequence[Span]) -> str:
    """White space instead of what the spans cover: every other character stays where it is."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def covered(spans: Sequence[Span]) -> int:
    """How many characters they cover."""
    return len({at for start, end in spans for at in range(start, end)})


def elsewhere(text: str, marked: Sequence[Span], chance: random.Random) -> tuple[Span, ...]:
    """As many stretches of the same lengths, of whole words, that leave alone what is marked, where there is room."""
    taken = {at for start, end in marked for at in range(start, end)}
    words = [found.span() for found in _WORD.finditer(text)]
    chosen = list[Span]()
    for start, end in sorted(marked, key=lambda span: span[0] - span[1]):
        places = [_stretch(words, first, end - start) for first in range(len(words))]
        free = [place for place in places if place and taken.isdisjoint(range(*place))]
        if free:
            chosen.append(chance.choice(free))
            taken.update(range(*chosen[-1]))
    return tuple(chosen)


def _stretch(words: Sequence[Span], first: int, length: int) -> Span | None:
    """From a word on, up to the end of the word that makes it long enough."""
    start = words[first][0]
    end = next((end for _, end in words[first:] if end - start >= length), None)
    return None if end is None else (start, end)


def _scores(opened: Trial, sampled: Sequence[Sampled], masks: Sequence[Sequence[Span]]) -> list[float]:
    """What the library says of each passage once it is masked; it holds the whole passages again afterwards."""
    texts = [masked(found.passage.text, spans) for found, spans in zip(sampled, masks, strict=True)]
    inputs = [passage_input(found.passage.title, text) for found, text in zip(sampled, texts, strict=True)]
    near = opened.encoder.encode_passages(inputs)
    with opened.changed([entry for found, text in zip(sampled, texts, strict=True) for entry in _with(found, text)]):
        return [
            found.scale.combined(_bm25(opened, found), float(vector @ found.vector))
            for found, vector in zip(sampled, near, strict=True)
        ]


def _with(found: Sampled, text: str) -> list[WordEntry]:
    """The entries of its document with another text in the passage."""
    return [replace(entry, text=text) if entry.chunk_id == found.chunk_id else entry for entry in found.entries]


def _bm25(opened: Trial, found: Sampled) -> float | None:
    documents = {found.passage.document_id}
    chunks = opened.words.search(found.query, len(found.entries), documents, close=True)
    return next((chunk.score for chunk in chunks if chunk.chunk_id == found.chunk_id), None)
