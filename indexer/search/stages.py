"""The stages of a search, for those who measure how long each takes."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TypeAlias

During: TypeAlias = Callable[[str], AbstractContextManager[object]]
"""Called with the name of a stage, wraps what is done in it."""


def unmeasured(_: str) -> AbstractContextManager[object]:
    return nullcontext()
