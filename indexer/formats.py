"""File formats by extension: what kind of thing it is to a person, and which reader family opens it.

One line a format. The kind picks the icon and answers `type:` filters; the reader is a module of `indexer.extract`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """`kind` is what a person calls it; `reader` names the extractor, empty where there is none (name only)."""

    name: str
    kind: str
    reader: str


KINDS = (
    "pdf", "document", "spreadsheet", "presentation", "mail", "web", "text",
    "code", "data", "image", "audio", "video", "book", "archive", "other",
)  # fmt: skip

UNKNOWN = Format("", "other", "")

# reader -> kind -> extensions
_TABLE: dict[str, dict[str, str]] = {
    "pdf": {"pdf": "pdf"},
    "office": {
        "document": "docx docm dotx dotm doc dot odt ott fodt rtf wpd pages vsdx hwp hwpx",
        "presentation": "pptx pptm ppsx ppsm potx potm ppt pps pot odp otp fodp odg key",
        "spreadsheet": "xlsx xlsm xltx xltm xlsb xls xlt ods ots fods numbers",
        "book": "epub fb2",
    },
    "mail": {"mail": "eml mbox", "web": "mht mhtml"},
    "outlook": {"mail": "msg"},
    "web": {"web": "html htm xhtml xht"},
    "archive": {"archive": "zip 7z tar tgz tbz2 txz gz bz2 xz"},
    "text": {
        "text": "txt md markdown rst org tex log textile asciidoc adoc bib",
        "data": "csv tsv json jsonl xml yaml yml toml ini ipynb",
    },
    "subtitles": {"text": "srt vtt"},
    "code": {
        "code": "py pyi js jsx ts tsx java c h cc cpp cxx hpp cs go rs rb php pl swift kt kts scala lua r jl "
        "sh bash zsh fish ps1 bat sql css scss less vue dart hs ml ex exs erl clj el vim cmake make m mm "
        "f f90 pas asm s zig nim proto gradle tf dockerfile"
    },
    "media": {"audio": "mp3 mp2 m4a m4b m4r flac ogg oga opus spx wav aif aiff wma", "video": "mp4 m4v mov ogv wmv"},
    "image": {"image": "png jpg jpeg webp tif tiff gif bmp heic heif avif ico jp2 psd"},
    "drawing": {"image": "svg svgz"},
    "": {
        "archive": "rar zst",
        "audio": "aac",
        "video": "mkv avi webm",
        "document": "pub one vsd",
        "book": "mobi azw3 chm djvu",
        "image": "ai eps",
    },
}

BY_EXTENSION: dict[str, Format] = {
    extension: Format(extension, kind, reader)
    for reader, kinds in _TABLE.items()
    for kind, extensions in kinds.items()
    for extension in extensions.split()
}


# What may hold text that only shows in its picture.
_PICTURES = frozenset(
    ["pdf", "png", "jpg", "jpeg", "webp", "tif", "tiff", "gif", "bmp", "avif", "jp2", "heic", "heif", "psd"]
)


def recognised(fmt: Format) -> Format | None:
    """The same format, read by finding the text in its pictures; None where there are none to look at."""
    return Format(fmt.name, fmt.kind, "ocr") if fmt.name in _PICTURES else None


def format_of(name: str) -> Format:
    """The format of a file by its name ("Report.PDF"); `UNKNOWN` where the extension says nothing."""
    stem, dot, extension = name.rpartition(".")
    if not dot:
        return BY_EXTENSION.get(name.lower(), UNKNOWN) if name.lower() in {"dockerfile"} else UNKNOWN
    return BY_EXTENSION.get(extension.lower(), UNKNOWN) if stem else UNKNOWN
