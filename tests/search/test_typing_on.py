"""Typing never waits for an older query: the service ends it when a newer one comes."""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from indexer.desks.typing_on import TypingOn
from indexer.errors import BadRequest
from indexer.models.encoder import Vectors
from indexer.models.fake import FakeEncoder
from indexer.protocol import Search
from tests.search.papers import PAPERS
from tests.search.shelf import Shelf, short

LINE = 7 << 32


class Slow(FakeEncoder):
    """Understands one question only when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.let = threading.Event(), threading.Event()

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        if "landlord" in texts:
            self.begun.set()
            assert self.let.wait(30)
        return super().encode_queries(texts)


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
def shelf(tmp_path_factory: pytest.TempPathFactory, slow: Slow) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path_factory.mktemp("library"), PAPERS, slow)
    yield shelf
    shelf.close()


def test_a_newer_query_is_answered_while_an_older_one_hangs_and_the_older_one_ends(shelf: Shelf, slow: Slow) -> None:
    typing = TypingOn()

    def search(text: str, ticket: int) -> list[str]:
        results = shelf.searcher.search(Search(text, ticket=ticket), typing.stop(ticket))
        return [short(hit) for hit in results.hits]

    search("rent", LINE + 1)  # what is learnt once is learnt
    with ThreadPoolExecutor(2) as answering:
        older = answering.submit(search, "landlord", LINE + 2)
        assert slow.begun.wait(30)
        newer = answering.submit(search, "rent deposit", LINE + 3)
        assert newer.result(30)
        assert not older.done()
        slow.let.set()
        with pytest.raises(BadRequest) as ended:
            older.result(30)
    assert ended.value.code == "superseded"


def test_only_searches_of_one_line_supersede_each_other_in_whatever_order_they_come() -> None:
    typing = TypingOn()
    first, other, none = typing.stop(LINE + 1), typing.stop((8 << 32) + 5), typing.stop(0)
    assert not first()
    assert typing.stop(LINE + 3)() is False
    assert typing.stop(LINE + 2)() is True  # it was overtaken on its way
    assert (first(), other(), none()) == (True, False, False)
