"""Exporting passages and vectors, as a task."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from indexer import protocol
from indexer.desks import Handlers
from indexer.errors import BadRequest
from indexer.models.local import LocalModels
from indexer.store.library import Library
from indexer.types import Fingerprint
from indexer.work.exporting import Exporting
from indexer.work.tasks import Tasks

KIND = "export"  # of the task


@dataclass(frozen=True, slots=True)
class ExportingDesk:
    """`in_use` says whose vectors are written."""

    library: Library
    models: LocalModels
    tasks: Tasks
    in_use: Callable[[], Fingerprint]

    def handlers(self) -> Handlers:
        return {protocol.Export: self.export}

    def export(self, request: protocol.Export) -> protocol.TaskStarted:
        """Raises BadRequest for a folder that is not named whole."""
        folder = Path(os.fsdecode(request.folder))
        if not folder.is_absolute():
            raise BadRequest("relative_path", f"“{folder}” is not the whole path of a folder.")
        fingerprint = self.in_use()
        exporting = Exporting(self.library, fingerprint, self.models.find(fingerprint.model).model)
        title = f"Writing passages to “{folder.name}”"
        return protocol.TaskStarted(
            self.tasks.start(KIND, title, lambda task: exporting.run(task, folder, request.format))
        )
