"""The pages of a pack on screen: all in one roll when they are few, else page by page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QPointF, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QLineEdit, QWidget

from spoc_desk.services.packs import PackVolume
from spoc_desk.ui.packs.pdf_pane import PdfPane
from spoc_desk.ui.packs.sealed_pdf import SealedPdf
from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.layouts import Column, Row, boxed
from spoc_desk.ui.widgets.text import Text

ROLL_PAGES, ROLL_BYTES = 300, 64 << 20
"""To lay a roll out, every page of it is read at once, and all of it stays in memory."""
_KEPT_BYTES = 200 << 20


def _tr(text: str) -> str:
    return QCoreApplication.translate("PackPreview", text)


class PackPreview(QWidget):
    """Shows the volumes of a pack, or nothing. damaged: with the refusal of a file that does not read."""

    damaged = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._volumes: tuple[PackVolume, ...] = ()
        self._place = 0
        self.pdf: SealedPdf | None = None
        self.pane = PdfPane(_tr("Preview of the pack"))
        self.earlier_volume = Button(theme, icon="chevron-left", kind="ghost", tip=_tr("Volume before"))
        self.later_volume = Button(theme, icon="chevron-right", kind="ghost", tip=_tr("Volume after"))
        self.volume = Text(theme, "", "strong")
        self.back = Button(theme, icon="arrow-up", tip=_tr("Page before"))
        self.on = Button(theme, icon="arrow-down", tip=_tr("Page after"))
        self.number = QLineEdit()
        self.number.setAccessibleName(_tr("Page number"))
        self.of = Text(theme, "", "plain", "text2", tabular=True)
        self._volume_row = boxed(Row(theme, self.earlier_volume, self.volume, self.later_volume))
        self._page_row = boxed(Row(theme, self.back, self.on, self.number, self.of))
        bar = Row(theme, self._page_row, None, self._volume_row, margins=(0, 0, 0, 6))
        self.setLayout(Column(theme, bar, self.pane, gap=0))
        self.earlier_volume.clicked.connect(lambda: self._open(self._place - 1))
        self.later_volume.clicked.connect(lambda: self._open(self._place + 1))
        self.back.clicked.connect(lambda: self.turn(self.page - 1))
        self.on.clicked.connect(lambda: self.turn(self.page + 1))
        self.number.editingFinished.connect(self._typed)
        self.pane.pageNavigator().currentPageChanged.connect(lambda _page: self._told())
        theme.follow(self.dress)
        self.show_volumes(())

    def dress(self) -> None:
        """Takes the font and width at the text scale in use."""
        self.number.setFont(self._theme.font(13, 400, True))
        self.number.setFixedWidth(self._theme.px(76))

    @property
    def page(self) -> int:
        """The page looked at, from 0."""
        return self.pane.pageNavigator().currentPage()

    def document_pages(self) -> int:
        """Pages of the volume that is shown."""
        return self.pdf.document.pageCount() if self.pdf else 0

    def show_volumes(self, volumes: Sequence[PackVolume]) -> None:
        """Shows the first of these, or nothing, and lets go of what was shown before."""
        self._volumes, self._place = tuple(volumes), 0
        self._volume_row.setVisible(len(volumes) > 1)
        self._show(None)
        self._page_row.hide()
        if volumes:
            self._open(0)

    def _open(self, place: int) -> None:
        if not 0 <= place < len(self._volumes):
            return
        self._place = place
        volume = self._volumes[place]
        rolled = volume.pages <= ROLL_PAGES and volume.size <= ROLL_BYTES
        modes = QPdfView.PageMode
        self._show(None)
        self.pane.setPageMode(modes.MultiPage if rolled else modes.SinglePage)
        self._page_row.setVisible(not rolled)
        self.volume.setText(_tr("Volume {0} of {1}").format(volume.number, len(self._volumes)))
        self.earlier_volume.setEnabled(place > 0)
        self.later_volume.setEnabled(place < len(self._volumes) - 1)
        self.number.setValidator(QIntValidator(1, max(1, volume.pages), self))
        self._show(SealedPdf(volume.opened, volume.size, self))
        self._told()

    def turn(self, page: int) -> None:
        """Goes to a page, from 0; afresh when much of the file has been read by then."""
        if self.pdf is None or not 0 <= page < self.document_pages():
            return
        if self.pdf.taken > _KEPT_BYTES:
            self._show(self.pdf.again(self))
        self.pane.pageNavigator().jump(page, QPointF(), 0)
        self._told()

    def _show(self, pdf: SealedPdf | None) -> None:
        old, self.pdf = self.pdf, pdf
        if pdf is not None:
            pdf.damaged.connect(self.damaged)
        self.pane.turn_to(pdf)
        if old is not None:
            old.close()

    def _typed(self) -> None:
        if self.number.hasAcceptableInput():
            self.turn(int(self.number.text()) - 1)
        self._told()

    def _told(self) -> None:
        pages = self.document_pages()
        self.number.setText(str(min(self.page + 1, pages)) if pages else "")
        self.of.setText(_tr("of {0} pages").format(f"{pages:,}"))
        self.back.setEnabled(self.page > 0)
        self.on.setEnabled(self.page + 1 < pages)
