from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from indexer.watch.settle import ALONG, PATIENCE, PATIENCE_LIMIT, QUIET, STORM, Hint, Settler

ROOT = b"/r"


def folder(name: str, whole: bool = False) -> Hint:
    return Hint(ROOT, b"/r/" + name.encode(), whole)


def test_a_folder_is_looked_at_when_it_has_been_quiet() -> None:
    settler = Settler()
    settler.hint(folder("a"), 10.0)
    assert settler.due(10.0 + QUIET - 0.01) == []
    assert settler.next_due() == 10.0 + QUIET
    assert settler.due(10.0 + QUIET) == [folder("a")]
    assert settler.next_due() is None
    assert settler.due(99.0) == []


def test_a_burst_in_one_folder_is_one_look() -> None:
    settler = Settler()
    for number in range(1000):
        settler.hint(folder("a"), 10 + number / 1000)
    assert settler.due(11.5) == [folder("a")]


def test_a_folder_that_is_never_quiet_is_looked_at_with_growing_patience() -> None:
    settler = Settler()
    looks = []
    for tick in range(10_000):
        now = tick / 10
        settler.hint(folder("downloads"), now)
        if settler.due(now):
            looks.append(now)
    gaps = [later - earlier for earlier, later in pairwise(looks)]
    assert abs(looks[0] - PATIENCE) < 0.2
    assert all(later > earlier * 1.5 for earlier, later in pairwise(gaps[:4]))
    assert max(gaps) <= PATIENCE_LIMIT + 0.2


def test_patience_is_short_again_after_a_rest() -> None:
    settler = Settler()
    for tick in range(300):
        settler.hint(folder("a"), tick / 10)
        settler.due(tick / 10)
    settler.due(500.0)
    settler.hint(folder("a"), 1000.0)
    for tick in range(100):
        settler.hint(folder("a"), 1000 + tick / 10)
        if settler.due(1000 + tick / 10):
            assert tick / 10 <= PATIENCE
            break
    else:
        raise AssertionError("never looked at")


def test_both_ends_of_a_move_are_looked_at_together() -> None:
    settler = Settler()
    settler.hint(folder("from"), 10.0)
    settler.hint(folder("to"), 10.0 + ALONG / 2)
    assert settler.due(10.0 + QUIET) == [folder("from"), folder("to")]


def test_a_tree_that_is_looked_at_whole_covers_its_folders() -> None:
    settler = Settler()
    for hint in (folder("a/b/c"), folder("a", whole=True), folder("a/b", whole=True), folder("ab")):
        settler.hint(hint, 10.0)
    assert settler.due(11.0) == [folder("a", whole=True), folder("ab")]


def test_a_hint_for_the_whole_folder_is_not_weakened_by_a_later_one() -> None:
    settler = Settler()
    settler.hint(folder("a", whole=True), 10.0)
    settler.hint(folder("a"), 10.1)
    assert settler.due(11.0) == [folder("a", whole=True)]


def test_a_storm_becomes_one_look_at_the_whole_root() -> None:
    settler = Settler()
    for number in range(STORM + 50):
        settler.hint(folder(f"d{number}"), 10.0)
    settler.hint(Hint(b"/other", b"/other/x"), 10.0)
    assert settler.due(11.0) == [Hint(b"/other", b"/other/x"), Hint(ROOT, ROOT, whole=True)]


def test_lost_events_drop_the_smaller_hints_of_that_root() -> None:
    settler = Settler()
    settler.hint(folder("a"), 10.0)
    settler.hint(Hint(ROOT, ROOT, whole=True), 10.1)
    settler.hint(folder("b"), 10.2)
    assert settler.due(11.0) == [Hint(ROOT, ROOT, whole=True)]


def test_a_root_that_is_forgotten_is_never_due() -> None:
    settler = Settler()
    settler.hint(folder("a"), 10.0)
    settler.forget(ROOT)
    assert settler.next_due() is None


EVENTS = st.lists(
    st.tuples(
        st.floats(0, 3), st.sampled_from([b"/r", b"/r/a", b"/r/a/b", b"/r/c", b"/r/c/d/e"]), st.booleans()
    ),
    max_size=40,
)  # fmt: skip


@given(EVENTS)
def test_every_hint_is_followed_by_a_look_that_covers_it(events: list[tuple[float, bytes, bool]]) -> None:
    settler = Settler()
    now = 0.0
    open_hints: list[Hint] = []
    for pause, directory, whole in events:
        now += pause
        hint = Hint(ROOT, directory, whole)
        settler.hint(hint, now)
        open_hints.append(hint)
        looks = settler.due(now)
        open_hints = [hint for hint in open_hints if not any(covers(look, hint) for look in looks)]
    looks = settler.due(now + 100)
    assert all(any(covers(look, hint) for look in looks) for hint in open_hints)
    assert settler.next_due() is None


def covers(look: Hint, hint: Hint) -> bool:
    if look.directory == hint.directory:
        return look.whole or not hint.whole
    return look.whole and hint.directory.startswith(look.directory + b"/")
