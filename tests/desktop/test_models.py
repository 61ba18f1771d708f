"""The models in the settings: which there are, what is done with them, how far that is."""

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from desktop import model_words
from desktop.main_window import MainWindow
from desktop.panels.models_settings import ModelsSection
from indexer import protocol
from indexer.protocol import KeptVectors, ModelList, TaskState
from tests.desktop.conftest import Person, comes
from tests.desktop.samples import some_models
from tests.desktop.standin import StandIn


@pytest.fixture
def section(qtbot: QtBot, window: MainWindow) -> ModelsSection:
    window.show_page("settings")
    found = window.page("settings").sections["models"]
    assert isinstance(found, ModelsSection)
    qtbot.waitUntil(lambda: bool(found.cards["encoder"].rows))
    return found


def row_of(section: ModelsSection, name: str):
    return next(card.rows[name] for card in section.cards.values() if name in card.rows)


def test_each_model_stands_under_what_it_is_for_with_its_licence_and_sizes(section: ModelsSection) -> None:
    listed = {name: kind for kind, card in section.cards.items() for name in card.rows}
    assert listed == {model.name: model.kind for model in some_models().models}
    row = row_of(section, "bge-small-en-v1.5")
    for fact in ("MIT", "133 MB to download", "250 MB of memory", "384 numbers", "512 tokens"):
        assert fact in row.facts.text()
    assert "English" in row.summary.text()


def test_models_that_are_elsewhere_show_when_they_are_asked_for(section: ModelsSection) -> None:
    card, far = section.cards["encoder"], row_of(section, "e5-base-v2")
    assert row_of(section, "bge-small-en-v1.5").isVisible()
    assert not far.isVisible()
    assert "17" in card.more.text()
    card.more.click()
    assert far.isVisible()
    card.more.click()
    assert not far.isVisible()


def test_the_one_in_use_is_marked_and_offers_nothing_that_would_take_it_away(section: ModelsSection) -> None:
    row = row_of(section, "all-MiniLM-L6-v2")
    assert row.state.text() == "In use"
    assert row.tick.isVisible()
    assert "210 passages" in row.note.text()
    for control in (row.use, row.remove, row.get):
        assert not control.isVisible()


def test_another_model_reads_beside_the_one_that_searches(
    qtbot: QtBot, section: ModelsSection, standin: StandIn
) -> None:
    row = row_of(section, "bge-small-en-v1.5")
    row.use.click()
    qtbot.waitUntil(lambda: row.bar.isVisible())
    assert "40 of 210 passages" in row.note.text()
    assert "Until then, all-MiniLM-L6-v2 searches" in row.note.text()
    assert row_of(section, "all-MiniLM-L6-v2").state.text() == "In use"
    assert not row.use.isVisible()
    row.pause.click()
    qtbot.waitUntil(lambda: standin.tasks[71].state == "paused" and row.state.text() == "Paused")
    row.cancel.click()
    qtbot.waitUntil(lambda: standin.tasks[71].state == "cancelled")


def test_a_model_is_fetched_with_progress_pause_and_cancel(
    qtbot: QtBot, section: ModelsSection, standin: StandIn
) -> None:
    section.cards["encoder"].open()
    row = row_of(section, "e5-small-v2")
    row.get.click()
    qtbot.waitUntil(lambda: row.state.text() == "Downloading")
    standin.task(msgspec.structs.replace(standin.tasks[70], done=34, seconds_left=80.0))
    qtbot.waitUntil(lambda: "34 of 91 MB" in row.note.text() and "left" in row.note.text())
    assert not row.get.isVisible()
    row.pause.click()
    qtbot.waitUntil(lambda: row.state.text() == "Paused")
    row.pause.click()
    qtbot.waitUntil(lambda: row.state.text() == "Downloading")
    row.cancel.click()
    qtbot.waitUntil(lambda: row.get.isVisible())


