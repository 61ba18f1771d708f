"""Source code: its text, with a place for each definition so that a function can be a chunk."""

import ast
import re
import warnings
from collections.abc import Iterator

from indexer.extract.build import Builder, clean
from indexer.extract.source import Source
from indexer.extract.text import READ_LIMIT, decode
from indexer.types import Extracted

Definition = tuple[int, int, str]  # start, end, name

_MODIFIER = (
    "export|default|public|private|protected|internal|static|final|abstract|async|override|open|sealed|data|unsafe|"
    r"pub(?:\([a-z]+\))?|extern|inline|virtual|const|partial|suspend"
)
_KEYWORD = (
    "class|interface|struct|enum|trait|impl|module|namespace|object|record|protocol|extension|function|func|fun|fn|"
    "def|sub|proc|macro|type"
)
_RECEIVER = r"(?:\([^)\n]{0,60}\)\s*)?"  # of a method in Go
_BODY = r"\s*\([^;{}]{0,400}\)[^;{}()]{0,60}\{"

_KEYWORDED = re.compile(
    rf"^[ \t]{{0,8}}(?:(?:{_MODIFIER})\s+)*(?:{_KEYWORD})\*?\s+{_RECEIVER}([A-Za-z_$][\w$.:<>]*)", re.MULTILINE
)
# Functions of the C family have no keyword: at the line's start, or after a modifier in a class.
_FUNCTION = re.compile(rf"^[A-Za-z_][\w \t*&:<>,~]*?\b([A-Za-z_~][\w:~]*){_BODY}", re.MULTILINE)
_METHOD = re.compile(rf"^[ \t]{{2,8}}(?:(?:{_MODIFIER})\s+)+[\w<>\[\], ?]*?\b(\w+){_BODY}", re.MULTILINE)
_SQL = re.compile(
    r"^\s*create\s+(?:or\s+replace\s+)?(?:table|view|function|procedure|trigger|index)\s+"
    r"(?:if\s+not\s+exists\s+)?([\w.\"`]+)",
    re.MULTILINE | re.IGNORECASE,
)
_C_FAMILY = frozenset({"c", "h", "cc", "cpp", "cxx", "hpp", "m", "mm", "java", "cs"})
_MAX_PARSED = 500_000  # characters of Python; a tree takes a hundred times the memory of its text
_NO_NAMES = frozenset({"if", "for", "while", "switch", "return", "else", "catch"})


def read(source: Source) -> Extracted:
    text = clean(decode(source.head(READ_LIMIT))).strip("\n ")
    builder = Builder(until=source.until)
    builder.add(text)
    for start, end, name in definitions(text, source.extension):
        builder.mark(start, end, "symbol", name)
    return builder.extracted()


def definitions(text: str, extension: str) -> Iterator[Definition]:
    """What is defined in `text`, in order; a method is named Class.method where the language's parser says so."""
    if extension in ("py", "pyi") and len(text) < _MAX_PARSED:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError):
            pass  # an older Python, or a fragment
        else:
            return _of_python(text, tree)
    return _of_lines(text, extension)


def _of_python(text: str, tree: ast.Module) -> Iterator[Definition]:
    starts = [0]
    for row in text.split("\n"):
        starts.append(starts[-1] + len(row) + 1)

    def walk(body: list[ast.stmt], prefix: str) -> Iterator[Definition]:
        for node in body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                first = min([node.lineno, *(item.lineno for item in node.decorator_list)])
                yield starts[first - 1], starts[node.end_lineno or first] - 1, prefix + node.name
                if isinstance(node, ast.ClassDef):
                    yield from walk(node.body, f"{prefix}{node.name}.")

    return walk(tree.body, "")


def _of_lines(text: str, extension: str) -> Iterator[Definition]:
    """What looks like a definition; each ends where the next begins."""
    patterns = [_SQL] if extension == "sql" else [_KEYWORDED]
    if extension in _C_FAMILY:
        patterns = [_FUNCTION, _METHOD, *patterns]
    found = {match.start(): match[1] for pattern in patterns for match in pattern.finditer(text)}
    starts = sorted(start for start, name in found.items() if name not in _NO_NAMES)
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield start, end, found[start]
