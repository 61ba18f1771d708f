"""What the parts of the window want, and who does it."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from desktop import operations
from desktop.query import Order, Period
from desktop.told import trouble

if TYPE_CHECKING:
    from desktop.main_window import MainWindow


def connect(window: "MainWindow") -> None:
    _connect_search(window)
    _connect_sidebar(window)
    _connect_progress(window)


def _connect_search(window: "MainWindow") -> None:
    preferences = window.surroundings.preferences
    field, results, preview = window.field, window.search.results, window.search.preview
    field.typed.connect(lambda text: window.look_for(window.query.typed(text)))
    field.submitted.connect(lambda: window.open_path(window.search.hit.path) if window.search.hit else None)
    field.moved.connect(window.search.walk)
    field.keys_wanted.connect(window.dialogs.show_keys)
    field.cleared.connect(window.clear)
    field.edit.textEdited.connect(lambda _: window.searching.stop_refining())
    results.ordered.connect(lambda order: window.searching.order(Order(order)))
    results.refresh_wanted.connect(window.searching.again)
    results.look_chosen.connect(partial(preferences.keep, "look"))
    results.explain_toggled.connect(partial(preferences.keep, "explain"))
    results.view.marked.connect(window.mark)
    results.view.opened.connect(lambda hit: window.open_path(hit.path))
    results.view.menu_wanted.connect(window.open_hit_menu)
    results.view.typed.connect(window.field.type_on)
    results.view.left_above.connect(window.field.setFocus)
    results.view.copied.connect(lambda: window.say(operations.copy_files([hit.path for hit in window.chosen()])))
    results.view.erased.connect(window.field.erase)
    results.chosen.connect(window.tell_similar)
    results.tag_clicked.connect(lambda tag: window.look_for(window.query.toggled_tag(tag)))
    preview.open_wanted.connect(lambda hit: window.open_path(hit.path))
    preview.folder_wanted.connect(lambda hit: window.show_in_folder(hit.path))
    preview.copy_wanted.connect(lambda hit: window.copy_paths([hit.path]))
    preview.similar_wanted.connect(lambda hit: window.find_similar(hit.path))
    preview.similar_text_wanted.connect(
        lambda text: window.look_for(window.query.like_passage(text, preview.hit.path if preview.hit else None))
    )


def _connect_sidebar(window: "MainWindow") -> None:
    sidebar = window.sidebar
    sidebar.page_wanted.connect(window.show_page)
    sidebar.kind_toggled.connect(lambda kind: window.look_for(window.query.toggled_kind(kind)))
    sidebar.folder_toggled.connect(lambda path: window.look_for(window.query.toggled_folder(path)))
    sidebar.tag_toggled.connect(lambda tag: window.look_for(window.query.toggled_tag(tag)))
    sidebar.language_toggled.connect(lambda language: window.look_for(window.query.toggled_language(language)))
    sidebar.topic_toggled.connect(lambda topic: window.look_for(window.query.toggled_topic(topic)))
    sidebar.period_chosen.connect(lambda period: window.look_for(replace(window.query, period=Period(period))))
    sidebar.saved_chosen.connect(window.keeping.go_back)
    sidebar.unsave_wanted.connect(window.keeping.let_go)
    sidebar.tell_wanted.connect(window.saved.tell)
    window.saved.changed.connect(sidebar.show_saved)
    window.saved.failed.connect(lambda problem: window.say(trouble(problem)))
    sidebar.add_wanted.connect(window.dialogs.ask_for_folder)
    sidebar.pause_wanted.connect(window.pause_folder)
    sidebar.remove_wanted.connect(lambda path: window.do(operations.remove_folder(path)))
    sidebar.show_wanted.connect(window.show_in_folder)


def _connect_progress(window: "MainWindow") -> None:
    progress, tasks = window.progress, window.progress.tasks
    progress.pause_toggled.connect(window.toggle_pause)
    progress.failures_clicked.connect(lambda: window.show_page("activity"))
    tasks.pause_toggled.connect(lambda task: window.do(operations.pause_task(task, paused=task.state == "running")))
    tasks.cancelled.connect(lambda task: window.do(operations.cancel_task(task)))
    tasks.more_wanted.connect(lambda: window.show_page("activity"))
    window.tasks.ended.connect(window.say_how_it_ended)
