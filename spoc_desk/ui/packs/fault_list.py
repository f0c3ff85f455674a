"""The faults of a pack in its dialog: what stops it, what wants reading, each with the way to its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Signal

from spoc_desk.domain.pack_faults import FaultLink, PackFault
from spoc_desk.services.messages import Messages
from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.announce import announce
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.card import Card
from spoc_desk.ui.widgets.layouts import Column, Row, empty
from spoc_desk.ui.widgets.sentence import Sentence
from spoc_desk.ui.widgets.text import Text

SHOWN = 4


def _tr(text: str) -> str:
    return QCoreApplication.translate("PackFaults", text)


class FaultList(Card):
    """Shows the first few faults and, on demand, all of them. go: opens where one is put right."""

    check_asked = Signal()

    def __init__(self, theme: Theme, messages: Messages, go: Callable[[FaultLink], object]) -> None:
        self._told = Text(theme, _tr("Checking…"), "value", wrap=True)
        self._lines = Column(theme, gap=7)
        self.more = Button(theme, "", kind="link")
        self.check = Button(theme, _tr("Check every file now"), "shield-check")
        super().__init__(theme, _tr("Preflight"), self._told, self._lines, gap=9)
        self._messages, self._go = messages, go
        self._faults: tuple[PackFault, ...] = ()
        self._all = False
        self.add(Row(theme, self.check, self.more, None))
        self.more.hide()
        self.more.clicked.connect(self._show_all)
        self.check.clicked.connect(lambda _checked=False: self.check_asked.emit())

    def show_faults(self, faults: Sequence[PackFault]) -> None:
        """Shows these instead of those shown before, and says aloud when their number changed."""
        before = self._told.text()
        self._faults = tuple(faults)
        self._fill()
        if self._told.text() != before:
            announce(self, self._told.text())

    def faults(self) -> tuple[PackFault, ...]:
        """What is shown."""
        return self._faults

    def sentences(self) -> list[str]:
        """What each line in sight says."""
        return [self._messages.said(fault.reason) for fault in self._in_sight()]

    def _in_sight(self) -> tuple[PackFault, ...]:
        return self._faults if self._all else self._faults[:SHOWN]

    def _show_all(self, _checked: bool = False) -> None:
        self._all = True
        self._fill()

    def _fill(self) -> None:
        empty(self._lines)
        self._told.setText(self._summary())
        for fault in self._in_sight():
            self._lines.addWidget(self._line(fault))
        hidden = len(self._faults) - len(self._in_sight())
        self.more.setVisible(hidden > 0)
        if hidden:
            self.more.say(_tr("Show {0} more").format(hidden))

    def _line(self, fault: PackFault) -> Sentence:
        icon, tone = ("octagon-alert", "error") if fault.blocks else ("triangle-alert", "warning")
        link = fault.link
        return Sentence(
            self._theme,
            icon,
            self._messages.said(fault.reason),
            icon_tone=tone,
            style="value",
            action=_tr("Go there") if link else "",
            act=(lambda: self._go(link)) if link else None,
        )

    def _summary(self) -> str:
        stops = sum(fault.blocks for fault in self._faults)
        rest = len(self._faults) - stops
        if not self._faults:
            return _tr("No fault found.")
        if not stops:
            return _tr("Nothing stops this pack. To read first: {0}.").format(rest)
        return _tr("Faults that stop this pack: {0}. Others to read first: {1}.").format(stops, rest)
