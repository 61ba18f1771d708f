"""Dates as people write them → stretches of time. Pure: the present is passed in.

    2024   2024-03   5 March 2024   spring 2024   Q1 2024          a stretch of its own
    2023..2024   2024..   ..2024   since May   before 2020         from one to the end of another, or open
    yesterday   last month   past 2 weeks   last spring            seen from now; "past" ends now, "last" is over

Seasons are those of the northern half of the earth. A month or a season without a year is the last one that has begun.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_UNITS = ("day", "week", "month", "quarter", "year")


def _any(words: Iterable[str]) -> str:
    return "|".join(words)


_MONTH = rf"(?:{_any(f'{name[:3]}(?:{name[3:]})?' if name != 'september' else 'sept?(?:ember)?' for name in _MONTHS)})"
_SEASON = rf"(?:{_any(_SEASONS)})"
_YEAR = r"(?:19|20)\d\d"
_RELATIVE = (
    rf"today|yesterday|(?:this|last|past|previous)\s+(?:{_any(_UNITS)}|{_SEASON}|{_MONTH}|{_any(_DAYS)})"
    rf"|(?:last|past|previous)\s+\d{{1,3}}\s+(?:{_any(_UNITS)})s"
)
_ABSOLUTE = (
    rf"{_YEAR}[-/.](?:0?[1-9]|1[0-2])(?:[-/.](?:0?[1-9]|[12]\d|3[01]))?(?!\d)"
    rf"|\d{{1,2}}\.\s?\d{{1,2}}\.\s?{_YEAR}"
    rf"|(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?)?{_MONTH}(?:\s+\d{{1,2}}(?:st|nd|rd|th)?,?)?(?:\s+(?:of\s+)?{_YEAR})"
    rf"|{_SEASON}\s+(?:of\s+)?{_YEAR}|q[1-4]\s*[/-]?\s*{_YEAR}|{_YEAR}"
)
RELATIVE = rf"(?:{_RELATIVE})(?!\w)"  # surely speaks of when something was written
DATED = rf"(?:{_RELATIVE}|{_ABSOLUTE}|{_MONTH}|{_SEASON})(?!\w)"  # may speak of it, after a fitting preposition

_SINCE = re.compile(r"(?:since|after|>=?|from)\s*(.+)")
_UNTIL = re.compile(r"(?:before|until|till|<=?|up to)\s*(.+)")
_BETWEEN = re.compile(r"(?:(?:between|from)\s+)?(.*?)\s*(?:\.\.+|\s(?:and|to|until|till|-|–)\s)\s*(.*)")
_ISO = re.compile(rf"({_YEAR})(?:[-/.](\d{{1,2}})(?:[-/.](\d{{1,2}}))?)?")
_DOTTED = re.compile(rf"(\d{{1,2}})\.\s?(\d{{1,2}})\.\s?({_YEAR})")
_NAMED = re.compile(
    rf"(?:(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?({_MONTH})(?:\s+(\d{{1,2}})(?:st|nd|rd|th)?,?)?(?:\s+(?:of\s+)?({_YEAR}))?"
)
_SEASONAL = re.compile(rf"({_SEASON})(?:\s+(?:of\s+)?({_YEAR}))?")
_QUARTER = re.compile(rf"q([1-4])\s*[/-]?\s*({_YEAR})")
_BACK = re.compile(rf"(?:last|past|previous)\s+(\d{{1,3}})\s+({_any(_UNITS)})s")
_NEAR = re.compile(r"(this|last|past|previous)\s+(\w+)")


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `start` to just before `end`; None: open."""

    start: datetime | None
    end: datetime | None


def stretch(said: str, now: datetime) -> Stretch | None:
    """What an expression means at the moment `now`; None where it means no time at all. Never raises."""
    said = " ".join(said.lower().replace("_", " ").split())
    try:
        return _range(said, now) or _single(said, now)
    except (ValueError, OverflowError):  # 31 February, the year 0
        return None


def _range(said: str, now: datetime) -> Stretch | None:
    if found := _BETWEEN.fullmatch(said):
        first = _single(found[1], now) if found[1] else None
        last = _single(found[2], now) if found[2] else None
        if (found[1] and first is None) or (found[2] and last is None) or (first is None and last is None):
            return None
        start, end = first.start if first else None, last.end if last else None
        return None if start and end and start >= end else Stretch(start, end)
    if (found := _SINCE.fullmatch(said)) and (first := _single(found[1], now)):
        return Stretch(first.end if said.startswith(("after", ">")) and ">=" not in said else first.start, None)
    if (found := _UNTIL.fullmatch(said)) and (last := _single(found[1], now)):
        return Stretch(None, last.start if said.startswith(("before", "<")) and "<=" not in said else last.end)
    return None


