"""What can be done in the window, with its keys: the window, the palette, the list of keys and the settings read it."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from desktop.commands import Command
from desktop.hit_actions import HIT_ACTIONS
from desktop.language import tr
from desktop.pages import PAGES

if TYPE_CHECKING:
    from desktop.main_window import MainWindow
    from desktop.panels.preview import PreviewPanel


def commands_of(window: "MainWindow") -> Iterator[Command]:
    yield from _searching(window)
    yield from _preview(window)
    library = tr("Library")
    yield Command(tr("Add a folder…"), library, window.dialogs.ask_for_folder, ("Ctrl+O",))
    yield Command(tr("Pause reading, or go on"), library, window.toggle_pause)
    yield from _window(window)


def _searching(window: "MainWindow") -> Iterator[Command]:
    search = tr("Search")
    to_field = tr("Go to the search field; once more: all commands")
    yield Command(to_field, search, window.search_or_command, ("Ctrl+K",))
    yield Command(tr("Go to the search field"), search, window.focus_search, ("/", "Ctrl+F", "Ctrl+L"))
    yield Command(tr("Choose a result"), search, None, ("Up", "Down"))
    yield Command(tr("Open what is chosen"), search, None, ("Return",))
    yield Command(tr("Copy the chosen files"), search, None, ("Ctrl+C",))
    for action in HIT_ACTIONS:
        yield Command(action.title, search, partial(window.run_on_chosen, action), action.keys)
    keep = tr("Keep this search, or let it go")
    yield Command(keep, search, lambda: window.keeping.toggle(window.query), ("Ctrl+D",))
    yield Command(tr("Why was it found?"), search, partial(_explain, window), ("Ctrl+I",))
    yield Command(tr("Search again"), search, window.searching.again, ("F5",))
    yield Command(tr("One step back, then clear"), search, window.escape, ("Esc",))


def _find_like_marked(window: "MainWindow", preview: "PreviewPanel") -> None:
    """Documents like the text that is marked in the preview."""
    selected = getattr(preview.content, "selected", None)  # pictures have no text to mark
    if text := selected() if selected is not None else "":
        preview.similar_text_wanted.emit(text)
    else:
        window.say(tr("Mark some text in the preview first."))


def _explain(window: "MainWindow") -> None:
    if (found := window.pages.found) is not None:
        found.results.explain_current()


def _preview(window: "MainWindow") -> Iterator[Command]:
    group = tr("Preview")

    def preview() -> "PreviewPanel":
        """On the page that is shown."""
        return getattr(window.pages.currentWidget(), "preview", window.search.preview)

    yield Command(tr("Quick preview"), group, None, ("Space",))
    yield Command(tr("Next passage"), group, lambda: preview().step(1), ("F3",))
    yield Command(tr("Passage before"), group, lambda: preview().step(-1), ("Shift+F3",))
    like_marked = tr("Find documents like the marked text")
    yield Command(like_marked, group, lambda: _find_like_marked(window, preview()), ("Ctrl+Shift+M",))
    yield Command(tr("Larger"), group, lambda: preview().zoom_by(1.25), ("Ctrl++", "Ctrl+="))
    yield Command(tr("Smaller"), group, lambda: preview().zoom_by(0.8), ("Ctrl+-",))


def _window(window: "MainWindow") -> Iterator[Command]:
    group = tr("Window")
    yield Command(tr("All commands"), group, window.dialogs.show_palette, ("Ctrl+Shift+P",))
    yield Command(tr("Side bar"), group, window.toggle_sidebar, ("Ctrl+B",))
    yield Command(tr("Show results in another way"), group, window.search.results.next_look, ("Ctrl+Shift+L",))
    yield Command(tr("Dark or light colours"), group, window.switch_colours)
    counted = [page.name for page in PAGES if not page.at_foot]
    for page in PAGES:
        numbered = f"Ctrl+{counted.index(page.name) + 1}" if page.name in counted[:9] else ""
        keys = tuple(key for key in (numbered, page.key) if key)
        yield Command(page.title, group, partial(window.enter_page, page.name), keys)
        if page.commands is not None:
            yield from page.commands(window.surroundings)
    yield Command(tr("Keys"), group, window.dialogs.show_keys, ("Shift+?", "?"))
    yield Command(tr("Close the window"), group, window.close, ("Ctrl+W",))
