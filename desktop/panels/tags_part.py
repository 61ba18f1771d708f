"""Below the preview: the tags of the chosen document, what may be one, and a way to add one."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop import tagging
from desktop.client import Newest
from desktop.language import tr
from desktop.pages import Surroundings
from desktop.panels.preview_parts import PreviewPart
from desktop.query import Query
from desktop.widgets.basics import button, label
from desktop.widgets.tag_chip import Deed, TagChip
from indexer.protocol import (
    Answer,
    Changed,
    Event,
    GetMarks,
    GetSuggestions,
    Hit,
    MarkList,
    Suggestion,
    SuggestionList,
)

_MOST_SUGGESTED = 3


class TagsPart(PreviewPart):
    def __init__(self, at: Surroundings) -> None:
        super().__init__()
        self._at = at
        self._hit: Hit | None = None
        self._marks, self._suggested = Newest(at.service), Newest(at.service)
        self.tags: dict[str, TagChip] = {}
        self.suggestions: list[TagChip] = []
        self.add = button(tr("+ Add"), self.edit, "quiet")
        self.add.setToolTip(tr("Add or remove tags (Ctrl+T)"))
        self.add.setAccessibleName(tr("Add or remove tags"))
        self._row = QHBoxLayout()
        self._row.setSpacing(6)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 2)
        row.setSpacing(6)
        row.addWidget(label(tr("Tags"), "meta"))
        row.addLayout(self._row)
        row.addWidget(self.add)
        row.addStretch(1)
        at.service.heard.connect(self._heard)
        self.show_hit(None)

    def show_hit(self, hit: Hit | None) -> None:
        self._hit = hit
        self.setVisible(hit is not None)
        for newest in (self._marks, self._suggested):
            newest.drop()
        self._show_tags(hit.tags if hit else ())
        self._show_suggestions(())
        self._ask()

    def edit(self) -> None:
        if self._hit is not None:
            self._at.edit_tags([self._hit.path])

    def _ask(self) -> None:
        if self._hit is not None:
            path = self._hit.path
            self._marks.ask(GetMarks((path,)), self._take_marks, lambda _: None)
            self._suggested.ask(GetSuggestions(_MOST_SUGGESTED, path=path), self._take_suggestions, lambda _: None)

    def _heard(self, event: Event) -> None:
        if isinstance(event, Changed) and "tags" in event.areas and self.isVisible():
            self._ask()

    def _take_marks(self, answer: Answer) -> None:
        if isinstance(answer, MarkList) and answer.files:
            self._show_tags(answer.files[0].tags)

    def _take_suggestions(self, answer: Answer) -> None:
        if isinstance(answer, SuggestionList):
            self._show_suggestions([each for each in answer.suggestions if each.tag and not each.rule])

    # --- chips ---

    def _show_tags(self, tags: tuple[str, ...]) -> None:
        if tuple(self.tags) == tags:
            return
        for old in self.tags.values():
            _away(old)
        self.tags = {tag: self._tag_chip(tag) for tag in tags}
        for place, chip in enumerate(self.tags.values()):
            self._row.insertWidget(place, chip)

    def _tag_chip(self, tag: str) -> TagChip:
        take_off = Deed(tr("Take it off"), (Qt.Key.Key_Delete, Qt.Key.Key_Backspace), lambda: self._take_off(tag))
        hint = tr("Documents tagged “{tag}”; Delete takes it off").format(tag=tag)
        name = tr("Tag {tag}").format(tag=tag)
        return TagChip(tag, name, hint, lambda: self._at.look_for(Query.tagged(tag)), [take_off])

    def _take_off(self, tag: str) -> None:
        if self._hit is not None:
            self._at.do(tagging.take([self._hit.path], tag))

    def _show_suggestions(self, suggestions: list[Suggestion] | tuple[()]) -> None:
        for old in self.suggestions:
            _away(old)
        self.suggestions = [self._suggestion_chip(each) for each in suggestions]
        for chip in self.suggestions:
            self._row.addWidget(chip)

    def _suggestion_chip(self, suggestion: Suggestion) -> TagChip:
        def accept() -> None:
            self._at.do(tagging.decide(suggestion, True))

        def refuse() -> None:
            self._at.do(tagging.decide(suggestion, False))

        because = " ".join(suggestion.because.split())
        name = tr("Suggested tag {tag}, because of: {because}").format(tag=suggestion.tag, because=because)
        hint = f"“{because}”\n{tr('Click or A accepts, R refuses')}"
        deeds = [
            Deed(tr("Accept"), (Qt.Key.Key_A,), accept),
            Deed(tr("Refuse"), (Qt.Key.Key_R, Qt.Key.Key_Backspace), refuse),
        ]
        chip = TagChip(f"{suggestion.tag}?", name, hint, accept, deeds)
        chip.setProperty("guessed", True)
        return chip


def _away(widget: QWidget) -> None:
    widget.hide()
    widget.deleteLater()
