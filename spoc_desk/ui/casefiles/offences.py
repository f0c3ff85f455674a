"""The Offences tab of a casefile: each suspected offence as a card, and the way to suspect another."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QScrollArea

from spoc_desk.domain.limit_rules import LimitException
from spoc_desk.domain.moments import day_of
from spoc_desk.domain.offences import PointToProve
from spoc_desk.domain.referral_gate import ReferredOffence
from spoc_desk.domain.suspected_offences import OffenceDate
from spoc_desk.services.offence_corrections import ClaimException, claim_exception, strike_date
from spoc_desk.services.offences import DateOffence, date_offence
from spoc_desk.ui.casefiles import offence_forms as forms
from spoc_desk.ui.casefiles.offence_card import OffenceActs, offence_card
from spoc_desk.ui.casefiles.offence_picker import pick_dialog
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.card import Card
from spoc_desk.ui.widgets.dialogs import Sheet
from spoc_desk.ui.widgets.empty import EmptyState
from spoc_desk.ui.widgets.layouts import CardGrid, Column, boxed
from spoc_desk.ui.widgets.sentence import Sentence
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from spoc_desk.services.ports import Changes
    from spoc_desk.ui.casefiles.answer import CaseAnswer


def _tr(text: str) -> str:
    return QCoreApplication.translate("OffencesPanel", text)


class OffencesPanel(CardGrid):
    """Shows what show_case() was given last; what its buttons change comes back through the page."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace.theme)
        self.workplace = workplace
        self._seen: CaseAnswer | None = None
        self._cards_of: dict[int, Card] = {}
        self._acts = OffenceActs(
            add_date=partial(forms.date_dialog, workplace, self),
            strike=self._strike,
            check=partial(forms.check_dialog, workplace, self),
            override=partial(forms.override_dialog, workplace, self),
            claim=partial(forms.exception_dialog, workplace, self),
            give_up=self._give_up,
            withdraw=partial(forms.withdraw_dialog, workplace, self),
            link=self._link,
            gather=self._gather,
        )

    def show_case(self, seen: CaseAnswer) -> None:
        """Shows the suspected offences of a case; the focus stays where it was."""
        focused = self._focused_name()
        self._seen = seen
        self.clear()
        self._cards_of = {}
        theme, today = self.workplace.theme, day_of(self.workplace.now())
        if not seen.referred:
            words = _tr(
                "No offence is suspected yet. Each one brings its time limit and its points to prove."
            )
            act = _tr("Suspect an offence")
            self.add(Card(theme, "", EmptyState(theme, words, act, self.add_offence, "gavel")), wide=True)
            return
        for referred in seen.referred:
            card = offence_card(self.workplace, seen.view, referred, today, self._acts)
            self._cards_of[referred.suspected.id] = card
            self.add(card, wide=True)
        foot = Card(theme, "", gap=8)
        for why in seen.lawpack.cautions():
            foot.add(Sentence(theme, "info", self.workplace.messages.said(why), tone="text2", style="meta"))
        foot.add(Sentence(theme, "book-open", seen.lawpack.statement, tone="text2", style="meta"))
        more = Button(theme, _tr("Suspect another offence"), "plus")
        more.clicked.connect(self.add_offence)
        foot.body.addWidget(more)
        self.add(foot, wide=True)
        self._focus_again(focused)

    def add_offence(self, _checked: bool = False) -> None:
        """Opens the law-pack to suspect one more offence."""
        if self._seen is not None:
            pick_dialog(self.workplace, self, self._seen.view, self._seen.lawpack)

    def show_offence(self, offence_id: int) -> None:
        """Brings the card of one offence into sight."""
        card, scroll = self._cards_of.get(offence_id), self._scroll()
        if card is not None and scroll is not None:
            scroll.ensureWidgetVisible(card, 0, 40)

    def _link(self, seen: ReferredOffence, point: PointToProve) -> None:
        if self._seen is not None:
            forms.link_dialog(self.workplace, self, self._seen.view, seen, point)

    def _strike(self, entry: OffenceDate) -> None:
        again = partial(date_offence, DateOffence(entry.offence_id, entry.event, entry.on, entry.note))

        def undo() -> None:
            self.workplace.jobs.command(self, again, _nothing, self.workplace.refused)

        def done(_changes: Changes) -> None:
            told = _tr("Date struck out. The last day to charge was worked out again.")
            self.workplace.toast(told, undo)

        self.workplace.jobs.command(self, partial(strike_date, entry.id), done, self.workplace.refused)

    def _give_up(self, seen: ReferredOffence, exception: LimitException) -> None:
        verb = partial(claim_exception, ClaimException(seen.suspected.id, exception.key, False))
        self.workplace.jobs.command(self, verb, _nothing, self.workplace.refused)

    def _gather(self, seen: ReferredOffence) -> None:
        theme = self.workplace.theme
        sheet = Sheet(theme, _tr("What to gather: {0}").format(seen.offence.title), self, width=600)
        column = Column(theme, gap=12)
        for kind in seen.offence.evidence_sets:
            card = Card(theme, kind.label, gap=7)
            for line in kind.gather:
                card.add(Sentence(theme, "circle", line))
            column.addWidget(card)
        close = Button(theme, _tr("Close"), kind="primary")
        close.clicked.connect(sheet.accept)
        sheet.buttons.addWidget(close)
        sheet.set_body(boxed(column))
        sheet.open()

    def _scroll(self) -> QScrollArea | None:
        parent: QWidget | None = self.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        return parent

    def _focused_name(self) -> str:
        widget = QApplication.focusWidget()
        return widget.accessibleName() if widget is not None and self.isAncestorOf(widget) else ""

    def _focus_again(self, name: str) -> None:
        for button in self.findChildren(Button) if name else ():
            if button.accessibleName() == name and not button.isHidden():
                button.setFocus()
                return


def _nothing(_changes: Changes) -> None:
    return None
