"""Topics are called by phrases as people write them."""

import numpy as np

from indexer.insight.topics.names import Keyphrases, Said, candidates, name_of
from indexer.insight.topics.phrases import phrases


def said(*texts: str) -> Said:
    group = Said()
    for text in texts:
        group.add(text)
    return group


def keyphrases(groups: list[Said]) -> list[Keyphrases]:
    return [found.keyphrases() for found in candidates(groups)]


def written(text: str) -> set[str]:
    return {phrase for _, phrase in phrases(text)}


def test_a_phrase_runs_over_no_stop_word_and_no_punctuation() -> None:
    assert written("The space shuttle, launched by NASA") == {"space", "shuttle", "space shuttle", "launched", "NASA"}
    assert "terms conditions" not in written("terms and conditions")
    assert "end start" not in written("the end.\n\nStart over")


def test_a_line_end_within_a_sentence_ends_no_phrase() -> None:
    assert "heat pump" in written("a heat\npump")
    assert "heat pump" not in written("a heat\n\npump")


def test_stop_words_of_other_languages_are_no_phrases() -> None:
    assert written("der Mieter und die Wohnung") == {"Mieter", "Wohnung"}
    assert written("le contrat de l’appartement") == {"contrat", "appartement"}
    assert written("el contrato de la casa") == {"contrato", "casa"}


def test_formats_addresses_and_codes_are_no_phrases() -> None:
    assert written("http://www.example.org/a.html me@host.com report.pdf 4a6f7b endobj 2024 don't xml x_y") == set()


def test_words_without_spaces_between_them_are_cut_in_pairs() -> None:
    assert "東京" in written("東京都")


def test_a_phrase_of_more_words_comes_before_its_parts() -> None:
    space = said("the space shuttle", "a space shuttle lands", "another Space Shuttle", "the moon")
    soup = said("leek soup", "a soup of leeks", "potato soup", "bread")
    first, second = (group.words for group in keyphrases([space, soup]))
    assert first[0] == "space shuttle"
    assert not {"space", "shuttle"} & set(first)
    assert any("soup" in phrase for phrase in second)


def test_a_compound_is_said_once_however_it_is_written() -> None:
    cards, soup = said("a top-up", "my top up", "the top-up", "one top up"), said("leek soup", "onion soup")
    assert len(keyphrases([cards, soup])[0].words) == 1


def test_what_all_topics_say_names_none() -> None:
    groups = [said(*[f"quarterly {subject} overview"] * 5) for subject in ("whale", "turbine", "violin")]
    for found, subject in zip(keyphrases(groups), ("whale", "turbine", "violin"), strict=True):
        assert subject in found.words[0]


def test_a_long_document_does_not_speak_for_its_topic() -> None:
    group = said("zebra " * 500, "heat pump", "the heat pump", "a heat pump again", "heat pump noise", *["pump"] * 20)
    assert "zebra" not in keyphrases([group, said("bread")])[0].words


def test_the_usual_spelling_is_taken_and_names_keep_their_capitals() -> None:
    words = keyphrases([said("Heat pump", "a heat pump", "the heat pump", "NASA flies", "at NASA"), said("x y")])[
        0
    ].words
    assert "heat pump" in words
    assert "NASA" in words


def test_a_name_is_short_begins_with_a_capital_and_is_no_other_topics() -> None:
    words = Keyphrases(("heat pump", "refrigerant", "noise"), 3)
    first = name_of(words)
    assert first == "Heat pump, refrigerant, noise"
    assert name_of(words, [first.upper()]).casefold() != first.casefold()
    assert name_of(words, ["Heat pumps, refrigerants, noise"]) == "Refrigerant, noise"
    assert len(name_of(Keyphrases(("a very long keyphrase here", "another long keyphrase", "b"), 3))) <= 30
    assert name_of(Keyphrases(), ["Untitled"]) == "Untitled 2"


def test_what_documents_their_files_and_folders_are_called_names_their_topic() -> None:
    """Recipes say "minutes" far more often than "recipe"; whoever filed them did not."""
    recipes, letters = Said(), said("the roof leaks", "a leaking roof", "roof repairs", "the landlord")
    for dish, how in (("Plum cake", "Bake"), ("Potato goulash", "Stew"), ("Lentil soup", "Boil")):
        recipes.add(f"{how} it, minutes.", [dish], ["Recipes"])
    found = keyphrases([recipes, letters])[0]
    assert found.words[0] == "Recipes"
    assert name_of(found) == "Recipes"


def test_answers_to_one_mail_are_called_nothing_more_than_the_mail() -> None:
    group, other = Said(), said("leek soup", "onion soup")
    for subject in ("Council burns budget", *["Re: Council burns budget"] * 3):
        group.add("The budget of the council", [subject])
    assert group.headings["budget"] == 1
    assert set(keyphrases([group, other])[0].words) == {"budget", "council"}


def test_a_phrase_that_few_documents_say_names_a_topic_together_with_others() -> None:
    mixed = said("the roof", "a roof", "a cello", "the cello", "fresh bread", "bread", "some trains", "trains")
    assert name_of(keyphrases([mixed, said("x y")])[0]).count(",") == 2


def test_no_documents_say_nothing() -> None:
    assert keyphrases([Said(), said("heat pump")])[0] == Keyphrases()


def test_what_means_the_same_as_the_documents_names_them_before_who_wrote_them() -> None:
    letters = said("Mrs Voss, the rent", "Mrs Voss, a deposit", "Mrs Voss, our rent", "Mrs Voss, the deposit")
    (by_words, _) = candidates([letters, said("leek soup", "onion soup")])
    assert by_words.keyphrases().words[0] == "Mrs Voss"
    direction = {"rent": 1.0, "deposit": 0.9}
    vectors = np.array([[direction.get(phrase, 0.1)] for phrase in by_words.written], np.float32)
    assert set(by_words.nearest(vectors, np.ones(1, np.float32)).keyphrases().words[:2]) == {"rent", "deposit"}
