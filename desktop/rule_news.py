"""Tells once of new documents that a rule is for, where a person wants to be told."""

from PySide6.QtCore import QObject, Signal

from desktop.client import Newest, Service
from desktop.preferences import Preferences
from desktop.reports import Status
from indexer.protocol import Answer, GetRules, RuleList

_TOLD = "rules_told"  # the preference: of documents up to when (seconds since the epoch) was told


class RuleNews(QObject):
    news = Signal(object)  # RuleState

    def __init__(self, service: Service, status: Status, preferences: Preferences, parent: QObject) -> None:
        super().__init__(parent)
        self._newest, self._preferences = Newest(service), preferences
        status.changed.connect(lambda _: self._newest.ask(GetRules(), self._take, lambda _: None))

    def _take(self, answer: Answer) -> None:
        if not isinstance(answer, RuleList):
            return
        told = self._preferences.whole(_TOLD, 0)
        fresh = [state for state in answer.rules if state.rule.notify and state.suggested and state.newest > told + 1]
        if fresh:
            self._preferences.keep(_TOLD, int(max(state.newest for state in fresh)))
        for state in fresh:
            self.news.emit(state)
