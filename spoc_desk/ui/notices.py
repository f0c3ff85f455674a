"""Toasts: things that were done, said once, with Undo for ten seconds, and kept in a list behind the bell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QFrame, QMenu, QWidget

from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.announce import announce
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.layouts import Row
from spoc_desk.ui.widgets.text import IconMark, Text
from spoc_desk.ui.workplace import Toast

SHOWN_MS = 5_000
UNDO_MS = 10_000
KEPT = 50


@dataclass(frozen=True, slots=True)
class Said:
    """A past toast, by the clock of the officer's zone."""

    at: datetime
    text: str
    trouble: bool


class ToastCard(QFrame):
    """One toast at the foot of the window."""

    closed = Signal()

    def __init__(self, theme: Theme, toast: Toast) -> None:
        super().__init__()
        self.setProperty("area", "toast")
        icon, tone = ("triangle-alert", "focus") if toast.trouble else ("circle-check", "navText")
        words = Text(theme, toast.text, "value", "navOn", wrap=False)
        row = Row(theme, IconMark(theme, icon, tone, 16), words, None, margins=(14, 7, 8, 7), gap=10)
        self.undo: Button | None = None
        if toast.undo is not None:
            self.undo = Button(theme, self.tr("Undo"), kind="toast")
            self.undo.clicked.connect(_once(self, toast.undo))
            row.addWidget(self.undo)
        close = Button(theme, "", "x", "navtool", self.tr("Dismiss"))
        close.clicked.connect(self.closed)
        row.addWidget(close)
        self.setLayout(row)
        self.setAccessibleName(toast.text)


class Notices(QObject):
    """Shows toasts one above another over the foot of a window, and remembers the last fifty."""

    count_changed = Signal(int)

    def __init__(self, theme: Theme, window: QWidget, now: Callable[[], datetime]) -> None:
        super().__init__(window)
        self._theme, self._window, self._now = theme, window, now
        self._cards: list[ToastCard] = []
        self.past: list[Said] = []
        window.installEventFilter(self)

    def say(self, toast: Toast) -> ToastCard:
        """Shows a toast and speaks it."""
        card = ToastCard(self._theme, toast)
        card.setParent(self._window)
        card.closed.connect(partial(self._gone, card))
        self._cards.append(card)
        self.past.insert(0, Said(self._now(), toast.text, toast.trouble))
        del self.past[KEPT:]
        self.count_changed.emit(len(self.past))
        self._stack()
        card.show()
        card.raise_()
        announce(card, toast.text, urgent=toast.trouble)
        wait = UNDO_MS if toast.undo is not None or toast.trouble else SHOWN_MS
        timer = QTimer(card)
        timer.setSingleShot(True)
        timer.timeout.connect(card.closed)
        timer.start(wait)
        return card

    def list_in(self, menu: QMenu) -> None:
        """Fills a menu with the past toasts, newest first."""
        menu.clear()
        if not self.past:
            menu.addAction(self.tr("No notifications yet.")).setEnabled(False)
        for said in self.past[:20]:
            icon = self._theme.icon(
                "triangle-alert" if said.trouble else "circle-check", "error" if said.trouble else "success"
            )
            menu.addAction(icon, f"{said.at:%H:%M}  {said.text}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keeps the toasts in their corner as the window changes size."""
        if event.type() == QEvent.Type.Resize:
            self._stack()
        return False

    def _stack(self) -> None:
        bottom = self._window.height() - self._theme.px(44)
        for card in reversed(self._cards):
            card.adjustSize()
            card.move((self._window.width() - card.width()) // 2, bottom - card.height())
            bottom -= card.height() + self._theme.px(8)

    def _gone(self, card: ToastCard) -> None:
        if card in self._cards:
            self._cards.remove(card)
            card.hide()
            card.deleteLater()
            self._stack()


def _once(card: ToastCard, undo: Callable[[], None]) -> Callable[..., None]:
    def run(_checked: bool = False) -> None:
        card.closed.emit()
        undo()

    return run
