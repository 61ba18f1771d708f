"""The pages of the window, declared in one place: the side bar, the keys, the palette and the window read this list.

A page is a widget that is made when it is first shown (whatever it needs may be imported then), from `Surroundings`:
what the window offers to it. It asks `at.service`, hears `at.service.heard`, and leaves to the window what concerns all
of it: `at.do(operation)`, `at.say(...)`, `at.look_for(...)`, `at.open(path)`. To add one: write `panels/<room>_page.py`
with such a widget, a function here that makes it, and a `Page` in `PAGES`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from desktop import operations
from desktop.client import Newest
from desktop.commands import Command
from desktop.icons import Icons
from desktop.language import tr
from desktop.preferences import Preferences
from desktop.query import Query
from desktop.theme import Theme
from indexer import protocol

if TYPE_CHECKING:
    from desktop.client import Service
    from desktop.operations import Operation
    from desktop.reports import LibrarySettings, Status, Tasks
    from indexer.protocol import Answer, Hit


class Say(Protocol):
    def __call__(self, text: str, action: str = "", on_action: Callable[[], object] | None = None) -> None: ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the window offers to its pages. Paths are bytes; `now` gives seconds since the epoch."""

    service: "Service"
    status: "Status"
    settings: "LibrarySettings"
    tasks: "Tasks"
    theme: Theme
    icons: Icons
    preferences: Preferences
    now: Callable[[], float]
    where: str  # the folder of the library, as text
    do: Callable[["Operation"], None]  # have the service do it; says so, offers Undo, or says what was the matter
    say: Say  # for a moment, below; with a button, where `action` is its text
    notify: Callable[[str], None]  # the same, and outside of the window while a person is elsewhere
    query: Callable[[], Query]  # what is looked for now
    look_for: Callable[[Query], None]  # shows the page "search"
    find_similar: Callable[[bytes], None]
    edit_tags: Callable[[Sequence[bytes]], None]
    make_rule: Callable[[Sequence[bytes]], None]  # for documents like these
    open_hit_menu: Callable[["Hit", QPoint], None]  # what can be done with it, at a point of the screen
    mark: Callable[["Hit", bool], None]  # the search goes towards a document (True) or away from it
    open: Callable[[bytes], None]
    show_in_folder: Callable[[bytes], None]
    copy_paths: Callable[[Sequence[bytes]], None]
    add_folder: Callable[[bytes], None]
    ask_for_folder: Callable[[], None]
    choose: Callable[[str, Sequence[Command]], None]  # asks which of them to do
    commands: Callable[[], Sequence[Command]]  # all, with the keys that they have now
    rebind: Callable[[], None]  # the keys were changed in the preferences
    show_page: Callable[[str], QWidget]  # shows it and answers its widget
    show_keys: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Page:
    """`count` is called once at the start: it says how many of something stand beside the page's name, whenever that
    changes (0 hides it); in the colour of care where `care`. `commands` are its own beside the one that shows it."""

    name: str
    title: str
    icon: str  # a file in resources/icons
    make: Callable[[Surroundings], QWidget]
    key: str = ""  # beside Ctrl+1, Ctrl+2 …, which count the pages that are not at the foot
    at_foot: bool = False
    count: Callable[[Surroundings, Callable[[int], None]], None] | None = None
    care: bool = False
    commands: Callable[[Surroundings], Iterable[Command]] | None = None


def _search(at: Surroundings) -> QWidget:
    from desktop.panels.search_page import SearchPage

    return SearchPage(at)


def _duplicates(at: Surroundings) -> QWidget:
    from desktop.panels.duplicates_page import DuplicatesPage

    return DuplicatesPage(at)


def _duplicate_groups(at: Surroundings, show: Callable[[int], None]) -> None:
    def take(answer: "Answer") -> None:
        if isinstance(answer, protocol.Duplicates):
            show(sum(count.groups for count in answer.counts))

    newest = Newest(at.service)
    request = protocol.GetDuplicates(("exact", "near"), limit=0)
    at.status.changed.connect(lambda _: newest.ask(request, take, lambda _: None))


def _similar(at: Surroundings) -> QWidget:
    from desktop.panels.similar_page import SimilarPage

    return SimilarPage(at)


def _topics(at: Surroundings) -> QWidget:
    from desktop.panels.topics_page import TopicsPage

    return TopicsPage(at)


def _tags(at: Surroundings) -> QWidget:
    from desktop.panels.tags_page import TagsPage

    return TagsPage(at)


def _suggestions(at: Surroundings, show: Callable[[int], None]) -> None:
    def take(answer: "Answer") -> None:
        if isinstance(answer, protocol.TagList):
            show(answer.waiting)

    newest = Newest(at.service)
    at.status.changed.connect(lambda _: newest.ask(protocol.GetTags(), take, lambda _: None))


def _activity(at: Surroundings) -> QWidget:
    from desktop.panels.activity import ActivityPanel

    return ActivityPanel(at)


def _failures(at: Surroundings, show: Callable[[int], None]) -> None:
    at.status.changed.connect(lambda report: show(report.files.failed))


def _activity_commands(at: Surroundings) -> Iterable[Command]:
    yield Command(tr("Look for new and changed files"), tr("Library"), lambda: at.do(operations.rescan()))


def _settings(at: Surroundings) -> QWidget:
    from desktop.panels.settings import SettingsPanel

    return SettingsPanel(at)


def _help(at: Surroundings) -> QWidget:
    from desktop.panels.help import HelpPanel

    return HelpPanel(at)


PAGES: tuple[Page, ...] = (
    Page("search", tr("Search"), "magnifying-glass", _search),
    Page("similar", tr("Similar"), "intersect", _similar),
    Page("duplicates", tr("Duplicates"), "copy", _duplicates, count=_duplicate_groups),
    Page("topics", tr("Topics"), "squares-four", _topics),
    Page("tags", tr("Tags"), "tag", _tags, count=_suggestions),
    Page("activity", tr("Activity"), "activity", _activity, count=_failures, care=True, commands=_activity_commands),
    Page("settings", tr("Settings"), "gear", _settings, "Ctrl+,", at_foot=True),
    Page("help", tr("Help"), "question", _help, "F1", at_foot=True),
)
