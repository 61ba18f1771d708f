"""The part of a passage that is shown in a result: the sentence that answers, and what to mark in it. No Qt."""

import re
from dataclasses import dataclass

from desktop.answering import Range, answer_in
from indexer.protocol import Passage


@dataclass(frozen=True, slots=True)
class Excerpt:
    """`text` is one paragraph; ranges are offsets within it."""

    text: str
    sentence: Range | None = None
    words: tuple[Range, ...] = ()


# Marks of Markdown that only say how a text looks: of headings, tables, lists to tick, strong words, code and links.
_MARKS = re.compile(
    r"^[ \t]*#{1,6}[ \t]|[|][|:\- \t]*|^[ \t]*[-*][ \t]+\[[ xX]\]|\*\*|```\w*|`|!?\[(?=[^\]\[\n]*\]\()|\]\([^()\s]*\)",
    re.MULTILINE,
)


def _one_line(text: str, *, markdown: bool = False) -> tuple[str, list[int]]:
    """`text` with each run of white space made one space, and where each offset of `text` (its end too) has gone."""
    made: list[str] = []
    gone: list[int] = []
    found = _MARKS.finditer(text) if markdown else ()
    marks = {at for mark in found for at in range(*mark.span())}
    for at, char in enumerate(text):
        blank = char.isspace() or at in marks
        gone.append(len(made) - (1 if blank and made and made[-1] == " " else 0))
        if not blank:
            made.append(char)
        elif made and made[-1] != " ":
            made.append(" ")
    gone.append(len(made))
    return "".join(made), gone


def excerpt(passage: Passage, length: int = 320, lead: int = 48, *, markdown: bool = False) -> Excerpt:
    """About `length` characters of the passage, beginning at most `lead` before the sentence that answers, or
    before a word in it that would not be seen otherwise.

    Of `markdown` only the words are shown. Ranges that point outside the text are dropped, whoever sent them.
    """
    text, gone = _one_line(passage.text, markdown=markdown)

    def moved(span: Range) -> Range | None:
        start, end = span
        return (gone[start], gone[end]) if 0 <= start < end <= len(passage.text) else None

    answer = answer_in(passage)
    sentence = moved(answer) if answer else None
    words = [span for span in map(moved, passage.highlights) if span]
    first = sentence[0] if sentence else words[0][0] if words else 0
    within = next((start for start, _ in words if sentence and sentence[0] <= start < sentence[1]), first)
    if within - first > length // 2:  # a long one, as the rows of a table are: what was asked for has to be seen
        first = within

    begin = 0
    if first > lead:
        begin = text.find(" ", first - lead, first) + 1 or first
    stop = len(text)
    if stop - begin > length:
        stop = text.rfind(" ", begin, begin + length)
        stop = stop if stop > begin else begin + length

    before, after = "…" if begin else "", "…" if stop < len(text) else ""

    def cut(span: Range | None) -> Range | None:
        if span is None:
            return None
        start, end = max(span[0], begin), min(span[1], stop)
        return (start - begin + len(before), end - begin + len(before)) if start < end else None

    shown = text[begin:stop].rstrip() if after else text[begin:stop]
    return Excerpt(before + shown + after, cut(sentence), tuple(span for span in map(cut, words) if span))
