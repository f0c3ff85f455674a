"""The body of a referral: its checklist at the left, what stands in the way at the right."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QWidget

from spoc_desk.domain.referrals import Checklist, ReferralState, Stage, Tie
from spoc_desk.services.referrals import ReferralView
from spoc_desk.ui.referrals.item_line import ItemLine
from spoc_desk.ui.referrals.side import SideActs, charge_card, gate_card, hostility_card, sent_card
from spoc_desk.ui.widgets.layouts import Column, empty
from spoc_desk.ui.widgets.sentence import Sentence
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace

STACKED_BELOW = 660


def _tr(text: str) -> str:
    return QCoreApplication.translate("ReferralBody", text)


class ReferralBody(QWidget):
    """Lines are kept while the same referral is shown, so that a form being filled in survives a change."""

    def __init__(self, workplace: Workplace, acts: SideActs) -> None:
        super().__init__()
        self.workplace, self._acts = workplace, acts
        self.lines: dict[int, ItemLine] = {}
        self._shown: tuple[int, str] | None = None
        self.setProperty("area", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme = workplace.theme
        self._left, self._right = Column(theme, gap=8), Column(theme, gap=14)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        left, right = QWidget(), QWidget()
        left.setLayout(self._left)
        right.setLayout(self._right)
        self._box.addWidget(left, 5, Qt.AlignmentFlag.AlignTop)
        self._box.addWidget(right, 4, Qt.AlignmentFlag.AlignTop)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Spaces the sides for the text scale in use."""
        px = self.workplace.theme.px
        self._box.setContentsMargins(px(20), px(16), px(16), px(16))
        self._box.setSpacing(px(14))
        self._turn()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One side below the other where there is little room, what stands in the way first."""
        super().resizeEvent(event)
        self._turn()

    def show_referral(self, view: ReferralView, checklist: Checklist) -> None:
        """Shows one referral; another one's forms are let go."""
        which = (view.referral.id, checklist.version)
        if which != self._shown:
            self._shown = which
            self._make_lines(checklist)
        every = (*view.gate.open, *view.gate.later)
        for number, line in self.lines.items():
            line.show_view(view, [entry for entry in every if entry.item == number])
        self._fill_right(view, checklist)

    def open_item(self, number: int) -> None:
        """Opens an item and brings it into sight."""
        line = self.lines.get(number)
        if line is None:
            return
        line.open_up()
        parent: QWidget | None = self.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        if parent is not None:
            # The line has its new height only once the layouts have been done again.
            QTimer.singleShot(0, self, partial(self._bring_up, parent, line))

    def _bring_up(self, scroll: QScrollArea, line: ItemLine) -> None:
        top = line.mapTo(self, QPoint(0, 0)).y()
        scroll.verticalScrollBar().setValue(top - self.workplace.theme.px(12))

    def _make_lines(self, checklist: Checklist) -> None:
        empty(self._left)
        self.lines = {}
        theme = self.workplace.theme
        if not all(item.verified for item in checklist.items):
            tone = "warning"
            words = _tr("This checklist is not verified. Have it checked before you rely on it.")
            self._left.addWidget(Sentence(theme, "triangle-alert", words, tone=tone, icon_tone=tone))
        later = False
        for item in checklist.items:
            if item.stage is Stage.AFTER_SENDING and not later:
                later = True
                self._left.addSpacing(theme.px(6))
                self._left.addWidget(Text(theme, _tr("After sending"), "card"))
            line = ItemLine(self.workplace, item)
            line.opened.connect(self._close_others)
            self.lines[item.number] = line
            self._left.addWidget(line)

    def _close_others(self, number: int) -> None:
        for other, line in self.lines.items():
            if other != number:
                line.close_up()

    def _fill_right(self, view: ReferralView, checklist: Checklist) -> None:
        empty(self._right)
        cards = [gate_card(self.workplace, view, self._acts)]
        if view.referral.state is not ReferralState.PREPARING:
            cards.insert(0, sent_card(self.workplace, view))
        cards.append(charge_card(self.workplace, view, self._acts))
        asked = [item.number for item in checklist.items if item.tie is Tie.HOSTILITY]
        cards += [hostility_card(self.workplace, view, number, self._acts) for number in asked]
        for card in cards:
            self._right.addWidget(card)

    def _turn(self) -> None:
        ways = QBoxLayout.Direction
        stacked = self.width() / self.workplace.theme.scale < STACKED_BELOW
        self._box.setDirection(ways.BottomToTop if stacked else ways.LeftToRight)
