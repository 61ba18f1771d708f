"""Small real files of each format, written here so that what must come out of them is known."""

import io
import lzma
import struct
import zipfile
import zlib
from email.message import EmailMessage

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
    "<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>"
    "<dcterms:created>2024-05-01T12:00:00Z</dcterms:created></cp:coreProperties>"
)
CREATED = 1714564800.0  # that moment


def package(members: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def sevenzip(members: dict[str, bytes], claimed: int = 0) -> bytes:
    """A 7z archive with all members in one block (see 7zFormat.txt of the LZMA SDK); it says of itself that it unpacks
    to so many bytes more than it does."""
    plain = b"".join(members.values())
    packed = lzma.compress(plain, lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 20}])

    def number(value: int) -> bytes:
        return b"\xff" + struct.pack("<Q", value)

    sizes, unpacked = [len(data) for data in members.values()], len(plain) + claimed
    checks = b"".join(struct.pack("<I", zlib.crc32(data)) for data in members.values())
    names = b"\0" + "".join(f"{name}\0" for name in members).encode("utf-16-le")
    header = b"".join(
        (
            *(b"\x01\x04", b"\x06", number(0), number(1), b"\x09", number(len(packed)), b"\0"),
            *(b"\x07\x0b", number(1), b"\0", number(1), b"\x21\x21\x01\x10", b"\x0c", number(unpacked), b"\0"),
            *(b"\x08\x0d", number(len(members)), b"\x09", *map(number, sizes[:-1]), b"\x0a\x01", checks, b"\0\0"),
            *(b"\x05", number(len(members)), b"\x11", number(len(names)), names, b"\0\0"),
        )
    )
    start = struct.pack("<QQI", len(packed), len(header), zlib.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\0\4" + struct.pack("<I", zlib.crc32(start)) + start + packed + header


def relations(*parts: tuple[str, str]) -> str:
    """(type, target) each, with the ids rId1, rId2, ..."""
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(parts, 1)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def content_types(**parts: str) -> str:
    rows = "".join(f'<Override PartName="/{path}" ContentType="{kind}"/>' for path, kind in parts.items())
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )


def docx(
    body: str, title: str = "", author: str = "", prolog: str = "", inside: dict[str, str | bytes] | None = None
) -> bytes:
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return package(
        {
            "[Content_Types].xml": content_types(**{"word/document.xml": main}),
            "_rels/.rels": relations(("officeDocument", "word/document.xml"), ("core-properties", "docProps/core.xml")),
            "docProps/core.xml": _CORE.format(title=title, author=author),
            "word/document.xml": f'{prolog}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/'
            f'main"><w:body>{body}</w:body></w:document>',
            **(inside or {}),
        }
    )


def paragraph(*runs: str, style: str = "") -> str:
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}{''.join(f'<w:r><w:t>{run}</w:t></w:r>' for run in runs)}</w:p>"


def pptx(*slides: list[list[str]], notes: str = "") -> bytes:
    """Each slide is a list of paragraphs, each paragraph a list of runs. The notes belong to the first slide."""
    drawing = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    show = f'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="{_OFFICE}"'

    def part(tag: str, paragraphs: list[list[str]]) -> str:
        rows = "".join(f"<a:p>{''.join(f'<a:r><a:t>{run}</a:t></a:r>' for run in runs)}</a:p>" for runs in paragraphs)
        return f"<p:{tag} {show} {drawing}><p:cSld><p:txBody>{rows}</p:txBody></p:cSld></p:{tag}>"

    count = len(slides)
    order = "".join(f'<p:sldId id="{255 + number}" r:id="rId{number}"/>' for number in range(1, count + 1))
    # The parts are numbered against the order in which they are shown, as happens when slides are moved.
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types(),
        "docProps/core.xml": _CORE.format(title="PowerPoint Presentation", author="Ada"),
        "ppt/presentation.xml": f"<p:presentation {show}><p:sldIdLst>{order}</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": relations(
            *(("slide", f"slides/slide{count - n}.xml") for n in range(count))
        ),
    }
    for index, slide in enumerate(slides):
        members[f"ppt/slides/slide{count - index}.xml"] = part("sld", slide)
    if notes:
        members[f"ppt/slides/_rels/slide{count}.xml.rels"] = relations(("notesSlide", "../notesSlides/notesSlide1.xml"))
        members["ppt/notesSlides/notesSlide1.xml"] = part("notes", [[notes], ["1"]])
    return package(members)