def _single(said: str, now: datetime) -> Stretch | None:
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if said == "today":
        return _days(today, 1)
    if said == "yesterday":
        return _days(today - timedelta(1), 1)
    if found := _BACK.fullmatch(said):
        return Stretch(_ago(today, int(found[1]), found[2]), now)
    if found := _NEAR.fullmatch(said):
        return _near(found[1], found[2], now, today)
    if found := _ISO.fullmatch(said):
        year, month, day = (int(part) if part else 0 for part in found.groups())
        return _days(datetime(year, month, day), 1) if day else _months(year, month, 1) if month else _year(year)
    if found := _DOTTED.fullmatch(said):
        return _days(datetime(int(found[3]), int(found[2]), int(found[1])), 1)
    if found := _QUARTER.fullmatch(said):
        return _months(int(found[2]), 3 * int(found[1]) - 2, 3)
    if found := _SEASONAL.fullmatch(said):
        return _season(found[1], int(found[2])) if found[2] else _begun(found[1], now)
    if found := _NAMED.fullmatch(said):
        month = _number(found[2])
        year = int(found[4]) if found[4] else now.year - (month > now.month)
        day = int(found[1] or found[3] or 0)
        return _days(datetime(year, month, day), 1) if day else _months(year, month, 1)
    return None


def _near(which: str, what: str, now: datetime, today: datetime) -> Stretch | None:
    if what in _UNITS:
        current = _current(what, today)
        assert current.start
        if which == "this":
            return current
        if which == "past":
            return Stretch(_ago(today, 1, what), now)
        return Stretch(_ago(current.start, 1, what), current.start)
    if what in _DAYS:
        back = (today.weekday() - _DAYS.index(what)) % 7
        return _days(today - timedelta(back or (0 if which == "this" else 7)), 1)
    if what in _SEASONS:
        found = _begun(what, now)
        assert found.start
        assert found.end
        if which != "this" and found.end > now:
            return _season(what, found.start.year - 1)
        return found
    month = _number(what)
    return _months(now.year - (month >= now.month and not (which == "this" and month == now.month)), month, 1)


def _number(month: str) -> int:
    """Raises StopIteration's kin, ValueError, for what is no month."""
    for number, name in enumerate(_MONTHS, 1):
        if len(month) >= 3 and name.startswith(month[:3]) and (name.startswith(month) or month == "sept"):
            return number
    raise ValueError(month)


def _current(unit: str, today: datetime) -> Stretch:
    match unit:
        case "day":
            return _days(today, 1)
        case "week":
            return _days(today - timedelta(today.weekday()), 7)
        case "month":
            return _months(today.year, today.month, 1)
        case "quarter":
            return _months(today.year, today.month - (today.month - 1) % 3, 3)
        case _:
            return _year(today.year)


def _ago(moment: datetime, count: int, unit: str) -> datetime:
    if unit in ("day", "week"):
        return moment - timedelta(count * (7 if unit == "week" else 1))
    months = moment.year * 12 + moment.month - 1 - count * {"month": 1, "quarter": 3, "year": 12}[unit]
    first = datetime(months // 12, months % 12 + 1, 1)
    last_day = (_shifted(first, 1) - timedelta(1)).day
    return first.replace(day=min(moment.day, last_day))


def _begun(season: str, now: datetime) -> Stretch:
    found = _season(season, now.year)
    assert found.start
    return found if found.start <= now else _season(season, now.year - 1)


def _season(season: str, year: int) -> Stretch:
    return _months(year, _SEASONS[season], 3)


def _months(year: int, month: int, count: int) -> Stretch:
    start = datetime(year, month, 1)
    return Stretch(start, _shifted(start, count))


def _shifted(start: datetime, months: int) -> datetime:
    count = start.year * 12 + start.month - 1 + months
    return datetime(count // 12, count % 12 + 1, 1)


def _year(year: int) -> Stretch:
    return Stretch(datetime(year, 1, 1), datetime(year + 1, 1, 1))


def _days(start: datetime, count: int) -> Stretch:
    return Stretch(start, start + timedelta(count))
