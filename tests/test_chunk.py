"""Chunks are slices of the text, small enough for a model, and never cross a page."""

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.chunk import MAX_TOKENS, chunk, estimate_tokens, passage_input
from indexer.types import Place

NASTY = st.text(
    st.one_of(
        st.sampled_from("abc dé\n\r\t. \u2028\u00a0\u0301\u200d\u200f\ufeffﬁ東京ไทย한👩‍👩‍👧🇩🇪𝒳ß"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=3000,
)


@given(NASTY)
@settings(max_examples=200, deadline=None)
def test_chunks_are_in_order_and_leave_out_only_white_space(text: str) -> None:
    chunks = chunk(text)
    at = 0
    for number, piece in enumerate(chunks):
        assert piece.ordinal == number
        assert at <= piece.start < piece.end <= len(text)
        assert not text[at : piece.start].strip()
        at = piece.end
    assert not text[at:].strip()


@given(NASTY, st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 3000)), max_size=8))
@settings(max_examples=100, deadline=None)
def test_no_chunk_crosses_the_border_of_a_page(text: str, borders: list[tuple[int, int]]) -> None:
    pages = [Place(min(pair), max(pair), "page", number) for number, pair in enumerate(borders, 1)]
    pages.sort(key=lambda page: page.start)
    for piece in chunk(text, pages):
        for page in pages:
            for border in (page.start, page.end):
                assert not piece.start < border < piece.end


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=4000))
@settings(max_examples=100, deadline=None)
def test_a_chunk_is_small_enough_for_a_model(text: str) -> None:
    assert all(estimate_tokens(text[piece.start : piece.end]) <= MAX_TOKENS * 1.2 for piece in chunk(text * 3))


def test_short_sections_share_a_chunk_and_short_slides_do_not() -> None:
    text = "First point.\nSecond point.\nThird point."
    borders = [(0, 13), (13, 27), (27, 39)]
    sections = [Place(start, end, "section", number) for number, (start, end) in enumerate(borders, 1)]
    slides = [Place(start, end, "slide", number) for number, (start, end) in enumerate(borders, 1)]
    assert len(chunk(text, sections)) == 1
    assert [text[piece.start : piece.end] for piece in chunk(text, slides)] == text.split("\n")


def test_a_wrapped_line_is_no_border_in_prose() -> None:
    line = "The tenant shall give notice in writing at least three months before he intends to\n"
    text = (line + "leave the premises and shall return all keys to the landlord on the last day.\n") * 30
    inside = text.index("leave")
    starts = {piece.start for piece in chunk(text)}
    assert not any((start - inside) % len(text[: len(text) // 30]) == 0 for start in starts)


def test_a_text_of_one_endless_word_is_cut_in_time() -> None:
    text = "x" * 300_000
    assert "".join(text[piece.start : piece.end] for piece in chunk(text)) == text


def test_the_model_is_shown_the_title_once() -> None:
    assert passage_input("Lease", "The rent is due.") == "Lease\nThe rent is due."
    assert passage_input("Lease", "Lease\nThe rent is due.") == "Lease\nThe rent is due."
    assert passage_input("", "The rent is due.") == "The rent is due."
