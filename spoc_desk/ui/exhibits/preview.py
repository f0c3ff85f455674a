"""What an exhibit looks like: pictures of its pages, its words, what it carries, and what to be wary of."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QSizePolicy, QWidget

from spoc_desk.domain.errors import DomainError
from spoc_desk.services.messages import Messages
from spoc_desk.services.previews import Preview
from spoc_desk.ui.exhibits.words import size_words
from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.buttons import Button, ChipGroup
from spoc_desk.ui.widgets.dialogs import Sheet
from spoc_desk.ui.widgets.layouts import Column, Row, boxed, empty
from spoc_desk.ui.widgets.sentence import Sentence
from spoc_desk.ui.widgets.text import Text

HIGHEST = 560
_DANGER = frozenset({"program", "macros", "bomb", "polyglot", "script", "mismatch"})


def _tr(text: str) -> str:
    return QCoreApplication.translate("ExhibitPreview", text)


class PageImage(QLabel):
    """One picture, as wide as there is room for, never larger than it is."""

    def __init__(self, theme: Theme, highest: int) -> None:
        super().__init__()
        self._theme, self._highest = theme, highest
        self._whole = QPixmap()
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_png(self, content: bytes) -> None:
        """Shows a picture that the child process drew."""
        self._whole = QPixmap.fromImage(QImage.fromData(content))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fits the picture to the new width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def _fit(self) -> None:
        if self._whole.isNull() or self.width() < 16:
            return
        ratio = self.devicePixelRatioF()
        width = min(self.width(), round(self._whole.width() / ratio))
        height = min(self._theme.px(self._highest), round(self._whole.height() / ratio))
        fitted = self._whole.scaled(
            round(width * ratio), round(height * ratio),
            Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation,
        )  # fmt: skip
        fitted.setDevicePixelRatio(ratio)
        self.setPixmap(fitted)
        self.setFixedHeight(round(fitted.height() / ratio) + 2)


class PreviewView(QWidget):
    """Never blocks: it waits, shows, or says why there is nothing to show."""

    def __init__(self, theme: Theme, messages: Messages, *, large: bool = False) -> None:
        """large: as the only thing in a sheet of its own."""
        super().__init__()
        self._theme, self._messages, self._large = theme, messages, large
        self._seen: Preview | None = None
        self._page = 0
        self._said = Text(theme, "", "plain", "text2", wrap=True)
        self._notes = Column(theme, gap=6)
        self.choice = ChipGroup(theme, _tr("Show"), [("pages", _tr("Pages")), ("text", _tr("Words"))])
        self.choice.chosen.connect(self._show_part)
        self._image = PageImage(theme, 1600 if large else HIGHEST)
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setAccessibleName(_tr("Words of the exhibit"))
        self._back = Button(theme, "", "chevron-left", "ghost", _tr("Page before"))
        self._next = Button(theme, "", "chevron-right", "ghost", _tr("Next page"))
        self._where = Text(theme, "", "meta", "text2", tabular=True)
        self._back.clicked.connect(lambda: self._turn(-1))
        self._next.clicked.connect(lambda: self._turn(+1))
        self._larger = Button(theme, _tr("Larger"), "zoom-in", "ghost")
        self._larger.clicked.connect(self._show_larger)
        self._pager = boxed(Row(theme, self._back, self._where, self._next, None, self._larger, gap=6))
        self._carried = Column(theme, gap=6)
        frame = QFrame()
        frame.setProperty("area", "sunken")
        frame.setLayout(Column(theme, self._image, margins=(10, 10, 10, 10)))
        self._frame = frame
        self.setLayout(
            Column(
                theme, self._said, self._notes, self.choice, self._pager,
                self._frame, self._text, self._carried, gap=9,
            )
        )  # fmt: skip
        self.wait("")
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes font and height at the text scale in use."""
        self._text.setFont(self._theme.font(13))
        self._text.setFixedHeight(self._theme.px(300))

    def wait(self, words: str) -> None:
        """Says that the preview is being made, or nothing."""
        self._seen = None
        empty(self._notes)
        empty(self._carried)
        self._say(words)
        for part in (self.choice, self._pager, self._frame, self._text):
            part.hide()

    def refuse(self, error: DomainError) -> None:
        """Says why there is no preview."""
        self.wait(self._messages.sentence(error))
        self._said.setAccessibleName(self._said.text())

    def show_preview(self, seen: Preview) -> None:
        """Shows what the child process made of the exhibit."""
        self.wait("")
        self._seen, self._page = seen, 0
        for warning in seen.warnings:
            danger = warning.code in _DANGER
            icon, tone = ("shield-alert", "error") if danger else ("triangle-alert", "warning")
            self._notes.addWidget(Sentence(self._theme, icon, warning.words, tone=tone, icon_tone=tone))
        for carried in seen.carried:
            parts = (carried.name, size_words(carried.size), carried.media_type)
            words = "  ·  ".join(part for part in parts if part)
            self._carried.addWidget(Sentence(self._theme, "paperclip", words))
        self.choice.setVisible(bool(seen.pages) and bool(seen.text))
        self._text.setPlainText(seen.text)
        self._show_part(self.choice.current() if seen.pages and seen.text else "")
        if not (seen.pages or seen.text or seen.carried):
            self._say(_tr("There is nothing to show of this kind of file. It is sealed and unharmed."))

    def _show_part(self, part: str) -> None:
        seen = self._seen
        if seen is None:
            return
        pages = bool(seen.pages) and part != "text"
        self._frame.setVisible(pages)
        self._pager.setVisible(pages)
        for widget in (self._back, self._where, self._next):
            widget.setVisible(pages and seen.page_count > 1)
        self._larger.setVisible(pages and not self._large)
        self._text.setVisible(bool(seen.text) and not pages)
        if pages:
            self._turn(0)

    def _turn(self, step: int) -> None:
        seen = self._seen
        if seen is None or not seen.pages:
            return
        self._page = min(max(0, self._page + step), len(seen.pages) - 1)
        self._image.show_png(seen.pages[self._page])
        told = _tr("Page {0} of {1}").format(self._page + 1, f"{seen.page_count:,}")
        if seen.page_count > len(seen.pages):
            told = _tr("{0}; the first {1} are shown").format(told, len(seen.pages))
        self._where.setText(told)
        self._image.setAccessibleName(told)
        self._back.setEnabled(self._page > 0)
        self._next.setEnabled(self._page < len(seen.pages) - 1)

    def _show_larger(self, _checked: bool = False) -> None:
        if self._seen is None:
            return
        sheet = Sheet(self._theme, _tr("Preview"), self, width=1240)
        large = PreviewView(self._theme, self._messages, large=True)
        close = Button(self._theme, _tr("Close"), kind="primary")
        close.clicked.connect(sheet.accept)
        sheet.buttons.addWidget(close)
        sheet.set_body(large)
        large.show_preview(self._seen)
        sheet.resize(sheet.width(), self.window().height())
        sheet.open()

    def _say(self, words: str) -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))
