"""A search answers with documents, says why, and never fails for what was typed."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.models.fake import FakeEncoder
from indexer.models.pairs import never
from indexer.protocol import Filters, Search
from indexer.types import Mode, Place, Tier
from tests.search.papers import PAPERS
from tests.search.shelf import Paper, Shelf, short


def test_identical_copies_are_one_hit(shelf: Shelf) -> None:
    hit = shelf.search("lentil soup").hits[0]
    assert short(hit) == "recipes/lentil soup.txt"  # the newest
    assert hit.copies == (b"/home/ada/recipes/copy of lentil soup.txt",)
    assert "recipes/copy of lentil soup.txt" not in shelf.found("lentil soup")


def test_a_hit_names_the_slide(shelf: Shelf) -> None:
    hit = shelf.search("why do hosting costs make us raise prices").hits[0]
    assert short(hit) == "work/pricing.pptx"
    place = hit.passages[0].place
    assert place is not None
    assert (place.kind, place.number) == ("slide", 2)


def test_passages_and_marks_are_slices(shelf: Shelf) -> None:
    papers = {f"/home/ada/{paper.path}".encode(): paper.text for paper in PAPERS}
    for hit in shelf.search("landlord pays for repairs of the heating").hits:
        for passage in hit.passages:
            assert papers[hit.path][passage.start : passage.end] == passage.text
            for start, end in passage.highlights:
                assert 0 <= start < end <= len(passage.text)


def test_the_sentence_that_answers_is_marked(shelf: Shelf) -> None:
    request = Search("who has to pay when the heating breaks")
    assert shelf.searcher.search(request).refinable
    passage = shelf.searcher.refine(request, None, never).hits[0].passages[0]
    assert passage.sentence is not None
    assert "repairs to the heating" in passage.text[slice(*passage.sentence)]


def test_the_words_that_were_asked_for_are_marked(shelf: Shelf) -> None:
    passage = shelf.search("lentils with onion").hits[0].passages[0]
    marked = {passage.text[start:end].lower() for start, end in passage.highlights}
    assert {"lentil", "lentils", "onions"} <= marked


def test_quoted_words_occur_literally(shelf: Shelf) -> None:
    assert set(shelf.found('"three months"')) == {"contracts/lease-flat.docx", "contracts/Phone contract.pdf"}
    assert shelf.found("“twenty minutes” soup") == ["recipes/lentil soup.txt"]
    assert shelf.found('"C++"') == ["work/notes c++.txt"]
    assert shelf.found('"months three"') == []


def test_the_passage_that_holds_the_quoted_words_is_shown_first(tmp_path: Path) -> None:
    scattered = "The oak grows, the shelf stays: a shelf of oak, oak for the shelf."
    literal = "Delivered in March with the chairs and a long list of other things that nobody asked for: one oak shelf."
    text = f"{scattered}\f{literal}"
    slides = (Place(0, len(scattered), "slide", 1), Place(len(scattered) + 1, len(text), "slide", 2))
    shelf = Shelf(tmp_path, [Paper("bill.pptx", text, places=slides)], FakeEncoder())
    assert shelf.search("oak shelf", Mode.WORDS).hits[0].passages[0].text == scattered
    assert shelf.search('"oak shelf"', Mode.WORDS).hits[0].passages[0].text == literal
    shelf.close()


def test_a_guess_that_nothing_satisfies_is_said_and_hides_nothing(shelf: Shelf) -> None:
    results = shelf.search("slides from 1903 about pricing")
    assert [(part.source, part.applied) for part in results.understood] == [("slides", True), ("from 1903", False)]
    assert [short(hit) for hit in results.hits] == ["work/pricing.pptx"]
    assert results.executed == "meaning of “pricing” · words price · of type slides"
    assert not results.no_match
    assert "2024" in shelf.search("invoice from 2024").executed  # nothing is dated so, but some speak of it


def test_a_guess_that_leads_to_nothing_good_is_said_and_hides_nothing(shelf: Shelf) -> None:
    results = shelf.search("slides about hiking in norway")  # there are slides, but none about that
    assert [(part.source, part.applied) for part in results.understood] == [("slides", False)]
    assert short(results.hits[0]) == "travel/norway.md"
    assert not results.no_match
    asked = shelf.search("type:slides hiking in norway")  # who says it so means it
    assert asked.no_match
    nowhere = shelf.search("slides about quantum chromodynamics")
    assert [(part.source, part.applied) for part in nowhere.understood] == [("slides", True)]


def test_a_word_that_is_ruled_out_occurs_in_no_hit(shelf: Shelf) -> None:
    assert "contracts/lease-flat.docx" in shelf.found("landlord deposit")
    assert "contracts/lease-flat.docx" not in shelf.found("landlord deposit -pets")
    assert "travel/norway.md" not in shelf.found("hiking -norway")


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(kinds=("presentation",)), {"work/pricing.pptx"}),
        (Filters(kinds=("docx",)), {"contracts/lease-flat.docx"}),
        (Filters(modified_to=1_660_000_000), {"contracts/lease-flat.docx", "recipes/copy of lentil soup.txt"}),
        (Filters(modified_from=1_705_000_000), {"work/council minutes march.md"}),
        (Filters(folders=(b"/home/ada/travel",)), {"travel/norway.md", "travel/東京.txt"}),
        (Filters(folders=(b"/home/ada/work", b"/home/ada/travel"), kinds=("code",)), {"work/report/parse_args.py"}),
    ],
)
@pytest.mark.parametrize("mode", Mode)
def test_only_what_passes_the_filters_is_found(shelf: Shelf, mode: Mode, filters: Filters, expected: set[str]) -> None:
    found = {
        name for query in ("plan", "rent", "map", "電車", "arg", "soup") for name in shelf.found(query, mode, filters)
    }
    assert found <= expected
    if mode is Mode.MEANING:
        assert found == expected


def test_what_is_not_chosen_goes_on_being_counted(tmp_path: Path) -> None:
    papers = [
        Paper("here/lamp.txt", "The lamp is broken."),
        Paper("here/lamp.pdf", "A broken lamp on the stairs."),
        Paper("there/lamp.md", "Who mends the broken lamp?", modified=1_600_000_000.0),
    ]
    shelf = Shelf(tmp_path, papers, None)
    whole = shelf.search("broken lamp").facets
    assert whole.kinds == {"text": 2, "pdf": 1}
    narrowed = shelf.search("broken lamp", filters=Filters(kinds=("pdf",)))
    assert [hit.name for hit in narrowed.hits] == ["lamp.pdf"]
    assert narrowed.facets.kinds == whole.kinds
    assert narrowed.facets.folders == {b"/home/ada": 1, b"/home/ada/here": 1}
    both = shelf.search("broken lamp", filters=Filters(kinds=("text",), folders=(b"/home/ada/here",))).facets
    assert both.kinds == {"text": 1, "pdf": 1}
    assert both.folders == {b"/home/ada": 2, b"/home/ada/here": 1, b"/home/ada/there": 1}
    old = shelf.search("broken lamp", filters=Filters(modified_to=1_650_000_000.0))
    assert len(old.hits) == 1
    assert old.facets.periods == whole.periods


def test_what_is_counted_beside_a_choice_is_what_the_library_holds_now(shelf: Shelf) -> None:
    chosen = Filters(kinds=("text",))
    whole = shelf.search("broken lamp").facets.kinds
    assert shelf.search("broken lamp", filters=chosen).facets.kinds == whole
    shelf.add(Paper("lamps.md", "The broken lamp was mended, and the broken lamp is whole again."))
    counted = shelf.search("broken lamp", filters=chosen).facets.kinds
    assert counted == shelf.search("broken lamp").facets.kinds != whole


def test_a_folder_is_named_by_its_name_or_else_by_the_beginning_of_a_word_of_it(tmp_path: Path) -> None:
    places = ("haystack-docs/api", "my haystack", "hay", "needles")
    shelf = Shelf(tmp_path, [Paper(f"{place}/notes.txt", f"Notes on the lamp, {place}.") for place in places], None)

    def found(folder: str) -> set[str]:
        return {path.removesuffix("/notes.txt") for path in shelf.found(f"lamp {folder}")}

    assert found("folder:hay") == {"hay"}
    assert found("folder:haystack") == {"haystack-docs/api", "my haystack"}
    assert found("folder:Hayst") == {"haystack-docs/api", "my haystack"}
    assert found("folder:docs/a") == {"haystack-docs/api"}
    assert found("-folder:haystack") == {"hay", "needles"}
    assert found("folder:stack") == set()


def test_a_type_can_be_typed(shelf: Shelf) -> None:
    assert shelf.found("costs type:pptx") == ["work/pricing.pptx"]
    assert set(shelf.found("total type:pdf")) <= {paper.path for paper in PAPERS if paper.path.endswith(".pdf")}


def test_a_hit_says_what_found_it(shelf: Shelf) -> None:
    why = shelf.search("lentil soup").hits[0].why
    assert why.words is not None
    assert why.meaning is not None
    assert why.name is not None
    assert shelf.search("trekking in scandinavia", Mode.MEANING).hits[0].why.words is None


def test_exact_words_do_not_lose_to_vague_matches(shelf: Shelf) -> None:
    assert shelf.found("Lindqvist")[0] == "work/council minutes march.md"
    assert shelf.found("Hardangervidda")[0] == "travel/norway.md"
    assert shelf.found("libssl")[0] == "work/notes c++.txt"


def test_what_bears_the_name_that_is_typed_comes_before_all_that_speaks_of_it(tmp_path: Path) -> None:
    talk = "The budget of the club for the garden. A budget for the club. Who asks for the club budget finds it."
    speaking = [Paper(f"letters/{number}.txt", f"{talk} {number}") for number in range(8)]
    shelf = Shelf(tmp_path, [*speaking, Paper("club budget.txt", "1,200 in all; 300 for seeds.")], FakeEncoder())
    assert shelf.found("club budget")[0] == "club budget.txt"
    assert shelf.found("Club budget.txt")[0] == "club budget.txt"
    assert shelf.found("club budget for the garden")[0] != "club budget.txt"


def test_who_remembers_most_of_a_name_in_any_order_finds_that_file_first(tmp_path: Path) -> None:
    talk = "The budget of the club for the garden. A budget for the club: what the club pays for, its budget says."
    speaking = [Paper(f"letters/{number}.txt", f"{talk} {number}") for number in range(8)]
    named = Paper("club budget spring final.txt", "1,200 in all; 300 for seeds.")
    shelf = Shelf(tmp_path, [*speaking, named], FakeEncoder())
    assert shelf.found("final budget club")[0] == "club budget spring final.txt"
    assert shelf.found("what the budget of the club pays for")[0] != "club budget spring final.txt"


def test_nothing_asked_is_nothing_found(shelf: Shelf) -> None:
    results = shelf.search("   ")
    assert results.hits == ()
    assert not results.no_match


PIECES = st.sampled_from(
    [
        *'"“-(*+:\\~[/',
        "--",
        "type:",
        "type:pdf",
        "folder:",
        "OR",
        ")",
        "lease",
        "東京",
        "c++",
        "it's",
        " ",
        "\t",
        "a-b",
        "^2",
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=8).map("".join))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_that_is_typed_can_fail(shelf: Shelf, typed: str) -> None:
    assert shelf.search(typed).query == typed


def test_words_and_names_answer_while_the_model_loads(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, PAPERS, None)
    results = shelf.search("deposit of the tenant")
    assert not results.meaning_ready
    assert short(results.hits[0]) == "contracts/lease-flat.docx"
    assert results.hits[0].tier is Tier.STRONG
    assert shelf.search("symptoms of malaria").no_match
    shelf.close()


def test_a_document_without_vectors_is_still_found_by_its_words(tmp_path: Path) -> None:
    papers = [Paper(f"{number}.txt", f"Paper number {number} about gardens and tools") for number in range(30)]
    shelf = Shelf(tmp_path, [*papers, Paper("late.txt", "The zeppelin landed in the gardens")], FakeEncoder(512))
    late = shelf.library.file_at(b"/home/ada/late.txt")
    assert late is not None
    assert late.document_id is not None
    shelf.vectors.update([], [late.document_id], 2)
    assert shelf.found("zeppelin gardens")[0] == "late.txt"
    shelf.close()
