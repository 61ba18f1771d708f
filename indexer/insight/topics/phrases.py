"""What a text says, in phrases of one to three words as people write them.

A phrase never runs over punctuation or a stop word, so "terms and conditions" gives "terms" and "conditions", not
"terms conditions". Spellings that differ by case or ending are one phrase (its key); the text keeps each as written.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from indexer.formats import BY_EXTENSION
from indexer.store.terms import STOP_WORDS, pairs, stems

LONGEST = 3  # words

_TOKEN = re.compile(r"\w+(?:['’.@/\\:-]+\w+)*|\S")  # a word, or something that ends a phrase
_GAP = re.compile(r"[ \t]*(?:\n[ \t]*)?")  # what may lie between two words of a phrase: a space, one end of line
_WORD = re.compile(r"[^\W\d_]{2,}(?:-[^\W_]+)*\d?|[^\W\d_]-[^\W\d_]{2,}")  # no codes, no names of files and hosts
_ELISION = re.compile(r"^(?:[^\W\d_]|qu)['’]", re.IGNORECASE)  # l'appartement
_POSSESSIVE = re.compile(r"['’]s?$")
_NOT_WORDS = re.compile(r"(.)\1\1|[bcdfghjklmnpqrstvwxz]{6}", re.IGNORECASE)
_LONGEST_WORD = 24
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]")

_LANGUAGES = (
    "english", "german", "french", "spanish", "italian", "portuguese", "dutch", "swedish", "danish", "norwegian",
    "finnish", "russian", "hungarian",
)  # fmt: skip
# Of files and their formats, of mail and the web; and what says nothing of any subject.
_NOISE_WORDS = """
http https www com org net edu gov html htm php asp aspx url href src img utf ascii iso rgb mime nbsp amp quot
div span css png jpeg endobj endstream obj xref stream xml xmlns schema subject sent cc bcc fwd re fw mailto
page pages figure fig table section chapter appendix copyright reserved rights untitled unknown document
documents file files text example examples sample samples test tests lorem ipsum also use used using uses may
might must many much one two three first second new like get got make made need want know think say said says
see way well good thing things something anything really even still just now then etc yes no ok okay please
thanks thank hi hello dear regards sincerely best let go going come back take put give please able always never
often sometimes maybe perhaps actually however therefore thus hence though although since because while whether
either neither upon within without around across per via vs e.g i.e eg ie non pre through same only both someone
everyone anyone somebody everybody today tomorrow yesterday ago ask asked asking keep keeps getting gone
after before during between against until along among behind beyond despite onto toward towards here very too quite
rather almost already yet ever unless more least some any few several nor own anyway instead else enough doing makes
went told tell days weeks months years hours monday tuesday wednesday thursday friday saturday sunday
four five six seven eight nine ten eleven twelve hundred thousand
each again above below comes came half every another other others soon later early late once twice
january february april june july august september october november december
"""
_NOISE = frozenset(_NOISE_WORDS.split()) | {name for name in BY_EXTENSION if len(name) > 1}


def phrases(text: str) -> Iterator[tuple[str, str]]:
    """(key, as written) of every phrase of a text, those within longer ones too."""
    run: list[str] = []
    end = 0
    for token in _TOKEN.finditer(text):
        if _UNSPACED.search(token[0]):
            yield from ((pair, pair) for pair in pairs(token[0]))
            continue
        word = _POSSESSIVE.sub("", _ELISION.sub("", token[0]))
        telling = says_something(word)
        if run and not (telling and end >= 0 and _GAP.fullmatch(text, end, token.start())):
            yield from _within(run)
            run = []
        if telling:
            run.append(word)
            end = token.end() if token[0].endswith(word) else -1  # after a possessive a new phrase begins
    yield from _within(run)


def says_something(word: str) -> bool:
    """Whether a word may stand in a phrase: no stop word, no name of a format, nothing that is said of any subject."""
    return bool(_stem(word))


def _within(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    keys = [_stem(word) for word in words]
    for start in range(len(words)):
        for stop in range(start + 1, min(start + LONGEST, len(words)) + 1):
            if len(set(keys[start:stop])) == stop - start:  # not "very very"
                yield " ".join(keys[start:stop]), " ".join(words[start:stop])


@lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    """The key of a word; empty for one that no phrase may hold."""
    lower = word.lower()
    if len(word) > _LONGEST_WORD or not _WORD.fullmatch(word) or _NOT_WORDS.search(word):
        return ""
    if lower in STOP_WORDS or lower in _NOISE or not all(analyzer.analyze(lower) for analyzer in _stop_filters()):
        return ""
    return " ".join(stems().analyze(lower.replace("-", ""))) or lower


@cache
def _stop_filters() -> tuple[TextAnalyzer, ...]:
    """Analyzers that leave nothing of a stop word of their language."""
    return tuple(
        TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.stopword(language)).build() for language in _LANGUAGES
    )
