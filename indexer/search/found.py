"""All that a query finds, before any of it is put on show. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexer.search.judge import Judged
from indexer.search.present import Stage, name_hit
from indexer.search.query import Query
from indexer.search.reads import Vector
from indexer.store.records import StoredFile
from indexer.types import Tier


@dataclass(frozen=True, slots=True)
class Found:
    """Best first."""

    query: Query
    judged: Sequence[Judged]
    named: Sequence[tuple[StoredFile, float]]  # files without a text, with the share of the query that the name holds
    stage: Stage
    holders: Mapping[int, list[StoredFile]]
    vectors: Sequence[Vector] = ()  # of the questions

    @property
    def good(self) -> list[Judged]:
        return [found for found in self.judged if found.tier is not Tier.WEAK]

    @property
    def weak(self) -> list[Judged]:
        return [found for found in self.judged if found.tier is Tier.WEAK]

    @property
    def is_good(self) -> bool:
        """Whether anything is worth showing first."""
        return bool(self.good or self.good_names)

    @property
    def files(self) -> list[StoredFile]:
        """One for each good match that may be shown."""
        allowed = self.stage.files
        held = (self.holders[judged.ranked.document_id] for judged in self.good)
        first = (next((file for file in files if allowed is None or file.id in allowed), None) for files in held)
        return [file for file in first if file is not None]

    @property
    def good_names(self) -> list[StoredFile]:
        """Files of which the name alone is a good match."""
        return [file for file, share in self.named if name_hit(file, share, "", self.stage.scale).tier is not Tier.WEAK]
