"""What of the audit trail to show: kind of processing, officer, days, sitting, words or a reference."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.changes import Verb
from spoc_desk.domain.moments import day_of, short_day
from spoc_desk.services.trail import TrailFilter
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.combo import Combo
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.layouts import Column, Row
from spoc_desk.ui.widgets.search_field import SearchField
from spoc_desk.ui.workplace import Workplace

CHOSEN = "chosen"
LATELY = (1, 7, 30, 90)


def _tr(text: str) -> str:
    return QCoreApplication.translate("TrailFilters", text)


def verb_words() -> dict[str, str]:
    """The kinds of processing in words: six of the Data Protection Act, four of our own."""
    return {
        Verb.COLLECTION: _tr("Collection"),
        Verb.ALTERATION: _tr("Alteration"),
        Verb.CONSULTATION: _tr("Consultation"),
        Verb.DISCLOSURE: _tr("Disclosure"),
        Verb.COMBINATION: _tr("Combination"),
        Verb.ERASURE: _tr("Erasure"),
        Verb.LOGIN: _tr("Login"),
        Verb.KEY: _tr("Keys"),
        Verb.VERIFY: _tr("Check"),
        Verb.BACKUP: _tr("Backup"),
    }


class TrailFilters(QWidget):
    """Tells the filter whenever any part of it is chosen."""

    changed = Signal()

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        theme = workplace.theme
        self._days: tuple[date | None, date | None] = (None, None)
        self._session = ""
        self._period = 0  # which of the periods holds, to go back to when no days are chosen after all
        self.kind = Combo(theme)
        self.kind.setAccessibleName(_tr("Kind of processing"))
        self.kind.addItem(_tr("All kinds of processing"), "")
        for verb, words in verb_words().items():
            self.kind.addItem(words, verb)
        self.officer = Combo(theme)
        self.officer.setAccessibleName(_tr("Officer"))
        self.officer.addItem(_tr("Every officer"), "")
        self.period = Combo(theme)
        self.period.setAccessibleName(_tr("Days"))
        self._offer_periods()
        self.words = SearchField(theme, _tr("What was done, or a reference"), height=34)
        self.sitting = Button(theme, "", "x")
        self.sitting.hide()
        chosen = Row(theme, self.kind, self.officer, self.period, self.sitting, None, gap=8)
        self.setLayout(Column(theme, chosen, self.words, gap=8))
        self.kind.currentIndexChanged.connect(self._tell)
        self.officer.currentIndexChanged.connect(self._tell)
        self.period.activated.connect(self._period_chosen)
        self.words.searched.connect(self._tell)
        self.sitting.clicked.connect(lambda _checked=False: self.only_sitting(""))

    def asked(self) -> TrailFilter:
        """What is chosen now."""
        since, until = self._days
        return TrailFilter(
            str(self.kind.currentData() or ""), self.words.text(), str(self.officer.currentData() or ""),
            self._session, since, until,
        )  # fmt: skip

    def offer_officers(self, officers: Sequence[tuple[str, str]]) -> None:
        """Lets one choose between these officers, by uid and name."""
        known = {self.officer.itemData(number) for number in range(self.officer.count())}
        for uid, name in officers:
            if uid not in known:
                self.officer.addItem(name, uid)

    def only_sitting(self, session: str) -> None:
        """Shows one sitting alone; an empty text shows all again."""
        self._session = session
        self.sitting.setText(_tr("Sitting {0}").format(session[:6]))
        self.sitting.setAccessibleName(_tr("Show every sitting again"))
        self.sitting.setVisible(bool(session))
        self.changed.emit()

    def only_days(self, since: date | None, until: date | None) -> None:
        """Shows these days alone, both included."""
        self._days = (since, until)
        self.changed.emit()

    def _offer_periods(self) -> None:
        self.period.addItem(_tr("All days"), "")
        for days in LATELY:
            words = _tr("Today") if days == 1 else _tr("The last {0} days").format(days)
            self.period.addItem(words, days)
        self.period.addItem(_tr("Choose days…"), CHOSEN)

    def _period_chosen(self, number: int) -> None:
        chosen = self.period.itemData(number)
        if chosen == CHOSEN:
            self.ask_days()
            return
        self._period = number
        today = day_of(self._workplace.now())
        self.only_days(today - timedelta(days=int(chosen) - 1) if chosen else None, None)

    def ask_days(self) -> None:
        """Asks between which days."""
        form = Form(self._workplace.setting)
        since = form.date("since", _tr("From"))
        until = form.date("until", _tr("To, that day included"))

        def done(_changes: object) -> None:
            words = _tr("{0} to {1}").format(_day(since.value()), _day(until.value()))
            self.period.setItemText(self.period.count() - 1, words)
            self._period = self.period.count() - 1
            self.only_days(since.value(), until.value())

        dialog = FormDialog(
            self._workplace,
            self,
            _tr("Entries between two days"),
            form,
            save=_tr("Show"),
            verb=lambda: partial(_nothing),
            done=done,
            width=420,
        )
        dialog.rejected.connect(lambda: self.period.setCurrentIndex(self._period))
        dialog.open()

    def _tell(self, _chosen: object = None) -> None:
        self.changed.emit()


def _day(day: date | None) -> str:
    return short_day(day) if day is not None else "…"


def _nothing(_desk: object) -> tuple[()]:
    """Choosing days changes nothing in the vault."""
    return ()
