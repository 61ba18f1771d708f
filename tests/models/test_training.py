"""A model learns from what a person said, and is kept only where it is then better on what it has not seen."""

import json

import numpy as np
import pytest

from indexer.errors import BadRequest, EnvironmentProblem
from indexer.models import folders, head, measures, pairs
from indexer.models.catalogue import Kind
from indexer.models.reference import ReferenceEncoder
from indexer.models.training import aside, examples, job, order
from indexer.models.training.clock import Clock
from indexer.models.training.examples import Alike, Inference, Judged

COLOURS = ("red", "blue", "green", "black", "white", "brown", "pink", "grey", "gold", "orange")
THINGS = ("car", "house", "ship", "door", "coat", "stone")


def _code(colour: str, thing: str) -> str:
    """A language that no model knows, so that there is something to learn: words said backwards."""
    return f"{colour[::-1]} {thing[::-1]}"


def _judged() -> list[Judged]:
    return [
        Judged(
            f"{colour} {thing}",
            (_code(colour, thing),),
            tuple(_code(other, thing) for other in COLOURS[:3] if other != colour),
        )
        for colour in COLOURS
        for thing in THINGS
    ]


def _run(tmp_path, found, **settings):
    examples.write(found, tmp_path / "examples.jsonl")
    wanted = order.Job(examples=str(tmp_path / "examples.jsonl"), into=str(tmp_path / "model"), **settings)
    lines = []
    return job.run(wanted, lines.append), lines


def test_an_encoder_that_learned_finds_better_and_can_be_loaded_by_its_folder(tmp_path):
    outcome, lines = _run(tmp_path, _judged(), kind=Kind.ENCODER, epochs=0.75, rate=1e-3, minutes=2)
    assert outcome.adopted
    ranking = outcome.measures[0]
    assert ranking.after[0] > ranking.before[0]
    assert lines[0].done == 0
    encoder = ReferenceEncoder(folders.resolve(outcome.path), "cpu")
    assert encoder.encode_queries(["red car"]).shape == (1, 384)


def test_a_model_that_is_no_better_is_not_kept(tmp_path):
    outcome, _ = _run(tmp_path, _judged(), kind=Kind.ENCODER, epochs=0.01, rate=1e-9, minutes=1)
    assert not outcome.adopted
    assert not (tmp_path / "model").exists()


def test_a_reranker_is_made_from_the_shipped_model_in_a_process_of_its_own(tmp_path):
    examples.write(_judged(), tmp_path / "examples.jsonl")
    told = []
    outcome = aside.train(
        order.Job(kind=Kind.RERANKER, base="all-MiniLM-L6-v2", examples=str(tmp_path / "examples.jsonl"),
                into=str(tmp_path / "model"), epochs=0.2, minutes=1, keep=True),
        told.append,
    )  # fmt: skip
    assert told
    assert (tmp_path / "model" / "training.json").is_file()
    assert (tmp_path / "model" / "head.safetensors").stat().st_size < 12_000_000
    scores = pairs.load_reranker(outcome.path).score("red car", [_code("red", "car"), "nothing at all"])
    assert scores.shape == (2,)


def test_a_head_is_the_same_after_it_was_kept_and_loaded(tmp_path):
    config = head.HeadConfig(kind=Kind.NLI.value, frozen=5)
    model = head.build(config)
    for parameter in model.parameters():
        if parameter.requires_grad:
            parameter.data += 0.01
    head.save(model.eval(), config, tmp_path)
    loaded, _ = head.load(tmp_path)
    pair = [("a man sleeps", "nobody sleeps")]
    assert loaded.predict(pair) == pytest.approx(model.predict(pair), abs=0.02)


def test_a_head_whose_weights_were_changed_is_not_loaded(tmp_path):
    config = head.HeadConfig(kind=Kind.NLI.value, frozen=6)
    head.save(head.build(config), config, tmp_path)
    weights = bytearray((tmp_path / "head.safetensors").read_bytes())
    weights[-1] ^= 1
    (tmp_path / "head.safetensors").write_bytes(weights)
    with pytest.raises(EnvironmentProblem) as caught:
        pairs.load_entailment(str(tmp_path))
    assert caught.value.code == "model_damaged"


