"""Which files and folders are left alone: patterns in gitignore syntax, upper and lower case taken as the same.

Most patterns are a plain name, a beginning or an ending; those are looked up, because matching each of a hundred
regular expressions against each of a million names is what makes a scan slow. All others go to pathspec.
"""

import os
import re
from collections.abc import Iterable, Sequence

from pathspec import GitIgnoreSpec

from indexer.errors import BadRequest

# Left alone unless a later pattern says otherwise ("!.notes/").
DEFAULT_PATTERNS: tuple[str, ...] = (
    # hidden: configuration, caches, version control (.git), trash (.Trash-1000), editors' and desktops' bookkeeping
    ".*",
    # made by machines for machines
    "node_modules/", "bower_components/", "__pycache__/", "*.egg-info/", "site-packages/", "CVS/", "_darcs/",
    "GPUCache/", "Code Cache/", "CacheStorage/", "Library/Caches/", "Library/Logs/", "AppData/Local/Temp/",
    "*.pyc", "*.pyo", "*.class",
    # trash and bookkeeping of file systems and desktops
    "$RECYCLE.BIN/", "RECYCLER/", "System Volume Information/", "lost+found/", "@eaDir/", "\\#recycle/",
    "Thumbs.db", "ehthumbs.db", "desktop.ini",
    # unfinished, temporary and lock files
    "~$*", "*~", "*.tmp", "*.temp", "*.part", "*.partial", "*.crdownload", "*.opdownload", "*.download", "*.filepart",
    "*.swp", "*.swo", "*.swx", "*.lock", "*.lck", "\\#*#",
)  # fmt: skip

# Secrets. A pattern that is wider than these ("!.*") does not open them; only the very same pattern, negated, does.
SECRET_PATTERNS: tuple[str, ...] = (
    ".ssh/", ".gnupg/", ".aws/", ".azure/", ".kube/", ".docker/", ".password-store/", ".mozilla/", "keyrings/",
    "id_rsa*", "id_dsa*", "id_ecdsa*", "id_ed25519*", "*.pem", "*.key", "*.ppk", "*.p12", "*.pfx", "*.p8",
    "*.jks", "*.keystore", "*.keychain", "*.keychain-db", "*.kdb", "*.kdbx", "*.agilekeychain/", "*.opvault/",
    "*.gpg", "secring.*", "key3.db", "key4.db", "logins.json", "wallet.dat", "*.wallet",
    ".env", ".env.*", "*.env", ".netrc", "_netrc", ".pgpass", ".git-credentials", ".htpasswd", ".npmrc", ".pypirc",
)  # fmt: skip
_KEYS = "*.key"  # of SECRET_PATTERNS: private keys end so, and presentations of Keynote


def built_in() -> str:
    """The rules that hold by themselves, for a person to read: a pattern a line, in gitignore syntax."""
    secrets = (
        "# Secrets. Only the very same pattern takes one back, for example: !*.pem\n"
        f"# Of {_KEYS}, presentations of Keynote are read: they begin as a zip, which no key does."
    )
    others = "# Hidden files, caches, what is temporary or made by machines. To take back, for example: !.notes/"
    return "\n".join([secrets, *SECRET_PATTERNS, "", others, *DEFAULT_PATTERNS])


_SPECIAL = frozenset("*?[]\\/")


_ESCAPED = re.compile(r"[\\*?\[\]!#]|\s$")


def literal(path: str) -> str:
    """A path as a pattern that means only itself."""
    return _ESCAPED.sub(lambda match: "\\" + match[0], path)


class Rules:
    """Decides what to leave alone. `patterns` are the person's own, read after the defaults: the last match wins.

    Raises `BadRequest` (code "bad_pattern") for a pattern that is not gitignore syntax.
    """

    def __init__(self, patterns: Sequence[str] = ()) -> None:
        self.patterns = tuple(patterns)
        closed = [secret for secret in SECRET_PATTERNS if f"!{secret}" not in self.patterns]
        lines = [line.lower() for line in (*DEFAULT_PATTERNS, *self.patterns, *closed)]
        self._directories = _Table(lines)
        self._files = _Table(filter(_concerns_files, lines))
        but_keys = (*DEFAULT_PATTERNS, *self.patterns, *(secret for secret in closed if secret != _KEYS))
        self._files_but_keys = _Table(line.lower() for line in but_keys if _concerns_files(line))

    def skips(self, relative: bytes, is_dir: bool) -> bool:
        """Whether this entry itself is left alone. `relative` to the watched root, parts joined by "/"; whoever
        walks does not enter a folder that is skipped, so its content is never asked for (else see `excludes`)."""
        path = os.fsdecode(relative).lower()
        return self._directories.skips(path + "/") if is_dir else self._files.skips(path)

    def leaves_to_content(self, relative: bytes) -> bool:
        """Whether a file is skipped for nothing but the ending that private keys share with presentations of Keynote.
        Then its first bytes decide: a presentation is a zip."""
        path = os.fsdecode(relative).lower()
        return self._files.skips(path) and path.endswith(_KEYS[1:]) and not self._files_but_keys.skips(path)

    def excludes(self, relative: bytes, is_dir: bool) -> bool:
        """Whether this entry or a folder above it is left alone."""
        parts = relative.split(b"/")
        above = (b"/".join(parts[:count]) for count in range(1, len(parts)))
        return any(self.skips(folder, True) for folder in above) or self.skips(relative, is_dir)


def _concerns_files(line: str) -> bool:
    return not line.rstrip().endswith("/")


class _Table:
    """The patterns that concern files, or those that concern folders, by their place in the list."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._ignores: list[bool] = []
        self._names: dict[str, int] = {}
        self._beginnings: dict[str, int] = {}
        self._endings: dict[str, int] = {}
        self._others: list[tuple[int, GitIgnoreSpec]] = []
        for line in lines:
            self._add(line)
        self._starts, self._ends = tuple(self._beginnings), tuple(self._endings)

    def _add(self, line: str) -> None:
        pattern = line.strip()
        if not pattern or pattern.startswith("#"):
            return
        index = len(self._ignores)
        negated = pattern.startswith("!")
        self._ignores.append(not negated)
        name = pattern.removeprefix("!").removesuffix("/")
        if name.startswith(("\\#", "\\!")):
            name = name[1:]
        if name and not _SPECIAL & set(name):
            self._names[name] = index
        elif len(name) > 1 and name[-1] == "*" and not _SPECIAL & set(name[:-1]):
            self._beginnings[name[:-1]] = index
        elif len(name) > 1 and name[0] == "*" and not _SPECIAL & set(name[1:]):
            self._endings[name[1:]] = index
        else:
            self._others.append((index, _spec(line)))

    def skips(self, path: str) -> bool:
        name = path.removesuffix("/").rpartition("/")[2]
        last = self._names.get(name, -1)
        if name.startswith(self._starts):
            last = max(last, *(self._beginnings[start] for start in self._starts if name.startswith(start)))
        if name.endswith(self._ends):
            last = max(last, *(self._endings[end] for end in self._ends if name.endswith(end)))
        for index, spec in self._others:
            if index > last and spec.check_file(path).include is not None:
                last = index
        return last >= 0 and self._ignores[last]


def _spec(line: str) -> GitIgnoreSpec:
    try:
        return GitIgnoreSpec.from_lines([line])
    except ValueError as error:
        raise BadRequest("bad_pattern", f"“{line}” is not a pattern that can be used: {error}.") from error
