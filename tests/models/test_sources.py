"""What the heads that come with Wherein learn from is made by a command, and what is measured on is kept apart."""

import gzip
import json

import numpy as np
import pytest

from indexer.models.training import sources

WORDS = [f"{first}{last}" for first in ("ba", "ke", "li", "mo", "nu", "pa") for last in ("ran", "sil", "tor", "vem")]


class BySpelling:
    """Texts that share letters are near each other."""

    def encode_queries(self, texts):
        rows = np.array([[text.count(letter) + 0.01 for letter in "abcdefghijklmnopqrstuvwxyz"] for text in texts])
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)

    encode_passages = encode_queries


def _text(random, words=20):
    return " ".join(random.choice(WORDS) for _ in range(words))


def _write(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(lines.encode()))
    else:
        path.write_text(lines)


def _grades(path, rows):
    lines = "query-id\tcorpus-id\tscore\n" + "".join(f"{q}\t{p}\t{grade}\n" for q, p, grade in rows)
    path.write_bytes(gzip.compress(lines.encode()) if path.suffix == ".gz" else lines.encode())


@pytest.fixture
def data(tmp_path):
    """The layout of the sets, with made-up words."""
    random = np.random.default_rng(3)
    squad, cosqa, movies = (tmp_path / "retrieval" / name for name in ("squad_passages", "cosqa", "movies_msrd"))
    _write(squad / "corpus.jsonl.gz", [
        {"_id": f"p{n}", "title": f"Title {n}", "text": ". ".join(_text(random, 8).capitalize() for _ in range(4))}
        for n in range(60)
    ])  # fmt: skip
    _write(squad / "queries.jsonl.gz", [
        {"_id": f"q{n}", "text": f"{'measured' if n < 20 else 'learned'} {_text(random, 5)}",
         "split": "dev" if n < 20 else "test"} for n in range(60)
    ])  # fmt: skip
    _grades(squad / "qrels.tsv.gz", [(f"q{n}", f"p{n}", 1) for n in range(60)])
    _write(cosqa / "corpus.jsonl.gz", [
        {"_id": f"c{n}", "title": "",
         "text": f'def f{n}(a):\n    """{_text(random, 5)}."""\n    return {_text(random, 9)}'} for n in range(60)
    ])  # fmt: skip
    _write(cosqa / "queries.jsonl", [
        {"_id": f"q{n}", "text": f"ask {n} {_text(random, 4)}", "split": "dev" if n % 2 else "test"} for n in range(20)
    ])  # fmt: skip
    _grades(cosqa / "qrels.tsv", [(f"q{n}", f"c{n}", 1) for n in range(20)])
    _write(movies / "corpus.jsonl.gz", [
        {"_id": f"m{n}", "title": f"Film {n}",
         "text": ". ".join(_text(random, 8).capitalize() for _ in range(3)) + " Genres: Drama."} for n in range(30)
    ])  # fmt: skip
    _write(movies / "queries.jsonl.gz", [{"_id": f"q{n}", "text": f"film {n}"} for n in range(30)])
    _grades(movies / "qrels.tsv.gz", [(f"q{n}", f"m{m}", int(m == n)) for n in range(30) for m in range(n, n + 8)])
    rerank = tmp_path / "rerank"
    lists = [{"query": f"which {n} {_text(random, 3)}", "positives": [_text(random)],
              "negatives": [_text(random)] * 3, "split": "dev" if n % 3 else "test"} for n in range(30)]  # fmt: skip
    _write(rerank / "selqa.jsonl.gz", lists)
    _write(
        rerank / "medication_qa.jsonl.gz",
        [{**row, "query": f"dose {n}", "negatives": []} for n, row in enumerate(lists)],
    )
    _write(rerank / "cosqa_dev_pairs.jsonl", [{"query": "ask", "positives": ["def a(): pass"], "negatives": []}])
    _write(tmp_path / "nli" / "train.jsonl.gz", [
        {"premise": f"premise {n % 40} of {source}", "hypothesis": f"hypothesis {n}",
         "label": ("entailment", "neutral", "contradiction")[n % 3], "source": source}
        for source in ("lingnli", "cad_nli", "mpe", "help") for n in range(120)
    ])  # fmt: skip
    return tmp_path


def test_no_passage_of_what_is_measured_on_is_learned_from(data):
    learned, held = sources.reranker(data, BySpelling(), np.random.default_rng(7))
    squad = [row for row in (*learned, *held) if "Title" in row.positives[0] and "Film" not in row.positives[0]]
    assert squad
    assert not any("measured" in row.query for row in (*learned, *held))
    titles = {text.split("\n")[0] for row in squad for text in (*row.positives, *row.negatives)}
    assert not titles & {f"Title {n}" for n in range(20)}
    assert not {row.query for row in learned} & {row.query for row in held}


def test_each_row_has_passages_that_do_not_answer_and_none_that_does_is_among_them(data):
    learned, held = sources.reranker(data, BySpelling(), np.random.default_rng(7))
    assert all(row.negatives for row in (*learned, *held))
    assert not any(set(row.positives) & set(row.negatives) for row in (*learned, *held))


def test_a_sentence_is_looked_for_in_passages_that_do_not_hold_it(data):
    found = sources._cloze(data, np.random.default_rng(7))
    assert found.judged
    assert not any(row.query in row.positives[0] for row in found.judged)
    assert not any("Genres" in row.positives[0] for row in found.judged)


def test_a_function_is_looked_for_by_a_docstring_that_it_no_longer_holds(data):
    found = sources._docstrings(data, np.random.default_rng(7))
    assert found.judged
    assert not any(row.query in row.positives[0] or '"""' in row.positives[0] for row in found.judged)


def test_inferences_are_of_the_sources_that_people_wrote_and_no_premise_is_on_both_sides(data):
    learned, held = sources.nli(data, np.random.default_rng(7))
    assert not any("help" in row.premise for row in learned)
    assert held
    turned = {row.hypothesis for row in learned if row.premise.startswith("hypothesis")}
    assert not {row.premise for row in held} & ({row.premise for row in learned} | turned)
