"""Every encoder of the catalogue: its prefix reaches the model, through the code that loads the real weights."""

import numpy as np
import pytest
import tiny

from indexer.models import catalogue, export, folders
from indexer.models.catalogue import Kind
from indexer.models.graph import GraphEncoder
from indexer.models.reference import ReferenceEncoder, load_model

ENCODERS = [model.name for model in catalogue.MODELS if model.kind is Kind.ENCODER]
TEXTS = ["landlord repair", "one two three cat dog invoice"]


def _raw(encoder, texts):
    """What the model itself says of texts to which nothing is added."""
    rows = encoder._model.encode(texts, prompt="")
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.mark.parametrize("name", ENCODERS)
def test_each_prefix_reaches_the_model(name, tmp_path):
    folder = tiny.encoder(name, tmp_path)
    folders.check_safe(folder.path)
    model = folder.model
    encoder = ReferenceEncoder(folder, "cpu")
    queries, passages = encoder.encode_queries(TEXTS), encoder.encode_passages(TEXTS)
    query_prefix = model.prefixes.query.replace("{task}", model.task)
    assert queries.shape == passages.shape == (2, tiny.SIZE)
    assert np.allclose(queries, _raw(encoder, [query_prefix + text for text in TEXTS]), atol=1e-4)
    assert np.allclose(passages, _raw(encoder, [model.prefixes.passage + text for text in TEXTS]), atol=1e-4)
    if query_prefix:
        assert not np.allclose(queries, _raw(encoder, TEXTS), atol=1e-3)
    if model.prefixes.passage:
        assert not np.allclose(passages, _raw(encoder, TEXTS), atol=1e-3)
    assert "{task}" not in query_prefix


def test_every_encoder_of_the_catalogue_has_a_stand_in():
    assert set(ENCODERS) == set(tiny.ARCHITECTURES)


def test_an_instructed_model_takes_a_task_from_a_person(tmp_path):
    folder = tiny.encoder("multilingual-e5-large-instruct", tmp_path)
    encoder = ReferenceEncoder(folder, "cpu", task="retrieve a landlord")
    expected = _raw(encoder, ["Instruct: retrieve a landlord\nQuery: cat"])
    assert np.allclose(encoder.encode_queries(["cat"]), expected, atol=1e-4)


@pytest.mark.parametrize("name", ["bge-small-en-v1.5", "e5-small-v2", "all-mpnet-base-v2", "bge-m3"])
def test_a_quick_graph_adds_the_prefixes_as_the_reference_does(name, tmp_path):
    folder = tiny.encoder(name, tmp_path)
    manifest = export.make(folder, tmp_path / "exports", load_model(folder, "cpu", traceable=True))
    assert manifest.reason == ""
    found = export.find(folder, tmp_path / "exports")
    graph, reference = GraphEncoder(folder, found.graph, found.tokenizer), ReferenceEncoder(folder, "cpu")
    for encode in ("encode_queries", "encode_passages"):
        cosines = (getattr(graph, encode)(TEXTS) * getattr(reference, encode)(TEXTS)).sum(axis=1)
        assert cosines.min() > 0.98


def test_a_matryoshka_model_gives_shorter_vectors_of_unit_length(tmp_path):
    folder = tiny.encoder("mxbai-embed-large-v1", tmp_path)
    whole = ReferenceEncoder(folder, "cpu").encode_passages(TEXTS)
    short = ReferenceEncoder(folder, "cpu", dimension=8).encode_passages(TEXTS)
    expected = whole[:, :8] / np.linalg.norm(whole[:, :8], axis=1, keepdims=True)
    assert np.allclose(short, expected, atol=1e-5)


def test_a_folder_that_a_person_picked_declares_itself(tmp_path):
    tiny.encoder("bge-small-en-v1.5", tmp_path)
    picked = tmp_path / "bge-small-en-v1.5"
    (tmp_path / "model").rename(picked)
    folder = folders.resolve(str(picked))
    assert folder.model.dimension == tiny.SIZE
    assert folder.model.token_limit == 64
    assert folder.model.pooling is catalogue.Pooling.CLS
    assert folder.model.prefixes == catalogue.get("bge-small-en-v1.5").prefixes  # its namesake's: it names none itself
    assert ReferenceEncoder(folder, "cpu").encode_queries(["cat"]).shape == (1, tiny.SIZE)


def test_native_architectures_need_no_code_from_their_folder():
    from transformers.models.auto.configuration_auto import CONFIG_MAPPING

    assert all(name in CONFIG_MAPPING for name in folders._NATIVE)
