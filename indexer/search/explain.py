"""Why this passage: its words that were asked for, and the sentence that answers. Offsets are within the passage."""

import re
from collections.abc import Mapping, Sequence, Set
from functools import lru_cache

import numpy as np

from indexer.models.encoder import Encoder
from indexer.search.reads import Vector
from indexer.store import terms

_WORD = re.compile(r"\w+(?:[-_'’]\w+)*[+#]*")
# A sentence ends after its mark, or at a line break that is no mere wrap.
_SENTENCE_END = re.compile(r"(?<=[.!?…。！？])[\"'”’)\]]*\s+(?=\S)|\n\s*\n\s*|\n(?=\s*(?:[-*•#|]|\d+[.)]))")
_LEAST_SENTENCE = 25  # characters; shorter pieces ("Art. 5.") join the next one
_MOST_SENTENCES = 8  # of a passage whose meaning is looked at
_TELLING = 0.6  # share of the query's words at which a sentence speaks for itself
_FULL = 0.02  # of a share: what a sentence has over a heading
_GIST = 100  # characters of a sentence; a longer one says no more than that it is no heading
_READ = 300  # characters of a sentence whose meaning is looked at
_CARRIES = 2.0  # what is lost of the passage's cosine, beside the share of the query's words
_ENCODED = 24  # sentences of all passages together whose meaning is looked at


def word_highlights(passage: str, asked: str) -> tuple[tuple[int, int], ...]:
    """Where the words of the query, or others of the same stem, stand."""
    query = terms.query_terms(asked)
    wanted = {*query.stems, *query.compounds}
    if not wanted:
        return ()
    found = [
        match.span()
        for match in _WORD.finditer(passage)
        if not wanted.isdisjoint(_terms_of(match[0])) and not terms.pairs(match[0])  # whose pairs are marked below
    ]
    found += [span for pair in query.compounds if not pair.isascii() for span in _occurrences(passage, pair)]
    return _merged(found)


@lru_cache(maxsize=50_000)
def _terms_of(word: str) -> frozenset[str]:
    """What a word of a passage can be asked for as."""
    plain = terms.normal(word)
    cut = terms.compounds(plain)
    return frozenset(terms.stems().analyze(plain)).union(terms.spaced().analyze(" ".join(cut)) if cut else ())


def _occurrences(text: str, part: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(re.escape(part), text)]


def _merged(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def sentences(passage: str) -> list[tuple[int, int]]:
    """Spans of the passage's sentences, in order, without white space around them."""
    cuts = [0, *(match.end() for match in _SENTENCE_END.finditer(passage)), len(passage)]
    spans: list[tuple[int, int]] = []
    start = 0
    for high in cuts[1:]:
        if high - start >= _LEAST_SENTENCE or high == len(passage):
            spans.append((start, high))
            start = high
    stripped = [_stripped(passage, span) for span in spans]
    return [span for span in stripped if span[0] < span[1]]


def _stripped(text: str, span: tuple[int, int]) -> tuple[int, int]:
    piece = text[span[0] : span[1]]
    start = span[0] + len(piece) - len(piece.lstrip())
    return start, start + len(piece.strip())


def best_sentences(
    passages: Sequence[str],
    asked: str,
    query: Vector | None = None,
    encoder: Encoder | None = None,
    weights: Mapping[str, float] | None = None,
) -> list[tuple[int, int] | None]:
    """The sentence of each passage that holds most of the query, in words and meaning; None where there is no text.
    `weights` of the query's terms say how rare each is; without them all count the same.

    Where the words leave it open, the meaning of the sentences decides. That costs time, so it is asked for the first
    passages only, the ones that a person sees at once.
    """
    spans = [sentences(passage) for passage in passages]
    scores = [
        _word_shares([passage[start:end] for start, end in found], asked, weights or {})
        for passage, found in zip(passages, spans, strict=True)
    ]
    if encoder is not None and query is not None:
        vague = _first_vague(scores)
        likeliest = {number: np.argsort(-scores[number], kind="stable")[:_MOST_SENTENCES] for number in vague}
        pieces = [(number, spans[number][at]) for number in vague for at in likeliest[number]]
        texts = [passages[number][start:end][:_READ] for number, (start, end) in pieces]
        vectors = encoder.encode_passages(texts)
        weighted = vectors * np.array([len(text) for text in texts], np.float32)[:, None]
        for number, chosen in likeliest.items():
            of_passage, weighted = weighted[: len(chosen)], weighted[len(chosen) :]
            by_words, scores[number] = scores[number], np.full_like(scores[number], -np.inf)
            scores[number][chosen] = _CARRIES * _carried(of_passage, query) + by_words[chosen]
    return [found[int(np.argmax(score))] if found else None for found, score in zip(spans, scores, strict=True)]


def _carried(sentences: Vector, query: Vector) -> Vector:
    """How much nearer each sentence (n, d) brings its passage to the query: the passage means about the sum of them, a
    long one counting more, and is looked at without each."""
    whole = sentences.sum(axis=0)
    without = np.vstack([whole, whole - sentences])
    cosines = without @ query / np.maximum(np.linalg.norm(without, axis=1), 1e-6)
    return np.asarray(cosines[0] - cosines[1:], np.float32)


def _first_vague(scores: Sequence[Vector]) -> list[int]:
    """The first passages in which no sentence speaks for itself, as many as there is time for, but one at least."""
    chosen: list[int] = []
    left = _ENCODED
    for number, shares in enumerate(scores):
        if len(shares) > 1 and shares.max() < _TELLING:
            left -= min(len(shares), _MOST_SENTENCES)
            if left < 0 and chosen:
                break
            chosen.append(number)
    return chosen


def _word_shares(texts: Sequence[str], asked: str, weights: Mapping[str, float]) -> Vector:
    """The share of the query's words that each text holds, rare ones counting more, and a trifle for its length: of a
    heading and a sentence with the same words the sentence says more."""
    query = terms.query_terms(asked)
    wanted = {*query.stems, *query.compounds}
    whole = sum(weights.get(term, 1.0) for term in wanted) or 1.0
    shares = [sum(weights.get(term, 1.0) for term in held(text, wanted)) / whole for text in texts]
    lengths = [min(len(text) / _GIST, 1.0) for text in texts]
    return np.array(shares, np.float32) + np.float32(_FULL) * np.array(lengths, np.float32)


def held(text: str, wanted: Set[str]) -> set[str]:
    """Which of the wanted terms (stems and compounds, as `terms.query_terms` gives them) a text holds."""
    found = {pair for pair in wanted if not pair.isascii() and pair in text}
    for word in set(_WORD.findall(text)):
        of_word = _terms_of(word)
        if not wanted.isdisjoint(of_word):
            found |= wanted & of_word
    return found
