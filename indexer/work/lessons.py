"""What a person did and said, as examples to learn from. What is kept in the library goes nowhere else.

A search with a result that was opened or accepted says what answers it; results that were passed over or rejected say
what does not. A tag is a search as well: documents that carry it answer it, those that it was refused to do not.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from indexer.chunk import passage_input
from indexer.models.training.examples import Inference, Judged
from indexer.store.feedback import Feedback, Judgement
from indexer.store.library import Library
from indexer.store.targets import TAG, Targets

ANSWERS = 0.5  # the label from which on a passage answers
STATEMENT = "This is about {tag}."


@dataclass(frozen=True, slots=True)
class Decided:
    """A tag in words, and the documents that carry it (True) or never shall, each as a passage."""

    text: str
    passages: Sequence[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Lessons:
    library: Library
    feedback: Feedback
    targets: Targets

    def searches(self) -> list[Judged]:
        return list(from_feedback(self.feedback.judgements()))

    def tags(self) -> list[Decided]:
        decided = [(tag.text, self.targets.decided(tag.id)) for tag in self.targets.all(TAG)]
        return [Decided(text, list(self._passages(documents))) for text, documents in decided if documents]

    def judged(self) -> list[Judged]:
        """For models that rank."""
        return [*self.searches(), *from_tags(self.tags())]

    def inferences(self) -> list[Inference]:
        """For models that tell what follows."""
        return [
            Inference(passage, STATEMENT.format(tag=tag.text), "entailment" if carried else "not_entailment")
            for tag in self.tags()
            for passage, carried in tag.passages
        ]

    def _passages(self, documents: Mapping[int, bool]) -> Iterator[tuple[str, bool]]:
        """Each document by its beginning."""
        seen = set[int]()
        for entry in self.library.word_entries(list(documents)):
            if entry.document_id not in seen:
                seen.add(entry.document_id)
                yield passage_input(entry.title, entry.text), documents[entry.document_id]


def from_feedback(judgements: Iterable[Judgement]) -> Iterator[Judged]:
    """One example for each search that anything answered."""
    by_query: defaultdict[str, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        by_query[judgement.query].append(judgement)
    for query, said in by_query.items():
        passages = [(passage_input(one.title, one.passage), one.label >= ANSWERS) for one in said]
        yield from _judged(query, passages)


def from_tags(tags: Iterable[Decided]) -> Iterator[Judged]:
    """Each document of a tag is an example of its own: they have little but the tag in common."""
    for tag in tags:
        wrong = tuple(passage for passage, carried in tag.passages if not carried)
        for passage, carried in tag.passages:
            if carried:
                yield Judged(tag.text, (passage,), wrong)


def _judged(query: str, passages: Sequence[tuple[str, bool]]) -> Iterator[Judged]:
    right = tuple(passage for passage, answers in passages if answers)
    if right:
        yield Judged(query, right, tuple(passage for passage, answers in passages if not answers))
