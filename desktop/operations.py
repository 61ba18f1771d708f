"""What a person can do, one small function an intent, each with what is said when it is done.

An operation on the library is a value: the request, the words for success, and the operation that undoes it. What
happens on this computer only (open, show, copy) is done at once and answers what to say, empty where the effect is
plain to see.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote_from_bytes

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog

from desktop import programs, words
from desktop.language import tr
from desktop.programs import Program
from indexer.protocol import (
    AddFolder,
    AllowCode,
    Answer,
    CancelTask,
    ChangeSetting,
    DownloadModel,
    ForgetVectors,
    MergeTopics,
    Pause,
    PauseFolder,
    PauseTask,
    RefreshTopics,
    RemoveFolder,
    RemoveModel,
    RenameTopic,
    Request,
    Rescan,
    Retry,
    SetApart,
    SplitTopic,
    TaskState,
    Topic,
    Train,
    UseModel,
)


@dataclass(frozen=True, slots=True)
class Operation:
    request: Request
    done: str = ""  # said when the service has carried it out
    undo: "Operation | Callable[[Answer], Operation] | None" = None  # some can only be known from the answer

    def undoing(self, answer: Answer) -> "Operation | None":
        """What takes it back, where something does."""
        return self.undo(answer) if callable(self.undo) else self.undo


def add_folder(path: bytes) -> Operation:
    return Operation(
        AddFolder(path),
        tr("Reading {name}. Its files can be searched as they come in.").format(name=words.name_of(path)),
    )


def remove_folder(path: bytes) -> Operation:
    said = tr("{name} is no longer searched. Its files are untouched.").format(name=words.name_of(path))
    return Operation(RemoveFolder(path), said, add_folder(path))


def pause_folder(path: bytes) -> Operation:
    said = tr("{name} is paused. What was read can be searched.").format(name=words.name_of(path))
    return Operation(PauseFolder(path, True), said)


def resume_folder(path: bytes) -> Operation:
    return Operation(PauseFolder(path, False), tr("{name} is read again.").format(name=words.name_of(path)))


def pause() -> Operation:
    return Operation(Pause(True))


def resume() -> Operation:
    return Operation(Pause(False))


def rescan() -> Operation:
    return Operation(Rescan(), tr("Looking for new and changed files."))


def retry_file(path: bytes) -> Operation:
    return Operation(Retry(path), tr("Trying {name} again.").format(name=words.name_of(path)))


def retry_all(files: int) -> Operation:
    return Operation(Retry(None), tr("Trying {files} again.").format(files=words.count(files, "file")))


def pause_task(task: TaskState, *, paused: bool) -> Operation:
    return Operation(PauseTask(task.id, paused))


def cancel_task(task: TaskState) -> Operation:
    return Operation(CancelTask(task.id))


def change_setting(name: str, value: bool | int | float | str) -> Operation:
    return Operation(ChangeSetting(name, value))


def use_model(name: str, dimension: int = 0, precision: str = "") -> Operation:
    return Operation(UseModel(name, dimension, precision))


def download_model(name: str) -> Operation:
    return Operation(DownloadModel(name))


def allow_code(name: str, revision: str) -> Operation:
    return Operation(AllowCode(name, revision), f"The code of {name} may run, as it is now.")


def remove_model(name: str) -> Operation:
    said = tr("{name} is no longer on this computer. It can be downloaded again.").format(name=name)
    return Operation(RemoveModel(name), said)


def train(kind: str) -> Operation:
    """`kind` is "encoder" or "reranker"."""
    return Operation(Train("encoder" if kind == "encoder" else "reranker"))


def forget_vectors() -> Operation:
    return Operation(ForgetVectors(), tr("The space is free again."))


def set_apart(paths: tuple[bytes, ...], apart: bool = True) -> Operation:
    """These files are not the same to the person."""
    if not apart:
        return Operation(SetApart(paths, False), tr("They may be grouped again."))
    return Operation(SetApart(paths), tr("They are not grouped any more."), set_apart(paths, False))


# --- on this computer ----------------------------------------------------------------------------------------------


def url_of(path: bytes) -> QUrl:
    return QUrl.fromEncoded(b"file://" + quote_from_bytes(path).encode())


def open_file(path: bytes) -> str:
    """Open with the program that the system has for it."""
    if not os.path.exists(path):
        return tr("{name} is not there any more.").format(name=words.name_of(path))
    if not QDesktopServices.openUrl(url_of(path)):
        return tr("No program is set up to open {name}.").format(name=words.name_of(path))
    return ""


def open_with(path: bytes, program: Program) -> str:
    try:
        program.open(path, url_of(path).toString(QUrl.ComponentFormattingOption.FullyEncoded))
    except OSError as error:
        reason = error.strerror or str(error)
        return tr("{program} could not be started: {reason}.").format(program=program.name, reason=reason)
    return ""


def open_with_dialog(path: bytes) -> str:
    """Where the system has its own way to ask for a program."""
    try:
        programs.system_dialog(path)
    except OSError as error:
        return error.strerror or str(error)
    return ""


def choose_program(title: str) -> Program | None:
    path, _ = QFileDialog.getOpenFileName(None, title, programs.usual_place())
    return programs.program_at(path) if path else None


def show_in_folder(path: bytes) -> str:
    """Show the file, selected where the file manager can, in its folder."""
    if not os.path.exists(path):
        return tr("{name} is not there any more.").format(name=words.name_of(path))
    if sys.platform == "win32":
        subprocess.Popen(["explorer", "/select,", os.fsdecode(path)])
    elif sys.platform == "darwin":
        subprocess.Popen(["open", "-R", path])
    elif not _file_manager_shows(path):
        QDesktopServices.openUrl(url_of(os.path.dirname(path)))
    return ""


def _file_manager_shows(path: bytes) -> bool:
    from PySide6.QtDBus import QDBusConnection, QDBusMessage

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return False
    call = QDBusMessage.createMethodCall(
        "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1", "org.freedesktop.FileManager1", "ShowItems"
    )
    call.setArguments([[url_of(path).toString(QUrl.ComponentFormattingOption.FullyEncoded)], ""])
    return bus.send(call)


def copy_paths(paths: Sequence[bytes]) -> str:
    QGuiApplication.clipboard().setText("\n".join(words.display(path) for path in paths))
    many = words.count(len(paths), "path")
    return tr("Path copied.") if len(paths) == 1 else tr("{paths} copied.").format(paths=many)


def copy_files(paths: Sequence[bytes]) -> str:
    """To be pasted as files where files go, as paths where text goes."""
    QGuiApplication.clipboard().setMimeData(files_to_drag(paths))
    return tr("{files} copied.").format(files=words.count(len(paths), "file"))


def copy_text(text: str) -> str:
    QGuiApplication.clipboard().setText(text)
    return tr("Text copied.")


def files_to_drag(paths: Sequence[bytes]) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([url_of(path) for path in paths])
    mime.setText("\n".join(words.display(path) for path in paths))
    return mime


def find_topics(method: str = "", count: int = 0) -> Operation:
    """Without a method, as last time."""
    return Operation(RefreshTopics(method, count))


def rename_topic(topic: Topic, name: str) -> Operation:
    before = topic.name if topic.given else ""
    said = tr("The topic is called “{name}” from now on.").format(name=name)
    if not name:
        said = tr("The topic is called by what is in it again.")
    return Operation(RenameTopic(topic.id, name), said, Operation(RenameTopic(topic.id, before)))


def merge_topics(topics: Sequence[int]) -> Operation:
    return Operation(MergeTopics(tuple(topics)), tr("{number} topics are one now.").format(number=len(topics)))


def split_topic(topic: Topic) -> Operation:
    return Operation(SplitTopic(topic.id))
