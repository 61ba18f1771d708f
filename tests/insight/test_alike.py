"""Texts side by side, names, pictures, rules: what the groups are made of."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import BadRequest
from indexer.insight.comparison import side_by_side
from indexer.insight.grouping import Likeness, cliques
from indexer.insight.naming import named
from indexer.insight.preference import Selection, in_order, looks_like_a_copy
from indexer.insight.signatures import candidates, text_signature
from indexer.insight.verdicts import is_same_text
from indexer.insight.wording import align, words_of
from indexer.store.records import StoredFile
from indexer.types import Status
from tests.insight.texts import BOARD, LEASE, SOUP, edited


def stored(path: str, size: int = 100, modified: float = 1000.0) -> StoredFile:
    name = path.rpartition("/")[2]
    extension = name.rpartition(".")[2]
    mtime = int(modified * 1e9)
    return StoredFile(
        1, 1, path.encode(), name, "document", extension, size, mtime, 1, 1, Status.OK, None, None, 0, None, 1
    )  # fmt: skip


def test_an_export_with_page_headers_hyphens_and_ligatures_says_the_same() -> None:
    words = LEASE.replace("landlord", "land-\nlord", 1).replace("flat", "\ufb02at").replace("'", "’").split(" ")
    pages = [" ".join(words[at : at + 60]).lower() for at in range(0, len(words), 60)]
    exported = "\n\f".join(f"Elm Street 14 – Lease\n{page}\n{number}" for number, page in enumerate(pages, 1))
    assert is_same_text(align(words_of(LEASE), words_of(exported)))


@pytest.mark.parametrize(
    "changed",
    [
        LEASE.replace("Elm Street 14", "Elm Street 16"),
        LEASE.replace("second", "third").replace("Ada Winter", "Bo Sommer").replace("Harald Lindqvist", "Per Berg"),
        edited(LEASE, 1),
        LEASE + " " + SOUP,
    ],
)
def test_what_was_filled_in_or_edited_differently_is_not_the_same_text(changed: str) -> None:
    alignment = align(words_of(LEASE), words_of(changed))
    assert alignment.ratio > 0.6
    assert not is_same_text(alignment)


def test_two_invoices_of_one_form_are_two() -> None:
    form = LEASE + " Invoice {} of {} over {} euros, to be paid within 14 days."
    assert not is_same_text(align(words_of(form.format(41, 2023, 118)), words_of(form.format(42, 2024, 96))))


_PIECES = ["ab", "c", "d", "e,", "f", "g-h", "1", "2.", "ü", "ﬁ", "東京", "x_y"]


@given(st.lists(st.sampled_from(_PIECES), max_size=30).map(" ".join))
def test_a_word_is_always_the_text_at_its_span(text: str) -> None:
    words = words_of(text)
    assert all(text[start:end] for start, end in words.spans)
    assert align(words, words).ratio in (0.0, 1.0)
    assert align(words, words_of(text.upper())).shared == len(words)


def test_side_by_side_marks_exactly_what_only_one_says() -> None:
    first = "The tenant pays eighty euros. Pets are welcome here."
    second = "The tenant pays ninety euros. Pets are welcome. Cats too."
    found = side_by_side(first, second, "a.txt", "b.txt")
    assert [first[low:high] for low, high in found.first] == ["eighty", "here"]
    assert [second[low:high] for low, high in found.second] == ["ninety", "Cats too"]
    assert all(first[one : one + 3].lower() == second[two : two + 3].lower() for one, two in found.anchors)


def test_texts_that_share_half_their_words_meet_and_strangers_do_not() -> None:
    texts = [LEASE, edited(LEASE, 1), edited(LEASE, 2), SOUP, BOARD, LEASE + " " + SOUP]
    table = np.stack([signature.values for text in texts if (signature := text_signature(text))])
    met = set(candidates(table, range(len(texts)), 0.12))
    assert met >= {(0, 1), (0, 2), (1, 2), (0, 5), (3, 5)}
    assert not met & {(0, 3), (0, 4), (3, 4)}


def test_only_pairs_with_a_fresh_text_meet() -> None:
    texts = [edited(LEASE, seed) for seed in range(6)]
    table = np.stack([signature.values for text in texts if (signature := text_signature(text))])
    assert set(candidates(table, [5], 0.12)) <= {(at, 5) for at in range(5)}


def test_a_short_text_has_no_signature() -> None:
    assert text_signature("Camera: Canon EOS 80D") is None


def test_no_chain_leads_from_a_text_to_one_that_is_not_like_it() -> None:
    chain = [Likeness(1, 2, 0.95), Likeness(2, 3, 0.95), Likeness(4, 5, 0.9), Likeness(5, 6, 0.9), Likeness(4, 6, 0.9)]
    assert cliques(chain) == [[1, 2], [4, 5, 6]]


@given(st.sets(st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda pair: pair[0] < pair[1]), max_size=20))
def test_in_a_group_each_is_like_each(pairs: set[tuple[int, int]]) -> None:
    groups = cliques([Likeness(one, other, 0.9) for one, other in pairs])
    members = [one for group in groups for one in group]
    assert len(members) == len(set(members))
    for group in groups:
        assert len(group) > 1
        assert all((one, other) in pairs for one in group for other in group if one < other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Offer.docx", "Offer final.pdf"),
        ("Offer v2.docx", "offer_V10_draft.odt"),
        ("Offer (1).docx", "Offer - Copy.docx"),
        ("2024-03-01 Offer.docx", "Offer_20240412.docx"),
        ("Angebot Entwurf.docx", "Angebot Endfassung.docx"),
    ],
)
def test_versions_of_a_document_are_called_the_same(one: str, other: str) -> None:
    assert named(one).stem == named(other).stem


def test_names_that_count_are_told_apart() -> None:
    assert named("Invoice 41.pdf").numbers != named("Invoice 42.pdf").numbers
    assert named("Report 2023.pdf").stem != named("Report 2024.pdf").stem


def test_the_rules_say_in_order_which_file_stays() -> None:
    files = [
        stored("/a/Lease (1).pdf", modified=1),
        stored("/a/Lease.pdf", modified=2, size=50),
        stored("/b/lease final.pdf", modified=3),
    ]

    def first(*rules: str) -> str:
        return in_order(files, rules)[0].path.decode()

    assert first() == "/a/Lease.pdf"
    assert first("oldest") == "/a/Lease (1).pdf"
    assert first("newest") == "/b/lease final.pdf"
    assert first("folder:/b", "oldest") == "/b/lease final.pdf"
    assert first("not:/a") == "/b/lease final.pdf"
    assert first("smallest") == "/a/Lease.pdf"
    with pytest.raises(BadRequest):
        first("prettiest")


@pytest.mark.parametrize(
    "name", ["Lease (1).pdf", "Lease - Copy.pdf", "Copy of Lease.pdf", "Lease Kopie 2.pdf", "a.txt~"]
)
def test_names_that_programs_give_to_copies_are_known(name: str) -> None:
    assert looks_like_a_copy(name)
    assert not looks_like_a_copy("Lease 2024.pdf")


def test_a_selection_marks_by_rule_and_never_what_stays() -> None:
    stays, copy, elsewhere = stored("/a/x.pdf"), stored("/a/y.pdf", modified=2000), stored("/b/z.docx", size=50)
    group = [stays, copy, elsewhere]

    def marked(*conditions: str) -> list[str]:
        return [file.name for file in group if Selection(conditions).marks(file, stays)]

    assert marked() == []
    assert marked("all") == ["y.pdf", "z.docx"]
    assert marked("not:/a") == ["z.docx"]
    assert marked("in:/a") == ["y.pdf"]
    assert marked("newer") == ["y.pdf"]
    assert marked("smaller", "type:docx") == ["z.docx"]
    with pytest.raises(BadRequest):
        marked("uglier")


def test_a_long_text_is_aligned_in_time() -> None:
    dice = random.Random(1)
    words = [f"w{dice.randrange(3000)}" for _ in range(20_000)]
    later = [word for word in words if dice.random() > 0.02]
    assert align(words_of(" ".join(words)), words_of(" ".join(later))).held == 1.0
