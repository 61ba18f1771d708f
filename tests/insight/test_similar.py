"""Like a document, a passage, a quote: with the real model, over papers that someone could have."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.errors import BadRequest
from indexer.insight import verdicts
from indexer.insight.kin import Kinship
from indexer.insight.shared import in_common, said, telling
from indexer.insight.similar import Alike, Similarity
from indexer.insight.wording import align, quoted, words_of
from indexer.insight.written import Written
from indexer.models.encoder import Encoder
from indexer.models.runtime import load_encoder
from indexer.protocol import Hit
from indexer.search.meaning import Meaning
from indexer.store.likenesses import Likenesses, Pair
from indexer.types import Tier
from tests.insight.texts import BOARD, LEASE, SOUP, edited
from tests.search.papers import PAPERS as OTHERS
from tests.search.shelf import Paper, Shelf, short

RENTAL = (
    "The owner of the house and the person who lives in the flat agree that the owner lets the roof and the heating be "
    "repaired. A deposit of two months' rent is paid to a separate account. Whoever loses a key pays for it."
)
STEW = "Dice potatoes and leeks, fry them in butter, add stock and cream, and season with nutmeg and pepper."
PAPERS = (
    Paper("lease.docx", LEASE),
    Paper("lease v2.docx", edited(LEASE, 1)),
    Paper("export/lease.pdf", LEASE.replace(". ", ".\n")),
    Paper("rental.md", RENTAL),
    Paper("soup.md", SOUP),
    Paper(
        "stew.txt",
        STEW,
    ),
    Paper("minutes.txt", BOARD),
    Paper("blank scan.pdf", ""),
    Paper("moon.txt", "Spring tides come when sun and moon stand in one line with the earth, at new and at full moon."),
)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


class Likes:
    def __init__(self, shelf: Shelf, encoder: Encoder) -> None:
        self.shelf = shelf
        self.meaning = Meaning(encoder.fingerprint, shelf.vectors, encoder)
        self.encoder = encoder
        likenesses = Likenesses(shelf.database)
        self.similarity = Similarity(
            shelf.library,
            shelf.words,
            lambda: self.meaning,
            Kinship(shelf.library, likenesses, Written(shelf.library, likenesses)),
        )
        texts = {self.id(paper.path): paper.text for paper in PAPERS[:3]}
        for one in texts:
            for other in texts:
                if one < other:
                    found = align(words_of(texts[one]), words_of(texts[other]))
                    likenesses.sign("text", "1", {}, [Pair(one, other, found.ratio, verdicts.pack(found))])

    def id(self, path: str) -> int:
        file = self.shelf.library.file_at(f"/home/ada/{path}".encode())
        assert file is not None
        assert file.document_id is not None
        return file.document_id

    def to_text(self, text: str) -> Alike:
        return self.similarity.to_text(text, 10)


@pytest.fixture(scope="module")
def likes(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Likes]:
    directory: Path = tmp_path_factory.mktemp("library")
    shelf = Shelf(directory, (*PAPERS, *OTHERS), encoder)
    yield Likes(shelf, encoder)
    shelf.close()


def test_copies_and_versions_of_a_document_are_folded_not_listed(likes: Likes) -> None:
    found = likes.similarity.to_document(likes.id("lease.docx"), 10)
    listed = [short(hit) for hit in found.hits]
    assert "rental.md" in listed[:2]
    assert not any(path in listed for path in ("lease v2.docx", "export/lease.pdf"))
    assert set(found.folded) == {likes.id("lease v2.docx"), likes.id("export/lease.pdf")}


def test_a_document_without_text_is_like_nothing_and_says_so(likes: Likes) -> None:
    with pytest.raises(BadRequest, match="no text"):
        likes.similarity.to_document(likes.id("blank scan.pdf"), 10)


def test_copies_of_what_is_found_are_one_row(likes: Likes) -> None:
    found = likes.similarity.to_document(likes.id("rental.md"), 10)
    ours = {f"/home/ada/{paper.path}".encode() for paper in PAPERS[:3]}
    (row,) = (hit for hit in found.hits if hit.path in ours)
    assert {row.path, *row.near} == ours


def test_what_has_nothing_to_do_with_it_is_not_listed(likes: Likes) -> None:
    found = [short(hit) for hit in likes.similarity.to_document(likes.id("soup.md"), 10).hits]
    assert found[0] == "stew.txt"
    assert "moon.txt" not in found


def test_a_hit_says_what_both_speak_of(likes: Likes) -> None:
    hit = likes.similarity.to_document(likes.id("rental.md"), 10).hits[0]
    (part,) = hit.why.parts
    assert part.said.startswith("Both speak of “")
    assert "deposit" in part.said or "roof" in part.said or "heating" in part.said


def test_a_quote_finds_its_source_first(likes: Likes) -> None:
    quote = "Stir in a cup of cream, season with nutmeg, salt and white pepper"
    hit = likes.to_text(quote).hits[0]
    assert (short(hit), hit.tier) == ("soup.md", Tier.STRONG)
    assert "word for word" in hit.why.parts[0].said
    misquoted = likes.to_text("stir in one cup of cream and season it with nutmeg salt and white pepper").hits[0]
    assert short(misquoted) == "soup.md"
    assert "nearly" in misquoted.why.parts[0].said


def test_words_that_stand_far_apart_are_no_quote() -> None:
    quote = words_of("the tenant shall pay a deposit")
    assert quoted(quote, words_of("Each year the tenant shall pay a deposit of two rents.")) == 1
    assert quoted(quote, words_of(f"The tenant shall pay interest. {'Nothing else is due here. ' * 9} A deposit")) < 0.8
    assert quoted(quote, words_of("The tenant pays")) < 0.8


def test_a_document_from_outside_finds_its_own_kind(likes: Likes) -> None:
    assert short(likes.to_text("A recipe: leeks and potatoes in cream. " * 3).hits[0]) in ("soup.md", "stew.txt")


def test_what_was_read_in_a_document_just_now_is_compared_in_the_place_of_what_is_known(likes: Likes) -> None:
    found = likes.similarity.to_document(likes.id("blank scan.pdf"), 10, read=STEW)
    assert {short(hit) for hit in found.hits[:2]} == {"soup.md", "stew.txt"}


@pytest.fixture
def young(tmp_path: Path, encoder: Encoder) -> Iterator[Likes]:
    """Likes of a library in which nothing is understood yet but the soup and the minutes."""
    shelf = Shelf(tmp_path, [paper for paper in PAPERS if paper.path in ("soup.md", "minutes.txt")], encoder)
    shelf.add(*(paper for paper in PAPERS if paper.path not in ("soup.md", "minutes.txt")), understood=False)
    yield Likes(shelf, encoder)
    shelf.close()


def test_a_document_that_is_not_understood_yet_is_understood_when_it_is_asked_for(young: Likes) -> None:
    found = young.similarity.to_document(young.id("stew.txt"), 10)
    assert (short(found.hits[0]), found.by_meaning) == ("soup.md", True)


def test_documents_that_are_not_understood_yet_are_found_by_their_words(young: Likes) -> None:
    found = young.to_text(f"{RENTAL} {STEW}").hits
    assert {short(hit) for hit in found} >= {"rental.md", "stew.txt", "soup.md"}
    assert "moon.txt" not in {short(hit) for hit in found}


def test_without_a_model_words_alone_are_compared(young: Likes) -> None:
    young.meaning = replace(young.meaning, encoder=None)
    found = young.similarity.to_document(young.id("stew.txt"), 10)
    assert (short(found.hits[0]), found.by_meaning) == ("soup.md", False)


def test_what_is_like_a_picture_in_two_ways_is_listed_once_the_likest_first() -> None:
    def hit(path: bytes, tier: Tier) -> Hit:
        return Hit(path, "", "", 0, 0.0, 0.5, tier)

    shown = Alike([hit(b"photo", Tier.LIKELY), hit(b"other", Tier.WEAK)], (1,))
    said = Alike([hit(b"letter", Tier.STRONG), hit(b"photo", Tier.WEAK)], (2,), by_meaning=False)
    both = shown.beside(said, 10)
    assert [(found.path, found.tier) for found in both.hits] == [
        (b"letter", Tier.STRONG), (b"photo", Tier.LIKELY), (b"other", Tier.WEAK),
    ]  # fmt: skip
    assert (both.folded, both.by_meaning) == ((1, 2), False)


def test_shared_words_are_rare_ones_as_they_are_written() -> None:
    rare = {"deposit": 5.0, "elm": 4.0, "street": 2.0, "landlord": 3.0, "only": 6.0}
    found = in_common(
        "The Landlord keeps the deposit for Elm Street. Only here.",
        "A deposit on elm street; the landlord agreed.",
        lambda word: rare.get(word, 0.1),
        lambda _: 2,
    )
    assert found[0] in ("deposit", "Elm Street")
    assert set(found) >= {"deposit", "Elm Street", "Landlord"}
    assert said(found).startswith("Both speak of “")
    assert said([]) == ""
    assert list(telling("deposit deposit elm", lambda word: rare.get(word, 0.1), 1)) == ["deposit"]


def test_words_that_stand_in_any_text_are_not_said_to_be_shared() -> None:
    found = in_common("Some document of the heating", "The heating in some document", lambda _: 1.0, lambda _: 2)
    assert found == ["heating"]


def test_a_word_and_its_plural_are_said_once() -> None:
    found = in_common("The roofs of a roof.", "One roof, many roofs, one lake; the lake.", lambda _: 1.0, lambda _: 2)
    assert len(found) == 1
