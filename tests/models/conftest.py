"""The real MiniLM, loaded once: its quick graph is made here as it is on a person's machine, by the worker's code."""

from pathlib import Path

import pytest

from indexer.models import folders, runtime
from indexer.models.graph import GraphEncoder
from indexer.models.reference import ReferenceEncoder


@pytest.fixture(scope="session")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("exports")
    runtime.make_graph(folders.resolve("all-MiniLM-L6-v2"), place)
    return place


@pytest.fixture(scope="session")
def reference() -> ReferenceEncoder:
    return ReferenceEncoder(folders.resolve("all-MiniLM-L6-v2"), "cpu")


@pytest.fixture(scope="session")
def quick(exports: Path) -> GraphEncoder:
    encoder = runtime.load_encoder(exports=exports)
    assert isinstance(encoder, GraphEncoder)
    return encoder
