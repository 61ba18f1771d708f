import shutil
import socket
import sys

import pytest
import tiny
from hub_server import REVISION, HubServer

from indexer.errors import BadRequest, EnvironmentProblem
from indexer.models import folders, hub
from indexer.models.reference import ReferenceEncoder

REPOSITORY = "someone/tiny-model"


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A model as people publish them: with pickles, code and pictures beside the weights."""
    place = tmp_path_factory.mktemp("published")
    folder = tiny.encoder("e5-small-v2", place).path
    (folder / "pytorch_model.bin").write_bytes(b"pickle")
    (folder / "modeling_evil.py").write_text("raise SystemExit")
    (folder / "onnx").mkdir()
    (folder / "onnx" / "model.json").write_text("{}")
    return folder


@pytest.fixture
def server(published):
    server = HubServer(published, REPOSITORY)
    yield server
    server.close()


def _code(error, *args, **settings) -> str:
    with pytest.raises(error) as caught:
        hub.download(*args, **settings)
    return caught.value.code


def test_a_model_is_fetched_with_progress_and_can_be_used(server, published, tmp_path):
    seen = []
    folder = hub.download(REPOSITORY, tmp_path, seen.append, endpoint=server.endpoint)
    assert [progress.done for progress in seen] == sorted(progress.done for progress in seen)
    assert seen[-1].done == seen[-1].total > 0
    assert (folder.path / "model.safetensors").read_bytes() == (published / "model.safetensors").read_bytes()
    assert ReferenceEncoder(folder, "cpu").encode_passages(["cat"]).shape == (1, tiny.SIZE)


def test_neither_code_nor_pickles_are_fetched_and_the_revision_is_pinned(server, tmp_path):
    folder = hub.download(REPOSITORY, tmp_path, endpoint=server.endpoint)
    names = {file.name for file in folder.path.rglob("*")}
    assert not names & {"pytorch_model.bin", "modeling_evil.py", "onnx"}
    assert REVISION in (folder.path / ".wherein.json").read_text()
    assert all("/resolve/main/" not in path for _, path, _ in server.requests)


def test_a_broken_download_goes_on_where_it_stopped(server, published, tmp_path):
    server.folder = tmp_path / "large"
    shutil.copytree(published, server.folder)
    weights = server.folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes() + bytes(24_000_000))  # the library writes ten megabytes at a time
    server.cut = 1
    hub.download(REPOSITORY, tmp_path / "downloads", endpoint=server.endpoint)
    ranges = [asked for _, path, asked in server.requests if path.endswith("model.safetensors") and asked]
    assert ranges
    assert not ranges[0].startswith("bytes=0-")


def test_a_stopped_download_leaves_no_model_and_can_be_taken_up_again(server, tmp_path):
    assert (
        _code(EnvironmentProblem, REPOSITORY, tmp_path, cancelled=lambda: True, endpoint=server.endpoint) == "cancelled"
    )
    assert [path.name for path in tmp_path.iterdir()] == [".someone--tiny-model.part"]
    assert hub.download(REPOSITORY, tmp_path, endpoint=server.endpoint).path.is_dir()


def test_damaged_weights_are_thrown_away(server, tmp_path):
    server.damage = True
    assert _code(EnvironmentProblem, REPOSITORY, tmp_path, endpoint=server.endpoint) == "download_damaged"
    assert not list(tmp_path.rglob("model.safetensors"))


def test_a_model_that_does_not_exist_is_answered_with_near_names(server, tmp_path):
    with pytest.raises(BadRequest) as caught:
        hub.download("someone/tiny-modell", tmp_path, endpoint=server.endpoint)
    assert caught.value.code == "unknown_model"
    assert REPOSITORY in str(caught.value)


def test_without_a_network_the_message_says_so(tmp_path):
    assert _code(EnvironmentProblem, "e5-small-v2", tmp_path, endpoint="http://127.0.0.1:9") == "hub_unreachable"


def test_a_model_without_safetensors_is_refused_before_anything_is_fetched(server, published, tmp_path):
    server.folder = tmp_path / "pickled"
    shutil.copytree(published, server.folder)
    (server.folder / "model.safetensors").unlink()
    assert _code(EnvironmentProblem, REPOSITORY, tmp_path / "downloads", endpoint=server.endpoint) == "model_refused"
    assert not [path for _, path, _ in server.requests if "/resolve/" in path]


def test_nobody_is_asked_when_a_model_is_loaded(published):
    """Every connection of this process is heard of, whichever library makes it."""
    asked, listening = [], [True]
    sys.addaudithook(lambda event, args: asked.append(args[1]) if event == "socket.connect" and listening[0] else None)
    try:
        with socket.socket() as canary, pytest.raises(ConnectionRefusedError):
            canary.connect(("127.0.0.1", 9))
        assert asked == [("127.0.0.1", 9)]
        encoder = ReferenceEncoder(folders.resolve(str(published)), "cpu")
        encoder.encode_queries(["cat"])
        assert len(asked) == 1
    finally:
        listening[0] = False
