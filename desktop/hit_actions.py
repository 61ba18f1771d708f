"""What can be done with the documents that are chosen among the results: the menu, the keys and the palette read this
list. To add something: a function of `Surroundings` and the chosen hits (the current one first), and a line here."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop import operations, programs, words
from desktop.commands import Command
from desktop.language import tr
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


def _open_with(at: Surroundings, hits: Sequence[Hit]) -> None:
    """Lets a person choose among the programs that open it; the system asks where it has a dialog for that."""
    path, said = hits[0].path, tr("Open {name} with").format(name=words.name_of(hits[0].path))
    if programs.has_dialog():
        at.say(operations.open_with_dialog(path))
        return
    offered = [
        Command(program.name, "", lambda program=program: at.say(operations.open_with(path, program)))  # type: ignore[misc]
        for program in programs.programs_for(programs.types_of(words.name_of(path)))
    ]
    other = Command(tr("Another program…"), "", lambda: _open_with_other(at, path))
    at.choose(said, [*offered, other])


def _open_with_other(at: Surroundings, path: bytes) -> None:
    if program := operations.choose_program(tr("Choose a program")):
        at.say(operations.open_with(path, program))


def _show_in_folder(at: Surroundings, hits: Sequence[Hit]) -> None:
    at.show_in_folder(hits[0].path)


def _copy_paths(at: Surroundings, hits: Sequence[Hit]) -> None:
    at.copy_paths([hit.path for hit in hits])


def _find_similar(at: Surroundings, hits: Sequence[Hit]) -> None:
    at.find_similar(hits[0].path)


def _edit_tags(at: Surroundings, hits: Sequence[Hit]) -> None:
    at.edit_tags([hit.path for hit in hits])


def _make_rule(at: Surroundings, hits: Sequence[Hit]) -> None:
    at.make_rule([hit.path for hit in hits])


def _search_only_here(at: Surroundings, hits: Sequence[Hit]) -> None:
    at.look_for(at.query().toggled_folder(os.path.dirname(hits[0].path)))


def _more_like_it(at: Surroundings, hits: Sequence[Hit]) -> None:
    at.mark(hits[0], True)


def _less_like_it(at: Surroundings, hits: Sequence[Hit]) -> None:
    at.mark(hits[0], False)


HIT_ACTIONS: tuple[HitAction, ...] = (
    HitAction(tr("Open"), "arrow-square-out", _open),
    HitAction(tr("Open with…"), "arrow-square-out", _open_with, ("Ctrl+Shift+O",)),
    HitAction(tr("Show in folder"), "folder-open", _show_in_folder, ("Ctrl+Return",)),
    HitAction(tr("Copy path"), "copy", _copy_paths, ("Ctrl+Shift+C",)),
    HitAction(tr("Find similar"), "intersect", _find_similar, ("Ctrl+M",), apart=True),
    HitAction(tr("More like this"), "plus", _more_like_it, ("Alt++",)),
    HitAction(tr("Less like this"), "minus", _less_like_it, ("Alt+-",)),
    HitAction(tr("Search only this folder"), "folder", _search_only_here),
    HitAction(tr("Tags…"), "tag", _edit_tags, ("Ctrl+T",), apart=True),
    HitAction(tr("Rule for documents like this…"), "funnel", _make_rule),
)
