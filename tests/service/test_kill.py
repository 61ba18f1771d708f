"""kill -9 at random moments: the library ends as it would have without.

WHEREIN_KILLS and WHEREIN_KILL_FILES make the test longer: 200 and 5000 for a thorough night.
"""

import os
import random
import signal
import threading
from hashlib import sha256
from pathlib import Path

import psutil

from indexer import protocol
from indexer.client import Client, connect
from indexer.models.runtime import fingerprint_of
from indexer.store.database import Database
from indexer.store.library import Library
from indexer.store.vectors import VectorIndex
from indexer.store.words import WordIndex
from indexer.types import Reason
from indexer.work.switching import place_of

KILLS = int(os.environ.get("WHEREIN_KILLS", "6"))
FILES = int(os.environ.get("WHEREIN_KILL_FILES", "80"))


def write_documents(folder: Path) -> None:
    generator = random.Random(5)
    words = [f"word{number}" for number in range(400)]
    for number in range(FILES):
        path = folder / f"{number % 7}" / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(" ".join(generator.choices(words, k=generator.randrange(20, 90))))
    (folder / "copy.txt").write_bytes((folder / "0" / "0.txt").read_bytes())
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 no more than a promise")
    (folder / "scene.blend").write_bytes(b"\0" * 100)


def index(library: Path, folder: Path, kills: list[float]) -> None:
    """Indexes the folder; the service is killed after so many seconds each, and started again."""
    for seconds in [*kills, None]:
        news, lost = threading.Event(), threading.Event()
        client = connect(library, on_event=lambda _, news=news: news.set(), on_lost=lost.set)  # type: ignore[misc]
        pid = client.expect(protocol.Welcome, protocol.Hello()).pid
        if not client.expect(protocol.StatusReport, protocol.GetStatus()).folders:
            client.ask(protocol.AddFolder(bytes(folder)))
        if seconds is not None:
            threading.Timer(seconds, os.kill, (pid, signal.SIGKILL)).start()
        else:
            _until_idle(client, news)
            # A file that was being read at three of the kills is under suspicion, until a person has it tried again.
            for failed in client.expect(protocol.StatusReport, protocol.GetStatus()).failures:
                if failed.failure.code is Reason.CRASH:
                    client.ask(protocol.Retry(failed.path))
            _until_idle(client, news)
            process = psutil.Process(pid)
            client.ask(protocol.Shutdown())
            process.wait(30)
        assert lost.wait(60)
        client.close()


def _until_idle(client: Client, news: threading.Event) -> None:
    while client.expect(protocol.StatusReport, protocol.GetStatus()).progress.stage != "idle":
        news.wait(1)
        news.clear()


def logical_state(library: Path, folder: Path) -> dict[str, object]:
    """What a person would miss if it were lost, and whether the caches agree with it."""
    database = Database(library / "library.db")
    known = Library(database)
    fingerprint = fingerprint_of()
    words, vectors = WordIndex(library / "words"), VectorIndex(place_of(library, fingerprint), fingerprint)
    try:
        documents = known.documents(known.document_ids())
        rows = sorted(
            (
                os.path.relpath(file.path, bytes(folder)),
                file.status.value,
                file.code,
                documents[file.document_id].hash if file.document_id else b"",
                sha256(known.document_text(file.document_id).encode()).hexdigest() if file.document_id else "",
                [(entry.text) for entry in known.word_entries([file.document_id])] if file.document_id else [],
            )
            for file in known.files_below(bytes(folder))
        )
        with database.read() as connection:
            check = connection.execute("PRAGMA integrity_check").get
        return {
            "rows": rows,
            "integrity": check,
            "documents": len(documents),
            "chunks": known.sizes()[1],
            "vectors": known.vector_count(fingerprint),
            "in the word index": words.size,
            "in the vector index": vectors.size,
        }
    finally:
        words.close()
        vectors.close()
        database.close()


def test_kills_at_random_moments_leave_the_state_of_an_uninterrupted_run(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    write_documents(folder)
    index(tmp_path / "calm", folder, [])
    generator = random.Random(11)
    index(tmp_path / "wild", folder, [generator.uniform(0.05, 1.5) for _ in range(KILLS)])
    calm, wild = logical_state(tmp_path / "calm", folder), logical_state(tmp_path / "wild", folder)
    assert calm["integrity"] == wild["integrity"] == "ok"
    assert len(calm["rows"]) == FILES + 3  # type: ignore[arg-type]
    assert calm["chunks"] == calm["vectors"] == calm["in the word index"] == calm["in the vector index"]
    assert wild == calm
