from hypothesis import given
from hypothesis import strategies as st

from desktop.excerpt import excerpt
from indexer.protocol import Passage


def _passage(text: str, sentence: tuple[int, int] | None = None, *words: tuple[int, int]) -> Passage:
    return Passage(0, len(text), text, 1.0, None, sentence, words)


def test_the_sentence_is_shown_with_a_little_before_it() -> None:
    before = "Much is said first. " * 20
    text = f"{before}The landlord pays for the roof. And then more. "
    start = len(before)
    shown = excerpt(_passage(text, (start, start + 31), (start + 4, start + 12)))
    assert shown.text.startswith("…")
    assert shown.sentence is not None
    assert shown.text[slice(*shown.sentence)] == "The landlord pays for the roof."
    assert [shown.text[slice(*span)] for span in shown.words] == ["landlord"]
    assert shown.sentence[0] <= 50


def test_lines_are_joined_and_marks_stay_on_their_words() -> None:
    text = "one\n\n  two\tthree"
    shown = excerpt(_passage(text, (0, len(text)), (7, 10)))
    assert shown.text == "one two three"
    assert [shown.text[slice(*span)] for span in shown.words] == ["two"]


def test_what_was_asked_for_is_seen_in_a_sentence_that_is_long() -> None:
    row = "Zone LATAM 6082 1202 1101 -101 " * 12
    text = f"{row}Total 46293"
    shown = excerpt(_passage(text, (0, len(text)), (len(row), len(row) + 5)))
    assert "Total" in shown.text[:160]
    assert [shown.text[slice(*span)] for span in shown.words] == ["Total"]


def test_of_markdown_the_words_are_shown_and_not_its_marks() -> None:
    table = "| Who | Pays |\n|---|---|\n| landlord | **all** |"
    text = f"## The roof\n\n{table}\n\n- [ ] call [Brandt](tel:1)\n\n```sh\nls | wc\n```\n"
    start = text.index("landlord")
    shown = excerpt(_passage(text, None, (start, start + 8)), markdown=True)
    assert shown.text.strip() == "The roof Who Pays landlord all call Brandt ls wc"
    assert [shown.text[slice(*span)] for span in shown.words] == ["landlord"]


def test_ranges_outside_the_text_are_dropped() -> None:
    shown = excerpt(_passage("short", (0, 99), (-1, 3), (2, 4)))
    assert shown.sentence is None
    assert shown.words == ((2, 4),)


@given(st.text(max_size=900), st.data())
def test_marks_cover_the_same_letters_as_in_the_passage(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    shown = excerpt(_passage(text, (start, end) if start < end else None, (start, end)), length=80)
    assert len(shown.text) <= 80 + 2
    for span in shown.words:
        marked = "".join(shown.text[slice(*span)].split())
        assert marked in "".join(text[start:end].split())
