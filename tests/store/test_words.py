"""The word index finds words as people type them; the name index finds files while they type."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.store.names import NameEntry, NameIndex
from indexer.store.words import WordEntry, WordIndex

TEXTS = {
    1: ("Lease", "The landlord agrees to pay for all repairs of the Straße 12 flat, naïve as that is."),
    2: ("tools.py", "def parse_args(argv): return getHTMLDocument(argv) # C++ and C# INV-2024-001"),
    3: ("旅行", "東京タワーは港区にある。黒猫がいた。"),
    4: ("Книги", "Мы читаем разные книги о компьютерах."),
    5: ("한국", "한국어를 공부합니다"),
    6: ("การเดินทาง", "การเดินทางในประเทศไทย"),
}


@pytest.fixture
def words(tmp_path: Path) -> Iterator[WordIndex]:
    index = WordIndex(tmp_path / "words")
    index.update([WordEntry(key, 10 * key, text, title) for key, (title, text) in TEXTS.items()], [], 1)
    yield index
    index.close()


def found(index: WordIndex, query: str) -> list[int]:
    return [chunk.document_id for chunk in index.search(query, 10)]


@pytest.mark.parametrize(
    ("query", "document"),
    [
        ("landlords repairing", 1),
        ("strasse", 1),
        ("naive", 1),
        ("lease", 1),
        ("who pays", 1),
        ("parseArgs", 2),
        ("parse args", 2),
        ("parseargs", 2),
        ("html document", 2),
        ("c++", 2),
        ("c#", 2),
        ("INV-2024-001", 2),
        ("inv2024001", 2),
        ("東京", 3),
        ("タワー", 3),
        ("猫", 3),
        ("旅行", 3),
        ("книга", 4),
        ("компьютер", 4),
        ("한국어", 5),
        ("ประเทศ", 6),
    ],
)
def test_a_word_is_found_as_people_type_it(words: WordIndex, query: str, document: int) -> None:
    assert found(words, query)[:1] == [document]


@pytest.mark.parametrize("query", ["", "   ", '"', "()[]{}", "a:b AND OR NOT", "++", "\u200d", "*", "🦄", "x" * 5000])
def test_no_text_is_too_odd_to_ask_for(words: WordIndex, query: str) -> None:
    words.search(query, 10)
    words.chunks_with(query)
    assert found(words, "to all of the")[:1] == [1]  # and the next one is answered as ever


def test_a_query_of_stop_words_alone_is_still_a_query(words: WordIndex) -> None:
    assert found(words, "to all of the")[:1] == [1]


def test_a_phrase_stands_side_by_side(words: WordIndex) -> None:
    assert [chunk.document_id for chunk in words.chunks_with("agrees to PAY")] == [1]
    assert [chunk.document_id for chunk in words.chunks_with("京タワ")] == [3]
    assert words.chunks_with("pay agrees") == []


def test_only_allowed_documents_are_found(words: WordIndex) -> None:
    assert words.search("pay", 10, allowed=[2, 3]) == []
    assert words.search("pay", 10, allowed=[]) == []
    assert words.search("pay", 10, allowed=range(1, 5000))[0].document_id == 1
    assert words.search("pay", 10, excluded=[1]) == []


def test_an_update_replaces_what_was_there(words: WordIndex) -> None:
    size = words.size
    words.update([WordEntry(1, 11, "A recipe for bread", "Bread")], [2], 7)
    assert (words.sequence, words.size) == (7, size - 1)
    assert found(words, "landlord") == []
    assert found(words, "parse_args") == []
    assert [chunk.chunk_id for chunk in words.search("recipe", 10)] == [11]


def test_nothing_of_a_failed_update_is_kept(words: WordIndex) -> None:
    def broken() -> Iterator[WordEntry]:
        yield WordEntry(9, 90, "unicorn", "")
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        words.update(broken(), [1], 8)
    assert words.sequence == 1
    assert found(words, "unicorn") == []
    assert found(words, "landlord") == [1]


def test_an_index_opens_as_it_was_closed(words: WordIndex, tmp_path: Path) -> None:
    words.close()
    again = WordIndex(tmp_path / "words")
    assert again.sequence == 1
    assert found(again, "landlord") == [1]
    again.close()


@pytest.mark.parametrize("suffix", ["idx", "term", "store", "fast", "pos", "fieldnorm", "json"])
def test_a_damaged_index_opens_as_an_empty_one(words: WordIndex, tmp_path: Path, suffix: str) -> None:
    words.close()
    damaged = [path for path in (tmp_path / "words").iterdir() if path.name.endswith(suffix)]
    for path in damaged:
        content = bytearray(path.read_bytes())
        content[len(content) // 3] ^= 0x10
        path.write_bytes(content if suffix != "json" else content[: len(content) // 2])
    assert damaged
    again = WordIndex(tmp_path / "words")
    assert again.sequence == 0
    assert again.search("landlord", 10) == []
    again.close()


@pytest.fixture
def names(tmp_path: Path) -> Iterator[NameIndex]:
    index = NameIndex(tmp_path / "names")
    paths = ("contracts/Lease 2024 flat.pdf", "pictures/IMG_2033.jpg", "contracts/old/Insurance.docx", "lists/東京.txt")
    index.update(
        [NameEntry(n, path.rpartition("/")[2], f"/home/{path}", 1.0) for n, path in enumerate(paths, 1)], [], 3
    )
    yield index
    index.close()


@pytest.mark.parametrize(
    ("query", "file"),
    [
        ("lea", 1),
        ("lease 2024", 1),
        ("flat lea", 1),
        ("img2033", 2),
        ("2033", 2),
        ("contracts insurance", 3),
        ("東京", 4),
    ],
)
def test_a_file_is_found_by_the_beginning_of_its_name(names: NameIndex, query: str, file: int) -> None:
    assert [hit.file_id for hit in names.search(query, 5)][:1] == [file]


def test_a_name_that_holds_the_whole_query_counts_more_than_a_folder(names: NameIndex) -> None:
    [whole] = names.search("insurance", 5)
    inside = names.search("contracts", 5)
    assert whole.score > 0.8
    assert {hit.file_id for hit in inside} == {1, 3}
    assert all(hit.score < 0.5 for hit in inside)


@pytest.mark.parametrize("query", ["Lease 2024 flat.pdf", "LEASE, 2024 flat", "img_2033", "東京.txt"])
def test_who_types_the_whole_name_names_one_file(names: NameIndex, query: str) -> None:
    assert [hit.score == 1.0 for hit in names.search(query, 5)][:1] == [True]


@pytest.mark.parametrize("query", ["lease", "lease 2024", "contracts lease 2024 flat", "lease 2024 flat old"])
def test_a_part_of_a_name_and_more_than_it_name_none(names: NameIndex, query: str) -> None:
    assert all(hit.score < 1.0 for hit in names.search(query, 5))


def test_a_renamed_file_is_found_by_its_new_name_only(names: NameIndex) -> None:
    names.update([NameEntry(1, "Contract.pdf", "/home/Contract.pdf", 2.0)], [], 4)
    assert names.search("lease", 5) == []
    assert names.search("contract", 5)[0].file_id == 1
    assert names.sequence == 4
