"""What the service says, in the window's language. The service speaks English and knows of no other: what it says is
found again among the sentences below, with the names and numbers that stand in it, and put together anew."""

import re
from functools import cache

from desktop.language import source, tr
from desktop.troubles import TROUBLES
from indexer.errors import WhereinError

SOURCES = (
    # why a document was found
    source("Its text holds some of the words, far apart."),
    source("Holds the word: {words}."),
    source("Holds all words: {words}."),
    source("Holds {share} of what the words weigh: {words}."),
    source("As near in meaning as an answer is to its question."),
    source("Nearly as near in meaning as an answer is to its question."),
    source("About a related matter."),
    source("Hardly related in meaning."),
    source("Its name holds {share} of it."),
    source("Changed today."),
    source("Changed {number} day ago."),
    source("Changed {number} days ago."),
    source("Read closely, it answers."),
    source("Read closely, it may answer."),
    source("Read closely, it says little about it."),
    source("Holds it word for word."),
    source("Holds nearly all of its words, in their order."),
    source("Both speak of {words}."),
    # why a picture is similar
    source("Looks the same."),
    source("Looks alike."),
    source("Shows the like."),
    source("Looks a little like it."),
    # how two documents differ
    source("They are the same, byte for byte."),
    source("There is no text to compare in one of them."),
    source("Neither has text."),
    source("Both say the same, word for word."),
    source("They have no words in common in the same order."),
    source("The second one says all that the first one says, and {words} more."),
    source("The first one says all that the second one says, and {words} more."),
    source("They differ in {number} place: {first} only in the first one, {second} only in the second one."),
    source("They differ in {number} places: {first} only in the first one, {second} only in the second one."),
    source("They look the same."),
    source("They look different."),
    source("They look alike, and say different things."),
    source("One of the pictures could not be looked at."),
    # why a copy stays
    source("Only exact copies, the same text and the same picture can be removed here."),
    source("It is not there any more."),
    source("The file that should stay is not there any more."),
    source("It, or the file that should stay, is a link or no plain file."),
    source("It, or the file that should stay, is in a cloud and not on this machine."),
    source("Its drive, or that of the file that should stay, is away."),
    source("It is another name of the very file that should stay: removing it frees no space."),
    source("The file that should stay is to be removed as well."),
    source("It is not the same as the file that should stay, as both are now."),
    source("It, or the file that should stay, could not be read right now."),
    source("It, or the file that should stay, was changed while they were compared."),
    source("It stays for files that went to the trash before: only an exact copy can replace it."),
    source("There is no trash on its drive."),
    # how a query was carried out
    source("meaning of “{text}”"),
    source("words {words}"),
    source("“{words}” word for word"),
    source("without “{words}”"),
    source("of type {kind}"),
    source("not of type {kind}"),
    source("in a folder “{name}”"),
    source("not in a folder “{name}”"),
    source("in the topic “{name}”"),
    source("tagged {tag}"),
    source("not tagged {tag}"),
    source("in the language {name}"),
    source("by {author}"),
    source("of size {size}"),
    source("dated {date}"),
    source("changed {date}"),
    source("towards {name}"),
    source("away from {name}"),
    # long work
    source("Looking for duplicates and versions"),
    source("Finding topics"),
    source("Suggesting tags"),
    source("Fetching {name}"),
    source("Understanding everything with another model"),
    source("Reading what documents mean"),
    source("Comparing documents"),
    source("Drawing the map"),
    source("Finding what belongs together"),
    source("Naming topics"),
    source("Arranging the vectors for quick search"),
    source("Learning what means alike"),
    source("Learning what answers"),
    source("Learning what follows"),
    source("Measuring the model as it is"),
    source("Measuring what was learned"),
    source("new documents"),
    source("what your tags are about"),
    # which of several versions is the current one
    source("by its name"),
    source("the others are marked as old or draft"),
    source("by the number in its name"),
    source("by the date in its name"),
    source("changed last"),
    # what a model is called, and is good for
    source("Wherein's own reranker"),
    source("Wherein's own reader of tags"),
    source("comes with Wherein"),
    source("quick"),
    source("slow"),
    source("small"),
    source("better and slower"),
    source("made for search"),
    source("long texts"),
    source("short texts"),
    source("short vectors"),
    source("told what to look for"),
    source("wants a large graphics card"),
    source("program code"),
    source("photos by what is in them"),
    source("the whole"),
    source("its words and each token"),
    source("not for commercial use"),
    source("does a statement follow from a text"),
    source("trained on this machine"),
    source("English"),
    source("Chinese"),
    source("many languages"),
    source("{number} languages"),
)

_GAP = re.compile(r"\{\w+\}")


def told(said: str) -> str:
    """A sentence of the service; as it is where it is none of those above. What stands in the gaps stays as it is."""
    for pattern, sentence in _known():
        if found := pattern.fullmatch(said):
            return sentence.format(**found.groupdict())
    return said


def told_query(executed: str) -> str:
    """A query as it was carried out, part by part."""
    return " · ".join(told(part) for part in executed.split(" · "))


def trouble(problem: WhereinError) -> str:
    """What happened, and what to do about it."""
    return " ".join(told(part) for part in (problem.message, problem.remedy) if part)


@cache
def _known() -> list[tuple[re.Pattern[str], str]]:
    """Nothing in English, which is what the service says."""
    pairs = ((text, tr(text)) for text in (*SOURCES, *TROUBLES))
    return [(_pattern(text), sentence) for text, sentence in pairs if sentence != text]


def _pattern(text: str) -> re.Pattern[str]:
    made, at = "", 0
    for gap in _GAP.finditer(text):
        made += re.escape(text[at : gap.start()]) + f"(?P<{gap[0][1:-1]}>.+?)"
        at = gap.end()
    return re.compile(made + re.escape(text[at:]), re.DOTALL)
