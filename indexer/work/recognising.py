"""Pictures → text. Takes documents that are wholly or partly pictures from the library, those of the newest files
first, looks at a few pages at a time, and puts what was found in its place when all are done.

It comes after everything else: words and meaning of what is written do not wait for it. What was found on a page is
kept by content, so that a kill costs a few pages, and a move, a copy or a better reader of the rest costs nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from indexer import chunk
from indexer.extract.pictures import PAGES_AT_ONCE, joined, picture_pages
from indexer.extract.pool import PoolClosed
from indexer.formats import Format, format_of, recognised
from indexer.store.scans import Scan, Scans
from indexer.types import Box, Extracted, Failure, Reason
from indexer.work.loop import Loop
from indexer.work.reading import identity_of

_MOST_ATTEMPTS = 3  # at a page, before it is taken to bring us down
_HIS_FAULT = {Reason.VANISHED, Reason.UNREADABLE, Reason.CHANGED}  # of the file's place, not of what is in it


class Recogniser(Protocol):
    def extract(self, path: bytes, fmt: Format, pages: tuple[int, ...] = ()) -> Extracted | Failure: ...


class Recognising:
    """Works while `may_work()` says so. `version` names what looks; `on_found` is called after each
    document that is done."""

    def __init__(
        self,
        scans: Scans,
        recogniser: Recogniser,
        version: str,
        *,
        may_work: Callable[[], bool],
        on_found: Callable[[], None],
        on_problem: Callable[[str], None],
    ) -> None:
        self._scans = scans
        self._recogniser = recogniser
        self._version = version
        self._may_work = may_work
        self._on_found = on_found
        self._left_alone: set[int] = set()  # until something changes on the disk
        self._delicate: set[int] = set()  # with a page that cost us a worker: one page at a time
        self.loop = Loop("recognising", self._work, on_problem=on_problem)

    def disk_changed(self) -> None:
        self._left_alone.clear()
        self.loop.wake()

    def counts(self) -> tuple[int, int]:
        """(done, all) documents with pictures."""
        done = self._scans.done()
        return done, done + max(0, self._scans.waiting() - len(self._left_alone))

    def _work(self) -> bool:
        try:
            return self._may_work() and self.step()
        except PoolClosed:  # the service ends
            return False

    def step(self) -> bool:
        """Looks at a few pages of one document; False when nothing is left. Raises `PoolClosed`."""
        scan = self._scans.next(tuple(self._left_alone))
        if scan is None:
            return False
        fmt = format_of(scan.name)
        read = self._scans.read_before(scan.document_id)
        if read is None:
            return True
        found = self._scans.pages(scan.document_id, self._version)
        missing = [page for page in picture_pages(fmt, read) if page not in found]
        if missing:
            careful = scan.attempts > 0 or scan.document_id in self._delicate
            self._look(scan, fmt, tuple(missing[: 1 if careful else PAGES_AT_ONCE]), tuple(missing))
            return True
        self._finish(scan, fmt, read, found)
        return True

    def _look(self, scan: Scan, fmt: Format, pages: tuple[int, ...], missing: tuple[int, ...]) -> None:
        looking = recognised(fmt)
        assert looking is not None  # picture_pages said so
        if self._scans.begin(scan.document_id) > _MOST_ATTEMPTS:
            return self._give_up(scan, pages, Failure(Reason.CRASH, "looking at it never came to an end"))
        try:
            answer = self._recogniser.extract(scan.path, looking, pages)
        except PoolClosed:
            self._scans.take_back(scan.document_id)
            raise
        if identity_of(scan.path) != scan.identity:
            answer = Failure(Reason.CHANGED)
        if isinstance(answer, Extracted):
            texts = {place.number: answer.text[place.start : place.end] for place in answer.places}
            looked_at = _looked_at(answer, pages)
            if not looked_at:
                self._delicate.add(scan.document_id)
                return None
            found = {page: texts.get(page, "") for page in looked_at}
            return self._scans.keep(scan.document_id, self._version, found, boxes=_by_page(texts, answer.boxes))
        if answer.code in _HIS_FAULT:
            self._scans.take_back(scan.document_id)
            self._left_alone.add(scan.document_id)
        elif answer.code not in (Reason.TIMEOUT, Reason.MEMORY, Reason.CRASH):
            self._give_up(scan, missing, answer)
        elif len(pages) == 1:
            self._give_up(scan, pages, answer)
        else:
            self._delicate.add(scan.document_id)
        return None

    def _give_up(self, scan: Scan, pages: tuple[int, ...], why: Failure) -> None:
        which = f"page {pages[0]}" if len(pages) == 1 else "its pictures"
        detail = f"text in {which} could not be looked for: {why.detail or why.code.value}"
        self._scans.keep(scan.document_id, self._version, dict.fromkeys(pages, ""), Failure(why.code, detail))

    def _finish(self, scan: Scan, fmt: Format, read: Extracted, found: dict[int, str]) -> None:
        whole = joined(fmt, read, found, self._scans.trouble(scan.document_id))
        self._scans.finish(scan.document_id, self._version, whole, chunk.chunk(whole.text, whole.places, fmt.kind))
        self._delicate.discard(scan.document_id)
        self._on_found()


def _looked_at(answer: Extracted, pages: tuple[int, ...]) -> tuple[int, ...]:
    """The pages that were looked at for sure: where time ran out, those up to the last one with text."""
    if answer.failure is None or answer.failure.code is not Reason.TRUNCATED or len(pages) == 1:
        return pages
    last = max((place.number for place in answer.places), default=0)
    return tuple(page for page in pages if page <= last)


def _by_page(texts: Mapping[int, str], boxes: Sequence[Box]) -> dict[int, Sequence[Box]]:
    """The boxes of the lines of all pages, page by page."""
    found, at = {}, 0
    for page, text in texts.items():
        many = text.count("\n") + 1 if text else 0
        found[page] = boxes[at : at + many]
        at += many
    return found if at == len(boxes) else {}
