"""Which texts are encoded together: pure decisions, and the one loop that carries them out."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from indexer.models.encoder import Vectors


def batches(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Indexes of texts, longest first, so that no batch holds more than `budget` tokens once padded.

    Texts of one batch have about the same length, so that little is padded. The longest come first: what does not
    fit into memory fails at once, not after an hour. A text longer than the budget is a batch of its own.
    """
    batch: list[int] = []
    width = 0  # of the batch's first, longest text
    for index in sorted(range(len(lengths)), key=lambda i: -lengths[i]):
        if batch and width * (len(batch) + 1) > budget:
            yield batch
            batch = []
        if not batch:
            width = max(lengths[index], 1)
        batch.append(index)
    if batch:
        yield batch


def encode_in_batches(
    lengths: Sequence[int],
    dimension: int,
    budget: int,
    encode: Callable[[list[int]], Vectors],
    out_of_memory: Callable[[BaseException], bool],
) -> Vectors:
    """Rows for all texts, in their own order: (len(lengths), dimension).

    `encode` gives the rows for the texts of these indexes. Where memory does not suffice for a batch, its halves are
    tried, and later batches are made smaller as well; a single text that does not fit raises what `encode` raised.
    """
    vectors = np.empty((len(lengths), dimension), dtype=np.float32)
    waiting = list(batches(lengths, budget))[::-1]
    limit = len(lengths)  # texts a batch, once memory has run short
    while waiting:
        batch = waiting.pop()
        if len(batch) > limit:
            waiting += [batch[limit:], batch[:limit]]
            continue
        try:
            vectors[batch] = encode(batch)
        except Exception as error:
            if len(batch) == 1 or not out_of_memory(error):
                raise
            limit = len(batch) // 2
            waiting.append(batch)
    return vectors
