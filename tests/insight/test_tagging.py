"""What is suggested, judged by vectors: sure or blank, several tags at once, and what a person's verdicts change."""

from pathlib import Path

import numpy as np
import pytest

from indexer.insight.tagging import LEAST, Sought, Verdict, Yardstick, having_read, shifts, statements
from indexer.insight.tagging_trial import TaggingSet, Trial
from indexer.insight.wordings import Place, called, folder_called, named, wordings
from indexer.models.encoder import unit_length
from indexer.models.fake import FakeEncoder

WIDTH, TAGS, EACH = 256, 6, 60
EVERYDAY = unit_length(np.random.default_rng(5).normal(size=(80, WIDTH)).astype(np.float32))


@pytest.fixture(scope="module")
def shelf() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Directions of tags, documents, and who deserves what: sixty for each tag, and twice as many in all for none."""
    random = np.random.default_rng(3)
    directions = np.linalg.qr(random.normal(size=(WIDTH, TAGS)))[0].T.astype(np.float32)
    truth = np.zeros((3 * TAGS * EACH, TAGS), bool)
    for tag in range(TAGS):
        truth[tag * EACH : (tag + 1) * EACH, tag] = True
    noise = random.normal(size=(len(truth), WIDTH)).astype(np.float32) * 0.04
    return directions, unit_length(truth.astype(np.float32) @ directions + noise), truth


def _judged(
    sought: list[Sought], documents: np.ndarray, named: np.ndarray | None = None, called: np.ndarray | None = None
) -> np.ndarray:
    """How sure it is of each document and target, where none is named and nothing called so."""
    nothing = np.zeros((len(documents), len(sought)), np.float32)
    said = [nothing if each is None else each for each in (named, called)]
    return Yardstick(sought, documents, EVERYDAY).judge(documents, *said).confidence


def _by_text(directions: np.ndarray) -> list[Sought]:
    return [Sought(at, text) for at, text in enumerate(directions)]


def test_what_is_like_a_tag_is_suggested_it_and_what_is_like_none_stays_blank(shelf) -> None:
    directions, documents, truth = shelf
    sure = _judged(_by_text(directions), documents) >= LEAST
    assert (sure & truth).sum() / sure.sum() > 0.95
    assert (sure & truth).sum() / truth.sum() > 0.5
    assert not sure[~truth.any(axis=1)].any()


def test_three_of_twenty_documents_are_found_as_well_as_sixty_of_a_thousand(shelf) -> None:
    directions, documents, truth = shelf
    few = np.concatenate([np.flatnonzero(truth[:, 0])[:3], np.flatnonzero(~truth.any(axis=1))[:17]])
    judged = _judged(_by_text(directions[:1]), documents[few])[:, 0]
    assert (judged[:3] >= LEAST).all()
    assert (judged[3:] < LEAST).all()


def test_what_names_a_tag_is_surer_and_is_suggested_sooner(shelf) -> None:
    directions, documents, truth = shelf
    vague = unit_length(documents + 0.9 * np.roll(documents, EACH, axis=0))  # half about something else
    silent = _judged(_by_text(directions), vague)
    spoken = _judged(_by_text(directions), vague, truth.astype(np.float32))
    assert (spoken[truth] > silent[truth]).all()
    assert (spoken[~truth] == silent[~truth]).all()


def test_a_tag_that_is_a_little_in_many_documents_stays_blank(shelf) -> None:
    directions, documents, truth = shelf
    vague, clear = directions[:2]
    little = np.random.default_rng(8).uniform(0, 2, size=(len(documents), 1)).astype(np.float32)
    many = unit_length(documents + little * vague)[~truth.any(axis=1)]
    library = np.concatenate([many, documents[truth[:, 1]]])
    judged = _judged(_by_text([vague, clear]), library, np.ones((len(library), 2), np.float32))
    assert judged[: len(many), 0].max() < LEAST <= judged[len(many) :, 1].min()


def test_what_a_person_called_like_a_tag_is_suggested_it(shelf) -> None:
    directions, documents, truth = shelf
    vague = unit_length(documents + 1.5 * np.roll(documents, EACH, axis=0))  # more about something else
    filed = 2 * truth.astype(np.float32)
    before, after = (_judged(_by_text(directions), vague, called=said) for said in (None, filed))
    assert (before[truth] < LEAST).all()
    assert (after[truth] >= LEAST).mean() > 0.9
    assert (after[~truth] == before[~truth]).all()


def test_a_document_is_called_like_a_tag_by_its_file_or_its_folder() -> None:
    receipt = [Place("Receipt pharmacy", ["Papers", "Receipts"])]
    letter = [Place("scan 0042"), Place("2024-03-25 Letter to the landlord, sent", ["Letters and mail"])]
    about = [Place("What the receipts of 1987 tell about a household", ["University"])]
    names = ["Receipts", "letters to the landlord", ""]
    assert called([receipt, letter, about, []], names).tolist() == [[3, 0, 0], [0, 1, 0], [0, 0, 0], [0, 0, 0]]
    assert [folder_called(receipt[0], name) for name in ("receipt", "letters", "")] == ["Receipts", "", ""]


def test_everyday_subjects_tell_what_is_usual_for_a_document(shelf) -> None:
    """One that is as near to everything else as to the tag says nothing by being near."""
    directions, documents, _ = shelf
    nothing = np.zeros((1, 1), np.float32)
    document, sought = documents[:1], _by_text(directions[:1])
    apart = Yardstick(sought, documents, EVERYDAY).judge(document, nothing, nothing).confidence
    amid = (
        Yardstick(sought, documents, unit_length(EVERYDAY + 3 * documents[0]))
        .judge(document, nothing, nothing)
        .confidence
    )
    assert amid < apart


def test_a_text_names_what_it_holds_in_whatever_ending() -> None:
    texts = ["Receipt hardware store.png\nHARBOUR HARDWARE", "Lease of a flat", ""]
    assert named(texts, ["Receipts", "hardware stores", ""]).tolist() == [[1, 1, 0], [0, 0, 0], [0, 0, 0]]
    assert "receipt" in wordings("Receipts")
    assert "recipe" in wordings("Recipes")
    assert "diary" in wordings("Diaries")
    assert not any(wording == "glas" for wording in wordings("Glass"))


def test_refusals_make_it_careful_and_acceptances_do_not(shelf) -> None:
    directions, documents, _ = shelf
    before = _judged(_by_text(directions), documents)[:, 0]
    refused = tuple(Verdict(0.97, accepted=False) for _ in range(6))
    sought = [Sought(at, text, verdicts=refused if at == 0 else ()) for at, text in enumerate(directions)]
    after = _judged(sought, documents)[:, 0]
    assert (after < before).all()
    assert (after >= LEAST).sum() < (before >= LEAST).sum()
    accepted = [Verdict(0.97, accepted=True)] * 6
    assert shifts([refused, accepted])[0] < 0 <= shifts([accepted, accepted])[0]


def test_the_fewer_decisions_taught_a_tag_the_more_its_text_must_agree(shelf) -> None:
    directions, documents, truth = shelf
    own, others = documents[truth[:, 0]], _by_text(directions)[1:]

    def sure(text: np.ndarray, decisions: int) -> np.ndarray:
        sought = [Sought(0, text, weights=directions[0], decisions=decisions), *others]
        nothing = np.zeros((len(own), len(sought)), np.float32)
        return Yardstick(sought, documents, EVERYDAY).judge(own, nothing, nothing).confidence[:, 0]

    elsewhere = unit_length(np.random.default_rng(8).normal(size=(1, WIDTH)).astype(np.float32))[0]
    assert (sure(elsewhere, 5) < sure(elsewhere, 10)).all()
    assert (sure(elsewhere, 10) < sure(elsewhere, 200)).all()
    assert (sure(elsewhere, 5) < sure(directions[0], 5)).all()


def test_a_lesson_that_hardly_recognised_its_own_examples_is_no_surer_for_that(shelf) -> None:
    directions, documents, _ = shelf

    def sure(usual: float) -> np.ndarray:
        learnt = Sought(0, directions[0], weights=directions[0], usual=usual, decisions=5)
        return _judged([learnt, *_by_text(directions)[1:]], documents)[:, 0]

    assert (sure(-1.0) == sure(1.0)).all()
    assert (sure(4.0) < sure(1.0)).all()


def test_a_few_acceptances_lift_nothing_and_many_do() -> None:
    accepted = Verdict(0.95, accepted=True)
    assert shifts([[accepted] * 5])[0] == 0.0
    assert 0.0 < shifts([[accepted] * 50])[0] < shifts([[accepted] * 500])[0]
    assert shifts([[Verdict(0.95, accepted=False)]])[0] < 0.0


class _Named(FakeEncoder):
    """Knows what the tags of the shelf are about, by the number in their names, and everyday subjects."""

    def __init__(self, directions: np.ndarray) -> None:
        super().__init__()
        self._directions = directions

    def encode_queries(self, texts):  # type: ignore[no-untyped-def]
        numbers = [[int(letter) for letter in text if letter.isdigit()] for text in texts]
        return np.stack([self._directions[n[0]] if n else EVERYDAY[at % 80] for at, n in enumerate(numbers)])


class _Reader:
    """Says of each pair whether the text is about the statement's subject: the last word of both."""

    name = "reader"

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def probabilities(self, pairs, stop=lambda: False):  # type: ignore[no-untyped-def]
        self.asked += pairs
        follows = np.array([text.split()[-1] == said.split()[-1].rstrip(".") for text, said in pairs])
        return np.stack([np.where(follows, 0.98, 0.02), np.where(follows, 0.01, 0.49), np.full(len(pairs), 0.01)], 1)


