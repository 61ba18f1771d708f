"""What does this file say? Every parser runs in a child process, one untrusted file at a time."""

from functools import cache
from hashlib import blake2b
from importlib import metadata
from pathlib import Path

# What a reader calls upon, beside the modules that all of them share.
_SHARED = ("build", "package", "read", "salvage", "sniff", "source")
_USES = {"office": ("nodes", "sheets", "slides"), "outlook": ("nodes",), "web": ("nodes", "text"), "code": ("text",)}
_NESTED = ("mail", "archive")  # read other formats inside: any reader's change is theirs
_LIBRARIES = {
    "pdf": ("pypdfium2",),
    "office": ("xberg", "python-calamine"),
    "outlook": ("xberg",),
    "web": ("xberg", "charset-normalizer"),
    "text": ("charset-normalizer",),
    "code": ("charset-normalizer",),
    "image": ("pillow",),
    "media": ("tinytag",),
}


@cache
def version_of(reader: str) -> str:
    """What made a text: changes when the reader's source or a library of its changes. Empty for no reader."""
    if not reader:
        return ""
    folder = Path(__file__).parent
    if reader in _NESTED:
        modules = sorted(path.stem for path in folder.glob("*.py"))
        libraries = sorted({name for names in _LIBRARIES.values() for name in names})
    else:
        modules = [reader, *_USES.get(reader, ()), *_SHARED]
        libraries = list(_LIBRARIES.get(reader, ()))
    digest = blake2b(digest_size=8)
    for module in modules:
        digest.update((folder / f"{module}.py").read_bytes())
    for library in libraries:
        digest.update(f"{library}=={metadata.version(library)};".encode())
    return digest.hexdigest()
