"""A date and a time by the 24-hour clock, typed first, with the repeated and the missing hour of the year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QMenu, QWidgetAction

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.times import Resolved, day_in_full, parse_date, parse_time, parse_typed, resolve
from spoc_desk.services.messages import Messages
from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.buttons import Button, ChipGroup
from spoc_desk.ui.widgets.fields.field import Field
from spoc_desk.ui.widgets.layouts import Row

LONGEST = 40


class _Typed(QLineEdit):
    """A short line that keeps pace with the text scale."""

    def __init__(self, theme: Theme, width: int, placeholder: str) -> None:
        super().__init__()
        self._theme, self._width = theme, width
        self.setMaxLength(LONGEST)
        self.setPlaceholderText(placeholder)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes font and size at the text scale in use."""
        self.setFont(self._theme.font(13.5, 400, True))
        self.setFixedSize(self._theme.px(self._width), self._theme.px(34))


class DateField(Field):
    """A date; what was typed is echoed in full."""

    def __init__(
        self,
        theme: Theme,
        messages: Messages,
        now: Callable[[], datetime],
        label: str,
        *,
        zone: str = "Europe/London",
        required: bool = False,
        hint: str = "",
    ) -> None:
        super().__init__(theme, label, required=required, hint=hint)
        self.messages, self._now, self.zone = messages, now, zone
        self.date_edit = _Typed(theme, 124, self.tr("16/11/26"))
        self.watch(self.date_edit, self.tr("{0}: date").format(label))
        self._calendar = Button(theme, "", "calendar", "ghost", self.tr("{0}: calendar").format(label))
        self._calendar.clicked.connect(self._open_calendar)
        self.row = Row(theme, self.date_edit, self._calendar, gap=4)
        self.row.addStretch(1)
        self.body.addLayout(self.row)
        self.date_edit.textEdited.connect(self.on_edit)

    def now_here(self) -> datetime:
        """The present moment by the clock of this zone."""
        return self._now().astimezone(ZoneInfo(self.zone))

    def day(self) -> date:
        """The date typed. Raises DomainError when it cannot be read."""
        return parse_date(self.date_edit.text(), self.now_here().date())

    def value(self) -> date | None:
        """The date typed; None when there is none or it cannot be read, which problem() says."""
        if self.is_empty() or self.own_problem():
            return None
        return self.day()

    def set_value(self, day: date) -> None:
        """Enters a date."""
        self.date_edit.setText(f"{day:%d/%m/%Y}")
        self.on_edit()

    def missing(self) -> str:
        """A date is needed."""
        return self.tr("Enter the date.")

    def is_empty(self) -> bool:
        """Whether nothing has been typed."""
        return not self.date_edit.text().strip()

    def own_problem(self) -> str:
        """Why what was typed cannot be read."""
        try:
            self.day()
        except DomainError as error:
            return self.messages.sentence(error)
        return ""

    def echo(self) -> str:
        """The date in full."""
        return day_in_full(self.day())

    def draft(self) -> str:
        """What was typed."""
        return self.date_edit.text()

    def take_draft(self, text: str) -> None:
        """Enters what draft() gave."""
        self.date_edit.setText(text)

    def _open_calendar(self) -> None:
        menu, calendar = QMenu(self), QCalendarWidget()
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        day = self._day_or_today()
        calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)

        def take(chosen: QDate) -> None:
            menu.close()
            self.set_value(date(chosen.year(), chosen.month(), chosen.day()))
            self.check()

        calendar.clicked.connect(take)
        calendar.activated.connect(take)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.date_edit.mapToGlobal(QPoint(0, self.date_edit.height())))
        calendar.setFocus()

    def _day_or_today(self) -> date:
        try:
            return self.day()
        except DomainError:
            return self.now_here().date()


