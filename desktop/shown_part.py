"""The part of a long text that is shown, and where an offset of the whole text stands in it, as Qt counts. No Qt."""

from dataclasses import dataclass

from desktop.locate import Alignment, Range, utf16

WINDOW = 16_000  # characters shown at once, and
LINES = 320  # lines at once: of longer documents the part around the match, and more where one scrolls to its end


def window(text: str, around: int) -> Range:
    """The part of the text that is shown for a place in it: whole lines, except where a line is endless."""
    first = low = max(0, around - WINDOW // 2)
    at = around
    for _ in range(LINES // 2):
        at = text.rfind("\n", low, at)
        if at < 0:
            break
        first = at + 1
    else:
        low = first
    first = 0 if low == 0 else first
    last, high = min(len(text), first + WINDOW), min(len(text), first + WINDOW)
    at = first - 1
    for _ in range(LINES):
        at = text.find("\n", at + 1, high)
        if at < 0:
            return first, last
    return first, at + 1


@dataclass(frozen=True, slots=True)
class ShownPart:
    first: int = 0  # where it begins in the whole text
    text: str = ""
    rendered: str = ""  # what is shown of it, where marks of Markdown are left out
    alignment: Alignment | None = None  # of what is rendered with the text

    @property
    def last(self) -> int:
        return self.first + len(self.text)

    def holds(self, start: int, end: int) -> bool:
        return self.first <= start and end <= self.last

    def position(self, offset: int) -> int:
        """Where an offset of the whole text stands in the text of this part."""
        return utf16(self.text, min(max(offset - self.first, 0), len(self.text)))

    def range(self, span: Range) -> Range:
        """Where a span of the whole text is shown."""
        if self.alignment is None:
            return self.position(span[0]), self.position(span[1])
        found = self.alignment.range(span[0] - self.first, span[1] - self.first)
        return (utf16(self.rendered, found[0]), utf16(self.rendered, found[1])) if found else (0, 0)

    def offset_at(self, position: int) -> int:
        """The offset in the whole text of a position in what is shown."""
        shown = self.rendered if self.alignment else self.text
        characters = len(shown.encode("utf-16-le")[: 2 * position].decode("utf-16-le", "ignore"))
        return self.first + (self.alignment.offset(characters) if self.alignment else characters)
