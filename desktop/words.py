"""What the window says: numbers, dates, sizes and reasons in the words of a person.

No widgets; the clock is passed in.
"""

import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from PySide6.QtCore import QDateTime

from desktop.language import counted, locale, tr
from desktop.told import told
from indexer.protocol import FailedFile, FileCounts, Hit, Progress, StatusReport, TaskState
from indexer.reasons import REASONS
from indexer.types import Place, Reason, Status, Tier


def display(path: bytes) -> str:
    """A path as text; bytes that are no text are shown as a question mark in a diamond."""
    return path.decode("utf-8", "replace")


def name_of(path: bytes) -> str:
    return display(os.path.basename(path.rstrip(b"/")) or path)


LANGUAGES = {
    "ar": tr("Arabic"),
    "cs": tr("Czech"),
    "da": tr("Danish"),
    "de": tr("German"),
    "el": tr("Greek"),
    "en": tr("English"),
    "es": tr("Spanish"),
    "fi": tr("Finnish"),
    "fr": tr("French"),
    "he": tr("Hebrew"),
    "hu": tr("Hungarian"),
    "it": tr("Italian"),
    "ja": tr("Japanese"),
    "ko": tr("Korean"),
    "nl": tr("Dutch"),
    "no": tr("Norwegian"),
    "pl": tr("Polish"),
    "pt": tr("Portuguese"),
    "ru": tr("Russian"),
    "sv": tr("Swedish"),
    "tr": tr("Turkish"),
    "uk": tr("Ukrainian"),
    "zh": tr("Chinese"),
}


def language(code: str) -> str:
    """What a person calls a language; its code where it is none of the usual ones."""
    return LANGUAGES.get(code, code)


def number(n: int) -> str:
    return locale().toString(n)


def count(n: int, noun: str, plural: str = "") -> str:
    """ "1 file", "1,204 files". The noun is a plain string, for the catalogue is made from the source."""
    return f"{number(n)} {counted(n, noun, plural or noun + 's')}"


def waiting(files: int) -> str:
    """What is looked for may be in a file that is not read yet."""
    if files == 1:
        return tr("1 file still waits to be read.")
    return tr("{files} still wait to be read.").format(files=count(files, "file"))


def done_of(done: int, total: int) -> str:
    """ "12 of 340"; empty where nobody knows of how many."""
    return tr("{done} of {total}").format(done=number(done), total=number(total)) if total else ""


def percent(share: float, digits: int = 0) -> str:
    """ "87%", "99.1%"."""
    return tr("{number}%").format(number=locale().toString(100 * share, "f", digits))


