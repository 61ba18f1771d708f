"""The pure parts of a search: fusing, marking, judging, measuring."""

import math
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from indexer.models.fake import FakeEncoder
from indexer.search import explain, trust
from indexer.search.fuse import PassageScore, Scale, fuse, scale_of, unread_score, with_passages
from indexer.search.judge import Asked, judge
from indexer.search.reads import Words
from indexer.search.spelling import suggestions
from indexer.search.trust import Calibration, Nearness, floor_of, share, tier
from indexer.store.scored import ScoredChunk
from indexer.types import Tier
from tests.search.shelf import Paper, Shelf


def chunk(document: int, score: float, number: int = 0) -> ScoredChunk:
    return ScoredChunk(10 * document + number, document, score)


def order(words: list[ScoredChunk], meaning: list[ScoredChunk], names: dict[int, float] | None = None) -> list[int]:
    scale = scale_of(words, meaning, (0.1, 0.1))
    return [found.document_id for found in fuse(words, meaning, names or {}, scale)]


def test_a_document_that_both_find_beats_one_that_either_finds() -> None:
    assert order([chunk(1, 9.0), chunk(2, 8.0), chunk(3, 1.0)], [chunk(3, 0.6), chunk(2, 0.55), chunk(1, 0.1)])[0] == 2


def test_a_lone_outstanding_meaning_beats_a_common_word() -> None:
    assert order([chunk(1, 2.0), chunk(2, 0.5)], [chunk(2, 0.8), chunk(1, 0.1)]) == [2, 1]


def test_words_and_meaning_of_two_passages_speak_for_one_document() -> None:
    words = [chunk(1, 9.0, 0), chunk(2, 9.0, 0)]
    meaning = [chunk(1, 0.2, 0), chunk(1, 0.7, 1), chunk(2, 0.4, 0)]
    assert order(words, meaning) == [1, 2]


def test_the_best_words_are_worth_the_same_in_every_query() -> None:
    assert scale_of([chunk(1, 3.0)], [], (0.0, 1.0)).words(3.0) == Scale().words_weight
    assert scale_of([chunk(1, 30.0)], [], (0.0, 1.0)).words(30.0) == Scale().words_weight
    assert Scale().words(None) == 0.0


def test_words_count_less_where_they_tell_little_and_more_where_all_is_far_out() -> None:
    def weight(words: list[float], best: float, rarity: float = 5.0) -> float:
        found = [chunk(number, score) for number, score in enumerate(words)]
        return scale_of(found, [chunk(0, best), chunk(1, 0.2)], (0.1, 0.1), rarity).words_weight

    alike = [9.0 - 0.4 * number for number in range(10)]
    telling = [9.0, *(2.0 - 0.1 * number for number in range(9))]
    assert weight(alike, 0.5) < weight(telling, 0.5) < weight([9.0], 0.5)
    assert weight(telling, 0.5) < weight(telling, 0.8)
    assert weight(telling, 0.5) < weight(telling, 0.5, rarity=9.0)


def test_a_document_without_a_vector_is_taken_for_an_average_one() -> None:
    words = [chunk(1, 9.0), chunk(2, 9.0), chunk(3, 9.0)]
    assert order(words, [chunk(1, 0.9), chunk(3, 0.1)]) == [1, 2, 3]


def test_a_whole_name_lifts_a_document_and_half_of_one_hardly() -> None:
    words = [chunk(1, 9.0), chunk(2, 8.0), chunk(3, 7.0)]
    assert order(words, [], {3: 1.0})[0] == 3
    assert order(words, [], {3: 0.3})[0] == 1
    assert unread_score(1.0, Scale()) > unread_score(0.5, Scale()) > 0


def test_stems_compounds_and_pairs_are_marked() -> None:
    def marked(text: str, asked: str) -> list[str]:
        return [text[start:end] for start, end in explain.word_highlights(text, asked)]

    assert marked("The repairs were repaired.", "repair the") == ["repairs", "repaired"]
    assert marked("call parse_args(x) here", "parseArgs") == ["parse_args"]
    assert marked("Die Straße ist naïv", "strasse naiv") == ["Straße", "naïv"]
    assert marked("東京タワーへ行く", "東京タワー") == ["東京タワー"]
    assert marked("nothing of it", "zebra") == []


def test_sentences_are_in_order_and_cover_the_passage() -> None:
    text = "Art. 5. The rent is due on the first day. Is it late? Then a fee is charged.\n\n- One more thing to know."
    spans = explain.sentences(text)
    assert [text[start:end] for start, end in spans][-1] == "- One more thing to know."
    assert "".join(text[start:end] for start, end in spans).replace(" ", "") == "".join(text.split())


