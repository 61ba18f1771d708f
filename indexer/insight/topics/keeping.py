"""The same topics as last time: which new cluster is which old topic, and what a person changed by hand. Pure."""

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

from indexer.insight.topics.clusters import Labels

_SAME = 0.3  # of the documents that either of them holds (Jaccard) are in both: it is the same topic
_HELD_SHARE = 0.5  # of a cluster's documents are in a topic that a person holds together: the cluster is that topic

Ids = NDArray[np.int64]


def hold(labels: Labels, before: Ids, held: Collection[int]) -> Labels:
    """`labels` where documents that a person put together are together.

    `before` (n,) is each document's topic of last time, 0 where it has none; `held` are the topics that a person named,
    merged or split. A cluster that is mostly a held topic becomes it, with what is new in it.
    """
    changed = labels.copy()
    following = int(labels.max(initial=-1)) + 1
    for topic in sorted(held):
        members = before == topic
        if not members.any():
            continue
        number = following
        following += 1
        for label in np.unique(changed[members & (changed >= 0)]):
            cluster = changed == label
            free = cluster & ~np.isin(before, list(held))
            if (cluster & members).sum() > _HELD_SHARE * cluster.sum():
                changed[free] = number
        changed[members] = number
    return changed


def match(labels: Labels, before: Ids, named: Collection[int] = ()) -> dict[int, int]:
    """New label → old topic, one to one: those that share most first. Of the topics in `named`, which a person named,
    any overlap is enough, so that no given name is lost."""
    known = (labels >= 0) & (before > 0)
    pairs, shared = np.unique(np.stack([labels[known], before[known]], axis=1), axis=0, return_counts=True)
    sizes_new = _counts(labels[labels >= 0])
    sizes_old = _counts(before[before > 0])
    ranked = sorted(
        (
            (int(old) not in named, -both / (sizes_new[int(new)] + sizes_old[int(old)] - both), int(new), int(old))
            for (new, old), both in zip(pairs.tolist(), shared.tolist(), strict=True)
        ),
    )
    found: dict[int, int] = {}
    for by_itself, unlike, new, old in ranked:
        enough = not by_itself or -unlike >= _SAME
        if enough and new not in found and old not in found.values():
            found[new] = old
    return found


def _counts(values: NDArray[np.int64]) -> Mapping[int, int]:
    found, counts = np.unique(values, return_counts=True)
    return dict(zip(found.tolist(), counts.tolist(), strict=True))
