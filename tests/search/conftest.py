"""The real MiniLM, and Ada's papers understood by it."""

from collections.abc import Iterator

import pytest

from indexer.models.encoder import Encoder
from indexer.models.runtime import load_encoder
from tests.search.papers import PAPERS
from tests.search.shelf import Shelf


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return load_encoder()


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path_factory.mktemp("library"), PAPERS, encoder)
    yield shelf
    shelf.close()
