"""How a document's text looks beyond its letters: headings, headers of mail, the colours of code. No Qt.

Styles are spans over the text as it is: nothing is moved, so a passage that was found is marked where it stands.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from indexer.types import Place


class Style(StrEnum):
    HEADING = "heading"
    SUBJECT = "subject"
    FIELD = "field"  # "From:", "Date:"
    QUOTE = "quote"
    KEYWORD = "keyword"
    NAME = "name"
    STRING = "string"
    NUMBER = "number"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Span:
    start: int
    end: int
    style: Style


MOST_HEADING = 160  # characters; a longer "heading" is a paragraph that somebody formatted as one
MAIL_FIELDS = re.compile(r"(From|To|Cc|Bcc|Subject|Date|Reply-To|Attachments?):[ \t]*", re.IGNORECASE)
QUOTED = re.compile(r"^>.*$", re.MULTILINE)

# In Markdown, what a rendering leaves out: targets of links and pictures, what is behind a fence, comments, tags.
_HIDDEN_IN_MARKDOWN = re.compile(
    r"(?<=\])\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)|(?<=\])\[[^\]]*\]|(?<=```)[^\n`]+|^\[[^\]]+\]:.*$"
    r"|<!--.*?-->|&[a-z]{2,8};",
    re.MULTILINE | re.DOTALL,
)
_PICTURE = re.compile(r"!(?=\[)")
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


def headings(text: str, places: Sequence[Place]) -> Iterator[Span]:
    """A section begins with its heading, which is the first line of it."""
    for place in places:
        if place.kind == "section":
            end = text.find("\n", place.start)
            end = len(text) if end < 0 else end
            if place.start < end <= place.start + MOST_HEADING:
                yield Span(place.start, end, Style.HEADING)


def mail(text: str) -> Iterator[Span]:
    """The fields at the head of a mail, its subject, and what it quotes."""
    at = 0
    while found := MAIL_FIELDS.match(text, at):
        end = text.find("\n", found.end())
        end = len(text) if end < 0 else end
        yield Span(found.start(), found.end(), Style.FIELD)
        if found.group(1).lower() == "subject":
            yield Span(found.end(), end, Style.SUBJECT)
        at = end + 1
    for quoted in QUOTED.finditer(text, at):
        yield Span(quoted.start(), quoted.end(), Style.QUOTE)


def code(name: str, text: str) -> list[Span]:
    """The colours of source code, by the name of its file. Slow (a megabyte a second): not for the main thread."""
    from pygments.lexers import get_lexer_for_filename  # Pygments is loaded when the first code is seen
    from pygments.token import Token
    from pygments.util import ClassNotFound

    styles = {
        Token.Comment: Style.COMMENT,
        Token.Keyword: Style.KEYWORD,
        Token.Name.Tag: Style.KEYWORD,
        Token.Operator.Word: Style.KEYWORD,
        Token.Name.Function: Style.NAME,
        Token.Name.Class: Style.NAME,
        Token.Name.Namespace: Style.NAME,
        Token.Name.Decorator: Style.NUMBER,
        Token.Literal.String: Style.STRING,
        Token.Literal.Number: Style.NUMBER,
        Token.Generic.Heading: Style.HEADING,
    }
    try:
        lexer = get_lexer_for_filename(name, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return []
    found = []
    for start, token, value in lexer.get_tokens_unprocessed(text):
        while token not in styles and token.parent is not None:
            token = token.parent
        if token in styles and value.strip():
            found.append(Span(start, start + len(value), styles[token]))
    return found


def is_markdown(name: str) -> bool:
    return name.lower().endswith((".md", ".markdown"))


def markdown(text: str) -> str:
    """The Markdown to render: no front matter, and of pictures the words that stand for them (none is ever loaded)."""
    return _PICTURE.sub("", FRONT_MATTER.sub("", text))


def hidden_in_markdown(text: str) -> list[tuple[int, int]]:
    """The ranges of the source that are not seen once it is rendered."""
    front = FRONT_MATTER.match(text)
    ranges = [front.span()] if front else []
    return ranges + [found.span() for found in _HIDDEN_IN_MARKDOWN.finditer(text)]
