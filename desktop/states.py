"""What stands in place of the results when there are none: each state says what is the matter and what to do."""

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QPushButton, QWidget

from desktop import understood, words
from desktop.client import Service, State
from desktop.language import tr
from desktop.panels.results_notes import weaker
from desktop.query import Query
from desktop.told import trouble
from desktop.widgets.basics import EmptyState, button, label
from indexer.errors import WhereinError
from indexer.protocol import Progress, Results, StatusReport


def silence(service: Service) -> str:
    """What is wrong with a service that cannot be asked."""
    return tr("The search service does not answer") if service.is_silent else tr("The search service is not running")


def absent(empty: EmptyState, service: Service) -> bool:
    """Whether there is no service to ask; the page says so, then, and what to do."""
    if service.state is State.DOWN:
        broken(empty, service)
    elif service.state is not State.READY:
        starting(empty)
    return service.state is not State.READY


def starting(empty: EmptyState) -> None:
    empty.show_state("books", tr("One moment"), tr("The search service is starting."))


def welcome(
    empty: EmptyState,
    suggested: Sequence[Path],
    on_add: Callable[[bytes], None],
    on_choose: Callable[[], None],
    on_try: Callable[[], None],
) -> None:
    """The first run: nothing is read before a person says so."""
    text = tr(
        "Wherein finds your documents by what you remember of them. Choose a folder: its files can be found by name at "
        "once, then by their words, then by what they mean. Everything stays on this computer."
    )
    choose = button(tr("Choose a folder…"), on_choose, "primary")
    offers: list[QWidget] = [
        button(tr("Read my {name} folder").format(name=path.name), lambda path=path: on_add(os.fsencode(path)), "quiet")  # type: ignore[misc]
        for path in suggested
    ]
    hint = label(tr("Or drop a folder onto this window."), "meta")
    offers.append(button(tr("Try it with examples first"), on_try, "quiet"))
    empty.show_state("books", tr("What did you write, read or keep?"), text, [choose], [*offers, hint])


def home(
    empty: EmptyState,
    report: StatusReport,
    now: Progress,
    recent: Sequence[str],
    on_search: Callable[[str], None],
) -> None:
    """Nothing typed yet."""
    files = words.count(report.files.total, "file")
    where = words.count(len(report.folders), "folder")
    said = tr("{files} in {folders}.\nA sentence, a word, part of a name: whatever you remember.")
    text = said.format(files=files, folders=where)
    below: list[QWidget] = [empty.step(said, done=done) for said, done in words.stages(report, now)]
    if recent:
        below.append(label(tr("Lately"), "meta"))
        below += [_recent(text, on_search) for text in recent[:5]]
    empty.show_state("magnifying-glass", tr("What are you looking for?"), text, (), below)


def _recent(text: str, on_search: Callable[[str], None]) -> QPushButton:
    return button(text.replace("&", "&&"), lambda: on_search(text), "quiet")


def nothing_found(
    empty: EmptyState,
    query: Query,
    results: Results,
    report: StatusReport | None,
    look_for: Callable[[Query], None],
) -> None:
    pending = report.files.pending if report else 0
    if results.weak:
        title, text = tr("No good match"), tr("Nothing here is clearly about that.")
        if query.is_filtered:
            text += " " + tr("The filters may hide it.")
    elif query.is_likeness:
        title, text = tr("Nothing like it"), tr("No other document here is close to it.")
    elif query.is_filtered:
        title, text = tr("Nothing found here"), tr("The filters may hide it.")
    else:
        title, text = tr("Nothing found"), tr("Try other words for it, or fewer of them.")
    if pending:
        text += " " + words.waiting(pending)
    elif not results.meaning_ready:
        text += " " + tr("What the documents mean is still being worked out; results get better by themselves.")
    elif report and report.vectors < report.chunks:
        text += " " + tr("What some documents mean is still being worked out.")
    loosened = understood.without_any(query.unfiltered(), [part for part in results.understood if part.applied])
    buttons = []
    if loosened != query:
        buttons.append(button(tr("Search without filters"), lambda: look_for(loosened), "primary"))
    if results.weak:
        weak = replace(query, weak=True)
        buttons.append(button(tr("Show {matches}").format(matches=weaker(results.weak)), lambda: look_for(weak)))
    below: list[QWidget] = [label(tr("Did you mean"), "meta")] if results.suggestions else []
    below += [
        button(spelling.replace("&", "&&"), lambda text=spelling: look_for(query.typed(text)), "quiet")  # type: ignore[misc]
        for spelling in results.suggestions
    ]
    empty.show_state("file-search", title, text, buttons, below)


def outside(query: Query, report: StatusReport | None) -> bytes:
    """A folder that is to be searched and was never read: none that is read lies in it, and it lies in none. Empty
    where there is no such."""

    def below(path: bytes) -> bytes:
        return path.rstrip(b"/\\") + os.sep.encode()

    roots = [below(folder.path) for folder in report.folders] if report else []
    asked = query.folders if report else ()
    return next((p for p in asked if not any(r.startswith(below(p)) or below(p).startswith(r) for r in roots)), b"")


def never_read(empty: EmptyState, folder: bytes, add: Callable[[bytes], None], everywhere: Callable[[], None]) -> None:
    empty.show_state(
        "folder-plus",
        tr("“{name}” is not read yet").format(name=words.name_of(folder)),
        tr("Wherein finds what is in the folders that you add."),
        [button(tr("Add this folder"), lambda: add(folder), "primary"), button(tr("Search everywhere"), everywhere)],
    )


def failed(empty: EmptyState, problem: WhereinError, on_retry: Callable[[], None]) -> None:
    empty.show_state(
        "warning", tr("The search did not work"), trouble(problem), [button(tr("Try again"), on_retry, "primary")]
    )


def broken(empty: EmptyState, service: Service) -> None:
    said = trouble(service.problem) if service.problem else tr("It stopped, and did not start again.")
    text = f"{said} {tr('Your documents and what was read of them are safe.')}"
    empty.show_state(
        "wifi-slash",
        silence(service),
        text,
        [button(tr("Start it anew") if service.is_silent else tr("Start it again"), service.start, "primary")],
    )
