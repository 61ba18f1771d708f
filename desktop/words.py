"""What the window says: numbers, dates, sizes and reasons in the words of a person.

No widgets; the clock is passed in.
"""

import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from desktop.language import tr
from indexer.protocol import FailedFile, FileCounts, Hit, Progress, StatusReport, TaskState
from indexer.reasons import REASONS
from indexer.types import Place, Status, Tier


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
    return f"{n:,}"


def count(n: int, noun: str, plural: str = "") -> str:
    """ "1 file", "1,204 files"."""
    return f"{number(n)} {noun if n == 1 else plural or noun + 's'}"


_UNITS = {"kB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12}


def size(n: int) -> str:
    """ "512 bytes", "4.1 MB": decimal units, as file managers show them."""
    if n < 1000:
        return count(n, "byte")
    unit = next((unit for unit in ("kB", "MB", "GB") if n / _UNITS[unit] < 999.5), "TB")
    amount = n / _UNITS[unit]
    return f"{amount:.1f} {unit}" if amount < 10 else f"{amount:.0f} {unit}"


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%b}"


def when(timestamp: float, now: float) -> str:
    """A date as a person would say it now: "14:02", "yesterday", "Monday", "2 Mar", "2 Mar 2023"."""
    moment, today = datetime.fromtimestamp(timestamp), datetime.fromtimestamp(now)
    days = (today.date() - moment.date()).days
    if days == 0:
        return f"today {moment:%H:%M}"
    if days == 1:
        return "yesterday"
    if 1 < days < 7:
        return f"{moment:%A}"
    return _day(moment) if moment.year == today.year else f"{_day(moment)} {moment.year}"


def exactly(timestamp: float) -> str:
    moment = datetime.fromtimestamp(timestamp)
    return f"{moment:%A}, {moment.day} {moment:%B %Y, %H:%M}"


def duration(seconds: float) -> str:
    if seconds < 50:
        return "less than a minute"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"about {minutes} min"
    hours = timedelta(minutes=minutes).total_seconds() / 3600
    return f"about {hours:.0f} h" if hours >= 10 else f"about {hours:.1f} h".replace(".0 h", " h")


def folder_trail(path: bytes, roots: Sequence[bytes]) -> str:
    """Where a file lies, from the watched folder on: "Contracts › Housing"."""
    parent = os.path.dirname(path)
    inside = [root for root in roots if parent == root or parent.startswith(root.rstrip(b"/") + b"/")]
    base = os.path.dirname(max(inside, key=len)) if inside else b"/"
    return " › ".join(part for part in PurePosixPath(display(os.path.relpath(parent, base))).parts if part != ".")


# --- results -------------------------------------------------------------------------------------------------------

_LEAST = 0.01  # of the best score
TIERS = {Tier.STRONG: "Strong match", Tier.LIKELY: "Likely match", Tier.WEAK: "Weak match"}
BARS = {Tier.STRONG: 3, Tier.LIKELY: 2, Tier.WEAK: 1}


def place_of(place: Place | None) -> str:
    """ "p. 4", "slide 2", "sheet Budget"; empty for a place that helps nobody to find the passage."""
    if place is None:
        return ""
    if place.kind == "page":
        return f"p. {place.number}"
    if place.kind in ("slide", "part"):
        return f"{place.kind} {place.number}"
    if place.kind == "sheet":
        return f"sheet {place.label or place.number}"
    return place.label


PARTS = {"words": "Words", "meaning": "Meaning", "name": "Name", "recency": "Recency", "reading": "Read closely"}


def reasons(hit: Hit) -> list[tuple[str, float, str]]:
    """Why this document was found: (kind of evidence, its share of the score, a sentence), the weightiest first. What
    adds nothing to speak of is left out."""
    told = sorted(hit.why.parts, key=lambda part: -abs(part.points))
    return [(PARTS.get(part.name, part.name), part.points, part.said) for part in told if abs(part.points) >= _LEAST]


def because(hit: Hit) -> str:
    """Why this document was found, in one sentence."""
    found = [
        said
        for value, said in ((hit.why.words, "its words"), (hit.why.meaning, "its meaning"), (hit.why.name, "its name"))
        if value is not None
    ]
    if not found:
        return TIERS[hit.tier]
    listed = found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}"
    return f"{TIERS[hit.tier]}: found by {listed}"


# --- work ----------------------------------------------------------------------------------------------------------


def progress(now: Progress) -> str:
    """The thin row at the bottom while there is work; empty when there is none."""
    if now.problem:
        return now.problem
    left = f" · {duration(now.seconds_left)} left" if now.seconds_left is not None and not now.paused else ""
    of = f" {number(now.done)} of {number(now.total)}" if now.total else ""
    match now.stage:
        case "looking":
            return "Looking for files" + (f" · {number(now.done)} found" if now.done else "")
        case "reading":
            return f"{'Paused: read' if now.paused else 'Reading'}{of}{left}"
        case "understanding":
            doing = "Paused: understood" if now.paused else "Ready to search by words · understanding what they mean:"
            return f"{doing}{of}{left}"
        case "recognising":
            doing = "Paused: looked at" if now.paused else "Ready to search · looking for text in pictures:"
            return f"{doing}{of}{left}"
        case _:
            return "Paused" if now.paused else ""


def task_progress(task: TaskState) -> str:
    """How far a task is: "12 of 340 · about 2 min left"; how it ended, once it has."""
    match task.state:
        case "done":
            return tr("Done")
        case "cancelled":
            return tr("Cancelled")
        case "failed":
            return task.problem or tr("It did not work.")
    of = tr("{done} of {total}").format(done=number(task.done), total=number(task.total)) if task.total else ""
    if task.state == "paused":
        return " · ".join(part for part in (tr("Paused"), of) if part)
    left = tr("{time} left").format(time=duration(task.seconds_left)) if task.seconds_left is not None else ""
    return " · ".join(part for part in (of, left) if part)


def task_share(task: TaskState) -> float | None:
    return task.done / task.total if task.total else None


def at_rest(files: FileCounts) -> str:
    """The thin row when there is nothing to do."""
    if not files.total:
        return ""
    return f"{count(files.ok + files.partial, 'document')} ready"


def stages(report: StatusReport, now: Progress) -> list[tuple[str, bool]]:
    """How far the files can be searched, while that grows: by their names, by their words, by what they
    mean; and whether that is done."""
    files = report.files
    if now.stage == "idle" and not files.pending:
        return []
    read = files.total - files.pending
    by_words = "ready" if not files.pending else f"{number(read)} of {number(files.total)}"
    if now.stage == "understanding" and now.total:
        by_meaning = f"{number(now.done)} of {number(now.total)}"
    else:
        by_meaning = "after the words" if files.pending or not report.meaning_ready else "ready"
    stages = (("By name", "ready"), ("By words", by_words), ("By meaning", by_meaning))
    return [(f"{by}: {how_far}", how_far == "ready") for by, how_far in stages]


# --- what went wrong -----------------------------------------------------------------------------------------------

_NAME_ONLY = "It is found by its name only."


def explain(failed: FailedFile) -> str:
    """What happened, what it means, what to do."""
    what, todo = REASONS[failed.failure.code]
    if failed.status is Status.FAILED:
        said = f"Could not be read: {what}. {_NAME_ONLY}"
    else:
        said = f"{what[0].upper()}{what[1:]}."
    return f"{said} {todo}".strip()


def retry_time(failed: FailedFile, now: float) -> str:
    if failed.retry_at is None:
        return ""
    wait = failed.retry_at - now
    return "Tried again soon" if wait < 60 else f"Tried again in {duration(wait)}"
