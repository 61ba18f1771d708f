"""What all commands share: options, and how they speak."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from indexer.client import default_library

console = Console(soft_wrap=True)
aloud = Console(stderr=True)  # how far something is: a line that changes, in a terminal only

Library = Annotated[Path, typer.Option("--library", help="The library's folder.", default_factory=default_library)]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]


def absolute(path: Path) -> str:
    """Without "..", but with links as the person wrote them."""
    return os.path.abspath(path)


def aside(as_json: bool) -> Callable[[str], None]:
    """Says how far a long work is; scripts are not told."""
    return lambda text: None if as_json else console.print(text, style="dim")


def print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