def xlsx(**sheets: list[list[str | float]]) -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    paths = [f"xl/worksheets/sheet{number}.xml" for number in range(1, len(sheets) + 1)]
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>' for number, name in enumerate(sheets, 1)
    )
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types(
            **{"xl/workbook.xml": f"{kind}.sheet.main+xml"}, **dict.fromkeys(paths, f"{kind}.worksheet+xml")
        ),
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml"), ("core-properties", "docProps/core.xml")),
        "docProps/core.xml": _CORE.format(title="Household", author="Ada"),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(*(("worksheet", path.removeprefix("xl/")) for path in paths)),
    }
    for path, rows in zip(paths, sheets.values(), strict=True):
        cells = ""
        for r, row in enumerate(rows, 1):
            filled = (_cell(f"{chr(65 + c)}{r}", value) for c, value in enumerate(row) if value != "")
            cells += f'<row r="{r}">{"".join(filled)}</row>'
        members[path] = f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'
    return package(members)


def _cell(place: str, value: str | float) -> str:
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def xlsb(**sheets: list[list[str | float]]) -> bytes:
    """Excel's binary workbook (MS-XLSB): the package of an xlsx, whose parts are records."""

    def record(kind: int, data: bytes = b"") -> bytes:
        assert len(data) < 128
        name = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
        return name + bytes([len(data)]) + data

    def wide(text: str) -> bytes:
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    def row(number: int, values: list[str | float]) -> bytes:
        spans = struct.pack("<III", 1, 0, len(values) - 1)
        cells = b""
        for column, value in enumerate(values):
            place = struct.pack("<II", column, 0)
            text = isinstance(value, str)
            cells += record(6, place + wide(value)) if text else record(5, place + struct.pack("<d", value))
        return record(0, struct.pack("<IIHHB", number, 0, 300, 0, 0) + spans) + cells

    members: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>',
        "_rels/.rels": relations(("officeDocument", "xl/workbook.bin"), ("core-properties", "docProps/core.xml")),
        "docProps/core.xml": _CORE.format(title="Household", author="Ada"),
        "xl/_rels/workbook.bin.rels": relations(
            *(("worksheet", f"worksheets/sheet{number}.bin") for number in range(1, len(sheets) + 1))
        ),
    }
    listed = b""
    for number, (name, rows) in enumerate(sheets.items(), 1):
        listed += record(156, struct.pack("<II", 0, number) + wide(f"rId{number}") + wide(name))
        size = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
        filled = b"".join(row(r, values) for r, values in enumerate(rows))
        sheet = record(129) + record(148, size) + record(145) + filled + record(146) + record(130)
        members[f"xl/worksheets/sheet{number}.bin"] = sheet
    members["xl/workbook.bin"] = record(131) + record(143) + listed + record(144) + record(132)
    return package(members)


def odf(kind: str, body: str, title: str = "", pages: int = 0) -> bytes:
    """`kind` is text, spreadsheet or presentation; `body` what stands in office:body."""
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (
            *(("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("meta", "meta")),
        )
    )
    dc = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return package(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "META-INF/manifest.xml": '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.{kind}"/></m:manifest>',
            "content.xml": f"<office:document-content {names}><office:body><office:{kind}>{body}</office:{kind}>"
            "</office:body></office:document-content>",
            "meta.xml": f"<office:document-meta {names} {dc}><office:meta><dc:title>{title}</dc:title>"
            f"<meta:document-statistic meta:page-count='{pages}'/></office:meta></office:document-meta>",
        }
    )


