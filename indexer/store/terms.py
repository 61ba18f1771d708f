"""From text to terms: the one analysis that indexed text, queries and highlights share.

A word is lower-cased, folded (Straße = strasse, naïve = naive) and stemmed. Identifiers are kept whole and in parts:
`parseArgs`, `parse_args` and `parse-args` all give "parseargs", "parse" and "args"; `c++` stays `c++`. Scripts written
without spaces are cut into overlapping pairs of characters.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

VERSION = "2"  # changes whenever the same text would give other terms

# Han, kana, Thai, Lao, Khmer, Burmese: written without spaces. Hangul has spaces, and particles glued to its words.
_LETTERS = r"\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_UNSPACED = re.compile(f"[{_LETTERS}]")
_RUN = re.compile(f"[{_LETTERS}\uac00-\ud7af]+")

_UNIT = re.compile(r"[^\s()\[\]{}<>,;\"=|*`]+")
_EDGES = ".,;:!?()[]{}<>\"'`*|=~^%$&@/\\-_…–—·•«»„"
_SYMBOL = re.compile(r"\w[-_.@/+#&:\\]+\w|\w[+#]")  # what makes one word of several: x-ray, 3.14, c++
_JOINT = re.compile(r"[-_]+")  # what people leave out: e-mail = email
_HUMP = re.compile(r"[a-z][A-Z]|[A-Z]{2}[a-z]|[A-Za-z][0-9]|[0-9][A-Za-z]")
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_MAX_WHOLE = 64  # characters; longer ones are links, keys and noise

_QUOTES = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "\u00ad": None}
)

# Words that say how a question is asked, not what about. A query made of nothing else keeps them.
_STOP_WORDS = """
a about an and are as at be been but by can could did do does for from had has have how i if in into is it its
me my of on or our shall should so such than that the their them then there these they this those to was we were
what when where which who whom whose why will with would you your
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


def normal(text: str) -> str:
    """`text` with one form for each character (NFKC), straight quotes, no soft hyphens. May change its length."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text.translate(_QUOTES))


def compounds(text: str) -> list[str]:
    """Terms of normal text that no word tokenizer sees: identifiers whole and in parts, pairs of characters."""
    found: list[str] = []
    for raw in _UNIT.findall(text):
        word = raw.strip(_EDGES)
        if word.isascii() and word.isalpha() and (word[1:].islower() or word.isupper()):
            continue  # a plain word, as most are
        if not word.isascii():
            found += pairs(word) + _foreign_stems(word)
        if len(word) > _MAX_WHOLE:
            continue
        if _SYMBOL.search(word):
            found.append(_JOINT.sub("", word))
        if _HUMP.search(word):
            found += _PARTS.findall(word)
    return found


def apart(text: str) -> str:
    """東京 -> " 東  京 ": a phrase of characters is a phrase of words then."""
    return text if text.isascii() else _UNSPACED.sub(r" \g<0> ", text)


def pairs(text: str) -> list[str]:
    """東京都 -> 東京, 京都: of every run that is written without spaces."""
    return [run[at : at + 2] for run in _RUN.findall(text) for at in range(len(run) - 1)]


@dataclass(frozen=True, slots=True)
class QueryTerms:
    """What a query's words are looked up as, in three fields: each term with how often it is asked."""

    words: Mapping[str, int]  # as typed, without stop words unless there is nothing else
    stems: Mapping[str, int]
    compounds: Mapping[str, int]


@lru_cache(maxsize=256)  # one search asks for the same query many times
def query_terms(text: str) -> QueryTerms:
    text = normal(text)
    alone = [run for run in _RUN.findall(text) if len(run) == 1]  # 猫 has no pair, and is looked up as a word
    words = content(exact().analyze(_RUN.sub(" ", text))) + alone
    cut = spaced().analyze(" ".join(compounds(text)))
    return QueryTerms(Counter(words), Counter(stems().analyze(" ".join(words))), Counter(cut))


def neighbours(text: str) -> list[tuple[str, str]]:
    """The pairs of words that stand side by side in a query, but for a stop word between them."""
    words = exact().analyze(apart(normal(text)))
    telling = [(at, word) for at, word in enumerate(words) if word not in STOP_WORDS]
    return [(one, other) for (at, one), (then, other) in pairwise(telling) if then - at <= 2 and one != other]


def content(words: list[str]) -> list[str]:
    """`words` without stop words, unless there is nothing else."""
    return [word for word in words if word not in STOP_WORDS] or words


_SCRIPTS = (
    (re.compile(r"[\u0400-\u04ff]"), "russian"),
    (re.compile(r"[\u0600-\u06ff]"), "arabic"),
    (re.compile(r"[\u0370-\u03ff]"), "greek"),
)


def _foreign_stems(word: str) -> list[str]:
    """The stem of a word that is not in Latin letters; Latin ones are stemmed as English by `stems`."""
    return next((_analyzer(language).analyze(word) for script, language in _SCRIPTS if script.search(word)), [])


def stems() -> TextAnalyzer:
    """Words, stemmed."""
    return _analyzer("english")


def exact() -> TextAnalyzer:
    """Words as they are written, for phrases; see `apart` for scripts without spaces."""
    return _analyzer("")


@cache
def spaced() -> TextAnalyzer:
    """Terms that are already cut, with spaces between them: what `compounds` gives."""
    return _folding(Tokenizer.whitespace()).filter(Filter.stemmer("english")).build()


@cache
def _analyzer(language: str) -> TextAnalyzer:
    builder = _folding(Tokenizer.simple())
    return (builder.filter(Filter.stemmer(language)) if language else builder).build()


def _folding(tokenizer: Tokenizer) -> TextAnalyzerBuilder:
    builder = TextAnalyzerBuilder(tokenizer).filter(Filter.remove_long(100))
    return builder.filter(Filter.lowercase()).filter(Filter.ascii_fold())
