"""How rows take a better order without moving the one that a person points at. No Qt."""

from collections.abc import Collection, Sequence

from indexer.protocol import Hit


def settled(shown: Sequence[Hit], better: Sequence[Hit], pinned: Collection[bytes]) -> list[Hit]:
    """The hits of `better` in their order, but the `pinned` paths stay in the rows where they are `shown`."""
    newest = {hit.path: hit for hit in better}
    fixed = {
        row: newest[hit.path]
        for row, hit in enumerate(shown)
        if hit.path in pinned and hit.path in newest and row < len(better)
    }
    kept = {hit.path for hit in fixed.values()}
    others = iter([hit for hit in better if hit.path not in kept])
    return [fixed[row] if row in fixed else next(others) for row in range(len(better))]
