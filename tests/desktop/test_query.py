from desktop import facets
from desktop.query import DAY, Order, Period, Query, admits, arranged
from indexer import protocol
from indexer.protocol import Facets, Filters, Hit, Results
from indexer.types import Tier

NOW = 1_000_000_000.0


def _hit(path: str, kind: str = "pdf", days: float = 0, size: int = 1) -> Hit:
    return Hit(path.encode(), path.rsplit("/", 1)[1], kind, size, NOW - days * DAY, 1.0, Tier.LIKELY)


def test_an_empty_query_asks_nothing() -> None:
    assert Query().request(NOW, 10) is None
    assert Query(text="   ").request(NOW, 10) is None


def test_a_query_becomes_a_search_with_its_filters() -> None:
    query = Query("roof", kinds=("pdf",), folders=(b"/a",), period=Period.WEEK)
    filters = Filters(("pdf",), (b"/a",), NOW - 7 * DAY, None)
    assert query.request(NOW, 10) == protocol.Search("roof", filters=filters, limit=10, weak=False)


def test_older_begins_where_the_past_year_ends() -> None:
    assert (
        Query("x", period=Period.OLDER).filters(NOW).modified_to
        == Query("x", period=Period.YEAR).filters(NOW).modified_from
    )


def test_words_and_likeness_take_turns() -> None:
    liked = Query("roof", kinds=("pdf",)).like(b"/a/b.pdf")
    assert liked.request(NOW, 10) == protocol.SimilarTo(b"/a/b.pdf", "", 10)
    assert liked.kinds == ("pdf",)
    assert liked.typed("soup").like_path is None


def test_a_passage_is_not_like_the_document_that_it_was_marked_in() -> None:
    query = Query("roof").like_passage("the roof leaks", b"/a/b.pdf")
    assert query.request(NOW, 10) == protocol.SimilarTo(None, "the roof leaks", 10, b"/a/b.pdf")
    assert query.typed("soup").beside is None


def test_no_filter_stands_there_that_a_likeness_does_not_heed() -> None:
    narrowed = Query("roof", languages=("de",), topics=("Housing",), tags=("tax",), kinds=("pdf",))
    assert [chip.label for chip in narrowed.like(b"/a/b.pdf").chips()] == ["Like b.pdf", "tax", "PDF"]
    assert [chip.label for chip in narrowed.like_passage("x").chips()] == ["Like the selected text", "tax", "PDF"]


def test_each_chip_removes_its_own_filter_and_no_other() -> None:
    query = Query("x", kinds=("pdf", "mail"), folders=(b"/a/b",), period=Period.YEAR)
    chips = query.chips()
    assert [chip.label for chip in chips] == ["PDF", "Mail", "b", "Past year"]
    assert chips[0].without.kinds == ("mail",)
    assert chips[2].without.folders == ()
    assert chips[3].without == Query("x", kinds=("pdf", "mail"), folders=(b"/a/b",))
    assert query.unfiltered() == Query("x")


def test_a_folder_admits_what_is_below_it_only() -> None:
    assert admits(Filters(folders=(b"/a",)), _hit("/a/b/c.pdf"))
    assert not admits(Filters(folders=(b"/a",)), _hit("/ab/c.pdf"))


def test_the_order_is_the_one_asked_for() -> None:
    hits = [_hit("/x/b", days=1, size=5), _hit("/x/A", days=2, size=9), _hit("/x/c", days=0, size=1)]
    assert [hit.name for hit in arranged(hits, Order.RELEVANCE)] == ["b", "A", "c"]
    assert [hit.name for hit in arranged(hits, Order.DATE)] == ["c", "b", "A"]
    assert [hit.name for hit in arranged(hits, Order.NAME)] == ["A", "b", "c"]
    assert [hit.name for hit in arranged(hits, Order.SIZE)] == ["A", "b", "c"]
    for order, back in ((Order.DATE, Order.OLDEST), (Order.NAME, Order.NAME_BACK), (Order.SIZE, Order.SMALLEST)):
        assert arranged(hits, back) == arranged(hits, order)[::-1]


def test_names_are_sorted_as_people_count() -> None:
    hits = [_hit(f"/x/{name}") for name in ("page 10.txt", "Page 9.txt", "page.txt", "10 pages.txt", "9 lives.txt")]
    names = [hit.name for hit in arranged(hits, Order.NAME)]
    assert names == ["9 lives.txt", "10 pages.txt", "Page 9.txt", "page 10.txt", "page.txt"]


def test_folders_and_kinds_are_sorted_too() -> None:
    hits = [_hit("/x/b/1", "pdf"), _hit("/x/a/2", "mail"), _hit("/x/b/0", "mail")]
    assert [hit.path for hit in arranged(hits, Order.FOLDER)] == [b"/x/a/2", b"/x/b/0", b"/x/b/1"]
    assert [hit.kind for hit in arranged(hits, Order.KIND)] == ["mail", "mail", "pdf"]


def test_a_chosen_kind_does_not_hide_the_kinds_beside_it() -> None:
    hits = [_hit("/x/a", "pdf"), _hit("/x/b", "pdf"), _hit("/x/c", "mail", days=100)]
    first = facets.count(Query(like_text="roof"), hits, [b"/x"], NOW)
    assert first.kinds == {"pdf": 2, "mail": 1}
    assert first.folders == {b"/x": 3}
    assert first.periods[Period.WEEK] == 2
    assert facets.of_period(first, Period.ANY) == 3
    narrowed = facets.count(Query(like_text="roof", kinds=("mail",)), hits, [b"/x"], NOW)
    assert narrowed.kinds == {"pdf": 2, "mail": 1}
    assert Period.WEEK not in narrowed.periods
    assert narrowed.folders == {b"/x": 1}


def test_the_counts_of_a_search_are_those_of_the_service() -> None:
    counted = Facets(kinds={"pdf": 214})
    results = Results("roof", (), 214, False, 1.0, facets=counted)
    assert facets.of(Query("roof"), results, (), NOW) is counted
