"""This machine's clock."""

from datetime import UTC, datetime


class SystemClock:
    """The present moment as the operating system tells it."""

    def now(self) -> datetime:
        """Now, aware, in UTC."""
        return datetime.now(UTC)
