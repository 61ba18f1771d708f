import textwrap

from hypothesis import given
from hypothesis import strategies as st

from desktop.answering import FEW, answer_in
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


PHONES = "Plumber  0170 55512\nChimney sweep  0170 55598\nLandlord  0170 55577\nSchool office  0170 55521"


def test_of_a_list_the_line_is_marked_that_holds_most_of_what_was_asked_for() -> None:
    words = [(PHONES.index(word), PHONES.index(word) + len(word)) for word in ("Plumber", "Chimney", "sweep")]
    answer = answer_in(_passage(PHONES, (0, len(PHONES)), *words))
    assert answer is not None
    assert PHONES[slice(*answer)] == "Chimney sweep  0170 55598"
    shown = excerpt(_passage(PHONES, (0, len(PHONES)), *words))
    assert shown.sentence is not None
    assert shown.text[slice(*shown.sentence)] == "Chimney sweep 0170 55598"


def test_of_a_list_that_holds_nothing_of_it_no_line_is_marked() -> None:
    assert answer_in(_passage(PHONES, (0, len(PHONES)))) is None


@given(st.lists(st.text("abcdefgh", min_size=2, max_size=9), min_size=60, max_size=90))
def test_a_sentence_that_is_wrapped_is_marked_as_a_whole(words: list[str]) -> None:
    text = textwrap.fill(" ".join(words), 40)
    assert text.count("\n") > FEW
    assert answer_in(_passage(text, (0, len(text)), (0, 1))) == (0, len(text))


def test_a_few_lines_of_code_are_marked_together() -> None:
    code = "def total(basket):\n    amount = sum(basket)\n    return round(amount, 2)"
    assert answer_in(_passage(code, (0, len(code)), (4, 9))) == (0, len(code))


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
