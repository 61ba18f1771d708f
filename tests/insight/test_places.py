"""On the map, near in meaning is near in place; and the map stays what it was."""

import numpy as np
from scipy.spatial import cKDTree

from indexer.insight.topics.joining import beside
from indexer.insight.topics.neighbours import nearest
from indexer.insight.topics.places import place
from tests.insight.test_clusters import subjects


def test_documents_of_one_subject_lie_together() -> None:
    vectors, own = subjects([40, 40, 40])
    places = place(vectors, nearest(vectors, 30))
    _, near = cKDTree(places).query(places, 6)
    assert (own[near[:, 1:]] == own[:, None]).mean() > 0.9
    assert (np.abs(places) <= 1).mean() > 0.95


def test_the_same_documents_give_the_same_map() -> None:
    vectors, _ = subjects([40, 40])
    near = nearest(vectors, 30)
    assert np.allclose(place(vectors, near), place(vectors, near), atol=1e-3)


def test_old_places_stay_when_documents_come() -> None:
    vectors, _ = subjects([60, 60, 60])
    shuffled = vectors[np.random.default_rng(2).permutation(len(vectors))]
    old, new = shuffled[:165], shuffled
    before = place(old, nearest(old, 30))
    known = np.full((len(new), 2), np.nan, np.float32)
    known[: len(old)] = before
    after = place(new, nearest(new, 30), known)
    moved = np.linalg.norm(after[: len(old)] - before, axis=1)
    assert np.median(moved) < 0.15
    assert np.isfinite(after).all()


def test_a_new_document_lies_among_its_nearest() -> None:
    x, y = beside(np.array([[0.5, 0.5], [0.6, 0.5], [-0.9, 0]], np.float32), np.array([0.9, 0.9, 0.2], np.float32))
    assert 0.4 < x < 0.6
    assert 0.4 < y < 0.6


def test_old_places_that_are_a_point_or_a_line_are_not_begun_from() -> None:
    """The first document is placed in the middle, and those that come one by one beside it lie there, too."""
    vectors, _ = subjects([20, 20, 20])
    near = nearest(vectors, 30)
    anew = place(vectors, near)
    line = np.linspace(-0.5, 0.5, len(vectors), dtype=np.float32)
    for old in (np.zeros_like(anew), np.stack([line, 0 * line], axis=1)):
        assert np.allclose(place(vectors, near, old), anew, atol=1e-3)


def test_few_documents_have_places_too() -> None:
    for count in (2, 3, 5):
        vectors, _ = subjects([1] * count)
        places = place(vectors, nearest(vectors, 30))
        assert places.shape == (count, 2)
        assert np.isfinite(places).all()
