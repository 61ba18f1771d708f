"""Documents that belong together are found together: by each way, at every size, and the same every time."""

import numpy as np
import pytest
from numpy.typing import NDArray

from indexer.insight.topics.clusters import by_size, choose, cluster, least_size
from indexer.insight.topics.made import Method, Wish
from indexer.insight.topics.making import group, groups_of
from indexer.insight.topics.neighbours import nearest
from indexer.insight.topics.places import place
from indexer.models.encoder import unit_length

WAYS = [Method.COMMUNITY, Method.AGGLOMERATIVE, Method.KMEANS, Method.DENSITY]


def subjects(sizes: list[int], spread: float = 0.35, seed: int = 1) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Unit vectors around as many directions as there are sizes, and which direction each is around."""
    random = np.random.default_rng(seed)
    middles = unit_length(random.normal(size=(len(sizes), 32)))
    own = np.repeat(np.arange(len(sizes)), sizes)
    return unit_length(middles[own] + spread * random.normal(size=(len(own), 32)) / 32**0.5), own


def purity(labels: NDArray[np.int64], own: NDArray[np.int64]) -> float:
    """The share of documents that are of the subject that their cluster is mostly of."""
    return sum(np.bincount(own[labels == label]).max() for label in np.unique(labels[labels >= 0])) / len(own)


@pytest.mark.parametrize("way", WAYS)
def test_each_way_tells_subjects_apart(way: Method) -> None:
    vectors, own = subjects([60, 40, 50, 30])
    near = nearest(vectors, 30)
    labels = cluster(vectors, near, way, 4, places=place(vectors, near)).labels
    assert purity(labels, own) > 0.9
    assert labels.max() + 1 == 4


@pytest.mark.parametrize("way", WAYS)
def test_the_same_documents_give_the_same_topics(way: Method) -> None:
    vectors, _ = subjects([40, 30, 20])
    near = nearest(vectors, 30)
    places = place(vectors, near)
    first, second = (cluster(vectors, near, way, places=places).labels for _ in range(2))
    assert (first == second).all()


def test_nobody_has_to_know_how_many_subjects_there_are() -> None:
    for sizes in ([20, 25], [60, 40, 50, 30], [30] * 12):
        vectors, own = subjects(sizes)
        found = cluster(vectors, nearest(vectors, 30))
        assert found.method is Method.COMMUNITY
        assert purity(found.labels, own) > 0.95
        assert len(sizes) <= found.labels.max() + 1 <= 1.5 * len(sizes)


def test_a_number_that_was_asked_for_is_about_kept() -> None:
    vectors, _ = subjects([40] * 10)
    near = nearest(vectors, 30)
    assert cluster(vectors, near, Method.COMMUNITY, 5).labels.max() + 1 == 5
    assert abs(cluster(vectors, near, Method.COMMUNITY, 20).labels.max() + 1 - 20) <= 2


@pytest.mark.parametrize("count", [2, 3, 5, 11])
@pytest.mark.parametrize("way", [Method.AUTO, *WAYS])
def test_a_handful_of_documents_is_enough(way: Method, count: int) -> None:
    vectors, _ = subjects([1] * count)
    near = nearest(vectors, 30)
    grouped = group(vectors, near, Wish(way), places=place(vectors, near))
    assert grouped.labels.shape == (count,)


def test_copies_of_one_document_are_one_topic() -> None:
    vectors = np.tile(subjects([1])[0], (50, 1))
    near = nearest(vectors, 30)
    assert set(group(vectors, near, Wish(Method.COMMUNITY)).labels.tolist()) <= {0}


def test_few_documents_fit_nowhere() -> None:
    vectors, own = subjects([80, 80, 80])
    strangers = unit_length(np.random.default_rng(5).normal(size=(8, 32)))
    everything = np.concatenate([vectors, strangers])
    labels = group(everything, nearest(everything, 30), Wish()).labels
    assert (labels[: len(own)] < 0).mean() < 0.05
    assert (labels[len(own) :] < 0).mean() > 0.7
    assert (labels < 0).mean() < 0.1


def test_what_is_too_small_for_a_topic_goes_where_its_neighbours_are() -> None:
    vectors, _ = subjects([100, 100, 2])
    labels = cluster(vectors, nearest(vectors, 30)).labels
    assert np.bincount(labels[labels >= 0]).min() >= least_size(len(vectors))


def test_the_largest_topic_comes_first() -> None:
    assert by_size(np.array([5, 5, 9, 9, 9, -1, 2])).tolist() == [1, 1, 0, 0, 0, -1, 2]


def test_a_small_library_is_compared_pair_by_pair() -> None:
    assert choose(20) is Method.AGGLOMERATIVE
    assert choose(2000) is Method.COMMUNITY


def test_many_topics_are_grouped_and_few_are_not() -> None:
    middles, _ = subjects([4, 4, 4, 4], spread=0.5)
    assert groups_of(middles).max() + 1 == 4
    assert groups_of(middles[:6]).tolist() == [-1] * 6


def test_a_topic_that_is_like_no_other_is_in_no_group() -> None:
    middles, _ = subjects([5, 5, 5, 1], spread=0.4)
    groups = groups_of(middles)
    assert groups[-1] == -1
    assert (np.bincount(groups[:-1]) > 1).all()


def test_topics_stay_when_documents_come() -> None:
    """95 of 100 documents are with whom they were before, after a tenth more came."""
    vectors, _ = subjects([30] * 15, spread=0.9)
    new = np.random.default_rng(3).permutation(len(vectors))[: len(vectors) // 11]
    old = np.setdiff1d(np.arange(len(vectors)), new)
    before = group(vectors[old], nearest(vectors[old], 30), Wish()).labels
    last = np.zeros(len(vectors), np.int64)
    last[old] = before + 1
    after = group(vectors, nearest(vectors, 30), Wish(), last).labels[old]
    together = [np.bincount(after[(before == label) & (after >= 0)]).max() for label in range(before.max() + 1)]
    assert sum(together) / (before >= 0).sum() >= 0.95