def summary(title: str, author: str, pages: int) -> bytes:
    """The SummaryInformation of an old Office document (MS-OLEPS), made at `CREATED`."""

    def text(value: str) -> bytes:
        raw = value.encode("cp1252") + b"\0"
        return struct.pack("<II", 30, len(raw)) + raw + b"\0" * (-len(raw) % 4)

    ticks = struct.pack("<IQ", 64, int((CREATED + 11_644_473_600) * 1e7))
    values = {1: struct.pack("<II", 2, 1252), 2: text(title), 4: text(author), 12: ticks}
    values[14] = struct.pack("<II", 3, pages)
    places, at = b"", 8 + 8 * len(values)
    for name, value in values.items():
        places += struct.pack("<II", name, at)
        at += len(value)
    section = struct.pack("<II", at, len(values)) + places + b"".join(values.values())
    identifier = bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9")
    return struct.pack("<HHI16sI16sI", 0xFFFE, 0, 0, b"", 1, identifier, 48) + section


def epub(*chapters: str, title: str = "A book") -> bytes:
    items = "".join(
        f'<item id="c{n}" href="c{n}.xhtml" media-type="application/xhtml+xml"/>' for n in range(len(chapters))
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    root = '<rootfile full-path="book.opf" media-type="application/oebps-package+xml"/>'
    members: dict[str, str | bytes] = {
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
        f"<rootfiles>{root}</rootfiles></container>",
        "mimetype": "application/epub+zip",  # not the first member, as many tools write it
        "book.opf": '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:creator>Ada</dc:creator></metadata>'
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>",
    }
    for number, chapter in enumerate(chapters):
        page = f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{chapter}</body></html>'
        members[f"c{number}.xhtml"] = page
    return package(members)


def pdf(*pages: list[str], title: str = "", password: str = "", attachment: tuple[str, bytes] | None = None) -> bytes:
    """Pages of lines, in Helvetica."""
    writer = PdfWriter()
    font = writer._add_object(
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
    )
    for lines in pages:
        page = writer.add_blank_page(600, 800)
        content = DecodedStreamObject()
        shown = " ".join(f"({line}) Tj T*" for line in lines)
        content.set_data(f"BT /F1 12 Tf 16 TL 50 750 Td {shown} ET".encode("latin-1"))
        page[NameObject("/Contents")] = writer._add_object(content)
        fonts = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    if title:
        writer.add_metadata({"/Title": title, "/Author": "Ada", "/CreationDate": "D:20240501120000Z"})
    if attachment:
        writer.add_attachment(*attachment)
    if password:
        writer.encrypt(password)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def mail(subject: str, body: str, html: str = "", attachments: dict[str, bytes] | None = None) -> bytes:
    message = EmailMessage()
    message["From"] = "Ada Löwe <ada@example.org>"
    message["To"] = "bob@example.org"
    message["Subject"] = subject
    message["Date"] = "Wed, 01 May 2024 12:00:00 +0000"
    message["X-Mailer"] = "noise"
    message.set_content(body)
    if html:
        message.add_alternative(html, subtype="html")
    for name, data in (attachments or {}).items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def photo(kind: str = "JPEG") -> bytes:
    image = Image.new("RGB", (64, 48), "navy")
    exif = Image.Exif()
    exif[0x010E] = "The harbour at dusk"
    exif[0x010F], exif[0x0110] = "Canon", "Canon EOS 80D"
    exif[0x013B] = "Ada"
    exif.get_ifd(0x8769)[0x9003] = "2024:05:01 12:00:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 30.0), 3: "W", 4: (2.0, 17.0, 40.0)})
    buffer = io.BytesIO()
    image.save(buffer, kind, exif=exif)
    return buffer.getvalue()
