"""The whole way, as a client sees it: the real service in its own process, the real model, real files."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from PIL import Image, ImageDraw, ImageFont

from indexer import protocol
from indexer.client import Client, connect
from indexer.errors import EnvironmentProblem, WhereinError
from indexer.types import Mode, Status

DOCUMENTS = {
    "lease.txt": "Lease of the flat in Elm Street.\n\nThe landlord shall bear the cost of repairs to the roof, "
    "the heating and the water pipes. The tenant pays for small damage up to eighty euros.",
    "soup.md": "# Leek soup\n\nWash the leeks, fry them gently in butter, add stock and potatoes, simmer.",
    "minutes.html": "<html><body><h1>Board minutes</h1><p>The board decided to postpone the purchase of the new "
    "printing press until spring.</p></body></html>",
    "budget.csv": "item,amount\ncoffee machine,420\nbicycle rack,1300\n",
    "tide.py": "def spring_tide(moon_age):\n    '''Sun and moon pull together.'''\n    return moon_age in (0, 15)\n",
}


KINDS_PDF = protocol.Filters(kinds=("pdf",))


class Journey:
    """A running service over a folder of documents."""

    def __init__(self, directory: Path) -> None:
        self.library = directory / "library"
        self.docs = directory / "docs"
        self.docs.mkdir()
        self._news = threading.Event()
        self.client = self.connect()

    def connect(self) -> Client:
        return connect(self.library, on_event=lambda _: self._news.set())

    def wait_until(self, condition: Callable[[], bool], seconds: float = 60) -> None:
        """Looks again after each event of the service."""
        deadline = time.monotonic() + seconds
        while True:
            self._news.clear()
            if condition():
                return
            assert time.monotonic() < deadline
            self._news.wait(1)

    def write_all(self) -> None:
        for name, text in DOCUMENTS.items():
            (self.docs / name).write_text(text)

    def status(self) -> protocol.StatusReport:
        return self.client.expect(protocol.StatusReport, protocol.GetStatus())

    def settle(self) -> protocol.StatusReport:
        """Waits until everything is read, understood and searchable."""
        self.client.ask(protocol.AwaitMeaning())
        self.wait_until(lambda: self.status().progress.stage == "idle")
        return self.status()

    def find(self, query: str, **more: object) -> list[str]:
        results = self.client.expect(protocol.Results, protocol.Search(query, **more))  # type: ignore[arg-type]
        return [hit.name for hit in results.hits]

    def pid(self) -> int:
        return self.client.expect(protocol.Welcome, protocol.Hello()).pid

    def close(self) -> None:
        try:
            client = connect(self.library, start=False)
        except WhereinError:
            return
        process = psutil.Process(client.expect(protocol.Welcome, protocol.Hello()).pid)
        client.ask(protocol.Shutdown())
        process.wait(20)
        client.close()


@pytest.fixture
def journey(tmp_path: Path) -> Iterator[Journey]:
    journey = Journey(tmp_path)
    yield journey
    journey.close()


def test_a_folder_is_added_and_its_documents_are_found_by_what_they_mean(journey: Journey) -> None:
    journey.write_all()
    journey.client.ask(protocol.AddFolder(bytes(journey.docs)))
    status = journey.settle()
    assert (status.files.ok, status.files.total) == (len(DOCUMENTS), len(DOCUMENTS))
    assert status.vectors == status.chunks >= len(DOCUMENTS)
    assert journey.find("who has to pay when the roof leaks?")[0] == "lease.txt"
    assert journey.find("cooking vegetables", mode=Mode.MEANING)[0] == "soup.md"
    assert journey.find("printing press", mode=Mode.WORDS) == ["minutes.html"]
    assert journey.find("tide.py")[0] == "tide.py"
    assert set(journey.find("coffee", filters=protocol.Filters(kinds=("data",)))) == {"budget.csv"}
    hit = journey.client.expect(protocol.Results, protocol.Search("landlord repairs")).hits[0]
    text = journey.client.expect(protocol.DocumentText, protocol.GetDocument(hit.path)).text
    passage = hit.passages[0]
    assert text[passage.start : passage.end] == passage.text
    assert "repairs" in {passage.text[low:high] for low, high in passage.highlights}


def test_text_in_pictures_is_found_and_a_move_costs_no_second_look(journey: Journey) -> None:
    picture = Image.new("RGB", (620, 120), "white")
    ImageDraw.Draw(picture).text((40, 40), "Receipt for a saxophone", "black", ImageFont.load_default(36))
    picture.save(journey.docs / "scan.pdf")
    picture.save(journey.docs / "photo.png")
    (journey.docs / "brief.txt").write_text(
        "Der Vermieter trägt die Kosten der Reparaturen am Dach und an der Heizung."
    )
    journey.client.ask(protocol.AddFolder(bytes(journey.docs)))
    status = journey.settle()
    assert (status.files.ok, status.files.total) == (3, 3)
    assert set(journey.find("saxophone", mode=Mode.WORDS)) == {"scan.pdf", "photo.png"}
    hit = journey.client.expect(protocol.Results, protocol.Search("saxophone", filters=KINDS_PDF)).hits[0]
    assert hit.passages[0].place is not None
    assert (hit.passages[0].place.kind, hit.passages[0].place.number) == ("page", 1)
    seen = journey.client.expect(protocol.DocumentText, protocol.GetDocument(bytes(journey.docs / "photo.png")))
    (box,) = seen.boxes
    assert seen.text[box.start : box.end] == "Receipt for a saxophone"
    assert 0 < box.left < 0.1 < 0.5 < box.right < 1
    assert journey.find("lang:de Reparaturen") == ["brief.txt"]
    (journey.docs / "photo.png").rename(journey.docs / "kept.png")
    journey.wait_until(lambda: "kept.png" in journey.find("saxophone", mode=Mode.WORDS))
    after = journey.settle()
    assert (after.files, after.documents, after.vectors) == (status.files, status.documents, status.vectors)


def test_what_happens_on_disk_is_seen_as_it_happens(journey: Journey) -> None:
    journey.write_all()
    journey.client.ask(protocol.AddFolder(bytes(journey.docs)))
    journey.settle()
    (journey.docs / "new.txt").write_text("The zoo bought a second giraffe.")
    journey.wait_until(lambda: "new.txt" in journey.find("giraffe"))
    (journey.docs / "new.txt").rename(journey.docs / "animals.txt")
    journey.wait_until(lambda: journey.find("giraffe", mode=Mode.WORDS) == ["animals.txt"])
    (journey.docs / "animals.txt").unlink()
    journey.wait_until(lambda: "animals.txt" not in journey.find("giraffe"))


def test_similar_documents_leave_out_the_document_itself(journey: Journey) -> None:
    journey.write_all()
    (journey.docs / "lease2.txt").write_text(
        "Rental contract: repairs of heating and roof are paid by the owner of the house."
    )
    journey.client.ask(protocol.AddFolder(bytes(journey.docs)))
    journey.settle()
    results = journey.client.expect(protocol.Results, protocol.SimilarTo(bytes(journey.docs / "lease.txt")))
    assert results.hits[0].name == "lease2.txt"
    assert "lease.txt" not in {hit.name for hit in results.hits}
    outside = journey.library.parent / "outside.txt"
    outside.write_text("soup of leeks and potatoes in butter")
    results = journey.client.expect(protocol.Results, protocol.SimilarTo(bytes(outside)))
    assert results.hits[0].name == "soup.md"


def test_a_removed_folder_is_found_no_more(journey: Journey) -> None:
    journey.write_all()
    journey.client.ask(protocol.AddFolder(bytes(journey.docs)))
    journey.settle()
    journey.client.ask(protocol.RemoveFolder(bytes(journey.docs)))
    journey.wait_until(lambda: journey.find("landlord") == [])
    status = journey.settle()
    assert (status.files.total, status.documents, status.chunks, status.vectors) == (0, 0, 0, 0)


def test_a_service_killed_in_the_middle_goes_on_where_it_was(journey: Journey) -> None:
    for number in range(60):
        (journey.docs / f"{number}.txt").write_text(
            f"Report number {number} about subject {number * 7919 % 1000}.\n" * 40
        )
    (journey.docs / "broken.pdf").write_bytes(b"%PDF-1.4 this is not really one")
    journey.client.ask(protocol.AddFolder(bytes(journey.docs)))
    journey.wait_until(lambda: journey.status().files.ok >= 5)
    os.kill(journey.pid(), signal.SIGKILL)
    journey.client.close()
    journey.client = journey.connect()
    status = journey.settle()
    assert (status.files.ok, status.files.failed, status.files.pending) == (60, 1, 0)
    assert status.documents == 60
    assert status.vectors == status.chunks
    assert [failed.status for failed in status.failures] == [Status.FAILED]


def test_a_moved_folder_makes_no_model_call(journey: Journey) -> None:
    journey.write_all()
    journey.client.ask(protocol.AddFolder(bytes(journey.docs)))
    before = journey.settle()
    (journey.docs / "inner").mkdir()
    for name in DOCUMENTS:
        (journey.docs / name).rename(journey.docs / "inner" / name)
    journey.wait_until(lambda: "inner" in os.fsdecode(journey.client.expect(  # type: ignore[arg-type]
        protocol.Results, protocol.Search("landlord", mode=Mode.WORDS)).hits[0].path))  # fmt: skip
    after = journey.settle()
    assert (after.documents, after.vectors, after.files) == (before.documents, before.vectors, before.files)


def test_a_second_service_is_refused_with_a_clear_message(journey: Journey) -> None:
    from indexer.service import serve

    with pytest.raises(EnvironmentProblem, match="runs for the library") as caught:
        serve(journey.library, lambda: None, threading.Event())
    assert caught.value.code == "already_running"


def test_a_folder_that_does_not_exist_is_a_clear_message(journey: Journey) -> None:
    with pytest.raises(WhereinError, match="There is no folder"):
        journey.client.ask(protocol.AddFolder(bytes(journey.docs / "nowhere")))
    (journey.docs / "file.txt").touch()
    with pytest.raises(WhereinError, match="is a file, not a folder"):
        journey.client.ask(protocol.AddFolder(bytes(journey.docs / "file.txt")))


def test_the_service_listens_on_no_network_port(journey: Journey) -> None:
    process = psutil.Process(journey.pid())
    assert [c for c in process.net_connections(kind="inet") if c.status == psutil.CONN_LISTEN] == []
    files = [journey.library / "service.key", journey.library / "library.db", journey.library / "service.log"]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


def test_a_setting_that_does_not_fit_is_refused(journey: Journey) -> None:
    with pytest.raises(WhereinError, match="must lie between"):
        journey.client.ask(protocol.ChangeSetting("readers", 0))
    journey.client.ask(protocol.ChangeSetting("exclude", "*.md"))
    settings = journey.client.expect(protocol.Settings, protocol.GetSettings())
    assert {item.name: item.value for item in settings.settings}["exclude"] == "*.md"
    journey.write_all()
    journey.client.ask(protocol.AddFolder(bytes(journey.docs)))
    journey.settle()
    assert "soup.md" not in journey.find("leek soup")
