"""The copies and versions of one document: what is not listed as merely similar to it."""

from dataclasses import dataclass

from indexer.extract.looks import VERSION as LOOKS
from indexer.insight import pictures, verdicts
from indexer.insight.families import is_version
from indexer.insight.naming import named
from indexer.insight.pictures import Look
from indexer.insight.written import Written
from indexer.store.library import Library
from indexer.store.likenesses import Likenesses


@dataclass(frozen=True, slots=True)
class Kinship:
    library: Library
    likenesses: Likenesses
    written: Written

    def of(self, document_id: int) -> set[int]:
        """Documents that say the same as this one, or are drafts of it."""
        pairs = self.likenesses.pairs_with("text", document_id)
        others = {pair.first + pair.second - document_id: verdicts.unpack(pair.detail) for pair in pairs}
        files = self.library.files_of([document_id, *others])
        if document_id not in files:
            return set()
        name = named(files[document_id][0].name)
        kin = {
            other
            for other, alignment in others.items()
            if other in files
            and (verdicts.is_same_text(alignment) or is_version(alignment, name, named(files[other][0].name), False))
        }
        return kin | self.likenesses.same_bytes(document_id)

    def same_pictures(self, document_id: int) -> set[int]:
        """Pictures that are the same as this one."""
        pairs = self.likenesses.pairs_with("image", document_id)
        others = {pair.first + pair.second - document_id: pictures.bits_apart(pair.score) for pair in pairs}
        words = self.written.on([document_id, *others])
        same = {
            other for other, bits in others.items() if verdicts.is_same_picture(bits, words[document_id], words[other])
        }
        return same | self.likenesses.same_bytes(document_id)

    def looks(self) -> dict[int, Look]:
        """All pictures that were looked at, by document."""
        ids, values = self.likenesses.signatures("image", LOOKS)
        return {key: Look.unpack(value) for key, value in zip(ids, values, strict=True)}
