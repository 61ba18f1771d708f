"""Whether the service speaks while something is asked of it. Some questions take long; whether it is there at all is
then asked by one that takes no time."""

from PySide6.QtCore import QObject, QTimer, Signal

QUIET_MS = 10_000  # without a word, although something was asked
PROBE_MS = 5_000  # in which one that is there tells so


class Patience(QObject):
    probe_wanted = Signal()
    worn_out = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open = 0  # questions
        self._probing = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._wear)

    def asked(self) -> None:
        self._open += 1
        if not self._timer.isActive():
            self._wait()

    def heard(self, answers: int = 0) -> None:
        """The service spoke, and has so many questions fewer to answer."""
        self._open -= answers
        if self._open:
            self._wait()
        else:
            self._timer.stop()

    def call(self) -> None:
        """It is being called: until it picks up, nothing can be asked."""
        self._open, self._probing = 0, True
        self._timer.start(QUIET_MS + PROBE_MS)

    def end(self) -> None:
        self._open = 0
        self._timer.stop()

    def _wait(self) -> None:
        self._probing = False
        self._timer.start(QUIET_MS)

    def _wear(self) -> None:
        if self._probing:
            self.worn_out.emit()
        else:
            self._probing = True
            self._timer.start(PROBE_MS)
            self.probe_wanted.emit()
