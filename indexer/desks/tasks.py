"""Long work in the background: what is under way, paused, cancelled."""

from dataclasses import dataclass

from indexer import protocol
from indexer.desks import Handlers
from indexer.work.tasks import Tasks


@dataclass(frozen=True, slots=True)
class TasksDesk:
    tasks: Tasks

    def handlers(self) -> Handlers:
        return {
            protocol.GetTasks: lambda _: protocol.TaskList(self.tasks.states()),
            protocol.PauseTask: self.pause,
            protocol.CancelTask: self.cancel,
        }

    def pause(self, request: protocol.PauseTask) -> None:
        """Raises BadRequest for a task that is not in the list."""
        self.tasks.pause(request.id, request.paused)

    def cancel(self, request: protocol.CancelTask) -> None:
        """Raises BadRequest for a task that is not in the list. It ends at its next step: events tell."""
        self.tasks.cancel(request.id)
