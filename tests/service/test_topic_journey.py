"""Topics as a client sees them: found in the background, kept through changes, joined by what is new."""

import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from test_journey import Journey

from indexer import protocol
from indexer.errors import WhereinError
from tests.insight.texts import SUBJECTS

pytestmark = pytest.mark.timeout(400)  # the process that finds topics steps back for everything else


def write(folder: Path) -> None:
    for subject, (beginnings, endings) in SUBJECTS.items():
        for number, (beginning, ending) in enumerate(product(beginnings, endings)):
            (folder / f"{subject}{number}.txt").write_text(f"{beginning} {ending}")


class Library(Journey):
    def topics(self) -> protocol.Topics:
        return self.client.expect(protocol.Topics, protocol.GetTopics())

    def refresh(self, method: str = "", count: int = 0) -> protocol.Topics:
        self.finish(self.client.expect(protocol.TaskStarted, protocol.RefreshTopics(method, count)).id)
        return self.topics()

    def finish(self, task: int) -> None:
        self.wait_until(lambda: self.task(task).over, seconds=300)
        assert self.task(task).state == "done", self.task(task).problem

    def task(self, task: int) -> protocol.TaskState:
        states = self.client.expect(protocol.TaskList, protocol.GetTasks()).tasks
        return next(state for state in states if state.id == task)

    def subjects(self, topic: int | None) -> set[str]:
        answer = self.client.expect(protocol.TopicFiles, protocol.GetTopicFiles(topic))
        return {Path(file.path.decode()).stem.rstrip("0123456789") for file in answer.files}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    library = Library(tmp_path_factory.mktemp("topics"))
    write(library.docs)
    library.client.ask(protocol.ChangeSetting("find_topics", False))
    library.client.ask(protocol.AddFolder(bytes(library.docs)))
    library.settle()
    yield library
    library.close()


def test_subjects_are_found_and_named(library: Library) -> None:
    assert library.topics().made is None
    found = library.refresh()
    assert found.documents == 48
    assert found.outliers <= 4
    assert found.made is not None
    for topic in found.topics:
        assert len(library.subjects(topic.id)) == 1, topic
        assert topic.name[0].isupper()
        assert topic.keywords
    assert {next(iter(library.subjects(topic.id))) for topic in found.topics} == set(SUBJECTS)


def test_a_new_document_joins_its_topic_at_once_and_nothing_is_made_anew(library: Library) -> None:
    before = library.topics()
    (library.docs / "kitchen99.txt").write_text("The pea soup is cooked with butter and served with rye bread.")
    library.wait_until(lambda: library.topics().documents == 49)
    after = library.topics()
    assert after.made == before.made
    (grown,) = {topic.id for topic in after.topics if topic.size} & {
        topic.id for topic in after.topics if topic.size == {t.id: t.size for t in before.topics}[topic.id] + 1
    }
    assert library.subjects(grown) == {"kitchen"}


def test_a_given_name_stays_when_topics_are_found_anew(library: Library) -> None:
    chosen = library.topics().topics[0]
    subjects = library.subjects(chosen.id)
    library.client.ask(protocol.RenameTopic(chosen.id, "My own name"))
    for way in ("density", "auto"):
        found = {topic.name: topic for topic in library.refresh(way, 0).topics}
        assert found["My own name"].id == chosen.id
        assert library.subjects(chosen.id) >= subjects
    results = library.client.expect(
        protocol.Results, protocol.Search("", filters=protocol.Filters(topics=("My own name",)))
    )
    assert results.facets.topics == {"My own name": results.total}
    library.client.ask(protocol.RenameTopic(chosen.id, ""))
    assert "My own name" not in {topic.name for topic in library.topics().topics}


def test_what_was_made_one_stays_one_and_can_be_parted(library: Library) -> None:
    before = library.refresh()
    first, second = [topic for topic in before.topics if not topic.group][:2]
    together = library.subjects(first.id) | library.subjects(second.id)
    library.client.ask(protocol.MergeTopics((first.id, second.id)))
    found = library.refresh()
    (one,) = [topic for topic in found.topics if library.subjects(topic.id) & together]
    assert library.subjects(one.id) == together
    library.finish(library.client.expect(protocol.TaskStarted, protocol.SplitTopic(one.id, 2)).id)
    parts = [library.subjects(topic.id) for topic in library.topics().topics if library.subjects(topic.id) & together]
    assert sorted(map(sorted, parts)) == sorted([subject] for subject in together)


def test_the_map_has_a_place_for_every_document(library: Library) -> None:
    on_map = library.client.expect(protocol.TopicMap, protocol.GetTopicMap())
    documents = library.topics().documents
    assert len(on_map.paths) == len(on_map.kinds) == documents
    assert (len(on_map.places), len(on_map.topics)) == (8 * documents, 4 * documents)


def test_a_search_for_topics_can_be_cancelled(library: Library) -> None:
    before = library.topics()
    task = library.client.expect(protocol.TaskStarted, protocol.RefreshTopics()).id
    library.client.ask(protocol.CancelTask(task))
    library.wait_until(lambda: library.task(task).over)
    assert library.task(task).state == "cancelled"
    assert library.topics() == before


def test_long_work_is_listed_resumed_and_cancelled_on_the_command_line(library: Library) -> None:
    def run(*arguments: str) -> dict[str, Any]:
        command = [sys.executable, "-m", "indexer", "tasks", *arguments, "--json", "--library", str(library.library)]
        return json.loads(subprocess.run(command, capture_output=True, text=True).stdout)

    task = library.client.expect(protocol.TaskStarted, protocol.RefreshTopics()).id
    library.client.ask(protocol.PauseTask(task, True))
    listed = {state["id"]: state for state in run()["tasks"]}
    assert (listed[task]["kind"], listed[task]["state"]) == ("topics", "paused")
    assert {state["id"]: state for state in run("resume", str(task))["tasks"]}[task]["state"] != "paused"
    library.client.ask(protocol.PauseTask(task, True))
    run("cancel")
    library.wait_until(lambda: library.task(task).over)
    assert library.task(task).state == "cancelled"
    assert run("pause")["error"]["code"] == "no_such_task"


def test_what_makes_no_sense_is_refused(library: Library) -> None:
    for wrong in (
        protocol.RefreshTopics("magic"),
        protocol.RenameTopic(999, "x"),
        protocol.MergeTopics((1,)),
        protocol.SplitTopic(999),
        protocol.GetTopicFiles(999),
    ):
        with pytest.raises(WhereinError):
            library.client.ask(wrong)


def test_the_command_line_lists_topics_for_scripts(library: Library) -> None:
    command = [sys.executable, "-m", "indexer", "topics", "--json", "--library", str(library.library)]
    said = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert sum(topic["size"] for topic in said["topics"]) + len(said["outliers"]) == library.topics().documents
    for topic in said["topics"]:
        assert {"id", "name", "keywords", "size", "files"} <= topic.keys()
        assert len(topic["files"]) == topic["size"]
        assert all(Path(path).exists() for path in topic["files"])
