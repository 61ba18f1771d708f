"""Of the searches that are asked while a person types only the newest is wanted: the others end where they are."""

import threading
from collections.abc import Callable

_LINES = 64  # that are remembered
_LINE_BITS = 32  # of a ticket, above: the line that is typed in; below: which of its searches


class TypingOn:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._newest: dict[int, int] = {}  # line -> ticket

    def stop(self, ticket: int) -> Callable[[], bool]:
        """Tells whether the search with this ticket is wanted no more. Ticket 0 is of no line: it is always wanted.
        Requests may overtake each other, so that an older one may be unwanted from its beginning."""
        if not ticket:
            return lambda: False
        line = ticket >> _LINE_BITS
        with self._lock:
            newest = max(ticket, self._newest.pop(line, 0))
            self._newest[line] = newest
            if len(self._newest) > _LINES:
                del self._newest[next(iter(self._newest))]
        return lambda: self._newest.get(line, 0) > ticket
