"""Why this passage: its words that were asked for, and the sentence that answers. Offsets are within the passage."""

import re
from collections.abc import Sequence

import numpy as np

from indexer.models.encoder import Encoder
from indexer.search.reads import Vector
from indexer.store import terms

_WORD = re.compile(r"\w+(?:[-_'’]\w+)*[+#]*")
# A sentence ends after its mark, or at a line break that is no mere wrap.
_SENTENCE_END = re.compile(r"(?<=[.!?…。！？])[\"'”’)\]]*\s+(?=\S)|\n\s*\n\s*|\n(?=\s*(?:[-*•#|]|\d+[.)]))")
_LEAST_SENTENCE = 25  # characters; shorter pieces ("Art. 5.") join the next one
_MOST_SENTENCES = 8
_TELLING = 0.6  # share of the query's words at which a sentence speaks for itself
_LOOKED_AT = 4


def word_highlights(passage: str, asked: str) -> tuple[tuple[int, int], ...]:
    """Where the words of the query, or others of the same stem, stand."""
    query = terms.query_terms(asked)
    wanted = {*query.stems, *query.compounds}
    if not wanted:
        return ()
    found = [match.span() for match in _WORD.finditer(passage) if _is_wanted(match[0], wanted)]
    found += [span for pair in query.compounds if not pair.isascii() for span in _occurrences(passage, pair)]
    return _merged(found)


def _is_wanted(word: str, wanted: set[str]) -> bool:
    plain = terms.normal(word)
    if wanted.intersection(terms.stems().analyze(plain)) - terms.STOP_WORDS:
        return True
    cut = terms.compounds(plain)
    return bool(cut) and not wanted.isdisjoint(terms.spaced().analyze(" ".join(cut)))


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
    passages: Sequence[str], asked: str, query: Vector | None, encoder: Encoder | None
) -> list[tuple[int, int] | None]:
    """The sentence of each passage that answers; None where there is no text.

    The sentence that holds most of the query's words; where words say little, the first few passages are looked at with
    the model, in one batch, since a person waits for them.
    """
    spans = [sentences(passage)[:_MOST_SENTENCES] for passage in passages]
    scores = [
        _word_shares([passage[start:end] for start, end in found], asked)
        for passage, found in zip(passages, spans, strict=True)
    ]
    if encoder is not None and query is not None:
        vague = [number for number, share in enumerate(scores) if len(share) > 1 and share.max() < _TELLING][
            :_LOOKED_AT
        ]
        texts = [passages[number][start:end] for number in vague for start, end in spans[number]]
        near = encoder.encode_passages(texts) @ query if texts else np.zeros(0, np.float32)
        at = 0
        for number in vague:
            scores[number] = near[at : at + len(spans[number])] + 0.5 * scores[number]
            at += len(spans[number])
    return [found[int(np.argmax(score))] if found else None for found, score in zip(spans, scores, strict=True)]


def _word_shares(texts: Sequence[str], asked: str) -> Vector:
    """The share of the query's stems that each text holds."""
    wanted = set(terms.query_terms(asked).stems)
    if not wanted:
        return np.zeros(len(texts), np.float32)
    shares = [len(wanted.intersection(terms.stems().analyze(terms.normal(text)))) / len(wanted) for text in texts]
    return np.array(shares, np.float32)
