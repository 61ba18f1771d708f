"""The best results are read again: for so long, only while somebody waits, and never worse explained."""

import threading
import time
from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from indexer import protocol
from indexer.desks.refining import Refining
from indexer.errors import EnvironmentProblem
from indexer.models.fake import FakeEncoder
from indexer.models.pair_folders import CHOSEN
from indexer.models.pairs import Reranker, Scores, Stop, never
from indexer.protocol import Refine, Results, Search, StopRefining
from indexer.search.rerank import WarmReranker
from indexer.settings import Settings
from tests.search.papers import PAPERS
from tests.search.shelf import Shelf, short

QUERY = "rent deposit landlord"


class Reader:
    """Likes passages that hold one word; stops when told to, and says what it was given."""

    name = "reader"

    def __init__(self, liked: str, before_each: threading.Event | None = None) -> None:
        self.liked, self.before_each = liked, before_each
        self.begun = threading.Event()
        self.given: list[str] = []

    def score(self, query: str, passages: Sequence[str], stop: Stop = never) -> Scores:
        scores = np.full(len(passages), np.nan, np.float32)
        self.begun.set()
        for row, passage in enumerate(passages):
            if self.before_each is not None:
                self.before_each.wait(5)
            if stop():
                break
            self.given.append(passage)
            scores[row] = 5.0 if self.liked in passage else -5.0
        return scores


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path_factory.mktemp("library"), PAPERS, FakeEncoder())
    yield shelf
    shelf.close()


def refining(shelf: Shelf, reader: Reranker, settings: Settings = Settings()) -> Refining:  # noqa: B008
    warm = WarmReranker(lambda _: reader)
    warm.wait(settings.reranker, 5)
    return Refining(shelf.searcher, warm, lambda: settings, lambda: True)


def names(results: Results | None) -> list[str]:
    assert results is not None
    return [short(hit) for hit in results.hits]


def test_what_answers_when_read_closely_comes_first(shelf: Shelf) -> None:
    before = names(shelf.searcher.search(Search(QUERY)))
    last = before[-1]
    text = shelf.searcher.search(Search(QUERY)).hits[-1].passages[0].text
    after = refining(shelf, Reader(text)).refine(Refine(Search(QUERY)))
    assert names(after).index(last) < before.index(last)
    assert sorted(names(after)) == sorted(before)


def test_it_says_how_many_were_read_and_what_that_added(shelf: Shelf) -> None:
    results = refining(shelf, Reader("landlord")).refine(Refine(Search(QUERY)))
    assert results is not None
    assert results.reread >= 3
    hit = next(hit for hit in results.hits if "landlord" in hit.passages[0].text)
    assert hit.why.reading == pytest.approx(0.993, abs=0.001)
    part = next(part for part in hit.why.parts if part.name == "reading")
    assert part.said == "Read closely, it answers."
    assert part.points > 0


def test_typing_on_stops_the_reading(shelf: Shelf) -> None:
    gate = threading.Event()
    reader = Reader("landlord", gate)
    desk = refining(shelf, reader)
    answers: list[protocol.Results | None] = []
    waiting = threading.Thread(target=lambda: answers.append(desk.refine(Refine(Search(QUERY), 7))))
    waiting.start()
    assert reader.begun.wait(5)
    desk.stop(StopRefining(7))
    gate.set()
    waiting.join(5)
    assert answers == [None]
    assert reader.given == []


def test_a_stop_that_overtakes_its_question_still_stops_it(shelf: Shelf) -> None:
    reader = Reader("landlord")
    desk = refining(shelf, reader)
    desk.stop(StopRefining(7))
    assert desk.refine(Refine(Search(QUERY), 7)) is None
    assert reader.given == []
    assert desk.refine(Refine(Search(QUERY), 7)) is not None


def test_the_time_is_the_limit_not_the_number(shelf: Shelf) -> None:
    class Slow(Reader):
        def score(self, query: str, passages: Sequence[str], stop: Stop = never) -> Scores:
            def late() -> bool:
                if self.given:  # the first one took all the time that there was
                    while not stop():
                        time.sleep(0.005)
                return stop()

            return super().score(query, passages, late)

    reader = Slow("landlord")
    results = refining(shelf, reader, Settings(rerank_milliseconds=50)).refine(Refine(Search(QUERY)))
    assert len(reader.given) == 1
    assert results is not None
    assert results.reread == 1
    assert set(names(results)) == set(names(shelf.searcher.search(Search(QUERY))))


@pytest.mark.parametrize(
    "search",
    [
        Search("+1 soup -fish"),
        Search(QUERY, like=(b"/home/ada/contracts/lease-flat.docx",)),
        Search("type:pdf"),
    ],
)
def test_what_is_no_text_to_read_beside_is_left_as_it_is(shelf: Shelf, search: Search) -> None:
    reader = Reader("landlord")
    assert not shelf.searcher.search(search).refinable
    results = refining(shelf, reader).refine(Refine(search))
    assert results is not None
    assert reader.given == []


def test_without_a_model_the_first_results_are_the_last(shelf: Shelf) -> None:
    def missing(_: str) -> Reranker:
        raise EnvironmentProblem("model_missing", "There is none.")

    warm = WarmReranker(missing)
    desk = Refining(shelf.searcher, warm, Settings, lambda: True)
    results = desk.refine(Refine(Search(QUERY)))
    assert names(results) == names(shelf.searcher.search(Search(QUERY)))
    assert not desk.is_ready
    assert warm.problem is not None


def test_who_has_results_already_does_not_wait_for_the_model(shelf: Shelf) -> None:
    loaded = threading.Event()

    def slow(_: str) -> Reranker:
        loaded.wait(5)
        return Reader("landlord")

    desk = Refining(shelf.searcher, WarmReranker(slow), Settings, lambda: True)
    results = desk.refine(Refine(Search(QUERY), 7))
    loaded.set()
    assert results is not None
    assert results.reread == 0


def test_it_can_be_switched_off(shelf: Shelf) -> None:
    reader = Reader("landlord")
    desk = refining(shelf, reader, Settings(rerank=False))
    assert names(desk.refine(Refine(Search(QUERY)))) == names(shelf.searcher.search(Search(QUERY)))
    assert reader.given == []
    assert not desk.is_ready


def test_another_model_is_loaded_when_another_is_chosen(shelf: Shelf) -> None:
    loaded: list[str] = []

    def load(name: str) -> Reranker:
        loaded.append(name)
        return Reader("landlord")

    warm = WarmReranker(load)
    for name in ("one", "one", "two"):
        assert warm.wait(name, 5) is not None
    assert loaded == ["one", "two"]


def test_the_one_that_comes_with_wherein_reads_only_if_it_was_found_to_help(shelf: Shelf) -> None:
    def desk(settings: Settings) -> tuple[Reader, Refining]:
        reader = Reader("landlord")
        return reader, Refining(shelf.searcher, WarmReranker(lambda _: reader), lambda: settings, lambda: False)

    reader, unasked = desk(Settings())
    unasked.refine(Refine(Search(QUERY)))
    assert reader.given == []
    for name in ("bge-reranker-large", CHOSEN):
        reader, chosen = desk(Settings(reranker=name))
        chosen.refine(Refine(Search(QUERY)))
        assert reader.given, name
