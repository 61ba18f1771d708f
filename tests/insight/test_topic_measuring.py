"""Topics are measured on labelled texts: what is reported agrees with what any person would count."""

import json
from pathlib import Path

import pytest

from indexer.errors import BadRequest
from indexer.insight.topics.measuring import load_set, measure
from indexer.models.encoder import Encoder
from indexer.models.runtime import load_encoder
from tests.insight.texts import SUBJECTS


@pytest.fixture(scope="module")
def minilm() -> Encoder:
    return load_encoder()


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    rows = [
        {"text": f"{beginning} {ending}", "label": subject}
        for subject, (beginnings, endings) in SUBJECTS.items()
        for beginning in beginnings
        for ending in endings
    ]
    (tmp_path / "data.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return tmp_path


def test_topics_that_are_the_labels_agree_with_them(labelled: Path, minilm: Encoder) -> None:
    told: list[str] = []
    measured = measure([load_set(labelled, 100)], minilm, told.append)
    assert (measured.documents, measured.labels) == (48, 4)
    assert 4 <= measured.found.topics <= 6
    assert measured.found.ari > 0.85
    assert measured.found.outliers <= 0.1
    assert measured.asked.topics == 4
    assert measured.kept >= 0.95
    assert {called.label for called in measured.names} == set(SUBJECTS)
    assert sum(called.size for called in measured.names) == round(48 * (1 - measured.found.outliers))
    assert told


def test_a_set_may_be_sampled_and_several_may_lie_in_one_library(labelled: Path, minilm: Encoder) -> None:
    small = load_set(labelled, 20)
    assert len(small.labels) == len(small.texts.corpus) == 20
    assert load_set(labelled, 20) == small


def test_a_folder_without_labelled_texts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRequest):
        load_set(tmp_path, 10)
