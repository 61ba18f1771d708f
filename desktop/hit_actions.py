"""What can be done with the documents that are chosen among the results: the menu, the keys and the palette read this
list. To add something: a function of `Surroundings` and the chosen hits (the current one first), and a line here."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop.pages import Surroundings
from indexer.protocol import Hit

Run = Callable[[Surroundings, Sequence[Hit]], object]


@dataclass(frozen=True, slots=True)
class HitAction:
    title: str
    icon: str
    run: Run
    keys: tuple[str, ...] = ()
    apart: bool = False  # a line stands above it in the menu


def _open(at: Surroundings, hits: Sequence[Hit]) -> None:
    at.open(hits[0].path)


def _show_in_folder(at: Surroundings, hits: Sequence[Hit]) -> None:
    at.show_in_folder(hits[0].path)


def _copy_paths(at: Surroundings, hits: Sequence[Hit]) -> None:
    at.copy_paths([hit.path for hit in hits])


def _find_similar(at: Surroundings, hits: Sequence[Hit]) -> None:
    at.find_similar(hits[0].path)


def _edit_tags(at: Surroundings, hits: Sequence[Hit]) -> None:
    at.edit_tags([hit.path for hit in hits])


def _search_only_here(at: Surroundings, hits: Sequence[Hit]) -> None:
    at.look_for(at.query().toggled_folder(os.path.dirname(hits[0].path)))


def _more_like_it(at: Surroundings, hits: Sequence[Hit]) -> None:
    at.mark(hits[0], True)


def _less_like_it(at: Surroundings, hits: Sequence[Hit]) -> None:
    at.mark(hits[0], False)


HIT_ACTIONS: tuple[HitAction, ...] = (
    HitAction("Open", "arrow-square-out", _open),
    HitAction("Show in folder", "folder-open", _show_in_folder, ("Ctrl+Return",)),
    HitAction("Copy path", "copy", _copy_paths, ("Ctrl+Shift+C",)),
    HitAction("Find similar", "intersect", _find_similar, ("Ctrl+M",), apart=True),
    HitAction("More like this", "plus", _more_like_it, ("Alt++",)),
    HitAction("Less like this", "minus", _less_like_it, ("Alt+-",)),
    HitAction("Search only this folder", "folder", _search_only_here),
    HitAction("Tags…", "tag", _edit_tags, ("Ctrl+T",), apart=True),
)