class MomentField(DateField):
    """A date and a time. past: a moment that has not come yet is refused."""

    def __init__(
        self,
        theme: Theme,
        messages: Messages,
        now: Callable[[], datetime],
        label: str,
        *,
        zone: str = "Europe/London",
        required: bool = False,
        hint: str = "",
        past: bool = True,
    ) -> None:
        super().__init__(theme, messages, now, label, zone=zone, required=required, hint=hint)
        self._past = past
        self.time_edit = _Typed(theme, 72, self.tr("0942"))
        self.watch(self.time_edit, self.tr("{0}: time").format(label))
        self._now_button = Button(theme, self.tr("Now"), kind="ghost", tip=self.tr("{0}: now").format(label))
        self._now_button.setAccessibleName(self._now_button.toolTip())
        self._now_button.clicked.connect(self._take_now)
        self.row.insertWidget(2, self.time_edit)
        self.row.insertWidget(3, self._now_button)
        names = (("first", self.tr("First time")), ("second", self.tr("Second time")))
        self.turns = ChipGroup(theme, self.tr("Which of the two"), names, none=True)
        self.turns.hide()
        self.body.addWidget(self.turns)
        self.turns.chosen.connect(self._turned)
        self.time_edit.textEdited.connect(self.on_edit)
        self.date_edit.editingFinished.connect(self._part)

    def resolved(self) -> Resolved:
        """The moment typed. Raises DomainError when it cannot be read or is not one moment."""
        at = parse_time(self.time_edit.text(), self.now_here().time())
        fold = {"first": 0, "second": 1}.get(self.turns.current())
        moment = resolve(self.day(), at, self.zone, fold)
        if self._past and moment.utc > self._now():
            raise DomainError("times.future", moment=moment.in_full())
        return moment

    def moment(self) -> Resolved | None:
        """The moment typed; None when there is none or it cannot be read, which problem() says."""
        return None if self.is_empty() or self.own_problem() else self.resolved()

    def set_moment(self, day: date, at: time) -> None:
        """Enters a moment by the clock of this zone."""
        self.date_edit.setText(f"{day:%d/%m/%Y}")
        self.time_edit.setText(f"{at:%H:%M}")
        self.on_edit()

    def missing(self) -> str:
        """Both are needed."""
        return self.tr("Enter the date and the time.")

    def is_empty(self) -> bool:
        """Whether neither has been typed."""
        return super().is_empty() and not self.time_edit.text().strip()

    def own_problem(self) -> str:
        """Why what was typed is not one moment; an hour that came twice asks which."""
        self._part()
        try:
            self.resolved()
        except DomainError as error:
            if error.code == "times.ambiguous":
                self._ask_which(str(error.values["first"]), str(error.values["second"]))
            elif error.code != "times.future":
                self.turns.hide()
            return self.messages.sentence(error)
        if not self.turns.current():
            self.turns.hide()
        return ""

    def echo(self) -> str:
        """The moment in full, with its zone."""
        return self.resolved().in_full()

    def draft(self) -> str:
        """What was typed: date, time and which of the two, one to a line."""
        return f"{self.date_edit.text()}\n{self.time_edit.text()}\n{self.turns.current()}".rstrip("\n")

    def take_draft(self, text: str) -> None:
        """Enters what draft() gave."""
        parts = (*text.split("\n"), "", "", "")
        self.date_edit.setText(parts[0])
        self.time_edit.setText(parts[1])
        if parts[2] in ("first", "second"):
            self.turns.show()
            self.turns.choose(parts[2])

    def _part(self) -> None:
        """Takes "yest 2210" or "now" in the date's place apart."""
        if self.time_edit.text().strip() or super().is_empty():
            return
        try:
            day, at = parse_typed(self.date_edit.text(), self.now_here())
        except DomainError:
            return
        if at is not None:
            self.set_moment(day, at)

    def _take_now(self) -> None:
        here = self.now_here()
        self.set_moment(here.date(), here.time())
        self.check()

    def _ask_which(self, first: str, second: str) -> None:
        self.turns.rename(
            {"first": self.tr("{0} (first)").format(first), "second": self.tr("{0} (second)").format(second)}
        )
        self.turns.show()

    def _turned(self, _key: str) -> None:
        self.check()
        self.edited.emit()
