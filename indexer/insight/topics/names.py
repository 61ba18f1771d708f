"""What the documents of a topic say that others do not: keyphrases by c-TF-IDF (Grootendorst, 2022), and a name
of them.

A phrase counts once for each document that says it, so that no long document speaks for its whole topic; and more
where it is what documents, their files or folders are called: those names were meant to say what is inside. Of what is
said often, what means about the same as the documents do counts most (after KeyBERT, Grootendorst, 2020): who wrote a
letter is said more often than what it is about.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from indexer.insight.topics.phrases import phrases
from indexer.models.encoder import Vectors

KEYWORDS = 10
_NAMED_BY = 3  # keyphrases make a name …
_SAYS_ALL = 0.6  # of its documents say it: beside such a phrase only those …
_NEARLY = 0.5  # … that are nearly as telling, or they distract
_NAME_LENGTH = 30  # … of about so many characters
_CANDIDATES = 60
_LEAST_SHARE = 0.05  # of a topic's documents say a phrase, or it says nothing of the topic
_SWALLOWS = 0.4  # a phrase stands for a word in it that it holds at least so often
_HEADING_BONUS = 1.5  # for what all documents are called
_LENGTH_BONUS = 0.35  # for each word beyond the first: phrases are easier to read than words


@dataclass(frozen=True, slots=True)
class Keyphrases:
    """As people write them, the most telling first; a name is made of `naming` of them at most."""

    words: tuple[str, ...] = ()
    naming: int = 0


@dataclass(slots=True)
class Said:
    """What is counted of one group of documents."""

    documents: int = 0
    counts: Counter[str] = field(default_factory=Counter)  # documents that hold the phrase, by key
    headings: Counter[str] = field(default_factory=Counter)  # documents that are called so
    titles: set[frozenset[str]] = field(default_factory=set)
    written: dict[str, Counter[str]] = field(default_factory=dict)  # how it is written

    def add(self, text: str, titles: Iterable[str] = (), folders: Iterable[str] = ()) -> None:
        """One document more: what it says, what it and its files are called, and the folders that they lie in."""
        self.documents += 1
        spellings = {key: written for folder in folders for key, written in phrases(folder)}
        called = set(spellings)
        for title in titles:
            words = dict(phrases(title))
            if frozenset(words) not in self.titles:  # answers to one mail say nothing more than the mail
                self.titles.add(frozenset(words))
                spellings |= words
                called |= words.keys()
        self.headings.update(called)
        for key, written in phrases(text):
            spellings.setdefault(key, written)
        self.counts.update(spellings.keys())
        for key, written in spellings.items():
            self.written.setdefault(key, Counter())[written] += 1

    def join(self, other: "Said") -> None:
        self.documents += other.documents
        self.counts.update(other.counts)
        self.headings.update(other.headings)
        self.titles |= other.titles
        for key, spellings in other.written.items():
            self.written.setdefault(key, Counter()).update(spellings)

    def forget_rare(self) -> None:
        """What only one document says, where there are many: it keeps memory in bounds, and names nothing."""
        if self.documents >= 8:
            rare = [key for key, count in self.counts.items() if count < 2]
            for key in rare:
                del self.counts[key], self.written[key], self.headings[key]


@dataclass(frozen=True, slots=True)
class Candidates:
    """What a group of documents says that others do not, by key, with how telling it is; the most telling first."""

    said: Said
    scores: Mapping[str, float]

    @property
    def written(self) -> list[str]:
        return [_as_written(self.said.written[key]) for key in self.scores]

    def nearest(self, vectors: Vectors, about: Vectors) -> "Candidates":
        """Weighed anew by what they mean: `vectors` (n, d) are theirs, `about` (d,) is what the group is about."""
        if len(self.scores) < 2:
            return self
        cosines = vectors @ about
        ahead = (cosines - cosines.mean()) / max(float(cosines.std()), 1e-6)
        weighed = {
            key: score * math.exp(far) for (key, score), far in zip(self.scores.items(), ahead.tolist(), strict=True)
        }
        return Candidates(self.said, _ranked(weighed))

    def keyphrases(self, most: int = KEYWORDS) -> Keyphrases:
        scores, group = self.scores, self.said
        chosen = _without_repeats(list(scores), group.counts)[:most]
        naming = len(chosen)
        if chosen and group.counts[chosen[0]] >= _SAYS_ALL * group.documents:
            naming = sum(scores[key] >= _NEARLY * scores[chosen[0]] for key in chosen)
        return Keyphrases(tuple(_as_written(group.written[key]) for key in chosen), naming)


def candidates(groups: Sequence[Said]) -> list[Candidates]:
    """Of each group."""
    everywhere: Counter[str] = Counter()
    for group in groups:
        everywhere.update({key: count / group.documents for key, count in group.counts.items()})
    return [_telling(group, everywhere, len(groups)) for group in groups]


def _telling(group: Said, everywhere: Counter[str], groups: int) -> Candidates:
    """tf is the share of the group's documents, idf falls with the sum of the shares in all groups: 0 where every
    group says it as often."""
    scores: dict[str, float] = {}
    least = max(_LEAST_SHARE * group.documents, min(2, group.documents))
    for key, count in group.counts.items():
        if count >= least:
            share = count / group.documents
            idf = math.log(1 + groups * share / everywhere[key]) - math.log(2) * (groups > 1)
            called = 1 + _HEADING_BONUS * group.headings[key] / group.documents
            scores[key] = share * idf * called * (1 + _LENGTH_BONUS * key.count(" "))
    return Candidates(group, _ranked(scores))


def _ranked(scores: Mapping[str, float]) -> dict[str, float]:
    best = sorted(scores, key=lambda key: (-scores[key], key))[:_CANDIDATES]
    return {key: scores[key] for key in best}


def _without_repeats(keys: Sequence[str], counts: Counter[str]) -> list[str]:
    """Best first, no word twice, and no "top-up" beside "top up": "space shuttle" takes the place of "shuttle" where it
    is said often enough."""
    chosen: list[str] = []
    for key in keys:
        longer = [other for other in keys if _holds(other, key) and counts[other] >= _SWALLOWS * counts[key]]
        taken = max(longer, key=lambda other: (counts[other], other), default=key)
        words, joined = set(taken.split()), taken.replace(" ", "")
        if not any(words & set(other.split()) or joined == other.replace(" ", "") for other in chosen):
            chosen.append(taken)
    return chosen


def _holds(longer: str, shorter: str) -> bool:
    return len(longer) > len(shorter) and f" {shorter} " in f" {longer} "


def _as_written(spellings: Counter[str]) -> str:
    """The usual spelling; among those nearly as usual the one with the fewest capitals, which stand at beginnings."""
    usual = max(spellings.values())
    near = [written for written, count in spellings.items() if count >= 0.5 * usual]
    return min(near, key=lambda written: (sum(map(str.isupper, written)), -spellings[written], written))


def name_of(said: Keyphrases, taken: Iterable[str] = ()) -> str:
    """A name of the first keyphrases, that no other topic has, be it in the plural."""
    known = {_stems(name) for name in taken}
    words, many = said.words, min(max(said.naming, 1), _NAMED_BY)
    for first in range(len(words)):
        name = ", ".join(_that_fit(words[first : first + many]))
        name = name[:1].upper() + name[1:]
        if name and _stems(name) not in known:
            return name
    base = name_of(said) if words else "Untitled"
    names = {name.casefold() for name in taken}
    return next(f"{base} {number}" for number in range(2, 10_000) if f"{base} {number}".casefold() not in names)


def _stems(name: str) -> frozenset[str]:
    return frozenset(key for key, _ in phrases(name)) or frozenset((name.casefold(),))


def _that_fit(words: Sequence[str]) -> list[str]:
    chosen = list(words[:1])
    for word in words[1:]:
        if len(", ".join([*chosen, word])) <= _NAME_LENGTH:
            chosen.append(word)
    return chosen
