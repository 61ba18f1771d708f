"""Writes the example documents: a small household's papers, to try Wherein with before trusting it with one's own.

The texts are in `resources/examples`. A name that ends in `.pdf.txt` becomes a PDF, one in `.png.txt` the photograph of
a receipt; everything else is copied as it is.
"""

import os
from collections.abc import Iterator
from datetime import datetime
from importlib.resources import as_file, files
from pathlib import Path

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QLinearGradient,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPolygonF,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

PAGE_BREAK = "<<page>>"

# When each was last changed, so that dates in a tour look like a life; the others are as old as the lease.
CHANGED = {
    "Contracts/Housing/Lease Elm Street.pdf": "2023-03-02 17:40",
    "Contracts/Household insurance.pdf": "2023-04-21 09:12",
    "Invoices/2024/Invoice 1187 Plumber.pdf": "2024-01-09 18:03",
    "Invoices/2024/Invoice 2024-031 Roof repair.pdf": "2024-03-28 18:30",
    "Minutes/2024-03-12 House meeting.md": "2024-03-12 21:15",
    "Minutes/2024-06-04 Choir committee.md": "2024-06-04 22:01",
    "Letters/Letter to the landlord, first draft.txt": "2024-03-21 20:44",
    "Letters/Letter to the landlord, second draft.txt": "2024-03-24 11:20",
    "Letters/Letter to the landlord, sent.txt": "2024-03-25 08:02",
    "Mail/Re Heating bill.eml": "2024-03-28 18:22",
    "Receipts/Receipt hardware store.png": "2024-04-12 10:50",
    "Receipts/Receipt pharmacy.png": "2024-02-29 17:20",
    "University/Thesis, chapter 3.md": "2024-05-30 23:48",
    "Travel/Lisbon in October.md": "2024-06-02 20:10",
    "Travel/Packing list, hut to hut.md": "2024-06-05 21:30",
    "Travel/Hut booking.eml": "2024-06-03 07:45",
    "Travel/Diary, the night train.txt": "2023-09-30 10:15",
    "Health/Dentist, estimate.pdf": "2024-05-14 16:20",
    "Health/Vaccinations.md": "2024-01-20 11:00",
    "Health/Running plan.csv": "2024-02-04 18:45",
    "Car/Service invoice.pdf": "2023-11-06 17:05",
    "Car/Fuel log 2024.csv": "2024-06-15 19:20",
    "Work/Application, Harbour Museum.txt": "2024-02-18 22:40",
    "Work/Curriculum vitae.md": "2024-02-18 21:15",
    "Work/2024-05-13 Archive team.md": "2024-05-13 12:10",
    "Work/Loan agreement, ship plans.pdf": "2024-05-29 15:00",
    "School/2024-04-18 Parents evening.md": "2024-04-18 22:05",
    "School/Class trip, what to bring.txt": "2024-05-22 08:30",
    "Recipes/Apricot jam.txt": "2023-07-16 13:00",
    "Recipes/Flatbread from the pan.md": "2024-03-03 12:30",
    "Recipes/Potato goulash.md": "2024-01-27 19:40",
    "Manuals/Espresso machine.pdf": "2023-12-27 10:00",
    "Manuals/Washing machine, error codes.md": "2022-08-13 16:00",
    "Money/Tax return 2023, checklist.md": "2024-05-26 17:30",
    "Money/Savings plan.csv": "2024-06-01 09:00",
    "Mail/Invitation sixtieth birthday.eml": "2024-04-14 19:03",
    "Mail/Re Cello for sale.eml": "2024-05-21 11:40",
    "Notes/Allotment, what grows where.csv": "2024-03-10 14:20",
    "Notes/Ideas for presents.md": "2024-05-19 20:00",
}


def write(folder: Path) -> list[Path]:
    """Write all examples below `folder`; files that are there already stay as they are."""
    made = []
    with as_file(files("resources").joinpath("examples")) as source:
        for path in _sources(source):
            relative = path.relative_to(source)
            name = relative.name.removesuffix(".txt") if _is_drawn(path) else relative.name
            target = folder / relative.with_name(name)
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                _make(path, target)
                _date(target, str(target.relative_to(folder)))
            made.append(target)
    return made


def _sources(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _is_drawn(path: Path) -> bool:
    return path.name.endswith((".pdf.txt", ".png.txt"))


def _make(source: Path, target: Path) -> None:
    text = source.read_text(encoding="utf-8")
    if source.name.endswith(".pdf.txt"):
        _write_pdf(text, target)
    elif source.name.endswith(".png.txt"):
        _draw_receipt(text).save(str(target))
    else:
        target.write_text(text, encoding="utf-8")


def _date(path: Path, relative: str) -> None:
    moment = datetime.fromisoformat(CHANGED.get(relative.replace(os.sep, "/"), "2023-11-05 14:00"))
    os.utime(path, (moment.timestamp(), moment.timestamp()))


def _write_pdf(text: str, target: Path) -> None:
    writer = QPdfWriter(str(target))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(28, 26, 28, 26), QPageLayout.Unit.Millimeter)
    writer.setTitle(text.split("\n", 1)[0])
    writer.setCreator("Wherein")
    document = QTextDocument()
    document.setDefaultFont(QFont("serif", 11))
    document.setPageSize(QSizeF(writer.width(), writer.height()))
    document.documentLayout().setPaintDevice(writer)
    cursor = QTextCursor(document)
    first, broken = True, False
    for paragraph in text.strip().split("\n"):
        if paragraph == PAGE_BREAK:
            broken = True
            continue
        if not paragraph.strip():
            continue
        block, form = QTextBlockFormat(), QTextCharFormat()
        block.setBottomMargin(8)
        block.setLineHeight(140, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if broken:
            block.setPageBreakPolicy(QTextBlockFormat.PageBreakFlag.PageBreak_AlwaysBefore)
            broken = False
        heading = len(paragraph) < 50 and paragraph[-1] not in ".:,0123456789"
        form.setFontPointSize(18 if first else 12.5 if heading else 11)
        form.setFontWeight(QFont.Weight.Bold if first or heading else QFont.Weight.Normal)
        if first:
            cursor.setBlockFormat(block)
        else:
            cursor.insertBlock(block)
        cursor.insertText(paragraph, form)
        first = False
    document.print_(writer)


def _draw_receipt(text: str) -> QImage:
    """A receipt on a wooden table, a little askew, as a telephone sees it."""
    image = QImage(900, 1200, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    wood = QLinearGradient(QPointF(0, 0), QPointF(900, 1200))
    wood.setColorAt(0, QColor("#a9825c"))
    wood.setColorAt(1, QColor("#7d5a3c"))
    painter.fillRect(image.rect(), wood)
    painter.setPen(QColor(60, 35, 15, 40))
    for grain in range(0, 1200, 17):
        painter.drawLine(0, grain, 900, grain + (grain * 7) % 23)
    painter.translate(450, 600)
    painter.rotate(-2.5)
    paper = QPolygonF([QPointF(-270, -480), QPointF(268, -478), QPointF(272, 470), QPointF(-266, 476)])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 60))
    painter.drawPolygon(paper.translated(8, 10))
    painter.setBrush(QColor("#f4f1ea"))
    painter.drawPolygon(paper)
    font = QFont("monospace")
    font.setStyleHint(QFont.StyleHint.Monospace)
    font.setPixelSize(30)
    painter.setFont(font)
    painter.setPen(QColor("#2b2a2e"))
    painter.drawText(QRectF(-235, -430, 500, 860), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, text)
    painter.end()
    return image
