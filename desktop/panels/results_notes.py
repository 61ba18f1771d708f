"""What is to be said about the results beside the results: other spellings, how the question was understood, how good
the matches are, and that there are weaker ones."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop import words
from desktop.language import tr
from desktop.told import told_query
from desktop.widgets.basics import button, label
from indexer.protocol import Results

_ROOM = 44  # characters of other spellings that stand beside each other


class ResultsNotes(QWidget):
    """Above the list. Away while there is nothing to say."""

    spelling_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.verdict = label(tr("No good match. These are only remotely related."), "care", wrap=True)
        self.executed = label(role="meta", wrap=True)
        self.executed.setAccessibleName(tr("What was searched for"))
        self._spellings = QWidget()
        self._row = QHBoxLayout(self._spellings)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(label(tr("Did you mean"), "second"))
        self._row.addStretch(1)
        self._shown: tuple[str, ...] = ()
        self._row.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 12, 4)
        column.setSpacing(4)
        self.folded = label(role="second", wrap=True)
        for widget in (self.verdict, self._spellings, self.folded, self.executed):
            column.addWidget(widget)
        self._explained = False
        self.hide()

    @property
    def spellings(self) -> list[QPushButton]:
        return self._spellings.findChildren(QPushButton)

    def show_results(self, results: Results) -> None:
        self.verdict.setVisible(results.no_match and bool(results.hits))
        self._show_spellings(results.suggestions)
        self._show_folded(results.folded)
        self.executed.setText(
            tr("Searched for {query}").format(query=told_query(results.executed)) if results.executed else ""
        )
        self._arrange()

    def explain(self, explained: bool) -> None:
        """Whether the query is shown as it was carried out."""
        self._explained = explained
        self._arrange()

    def _arrange(self) -> None:
        self.executed.setVisible(self._explained and bool(self.executed.text()))
        parts = (self.verdict, self._spellings, self.folded, self.executed)
        self.setVisible(any(not part.isHidden() for part in parts))

    def _show_folded(self, paths: Sequence[bytes]) -> None:
        """Copies and versions of the document that the results are like."""
        names = ", ".join(words.name_of(path) for path in paths[:3]) + (" …" if len(paths) > 3 else "")
        copies = words.count(len(paths), "copy or version", "copies and versions")
        self.folded.setText(tr("{copies} of it not listed: {names}").format(copies=copies, names=names))
        self.folded.setVisible(bool(paths))

    def _show_spellings(self, spellings: Sequence[str]) -> None:
        self._spellings.setVisible(bool(spellings))
        if tuple(spellings) == self._shown:
            return
        self._shown = tuple(spellings)
        for old in self.spellings:
            old.hide()
            old.setParent(None)
            old.deleteLater()
        room = _ROOM
        for place, spelling in enumerate(spellings, 1):
            room -= len(spelling)
            if place > 1 and room < 0:
                break
            self._row.insertWidget(place, self._spelling(spelling))

    def _spelling(self, text: str) -> QPushButton:
        shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideLeft, 300)
        made = button(shown.replace("&", "&&"), lambda: self.spelling_chosen.emit(text), "quiet")
        made.setToolTip(text)
        made.setAccessibleName(text)
        return made


class WeakerOnes(QWidget):
    """Below the list: how many weaker matches are held back, and a way to see them."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.button = button("", self.wanted.emit, "quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 6)
        row.addStretch(1)
        row.addWidget(self.button)
        row.addStretch(1)
        self.hide()

    def show_count(self, count: int) -> None:
        self.button.setText(tr("Show {matches}").format(matches=weaker(count)))
        self.setVisible(count > 0)


def weaker(count: int) -> str:
    return words.count(count, "weaker match", "weaker matches")
