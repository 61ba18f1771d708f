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
HEADINGS = {1: Type.PAGE, 2: Type.ROW, 3: Type.ROW}  # smaller ones as the text, but strong


def show(document: QTextDocument, text: str, theme: Theme) -> None:
    document.setMarkdown(text, FEATURES)
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
    level = form.headingLevel()
    is_code = form.hasProperty(QTextFormat.Property.BlockCodeFence) or form.hasProperty(
        QTextFormat.Property.BlockCodeLanguage
    )
    in_table = QTextCursor(block).currentTable() is not None
    form.setTopMargin(18 if level else 0)
    form.setBottomMargin(0 if is_code or in_table or block.textList() else 6 if level else 9)
    body = theme.font(Type.BODY).pixelSize()
    form.setLineHeight(round(body * 1.5), QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
    cursor = QTextCursor(block)
    cursor.setBlockFormat(form)
    cursor.setPosition(block.position() + block.length() - 1, QTextCursor.MoveMode.KeepAnchor)
    letters = QTextCharFormat()
    if level:
        letters.setProperty(QTextFormat.Property.FontSizeAdjustment, 0)
        letters.setProperty(QTextFormat.Property.FontPixelSize, theme.font(HEADINGS.get(level, Type.BODY)).pixelSize())
        letters.setFontWeight(QFont.Weight.DemiBold)
    if is_code:
        letters.setProperty(QTextFormat.Property.FontPixelSize, body - 1)
        letters.setBackground(theme.color("window"))
    cursor.mergeCharFormat(letters)


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
