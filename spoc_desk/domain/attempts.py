"""How long to wait after wrong passphrases, so that guessing at an unattended desk gets nowhere."""

FREE_ATTEMPTS = 3
LONGEST_PAUSE = 60


def pause_seconds(failures: int) -> int:
    """Seconds before the next attempt, given the wrong ones since the last unlock.

    The first three cost nothing, as people mistype; then 2, 4, 8… seconds, a minute at most, because
    a vault that locks its own officer out would help whoever wants it shut.
    """
    beyond = failures - FREE_ATTEMPTS
    return 0 if beyond < 0 else min(2 ** (beyond + 1), LONGEST_PAUSE)
