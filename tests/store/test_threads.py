"""Searching the vectors in whatever thread a request is answered in."""

import threading
from concurrent.futures import ThreadPoolExecutor

import faiss
import numpy as np

from indexer.store.parts import flat, search


def test_a_search_takes_one_thread_whoever_asks() -> None:
    rows = np.eye(8, dtype=np.float32)
    index = flat(8)
    index.add(rows)

    def ask() -> tuple[int, int, int]:
        return int(search(index, rows[2], 3)[1][0]), faiss.omp_get_max_threads(), threading.get_ident()

    with ThreadPoolExecutor(1) as others:
        here, there = ask(), others.submit(ask).result()
    assert here[:2] == there[:2] == (2, 1)
    assert here[2] != there[2]
