"""What belongs together, on the command line: shapes that scripts build on, copies to the trash and back."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont
from test_journey import Journey

from indexer import cli, protocol
from tests.insight.texts import BOARD, LEASE, SOUP, edited

FILES = {
    "lease.txt": LEASE,
    "export/lease.html": f"<html><body><p>{LEASE}</p></body></html>",
    "copies/lease (1).txt": LEASE,
    "lease v2.txt": edited(LEASE, 1),
    "soup.txt": SOUP,
    "board.txt": BOARD,
}

Run = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journey]:
    library = Journey(tmp_path_factory.mktemp("alike"))
    for number, (name, text) in enumerate(FILES.items()):
        path = library.docs / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        os.utime(path, (1_700_000_000 + number, 1_700_000_000 + number))
    library.client.ask(protocol.AddFolder(bytes(library.docs)))
    library.settle()
    yield library
    library.close()


@pytest.fixture
def run(library: Journey, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> dict[str, Any]:
        monkeypatch.setattr(sys, "argv", ["wherein", *arguments, "--json", "--library", str(library.library)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            cli.main()
        assert not left.value.code
        return json.loads(capsys.readouterr().out)

    return run


def names(files: list[dict[str, Any]] | list[str]) -> list[str]:
    return [Path(file["path"] if isinstance(file, dict) else file).name for file in files]


def by_kind(found: dict[str, Any]) -> dict[str, list[str]]:
    return {group["kind"]: names(group["files"]) for group in found["groups"]}


def test_duplicates_are_listed_by_kind_with_what_stays_first(run: Run) -> None:
    found = by_kind(run("duplicates"))
    assert found["exact"] == ["lease.txt", "lease (1).txt"]
    assert set(found["near"]) == {"lease.txt", "lease (1).txt", "lease.html"}
    assert by_kind(run("duplicates", "--kind", "exact", "--keep", "newest"))["exact"] == ["lease (1).txt", "lease.txt"]


def test_drafts_are_a_family_and_are_compared(run: Run, library: Journey) -> None:
    (family,) = run("versions")["families"]
    assert Path(family["current"]).name == "lease v2.txt"
    compared = run("compare", str(library.docs / "lease.txt"), str(library.docs / "lease v2.txt"))
    assert compared["relation"] == "version"
    assert any("notary" in changed["text"] for changed in compared["only_second"])


def test_similar_folds_copies_and_finds_the_source_of_a_quote(run: Run, library: Journey) -> None:
    found = run("similar", str(library.docs / "lease.txt"))
    assert not {"lease (1).txt", "lease.html", "lease v2.txt"} & set(names(found["hits"]))
    assert {"lease (1).txt", "lease.html", "lease v2.txt"} <= set(names(found["folded"]))
    quote = "Let everything simmer for half an hour with the lid on"
    hit = run("similar", "--text", quote)["hits"][0]
    assert Path(hit["path"]).name == "soup.txt"
    assert {"path", "score", "tier", "page", "start", "end", "passage", "highlights"} <= hit.keys()


@pytest.mark.parametrize("name", ["photo.png", "scan.pdf"])
def test_what_is_written_in_a_picture_or_scan_finds_what_says_the_like(
    run: Run, library: Journey, tmp_path: Path, name: str
) -> None:
    picture = Image.new("RGB", (1200, 300), "white")
    written = "Potato and leek soup\nWash the leeks, fry them gently in butter,\nadd cream, season with nutmeg"
    ImageDraw.Draw(picture).text((40, 40), written, "black", ImageFont.load_default(40))
    picture.save(tmp_path / name)
    assert names(run("similar", str(tmp_path / name))["hits"])[0] == "soup.txt"


def test_a_copy_goes_to_the_trash_is_noted_and_comes_back(run: Run, library: Journey) -> None:
    copy = library.docs / "copies" / "lease (1).txt"
    gone = run("duplicates", "--kind", "exact", "--keep", "oldest", "--select", "all", "--trash")
    assert names(gone["moved"]) == ["lease (1).txt"]
    assert gone["bytes"] == len(LEASE)
    assert not copy.exists()
    (noted,) = run("trashed")["removals"]
    assert (noted["state"], Path(noted["reference"]).name) == ("trashed", "lease.txt")
    assert names(run("duplicates", "--undo")["restored"]) == ["lease (1).txt"]
    assert copy.read_text() == LEASE
    assert run("trashed")["removals"][0]["state"] == "restored"


def test_what_a_person_sets_apart_is_not_grouped_until_that_is_undone(run: Run, library: Journey) -> None:
    pair = (str(library.docs / "lease.txt"), str(library.docs / "export" / "lease.html"))
    assert run("apart", *pair)["apart"]
    assert "lease.html" not in by_kind(run("duplicates")).get("near", [])
    run("apart", *pair, "--undo")
    assert "lease.html" in by_kind(run("duplicates"))["near"]