def test_a_head_can_be_made_on_what_another_one_has_learned_and_trains_no_fewer_layers(tmp_path):
    config = head.HeadConfig(kind=Kind.RERANKER.value, frozen=4)
    model = head.build(config)
    layer = model[0].model.encoder.layer[5].output.dense.bias
    layer.data += 0.5
    head.save(model, config, tmp_path)
    made, stated = head.build_on(tmp_path, head.HeadConfig(kind=Kind.NLI.value, frozen=6))
    assert made[0].model.encoder.layer[5].output.dense.bias.data == pytest.approx(layer.data, abs=1e-3)
    assert (stated.kind, stated.frozen) == ("nli", 4)
    assert made.predict([("a man sleeps", "nobody sleeps")]).shape == (1, 3)


def test_a_new_reranker_begins_as_the_model_that_it_is_made_from():
    model = head.build(head.HeadConfig(kind=Kind.RERANKER.value)).eval()
    scores = model.predict([("who pays the rent", "The tenant pays the rent."), ("who pays the rent", "Cats sleep.")])
    assert scores[0] > scores[1]


@pytest.mark.parametrize(
    ("line", "shape"),
    [
        ('{"query": "a", "positive": "b"}', Judged("a", ("b",))),
        ('{"query": "a", "positive": "b", "negative": "c"}', Judged("a", ("b",), ("c",))),
        ('{"query": "a", "positives": ["b"], "negatives": [], "source": "x"}', Judged("a", ("b",))),
        ('{"first": "a", "second": "b", "score": 0.5}', Alike("a", "b", 0.5)),
        ('{"premise": "a", "hypothesis": "b", "label": "neutral"}', Inference("a", "b", "neutral")),
    ],
)
def test_each_shape_of_a_line_is_read(line, shape, tmp_path):
    (tmp_path / "examples.jsonl").write_text(line + "\n")
    assert examples.read(tmp_path / "examples.jsonl") == [shape]


@pytest.mark.parametrize("text", ["", "no json", '{"premise": "a", "hypothesis": "b", "label": "perhaps"}', '{"a": 1}'])
def test_a_file_that_holds_no_examples_is_refused(text, tmp_path):
    (tmp_path / "examples.jsonl").write_text(text)
    with pytest.raises(BadRequest) as caught:
        examples.read(tmp_path / "examples.jsonl")
    assert caught.value.code == "no_examples"


def test_too_few_examples_are_refused_before_a_model_is_loaded(tmp_path):
    with pytest.raises(BadRequest) as caught:
        _run(tmp_path, _judged()[:5], kind=Kind.ENCODER)
    assert caught.value.code == "too_few_examples"


def test_no_query_is_both_learned_from_and_measured_on():
    found = [Judged(f"query {n % 20}", (f"text {n}",)) for n in range(200)]
    learned, held = examples.split(found, 0.2)
    assert len(learned) + len(held) == 200
    assert held
    assert not {example.query for example in learned} & {example.query for example in held}


def test_a_training_is_over_when_its_time_is_up_and_slows_down_before():
    now = [0.0]
    clock = Clock(1, lambda: now[0])
    now[0] = 30.0
    assert clock.done() == 0.5
    middle = clock.rate(0.1)
    now[0] = 57.0
    assert clock.rate(0.1) < middle
    now[0] = 61.0
    assert clock.done() == 1.0
    assert clock.rate(0.1) == 0.0


def test_a_mean_lies_within_its_interval_and_few_values_make_it_wide():
    random = np.random.default_rng(1)
    few, many = (measures.figure(random.random(count), random) for count in (10, 1000))
    assert few.low < few.value < few.high
    assert many.high - many.low < few.high - few.low


def test_a_model_that_helps_half_and_hurts_half_is_not_called_better():
    random = np.random.default_rng(1)
    before = np.full(40, 0.5)
    assert measures.better(before, before + np.tile([0.1, -0.1], 20), random) < 0.9
    assert measures.better(before, before + 0.1, random) == 1.0
    assert measures.better(before, before, random) == 0.0


def test_ndcg_is_one_for_the_best_order_and_less_for_any_other():
    assert measures.ndcg([3, 2, 1], [2, 1, 0]) == 1.0
    assert 0 < measures.ndcg([1, 2, 3], [2, 1, 0]) < 1.0
    assert measures.reciprocal_rank([1, 3, 2], [1, 0, 0]) == pytest.approx(1 / 3)
    assert measures.recall([3, 2, 1], [1, 0, 1], 2) == 0.5


def test_a_model_card_says_what_a_model_was_made_from(tmp_path):
    _run(tmp_path, _judged(), kind=Kind.ENCODER, epochs=0.05, minutes=1, keep=True)
    card = json.loads((tmp_path / "model" / "training.json").read_text())
    assert card["learned from"] > card["measured on"] > 0
    assert card["measures"][0]["name"] == "nDCG@10"
