"""Which tags documents name, and which ones the names of their files and folders give them."""

import os
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.insight.wordings import BEGINNING, Place, called, named
from indexer.store.library import Library, display
from indexer.store.records import StoredFile
from indexer.store.targets import TAG, Target

Said = NDArray[np.float32]


def said_of(library: Library, document_ids: Sequence[int], targets: Sequence[Target]) -> tuple[Said, Said]:
    """(documents, targets) each: `named` and `called`, see `insight/wordings`. A rule's name says nothing."""
    names = [target.name if target.kind == TAG else "" for target in targets]
    beginnings = library.beginnings(document_ids, BEGINNING)
    files, roots = library.files_of(document_ids), {folder.id: folder.path for folder in library.folders()}
    places = [[place_of(file, roots[file.folder_id]) for file in files.get(key, ())] for key in document_ids]
    return named([beginnings[key] for key in document_ids], names), called(places, names)


def place_of(file: StoredFile, root: bytes) -> Place:
    """Where a file lies, from the watched folder `root` on: what lies above that is not this person's order."""
    below = os.path.relpath(os.path.dirname(file.path), os.path.dirname(root))
    return Place(os.path.splitext(file.name)[0], display(below).split(os.sep))
