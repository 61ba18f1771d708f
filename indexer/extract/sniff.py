"""What a file is by its content, asked only where its name led to a reader that refused it."""

import zipfile

from indexer.extract.source import Source

_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"II*\0", "tif"),
    (b"MM\0*", "tif"),
    (b"BM", "bmp"),
    (b"\xffWPC", "wpd"),
)
_OPC = (("word/", "docx"), ("ppt/", "pptx"), ("xl/", "xlsx"))
_MIMETYPES = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
    b"application/epub+zip": "epub",
}


def name_by_content(source: Source) -> str:
    """The source's name with the extension that its content asks for; empty where it has it, or nothing is known."""
    extension = _extension(source)
    return f"{source.name}.{extension}" if extension and extension != source.extension else ""


def _extension(source: Source) -> str:
    head = source.head(4096)
    if head.startswith(b"PK\3\4"):
        return _package(source)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _compound(source)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    for magic, extension in _MAGIC:
        if head.startswith(magic):
            return extension
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "html"
    if start.startswith((b"from ", b"received:", b"return-path:", b"delivered-to:", b"mime-version:")):
        return "eml"
    return "txt" if _looks_like_text(head) else ""


def _package(source: Source) -> str:
    try:
        with zipfile.ZipFile(source.file()) as package:
            names = package.namelist()
            if "mimetype" in names:
                return _MIMETYPES.get(package.read("mimetype")[:80].strip(), "")
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, OSError):
        return ""
    if "[Content_Types].xml" not in names:
        return "zip"
    return next((extension for folder, extension in _OPC if any(name.startswith(folder) for name in names)), "")


def _compound(source: Source) -> str:
    """OLE files name their streams in UTF-16."""
    for stream, extension in (
        ("WordDocument", "doc"),
        ("PowerPoint Document", "ppt"),
        ("Workbook", "xls"),
        ("__properties_version1.0", "msg"),
        ("Book", "xls"),
    ):
        if source.data.find(stream.encode("utf-16-le")) >= 0:
            return extension
    return ""


def _looks_like_text(head: bytes) -> bool:
    controls = sum(head.count(code) for code in (*range(0, 9), *range(14, 27), *range(28, 32)))
    return controls * 50 < len(head)
