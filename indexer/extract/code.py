"""Source code: its text, with a place for each definition so that a function can be a chunk."""

import ast
import re
import warnings
from collections.abc import Iterator

from indexer.extract.build import Builder, clean
from indexer.extract.source import Source
from indexer.extract.text import READ_LIMIT, decode
from indexer.types import Extracted

LIBRARIES = ("charset-normalizer",)

_WORDS = r"(?:(?:export|default|public|private|protected|internal|static|final|abstract|async|override|open|sealed|data|pub(?:\([a-z]+\))?|unsafe|extern|inline|virtual|const|partial|suspend)\s+)*"
_NAMED = r"(?:class|interface|struct|enum|trait|impl|module|namespace|object|record|protocol|extension|function|func|fun|fn|def|sub|proc|macro|type)"
_DEFINITION = re.compile(
    rf"^[ \t]{{0,8}}{_WORDS}{_NAMED}\*?\s+(?:\([^)\n]{{0,60}}\)\s*)?([A-Za-z_$][\w$.:<>]*)", re.MULTILINE
)
# A function of the C family: at the line's start, with an argument list and a brace on this line or the next one.
_C_FUNCTION = re.compile(
    r"^[A-Za-z_][\w \t*&:<>,~]*?\b([A-Za-z_~][\w:~]*)\s*\([^;{}]{0,400}\)[^;{}()]{0,60}\{", re.MULTILINE
)
_C_FAMILY = {"c", "h", "cc", "cpp", "cxx", "hpp", "m", "mm", "java", "cs"}
_METHOD = re.compile(
    r"^[ \t]{2,8}(?:(?:public|private|protected|static|final|async|override|virtual)\s+)+[\w<>\[\], ?]*?\b(\w+)\s*\([^;{}]{0,400}\)[^;{}()]{0,60}\{",
    re.MULTILINE,
)
_SQL = re.compile(
    r"^\s*create\s+(?:or\s+replace\s+)?(?:table|view|function|procedure|trigger|index)\s+(?:if\s+not\s+exists\s+)?([\w.\"`]+)",
    re.MULTILINE | re.IGNORECASE,
)


def read(source: Source) -> Extracted:
    text = clean(decode(source.head(READ_LIMIT))).strip("\n ")
    builder = Builder()
    builder.add(text)
    python = source.extension in ("py", "pyi")
    for start, end, name in _python(text) if python else _definitions(text, source.extension):
        builder.mark(start, end, "symbol", name)
    return builder.extracted()


def _python(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, name) of functions and classes, a method as Class.method; none where the file does not parse."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        yield from _definitions(text, "py")
        return
    starts = [0]
    for row in text.split("\n"):
        starts.append(starts[-1] + len(row) + 1)

    def walk(body: list[ast.stmt], prefix: str) -> Iterator[tuple[int, int, str]]:
        for node in body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                first = min([node.lineno, *(item.lineno for item in node.decorator_list)])
                yield starts[first - 1], starts[node.end_lineno or first] - 1, prefix + node.name
                if isinstance(node, ast.ClassDef):
                    yield from walk(node.body, f"{prefix}{node.name}.")

    yield from walk(tree.body, "")


def _definitions(text: str, extension: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, name) of what looks like a definition; each ends where the next begins."""
    patterns = [_SQL] if extension == "sql" else [_DEFINITION]
    if extension in _C_FAMILY:
        patterns += [_C_FUNCTION, _METHOD]
    found = {match.start(): match[1] for pattern in reversed(patterns) for match in pattern.finditer(text)}
    starts = sorted(start for start, name in found.items() if name not in ("if", "for", "while", "switch", "return"))
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield start, end, found[start]
