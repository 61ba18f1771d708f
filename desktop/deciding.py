"""What a person decided about suggestions, as requests; and what takes it back, as the answers tell."""

import os
from collections.abc import Callable, Sequence

from desktop.client import Service
from indexer.errors import WhereinError
from indexer.protocol import Answer, Mark, MarksBefore, Moved, MoveFile, Request, SetMarks, Suggestion

OnDone = Callable[[list[Request], list[WhereinError]], None]


def requests_of(suggestions: Sequence[Suggestion], accepted: bool) -> list[Request]:
    """A file that a rule leads to a folder is moved there: being there is what the rule learns from."""
    moved = [each for each in suggestions if accepted and each.folder is not None]
    marks = [mark for each in suggestions if each not in moved for mark in _marks(each, accepted)]
    moves = [MoveFile(each.path, each.folder) for each in moved if each.folder is not None]
    return [*([SetMarks(tuple(marks))] if marks else []), *moves]


def _marks(suggestion: Suggestion, accepted: bool) -> list[Mark]:
    """A refused rule says nothing about the tag that it leads to."""
    if not suggestion.rule:
        return [Mark(suggestion.path, suggestion.tag, accepted)]
    of_rule = Mark(suggestion.path, "", accepted, suggestion.rule)
    return [of_rule, Mark(suggestion.path, suggestion.tag, True)] if accepted and suggestion.tag else [of_rule]


def carry_out(service: Service, requests: Sequence[Request], on_done: OnDone) -> None:
    """Asks all at once; `on_done` hears, when all are answered, what takes back what was done, and what went wrong."""
    undo: list[Request] = []
    problems: list[WhereinError] = []
    left = len(requests)

    def answered() -> None:
        nonlocal left
        left -= 1
        if not left:
            on_done(undo, problems)

    def done(request: Request, answer: Answer) -> None:
        if (back := _taking_back(request, answer)) is not None:
            undo.append(back)
        answered()

    def failed(problem: WhereinError) -> None:
        problems.append(problem)
        answered()

    for request in requests:
        service.ask(request, lambda answer, request=request: done(request, answer), failed)  # type: ignore[misc]


def _taking_back(request: Request, answer: Answer) -> Request | None:
    if isinstance(answer, MarksBefore):
        return SetMarks(answer.marks)
    if isinstance(answer, Moved) and isinstance(request, MoveFile):
        return MoveFile(answer.path, os.path.dirname(request.path))
    return None
