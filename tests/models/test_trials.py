"""A model is measured by itself: what it says beside what people said, and how sure that is."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from indexer.cli import app
from indexer.errors import BadRequest
from indexer.models import trials
from indexer.models.training import calibration

LABELS = ("entailment", "neutral", "contradiction")


class ByLength:
    """The longer passage is the better one."""

    name = "by length"

    def score(self, _query, passages, _stop=None):
        return np.array([len(passage) for passage in passages], np.float32)


class Always:
    """Whatever is asked, it has one answer."""

    name = "always"

    def __init__(self, label):
        self._row = np.eye(3, dtype=np.float32)[LABELS.index(label)]

    def probabilities(self, pairs, _stop=None):
        return np.tile(self._row, (len(pairs), 1))


def _random():
    return np.random.default_rng(1)


def _lines(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def _quiet(_text):
    pass


def test_what_answers_first_has_the_best_figures_and_what_comes_second_half_the_rank(tmp_path):
    rows = [
        {"query": "a", "positives": ["long enough"], "negatives": ["short"]},
        {"query": "b", "positives": ["short"], "negatives": ["long enough"]},
        {"query": "nobody knows", "positives": [], "negatives": ["short"]},
    ]
    found = trials.rerank(_lines(tmp_path / "lists.jsonl", rows), ByLength(), 10, _random(), _quiet)
    assert found.name == "lists"
    assert found.figures["mrr"].value == pytest.approx((1 + 1 / 2) / 2)
    assert found.figures["mrr"].count == 2
    assert found.figures["ndcg_10"].low <= found.figures["ndcg_10"].value <= found.figures["ndcg_10"].high


def test_a_model_that_finds_all_alike_is_not_right(tmp_path):
    rows = [{"query": "a", "positives": ["same"], "negatives": ["mesa", "seam"]}] * 4
    found = trials.rerank(_lines(tmp_path / "lists.jsonl", rows), ByLength(), 10, _random(), _quiet)
    assert found.figures["mrr"].value == pytest.approx(1 / 3)


def test_where_no_wrong_answers_are_known_the_answers_to_other_queries_are_wrong(tmp_path):
    rows = [{"query": str(n), "positives": ["x" * (n + 1)]} for n in range(5)]
    found = trials.rerank(_lines(tmp_path / "lists.jsonl", rows), ByLength(), 10, _random(), _quiet)
    assert found.figures["mrr"].value == pytest.approx(np.mean([1 / place for place in range(1, 6)]))


def test_each_source_has_its_accuracy_and_what_does_not_follow_may_be_either(tmp_path):
    rows = [
        {"premise": "a", "hypothesis": "b", "label": "neutral", "source": "one"},
        {"premise": "a", "hypothesis": "c", "label": "entailment", "source": "one"},
        {"premise": "a", "hypothesis": "d", "label": "not_entailment", "source": "two"},
    ]
    path = _lines(tmp_path / "dev.jsonl", rows)
    found = {
        each.name: each.figures["accuracy"] for each in trials.nli(path, Always("neutral"), 9, (), _random(), _quiet)
    }
    assert (found["one"].value, found["one"].count) == (0.5, 2)
    assert found["two"].value == 1
    only = list(trials.nli(path, Always("entailment"), 9, ["two"], _random(), _quiet))
    assert [(each.name, each.figures["accuracy"].value) for each in only] == [("two", 0)]


@pytest.mark.parametrize("text", ["", "{}", '{"premise": "a", "hypothesis": "b", "label": "perhaps"}'])
def test_a_file_that_holds_no_inferences_is_refused(text, tmp_path):
    (tmp_path / "dev.jsonl").write_text(text)
    with pytest.raises(BadRequest) as caught:
        list(trials.nli(tmp_path / "dev.jsonl", Always("neutral"), 9, (), _random(), _quiet))
    assert caught.value.code == "no_labelled_set"


def test_scripts_are_told_the_set_the_figure_and_its_bounds(exports, tmp_path, monkeypatch):
    rows = [
        {"text1": "a cat sleeps", "text2": "a cat is asleep", "label": 5},
        {"text1": "a cat sleeps", "text2": "a dog barks", "label": 2},
        {"text1": "a cat sleeps", "text2": "the tax for 2019", "label": 0},
        {"text1": "he plays the piano", "text2": "he plays a piano", "label": 4.9},
    ] * 5
    _lines(tmp_path / "likeness.jsonl", rows)
    monkeypatch.setenv("WHEREIN_CACHE", str(tmp_path / "cache"))
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "graphs").symlink_to(exports)
    found = CliRunner().invoke(app, ["evaluate", "sts", str(tmp_path), "--json"])
    assert found.exit_code == 0, found.output
    said = json.loads(found.stdout)
    assert (said["set"], said["count"]) == ("likeness", 20)
    assert said["spearman"] > 0.7
    low, high = said["intervals"]["spearman"]
    assert low <= said["spearman"] <= high


def test_scores_become_likelihoods_that_are_right_as_often_as_they_say():
    random = _random()
    scores = random.normal(scale=4, size=4_000)
    right = random.random(4_000) < 1 / (1 + np.exp(-(0.5 * scores - 1)))
    scale, shift = calibration.of_answers(scores, right)
    assert scale == pytest.approx(0.5, abs=0.05)
    assert shift == pytest.approx(-1, abs=0.15)


def test_scores_that_mean_nothing_are_left_as_they_are():
    assert calibration.of_answers(np.array([1.0, 2.0]), np.array([True, True])) == (1.0, 0.0)
    assert calibration.of_answers(np.array([1.0, 2.0, 3.0]), np.array([True, False, False])) == (1.0, 0.0)


def test_a_model_that_is_too_sure_is_made_less_sure():
    random = _random()
    logits = random.normal(size=(4_000, 3))
    chances = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    labels = np.array([random.choice(3, p=row) for row in chances])
    assert calibration.of_labels(logits * 3, labels) == pytest.approx(1 / 3, abs=0.03)
