"""Why a document is a match, in parts that a person can read."""

import math

from indexer.protocol import Part, Why
from indexer.search.fuse import Scale, name_score, reading_score, recency
from indexer.search.judge import Asked, Judged
from indexer.search.trust import share
from indexer.store import terms
from indexer.store.records import StoredFile

_DAY = 86_400.0
_NAMED = 6  # words that are listed


def reasons(judged: Judged, file: StoredFile, asked: Asked, scale: Scale, now: float) -> Why:
    """The parts in the order of what they add; their points sum up to the hit's score, but for its bounds."""
    ranked = judged.ranked
    parts = []
    if ranked.words is not None:
        parts.append(Part("words", scale.points(scale.words(ranked.words)), _words(judged, asked)))
    if ranked.meaning is not None and asked.vector is not None:
        near = asked.calibration.nearness.of(ranked.meaning)
        parts.append(Part("meaning", scale.points(scale.meaning(ranked.meaning)), _meaning(near)))
    if ranked.name:
        parts.append(
            Part("name", scale.points(name_score(ranked.name, scale)), f"Its name holds {_share(ranked.name)} of it.")
        )
    if ranked.recent:
        parts.append(Part("recency", scale.points(recency(ranked.recent)), _changed(now - file.modified)))
    likely = None
    if ranked.reading is not None:
        likely = 1.0 / (1.0 + math.exp(-ranked.reading))
        parts.append(Part("reading", scale.points(reading_score(ranked.reading)), _reading(likely)))
    parts.sort(key=lambda part: -part.points)
    return Why(ranked.words, ranked.meaning, ranked.name, likely, tuple(parts))


def _words(judged: Judged, asked: Asked) -> str:
    """Names the words as they were typed."""
    typed = {word: terms.query_terms(word) for word in dict.fromkeys(terms.query_terms(asked.text).words)}
    holds = [word for word, cut in typed.items() if judged.held & {*cut.stems, *cut.compounds}]
    if not holds:
        return "Its text holds some of the words, far apart."
    said = ", ".join(f"“{word}”" for word in holds[:_NAMED]) + (" …" if len(holds) > _NAMED else "")
    if len(holds) == len(typed):
        return f"Holds {'the word' if len(typed) == 1 else 'all words'}: {said}."
    return f"Holds {_share(share(judged.held, asked.weights))} of what the words weigh: {said}."


def _meaning(near: float) -> str:
    if near >= 1.0:
        return "As near in meaning as an answer is to its question."
    if near >= 0.7:
        return "Nearly as near in meaning as an answer is to its question."
    if near >= 0.35:
        return "About a related matter."
    return "Hardly related in meaning."


def _reading(likely: float) -> str:
    if likely >= 0.8:
        return "Read closely, it answers."
    if likely >= 0.4:
        return "Read closely, it may answer."
    return "Read closely, it says little about it."


def _share(share: float) -> str:
    percent = round(100 * min(share, 1.0))
    return "all" if percent >= 99 else f"{percent} %"


def _changed(seconds: float) -> str:
    days = int(seconds // _DAY)
    return "Changed today." if days < 1 else f"Changed {days} {'day' if days == 1 else 'days'} ago."