def test_why_a_download_failed_stands_at_its_model(qtbot: QtBot, section: ModelsSection, standin: StandIn) -> None:
    section.cards["encoder"].open()
    said = "The hub cannot be reached. Is this machine online?"
    standin.task(TaskState(9, "download", "Fetching", "failed", problem=said, subject="intfloat/e5-small-v2"))
    row = row_of(section, "e5-small-v2")
    qtbot.waitUntil(lambda: row.note.text() == said)
    assert row.get.isVisible()


def test_a_model_that_was_fetched_can_be_removed_and_fetched_again(
    qtbot: QtBot, section: ModelsSection, window: MainWindow
) -> None:
    row = row_of(section, "bge-small-en-v1.5")
    row.remove.click()
    qtbot.waitUntil(lambda: "no longer on this computer" in window.toast.text)
    qtbot.waitUntil(lambda: not row.isVisible())
    section.cards["encoder"].open()
    assert row.get.isVisible()


def test_a_model_of_no_list_comes_by_its_name_or_as_a_folder(
    qtbot: QtBot, section: ModelsSection, standin: StandIn
) -> None:
    another = section.cards["encoder"].another
    qtbot.keyClicks(another.name, "someone/tiny-model\r")
    qtbot.waitUntil(lambda: bool(standin.asked_for(protocol.DownloadModel)))
    assert standin.asked_for(protocol.DownloadModel)[0] == protocol.DownloadModel("someone/tiny-model")
    another.use_folder("/somewhere/a model")
    assert standin.asked_for(protocol.UseModel)[-1] == protocol.UseModel("/somewhere/a model")


def test_device_size_and_precision_are_chosen(qtbot: QtBot, section: ModelsSection, standin: StandIn) -> None:
    running = section.running
    running.device.setCurrentIndex(running.device.findData("cpu"))
    running.device.activated.emit(running.device.currentIndex())
    qtbot.waitUntil(lambda: standin.settings["device"].value == "cpu")
    running.precision.activated.emit(running.precision.findData("int8"))
    asked = protocol.UseModel("all-MiniLM-L6-v2", 384, "int8")
    comes(qtbot, lambda: standin.asked_for(protocol.UseModel)[-1:], [asked])


def test_what_smaller_vectors_cost_is_measured_and_can_be_chosen_then(qtbot: QtBot, section: ModelsSection) -> None:
    running = section.running
    running.measure.click()
    qtbot.waitUntil(lambda: running.costs.isVisible())
    assert running.costs.said[0] == ["384", "Half precision", "161 kB", "100.0%", "in use"]
    assert running.costs.said[2] == ["192", "Half precision", "81 kB", "81.0%"]
    assert running.length.findData("192") >= 0


def test_how_fast_it_is_can_be_tried(qtbot: QtBot, section: ModelsSection) -> None:
    section.running.test.click()
    qtbot.waitUntil(lambda: "11,830 tokens a second" in section.running.speed.text())
    assert "4.6 ms" in section.running.speed.text()


def test_only_a_model_that_is_told_what_to_look_for_takes_a_text(
    qtbot: QtBot, section: ModelsSection, standin: StandIn, person: Person
) -> None:
    running = section.running
    assert not running.task.isEnabled()
    standin.models = msgspec.structs.replace(standin.models, in_use="multilingual-e5-large-instruct", dimension=1024)
    standin.changed("models")
    qtbot.waitUntil(running.task.isEnabled)
    assert "retrieve relevant passages" in running.task.placeholderText()
    qtbot.keyClicks(running.task, "find the clause of a lease\r")
    qtbot.waitUntil(lambda: standin.settings["instruction"].value == "find the clause of a lease")


def test_vectors_of_a_model_that_was_left_are_shown_and_freed(
    qtbot: QtBot, section: ModelsSection, standin: StandIn
) -> None:
    kept = KeptVectors("bge-small-en-v1.5", 384, "float16", 12_000)
    standin.models = msgspec.structs.replace(standin.models, kept=(kept,))
    standin.changed("models")
    qtbot.waitUntil(section.running.free.isEnabled)
    assert "12,000 passages of bge-small-en-v1.5, 9.2 MB" in section.running.kept.text()
    section.running.free.click()
    qtbot.waitUntil(lambda: section.running.kept.text() == "Nothing")


