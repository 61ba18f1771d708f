"""BGE-M3 reads again with all three of its outputs; weights that come as pickles become safetensors first."""

import os
import pickle
import shutil

import numpy as np
import pytest
import tiny
from hub_server import HubServer

from indexer.errors import EnvironmentProblem
from indexer.models import catalogue, hub
from indexer.models.local import LocalModels
from indexer.models.reference import ReferenceEncoder
from indexer.models.threefold import ThreefoldReader, Views, likeness
from indexer.settings import Settings


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A small model as the authors of BGE-M3 publish theirs: pickles beside a tokenizer."""
    import torch
    from safetensors.torch import load_file

    folder = tiny.encoder("bge-m3", tmp_path_factory.mktemp("m3")).path
    weights = next(folder.rglob("model.safetensors"))
    torch.save(load_file(weights), weights.with_name("pytorch_model.bin"))
    weights.unlink()
    torch.manual_seed(3)
    for name, width in (("sparse_linear", 1), ("colbert_linear", tiny.SIZE)):
        torch.save(torch.nn.Linear(tiny.SIZE, width).state_dict(), folder / f"{name}.pt")
    return folder


@pytest.fixture
def server(published, tmp_path):
    shutil.copytree(published, tmp_path / "published")
    server = HubServer(tmp_path / "published", "BAAI/bge-m3")
    yield server
    server.close()


@pytest.fixture
def models(server, tmp_path):
    """As they are once the model was fetched."""
    hub.download("bge-m3", tmp_path / "models", endpoint=server.endpoint)
    return LocalModels(tmp_path / "models", tmp_path / "graphs", Settings)


def test_pickled_weights_are_fetched_as_safetensors(models, published):
    folder = models.downloads / "BAAI--bge-m3"
    names = {path.name for path in folder.rglob("*") if path.is_file()}
    assert {"model.safetensors", "sparse_linear.safetensors", "colbert_linear.safetensors"} <= names
    assert not [name for name in names if name.endswith((".bin", ".pt"))]


class Evil:
    def __reduce__(self):
        return os.mkdir, ("ran",)


def test_a_pickle_that_holds_more_than_weights_is_refused_and_not_run(server, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (server.folder / "sparse_linear.pt").write_bytes(pickle.dumps(Evil()))
    with pytest.raises(EnvironmentProblem) as caught:
        hub.download("bge-m3", tmp_path / "models", endpoint=server.endpoint)
    assert caught.value.code == "model_refused"
    assert not (tmp_path / "ran").exists()
    assert not (tmp_path / "models" / "BAAI--bge-m3").exists()


def test_a_text_is_seen_as_a_whole_by_its_words_and_token_by_token(models):
    folder = hub.download("bge-m3", models.downloads)
    reader = ThreefoldReader(folder)
    (views,) = reader.views(["cat dog cat"])
    assert np.linalg.norm(views.whole) == pytest.approx(1, abs=1e-5)
    assert np.allclose(np.linalg.norm(views.tokens, axis=1), 1, atol=1e-5)
    ids = reader._tokenizer("cat dog")["input_ids"]
    assert set(views.words) <= set(ids) - set(reader._tokenizer.all_special_ids)
    assert len(views.tokens) == 4  # three words and the end, without the beginning
    small = tiny.small(catalogue.get("bge-m3"))
    encoder = ReferenceEncoder(type(folder)(small, folder.path, folder.weights), "cpu")
    assert np.allclose(views.whole, encoder.encode_passages(["cat dog cat"])[0], atol=1e-4)


def test_texts_are_seen_alike_alone_and_in_company(models):
    reader = ThreefoldReader(hub.download("bge-m3", models.downloads))
    alone = reader.views(["cat"])[0]
    among = reader.views(["landlord tenant repair invoice", "cat"])[1]
    assert np.allclose(alone.whole, among.whole, atol=1e-5)
    assert np.allclose(alone.tokens, among.tokens, atol=1e-5)
    assert alone.words == pytest.approx(among.words)


def test_each_of_the_three_counts():
    one, other = np.array([1.0, 0.0], np.float32), np.array([0.0, 1.0], np.float32)
    query = Views(one, {7: 2.0}, one[None])
    assert likeness(query, Views(one, {}, other[None])) == pytest.approx(0.4)
    assert likeness(query, Views(other, {7: 1.5}, other[None])) == pytest.approx(0.2 * 3)
    assert likeness(query, Views(other, {8: 1.5}, np.stack([other, one]))) == pytest.approx(0.4)


def test_it_is_chosen_like_any_other_second_reader(models):
    known = next(known for known in models.known() if known.model.name == catalogue.THREEFOLD)
    assert known.place == "here"
    reader = models.reranker(known.setting)
    scores = reader.score("cat dog", ["cat dog", "landlord invoice", "two three"])
    assert int(scores.argmax()) == 0
    assert np.isnan(reader.score("cat", ["cat"], lambda: True)).all()


def test_without_the_weights_of_its_other_outputs_it_says_so(models):
    folder = hub.download("bge-m3", models.downloads)
    (folder.path / "colbert_linear.safetensors").unlink()
    with pytest.raises(EnvironmentProblem) as caught:
        ThreefoldReader(folder)
    assert caught.value.code == "model_broken"