_UNITS = {"kB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12}


def size(n: int) -> str:
    """ "512 bytes", "4.1 MB": decimal units, as file managers show them."""
    if n < 1000:
        return count(n, "byte")
    unit = next((unit for unit in ("kB", "MB", "GB") if n / _UNITS[unit] < 999.5), "TB")
    amount = n / _UNITS[unit]
    return f"{locale().toString(amount, 'f', 1 if amount < 10 else 0)} {unit}"


def _date(moment: datetime, form: str) -> str:
    at = QDateTime(moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
    return locale().toString(at, form)


def when(timestamp: float, now: float) -> str:
    """A date as a person would say it now: "14:02", "yesterday", "Monday", "2 Mar", "2 Mar 2023"."""
    moment, today = datetime.fromtimestamp(timestamp), datetime.fromtimestamp(now)
    days = (today.date() - moment.date()).days
    if days == 0:
        return tr("today {time}").format(time=f"{moment:%H:%M}")
    if days == 1:
        return tr("yesterday")
    if 1 < days < 7:
        return _date(moment, "dddd")
    return _date(moment, tr("d MMM") if moment.year == today.year else tr("d MMM yyyy"))


def exactly(timestamp: float) -> str:
    moment = datetime.fromtimestamp(timestamp)
    return _date(moment, tr("dddd, d MMMM yyyy, HH:mm"))


def duration(seconds: float) -> str:
    if seconds < 50:
        return tr("less than a minute")
    minutes = round(seconds / 60)
    if minutes < 60:
        return tr("about {number} min").format(number=minutes)
    hours = timedelta(minutes=minutes).total_seconds() / 3600
    said = locale().toString(hours, "f", 0 if hours >= 10 or hours == round(hours, 0) else 1)
    return tr("about {number} h").format(number=said)


def folder_trail(path: bytes, roots: Sequence[bytes]) -> str:
    """Where a file lies, from the watched folder on: "Contracts › Housing"."""
    parent = os.path.dirname(path)
    inside = [root for root in roots if parent == root or parent.startswith(root.rstrip(b"/") + b"/")]
    base = os.path.dirname(max(inside, key=len)) if inside else b"/"
    return " › ".join(part for part in PurePosixPath(display(os.path.relpath(parent, base))).parts if part != ".")


# --- results -------------------------------------------------------------------------------------------------------

_LEAST = 0.01  # of the best score
TIERS = {Tier.STRONG: tr("Strong match"), Tier.LIKELY: tr("Likely match"), Tier.WEAK: tr("Weak match")}
BARS = {Tier.STRONG: 3, Tier.LIKELY: 2, Tier.WEAK: 1}


def place_of(place: Place | None) -> str:
    """ "p. 4", "slide 2", "sheet Budget"; empty for a place that helps nobody to find the passage."""
    if place is None:
        return ""
    if place.kind == "page":
        return tr("p. {number}").format(number=place.number)
    if place.kind == "slide":
        return tr("slide {number}").format(number=place.number)
    if place.kind == "part":
        return tr("part {number}").format(number=place.number)
    if place.kind == "sheet":
        return tr("sheet {name}").format(name=place.label or place.number)
    return place.label


def pages(kind: str, n: int) -> str:
    """What a document has many of: "12 pages", "3 sheets"; empty where that is not known."""
    if not n:
        return ""
    if kind == "spreadsheet":
        return count(n, "sheet")
    return count(n, "slide") if kind == "presentation" else count(n, "page")


PARTS = {
    "words": tr("Words"),
    "meaning": tr("Meaning"),
    "name": tr("Name"),
    "recency": tr("Recency"),
    "reading": tr("Read closely"),
    "alike": tr("Likeness"),
}


def reasons(hit: Hit) -> list[tuple[str, float, str]]:
    """Why this document was found: (kind of evidence, its share of the score, a sentence), the weightiest first. What
    adds nothing to speak of is left out."""
    parts = sorted(hit.why.parts, key=lambda part: -abs(part.points))
    weighty = [part for part in parts if abs(part.points) >= _LEAST]
    return [(PARTS.get(part.name, part.name), part.points, told(part.said)) for part in weighty]


def in_common(hit: Hit) -> str:
    """What a similar document shares with the example, in a sentence; empty for what was searched."""
    return next((told(part.said) for part in hit.why.parts if part.name == "alike"), "")


def because(hit: Hit) -> str:
    """Why this document was found, in one sentence."""
    found = [
        said
        for value, said in (
            (hit.why.words, tr("its words")),
            (hit.why.meaning, tr("its meaning")),
            (hit.why.name, tr("its name")),
        )
        if value is not None
    ]
    if not found:
        return TIERS[hit.tier]
    return tr("{match}: found by {evidence}").format(
        match=TIERS[hit.tier], evidence=locale().createSeparatedList(found)
    )


# --- work ----------------------------------------------------------------------------------------------------------


def progress(now: Progress) -> str:
    """The thin row at the bottom while there is work; empty when there is none."""
    if now.problem:
        return told(now.problem)
    if now.stage == "looking":
        found = tr("{number} found").format(number=number(now.done)) if now.done else ""
        return " · ".join(part for part in (tr("Looking for files"), found) if part)
    if now.stage not in _DOING:
        return tr("Paused") if now.paused else ""
    left = "" if now.paused or now.seconds_left is None else _left(now.seconds_left)
    said = _DOING[now.stage][now.paused].format(of=done_of(now.done, now.total)).strip()
    return f"{said} · {left}" if left else said


# stage -> (at work, paused)
_DOING = {
    "reading": (tr("Reading {of}"), tr("Paused: read {of}")),
    "understanding": (
        tr("Ready to search by words · understanding what they mean: {of}"),
        tr("Paused: understood {of}"),
    ),
    "recognising": (
        tr("Ready to search · looking for text in pictures: {of}"),
        tr("Paused: looked at {of}"),
    ),
}


def _left(seconds: float) -> str:
    return tr("{time} left").format(time=duration(seconds))


def task_progress(task: TaskState) -> str:
    """How far a task is: "12 of 340 · about 2 min left"; how it ended, once it has."""
    match task.state:
        case "done":
            return tr("Done")
        case "cancelled":
            return tr("Cancelled")
        case "failed":
            return told(task.problem) or tr("It did not work.")
    of = task_done(task)
    if task.state == "paused":
        return " · ".join(part for part in (tr("Paused"), of) if part)
    left = _left(task.seconds_left) if task.seconds_left is not None else ""
    return " · ".join(part for part in (of, left) if part)


_IN_HUNDREDTHS = {"topics"}  # kinds of tasks that count no things, but steps of a whole
_IN_MEGABYTES = {"download"}


def task_done(task: TaskState) -> str:
    """ "12 of 340", "34 of 91 MB", or "35%" where it is nothing that could be counted."""
    if task.kind in _IN_HUNDREDTHS:
        return percent(task.done / (task.total or 100))
    if task.kind in _IN_MEGABYTES and task.total:
        return tr("{done} of {total} MB").format(done=number(task.done), total=number(task.total))
    return done_of(task.done, task.total)


def task_share(task: TaskState) -> float | None:
    return task.done / task.total if task.total else None


def at_rest(files: FileCounts) -> str:
    """The thin row when there is nothing to do."""
    if not files.total:
        return ""
    return tr("{documents} ready").format(documents=count(files.ok + files.partial, "document"))


def stages(report: StatusReport, now: Progress) -> list[tuple[str, bool]]:
    """How far the files can be searched, while that grows: by their names, by their words, by what they
    mean; and whether that is done."""
    files = report.files
    if now.stage == "idle" and not files.pending:
        return []
    read = files.total - files.pending
    ready = tr("ready")
    by_words = ready if not files.pending else tr("{of} files").format(of=done_of(read, files.total))
    if now.stage == "understanding" and now.total:
        by_meaning = tr("{of} passages").format(of=done_of(now.done, now.total))
    else:
        by_meaning = tr("after the words") if files.pending or not report.meaning_ready else ready
    stages = ((tr("By name"), ready), (tr("By words"), by_words), (tr("By meaning"), by_meaning))
    return [(f"{by}: {how_far}", how_far == ready) for by, how_far in stages]


# --- what went wrong -----------------------------------------------------------------------------------------------

_NAME_ONLY = tr("It is found by its name only.")


def short_reason(reason: Reason) -> str:
    what = tr(REASONS[reason][0])
    return what[0].upper() + what[1:]


def explain(failed: FailedFile) -> str:
    """What happened, what it means, what to do."""
    what, todo = (tr(said) if said else "" for said in REASONS[failed.failure.code])
    if failed.status is Status.FAILED:
        said = f"{tr('Could not be read')}: {what}. {_NAME_ONLY}"
    else:
        said = f"{what[0].upper()}{what[1:]}."
    return f"{said} {todo}".strip()


def retry_time(failed: FailedFile, now: float) -> str:
    if failed.retry_at is None:
        return ""
    wait = failed.retry_at - now
    return tr("Tried again soon") if wait < 60 else tr("Tried again in {time}").format(time=duration(wait))
