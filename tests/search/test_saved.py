"""A saved search tells when a new document matches: once, and only of what is new."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.desks.saved import FeedbackDesk, SavedDesk
from indexer.errors import BadRequest
from indexer.models.fake import FakeEncoder
from indexer.protocol import (
    ForgetSaved,
    Judge,
    SavedSearch,
    SaveSearch,
    Search,
    Seen,
    SeenSaved,
    TellOfSaved,
)
from indexer.settings import Settings
from indexer.store.feedback import Feedback
from indexer.store.saved import SavedSearches
from indexer.work.noticing import Noticing
from tests.search.shelf import Paper, Shelf

LEASE = Paper("lease.txt", "The landlord shall bear the cost of repairs to the roof and the heating.")
SOUP = Paper("soup.txt", "Wash the lentils, chop an onion, simmer for twenty minutes in vegetable stock.")
REPAIRS = Paper("letter.txt", "Dear landlord, the repairs to the roof are still not done, and it rains in.")


class Desk:
    def __init__(self, shelf: Shelf) -> None:
        saved = SavedSearches(shelf.database, time.time)
        self.noticing = Noticing(saved, shelf.searcher, lambda: True, lambda: None)
        self.told = 0
        self.desk = SavedDesk(saved, self.noticing, self._tell)

    def _tell(self) -> None:
        self.told += 1

    def keep(self, query: str, tells: bool = True) -> SavedSearch:
        return self.desk.keep(SaveSearch(query, Search(query), query, tells)).searches[0]

    @property
    def only(self) -> SavedSearch:
        (search,) = self.desk.list().searches
        return search


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path, [LEASE, SOUP], FakeEncoder())
    yield shelf
    shelf.close()


@pytest.fixture
def desk(shelf: Shelf) -> Desk:
    return Desk(shelf)


def test_what_matched_before_is_nothing_new(desk: Desk) -> None:
    desk.keep("landlord repairs roof")
    assert not desk.noticing.look()
    assert desk.only.fresh == 0


def test_a_new_document_that_matches_is_told_once(shelf: Shelf, desk: Desk) -> None:
    desk.keep("landlord repairs roof")
    shelf.add(REPAIRS)
    assert desk.noticing.look()
    assert (desk.only.fresh, desk.only.files) == (1, (b"/home/ada/letter.txt",))
    assert not desk.noticing.look()
    desk.desk.see(SeenSaved(desk.only.id))
    assert desk.only.fresh == 0


def test_a_new_document_about_something_else_is_not_told(shelf: Shelf, desk: Desk) -> None:
    desk.keep("landlord repairs roof")
    shelf.add(Paper("cake.txt", "Cream butter and sugar, add eggs, fold in the flour, bake for an hour."))
    assert not desk.noticing.look()


def test_a_document_that_is_written_to_is_no_news_where_it_matched_before(shelf: Shelf, desk: Desk) -> None:
    desk.keep("landlord repairs roof")
    shelf.add(Paper(LEASE.path, LEASE.text + " This was agreed upon in spring."))
    assert not desk.noticing.look()


def test_a_document_that_comes_to_match_is_news(shelf: Shelf, desk: Desk) -> None:
    desk.keep("landlord repairs roof")
    shelf.add(Paper(SOUP.path, REPAIRS.text))
    assert desk.noticing.look()


def test_a_search_that_does_not_tell_catches_up_silently(shelf: Shelf, desk: Desk) -> None:
    search = desk.keep("landlord repairs roof", tells=False)
    shelf.add(REPAIRS)
    assert not desk.noticing.look()
    desk.desk.tell(TellOfSaved(search.id, True))
    assert not desk.noticing.look()
    shelf.add(Paper("again.txt", REPAIRS.text + " Please answer."))
    assert desk.noticing.look()


def test_filters_alone_can_be_saved(shelf: Shelf, desk: Desk) -> None:
    desk.keep("type:md")
    shelf.add(Paper("notes.md", "Some notes on tides."), REPAIRS)
    assert desk.noticing.look()
    assert desk.only.files == (b"/home/ada/notes.md",)


def test_the_same_search_is_kept_once_and_can_be_let_go(desk: Desk) -> None:
    desk.keep("landlord")
    search = desk.keep("landlord")
    assert desk.only.id == search.id
    desk.desk.forget(ForgetSaved(search.id))
    assert desk.desk.list().searches == ()
    assert desk.told == 3


def test_a_search_for_nothing_is_not_kept(desk: Desk) -> None:
    with pytest.raises(BadRequest):
        desk.keep("  ")


def test_what_was_opened_and_passed_over_is_kept_without_the_operators(shelf: Shelf) -> None:
    feedback = Feedback(shelf.database, time.time)
    desk = FeedbackDesk(shelf.library, feedback, Settings)
    desk.judge(
        Judge("type:txt roof", Seen(b"/home/ada/lease.txt", 0, 20), "opened", (Seen(b"/home/ada/soup.txt", 0, 10),))
    )
    found = {(j.query, j.passage, j.verdict.value) for j in feedback.judgements()}
    assert found == {("roof", LEASE.text[:20], "opened"), ("roof", SOUP.text[:10], "skipped")}


def test_a_mark_can_be_taken_back_and_nothing_is_kept_where_that_is_off(shelf: Shelf) -> None:
    feedback = Feedback(shelf.database, time.time)
    desk = FeedbackDesk(shelf.library, feedback, Settings)
    seen = Seen(b"/home/ada/lease.txt", 0, 20)
    desk.judge(Judge("roof", seen, "accepted"))
    desk.judge(Judge("roof", seen, "unmarked"))
    FeedbackDesk(shelf.library, feedback, lambda: Settings(keep_feedback=False)).judge(Judge("roof", seen, "opened"))
    assert feedback.count() == 0