def test_why_the_chosen_model_is_not_used_is_said(qtbot: QtBot, section: ModelsSection, standin: StandIn) -> None:
    standin.models = msgspec.structs.replace(standin.models, problem="The model e5-small-v2 is not on this machine.")
    standin.changed("models")
    qtbot.waitUntil(section.cards["encoder"].problem.isVisible)
    assert "e5-small-v2" in section.cards["encoder"].problem.text()


def test_a_folder_is_called_by_its_name() -> None:
    assert model_words.name_of("/home/ada/models/mine") == "mine"
    building = ModelList((), "/home/ada/models/mine", 384, "float16", "cpu", 5, building="b", done=1, total=9)
    assert "mine searches" in model_words.building(building)


def test_there_must_be_something_to_learn_from(qtbot: QtBot, section: ModelsSection) -> None:
    learning = section.learning
    qtbot.waitUntil(lambda: "About 40 are needed" in learning.enough.text())
    assert not any(button.isEnabled() for button in learning.buttons.values())


def test_a_model_learns_and_what_came_of_it_is_said(qtbot: QtBot, section: ModelsSection, standin: StandIn) -> None:
    learning = section.learning
    standin.training = protocol.Training(212, 30, 40)
    standin.changed("models")
    qtbot.waitUntil(learning.buttons["reranker"].isEnabled)
    assert "212 searches" in learning.enough.text()
    learning.buttons["reranker"].click()
    qtbot.waitUntil(learning.progress.isVisible)
    assert "30%" in learning.said.text()
    assert not learning.buttons["encoder"].isEnabled()
    better = protocol.Measure("nDCG@10", (0.71, 0.68, 0.75), (0.78, 0.75, 0.81))
    standin.training = protocol.Training(212, 30, 40, protocol.Trained("reranker", 170, 42, (better,), 0.99, "own-1"))
    standin.task(TaskState(72, "training", "Learning", "done"))
    standin.changed("models")
    qtbot.waitUntil(lambda: "0.710 (0.680–0.750) before, 0.780 (0.750–0.810) after" in learning.outcome.text())
    assert "can be used as own-1" in learning.outcome.text()
    assert not learning.progress.isVisible()


def test_a_model_that_did_not_become_better_changes_nothing() -> None:
    worse = protocol.Measure("nDCG@10", (0.71, 0.68, 0.75), (0.71, 0.68, 0.75))
    assert "nothing changes" in model_words.trained(protocol.Trained("encoder", 170, 42, (worse,), 0.4))


def test_code_of_a_model_is_shown_and_runs_only_where_it_is_allowed(
    qtbot: QtBot, section: ModelsSection, standin: StandIn
) -> None:
    name = "gte-base-en-v1.5"
    standin.models = msgspec.structs.replace(
        standin.models,
        models=tuple(
            msgspec.structs.replace(m, place="coded", code=("own.py",), revision="a" * 40) if m.name == name else m
            for m in standin.models.models
        ),
    )
    standin.changed("models")
    row = row_of(section, name)
    qtbot.waitUntil(row.allow.isVisible)
    assert "own.py" in row.note.text()
    assert not row.use.isVisible()
    row.allow_now()
    qtbot.waitUntil(lambda: protocol.AllowCode(name, "a" * 40) in standin.asked_for(protocol.AllowCode))


def test_a_model_for_pictures_can_be_left_again(qtbot: QtBot, section: ModelsSection, standin: StandIn) -> None:
    standin.models = msgspec.structs.replace(
        standin.models,
        models=tuple(
            msgspec.structs.replace(m, place="here", in_use=True) if m.kind == "images" else m
            for m in standin.models.models
        ),
    )
    standin.changed("models")
    row = row_of(section, "clip-ViT-B-32")
    qtbot.waitUntil(row.leave.isVisible)
    row.leave.click()
    left = protocol.ChangeSetting("picture_model", "")
    comes(qtbot, lambda: standin.asked_for(protocol.ChangeSetting)[-1:], [left])
