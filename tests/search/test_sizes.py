"""What shorter and coarser vectors cost is measured on the vectors that are there."""

import numpy as np

from indexer.models.encoder import unit_length
from indexer.search.measuring.sizes import costs


def test_whole_vectors_lose_nothing_and_what_is_cut_off_is_counted() -> None:
    random = np.random.default_rng(1)
    vectors = unit_length(random.standard_normal((300, 64)))
    found = {(cost.dimension, cost.precision): cost for cost in costs(vectors, (64, 32, 4), random)}
    assert found[64, "float16"].kept > 0.99
    assert found[64, "int8"].kept > 0.9
    assert 0.9 > found[32, "float16"].kept > found[4, "float16"].kept
    assert [found[64, kind].bytes for kind in ("float16", "int8")] == [128, 68]


def test_vectors_whose_first_numbers_say_all_lose_nothing_when_they_are_shortened() -> None:
    random = np.random.default_rng(1)
    vectors = np.zeros((200, 32), np.float32)
    vectors[:, :16] = random.standard_normal((200, 16))
    (half, _) = costs(unit_length(vectors), (16,), random)
    assert half.kept > 0.99
