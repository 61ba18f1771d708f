"""Topics are known again, and what a person put together stays together."""

import numpy as np

from indexer.insight.topics.keeping import hold, match


def test_a_topic_is_known_by_its_documents() -> None:
    before = np.array([7, 7, 7, 9, 9, 9, 0])
    assert match(np.array([1, 1, 1, 0, 0, 0, 0]), before) == {1: 7, 0: 9}


def test_one_old_topic_becomes_one_new_topic() -> None:
    before = np.array([7, 7, 7, 7, 7])
    assert match(np.array([0, 0, 0, 1, 1]), before) == {0: 7}


def test_a_topic_that_shares_little_is_a_new_one_unless_a_person_named_it() -> None:
    before = np.array([7] * 10 + [0] * 40)
    labels = np.array([1] * 8 + [0] * 42)
    assert match(labels, before) == {1: 7}
    scattered = np.array([0] * 2 + [-1] * 8 + [0] * 40)
    assert match(scattered, before) == {}
    assert match(scattered, before, {7}) == {0: 7}


def test_what_a_person_put_together_is_not_parted() -> None:
    before = np.array([7, 7, 7, 7, 3, 3, 3, 0])
    labels = np.array([0, 0, 1, 1, 2, 2, 2, 1])
    held = hold(labels, before, {7})
    assert len(set(held[:4])) == 1
    assert held[7] == held[0], "what is new and like it joins it"
    assert set(held[4:7]) == {2}


def test_what_is_held_takes_nothing_from_a_topic_that_it_is_a_small_part_of() -> None:
    before = np.array([7, 7, 3, 3, 3, 3, 3])
    held = hold(np.array([0, 0, 0, 0, 0, 0, 0]), before, {7})
    assert held[0] == held[1]
    assert set(held[2:]) == {0}
    assert held[0] != 0
