"""The bar above the page: which page, how large, undo, and the switch to both versions side by side."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame

from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.buttons import Button, ChipGroup
from spoc_desk.ui.widgets.layouts import Row
from spoc_desk.ui.widgets.text import Text

ZOOMS = (0.75, 1.0, 1.25, 1.5, 2.0)
_FIRST = 3
_ROOMY, _NARROW = 860, 780


def _tr(text: str) -> str:
    return QCoreApplication.translate("RedactionTools", text)


class PageTools(QFrame):
    """Title, pages, zoom, undo, versions, close."""

    turned = Signal(int)
    zoomed = Signal()

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__()
        self.setProperty("area", "head")
        self._at = _FIRST
        self.back = Button(theme, "", "chevron-left", "ghost", _tr("Page before (Page Up)"))
        self.next = Button(theme, "", "chevron-right", "ghost", _tr("Next page (Page Down)"))
        self.where = Text(theme, "", "meta", "text2", tabular=True)
        self.smaller = Button(theme, "", "zoom-out", "ghost", _tr("Smaller"))
        self.larger = Button(theme, "", "zoom-in", "ghost", _tr("Larger"))
        self.scale = Text(theme, "", "meta", "text2", tabular=True)
        self.undo = Button(theme, _tr("Undo"), "undo-2", "ghost", _tr("Undo the last redaction (Ctrl+Z)"))
        self.undo.setShortcut("Ctrl+Z")
        self.undo.setEnabled(False)
        self.part = ChipGroup(theme, _tr("Show"), [("draw", _tr("Redact")), ("compare", _tr("Side by side"))])
        self.close_button = Button(theme, _tr("Close"))
        self.back.clicked.connect(lambda _checked=False: self.turned.emit(-1))
        self.next.clicked.connect(lambda _checked=False: self.turned.emit(1))
        self.smaller.clicked.connect(lambda _checked=False: self._zoom(-1))
        self.larger.clicked.connect(lambda _checked=False: self._zoom(1))
        self._theme, self._title = theme, Text(theme, title, "pane")
        row = Row(
            theme, self._title, 12, self.back, self.where, self.next, 8, self.smaller,
            self.scale, self.larger, 8, self.undo, None, gap=4, margins=(20, 11, 16, 11),
        )  # fmt: skip
        row.addWidget(self.part)
        row.addSpacing(theme.px(12))
        row.addWidget(self.close_button)
        self.setLayout(row)
        self._say_zoom()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leaves out words where there is little room; the window's own title still says what it is."""
        super().resizeEvent(event)
        room = self.width() / self._theme.scale
        self.undo.set_compact(room < _ROOMY)
        self._title.setVisible(room >= _NARROW)

    @property
    def zoom(self) -> float:
        """How large the page is; 1 is its size on paper at 96 dots per inch."""
        return ZOOMS[self._at]

    def show_place(self, number: int, pages: int) -> None:
        """Says which page is shown."""
        self.where.setText(_tr("Page {0} of {1}").format(number, pages))
        self.back.setEnabled(number > 1)
        self.next.setEnabled(number < pages)

    def allow_pages(self, *, ready: bool) -> None:
        """Leaves what needs pages dead until there are any; the window can be closed all the same."""
        for part in (self.back, self.next, self.smaller, self.larger, self.part):
            part.setEnabled(ready)
        if ready:
            self._say_zoom()

    def allow_drawing(self, *, drawing: bool) -> None:
        """Leaves out what only drawing needs."""
        for part in (self.smaller, self.scale, self.larger, self.undo):
            part.setVisible(drawing)

    def _zoom(self, step: int) -> None:
        self._at = min(max(0, self._at + step), len(ZOOMS) - 1)
        self._say_zoom()
        self.zoomed.emit()

    def _say_zoom(self) -> None:
        self.scale.setText(f"{round(self.zoom * 100)} %")
        self.smaller.setEnabled(self._at > 0)
        self.larger.setEnabled(self._at < len(ZOOMS) - 1)
