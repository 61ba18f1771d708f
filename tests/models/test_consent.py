"""Program code of a model runs only where a person has allowed exactly this code, and never in the service."""

import json
import os

import numpy as np
import pytest
import tiny
from hub_server import REVISION, HubServer

from indexer.errors import BadRequest, EnvironmentProblem
from indexer.models import consent, folders, hub, runtime
from indexer.models.local import LocalModels, Place
from indexer.models.reference import ReferenceEncoder
from indexer.settings import Settings

REPOSITORY = "someone/coded-model"


@pytest.fixture
def marker(tmp_path, monkeypatch):
    """A file that the model's code makes when it runs."""
    monkeypatch.setattr("transformers.dynamic_module_utils.HF_MODULES_CACHE", str(tmp_path / "modules"))
    return tmp_path / "ran"


@pytest.fixture
def coded(tmp_path, marker):
    """A model that works only with its own code."""
    path = tiny.encoder("bge-small-en-v1.5", tmp_path).path
    (path / "own.py").write_text(
        f"open({str(marker)!r}, 'w').close()\nfrom transformers import BertModel\n\n\nclass Own(BertModel):\n    pass\n"
    )
    config = json.loads((path / "config.json").read_text())
    (path / "config.json").write_text(json.dumps({**config, "auto_map": {"AutoModel": "own.Own"}}))
    return path


def refused(work) -> str:
    with pytest.raises(EnvironmentProblem) as caught:
        work()
    return caught.value.code


def test_code_that_nobody_allowed_does_not_run(coded, marker):
    assert refused(lambda: folders.resolve(str(coded))) == "code_needed"
    assert refused(lambda: runtime.load_bulk_encoder(str(coded), "cpu")) == "code_needed"
    assert not marker.exists()


def test_code_that_was_allowed_runs_in_the_model_worker_and_nowhere_else(coded, marker):
    consent.allow(coded, "")
    folder = folders.resolve(str(coded))
    assert refused(lambda: runtime.load_encoder(str(coded), "cpu")) == "code_elsewhere"
    assert refused(lambda: ReferenceEncoder(folder, "cpu")) == "code_elsewhere"
    assert not marker.exists()
    encoder = runtime.load_bulk_encoder(str(coded), "cpu")  # as the worker does
    assert marker.exists()
    assert np.linalg.norm(encoder.encode_passages(["cat"])[0]) == pytest.approx(1, abs=1e-4)


def test_another_byte_of_code_asks_again_and_makes_other_vectors(coded):
    consent.allow(coded, "")
    before = folders.resolve(str(coded)).fingerprint()
    (coded / "own.py").write_text((coded / "own.py").read_text() + "# changed\n")
    assert refused(lambda: folders.resolve(str(coded))) == "code_needed"
    consent.allow(coded, "")
    assert folders.resolve(str(coded)).fingerprint() != before


def test_code_is_fetched_to_be_looked_at_and_allowed_for_its_revision(coded, marker, tmp_path):
    (coded / "pytorch_model.bin").write_bytes(b"pickle")
    server = HubServer(coded, REPOSITORY)
    try:
        asked = lambda: hub.download(REPOSITORY, tmp_path / "models", endpoint=server.endpoint)  # noqa: E731
        (tmp_path / "models").mkdir()
        assert refused(asked) == "code_needed"
    finally:
        server.close()
    models = LocalModels(tmp_path / "models", tmp_path / "graphs", Settings)
    known = models.find(REPOSITORY)
    assert (known.place, known.revision) == (Place.CODED, REVISION)
    assert known in models.known()
    assert list(consent.code_in(tmp_path / "models" / "someone--coded-model")) == ["own.py"]
    with pytest.raises(BadRequest):
        models.allow(REPOSITORY, "b" * 40)
    assert not marker.exists()
    models.allow(REPOSITORY, REVISION)
    assert models.find(REPOSITORY).place is Place.HERE
    models.remove(REPOSITORY)
    assert os.listdir(tmp_path / "models") == []
