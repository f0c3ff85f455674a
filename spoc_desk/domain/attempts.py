"""How long to wait after wrong passphrases, so that guessing at an unattended desk gets nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

FREE_ATTEMPTS = 3
LONGEST_PAUSE = 60


@dataclass(frozen=True, slots=True)
class FailedUnlock:
    """One wrong passphrase: for whose slot (a uid), at which workstation, when (UTC)."""

    officer: str
    workstation: str
    at: datetime


def pause_seconds(failures: int) -> int:
    """Seconds before the next attempt, given the wrong ones since the last unlock.

    The first three cost nothing, as people mistype; then 2, 4, 8… seconds, a minute at most, because
    a vault that locks its own officer out would help whoever wants it shut.
    """
    beyond = failures - FREE_ATTEMPTS
    return 0 if beyond < 0 else min(2 ** (beyond + 1), LONGEST_PAUSE)
