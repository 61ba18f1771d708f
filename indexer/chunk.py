"""Cuts a document's text into the slices that are embedded and searched.

A chunk is `text[start:end]`, always, in characters of the text as stored. Sizes are aimed at in tokens, since that is
what a model reads, but estimated without one: the same text is cut alike whichever model is chosen.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil

from semantic_text_splitter import TextSplitter

from indexer.types import Chunk, Place

VERSION = "1"  # changes whenever the same text would be cut differently

TARGET_TOKENS = 180
MAX_TOKENS = 230  # MiniLM reads 256, two are its own, and the title stands before the text
_MAX_TITLE = 100  # characters of a title that a model is shown

# No chunk crosses the border of one of these, so that each hit names its page; other places are borders it prefers.
_CLOSED = frozenset({"page", "slide", "sheet", "part", "member"})
_NO_BORDER = "cells"  # every few rows of a sheet: where a passage begins, not where one should end

# A line break inside a paragraph that was wrapped, by hand or by a PDF: the line is long, ends in the middle of a
# sentence, and what follows begins no list, table or heading.
_WRAP = re.compile(r"(?<=[^\n]{40})(?<![.!?:;|\s])(\r?\n)(?=[^\W\d_])")

_WORD = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")
_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|is|for|a|that|with|on|are|as|by|be|or|this|it)\b", re.I)
_LONG = re.compile(r"(?<=[A-Za-z]{7})[A-Za-z]+")
_ACCENTED = re.compile(r"[\u00c0-\u024f\u1e00-\u1eff]")
_DIGIT = re.compile(r"[0-9]")
_MARK = re.compile(r"[!-/:-@\[-`{-~]")
_INDIC = re.compile(r"[\u0900-\u0eff]")
_OTHER = re.compile(r"[\u0370-\u08ff\u0f00-\u1dff\u2010-\U0010ffff]")

_WINDOW = 20_000  # characters; the splitter takes quadratic time where a text has no sentences
_BREAKS = ("\n\n", "\n", ". ", " ")


def passage_input(title: str, text: str) -> str:
    """What the model is given for a chunk: the document's title gives a passage its context."""
    title = title[:_MAX_TITLE].strip()
    return f"{title}\n{text}" if title and not text.startswith(title) else text


def estimate_tokens(text: str) -> float:
    """About how many WordPiece tokens `text` has: on average within a tenth for English, code, and scripts that are
    spelt letter by letter, within a fifth for other languages in Latin letters."""
    words = len(_WORD.findall(text))
    letters = 1.05 * words + 0.25 * sum(map(len, _LONG.findall(text)))
    if len(_ENGLISH.findall(text)) < 0.12 * words:
        letters *= 1.45  # a vocabulary made of English spells the words of others in pieces
    marks = 0.75 * (len(_DIGIT.findall(text)) + len(_MARK.findall(text)))
    if text.isascii():
        return letters + marks
    foreign = 0.4 * len(_ACCENTED.findall(text)) + 0.7 * len(_INDIC.findall(text)) + len(_OTHER.findall(text))
    return letters + marks + foreign


def chunk(text: str, places: Sequence[Place] = (), kind: str = "text") -> list[Chunk]:
    """Slices of about `TARGET_TOKENS`, in order, without overlap; between them is only white space.

    Breaks at places, then at paragraphs, lines and sentences, never inside a word that fits. `kind` is the format's
    kind: in prose a wrapped line is no border, in code and tables each line is one.
    """
    prose = text if kind in ("code", "data", "spreadsheet") else _WRAP.sub(lambda wrap: " " * len(wrap[1]), text)
    return [
        Chunk(ordinal, start, end)
        for ordinal, (start, end) in enumerate(
            span for part in _parts(len(text), places) for unit in _units(prose, part) for span in _split(prose, *unit)
        )
    ]


def _parts(length: int, places: Sequence[Place]) -> list[list[int]]:
    """The borders of each closed part: its start, the preferred borders inside it, its end."""
    closed = {0, length}
    preferred = set[int]()
    for place in places:
        if place.kind == _NO_BORDER:
            continue
        (closed if place.kind in _CLOSED else preferred).update((place.start, place.end))
    ends = sorted(border for border in closed if 0 <= border <= length)
    inside = sorted(border for border in preferred - closed if 0 < border < length)
    parts = []
    at = 0
    for start, end in pairwise(ends):
        first = at
        while at < len(inside) and inside[at] < end:
            at += 1
        parts.append([start, *inside[first:at], end])
    return parts


def _units(text: str, borders: list[int]) -> Iterator[tuple[int, int]]:
    """Neighbouring sections of one part, put together while they fit into one chunk."""
    start, tokens = borders[0], 0.0
    for low, high in pairwise(borders):
        more = estimate_tokens(text[low:high])
        if low > start and tokens + more > TARGET_TOKENS:
            yield start, low
            start, tokens = low, 0.0
        tokens += more
    yield start, borders[-1]


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """One unit as spans without white space around them, each small enough for a model."""
    for low, high in _windows(text, start, end):
        unit = text[low:high]
        tokens = estimate_tokens(unit)
        if tokens <= MAX_TOKENS:
            yield from _stripped(unit, low)
            continue
        pieces = ceil(tokens / TARGET_TOKENS)  # of equal size, so that no crumb is left at the end
        capacity = ceil(len(unit) / pieces)
        for offset, piece in TextSplitter((capacity, ceil(capacity * 1.2))).chunk_indices(unit):
            if len(piece) < len(unit) and estimate_tokens(piece) > MAX_TOKENS:  # denser than the rest of its unit
                yield from _split(text, low + offset, low + offset + len(piece))
            else:
                yield from _stripped(piece, low + offset)


def _windows(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """`start` to `end` in steps that the splitter can take, each ending at the best border near its end."""
    while end - start > _WINDOW:
        near = start + _WINDOW - _WINDOW // 10
        border = next((at + len(mark) for mark in _BREAKS if (at := text.rfind(mark, near, start + _WINDOW)) >= 0), 0)
        yield start, border or start + _WINDOW
        start = border or start + _WINDOW
    yield start, end


def _stripped(piece: str, start: int) -> Iterator[tuple[int, int]]:
    text = piece.strip()
    if text:
        low = start + len(piece) - len(piece.lstrip())
        yield low, low + len(text)
