"""How a plain text is set: paragraphs apart, and small tables in columns."""

from collections.abc import Sequence

from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)

TABLE_ROWS, TABLE_COLUMNS = 60, 12  # of a table in a text that is set in columns
ROW_SPACE = 6  # pixels below a row of it, where its line is
COLUMN = 720  # the widest comfortable line, in pixels


def close_gaps(document: QTextDocument, font: QFont) -> None:
    """An empty line sets paragraphs apart, and needs no more room than that."""
    gap = QTextBlockFormat()
    gap.setLineHeight(round(font.pixelSize() * 0.7), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    block = document.begin()
    while block.isValid():
        if block.length() == 1:
            QTextCursor(block).mergeBlockFormat(gap)
        block = block.next()


def set_columns(document: QTextDocument) -> None:
    """Small tables in a text, whose cells are set apart by tabs, stand in columns."""
    metrics = QFontMetricsF(document.defaultFont())
    block = document.begin()
    while block.isValid():
        rows: list[QTextBlock] = []
        after = block
        while after.isValid() and ("\t" in after.text() or (rows and not after.text())):
            rows.append(after)
            after = after.next()
        table = [row.text().split("\t") for row in rows if row.text()]
        if 2 <= len(table) <= TABLE_ROWS and max(map(len, table)) <= TABLE_COLUMNS:
            _set_tabs(rows, _tab_stops(table, metrics))
        block = after if rows else block.next()


def _set_tabs(rows: Sequence[QTextBlock], stops: Sequence[float]) -> None:
    if not stops or stops[-1] > COLUMN:
        return
    form = QTextBlockFormat()
    form.setBottomMargin(ROW_SPACE)
    form.setTabPositions([QTextOption.Tab(stop, QTextOption.TabType.LeftTab) for stop in stops])
    for row in rows:
        QTextCursor(row).mergeBlockFormat(form)


def _tab_stops(table: Sequence[Sequence[str]], metrics: QFontMetricsF) -> list[float]:
    """Where the columns of a table begin, but for the first."""
    stops: list[float] = []
    for column in range(max(map(len, table)) - 1):
        widest = max((metrics.horizontalAdvance(row[column]) for row in table if column < len(row)), default=0.0)
        stops.append((stops[-1] if stops else 0.0) + widest + 24)
    return stops
