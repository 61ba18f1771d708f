"""What the service understood of a query beside its plain words, as chips that take it back. No Qt."""

from collections.abc import Sequence
from dataclasses import replace

from desktop.language import tr
from desktop.query import Chip, Query
from indexer.protocol import Understood

ICONS = {
    "kind": "file",
    "folder": "folder",
    "tag": "tag",
    "lang": "globe",
    "author": "article",
    "size": "hard-drives",
    "date": "calendar-blank",
    "modified": "clock",
}
_SAID = {
    "kind": tr("a kind of file"),
    "date": tr("a date"),
    "modified": tr("a date"),
}


def chips(query: Query, understood: Sequence[Understood]) -> tuple[Chip, ...]:
    """Words in quotes and words ruled out stand in the text for all to see, and need no chip."""
    return tuple(
        Chip(_label(part), ICONS[part.field.lstrip("-")], without(query, part), _hint(part))
        for part in understood
        if part.field.lstrip("-") in ICONS and _stands(query, part)
    )


def without(query: Query, part: Understood) -> Query:
    """What was guessed from plain words becomes plain words; what was typed as a filter leaves the text."""
    if part.guessed:
        return replace(query, as_words=(*query.as_words, part.source))
    return query.typed(" ".join((query.text[: part.start] + query.text[part.end :]).split()))


def without_any(query: Query, understood: Sequence[Understood]) -> Query:
    """The last one first, so that the places of the others stay."""
    for part in sorted(understood, key=lambda part: -part.start):
        if part.field.lstrip("-") in ICONS and _stands(query, part):
            query = without(query, part)
    return query


def _stands(query: Query, part: Understood) -> bool:
    """Whether the piece is still in the text: it may have been typed on since."""
    return query.text[part.start : part.end].strip() == part.source and part.source not in query.as_words


def _label(part: Understood) -> str:
    if not part.applied:
        return tr("{label}: none here").format(label=part.label)
    return tr("not {label}").format(label=part.label) if part.field.startswith("-") else part.label


def _hint(part: Understood) -> str:
    if not part.applied:
        return tr("Nothing that fits is so here, and “{words}” narrows nothing: press to look for the words").format(
            words=part.source
        )
    if part.guessed:
        what = _SAID.get(part.field, tr("a filter"))
        said = tr("“{words}” is taken for {what}: press to look for the words instead")
        return said.format(words=part.source, what=what)
    return ""
