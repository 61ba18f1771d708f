"""What does this file say? Every parser runs in a child process, one untrusted file at a time."""

from functools import cache
from pathlib import Path

from indexer.formats import Format, recognised

# What a reader calls upon, beside the modules that all of them share, and the libraries behind it.
_SHARED = ("build", "package", "read", "salvage", "sniff", "source", "wording")
_USES = {
    "code": ("text",),
    "drawing": ("text",),
    "office": ("embedded", "iwork", "nodes", "properties", "records", "sheets", "slides"),
    "ocr": ("columns",),
    "outlook": ("nodes",),
    "subtitles": ("text",),
    "web": ("nodes", "text"),
}
_LIBRARIES = {
    "code": ("charset-normalizer",),
    "drawing": ("charset-normalizer",),
    "image": ("pillow", "pi-heif"),
    "media": ("tinytag",),
    "ocr": ("rapidocr",),
    "office": ("xberg", "python-calamine"),
    "outlook": ("xberg",),
    "pdf": ("pypdfium2", "pypdf"),
    "subtitles": ("charset-normalizer",),
    "text": ("charset-normalizer",),
    "web": ("xberg", "charset-normalizer"),
}
_COSTLY = "ocr"  # hours of work: redone only where what it finds would differ
_NESTED = ("archive", "mail")  # they read other formats inside: any reader's change is theirs


def versions_of(fmt: Format) -> tuple[str, ...]:
    """What makes the text of a format today: its reader's version, and that with what looks at pictures."""
    version = version_of(fmt.reader)
    return (version, f"{version}+{version_of('ocr')}") if recognised(fmt) else (version,)


@cache
def version_of(reader: str) -> str:
    """What made a text: changes when the reader's source or a library of its changes. Empty for no reader."""
    if not reader:
        return ""
    from hashlib import blake2b  # here, for a worker that starts needs neither
    from importlib.metadata import version

    folder = Path(__file__).parent
    if reader in _NESTED:
        used = {module for modules in _USES.values() for module in modules}
        modules = sorted({*_LIBRARIES, *_NESTED, *_SHARED, *used})
        libraries = sorted({library for libraries in _LIBRARIES.values() for library in libraries})
    else:
        modules = [reader, *_USES.get(reader, ()), *(() if reader == _COSTLY else _SHARED)]
        libraries = list(_LIBRARIES[reader])
    digest = blake2b(digest_size=8)
    for module in modules:
        digest.update((folder / f"{module}.py").read_bytes())
    for library in libraries:
        digest.update(f"{library}=={version(library)};".encode())
    return digest.hexdigest()
