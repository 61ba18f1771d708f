import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.models.batches import batches, encode_in_batches

LENGTHS = st.lists(st.integers(0, 300), max_size=60)


@given(LENGTHS, st.integers(1, 2000))
def test_every_text_is_in_one_batch_and_no_padded_batch_is_over_the_budget(lengths, budget):
    made = list(batches(lengths, budget))
    assert sorted(index for batch in made for index in batch) == list(range(len(lengths)))
    for batch in made:
        assert len(batch) == 1 or len(batch) * max(lengths[index] for index in batch) <= budget


def _row(index):
    return np.full(3, index, dtype=np.float32)


@given(LENGTHS.filter(bool), st.integers(1, 8))
def test_a_batch_that_does_not_fit_into_memory_is_halved_until_it_does(lengths, fits):
    def encode(batch):
        if len(batch) > fits:
            raise MemoryError
        return np.stack([_row(index) for index in batch])

    vectors = encode_in_batches(lengths, 3, 10_000, encode, lambda error: isinstance(error, MemoryError))
    assert (vectors == np.stack([_row(index) for index in range(len(lengths))])).all()


def test_after_memory_ran_short_later_batches_are_small_at_once():
    tried = []

    def encode(batch):
        tried.append(len(batch))
        if len(batch) > 4:
            raise MemoryError
        return np.zeros((len(batch), 1), dtype=np.float32)

    encode_in_batches([1] * 32, 1, 16, encode, lambda error: isinstance(error, MemoryError))
    assert tried == [16, 8] + [4] * 8


def test_one_text_that_does_not_fit_raises():
    def encode(batch):
        raise MemoryError

    with pytest.raises(MemoryError):
        encode_in_batches([5, 5], 1, 100, encode, lambda error: isinstance(error, MemoryError))


def test_another_failure_is_not_mistaken_for_lack_of_memory():
    calls = []

    def encode(batch):
        calls.append(batch)
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        encode_in_batches([5, 5], 1, 100, encode, lambda error: isinstance(error, MemoryError))
    assert len(calls) == 1
