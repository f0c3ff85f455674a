"""The sheet on which a return is made: what officers add at the left, what casework says at the right."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from spoc_desk.domain.changes import ReturnFrozen
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.moments import day_of, long_day, stamp
from spoc_desk.domain.return_codes import CADENCES
from spoc_desk.services.returns import DraftReturn, FreezeReturn, draft_return, freeze_return
from spoc_desk.ui.jobs import LatestOnly
from spoc_desk.ui.returns.entries import ReturnForm
from spoc_desk.ui.returns.figures import figure_cards, figures_of
from spoc_desk.ui.returns.record import nil_words
from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.dialogs import Sheet
from spoc_desk.ui.widgets.fields.choices import ChoiceField
from spoc_desk.ui.widgets.fields.moment import DateField
from spoc_desk.ui.widgets.layouts import Column, Row, framed
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.domain.return_payload import Payload
    from spoc_desk.services.ports import Changes, Desk

PAUSE = 450  # milliseconds without a key before the draft is made again
SIDE_BY_SIDE_FROM = 940


def _tr(text: str) -> str:
    return QCoreApplication.translate("ReturnSheet", text)


class _Halves(QWidget):
    """Two columns from a certain width on, else one below the other."""

    def __init__(self, theme: Theme, left: QWidget, right: QWidget) -> None:
        super().__init__()
        self._theme = theme
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.px(20))
        for widget, stretch in ((left, 11), (right, 9)):
            column = QWidget()
            column.setLayout(Column(theme, widget, None))
            column.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            self._box.addWidget(column, stretch)

    def resizeEvent(self, event: object) -> None:
        """Turns when the room changes."""
        wide = self.width() / self._theme.scale >= SIDE_BY_SIDE_FROM
        ways = QBoxLayout.Direction
        self._box.setDirection(ways.LeftToRight if wide else ways.TopToBottom)


class ReturnSheet(Sheet):
    """Asks for the period, shows the draft of it, and freezes it."""

    frozen = Signal(int)
    drafted = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget, day: date | None = None) -> None:
        super().__init__(workplace.theme, _tr("New return to the NPCC"), parent, width=1240)
        self.workplace = workplace
        setting = workplace.setting
        self.day = DateField(
            self.theme, setting.messages, setting.now, _tr("Day"), zone=setting.zone, required=True
        )
        self.first = DateField(
            self.theme, setting.messages, setting.now, _tr("From"), zone=setting.zone, required=True
        )
        self.cadence = ChoiceField(self.theme, _tr("Kind of return"), list(CADENCES.items()), required=True)
        self.cadence.set_value("daily")
        self.form: ReturnForm | None = None
        self.draft: DraftReturn | None = None
        self._asking: LatestOnly[DraftReturn | DomainError] = LatestOnly(workplace.jobs, self)
        self._pause = QTimer(self, interval=PAUSE, singleShot=True)
        self._pause.timeout.connect(self.ask)
        self._lay_out(parent)
        self.day.set_value(day or day_of(workplace.now()) - timedelta(days=1))
        for field in (self.day, self.first, self.cadence):
            field.edited.connect(self._period_typed)
        self._period_typed()
        self._pause.stop()
        self.ask()

    def period(self) -> tuple[date, date] | None:
        """The first and the last day asked for; None while they cannot be read."""
        last = self.day.value()
        first = last if self.cadence.value() == "daily" else self.first.value()
        return (first, last) if first and last else None

    def ask(self) -> None:
        """Makes the draft of what is entered now; only the newest answer is shown."""
        period = self.period()
        if period is None:
            return
        same = self.form is not None and (self.form.first_day, self.form.last_day) == period
        command = self._command() if same else FreezeReturn(*period, self.cadence.value())
        self._asking.ask(partial(_drafted, command), partial(self._answered, period))

    def freeze(self) -> None:
        """Freezes the return, once everything found is settled."""
        form, draft = self.form, self.draft
        if form is None or draft is None or not form.check():
            return
        left = form.left()
        if left:
            self._trouble.say(_tr("Settle first what may identify somebody: reword it, or say why not."))
            left[0].go()
            return
        if form.unexplained():
            self._trouble.say(_tr("Explain the figures that do not agree, or put them right in casework."))
            form.go_to_unexplained()
            return
        self.freeze_button.setEnabled(False)
        self.workplace.jobs.command(
            self, partial(freeze_return, self._command()), self._landed, self._refused
        )

    def reject(self) -> None:
        """Closes and keeps the draft."""
        if self.form is not None:
            self.form.keep_draft()
        super().reject()

    def _command(self) -> FreezeReturn:
        if self.form is None:
            raise ValueError("no period has been drafted yet")
        return self.form.command(self.cadence.value() or "daily")

    def _lay_out(self, parent: QWidget) -> None:
        theme = self.theme
        self._trouble = Banner(theme, Kind.ERROR, "")
        self._trouble.hide()
        self._said = Column(theme, gap=10)
        self._left = Column(theme, gap=14)
        self._right = Column(theme, gap=14)
        period = Row(theme, gap=20)
        for field in (self.cadence, self.first, self.day):
            period.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        period.addStretch(1)
        left, right = QWidget(), QWidget()
        left.setLayout(Column(theme, self._said, self._left, gap=14))
        right.setLayout(self._right)
        top = framed("card", Column(theme, period, margins=(16, 12, 16, 12)))
        body = QWidget()
        body.setLayout(Column(theme, top, self._trouble, _Halves(theme, left, right), gap=16))
        self.set_body(body)
        self.freeze_button = Button(theme, _tr("Freeze the return"), "file-lock", "primary")
        self.freeze_button.setEnabled(False)
        self.freeze_button.clicked.connect(self.freeze)
        cancel = Button(theme, _tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self._still = Text(theme, "", "value", "warning", tabular=True)
        self.buttons.addWidget(self._still)
        self.buttons.addWidget(cancel)
        self.buttons.addWidget(self.freeze_button)
        self.workplace.jobs.failed.connect(self._free)
        room = parent.window().size()
        self.resize(min(self.width(), room.width() - 60), max(420, room.height() - 70))

    def _period_typed(self) -> None:
        self.first.setVisible(self.cadence.value() not in ("", "daily"))
        self._pause.start()

    def _answered(self, period: tuple[date, date], answer: DraftReturn | DomainError) -> None:
        if isinstance(answer, DomainError):
            self.day.show_problem(self.workplace.messages.sentence(answer))
            self.freeze_button.setEnabled(False)
            return
        self.day.check()
        self.draft = answer
        if self.form is None or (self.form.first_day, self.form.last_day) != period:
            self._new_form(period, answer)
        elif self.form is not None:
            self.form.show_draft(answer)
        self._show_figures(answer)
        self._show_state(answer)
        self.drafted.emit()

    def _new_form(self, period: tuple[date, date], draft: DraftReturn) -> None:
        if self.form is not None:
            self.form.keep_draft()
            self._left.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        self.form = ReturnForm(self.workplace.setting, *period, draft)
        self.form.show_draft(draft)
        self.form.edited.connect(self._pause.start)
        self.form.draft_kept.connect(lambda at: self.foot_note.setText(_tr("Draft saved {0}").format(at)))
        self._left.addWidget(self.form)
        if self.form.restore_draft():
            self._pause.start()

    def _show_state(self, draft: DraftReturn) -> None:
        _emptied(self._said)
        theme, facts = self.theme, draft.facts
        nil = not facts.notable and not any(one.recorded_in_period for one in facts.incidents)
        if draft.supersedes is not None:
            words = _tr(
                "{0} was frozen for this period on {1} by {2}. This return supersedes it; it stays as it is."
            )
            old = draft.supersedes
            said = words.format(old.reference, stamp(old.frozen_at), old.frozen_by)
            self._said.addWidget(Banner(theme, Kind.WARNING, said))
        if nil:
            self._said.addWidget(Banner(theme, Kind.INFO, nil_words(long_day(facts.period_end))))
        # A reason still to be typed has its own field, which says so.
        if draft.refused is not None and draft.refused.code != "returns.correction_reason_missing":
            self._said.addWidget(Banner(theme, Kind.WARNING, self.workplace.messages.sentence(draft.refused)))
        kind = _tr("Freeze the nil return") if nil else _tr("Freeze the return")
        self.freeze_button.say(_tr("Freeze the correction") if draft.supersedes else kind)
        self.freeze_button.setEnabled(True)
        self._show_left()

    def _show_left(self) -> None:
        if self.form is None:
            return
        sentences, figures = sum(field.unsettled() for field in self.form.left()), self.form.unexplained()
        told = [_tr("{0} to settle").format(sentences)] if sentences else []
        told += [_tr("{0} to explain").format(figures)] if figures else []
        self._still.setText(" · ".join(told))

    def _show_figures(self, draft: DraftReturn) -> None:
        _emptied(self._right)
        theme = self.theme
        period = long_day(draft.facts.period_end)
        self._right.addWidget(
            Text(theme, _tr("What casework says, to the end of {0}").format(period), "card")
        )
        try:
            figures: Payload = figures_of(draft.facts)
        except DomainError as error:
            self._right.addWidget(Banner(theme, Kind.ERROR, self.workplace.messages.sentence(error)))
            return
        for card, _wide in figure_cards(theme, figures):
            self._right.addWidget(card)

    def _landed(self, changes: Changes) -> None:
        if self.form is not None:
            self.form.saved()
        self.accept()
        for change in changes:
            if isinstance(change, ReturnFrozen):
                self.frozen.emit(change.filed)

    def _refused(self, error: DomainError) -> None:
        self._free()
        self._trouble.say(self.workplace.messages.sentence(error))
        self.ask()

    def _free(self, _kind: str = "") -> None:
        self.freeze_button.setEnabled(True)


def _drafted(command: FreezeReturn, desk: Desk) -> DraftReturn | DomainError:
    """A refusal is an answer here: it belongs below the day, not to nobody."""
    try:
        return draft_return(command, desk)
    except DomainError as error:
        return error


def _emptied(column: Column) -> None:
    while column.count():
        item = column.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
