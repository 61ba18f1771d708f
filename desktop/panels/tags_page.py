"""Tags: a person's own labels, what is suggested for them, and the document that a suggestion is about."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QSplitter, QVBoxLayout, QWidget

from desktop import states, words
from desktop.client import Newest
from desktop.language import tr
from desktop.pages import Surroundings
from desktop.panels import preview_wishes
from desktop.panels.inbox import Inbox
from desktop.panels.preview import PreviewPanel
from desktop.panels.tag_list import TagTree
from desktop.told import trouble
from desktop.widgets.basics import button
from indexer.errors import WhereinError
from indexer.protocol import Answer, Changed, Event, GetRules, GetTags, Hit, RuleList, TagList

NARROW = 760  # below, there is no room for the document beside the list
EXAMPLES = (
    (tr("Bills"), tr("bills and receipts with an amount to pay")),
    (tr("Contracts"), tr("agreements that were signed, with rights and duties of both sides")),
    (tr("Health"), tr("doctors, medicine, treatment and insurance for it")),
    (tr("Recipes"), tr("how to cook or bake something, with ingredients")),
)


class TagsPage(QWidget):
    def __init__(self, at: Surroundings) -> None:
        super().__init__()
        self._at = at
        self._newest, self._rules = Newest(at.service), Newest(at.service)
        self._stale = True
        self._known = False
        self._came = False  # to this page, just now: the keys decide as soon as there is something to decide
        self.tags = TagTree(at)
        self.inbox = Inbox(at)
        self.setFocusProxy(self.inbox.view)
        self.preview = PreviewPanel(at)
        self.preview.setMinimumWidth(280)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        for part in (self.tags, self.inbox, self.preview):
            self.splitter.addWidget(part)
        self.splitter.setSizes([240, 360, 416])
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setStretchFactor(2, 1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(5)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.splitter)
        self._connect()
        self._show_state()

    def _connect(self) -> None:
        at, preview = self._at, self.preview
        self.tags.chosen.connect(self.inbox.show_only)
        self.inbox.chosen.connect(self._show_document)
        self.inbox.answered.connect(self._show_state)
        self.inbox.looked.connect(self._look_closer)
        preview_wishes.connect(preview, at)
        preview.back_wanted.connect(self._look_closer)
        preview.set_roots(at.status.roots)
        at.status.changed.connect(lambda report: preview.set_roots([state.path for state in report.folders]))
        at.service.heard.connect(self._heard)
        at.service.state_changed.connect(lambda _: self.refresh())
        at.tasks.changed.connect(self._tasks_changed)

    # --- what is known ---

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._came = True
        self._tasks_changed(self._at.tasks.all)
        if self._stale:
            self.refresh()

    def refresh(self) -> None:
        """Asks again, now or when the page is seen."""
        self._stale = not self.isVisible()
        if not self._stale:
            self._newest.ask(GetTags(), self._take, self._broken)
            self._rules.ask(GetRules(), self._take_rules, self._broken)

    def _heard(self, event: Event) -> None:
        if isinstance(event, Changed) and "tags" in event.areas:
            self.refresh()

    def _take(self, answer: Answer) -> None:
        if isinstance(answer, TagList):
            self._known = True
            self.tags.show_tags(answer)
            self.inbox.refresh()

    def _take_rules(self, answer: Answer) -> None:
        if isinstance(answer, RuleList):
            self.tags.show_rules(answer)

    def _broken(self, problem: WhereinError) -> None:
        self.inbox.problem = problem
        self._show_state()

    def _tasks_changed(self, tasks: object) -> None:
        self.inbox.show_tasks(self._at.tasks.all)
        self._show_state()

    def show_rule(self, rule: str) -> None:
        """What waits for this rule, as soon as it is known."""
        self.tags.want("", rule)
        self.refresh()

    # --- the five states ---

    def _show_state(self) -> None:
        """What stands in place of suggestions, while there are none."""
        inbox = self.inbox
        if not inbox.model.rowCount() and states.absent(inbox.show_empty(), self._at.service):
            pass
        elif inbox.problem is not None:
            again = button(tr("Try again"), self.refresh, "primary")
            inbox.show_empty().show_state("warning", tr("Tags cannot be shown now"), trouble(inbox.problem), [again])
        elif inbox.model.rowCount():
            if self._came and self.isVisible():
                inbox.view.setFocus()
            self._came = False
            return
        elif not self._known:
            inbox.show_empty().show_state("tag", tr("One moment"), "")
        elif not self.tags.tags and not self.tags.rules:
            self._show_no_tags()
        elif task := next((task for task in self._at.tasks.under_way if task.kind == "tags"), None):
            title = tr("Looking at your documents")
            inbox.show_empty().show_state("tag", title, words.task_progress(task))
        else:
            self._show_nothing()
        self._show_document(None)

    def _show_no_tags(self) -> None:
        text = tr(
            "Make a tag of your own and say in plain words what it is for: Wherein looks for documents that deserve "
            "it, and learns from what you accept and refuse. Or begin with one of these:"
        )
        made: list[QPushButton] = []
        for name, about in EXAMPLES:
            example = button(name, lambda name=name, about=about: self.tags.make(name, about))  # type: ignore[misc]
            example.setToolTip(about)
            made.append(example)
        self.inbox.show_empty().show_state("tag", tr("Your own tags"), text, made)

    def _show_nothing(self) -> None:
        current = self.tags.tags.get(self.inbox.tag)
        if current is not None and current.quiet:
            text = tr("This tag is only given by hand.")
        else:
            text = tr(
                "What is not sure stays blank. Tag a few documents by hand (Ctrl+T in the results): from five on, "
                "Wherein learns from them what the tag means."
            )
        look = button(tr("Suggest for all documents"), self.inbox.look_at_all, "primary")
        self.inbox.show_empty().show_state("check-circle", tr("Nothing to decide"), text, [look])

    # --- the document ---

    def _show_document(self, hit: Hit | None) -> None:
        if hit is None:
            self.preview.clear()
        else:
            self.preview.show_hit(hit)
        self._arrange()

    def _look_closer(self) -> None:
        """The document alone beside the tags; or back."""
        alone = self.inbox.isVisible() and self.preview.hit is not None
        self.inbox.setVisible(not alone)
        self.preview.show_alone(alone)
        self._arrange()
        (self.preview if alone else self.inbox.view).setFocus()

    def _arrange(self) -> None:
        alone = not self.inbox.isVisibleTo(self)
        shown = self.preview.hit is not None and (alone or self.width() >= NARROW)
        self.preview.setVisible(shown)
        if alone and not shown:
            self.inbox.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
