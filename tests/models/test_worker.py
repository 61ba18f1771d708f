import os
import threading

import numpy as np
import psutil
import pytest
from test_pairs import _cross_encoder

from indexer.errors import EnvironmentProblem
from indexer.models.pairs import load_entailment
from indexer.models.worker import BulkEncoder


@pytest.fixture(scope="module")
def bulk():
    encoder = BulkEncoder()
    yield encoder
    encoder.close()


def test_the_worker_gives_unit_vectors_in_the_order_of_the_texts(bulk):
    texts = ["The cat sat on the mat.", "A rent contract for the flat. " * 9, "A kitten rests on a rug."]
    vectors = bulk.encode(texts)
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[2] > vectors[0] @ vectors[1] + 0.2


def test_nothing_to_encode_is_no_rows(bulk):
    assert bulk.encode([]).shape == (0, 384)


def test_the_worker_is_polite(bulk):
    bulk.prepare()
    assert psutil.Process(bulk.pid).nice() >= 10


def test_a_killed_worker_is_started_again(bulk):
    bulk.prepare()
    first = bulk.pid
    psutil.Process(first).kill()
    assert bulk.encode(["still here"]).shape == (1, 384)
    assert bulk.pid not in (None, first)


def test_the_worker_reads_statements_beside_texts_by_the_labels_of_the_models_own_config(bulk, tmp_path):
    place = str(_cross_encoder(tmp_path, ["contradiction", "entailment", "neutral"]))
    pairs = [("the landlord", "rent repair"), ("a cat", "one dog two three")]
    said = bulk.entail(pairs, place)
    assert said == pytest.approx(load_entailment(place).probabilities(pairs), abs=1e-4)
    with pytest.raises(EnvironmentProblem):
        bulk.entail(pairs, str(tmp_path / "nowhere"))
    assert bulk.entail([], place).shape == (0, 3)


def test_an_idle_worker_ends():
    encoder = BulkEncoder(idle_seconds=0.05)
    try:
        encoder.encode(["once"])
        pid = encoder.pid
        if pid is not None:
            psutil.wait_procs([psutil.Process(pid)] if psutil.pid_exists(pid) else [], timeout=10)
            assert not psutil.pid_exists(pid)
    finally:
        encoder.close()


def test_closing_interrupts_a_worker_that_is_busy():
    encoder = BulkEncoder()
    seen: list[BaseException] = []

    def work():
        try:
            encoder.encode(["a long text about many things. " * 60] * 2000)
        except EnvironmentProblem as error:
            seen.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    while encoder.pid is None:
        os.sched_yield()
    encoder.close()
    thread.join(timeout=30)
    assert not thread.is_alive()
    assert [error.code for error in seen] == ["closed"]
