"""A Markdown text as it is meant to be read, in the window's type. Nothing that it names is loaded, and no HTML
is obeyed."""

from PySide6.QtGui import (
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrame,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)

from desktop.theme import Theme, Type

FEATURES = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
INDENT = 24  # of a list, in pixels
HEADINGS = {1: Type.PAGE, 2: Type.ROW, 3: Type.ROW}  # smaller ones as the text, but strong


def show(document: QTextDocument, text: str, theme: Theme) -> None:
    document.setMarkdown(text, FEATURES)
    document.setIndentWidth(INDENT)
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    block = document.begin()
    while block.isValid():
        _dress(block, theme)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        _dress_frame(frame, theme)
    cursor.endEditBlock()


def _dress(block: QTextBlock, theme: Theme) -> None:
    form = block.blockFormat()
    level, is_code = form.headingLevel(), _is_code(block)
    in_table = QTextCursor(block).currentTable() is not None
    form.setTopMargin(18 if level and block.blockNumber() else 0)
    below = 6 if level else 9
    if in_table or (block.textList() and block.next().textList()) or (is_code and _is_code(block.next())):
        below = 0
    form.setBottomMargin(below)
    body = theme.font(Type.BODY).pixelSize()
    form.setLineHeight(round(body * 1.5), QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
    cursor = QTextCursor(block)
    cursor.setBlockFormat(form)
    cursor.setPosition(block.position() + block.length() - 1, QTextCursor.MoveMode.KeepAnchor)
    letters = QTextCharFormat()
    if level:
        _set_size(block, theme.font(HEADINGS.get(level, Type.BODY)).pixelSize())
        letters.setFontWeight(QFont.Weight.DemiBold)
    if is_code:
        letters.setProperty(QTextFormat.Property.FontPixelSize, body - 1)
        letters.setBackground(theme.color("window"))
    cursor.mergeCharFormat(letters)


def _is_code(block: QTextBlock) -> bool:
    form, properties = block.blockFormat(), QTextFormat.Property
    return form.hasProperty(properties.BlockCodeFence) or form.hasProperty(properties.BlockCodeLanguage)


def _set_size(block: QTextBlock, pixels: int) -> None:
    """In place of the adjustment that Qt gives to headings, which would win."""
    pieces = []
    at = block.begin()
    while not at.atEnd():
        fragment = at.fragment()
        pieces.append((fragment.position(), fragment.length(), fragment.charFormat()))
        at += 1
    cursor = QTextCursor(block)
    for start, length, form in pieces:
        form.clearProperty(QTextFormat.Property.FontSizeAdjustment)
        form.setProperty(QTextFormat.Property.FontPixelSize, pixels)
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(form)


def _dress_frame(frame: QTextFrame, theme: Theme) -> None:
    if isinstance(frame, QTextTable):
        form = frame.format()
        form.setBorder(1)
        form.setBorderCollapse(True)
        form.setBorderBrush(theme.color("line"))
        form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        form.setCellPadding(5)
        form.setCellSpacing(0)
        form.setTopMargin(6)
        form.setBottomMargin(12)
        form.setWidth(QTextLength(QTextLength.Type.VariableLength, 0))
        frame.setFormat(form)
