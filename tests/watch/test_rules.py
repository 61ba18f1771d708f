import time

import pytest

from indexer.errors import BadRequest
from indexer.watch.rules import Rules, built_in, literal


@pytest.mark.parametrize(
    "path",
    [
        b".ssh/", b"home/.gnupg/", b"server.pem", b"keys/Server.KEY", b"id_rsa", b"old/id_ed25519.pub", b"vault.kdbx",
        b"cert.p12", b"app/.env", b"app/.env.local", b"app/production.env", b".netrc", b"profile/logins.json",
    ],
)  # fmt: skip
def test_secrets_are_skipped(path: bytes) -> None:
    assert Rules().skips(path.rstrip(b"/"), path.endswith(b"/"))


@pytest.mark.parametrize(
    "path",
    [
        b"src/node_modules/", b".git/", b"a/b/__pycache__/", b".cache/", b".Trash-1000/", b"$RECYCLE.BIN/", b"x/.hg/",
        b"~$Report.docx", b".~lock.Report.odt#", b"film.mkv.part", b"setup.exe.crdownload", b".notes.txt.swp",
        b"letter.txt~", b"Thumbs.db", b"#recycle/", b"#draft.txt#", b"Library/Caches/",
    ],
)  # fmt: skip
def test_what_machines_make_for_machines_is_skipped(path: bytes) -> None:
    assert Rules().skips(path.rstrip(b"/"), path.endswith(b"/"))


@pytest.mark.parametrize(
    "path",
    [
        b"Letters/lease.pdf", b"environment.txt", b"monkey.txt", b"my node_modules list.txt", b"partners.docx",
        b"keyboard.md", b"caf\xe9.txt", b"tempo.mp3", b"cache.txt", b"#1 hit.txt", b"a\nb.txt", b"Library/book.epub",
    ],
)  # fmt: skip
def test_a_persons_documents_are_not(path: bytes) -> None:
    assert not Rules().skips(path, False)


def test_a_pattern_for_folders_leaves_files_of_that_name_alone() -> None:
    assert not Rules().skips(b"node_modules", False)
    assert Rules(["drafts/"]).skips(b"x/Drafts", True)
    assert not Rules(["drafts/"]).skips(b"x/drafts", False)


def test_the_last_pattern_that_matches_decides() -> None:
    rules = Rules(["*.log", "!important.log", "/private/*", "!/private/open/"])
    assert rules.skips(b"a/run.log", False)
    assert not rules.skips(b"a/important.log", False)
    assert rules.skips(b"private/letter.txt", False)
    assert not rules.skips(b"private/open", True)
    assert not rules.skips(b"elsewhere/private/letter.txt", False)


def test_a_default_can_be_negated() -> None:
    assert not Rules(["!.notes/"]).skips(b"me/.notes", True)
    assert not Rules(["!.*"]).skips(b".config", True)


def test_a_wide_negation_does_not_open_the_secrets() -> None:
    rules = Rules(["!.*", "!*"])
    assert rules.skips(b".ssh", True)
    assert rules.skips(b"x/id_rsa", False)
    assert not Rules(["!*.pem"]).skips(b"public.pem", False)


def test_only_what_ends_as_a_key_and_breaks_no_other_rule_is_left_to_its_content() -> None:
    rules = Rules(["private/*"])
    assert rules.leaves_to_content(b"talks/Talk.KEY")
    assert not rules.leaves_to_content(b"talks/~$talk.key")
    assert not rules.leaves_to_content(b"private/talk.key")
    assert not rules.leaves_to_content(b"server.pem")
    assert not rules.leaves_to_content(b"talk.odp")


def test_a_file_below_a_skipped_folder_is_excluded() -> None:
    assert Rules().excludes(b"a/.ssh/config/x.txt", False)
    assert Rules().excludes(b"new\nline/.git/x.txt", False)
    assert not Rules().excludes(b"a/b/x.txt", False)


def test_blank_lines_and_comments_say_nothing() -> None:
    assert not Rules(["", "   ", "# *.txt"]).skips(b"a.txt", False)


def test_a_broken_pattern_is_a_clear_message() -> None:
    with pytest.raises(BadRequest, match="pattern that can be used"):
        Rules(["!"])


def test_a_hundred_thousand_names_are_decided_in_two_seconds() -> None:
    rules = Rules(["/archive/old/"])
    start = time.process_time()
    for number in range(100_000):
        rules.skips(b"Documents/2024/invoices/invoice-%d.pdf" % number, False)
    assert time.process_time() - start < 2


def test_a_path_as_a_pattern_means_only_itself() -> None:
    rules = Rules(["/" + literal("odd [1]*/lib #1") + "/"])
    assert rules.skips(b"odd [1]*/lib #1", True)
    assert not rules.skips(b"odd 1x/lib #1", True)


def test_the_rules_that_hold_by_themselves_are_patterns_that_can_be_taken_back() -> None:
    listed = [line for line in built_in().splitlines() if line and not line.startswith("#")]
    assert {"*.pem", "node_modules/", ".*"} <= set(listed)
    assert Rules(listed).skips(b"a/server.pem", False)
    assert not Rules([f"!{pattern}" for pattern in listed]).skips(b"a/server.pem", False)
