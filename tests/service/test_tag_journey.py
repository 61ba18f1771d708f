"""Tags as a client sees them: suggested in the background with the sentence that speaks for them, and learnt."""

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
from test_journey import Journey
from test_topic_journey import write

from indexer import protocol

FEW = 9  # documents about space

pytestmark = pytest.mark.timeout(200)


class Library(Journey):
    def fill(self) -> None:
        """One document in thirteen is about what is sought: what half of a library is about would not stand out."""
        write(self.docs)
        for path in sorted(self.docs.glob("*.txt")):
            if path.name.startswith("orbit"):
                if int(path.stem[5:]) >= FEW:
                    path.unlink()
            else:
                for number, beginning in enumerate(("Last week we wrote:", "From the diary.")):
                    (self.docs / f"{path.stem}-{number}.txt").write_text(f"{beginning} {path.read_text()}")
        self.client.ask(protocol.ChangeSetting("find_topics", False))
        self.client.ask(protocol.AddFolder(bytes(self.docs)))
        self.settle()

    def finish(self) -> None:
        """Waits until all documents were looked at for all tags."""
        self.wait_until(lambda: not any(tag.pending for tag in self.tags().tags))
        self.wait_until(lambda: all(task.over for task in self.tasks()))
        assert [task.problem for task in self.tasks()] == [""] * len(self.tasks())

    def tasks(self) -> list[protocol.TaskState]:
        tasks = self.client.expect(protocol.TaskList, protocol.GetTasks()).tasks
        return [task for task in tasks if task.kind == "tags"]

    def tags(self) -> protocol.TagList:
        return self.client.expect(protocol.TagList, protocol.GetTags())

    def suggestions(self, tag: str = "") -> list[protocol.Suggestion]:
        return list(self.client.expect(protocol.SuggestionList, protocol.GetSuggestions(tag=tag)).suggestions)

    def mark(self, suggestion: protocol.Suggestion, carried: bool | None) -> protocol.MarksBefore:
        marks = (protocol.Mark(suggestion.path, suggestion.tag, carried),)
        return self.client.expect(protocol.MarksBefore, protocol.SetMarks(marks))

    def run(self, *arguments: str) -> dict[str, object]:
        command = [sys.executable, "-m", "indexer", "tag", *arguments, "--json", "--library", str(self.library)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        answer: dict[str, object] = json.loads(done.stdout)
        return answer


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    library = Library(tmp_path_factory.mktemp("tags"))
    library.fill()
    library.client.ask(protocol.CreateTag("space", "satellites, rockets and probes in orbit"))
    library.client.ask(protocol.CreateTag("money", "banks, shares and the stock exchange"))
    library.finish()
    yield library
    library.close()


def test_what_is_suggested_cites_a_sentence_of_the_document(library: Library) -> None:
    found = library.suggestions()
    assert found
    for each in found:
        text = library.client.expect(protocol.DocumentText, protocol.GetDocument(each.path)).text
        assert text[each.start : each.end].strip() == each.because.strip() != ""
        assert (each.tag, each.name.startswith("orbit")) == ("space", True)
        assert each.confidence >= 0.95


def test_the_command_line_lists_suggestions(library: Library) -> None:
    suggestions = library.run("--suggest")["suggestions"]
    assert isinstance(suggestions, list)
    assert {each["path"] for each in suggestions} == {each.path.decode() for each in library.suggestions()}
    assert {"path", "tag", "confidence", "because"} <= set(suggestions[0])


def test_an_accepted_tag_is_found_and_a_refused_one_never_comes_back(library: Library) -> None:
    accepted, refused = library.suggestions("space")[:2]
    library.mark(accepted, True)
    before = library.mark(refused, False)
    assert library.find("tag:space") == [accepted.name]
    library.client.ask(protocol.SuggestTags(again=True))
    library.finish()
    assert not {accepted.path, refused.path} & {each.path for each in library.suggestions()}
    library.client.ask(protocol.SetMarks(before.marks))
    assert refused.path in {each.path for each in library.suggestions()}
    library.mark(accepted, None)


def test_from_five_decisions_on_it_is_learnt_what_a_tag_means(library: Library) -> None:
    before = {each.path for each in library.suggestions("space")}
    given = [bytes(library.docs / f"orbit{number}.txt") for number in range(0, FEW, 2)]
    library.client.ask(protocol.SetMarks(tuple(protocol.Mark(path, "space", True) for path in given)))
    library.finish()
    (space,) = [tag for tag in library.tags().tags if tag.name == "space"]
    assert (space.learns, space.taught, space.documents) == (True, 5, 5)
    after = {each.path for each in library.suggestions("space")}
    assert after == {bytes(library.docs / f"orbit{number}.txt") for number in range(1, FEW, 2)} > before - set(given)


def test_a_new_document_is_looked_at_by_itself_and_a_moved_one_stays_suggested(library: Library) -> None:
    (library.docs / "news.txt").write_text("The weather satellite was launched by the space agency. It is in orbit.")
    library.wait_until(lambda: "news.txt" in {each.name for each in library.suggestions("space")})
    (library.docs / "news.txt").rename(library.docs / "kept.txt")
    library.wait_until(lambda: "kept.txt" in {each.name for each in library.suggestions("space")})