def test_a_sentence_answers_better_than_a_heading_and_a_rare_word_better_than_a_common_one() -> None:
    def best(text: str, asked: str, weights: dict[str, float]) -> str:
        found = explain.best_sentences([text], asked, weights=weights)[0]
        assert found is not None
        return text[slice(*found)]

    text = "Configuration of the plugins\n\nPlugins have their configuration in a file beside the database."
    assert best(text, "plugins configuration", {}).startswith("Plugins have")
    text = "The committee has its meeting on the first Monday of each month. A zebra was seen near it."
    assert best(text, "committee zebra", {"committe": 1.0, "zebra": 6.0}).startswith("A zebra")


def test_the_sentence_that_answers_is_found_at_the_end_of_a_long_passage() -> None:
    filler = "".join(f"The {number}th paragraph is about the weather of that year. " for number in range(4, 19))
    text = filler + "Whoever breaks the lamp pays for a new one."
    for encoder, query in ((None, None), (fake := FakeEncoder(), fake.encode_queries(["who pays"])[0])):
        found = explain.best_sentences([text], "who pays for it in the end", query, encoder)[0]
        assert found is not None
        assert text[slice(*found)].startswith("Whoever breaks")


def test_a_word_is_respelt_only_where_neither_the_library_nor_the_model_has_it(tmp_path: Path) -> None:
    papers = [Paper(f"{at}.txt", "A garden with a fountain of stone.") for at in range(3)]
    shelf = Shelf(tmp_path, [*papers, Paper("odd.txt", "One garten, as they say there.")], None)
    assert suggestions("the fountian", shelf.words) == ("the fountain",)
    assert suggestions("the fountain", shelf.words) == ()
    assert suggestions("a garten", shelf.words) == ()
    assert suggestions("a store", shelf.words) == ("a stone",)
    assert suggestions("a store", shelf.words, {"store"}.__contains__) == ()


def test_the_evidence_of_a_hit_grows_with_words_and_meaning() -> None:
    judge = Calibration(Nearness(0.0, 0.6), floor=0.8)
    assert judge.evidence(0.6, 0.0) == pytest.approx(1.0)
    assert judge.evidence(0.6, 0.5) > judge.evidence(0.6, 0.0) > judge.evidence(0.3, 0.0)
    assert [tier(evidence, judge.floor) for evidence in (0.7, 0.9, 1.3)] == [Tier.WEAK, Tier.LIKELY, Tier.STRONG]
    assert tier(0.0, judge.floor, name=1.0) is Tier.STRONG


class NoWords:
    def held(self, words: Collection[str], chunk_ids: Collection[int]) -> dict[int, set[str]]:
        return {}


@pytest.mark.parametrize(
    ("cosines", "tiers"),
    [
        ((0.97, 0.7, 0.6), (Tier.LIKELY, Tier.LIKELY, Tier.WEAK)),  # one that stands out
        ((0.9, 0.7, 0.6), (Tier.WEAK, Tier.WEAK, Tier.WEAK)),  # one that chance may bring
        ((0.86, 0.81, 0.76), (Tier.LIKELY, Tier.LIKELY, Tier.LIKELY)),  # three that agree
    ],
)
def test_there_is_an_answer_where_one_stands_out_or_three_agree_and_what_is_near_is_likely_too(
    cosines: Sequence[float], tiers: Sequence[Tier]
) -> None:
    asked = Asked("rent", np.ones(1, np.float32), calibration=Calibration(Nearness(0.0, 1.0), floor=0.8))
    ranked = [
        with_passages(number, cosine, (PassageScore(number, cosine, None, cosine),))
        for number, cosine in enumerate(cosines)
    ]
    assert tuple(found.tier for found in judge(cast("Words", NoWords()), ranked, asked)) == tuple(tiers)


def test_in_a_small_library_one_that_reaches_the_floor_is_an_answer() -> None:
    assert trust.beside(0.55) == 0.55  # little comes near by chance
    assert trust.is_there([0.51, 0.1, 0.0], 0.5, has_meaning=True)
    assert not trust.is_there([0.49, 0.1, 0.0], 0.5, has_meaning=True)


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    assert share({"malaria"}, {"malaria": 8.0, "day": 2.0}) == pytest.approx(0.8)
    assert share(set(), {}) == 0.0


def test_the_floor_follows_what_chance_brings_within_bounds() -> None:
    quiet, loud = [0.2, 0.25, 0.3, 0.22], [0.5, 0.6, 0.55, 0.58]
    assert floor_of(quiet) < floor_of(loud)
    assert floor_of([0.0] * 5) > 0.3
    assert floor_of([math.pi] * 5) < 1.0
