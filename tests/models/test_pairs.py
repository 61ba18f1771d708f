"""Models that read two texts at once: stopped between batches, their labels taken from their own config."""

import json
import math

import numpy as np
import pytest
import tiny

from indexer.errors import BadRequest, EnvironmentProblem
from indexer.models import export, pair_export, pairs
from indexer.models.catalogue import Kind
from indexer.models.local import LocalModels
from indexer.models.pair_folders import label_order, resolve_pair
from indexer.models.pair_graph import PairGraph
from indexer.settings import Settings

QUERY = "rent repair"
PASSAGES = ["the landlord repair", "a cat a dog that answer the rent query " * 3, "invoice", "tenant one two"]


def _cross_encoder(place, labels, architecture="bert"):
    tiny.tokenizer(place)
    tiny.transformer(architecture, place, "AutoModelForSequenceClassification", num_labels=len(labels),
                     max_position_embeddings=600)  # fmt: skip
    config = json.loads((place / "config.json").read_text())
    config["id2label"] = dict(enumerate(labels))
    config["label2id"] = {label: at for at, label in enumerate(labels)}
    (place / "config.json").write_text(json.dumps(config))
    return place


@pytest.fixture(scope="module")
def reranker_folder(tmp_path_factory):
    return _cross_encoder(tmp_path_factory.mktemp("reranker"), ["score"])


@pytest.fixture(scope="module")
def reranker(reranker_folder):
    return pairs.load_reranker(str(reranker_folder))


def test_a_passage_has_the_same_score_alone_and_among_others(reranker):
    together = reranker.score(QUERY, PASSAGES)
    alone = [reranker.score(QUERY, [passage])[0] for passage in PASSAGES]
    assert together == pytest.approx(alone, abs=1e-5)


def test_work_that_is_stopped_has_read_the_first_passages_and_says_so(reranker):
    asked = []

    def stop():
        asked.append(1)
        return len(asked) > 1

    scores = reranker.score(QUERY, PASSAGES * 10, stop)
    read = ~np.isnan(scores)
    assert read[:16].any()
    assert not read[16:].any()


@pytest.mark.parametrize("architecture", ["bert", "xlm-roberta", "deberta-v2"])
def test_the_graph_of_a_cross_encoder_judges_like_it(architecture, tmp_path):
    place = _cross_encoder(tmp_path / "model", ["score"], architecture)
    reranker, folder = pairs.load_reranker(str(place)), resolve_pair(str(place), Kind.RERANKER)
    manifest = pair_export.make(folder, tmp_path)
    assert manifest.graph, manifest.reason
    found = export.find(folder, tmp_path)
    quick = PairGraph(found.graph, found.tokenizer, folder.model.token_limit)
    logits = quick.logits([(QUERY, passage) for passage in PASSAGES], pairs.never)
    assert pairs.likelihood(logits[:, 0]) == pytest.approx(pairs.likelihood(reranker.score(QUERY, PASSAGES)), abs=0.1)


@pytest.mark.parametrize(
    "labels",
    [
        ["contradiction", "entailment", "neutral"],
        ["ENTAILMENT", "NEUTRAL", "CONTRADICTION"],
        ["not_entailment", "entailment"],
    ],
)
def test_the_label_order_is_the_one_of_the_models_own_config(labels, tmp_path):
    place = _cross_encoder(tmp_path, labels)
    order = label_order(resolve_pair(str(place), Kind.NLI))
    assert labels[order[0]].lower() == "entailment"
    found = pairs.load_entailment(str(place)).probabilities([("it rains", "it is wet"), ("a", "b")])
    assert found.shape == (2, 3)
    assert found.sum(axis=1) == pytest.approx([1, 1], abs=1e-5)


def test_a_model_whose_labels_say_nothing_is_refused(tmp_path):
    place = _cross_encoder(tmp_path, ["LABEL_0", "LABEL_1", "LABEL_2"])
    with pytest.raises(EnvironmentProblem) as caught:
        pairs.load_entailment(str(place))
    assert caught.value.code == "model_broken"


def test_a_model_that_is_made_for_something_else_is_no_reranker(tmp_path):
    with pytest.raises(BadRequest) as caught:
        pairs.load_reranker("all-MiniLM-L6-v2", downloads=tmp_path)
    assert caught.value.code == "wrong_kind"


def test_a_likelihood_lies_between_none_and_certain():
    shown = pairs.likelihood(np.array([-50, 0, 50], dtype=np.float32))
    assert shown[1] == 0.5
    assert all(0 <= value <= 1 and not math.isnan(value) for value in shown)


def test_the_reranker_that_comes_with_wherein_puts_first_what_answers():
    ours = pairs.load_reranker()
    passages = [
        "Pasta with tomatoes: boil the water, add salt, wait for nine minutes.",
        "The tenant pays the rent on the third working day of each month.",
        "Rents in the city have risen for the third year, says the mayor.",
    ]
    scores = ours.score("when is the rent due", passages)
    assert int(scores.argmax()) == 1
    assert pairs.likelihood(scores)[0] < 0.1


def test_the_nli_model_that_comes_with_wherein_tells_what_follows_from_what_cannot_be():
    ours = pairs.load_entailment()
    premise = "A man is playing a guitar on a stage in front of many people."
    found = ours.probabilities([(premise, "A person plays music."), (premise, "Nobody is on the stage.")])
    assert found.argmax(axis=1).tolist() == [pairs.ENTAILMENT, pairs.CONTRADICTION]


@pytest.mark.parametrize("kind", [Kind.RERANKER, Kind.NLI])
def test_what_comes_with_wherein_has_a_name_by_which_a_person_chooses_it(kind, tmp_path):
    known = LocalModels(tmp_path, tmp_path, Settings).own(kind)
    assert known.setting
    assert resolve_pair(known.setting, kind).path == resolve_pair("", kind).path
    assert known.model.languages not in known.model.use


@pytest.mark.parametrize("kind", [Kind.RERANKER, Kind.NLI])
def test_what_comes_with_wherein_is_small_has_a_card_and_a_quick_graph(kind, tmp_path):
    folder = resolve_pair("", kind)
    assert (folder.path / "head.safetensors").stat().st_size <= 12_000_000
    card = (folder.path / "README.md").read_text(encoding="utf-8")
    assert all(word in card for word in ("Data", "Licence", "Command", "Figures"))
    assert pair_export.make(folder, tmp_path).graph
