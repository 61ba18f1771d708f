"""Documents like a document, a text or a picture: what they say as a whole, passage by passage, and in rare words.

Three things are asked of a document. Is it about the same (mean vectors)? Does it have passages that answer those of
the example, or one that says the very same? Does it use the words that few others use? Cosines are read against what is
near by chance in this library, so that a model or a library in which all is near all says nothing. Copies of the
example, and its other versions, are left out and named; copies among the others are one row.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from indexer import protocol
from indexer.chunk import chunk
from indexer.errors import BadRequest
from indexer.insight import shared, similar_pictures
from indexer.insight.kin import Kinship
from indexer.insight.similar_pictures import Example as PictureExample
from indexer.insight.wording import quoted, words_of
from indexer.search.fold import Folded
from indexer.search.fuse import PassageScore, Ranked, with_passages
from indexer.search.judge import Asked, Judged
from indexer.search.meaning import Meaning
from indexer.search.present import Stage, listed_hit, present
from indexer.search.reads import Meanings, Rows, Vector, Words
from indexer.store.scored import ScoredChunk
from indexer.types import Tier

_EXAMPLES = 12  # passages of the example that are compared, spread over its length
_NEAR_EACH = 40  # candidates that each of them brings
_NEAR_WHOLE = 80
_NEAR_WORDS = 40
_TELLING = 24  # words that say most of what the example is about
_READ = 30  # documents whose texts are looked at for what they share
_LONGEST = 40_000  # characters of a text that is given instead of a document
_QUOTE = 80  # words of a text that is looked for word by word
_FOUND = 0.8  # of a quote's words, in their order, in one passage: this is its source
_T = TypeVar("_T")

# Set on messages of twenty groups, each a document, by how many of the ten first belong to the example's group.
WHOLE, IN_TURN, BEST = 0.3, 0.5, 0.2
BY_WORDS = 0.25
BY_WORDS_ALONE = 0.5  # of a document that is not understood yet: so it is right about as often as others at a score
LEAST = 0.12
_BY_CHANCE = 1.0  # standard deviations above the mean cosine of the library
_STRONG, _LIKELY = 0.5, 0.3
_ORDER = tuple(Tier)
_PASSAGES = 4  # of a document whose words are looked at


@dataclass(frozen=True, slots=True)
class Example:
    """What others shall be like. `vectors` (n, d) are its passages, none while no model can understand them; `without`
    documents are not listed."""

    text: str
    vectors: Vector
    without: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Alike:
    """`hits` like the example; `folded` documents are left out, because they are copies or versions of it. `by_meaning`
    is false where no model could be asked, and words alone were compared."""

    hits: list[protocol.Hit]
    folded: tuple[int, ...] = ()
    by_meaning: bool = True

    def beside(self, other: "Alike", limit: int) -> "Alike":
        """What is like it in one way or in another, the likest first; a file that is like it in both is listed once."""
        known: dict[bytes, protocol.Hit] = {}
        for hit in sorted((*self.hits, *other.hits), key=lambda hit: _ORDER.index(hit.tier)):
            known.setdefault(hit.path, hit)
        folded = tuple(sorted({*self.folded, *other.folded}))
        return Alike(list(known.values())[:limit], folded, self.by_meaning and other.by_meaning)


@dataclass(frozen=True, slots=True)
class Similarity:
    rows: Rows
    words: Words
    meaning: Callable[[], Meaning]
    kinship: Kinship

    def to_document(self, document_id: int, limit: int, read: str = "") -> Alike:
        """Documents like one in the library, without itself, its copies and its versions. `read` is what was read in it
        just now; what the library does not understand yet is understood now. Raises BadRequest where it says nothing.
        """
        meaning = self.meaning()
        text = (read or self.rows.document_text(document_id)).strip()
        _, vectors = self.rows.vectors_of(document_id, meaning.fingerprint)
        if not text:
            raise BadRequest(
                "empty_example", "There is no text in this document.", "What is similar is found by what documents say."
            )
        if read or not len(vectors):
            vectors = _understood(meaning, text[:_LONGEST])
        kin = self.kinship.of(document_id) | self.kinship.same_pictures(document_id)
        example = Example(text, vectors, frozenset({document_id, *kin}))
        return Alike(self._like(example, meaning.index, limit), tuple(sorted(kin)), len(vectors) > 0)

    def to_text(self, text: str, limit: int, without: Collection[int] = ()) -> Alike:
        """Documents like a text: a quote finds its source. Raises BadRequest for a text without words."""
        meaning, text = self.meaning(), text[:_LONGEST].strip()
        if not _slices(text):
            raise BadRequest("empty_example", "There is no text to compare with.")
        example = Example(text, _understood(meaning, text), frozenset(without))
        hits = self._like(example, meaning.index, limit)
        return Alike(self._with_sources(hits, example)[:limit], by_meaning=len(example.vectors) > 0)

    def to_picture(self, example: PictureExample, limit: int, ahead: Mapping[int, float]) -> Alike:
        """Pictures that look like one, and those that show the like (see `similar_pictures`)."""
        looks = self.kinship.looks()
        words = self.kinship.written.on(looks.keys())
        rows, same = similar_pictures.like(example, looks, words, ahead)
        shown = similar_pictures.folded(rows, self.kinship.same_pictures, limit)
        holders = self.rows.files_of([key for row in shown for key in (row.document_id, *row.same)])
        hits = [
            msgspec.structs.replace(
                _why_shown(listed_hit(holders[row.document_id][0]), row.said),
                score=row.score,
                tier=row.tier,
                copies=tuple(file.path for file in holders[row.document_id][1:]),
                near=tuple(file.path for key in row.same for file in holders.get(key, ())),
            )
            for row in shown
            if holders.get(row.document_id)
        ]
        return Alike(hits, () if example.document_id is None else tuple(same))

    # --- ranking ---------------------------------------------------------------------------------------------------

    def _like(self, example: Example, index: Meanings, limit: int) -> list[protocol.Hit]:
        telling = shared.telling(example.text, self._weight, _TELLING)
        worded = self.words.search(" ".join(telling), _NEAR_WORDS, None, example.without) if telling else []
        understood = _by_meaning(example, index, {near.document_id for near in worded}) if len(example.vectors) else []
        known = {found.document_id for found in understood}
        others = _passages([near for near in worded if near.document_id not in known])
        ranked = self._with_words(understood, others, telling) if telling else understood
        return self._shown([found for found in ranked if found.score >= LEAST], example, limit)

    def _with_words(
        self, understood: Sequence[Ranked], others: Sequence[Ranked], telling: dict[str, float]
    ) -> list[Ranked]:
        """Ranked anew with the telling words that their best passages hold; of `others` nothing else is known."""
        said = self._said([*understood[: 2 * _READ], *others], telling)
        ranked = [
            msgspec.structs.replace(
                found, score=(1 - BY_WORDS) * found.score + BY_WORDS * said.get(found.document_id, 0.0)
            )
            for found in understood
        ]
        ranked += [msgspec.structs.replace(found, score=BY_WORDS_ALONE * said[found.document_id]) for found in others]
        return sorted(ranked, key=lambda found: (-found.score, found.document_id))

    def _said(self, ranked: Sequence[Ranked], telling: dict[str, float]) -> dict[int, float]:
        """How much of the telling words each of these documents says (0 to 1), in its best passages."""
        stems = {stem: word for word in telling for stem in self.words.weights(word)}
        chunks = {passage.chunk_id: found for found in ranked for passage in found.passages[:_PASSAGES]}
        held: dict[int, set[str]] = {found.document_id: set() for found in ranked}
        for chunk_id, terms in self.words.held(list(stems), list(chunks)).items():
            held[chunks[chunk_id].document_id].update(stems[term] for term in terms)
        return {key: shared.share(words, telling) ** 0.5 for key, words in held.items()}

    # --- what is shown ---------------------------------------------------------------------------------------------

    def _shown(self, ranked: Sequence[Ranked], example: Example, limit: int) -> list[protocol.Hit]:
        folded = self._fold(ranked[: 2 * limit])[:limit]
        chunks = self.rows.chunks([passage.chunk_id for row in folded for passage in row.judged.passages])
        holders = self.rows.files_of([key for row in folded for key in (row.judged.ranked.document_id, *row.near)])
        asked = example.text if len(example.vectors) == 1 else ""
        hits = present(self.rows, folded, chunks, holders, Stage(Asked(asked)))
        document_of = {file.path: key for key, files in holders.items() for file in files}
        return [
            _judged(hit, self._in_common(example.text, self.rows.document_text(document_of[hit.path])))
            if number < _READ
            else _judged(hit, "")
            for number, hit in enumerate(hits)
        ]

    def _in_common(self, first: str, second: str) -> str:
        return shared.said(shared.in_common(first, second, self._weight, self.words.frequency))

    def _fold(self, ranked: Sequence[Ranked]) -> list[Folded]:
        """Copies and versions of a document that is listed become part of its row."""
        rows: list[tuple[Ranked, set[int]]] = []
        held: set[int] = set()
        for found in ranked:
            if found.document_id not in held:
                near = self.kinship.of(found.document_id) - held
                held |= near | {found.document_id}
                rows.append((found, near))
        return [Folded(Judged(found, _tier(found.score), 0.0), tuple(sorted(near))) for found, near in rows]

    # --- the source of a quote -------------------------------------------------------------------------------------

    def _with_sources(self, hits: list[protocol.Hit], example: Example) -> list[protocol.Hit]:
        """First of all the passages that hold the text word by word, if it is short enough to be a quote."""
        quote = words_of(example.text)
        if not 3 <= len(quote) <= _QUOTE:
            return hits
        found = self.words.search(example.text, _NEAR_WORDS, None, example.without, close=True)
        chunks = self.rows.chunks([chunk.chunk_id for chunk in found])
        sources: dict[int, Ranked] = {}
        for near in found:
            if near.chunk_id in chunks and near.document_id not in sources:
                held = quoted(quote, words_of(chunks[near.chunk_id].text))
                if held >= _FOUND:
                    passage = PassageScore(near.chunk_id, held, None, None)
                    sources[near.document_id] = with_passages(near.document_id, held, (passage,))
        ranked = sorted(sources.values(), key=lambda source: -source.score)
        folded = [Folded(Judged(source, Tier.STRONG, 0.0)) for source in ranked]
        holders = self.rows.files_of(list(sources))
        shown = present(self.rows, folded, chunks, holders, Stage(Asked(example.text)))
        first = [_source(hit) for hit in shown]
        known = {hit.path for hit in first}
        return first + [hit for hit in hits if hit.path not in known]

    def _weight(self, word: str) -> float:
        return max(self.words.weights(word).values(), default=0.0)


def _understood(meaning: Meaning, text: str) -> Vector:
    """The passages of a text, (n, d), understood now; n is 0 while there is no model that could."""
    if meaning.encoder is None:
        return np.empty((0, meaning.fingerprint.dimension), np.float32)
    return meaning.encoder.encode_passages(_spread(_slices(text)))


def _slices(text: str) -> list[str]:
    return [text[piece.start : piece.end] for piece in chunk(text)]


def _by_meaning(example: Example, index: Meanings, also: Collection[int]) -> list[Ranked]:
    """The nearest, and what of `also` is understood: by agreement as a whole, of passage after passage, and of the best
    two passages (see `agreement`)."""
    examples = np.stack(_spread(list(example.vectors)))
    whole = _unit(example.vectors.mean(axis=0))
    candidates = {near.document_id for near in index.search(whole, _NEAR_WHOLE, None, example.without)} | set(also)
    for vector in examples:
        candidates |= {near.document_id for near in index.search(vector, _NEAR_EACH, None, example.without)}
    if not candidates:
        return []
    near = [_above_chance(index, vector, candidates) for vector in (whole, *examples)]
    by_document: dict[int, dict[int, list[float]]] = {}
    for scores in near:
        for document_id, chunk_id, score in scores:
            by_document.setdefault(document_id, {}).setdefault(chunk_id, []).append(score)
    ranked = [_document(document_id, chunks) for document_id, chunks in by_document.items()]
    return sorted(ranked, key=lambda found: (-found.score, found.document_id))


def _passages(worded: Sequence[ScoredChunk]) -> list[Ranked]:
    """Documents of which only the words are known, with the passages that hold them."""
    by_document: dict[int, list[PassageScore]] = {}
    for near in worded:
        passages = by_document.setdefault(near.document_id, [])
        passages.append(PassageScore(near.chunk_id, near.score, near.score, None))
    return [with_passages(document_id, 0.0, passages) for document_id, passages in by_document.items()]


def _above_chance(index: Meanings, vector: Vector, candidates: Collection[int]) -> list[tuple[int, int, float]]:
    """(document, chunk, nearness): 0 where a cosine is what chance gives, 1 where it is the very same."""
    usual, spread = index.usual(vector)
    floor = min(usual + _BY_CHANCE * spread, 0.95)
    return [
        (near.document_id, near.chunk_id, max(0.0, (near.score - floor) / (1 - floor)))
        for near in index.scores(vector, candidates)
    ]


def _document(document_id: int, chunks: Mapping[int, list[float]]) -> Ranked:
    matrix = np.array(list(chunks.values()))  # (chunks, 1 + examples): with the whole, then with each example
    passages = sorted(
        (PassageScore(key, max(row[1:]), None, max(row[1:])) for key, row in chunks.items()),
        key=lambda passage: -passage.score,
    )
    return with_passages(document_id, agreement(matrix), passages)


def agreement(near: NDArray[np.floating]) -> float:
    """From nearness (chunks of the other, 1 + passages of the example): the first column is with the whole example."""
    whole = float(near[:, 0].max())
    in_turn = float((near[:, 1:].max(axis=0).mean() + near[:, 1:].max(axis=1).mean()) / 2)
    best = float(near[:, 1:].max())
    return WHOLE * whole + IN_TURN * in_turn + BEST * best


def _judged(hit: protocol.Hit, said: str) -> protocol.Hit:
    return msgspec.structs.replace(hit, tier=_tier(hit.score), why=_why(hit, said) if said else hit.why)


def _source(hit: protocol.Hit) -> protocol.Hit:
    whole = hit.score >= 0.999
    return msgspec.structs.replace(
        hit, why=_why(hit, "Holds it word for word." if whole else "Holds nearly all of its words, in their order.")
    )


def _why_shown(hit: protocol.Hit, said: str) -> protocol.Hit:
    return msgspec.structs.replace(hit, why=_why(hit, said))


def _why(hit: protocol.Hit, said: str) -> protocol.Why:
    return msgspec.structs.replace(hit.why, parts=(protocol.Part("alike", hit.score, said),))


def _tier(likeness: float) -> Tier:
    return Tier.STRONG if likeness >= _STRONG else Tier.LIKELY if likeness >= _LIKELY else Tier.WEAK


def _unit(vector: Vector) -> Vector:
    return vector / max(float(np.linalg.norm(vector)), 1e-12)


def _spread(items: Sequence[_T]) -> list[_T]:
    """At most `_EXAMPLES` of them, evenly over the whole."""
    if len(items) <= _EXAMPLES:
        return list(items)
    return [items[round(at)] for at in np.linspace(0, len(items) - 1, _EXAMPLES)]
