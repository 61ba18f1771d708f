"""A model of a disk and of people who change it at the worst moment: no sequence of selecting, trashing, changing and
undoing ever loses the last copy."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from indexer.insight.grouping import EXACT, MEANING, NEAR
from indexer.insight.removal import No, Read, Seen, after_reading, before_reading

STEPS = 100_000

Content = tuple[int, int]  # (what it says, in which format): the same first part is the same text


def hash_of(content: Content) -> bytes:
    return b"%d/%d" % content


@dataclass
class File:
    """An inode."""

    number: int
    content: Content
    changed: int


@dataclass
class Disk:
    """Paths, inodes and a trash. A path may be a link, its drive may be away, its content in a cloud."""

    files: dict[int, File] = field(default_factory=dict)
    odd: dict[int, str] = field(default_factory=dict)
    trash: dict[int, tuple[int, File, bytes, bytes]] = field(default_factory=dict)  # entry -> path, file, hash, kept
    clock: int = 0

    def tick(self) -> int:
        self.clock += 1
        return self.clock

    def see(self, path: int) -> Seen:
        name, odd, file = b"%d" % path, self.odd.get(path, ""), self.files.get(path)
        if file is None:
            return Seen(name, present=False)
        size = 100 + file.content[0] + 1000 * file.content[1]
        return Seen(name, True, odd != "link", odd == "cloud", odd != "away", 1, file.number, size, file.changed)

    def write(self, path: int, content: Content) -> None:
        """A new file, or a write in place that all names of it see."""
        if path in self.files:
            self.files[path].content = content
            self.files[path].changed = self.tick()
        else:
            self.files[path] = File(self.tick(), content, self.clock)

    def contents(self) -> set[Content]:
        return {file.content for path, file in self.files.items() if self.odd.get(path, "") not in ("link", "cloud")}

    def promised(self) -> set[bytes]:
        return {kept for _, _, _, kept in self.trash.values()}


def remove(
    disk: Disk, copy: int, reference: int, kind: str, going: set[bytes], meanwhile: Callable[[], None]
) -> No | None:
    """As `indexer.work.trashing` does it, with a person who may step in at each moment."""
    seen, stays = disk.see(copy), disk.see(reference)
    if no := before_reading(seen, stays, kind, going):
        return no
    meanwhile()
    ours, theirs = disk.files.get(copy), disk.files.get(reference)
    read = None
    if ours and theirs:
        alike = ours.content == theirs.content if kind == EXACT else ours.content[0] == theirs.content[0]
        read = Read(hash_of(ours.content), hash_of(theirs.content), alike)
    meanwhile()
    no = after_reading((seen, disk.see(copy)), (stays, disk.see(reference)), kind, read, disk.promised())
    if no or read is None:
        return no or No.UNREADABLE
    file = disk.files.pop(copy)
    entry = disk.tick()
    disk.trash[entry] = (copy, file, read.content, read.kept)
    meanwhile()
    if file.changed != seen.changed or disk.see(reference).identity != stays.identity:
        if copy not in disk.files:
            disk.files[copy] = disk.trash.pop(entry)[1]
        return No.CHANGED
    return None


def test_no_sequence_of_steps_loses_the_last_copy() -> None:
    dice = random.Random(20_241_125)
    disk = Disk()
    outcomes: dict[object, int] = {}
    paths = range(12)
    steps = 0
    while steps < STEPS:
        steps += 1
        match dice.choices(["change", "trash", "undo"], [5, 4, 6])[0]:
            case "change":
                _disturb(disk, dice)
            case "undo" if disk.trash:
                entry = dice.choice(list(disk.trash))
                path, file, _, _ = disk.trash[entry]
                if path not in disk.files:
                    disk.files[path] = file
                    del disk.trash[entry]
            case "trash":
                reference = dice.choice(paths)
                marked = [path for path in paths if dice.random() < 0.4]
                going = {b"%d" % path for path in marked}
                steps += len(marked)
                for path in marked:
                    kind = dice.choice([EXACT, EXACT, NEAR, NEAR, MEANING])
                    outcome = _remove_and_check(disk, path, reference, kind, going, dice)
                    outcomes[outcome] = outcomes.get(outcome, 0) + 1
    assert outcomes[None] > STEPS / 100, "the machine hardly ever removed anything"
    assert set(outcomes) >= set(No) - {No.UNREADABLE, No.NO_TRASH}, "not every refusal was met"


def _remove_and_check(
    disk: Disk, path: int, reference: int, kind: str, going: set[bytes], dice: random.Random
) -> No | None:
    """Removes, and checks what must hold whatever a person does in between."""
    events: list[str] = []

    def meanwhile() -> None:
        if dice.random() < 0.05:
            _disturb(disk, dice)
            events.append("disturbed")

    before = disk.files.get(path)
    promises = {kept for kept in disk.promised() if kept in {hash_of(content) for content in disk.contents()}}
    outcome = remove(disk, path, reference, kind, going, meanwhile)
    if outcome is None:
        assert before is not None
        stays = disk.files[reference]
        gone = next(reversed(disk.trash.values()))
        assert stays is not gone[1], "a file stands for itself"
        assert hash_of(stays.content) == gone[3]
        assert stays.content[0] == gone[1].content[0], "what stays does not say the same"
        assert kind != EXACT or stays.content == gone[1].content
    if not events:
        held = {hash_of(content) for content in disk.contents()}
        assert promises <= held, "a file that stood for others went, and no exact copy of it is left"
    return outcome


def _disturb(disk: Disk, dice: random.Random) -> None:
    """What people and programs do to files."""
    path, content = dice.randrange(12), (dice.randrange(3), dice.randrange(2))
    match dice.randrange(7):
        case 0 | 1 | 2:
            disk.write(path, content)
        case 3:
            disk.files.pop(path, None)
        case 4:  # another name of the same file
            other = dice.randrange(12)
            if other in disk.files:
                disk.files[path] = disk.files[other]
        case 5:
            disk.odd[path] = dice.choice(["link", "cloud", "away"])
        case 6:
            disk.odd.clear()


@pytest.mark.parametrize(
    ("copy", "reference", "kind", "expected"),
    [
        (Seen(b"a", True, size=5, inode=1), Seen(b"b", True, size=5, inode=2), EXACT, None),
        (Seen(b"a", True, size=5, inode=1), Seen(b"b", True, size=6, inode=2), EXACT, No.DIFFERENT),
        (Seen(b"a", True, size=5, inode=1), Seen(b"b", True, size=6, inode=2), NEAR, None),
        (Seen(b"a", True, inode=1), Seen(b"b", True, inode=1), EXACT, No.SAME_FILE),
        (Seen(b"a", True, plain=False), Seen(b"b", True, inode=2), EXACT, No.NOT_A_FILE),
        (Seen(b"a", True), Seen(b"b", True, plain=False, inode=2), EXACT, No.NOT_A_FILE),
        (Seen(b"a", True), Seen(b"b", True, placeholder=True, inode=2), NEAR, No.PLACEHOLDER),
        (Seen(b"a", True), Seen(b"b", True, online=False, inode=2), EXACT, No.OFFLINE),
        (Seen(b"a", False), Seen(b"b", True), EXACT, No.GONE),
        (Seen(b"a", True), Seen(b"b", False), EXACT, No.REFERENCE_GONE),
        (Seen(b"a", True, inode=1), Seen(b"c", True, inode=2), EXACT, No.REFERENCE_GOES),
        (Seen(b"a", True, inode=1), Seen(b"b", True, inode=2), MEANING, No.UNKNOWN_KIND),
    ],
)
def test_what_is_seen_decides_before_anything_is_read(
    copy: Seen, reference: Seen, kind: str, expected: No | None
) -> None:
    assert before_reading(copy, reference, kind, {b"a", b"c"}) == expected


def test_what_stays_for_others_goes_only_where_an_exact_copy_stays() -> None:
    seen, stays = Seen(b"a", True, inode=1), Seen(b"b", True, inode=2)
    near = Read(b"A", b"B", alike=True)
    assert after_reading((seen, seen), (stays, stays), NEAR, near, set()) is None
    assert after_reading((seen, seen), (stays, stays), NEAR, near, {b"A"}) is No.STANDS_FOR_OTHERS
    assert after_reading((seen, seen), (stays, stays), EXACT, Read(b"A", b"A", True), {b"A"}) is None
