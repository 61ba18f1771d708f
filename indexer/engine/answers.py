"""What clients may ask of a library: every desk with its part of it."""

from indexer.desks import Handlers
from indexer.desks.exporting import ExportingDesk
from indexer.desks.finding import FindingDesk
from indexer.desks.folders import FoldersDesk
from indexer.desks.refining import Refining
from indexer.desks.rules import RulesDesk
from indexer.desks.saved import FeedbackDesk, SavedDesk
from indexer.desks.storage import StorageDesk
from indexer.desks.tags import TagsDesk
from indexer.desks.tasks import TasksDesk
from indexer.desks.training import TrainingDesk
from indexer.engine.parts import Parts
from indexer.extract.glance import Glance
from indexer.work.lessons import Lessons


def answers(at: Parts) -> Handlers:
    """By the type of the request."""
    stores, watching, about = at.stores, at.watching, at.telling.about
    folders = FoldersDesk(
        stores.library, stores.writer, watching.watcher, at.looking, watching.watch, at.exchange.rows_changed
    )
    finding = FindingDesk(
        stores.library,
        at.searcher,
        at.similarity,
        at.pool,
        at.meaning,
        Refining(at.searcher, at.reranker, at.settings),
        at.seeing,
        Glance(at.pool, at.scanning_pool),
    )
    training = TrainingDesk(
        Lessons(stores.library, stores.feedback, stores.targets),
        at.models,
        at.tasks,
        at.settings,
        lambda: at.switching.in_use.model,
        at.model_desk.use,
        about("models"),
    )
    return {
        **at.overview.handlers(),
        **at.preferences.handlers(),
        **folders.handlers(),
        **finding.handlers(),
        **SavedDesk(stores.saved, at.noticing, about("saved")).handlers(),
        **FeedbackDesk(stores.library, stores.feedback, at.settings).handlers(),
        **TasksDesk(at.tasks).handlers(),
        **TagsDesk(stores.library, stores.targets, at.assessing, about("tags")).handlers(),
        **RulesDesk(stores.library, stores.targets, at.assessing, about("tags"), watching.look_at).handlers(),
        **at.topics.handlers(),
        **StorageDesk(at.directory, stores.database.caches).handlers(),
        **at.model_desk.handlers(),
        **training.handlers(),
        **ExportingDesk(stores.library, at.models, at.tasks, lambda: at.switching.in_use).handlers(),
        **at.alike.handlers(),
    }
