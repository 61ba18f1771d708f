"""The measuring commands, on two small labelled sets that are written here."""

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from indexer.errors import BadRequest
from indexer.models.encoder import Encoder
from indexer.models.pairs import Scores, Stop, never
from indexer.protocol import Hit
from indexer.search.measuring import absent, explaining, remembered, retrieval, vectors
from indexer.search.measuring.explaining import covered, elsewhere, masked
from indexer.search.measuring.labelled import LabelledSet, folders_of_sets, load_set, spread
from indexer.store.kinds import Kind
from indexer.types import Tier

HOUSE = {
    "lease": ("The landlord pays for repairs to the roof, the pipes and the heating. The tenant pays the rent on time.",
              "who pays for repairs of the heating"),
    "deposit": ("A deposit of three months' rent is returned within six months. Damage is taken off before that.",
                "when is the deposit returned"),
    "pets": ("A dog or a cat may be kept if the landlord agrees in writing. Small animals in cages are always allowed.",
             "may I keep a dog in the flat"),
    "noise": ("From ten at night the house is quiet. Drills and washing machines rest on Sundays and on holidays.",
              "when does the house have to be quiet at night"),
}  # fmt: skip
STARS = {
    "nova": ("A white dwarf that draws gas from its companion flares up when the layer of hydrogen ignites.",
             "why does a white dwarf flare up"),
    "pulsar": ("A neutron star turns many times a second; its beam of radio waves sweeps past us like a lighthouse.",
               "what makes the radio pulses of a neutron star"),
}  # fmt: skip


def written(folder: Path, texts: dict[str, tuple[str, str]]) -> Path:
    folder.mkdir(parents=True)
    rows: dict[str, Sequence[object]] = {
        "corpus": [{"_id": key, "title": "", "text": text} for key, (text, _) in texts.items()],
        "queries": [{"_id": f"q-{key}", "text": query} for key, (_, query) in texts.items()],
    }
    for name, lines in rows.items():
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    (folder / "qrels.tsv").write_text("query\tdocument\tscore\n" + "".join(f"q-{key}\t{key}\t1\n" for key in texts))
    return folder


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> LabelledSet:
    return load_set(written(tmp_path_factory.mktemp("sets") / "house", HOUSE))


@pytest.fixture(scope="module")
def stars(tmp_path_factory: pytest.TempPathFactory) -> LabelledSet:
    return load_set(written(tmp_path_factory.mktemp("sets") / "stars", STARS))


def test_a_folder_of_sets_stands_for_the_sets_in_it(tmp_path: Path) -> None:
    house, stars = written(tmp_path / "sets" / "house", HOUSE), written(tmp_path / "sets" / "stars", STARS)
    assert folders_of_sets([tmp_path / "sets"]) == [house, stars]
    assert folders_of_sets([stars, house]) == [stars, house]
    with pytest.raises(BadRequest):
        folders_of_sets([tmp_path / "sets" / "house" / "nothing"])


def test_questions_are_taken_evenly_of_each_set(house: LabelledSet, stars: LabelledSet) -> None:
    taken = [each.name for each, _ in spread([house, stars], 4)]
    assert taken == ["house", "house", "stars", "stars"]


def test_every_way_of_searching_is_measured(house: LabelledSet, encoder: Encoder) -> None:
    measured = retrieval.evaluate(house, encoder)
    assert list(measured) == ["words", "meaning", "fused"]
    assert measured["fused"].ndcg_10.value == pytest.approx(1.0)


def test_a_measure_of_a_few_questions_says_how_sure_it_is(house: LabelledSet, encoder: Encoder) -> None:
    askew = replace(house, relevant=house.relevant | {"q-pets": {"lease": 1.0}})
    found = retrieval.evaluate(askew, encoder)["fused"].ndcg_10
    assert found.count == len(house.queries)
    assert found.low < found.value < found.high


class Reader:
    """Likes the passages in the order in which they come."""

    name = "reader"

    def __init__(self) -> None:
        self.asked = set[str]()

    def score(self, query: str, passages: Sequence[str], stop: Stop = never) -> Scores:
        self.asked.add(query)
        return np.linspace(3, -3, len(passages), dtype=np.float32)


