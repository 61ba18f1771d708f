"""The tags on results that are shown stay those that the documents carry."""

from PySide6.QtCore import QObject

from desktop.client import Newest, Service
from desktop.panels.results import ResultsPanel
from indexer.protocol import Answer, Changed, Event, GetMarks, MarkList

_MOST = 500  # results; nobody looks at more at once


class Retagging(QObject):
    def __init__(self, service: Service, results: ResultsPanel, parent: QObject) -> None:
        super().__init__(parent)
        self._newest, self._results = Newest(service), results
        service.heard.connect(self._heard)

    def _heard(self, event: Event) -> None:
        if isinstance(event, Changed) and "tags" in event.areas and self._results.shown:
            paths = tuple(hit.path for hit in self._results.shown[:_MOST])
            self._newest.ask(GetMarks(paths), self._take, lambda _: None)

    def _take(self, answer: Answer) -> None:
        if isinstance(answer, MarkList):
            self._results.retag({file.path: file.tags for file in answer.files})
