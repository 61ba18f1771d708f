"""How what a tag is about is put into words, what it is compared with, and whether a text names it.

One word alone ("Receipts") says little to a model that has learnt from sentences: the mean of a few ways to put it is
nearer to the documents, measured on labelled sets. What else a document might be about is told by everyday subjects:
their cosines say what is usual for this document, however few others the library has.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.models.encoder import Encoder, Vectors, unit_length
from indexer.store.terms import content, exact, stems

BEGINNING = 100  # characters of a document in which it says what it is; farther on a word may stand for anything

_SUBJECTS = """
recipes; travel; health; insurance; taxes; invoices; contracts; letters; music; sports; school; work; family; garden;
cars; computers; photography; politics; religion; history; science; medicine; law; banking; shopping; housing; food;
animals; weather; books; films; games; art; fashion; education; engineering; mathematics; physics; chemistry; biology;
space; war; crime; police; economy; business; marketing; news; philosophy; psychology; language; software; programming;
databases; networks; security; electronics; phones; energy; environment; farming; construction; furniture; repairs;
transport; trains; flights; hotels; holidays; weddings; birthdays; children; pets; exercise; diets; sleep; jobs;
salaries; meetings; minutes; projects; manuals; receipts; tickets; passports; licences; pensions; loans; mortgages;
donations; churches; museums; theatre; poems; diaries; recordings; maps; statistics
"""
EVERYDAY = tuple(subject.strip() for subject in _SUBJECTS.split(";"))


def wordings(name: str) -> list[str]:
    """Ways to say what a tag of that name is about."""
    plain = name.strip().lower()
    said = [plain, f"this is about {plain}", f"a document about {plain}"]
    if plain.endswith("ies"):
        said.append(plain[:-3] + "y")
    elif plain.endswith("s") and not plain.endswith("ss"):
        said.append(plain[:-1])
    return said


def texts_of(names: Sequence[str], encoder: Encoder) -> Vectors:
    """(names, d): what each name is about."""
    said = [wordings(name) for name in names]
    vectors = encoder.encode_queries([wording for each in said for wording in each])
    ends = np.cumsum([len(each) for each in said])
    return unit_length(np.stack([part.mean(axis=0) for part in np.split(vectors, ends[:-1])]))


def named(texts: Sequence[str], names: Sequence[str]) -> NDArray[np.float32]:
    """(texts, names): 1 where a text holds all words of a name, whatever their endings; an empty name is in none."""
    wanted = [_stems(name) for name in names]
    held = [_stems(text) for text in texts]
    rows = [[bool(words) and words <= text for words in wanted] for text in held]
    return np.array(rows, np.float32).reshape(len(texts), len(names))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person put a document: what its file is called, without the ending, and the folders around it."""

    name: str
    folders: Sequence[str] = ()


def called(documents: Sequence[Sequence[Place]], names: Sequence[str]) -> NDArray[np.float32]:
    """(documents, names): how clearly a person has called a document so, at any of its places: 1 by its file's name, of
    which the tag's name is half or more, 2 by a folder that has the tag's name, 3 by both."""
    wanted = [_telling(name) for name in names]
    rows = [[max((_called(place, words) for place in places), default=0) for words in wanted] for places in documents]
    return np.array(rows, np.float32).reshape(len(documents), len(names))


def folder_called(place: Place, name: str) -> str:
    """The nearest folder around a document that has this name; empty where there is none."""
    words = _telling(name)
    return next((folder for folder in reversed(place.folders) if words and _telling(folder) == words), "")


def _called(place: Place, words: frozenset[str]) -> int:
    if not words:
        return 0
    name = _telling(place.name)
    by_name = words <= name and 2 * len(words) >= len(name)
    return by_name + 2 * any(_telling(folder) == words for folder in place.folders)


def _telling(name: str) -> frozenset[str]:
    """The stems of a short name's words, without "to the" and numbers."""
    words = content(exact().analyze(name.replace("_", " ")))
    return frozenset(stem for stem in stems().analyze(" ".join(words)) if not stem.isdigit())


def _stems(text: str) -> frozenset[str]:
    return frozenset(stems().analyze(text.lower()))