def test_what_becomes_of_it_when_it_is_read_again_is_a_column_of_its_own(house: LabelledSet, encoder: Encoder) -> None:
    reader = Reader()
    measured = retrieval.evaluate(house, encoder, reading=retrieval.Reading(reader, 10_000))
    assert list(measured) == ["words", "meaning", "fused", "reranked"]
    assert reader.asked == set(house.queries.values())
    assert measured["reranked"].ndcg_10.value == pytest.approx(1.0)


def test_what_is_absent_is_refused_and_what_is_there_is_not(
    house: LabelledSet, stars: LabelledSet, encoder: Encoder
) -> None:
    honesty = absent.evaluate([house], [stars], encoder)
    assert (honesty.refused.value, honesty.refused.count) == (1.0, len(STARS))
    assert honesty.answerable_refused.value == 0.0
    assert honesty.cost.value == 0.0
    own = absent.evaluate([house], [house], encoder)
    assert own.refused.value == 0.0
    assert len(own.answered) == len(HOUSE)


def test_masking_what_is_highlighted_costs_more_than_masking_anything_else(
    house: LabelledSet, encoder: Encoder
) -> None:
    faithful = explaining.evaluate([house], encoder)
    assert faithful.words.count + faithful.unmarked == len(HOUSE)
    assert faithful.words.count >= 2
    assert faithful.words.value == 1.0


def test_a_random_mask_is_as_long_as_a_highlight_and_leaves_it_alone() -> None:
    text = "The tenant pays the rent on the third working day of each month, to the account that is named below."
    marked = ((4, 10), (20, 24))
    drawn = elsewhere(text, marked, random.Random(1))
    assert covered(drawn) >= covered(marked)
    assert not {at for span in drawn for at in range(*span)} & {at for span in marked for at in range(*span)}
    assert masked(text, marked)[4:10] == " " * 6
    assert len(masked(text, drawn)) == len(text)


def test_the_kinds_of_vector_index_are_measured_beside_comparing_everything() -> None:
    rows = np.random.default_rng(0).standard_normal((1300, 32)).astype(np.float32)
    rows[300:] = 0.5 * rows[300:] + rows[np.arange(1000) % 300]  # each is near to others
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    measured = list(vectors.evaluate(rows[:1200], rows[1200:1250], [800, 2000], [Kind.QUANTISED], lambda _: None))
    assert [(figures.rows, figures.kind, figures.made_up) for figures in measured] == [
        (800, "exact", 0), (800, "quantised", 0), (2000, "exact", 800), (2000, "quantised", 800),
    ]  # fmt: skip
    for figures in measured:
        assert figures.refused or figures.recall >= 0.98
        assert figures.p50 <= figures.p95
    assert measured[0].recall == measured[0].recall_deep == 1
    assert measured[1].width > 0


def test_of_what_is_remembered_it_is_told_how_often_that_file_comes_first() -> None:
    lease = remembered.Item(b"/a/Lease flat Garden Street.txt", "Lease flat Garden Street.txt", "word " * 20)
    asked: list[str] = []

    def ask(question: str) -> list[Hit]:
        asked.append(question)
        others = [_hit(b"/a/other.txt")] if question.startswith("word") else []
        return [*others, _hit(lease.path)]

    by_name, by_text = remembered.measure(ask, [lease, remembered.Item(b"/a/x.txt", "x.txt", "")], seed=1)
    assert (by_name, by_text) == (remembered.Remembered(1, 1.0, 1.0), remembered.Remembered(1, 0.0, 0.5))
    assert set(asked[0].split()) < {"lease", "flat", "garden", "street"}
    assert len(asked[0].split()) == 3
    assert 3 <= len(asked[1].split()) <= 6


def _hit(path: bytes) -> Hit:
    return Hit(path, path.decode().rpartition("/")[2], "text", 1, 0.0, 1.0, Tier.STRONG)
