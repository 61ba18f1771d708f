"""The settings of a library, declared once: name, type, default and what it does.

They are stored in the library, changed through the service, and listed in the window and by `wherein doctor`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeAlias

import msgspec

from indexer.errors import BadRequest

Value: TypeAlias = bool | int | float | str

CHOICE = ("model", "dimension", "precision")  # settings that choose which vectors are made
RUNS = ("device", "model_threads", "model_idle_seconds", "instruction")  # ... and how their model runs


def _setting(
    default: Any, doc: str, least: float | None = None, most: float | None = None, among: tuple[str, ...] = ()
) -> Any:
    return field(default=default, metadata={"help": doc, "least": least, "most": most, "among": among})


@dataclass(frozen=True, slots=True)
class Settings:
    """Values of one library. Immutable: a change makes a new one."""

    model: str = _setting(
        "all-MiniLM-L6-v2", "The model that turns passages into meaning: a catalogue name or a folder."
    )
    dimension: int = _setting(0, "Length of the vectors; shorter ones take less space. 0: the model's own.", 0, 65536)
    precision: str = _setting(
        "float16", "How vectors are stored: float16, or int8 in half the space.", among=("float16", "int8")
    )
    vector_index: str = _setting(
        "auto",
        "How vectors are searched: exact (each is compared), quantised, ivf or hnsw (quicker for many; hnsw takes the "
        "most memory); auto: as suits how many there are.",
        among=("auto", "exact", "quantised", "ivf", "hnsw"),
    )
    instruction: str = _setting("", "What a model that takes instructions is told to look for; empty: its own default.")
    device: str = _setting("auto", "Where models run: auto, cpu, cuda or mps.", among=("auto", "cpu", "cuda", "mps"))
    picture_model: str = _setting("", "The model that finds pictures by what they show (shows: a dog); empty: none.")
    rerank: bool = _setting(True, "Read the best results again, more closely, and settle their order.")
    reranker: str = _setting(
        "",
        "The model that reads them: a catalogue name, a folder, or “shipped”; empty: the shipped one, where it helps.",
    )
    entailment: str = _setting(
        "", "The model that reads a passage beside a tag: a catalogue name or a folder; empty: the one that is shipped."
    )
    rerank_milliseconds: int = _setting(350, "How long it may read for one search.", 50, 10_000)
    readers: int = _setting(2, "How many files are read at the same time.", 1, 16)
    model_threads: int = _setting(0, "Processor threads for understanding in bulk; 0: half of the cores.", 0, 256)
    model_idle_seconds: int = _setting(
        60, "After so long without work the model worker ends and frees its memory.", 5, 86400
    )
    recognise: bool = _setting(
        True, "Look for text in pictures and scanned pages, after everything else: some seconds for each."
    )
    exclude: str = _setting(
        "",
        "More files and folders to leave out, one pattern a line, as in .gitignore. A line that begins with ! takes "
        "one back.",
    )
    max_file_mb: int = _setting(256, "Larger files are found by their name only.", 1, 65536)
    find_duplicates: bool = _setting(True, "Compare new documents with the others, for duplicates and versions.")
    keep_which: str = _setting(
        "original, oldest, short-name",
        "Which of several copies stays, rules in order: original, oldest, newest, largest, smallest, short-name, "
        "long-name, deep, high, folder:PATH, not:PATH, type:NAME.",
    )
    pause_on_battery: bool = _setting(False, "Reading and understanding wait while the computer runs on its battery.")
    stop_with_window: bool = _setting(False, "Stop indexing when the window that started it is closed.")
    keep_feedback: bool = _setting(
        True, "Remember on this machine which results were opened or marked, for training; it can be erased."
    )
    find_topics: bool = _setting(True, "Find topics by itself, once everything is understood.")
    paused: bool = _setting(False, "Reading and understanding stand still; searching goes on.")

    def changed(self, name: str, value: Value) -> "Settings":
        """With one value replaced. Raises BadRequest for an unknown name, a wrong type or a value out of range."""
        known = {setting.name: setting for setting in fields(self)}
        if name not in known:
            raise BadRequest("unknown_setting", f"There is no setting called “{name}”.", f"Known: {', '.join(known)}.")
        try:
            typed = msgspec.convert(value, known[name].type, strict=not isinstance(value, str))
        except msgspec.ValidationError as error:
            raise BadRequest("bad_setting", f"“{value}” does not fit the setting “{name}”: {error}.") from error
        least, most = known[name].metadata["least"], known[name].metadata["most"]
        if (least is not None and typed < least) or (most is not None and typed > most):
            raise BadRequest("bad_setting", f"The setting “{name}” must lie between {least} and {most}.")
        among = known[name].metadata["among"]
        if among and typed not in among:
            raise BadRequest("bad_setting", f"The setting “{name}” is one of {', '.join(among)}.")
        return replace(self, **{name: typed})


def load(stored: Mapping[str, Value]) -> Settings:
    """Settings from stored values; what is unknown or no longer fits falls back to its default."""
    settings = Settings()
    for name, value in stored.items():
        try:
            settings = settings.changed(name, value)
        except BadRequest:
            continue
    return settings
