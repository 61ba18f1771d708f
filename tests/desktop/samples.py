"""What a library might be made of: models, files that could not be read."""

from pathlib import Path

from indexer import protocol
from indexer.models import catalogue
from indexer.protocol import FailedFile
from indexer.types import Failure, Reason, Status


def some_models() -> protocol.ModelList:
    """The catalogue, with the model that is shipped and two that were fetched."""
    here = {"bge-small-en-v1.5", "ms-marco-MiniLM-L6-v2"}
    models = tuple(
        protocol.ModelState(
            m.name, m.repository, m.kind.value, m.use, m.languages, m.licence,
            "shipped" if m.name == catalogue.DEFAULT else "here" if m.name in here else "away",
            m.name == catalogue.DEFAULT, m.download, m.memory, m.dimension, m.dimensions, m.token_limit,
            m.pooling.value, m.similarity.value, m.prefixes.query, m.prefixes.passage, m.prefixes.clustering,
            m.prefixes.classification, m.task, m.upstream_code, "abc123" if m.name in here else "",
        )
        for m in catalogue.MODELS
    )  # fmt: skip
    return protocol.ModelList(models, catalogue.DEFAULT, 384, "float16", "cpu", 210)


def some_failures(folder: Path) -> list[FailedFile]:
    def failed(name: str, reason: Reason, status: Status = Status.FAILED) -> FailedFile:
        return FailedFile(str(folder / name).encode(), status, Failure(reason), 1)

    return [
        failed("Money/Taxes 2023.xlsx", Reason.ENCRYPTED),
        failed("Scans/Birth certificate.pdf", Reason.NO_TEXT, Status.PARTIAL),
        failed("Old disk/THESIS.WPD", Reason.NO_READER),
        failed("Saved/Atlas of the harbour.pdf", Reason.DAMAGED),
        failed("Logs/server.log", Reason.TRUNCATED, Status.PARTIAL),
    ]
