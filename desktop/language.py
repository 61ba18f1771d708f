"""The language of the window: English in the source, others from `resources/translations/wherein_<language>.qm`.

Every text that a person reads goes through `tr`, with a plain string in it, for `bundle/translations.py` reads the
source: `tr("Reading {name}").format(name=...)`. Counted nouns are told by `words.count`, which asks `counted`; what the
service says is put into the language by `told`. Tables of texts are made when a module is imported, so `install` comes
before the modules of the window.
"""

import re
from importlib.resources import files

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

NAME = re.compile(r"wherein_([a-z]{2,3})\.qm")


def languages() -> dict[str, str]:
    """The languages that the window speaks, each with its own name for itself."""
    folder = files("resources").joinpath("translations")
    found = [match[1] for entry in folder.iterdir() if (match := NAME.fullmatch(entry.name))] if folder.is_dir() else []
    return {"en": "English"} | {code: QLocale(code).nativeLanguageName().capitalize() for code in sorted(found)}


def tr(text: str, disambiguation: str = "", n: int = -1) -> str:
    """The text in the window's language; itself where it has no translation."""
    return QCoreApplication.translate("", text, disambiguation or None, n)


def source(text: str) -> str:
    """Marks a text for the catalogue that is put into the window's language later, by `tr`."""
    return text


def counted(n: int, one: str, many: str) -> str:
    """The noun for so many, in as many forms as the language has; the catalogue knows it by `one`."""
    said = QCoreApplication.translate("", one, None, n)
    return said if said != one or n == 1 else many


def locale() -> QLocale:
    """How dates and numbers are written; in English where the system says nothing of it."""
    found = QLocale()
    return QLocale("en") if found.language() is QLocale.Language.C else found


def wanted(chosen: str) -> str:
    """The language to use: the chosen one, or the system's ("" for that), where there is a translation."""
    wished = [chosen] if chosen else [name.split("-")[0] for name in QLocale.system().uiLanguages()]
    known = languages()
    return next((language for language in wished if language in known), "en")


def install(app: QCoreApplication, language: str) -> None:
    """Texts, dates and numbers in that language from now on."""
    if QLocale.languageToCode(QLocale.system().language()) != language:
        QLocale.setDefault(QLocale(language))  # otherwise as the system has it: 24 hours or 12, and so on
    if language == "en":
        return
    folder = str(files("resources").joinpath("translations"))
    for name, where in ((f"qtbase_{language}", _qt_folder()), (f"wherein_{language}", folder)):
        translator = QTranslator(app)
        if translator.load(name, where):
            app.installTranslator(translator)


def _qt_folder() -> str:
    return QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
