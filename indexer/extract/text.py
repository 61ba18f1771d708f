"""Plain text of any charset, and the formats that are best read as they stand."""

import codecs
import json
import re

from indexer.extract.build import TEXT_LIMIT, Builder, clean, line
from indexer.extract.source import Refused, Source
from indexer.types import Extracted, Failure, Reason

READ_LIMIT = 16 << 20  # bytes: more than the text limit holds in any charset
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEADINGS = {
    "md": re.compile(r"^#{1,4} +(.+?)#* *$", re.MULTILINE),
    "org": re.compile(r"^\*{1,4} +(.+)$", re.MULTILINE),
    "adoc": re.compile(r"^={1,4} +(.+)$", re.MULTILINE),
    "rst": re.compile(r"^ ?(\w.*)\n([=~^*+#\"'-])\2{2,} *$", re.MULTILINE),
    "tex": re.compile(r"\\(?:title|chapter|section|subsection)\*?\{([^{}\n]{1,300})\}"),
    "textile": re.compile(r"^h[1-4]\. +(.+)$", re.MULTILINE),
}
_SAME = {"markdown": "md", "asciidoc": "adoc"}
# In the front matter of Markdown, or a keyword of Org.
_TITLE = re.compile(
    r"\A(?:---\n(?:.*\n){0,20}?|(?:#\+.*\n){0,10}?#\+)title: *[\"']?(.+?)[\"']? *$", re.MULTILINE | re.IGNORECASE
)


def read(source: Source) -> Extracted:
    text = decode(source.head(READ_LIMIT))
    if source.extension == "ipynb":
        return _notebook(text)
    builder = Builder(until=source.until)
    text = clean(text[: TEXT_LIMIT + 1]).strip("\n ")
    builder.add(text)
    title = ""
    if heading := _HEADINGS.get(_SAME.get(source.extension, source.extension)):
        title = mark_sections(builder, text, heading)
        if said := _TITLE.search(text[:2000]):
            title = line(said[1])
    failure = Failure(Reason.TRUNCATED, "Only its beginning was read.") if len(source) > READ_LIMIT else None
    return builder.extracted(title=title, failure=failure)


def decode(data: bytes) -> str:
    """`data` as text: by its byte-order mark, as UTF-8, or as what it most likely is. Raises `Refused`."""
    for mark, charset in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(charset, "replace")
    if data.count(b"\0"):
        return _decode_wide(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(data) - 4:  # cut inside a character at the read limit
            return data.decode("utf-8", "replace")
    return _decode_likely(data)


def _decode_wide(data: bytes) -> str:
    """UTF-16 without a mark has its NULs on one side; anything else with NULs is not text."""
    sample = data[: 1 << 16]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half * 0.4 and even < half * 0.05:
        return data.decode("utf-16-le", "replace")
    if even > half * 0.4 and odd < half * 0.05:
        return data.decode("utf-16-be", "replace")
    if data.count(b"\0") <= len(data) // 1000:  # a stray one
        return decode(data.replace(b"\0", b""))
    raise Refused(Reason.DAMAGED, "This is not text.")


def _decode_likely(data: bytes) -> str:
    from charset_normalizer import from_bytes

    sample = data[: 1 << 16]
    controls = sum(sample.count(code) for code in (*range(0, 9), *range(14, 27), *range(28, 32)))
    if controls > len(sample) // 50:
        raise Refused(Reason.DAMAGED, "This is not text.")
    best = from_bytes(sample).best()
    return data.decode(best.encoding if best else "cp1252", "replace")


def mark_sections(builder: Builder, text: str, heading: re.Pattern[str]) -> str:
    """Mark each heading with what follows it as a section; returns the first one."""
    found = list(heading.finditer(text))
    for index, match in enumerate(found):
        end = found[index + 1].start() if index + 1 < len(found) else len(text)
        builder.mark(match.start(), end, "section", match[1])
    return line(found[0][1]) if found else ""


def _notebook(text: str) -> Extracted:
    """A notebook's cells, and what they print."""
    try:
        cells = json.loads(text)["cells"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Refused(Reason.DAMAGED, "This is not a notebook.") from None
    builder = Builder()
    title = ""
    for cell in cells:
        source = _joined(cell.get("source"))
        if not title and cell.get("cell_type") == "markdown" and source.startswith("#"):
            title = source.partition("\n")[0].lstrip("# ")
        builder.begin("cell")
        builder.add(source)
        for output in cell.get("outputs", ()):
            builder.add(_joined(output.get("text") or output.get("data", {}).get("text/plain")))
    return builder.extracted(title=title)


def _joined(lines: object) -> str:
    return "".join(map(str, lines)) if isinstance(lines, list) else str(lines or "")
