"""Subtitles: what is said, with the time of each cue."""

import re
from collections.abc import Iterator

from indexer.extract.build import Builder
from indexer.extract.source import Refused, Source
from indexer.extract.text import READ_LIMIT, decode
from indexer.types import Extracted, Reason

_TIMES = re.compile(r"^(?:(\d{1,3}):)?(\d\d):(\d\d)[.,]\d{1,3}[ \t]+-->[^\n]*\n", re.MULTILINE)
_NEXT = re.compile(r"\n[ \t]*\n")  # ends a cue; what follows may be the number or the name of the next
_MARKUP = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>|\{\\[^{}\n]{0,200}\}|<\d[\d:.]{0,12}>")


def read(source: Source) -> Extracted:
    """SubRip (srt) and WebVTT, one line a cue; one that is said again at once (as captions roll) is said once."""
    text = decode(source.head(READ_LIMIT)).replace("\r\n", "\n").replace("\r", "\n")
    builder = Builder(until=source.until)
    last = ""
    count = 0
    for count, (seconds, said) in enumerate(_cues(text), 1):  # noqa: B007 - asked for below
        if said and said != last:
            minutes, second = divmod(seconds, 60)
            builder.begin("time", f"{minutes // 60}:{minutes % 60:02}:{second:02}", seconds)
            builder.add(said, gap="\n")
            last = said
        if builder.full:
            break
    if not count:
        raise Refused(Reason.DAMAGED, "There are no times in it.")
    return builder.extracted()


def _cues(text: str) -> Iterator[tuple[int, str]]:
    """The second at which each cue is shown, and its words."""
    for match in _TIMES.finditer(text):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        end = _NEXT.search(text, match.end())
        words = _MARKUP.sub("", text[match.end() : end.start() if end else len(text)])
        yield hours * 3600 + minutes * 60 + seconds, " ".join(words.split())
