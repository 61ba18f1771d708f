"""Similar: documents like the one that is chosen, like a file that is dropped here, or like a text that is pasted.

The page follows what is chosen among the results until it is paused; its rows can be dragged out.
"""

import os
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop import operations, words
from desktop.client import Newest
from desktop.language import tr
from desktop.pages import Surroundings
from desktop.panels import preview_wishes
from desktop.panels.search_page import SearchPage
from desktop.query import Query
from desktop.told import trouble
from desktop.widgets.basics import Elided, button, label, tool
from indexer.errors import WhereinError
from indexer.protocol import Answer, AwaitMeaning, Hit, Results, SimilarTo

_LIMIT = 20
_PATIENCE = 250  # milliseconds without a key


class SimilarPage(QWidget):
    answered = Signal()  # what was asked for stands there

    def __init__(self, at: Surroundings) -> None:
        super().__init__()
        self._at = at
        self._newest = Newest(at.service)
        self._request: SimilarTo | None = None
        self._by_words: SimilarTo | None = None  # was answered before there was a model
        self.setAcceptDrops(True)
        self.found = SearchPage(at)
        self.results, self.preview = self.found.results, self.found.preview
        self.results.set_look(at.preferences.look)
        preview_wishes.connect(self.preview, at)
        self.setFocusProxy(self.results.view)
        self.results.view.opened.connect(lambda hit: at.open(hit.path))
        self.results.view.menu_wanted.connect(at.open_hit_menu)
        self.results.view.copied.connect(self._copy)
        self.results.refresh_wanted.connect(self._ask)
        self.quote = QPlainTextEdit()
        self.quote.setObjectName("quote")
        self.quote.setPlaceholderText(tr("Paste a quote or any text: where is it from, and what is like it?"))
        self.quote.setAccessibleName(tr("Text to compare with"))
        self.quote.setTabChangesFocus(True)
        self.quote.setFixedHeight(72)
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(_PATIENCE)
        self._typed.timeout.connect(self._ask_text)
        self.quote.textChanged.connect(self._typed.start)
        self.follow = tool(at.icons, "pause", tr("Do not follow what is chosen among the results"), lambda: None)
        self.follow.setCheckable(True)
        self.follow.toggled.connect(self._pause)
        self._like = Elided("second")
        self._example = ""
        head = QHBoxLayout()
        head.addWidget(label(tr("Similar"), "page"))
        head.addStretch(1)
        choose = button(tr("Choose a file…"), self._choose)
        head.addWidget(choose)
        head.addWidget(self.follow)
        top = QVBoxLayout()
        top.setContentsMargins(24, 20, 24, 8)
        top.setSpacing(8)
        top.addLayout(head)
        top.addWidget(self.quote)
        top.addWidget(self._like)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        found = QHBoxLayout()
        found.setContentsMargins(12, 0, 0, 0)  # its rows begin where the text above them does
        found.addWidget(self.found)
        column.addLayout(found, 1)
        at.status.changed.connect(lambda report: self.found.set_roots([state.path for state in report.folders]))
        self.found.set_roots(at.status.roots)
        for before, after in pairwise((choose, self.follow, self.quote, *self.found.in_order)):
            QWidget.setTabOrder(before, after)
        self._show_nothing_asked()

    # --- what is asked ---

    def choose(self, hit: Hit | None) -> None:
        """What is chosen among the results is another one."""
        if hit is not None and not self.follow.isChecked() and not self.quote.toPlainText().strip():
            self.show_like(hit.path)

    def show_like(self, path: bytes) -> None:
        if self.quote.toPlainText():
            self.quote.blockSignals(True)
            self.quote.clear()
            self.quote.blockSignals(False)
        self._show_example(tr("Like {name}").format(name=words.name_of(path)))
        self._request = SimilarTo(path, limit=_LIMIT)
        self._ask()

    def _ask_text(self) -> None:
        text = self.quote.toPlainText().strip()
        if text:
            self._show_example(tr("Like this text"))
            self._request = SimilarTo(text=text, limit=_LIMIT)
            self._ask()

    def _ask(self) -> None:
        if self._request is not None:
            self._newest.ask(self._request, self._take, self._show_problem)

    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Choose a file"))
        if path:
            self.show_like(os.fsencode(path))

    def _copy(self) -> None:
        self._at.say(operations.copy_files([hit.path for hit in self.results.view.chosen()]))

    def _pause(self, paused: bool) -> None:
        self.follow.setIcon(self._at.icons.icon("play" if paused else "pause"))
        self.follow.setToolTip(
            tr("Follow what is chosen among the results")
            if paused
            else tr("Do not follow what is chosen among the results")
        )

    # --- what is shown ---

    def _take(self, answer: Answer) -> None:
        if not isinstance(answer, Results) or self._request is None:
            return
        self._show_example(self._example, answer.folded)
        query = Query(like_path=self._request.path or b"", like_text=self._request.text)
        if answer.hits:
            self.found.show_results(answer, query)
        else:
            self._show_empty("file-search", tr("Nothing like it"), tr("No other document here is close to it."))
        if not answer.meaning_ready and self._request is not self._by_words:
            self._by_words = self._request
            self._at.service.ask(AwaitMeaning(), partial(self._ask_again, self._request), lambda _: None)  # words stand
        self.answered.emit()

    def _ask_again(self, request: SimilarTo, _: Answer) -> None:
        if request is self._request:
            self._ask()

    def _show_example(self, example: str, folded: Sequence[bytes] = ()) -> None:
        """What others are like; its copies and versions are named, for they are not listed."""
        self._example = example
        if folded:
            copies = words.count(len(folded), "copy or version of it", "copies or versions of it")
            example += f" · {tr('{copies} not listed').format(copies=copies)}"
        self._like.show_text(example, "\n".join(map(words.name_of, folded)))

    def _show_problem(self, problem: WhereinError) -> None:
        self._show_empty("warning", tr("This cannot be compared now"), trouble(problem), self._ask)
        self.answered.emit()

    def _show_nothing_asked(self) -> None:
        text = tr("Choose a document among the results, drop a file here, or paste a text above.")
        self._show_empty("intersect", tr("What is like it?"), text)

    def _show_empty(self, icon: str, title: str, text: str, again: Callable[[], None] | None = None) -> None:
        buttons = [button(tr("Try again"), again, "primary")] if again else []
        self.found.show_empty().show_state(icon, title, text, buttons)

    # --- Qt ---

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()) and event.source() is not self.results.view:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [os.fsencode(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        files = [path for path in paths if not os.path.isdir(path)]
        if files:
            self.show_like(files[0])
        for folder in set(paths) - set(files):
            self._at.add_folder(folder)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
