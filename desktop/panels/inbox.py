"""What waits for a decision: suggested tags, each with the sentence that speaks for it.

One key decides, the next one is chosen at once, and every decision can be taken back.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop import operations, tagging, words
from desktop.client import Newest
from desktop.deciding import carry_out, requests_of
from desktop.language import tr
from desktop.models.results import Index
from desktop.models.suggestions import Key, Role, SuggestionsModel, key_of, target_of
from desktop.pages import Surroundings
from desktop.told import trouble
from desktop.widgets.basics import Elided, EmptyState, button, label, tool
from desktop.widgets.card_delegate import Card
from desktop.widgets.passage_delegate import PassageDelegate
from desktop.widgets.suggestions_view import SuggestionsView
from desktop.widgets.task_line import TaskLine
from indexer.errors import WhereinError
from indexer.protocol import (
    Answer,
    GetSuggestions,
    Hit,
    Passage,
    Request,
    Suggestion,
    SuggestionList,
    TaskState,
)
from indexer.types import Tier

_MOST = 200


class Inbox(QWidget):
    """`chosen` follows the selection; `asked` when what is shown is what the service said."""

    chosen = Signal(object)  # Hit | None
    looked = Signal()
    answered = Signal()

    def __init__(self, at: Surroundings) -> None:
        super().__init__()
        self._at = at
        self._newest = Newest(at.service)
        self._cards: dict[int, Card] = {}
        self._decided: set[Key] = set()  # by the person, and not yet by the service
        self._undo: list[list[Request]] = []
        self.tag, self.rule = "", ""  # only suggestions of this one
        self.total = 0
        self.problem: WhereinError | None = None
        self.model = SuggestionsModel(self)
        self.view = SuggestionsView()
        self.view.setModel(self.model)
        self._delegate = PassageDelegate(at.theme, at.icons, self._card, self.view)
        self._delegate.mark_icons = ("check", "x")
        self._delegate.mark_hints = (tr("Accept (A)"), tr("Refuse (R)"))
        self.view.setItemDelegate(self._delegate)
        self.empty = EmptyState(at.icons)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.view)
        self.title = label(tr("Suggestions"), "row")
        self.said = label(role="second")
        self.task = TaskLine(at.icons)
        self.look = tool(at.icons, "arrows-clockwise", tr("Look at all documents now"), self.look_at_all)
        self.undo_button = tool(
            at.icons, "arrow-counter-clockwise", tr("Take the last decision back"), self.undo, "Ctrl+Z"
        )
        self.undo_button.setEnabled(False)
        self.accept = button(tr("Accept  A"), lambda: self.view.decide(True), "primary")
        self.accept.setAccessibleName(tr("Accept"))
        self.refuse = button(tr("Refuse  R"), lambda: self.view.decide(False))
        self.refuse.setAccessibleName(tr("Refuse"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addWidget(self.said)
        head.addStretch(1)
        head.addWidget(self.undo_button)
        head.addWidget(self.look)
        self.foot = QWidget()
        foot = QHBoxLayout(self.foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self.accept)
        foot.addWidget(self.refuse)
        hint = Elided("meta", Qt.TextElideMode.ElideRight)
        hint.show_text(tr("Space looks closer"))
        hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(hint, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 8)
        column.setSpacing(4)
        top = QVBoxLayout()
        top.setContentsMargins(16, 0, 12, 0)
        top.addLayout(head)
        top.addWidget(self.task)
        bottom = QVBoxLayout()
        bottom.setContentsMargins(16, 0, 12, 0)
        bottom.addWidget(self.foot)
        column.addLayout(top)
        column.addWidget(self._stack, 1)
        column.addLayout(bottom)
        self.setMinimumWidth(300)

    def _connect(self) -> None:
        at = self._at
        self._delegate.marked.connect(lambda index, accepted: self._decide([index.data(Role.SUGGESTION)], accepted))
        self.view.decided.connect(self._decide)
        self.view.undo_wanted.connect(self.undo)
        self.view.looked.connect(self.looked)
        self.view.opened.connect(lambda suggestion: at.open(suggestion.path))
        self.view.resized.connect(self._relayout)
        self.view.chosen.connect(lambda suggestion: self.chosen.emit(hit_of(suggestion) if suggestion else None))
        self.task.pause_toggled.connect(lambda task: at.do(operations.pause_task(task, paused=task.state == "running")))
        self.task.cancelled.connect(lambda task: at.do(operations.cancel_task(task)))
        at.theme.changed.connect(self._restyle)

    # --- what is shown ---

    def show_only(self, tag: str, rule: str) -> None:
        """Only suggestions of this tag or rule; all where both are empty."""
        if (tag, rule) != (self.tag, self.rule):
            self.tag, self.rule = tag, rule
            self.refresh()

    def refresh(self) -> None:
        self._newest.ask(GetSuggestions(_MOST, tag=self.tag, rule=self.rule), self._take, self._broken)

    def show_tasks(self, tasks: Sequence[TaskState]) -> None:
        self.task.show_tasks([task for task in tasks if task.kind == "tags" and not task.over])

    def show_empty(self) -> EmptyState:
        """In place of the list, while there is nothing in it; the caller says what stands on it."""
        self._stack.setCurrentWidget(self.empty)
        self.foot.hide()
        return self.empty

    def _take(self, answer: Answer) -> None:
        if not isinstance(answer, SuggestionList):
            return
        self.problem = None
        now = self.view.suggestion()
        row = self.view.currentIndex().row()
        shown = [each for each in answer.suggestions if key_of(each) not in self._decided]
        self.total = answer.total - (len(answer.suggestions) - len(shown))
        self._forget()
        if list(self.model.suggestions) != shown:
            self.model.show(shown)
            again = self.model.row_of(key_of(now)) if now is not None else None
            self.view.choose(again if again is not None else max(row, 0))
        self._show()
        self.answered.emit()

    def _show(self) -> None:
        self.said.setText(words.number(self.total) if self.total else "")
        if self.model.rowCount():
            self._stack.setCurrentWidget(self.view)
            self.foot.show()

    def _broken(self, problem: WhereinError) -> None:
        self.problem = problem
        self.answered.emit()

    def _card(self, index: Index) -> Card:
        row = index.row()
        if row not in self._cards:
            self._cards[row] = card_of(index.data(Role.SUGGESTION), self._at.status.roots, self._at.now())
        return self._cards[row]

    def _forget(self) -> None:
        self._cards.clear()
        self._delegate.forget()

    def _relayout(self) -> None:
        self._delegate.forget()
        self.view.scheduleDelayedItemsLayout()

    def _restyle(self) -> None:
        self.empty.repaint_icon()
        self.view.viewport().update()

    # --- what a person does ---

    def look_at_all(self) -> None:
        self._at.do(tagging.suggest_for_all())

    def _decide(self, suggestions: Sequence[Suggestion], accepted: bool) -> None:
        """They leave the list at once; the service hears of it meanwhile."""
        keys = {key_of(each) for each in suggestions}
        row = min(row for key in keys if (row := self.model.row_of(key)) is not None)
        self._decided |= keys
        self._forget()
        self.model.remove(keys)
        self.total -= len(keys)
        self.view.choose(row)
        self.view.setFocus()
        self._show()
        if not self.model.rowCount():
            self.answered.emit()
        carry_out(
            self._at.service,
            requests_of(suggestions, accepted),
            lambda undo, problems: self._done(suggestions, accepted, undo, problems),
        )

    def _done(
        self, suggestions: Sequence[Suggestion], accepted: bool, undo: list[Request], problems: list[WhereinError]
    ) -> None:
        if undo:
            self._undo.append(undo)
            self.undo_button.setEnabled(True)
        if problems:
            self._at.say(trouble(problems[0]))
        else:
            self._at.say(tagging.said_of(suggestions, accepted), tr("Undo"), self.undo)
        self._decided -= {key_of(each) for each in suggestions}
        self.refresh()

    def undo(self) -> None:
        """The last decision, and once more the one before it."""
        if self._undo:
            carry_out(self._at.service, self._undo.pop(), self._undone)
        self.undo_button.setEnabled(bool(self._undo))

    def _undone(self, _: object, problems: list[WhereinError]) -> None:
        self._at.say(trouble(problems[0]) if problems else tr("As it was."))
        self.refresh()


def card_of(suggestion: Suggestion, roots: Sequence[bytes], now: float) -> Card:
    because, marked = " ".join(suggestion.because.split()), 0
    if suggestion.lies_in:  # that speaks for it, and more than a sentence
        filed = tr("In the folder “{name}”.").format(name=suggestion.lies_in)
        because, marked = f"{filed} {because}", len(filed)
    place = words.place_of(suggestion.place)
    sure = tr("{percent} sure").format(percent=words.percent(min(suggestion.confidence, 0.99)))  # never quite
    return Card(
        name=suggestion.name,
        kind=suggestion.kind,
        trail=words.folder_trail(suggestion.path, roots),
        when=words.when(suggestion.modified, now),
        bars=0,
        because="",
        dated=words.exactly(suggestion.modified),
        path=words.display(suggestion.path),
        foot=" · ".join(part for part in (sure, place, suggestion.rule) if part),
        passage=because,
        sentence=(0, marked or len(because)),
        can_mark=True,
        tags=(target_of(suggestion),),
    )


def hit_of(suggestion: Suggestion) -> Hit:
    """The document, as the preview wants it: with the sentence marked."""
    because = suggestion.because
    passage = Passage(
        suggestion.start, suggestion.end, because, suggestion.confidence, suggestion.place, (0, len(because))
    )
    return Hit(
        suggestion.path, suggestion.name, suggestion.kind, suggestion.size, suggestion.modified,
        suggestion.confidence, Tier.STRONG, passages=(passage,) if because else (),
    )  # fmt: skip
