"""The unredacted pages on the left, the redacted ones on the right, each with its SHA-256 under it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from spoc_desk.domain.errors import DomainError
from spoc_desk.services.redaction_pages import RedactionPages, page_picture, redacted_version
from spoc_desk.ui.exhibits.preview import PageImage
from spoc_desk.ui.exhibits.words import spaced_digest
from spoc_desk.ui.jobs import LatestOnly
from spoc_desk.ui.widgets.layouts import Column, Row, boxed
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Desk

_DOTS = 144
_HIGHEST = 1400


def _tr(text: str) -> str:
    return QCoreApplication.translate("RedactionCompare", text)


class CompareView(QWidget):
    """Both versions of one page. The redacted one is made anew whenever it is shown after a change."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        theme = workplace.theme
        self._pages: RedactionPages | None = None
        self._redacted = b""
        self._number = 1
        self._making: LatestOnly[tuple[bytes, str] | DomainError] = LatestOnly(workplace.jobs, self)
        self._left_latest: LatestOnly[bytes | DomainError] = LatestOnly(workplace.jobs, self)
        self._right_latest: LatestOnly[bytes | DomainError] = LatestOnly(workplace.jobs, self)
        self.left, self.right = PageImage(theme, _HIGHEST), PageImage(theme, _HIGHEST)
        self.left_digest, self.right_digest = (
            Text(theme, "", "meta", "text2", tabular=True, wrap=True, selectable=True) for _ in range(2)
        )
        self.said = Text(theme, "", "value", "text2", wrap=True)
        halves = Row(
            theme,
            self._half(_tr("Unredacted"), self.left, self.left_digest),
            self._half(_tr("Redacted, as a pack prints it"), self.right, self.right_digest),
            gap=14,
        )
        self.setLayout(Column(theme, self.said, halves, gap=8, margins=(16, 12, 16, 12)))

    def show_pages(self, pages: RedactionPages, number: int) -> None:
        """Shows both versions of a page, from 1, and makes the redacted one."""
        self._pages, self._number, self._redacted = pages, number, b""
        self._say(_tr("Making the redacted version and searching it…"))
        self._digest(self.left_digest, pages.sha256)
        self.right_digest.setText("")
        self.right.clear()
        self._draw_left()
        self._making.ask(partial(_redacted, pages), self._made)

    def turn_to(self, number: int) -> None:
        """Shows another page of both."""
        self._number = number
        self._draw_left()
        self._draw_right()

    def _made(self, made: tuple[bytes, str] | DomainError) -> None:
        if isinstance(made, DomainError):
            self._say(self._workplace.messages.sentence(made))
            return
        self._redacted, digest = made
        self._say(_tr("Nothing of what was taken out was found in the redacted version."))
        self._digest(self.right_digest, digest)
        self._draw_right()

    def _draw_left(self) -> None:
        if self._pages is not None:
            show = partial(self._drawn, self.left)
            self._left_latest.ask(partial(_picture, self._pages.part, self._number, _DOTS), show)

    def _draw_right(self) -> None:
        if self._redacted:
            show = partial(self._drawn, self.right)
            self._right_latest.ask(partial(_picture, self._redacted, self._number, _DOTS), show)

    def _drawn(self, image: PageImage, drawn: bytes | DomainError) -> None:
        if isinstance(drawn, DomainError):
            self._say(self._workplace.messages.sentence(drawn))
            return
        image.show_png(drawn)
        words = _tr("Unredacted page {0}") if image is self.left else _tr("Redacted page {0}")
        image.setAccessibleName(words.format(self._number))

    def _digest(self, text: Text, sha256: str) -> None:
        text.setText(_tr("SHA-256 {0}").format(spaced_digest(sha256)))
        text.setAccessibleName(_tr("SHA-256 {0}").format(sha256))

    def _say(self, words: str) -> None:
        self.said.setText(words)

    def _half(self, title: str, image: PageImage, digest: Text) -> QWidget:
        theme = self._workplace.theme
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setAccessibleName(title)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(boxed(Column(theme, image, None)))
        column = Column(theme, Text(theme, title, "card"), gap=6)
        column.addWidget(area, 1)
        column.addWidget(digest)
        return boxed(column)


def _redacted(pages: RedactionPages, desk: Desk) -> tuple[bytes, str] | DomainError:
    try:
        return redacted_version(pages, desk)
    except DomainError as refused:
        return refused


def _picture(content: bytes, number: int, dots: int, desk: Desk) -> bytes | DomainError:
    try:
        return page_picture(content, number, dots, desk)
    except DomainError as refused:
        return refused
