"""What is known of one library, by room: the truth, and the indexes of words and names made from it."""

from collections.abc import Callable
from dataclasses import dataclass

from indexer.store.database import Database
from indexer.store.feedback import Feedback
from indexer.store.generations import Generations
from indexer.store.library import Library
from indexer.store.likenesses import Likenesses
from indexer.store.names import NameIndex
from indexer.store.picturevectors import PictureVectors
from indexer.store.saved import SavedSearches
from indexer.store.scans import Scans
from indexer.store.targets import Targets
from indexer.store.topics import TopicStore
from indexer.store.words import WordIndex
from indexer.store.writer import Writer


@dataclass(frozen=True, slots=True)
class Stores:
    database: Database
    library: Library
    writer: Writer
    targets: Targets
    generations: Generations
    saved: SavedSearches
    feedback: Feedback
    likenesses: Likenesses
    scans: Scans
    pictures: PictureVectors
    topics: TopicStore
    words: WordIndex
    names: NameIndex

    @classmethod
    def of(cls, database: Database, clock: Callable[[], float]) -> "Stores":
        return cls(
            database,
            Library(database),
            Writer(database, clock),
            Targets(database, clock),
            Generations(database, clock),
            SavedSearches(database, clock),
            Feedback(database, clock),
            Likenesses(database),
            Scans(database),
            PictureVectors(database),
            TopicStore(database),
            WordIndex(database.caches / "words"),
            NameIndex(database.caches / "names"),
        )

    def close(self) -> None:
        self.words.close()
        self.names.close()
        self.database.close()
