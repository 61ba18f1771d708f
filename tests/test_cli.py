"""What the commands say of input that makes no sense; the service is not even asked."""

import json
import sys
from pathlib import Path

import pytest

from indexer import cli
from indexer.report import counted


def said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[str, str]:
    """What a command that fails says to a script and to a person: the code, the line."""
    monkeypatch.setattr(sys, "argv", ["wherein", *arguments, "--json"])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 1
    code = json.loads(capsys.readouterr().out)["error"]["code"]
    monkeypatch.setattr(sys, "argv", ["wherein", *arguments])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    return code, printed.err


def test_senseless_input_gets_an_answer_that_says_what_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    library = ("--library", str(tmp_path / "library"))
    for arguments, code, words in (
        (("search", "  "), "empty_query", "Say what you remember"),
        (("search", "roof", "--type", "words"), "unknown_type", "Known are pdf, document"),
        (("similar", str(tmp_path / "nope.txt")), "no_such_file", "is not there"),
        (("similar", str(tmp_path)), "no_such_file", "is a folder, not a file"),
        (("serve", "--stop"), "no_service", "No indexer runs"),
    ):
        told, line = said(capsys, monkeypatch, *arguments, *library)
        assert (told, words in line) == (code, True)
    assert not (tmp_path / "library").exists()


def test_a_library_that_cannot_be_written_to_is_refused_before_anything_starts(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    code, line = said(capsys, monkeypatch, "status", "--library", str(tmp_path / "file"))
    assert code == "library_unwritable"
    assert "Choose another one with --library." in line


def test_a_library_may_be_named_before_the_command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WHEREIN_LIBRARY", str(tmp_path / "another"))
    _, line = said(capsys, monkeypatch, "--library", str(tmp_path / "named"), "serve", "--stop")
    assert f"“{tmp_path / 'named'}”" in line


def test_one_file_is_counted_as_one() -> None:
    assert [counted(n, "file") for n in (0, 1, 1204)] == ["0 files", "1 file", "1,204 files"]
