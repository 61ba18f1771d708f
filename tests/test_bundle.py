"""The package that runs without Python: built, and used as a person would. Minutes long, so only where it is asked for:
`WHEREIN_BUNDLE=dist/wherein/wherein python -m pytest tests/test_bundle.py` after `python bundle/build.py`."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bundle import start

PROGRAM = os.environ.get("WHEREIN_BUNDLE", "")


def test_the_packaged_program_becomes_each_of_its_processes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is started as Python would be: with flags and a module."""
    (tmp_path / "told.py").write_text("import sys; print(__name__, sys.argv[1:])")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["wherein", "-P", "-m", "told", "--library", "x"])
    start.main()
    assert capsys.readouterr().out.strip() == "__main__ ['--library', 'x']"


@pytest.mark.skipif(not PROGRAM, reason="no package was named in WHEREIN_BUNDLE")
@pytest.mark.timeout(300)
def test_the_package_reads_understands_and_finds(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "lease.txt").write_text("The landlord bears the cost of repairs to the roof.")
    (papers / "bread.txt").write_text("Feed the starter, knead, let it rise overnight, bake in a hot pot.")
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    env |= {"WHEREIN_LIBRARY": str(tmp_path / "library"), "WHEREIN_CACHE": str(tmp_path / "cache")}

    def ask(*arguments: str) -> dict:
        done = subprocess.run([PROGRAM, *arguments, "--json"], capture_output=True, text=True, check=True, env=env)
        return json.loads(done.stdout)

    try:
        ask("add", str(papers))
        status = ask("index", "--once")
        assert (status["files"]["ok"], status["vectors"]) == (2, 2)
        assert [Path(hit["path"]).name for hit in ask("search", "who mends a leaking ceiling")["hits"]][:1] == [
            "lease.txt"
        ]
    finally:
        subprocess.run([PROGRAM, "serve", "--stop"], check=False, env=env)


@pytest.mark.skipif(not PROGRAM, reason="no package was named in WHEREIN_BUNDLE")
def test_the_window_of_the_package_opens_and_ends(tmp_path: Path) -> None:
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path)}
    env.pop("PYTHONPATH", None)
    with subprocess.Popen([PROGRAM, "--library", str(tmp_path / "library")], stderr=subprocess.PIPE, env=env) as window:
        with pytest.raises(subprocess.TimeoutExpired):
            window.wait(8)
        window.terminate()
        assert window.stderr is not None
        assert b"Traceback" not in window.stderr.read()
    subprocess.run([PROGRAM, "serve", "--stop", "--library", str(tmp_path / "library")], check=False, env=env)
