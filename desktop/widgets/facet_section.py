"""A group of filters in the side bar: a row for each value, with how many of the documents found have it."""

from collections.abc import Callable, Collection, Mapping
from typing import Generic, TypeVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import words
from desktop.language import tr
from desktop.widgets.basics import button, label
from desktop.widgets.side_row import SideRow

MOST = 6  # rows, before a person asks for more

V = TypeVar("V")


class Section(QWidget):
    """A heading with rows under it."""

    def __init__(self, title: str, *tools: QWidget) -> None:
        super().__init__()
        line = QHBoxLayout()
        line.setContentsMargins(8, 16, 0, 4)
        line.addWidget(label(title, "meta"), 1)
        for widget in tools:
            line.addWidget(widget)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(line)

    def add(self, row: QWidget) -> None:
        self._column.addWidget(row)


class FacetSection(Section, Generic[V]):
    """`make_row` makes the row of a value; `order` gives the values in the order that a person expects, otherwise the
    most frequent come first. Away while nothing is counted and nothing is chosen."""

    def __init__(self, title: str, make_row: Callable[[V], SideRow], order: Collection[V] = ()) -> None:
        super().__init__(title)
        self._make_row, self._order = make_row, list(order)
        self._whole = False
        self.rows: dict[V, SideRow] = {}
        self.more = button("", self._toggle_more, "quiet")
        self.more.setObjectName("more")
        self._counts: Mapping[V, int] = {}
        self._chosen: Collection[V] = ()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._column.addLayout(self._rows)
        self._column.addWidget(self.more)
        self.hide()

    def show_counts(self, counts: Mapping[V, int], chosen: Collection[V]) -> None:
        self._counts, self._chosen = counts, chosen
        self._arrange()

    def show_chosen(self, chosen: Collection[V]) -> None:
        self._chosen = chosen
        for value, row in self.rows.items():
            row.setChecked(value in chosen)

    @property
    def in_order(self) -> list[QWidget]:
        """What can be focused, from above. What is chosen has its row once it is counted."""
        return [*(self.rows[value] for value in self._values() if value in self.rows), self.more]

    def _arrange(self) -> None:
        values = self._values()
        for value in values:
            if value not in self.rows:
                self.rows[value] = self._make_row(value)
                self._rows.addWidget(self.rows[value])
        shown = values if self._whole else values[:MOST]
        shown += [value for value in values if value in self._chosen and value not in shown]
        for place, value in enumerate(values):
            if self._rows.indexOf(self.rows[value]) != place:
                self._rows.insertWidget(place, self.rows[value])
        for value, row in self.rows.items():
            row.setVisible(value in shown)
            row.setChecked(value in self._chosen)
            row.show_count(words.number(self._counts.get(value, 0)))
        self.more.setVisible(len(values) > MOST)
        self.more.setText(tr("Fewer") if self._whole else tr("{number} more").format(number=len(values) - MOST))
        self.setVisible(bool(values))

    def _values(self) -> list[V]:
        found = {value for value, count in self._counts.items() if count} | set(self._chosen)
        if self._order:
            return [value for value in self._order if value in found]
        return sorted(found, key=lambda value: (-self._counts.get(value, 0), str(value)))

    def _toggle_more(self) -> None:
        self._whole = not self._whole
        self._arrange()
