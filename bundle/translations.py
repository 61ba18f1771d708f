"""Keeps the catalogues of the window's languages: `python bundle/translations.py` takes new texts from the source into
each `resources/translations/wherein_<language>.ts`, drops those that are gone, and makes the .qm file that the window
loads. What still has no translation is listed, and makes the exit status 1.

Texts are the plain strings in `tr(...)` and `source(...)`, the nouns in `words.count(n, "noun")`, what the settings say
of themselves, and the reasons why a file is not read. A new language: an empty file with its name, then this, then a
translator with Qt Linguist.
"""

import ast
import subprocess
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from indexer.reasons import REASONS

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "resources" / "translations"
PLAIN, COUNTED = ("tr", "source"), ("count", "counted")


def texts(files: Iterable[Path]) -> dict[str, bool]:
    """Each text of the source, and whether it is a counted noun, in the order of the alphabet."""
    found: dict[str, bool] = {}
    for path in files:
        for name, arguments in _calls(path):
            if name in PLAIN and (said := _plain(arguments[0])):
                found.setdefault(said, False)
            elif name in COUNTED and len(arguments) > 1 and (noun := _plain(arguments[1])):
                found[noun] = True
            elif name == "_setting" and len(arguments) > 1 and (said := _plain(arguments[1])):
                found.setdefault(said, False)
    for what, todo in REASONS.values():
        found |= {said: False for said in (what, todo) if said}
    return dict(sorted(found.items()))


def sources() -> list[Path]:
    return [*sorted((ROOT / "desktop").rglob("*.py")), ROOT / "indexer" / "settings.py"]


def _calls(path: Path) -> Iterator[tuple[str, list[ast.expr]]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args:
            yield getattr(node.func, "id", getattr(node.func, "attr", "")), node.args


def _plain(argument: ast.expr) -> str:
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else ""


class Catalogue:
    """The translations of one language. A counted noun has as many forms as the language, in Qt's order."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.known: dict[str, list[str]] = {}
        if path.exists() and path.stat().st_size:
            for message in ElementTree.parse(path).iter("message"):
                told = message.find("translation")
                forms = [form.text or "" for form in told.iter("numerusform")] if told is not None else []
                plain = (told.text or "") if told is not None else ""
                self.known[message.findtext("source", "")] = forms or [plain]

    @property
    def language(self) -> str:
        return self.path.stem.removeprefix("wherein_")

    def missing(self, wanted: Iterable[str]) -> list[str]:
        return [text for text in wanted if not all(self.known.get(text, [""]))]

    def write(self, wanted: dict[str, bool]) -> None:
        root = ElementTree.Element("TS", version="2.1", language=self.language)
        context = ElementTree.SubElement(root, "context")
        ElementTree.SubElement(context, "name")
        for text, is_counted in wanted.items():
            message = ElementTree.SubElement(context, "message", {"numerus": "yes"} if is_counted else {})
            ElementTree.SubElement(message, "source").text = text
            forms = self.known.get(text, ["", ""] if is_counted else [""])
            told = ElementTree.SubElement(message, "translation", {} if all(forms) else {"type": "unfinished"})
            if is_counted:
                for form in forms:
                    ElementTree.SubElement(told, "numerusform").text = form
            else:
                told.text = forms[0]
        ElementTree.indent(root, " ")
        body = ElementTree.tostring(root, encoding="unicode")
        head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
        self.path.write_text(f"{head}{body}\n", encoding="utf-8")

    def release(self) -> None:
        tool = Path(sys.executable).with_name("pyside6-lrelease")
        subprocess.run([str(tool), str(self.path), "-qm", str(self.path.with_suffix(".qm"))], check=True)


def main() -> int:
    ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter).parse_args()
    wanted = texts(sources())
    missing = 0
    for path in sorted(CATALOGUES.glob("wherein_*.ts")):
        catalogue = Catalogue(path)
        catalogue.write(wanted)
        catalogue.release()
        for text in catalogue.missing(wanted):
            sys.stdout.write(f"{catalogue.language}: {text}\n")
            missing += 1
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
