"""A field for several days typed in one line: the days on which something was done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.moments import long_day
from spoc_desk.domain.times import day_in_full, parse_date
from spoc_desk.services.messages import Messages
from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.fields.words import LineField

ROOM = 400


class DaysField(LineField):
    """Days with commas between; what was typed is echoed in full, in order."""

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
        super().__init__(theme, label, required=required, hint=hint, limit=ROOM)
        self._messages, self._now, self._zone = messages, now, zone
        self.editor.setPlaceholderText(self.tr("12/4/27, 14/4/27"))

    def days(self) -> tuple[date, ...]:
        """The days typed, earliest first, each once. Raises DomainError when one cannot be read."""
        today = self._now().astimezone(ZoneInfo(self._zone)).date()
        typed = (part.strip() for part in self.value().replace(";", ",").replace("\n", ",").split(","))
        return tuple(sorted({parse_date(part, today) for part in typed if part}))

    def set_days(self, days: tuple[date, ...]) -> None:
        """Enters days."""
        self.set_value(", ".join(f"{day:%d/%m/%Y}" for day in days))

    def missing(self) -> str:
        """One day is needed."""
        return self.tr("Enter at least one day.")

    def own_problem(self) -> str:
        """Why what was typed cannot be read."""
        try:
            self.days()
        except DomainError as error:
            return self._messages.sentence(error)
        return super().own_problem()

    def echo(self) -> str:
        """The days in full."""
        days = self.days()
        if len(days) == 1:
            return day_in_full(days[0])
        return self.tr("{0} days: {1}").format(len(days), ", ".join(long_day(day) for day in days))
