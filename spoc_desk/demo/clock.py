"""The story's own clock, so that a campaign of 25 days is told in seconds and always the same."""

from datetime import UTC, datetime, timedelta

FIRST_DAY = datetime(2026, 10, 25, tzinfo=UTC)
DAYS = 25
POLL = "2026-12-03"
TOLD_AT = datetime(2026, 11, 19, 8, 30, tzinfo=UTC)


class StoryClock:
    """Stands where the story is, and goes on by a second each time it is looked at."""

    def __init__(self) -> None:
        self._moment = FIRST_DAY

    def now(self) -> datetime:
        """The story's present moment, aware, in UTC."""
        self._moment += timedelta(seconds=1)
        return self._moment

    def move_to(self, moment: datetime) -> None:
        """Goes on to a moment; never back."""
        self._moment = max(self._moment, moment)
