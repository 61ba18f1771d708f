"""Rules as a client sees them: documents like this → a tag, a folder, a notice; below the threshold nothing happens."""

from collections.abc import Iterator

import pytest
from test_tag_journey import Library as TagLibrary

from indexer import protocol
from indexer.errors import WhereinError

pytestmark = pytest.mark.timeout(200)

ABOUT = "satellites, rockets and probes in orbit"


class Library(TagLibrary):
    def rules(self) -> dict[str, protocol.RuleState]:
        answer = self.client.expect(protocol.RuleList, protocol.GetRules())
        return {state.rule.name: state for state in answer.rules}

    def of_rule(self, rule: str) -> list[protocol.Suggestion]:
        return list(self.client.expect(protocol.SuggestionList, protocol.GetSuggestions(rule=rule)).suggestions)

    def set(self, rule: protocol.Rule, name: str = "", examples: tuple[bytes, ...] = ()) -> None:
        self.client.ask(protocol.SetRule(rule, name, examples))
        self.wait_until(lambda: not any(state.pending for state in self.rules().values()))
        self.wait_until(lambda: all(task.over for task in self.tasks()))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    library = Library(tmp_path_factory.mktemp("rules"))
    (library.docs / "Space").mkdir()
    library.fill()
    yield library
    library.close()


def test_a_rule_suggests_its_tag_beside_a_tag_of_the_same_meaning(library: Library) -> None:
    library.client.ask(protocol.CreateTag("space", ABOUT))
    library.set(protocol.Rule("About space", ABOUT, tag="to read", least=0.8))
    found = library.of_rule("About space")
    assert found
    assert all(each.name.startswith("orbit") and each.tag == "to read" for each in found)
    assert library.suggestions("space")
    first = found[0]
    library.client.ask(
        protocol.SetMarks(
            (
                protocol.Mark(first.path, "to read", True),
                protocol.Mark(first.path, "", True, rule="About space"),
            )
        )
    )
    assert first.path not in {each.path for each in library.of_rule("About space")}
    assert library.rules()["About space"].taught == 1


def test_a_rule_is_no_less_sure_for_a_tag_that_says_the_same_in_other_words(library: Library) -> None:
    library.set(protocol.Rule("Into space", "rockets and spacecraft", tag="to read", least=0.5))
    alone = {each.path: each.confidence for each in library.of_rule("Into space")}
    library.client.ask(protocol.CreateTag("space exploration"))
    library.finish()
    library.set(protocol.Rule("Into space", "rockets and spacecraft", tag="to read", least=0.5), "Into space")
    beside = {each.path: each.confidence for each in library.of_rule("Into space")}
    assert beside == alone != {}


def test_what_is_less_sure_than_a_rule_asks_for_is_left_alone(library: Library) -> None:
    before = library.rules()["About space"].rule
    assert library.of_rule("About space")
    library.set(protocol.Rule(before.name, before.description, before.tag, least=0.999_999), before.name)
    assert library.of_rule("About space") == []
    library.set(before, before.name)
    assert library.of_rule("About space")


def test_a_rule_moves_files_into_its_folder_and_back_and_tags_go_with_them(library: Library) -> None:
    folder = bytes(library.docs / "Space")
    library.set(protocol.Rule("File it", ABOUT, folder=folder))
    found = library.of_rule("File it")
    assert found
    assert all(each.folder == folder for each in found)
    first = found[0]
    library.client.ask(protocol.SetMarks((protocol.Mark(first.path, "kept", True),)))
    moved = library.client.expect(protocol.Moved, protocol.MoveFile(first.path, folder))
    assert moved.path == folder + b"/" + first.name.encode()
    library.wait_until(lambda: library.find("tag:kept") == [first.name])
    library.wait_until(lambda: first.name not in {each.name for each in library.of_rule("File it")})
    library.wait_until(lambda: library.client.expect(protocol.MarkList, protocol.GetMarks((moved.path,))).files != ())
    library.client.expect(protocol.Moved, protocol.MoveFile(moved.path, bytes(library.docs)))
    library.wait_until(lambda: first.path in {each.path for each in library.of_rule("File it")})


def test_a_file_is_never_moved_over_another_one(library: Library) -> None:
    (library.docs / "Space" / "orbit1.txt").write_text("Another text.")
    with pytest.raises(WhereinError, match="file of that name"):
        library.client.ask(protocol.MoveFile(bytes(library.docs / "orbit1.txt"), bytes(library.docs / "Space")))
    assert (library.docs / "orbit1.txt").exists()
    assert (library.docs / "Space" / "orbit1.txt").read_text() == "Another text."


def test_a_rule_goes_by_examples_where_nobody_described_it(library: Library) -> None:
    examples = tuple(bytes(library.docs / f"orbit{number}.txt") for number in (2, 3, 4))
    library.set(protocol.Rule("Like these", tag="like these"), examples=examples)
    found = library.of_rule("Like these")
    assert found
    assert all(each.name.startswith("orbit") for each in found)
    assert not set(examples) & {each.path for each in found}


def test_what_can_be_no_rule_is_refused(library: Library) -> None:
    for rule in (
        protocol.Rule("Nowhere", ABOUT),
        protocol.Rule("No folder", ABOUT, folder=b"/does/not/exist"),
        protocol.Rule("Nothing to go by", tag="x"),
        protocol.Rule("Too sure", ABOUT, tag="x", least=1.5),
    ):
        with pytest.raises(WhereinError):
            library.client.ask(protocol.SetRule(rule))
    with pytest.raises(WhereinError, match="not in the library"):
        library.set(protocol.Rule("Like nothing", ABOUT, tag="x"), examples=(b"/does/not/exist.txt",))
    assert not {"Nowhere", "Like nothing"} & set(library.rules())


def test_rules_are_made_listed_removed_and_restored_on_the_command_line(library: Library) -> None:
    library.run("rule", "set", "Tell me", "--about", ABOUT, "--notify", "--least", "0.97")
    listed = library.run("rule", "list")["rules"]
    assert isinstance(listed, list)
    (told,) = [rule for rule in listed if rule["name"] == "Tell me"]
    assert (told["notify"], told["least"], told["description"]) == (True, 0.97, ABOUT)
    library.run("rule", "remove", "Tell me")
    assert "Tell me" not in library.rules()
    library.run("rule", "restore", "Tell me")
    assert library.rules()["Tell me"].rule.notify
