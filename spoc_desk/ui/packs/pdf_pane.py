"""Paper on screen, from bytes in memory."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView

from spoc_desk.ui.packs.sealed_pdf import SealedPdf


class PdfBytes(QObject):
    """A PDF open from memory; nothing of it is written to disk."""

    def __init__(self, content: bytes | QByteArray, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bytes = QByteArray(content)  # shared, not copied, by whoever is given it
        self._buffer = QBuffer(self._bytes, self)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document = QPdfDocument(self)
        self.document.load(self._buffer)

    def again(self, parent: QObject) -> PdfBytes:
        """The same bytes opened once more, for whoever may need them longer."""
        return PdfBytes(self._bytes, parent)


class PdfPane(QPdfView):
    """Shows the pages of a document held in memory, or none."""

    def __init__(self, name: str) -> None:
        """name: for screen readers."""
        super().__init__()
        self._blank = QPdfDocument(self)
        self._shown: PdfBytes | SealedPdf | None = None
        self.setPageMode(QPdfView.PageMode.MultiPage)
        self.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.setAccessibleName(name)

    def turn_to(self, pdf: PdfBytes | SealedPdf | None) -> None:
        """Shows another document and lets go of the one before."""
        old, self._shown = self._shown, pdf
        # First: this waits for the thread that draws pages, which must not lose its document meanwhile.
        self.setDocument(self._blank if pdf is None else pdf.document)
        if old is not None and old is not pdf:
            old.document.close()
            old.deleteLater()
