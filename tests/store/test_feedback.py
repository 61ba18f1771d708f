"""What a person did with what was found is kept as judgements to learn from."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.store.feedback import Feedback, Verdict
from tests.store.test_library import Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path)
    yield shelf
    shelf.database.close()


@pytest.fixture
def feedback(shelf: Shelf) -> Feedback:
    return Feedback(shelf.database, lambda: shelf.now)


def _read(shelf: Shelf, path: bytes = b"/home/docs/a.txt", content: bytes = b"h1") -> int:
    return shelf.read(shelf.see(path), "one two", content)


def test_an_opened_passage_is_a_judgement_with_its_text(shelf: Shelf, feedback: Feedback) -> None:
    document = _read(shelf)
    feedback.record("which  number", document, (4, 7), Verdict.OPENED)
    found = feedback.judgements()
    assert [(j.query, j.passage, j.title, j.label, j.at) for j in found] == [("which number", "two", "T", 0.7, 1000.0)]


def test_what_a_person_said_counts_more_than_what_was_done(shelf: Shelf, feedback: Feedback) -> None:
    document = _read(shelf)
    for verdict in (Verdict.REJECTED, Verdict.OPENED, Verdict.SKIPPED):
        feedback.record("q", document, (0, 3), verdict)
    assert [j.verdict for j in feedback.judgements()] == [Verdict.REJECTED]


def test_a_changed_mind_takes_the_other_mark_back(shelf: Shelf, feedback: Feedback) -> None:
    document = _read(shelf)
    feedback.record("q", document, (0, 3), Verdict.ACCEPTED)
    feedback.record("q", document, (0, 3), Verdict.REJECTED)
    assert [j.verdict for j in feedback.judgements()] == [Verdict.REJECTED]
    assert feedback.count() == 1


def test_a_query_without_words_and_an_unknown_document_say_nothing(shelf: Shelf, feedback: Feedback) -> None:
    feedback.record("  ", _read(shelf), (0, 3), Verdict.OPENED)
    feedback.record("q", 999, (0, 3), Verdict.OPENED)
    assert feedback.count() == 0


def test_feedback_goes_with_its_document(shelf: Shelf, feedback: Feedback) -> None:
    feedback.record("q", _read(shelf), (0, 3), Verdict.OPENED)
    shelf.writer.remove_folder(shelf.folder)
    assert feedback.judgements() == []


def test_erasing_leaves_nothing(shelf: Shelf, feedback: Feedback) -> None:
    feedback.record("q", _read(shelf), (0, 3), Verdict.ACCEPTED)
    feedback.erase()
    assert feedback.count() == 0