def test_what_a_model_reads_beside_a_tag_lifts_and_lowers_and_nothing_read_changes_nothing() -> None:
    sure = np.array([0.9, 0.9, 0.9], np.float32)
    lifted, lowered, same = having_read(sure, np.array([0.99, 0.01, np.nan], np.float32))
    assert lowered < same < lifted
    assert same == pytest.approx(0.9)
    assert statements("how to cook.")[0] == "This text is about how to cook."


def test_only_tags_that_nobody_has_taught_are_read_beside_and_each_pair_once(shelf) -> None:
    directions, documents, truth = shelf
    names = tuple(f"tag {tag}" for tag in range(TAGS))
    texts = tuple(f"text {row.argmax()}" if row.any() else "text none" for row in truth)
    labelled = TaggingSet("shelf", names, documents, truth, texts)
    plain, read = (
        Trial(labelled, _Named(directions)),
        Trial(labelled, _Named(directions), entailment=(reader := _Reader())),
    )
    before, after = plain.run((0,))[0], read.run((0,))[0]
    assert reader.asked
    assert after.precision >= before.precision
    many = len(reader.asked)
    read.run((5,))
    assert len(reader.asked) == many


def test_a_trial_measures_precision_with_its_bounds_coverage_and_strays(shelf) -> None:
    directions, documents, truth = shelf
    labelled = TaggingSet("shelf", tuple(f"tag {tag}" for tag in range(TAGS)), documents, truth)
    rounds = Trial(labelled, _Named(directions)).run((0, 5, 10))
    assert [each.decisions for each in rounds] == [0, 5, 10]
    for each in rounds[1:]:
        assert each.low <= each.precision <= each.high
        assert each.precision >= 0.9
        assert each.strays < 0.02
        assert each.coverage > 0.5


def test_a_folder_without_a_set_is_refused(tmp_path: Path) -> None:
    from indexer.errors import BadRequest
    from indexer.insight.tagging_trial import load_set

    with pytest.raises(BadRequest):
        load_set(tmp_path, FakeEncoder(), "none", 10, "label", print)
