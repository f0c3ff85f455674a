"""Runs one command in a whole desktop session of its own: keyring unlocked, screen, accessibility bus.

    python -m tests.desktop.session python -m pytest tests/system

Nothing touches the user's own home, keyring, screen or printers, and everything ends with the command.
"""

import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from types import FrameType
from typing import NoReturn

from tests.desktop.keyrings import unlocked_keyring
from tests.desktop.screen import screen


def run_in_session(command: list[str]) -> int:
    """Runs `command` and returns its exit status."""
    with (
        tempfile.TemporaryDirectory(prefix="spoc-desk-tests-", ignore_cleanup_errors=True) as home,
        unlocked_keyring(Path(home)) as with_keyring,
        screen(with_keyring) as environment,
    ):
        environment |= {
            "CUPS_SERVER": f"{home}/no-printers",
            "LC_ALL": "C.UTF-8",
            "QT_QPA_PLATFORM": "offscreen",
            "SPOC_TEST_SESSION": "1",
            "TMPDIR": home,
            # Nobody in Britain lives there: a time that follows the machine's zone shows itself.
            "TZ": "FAR-13",
        }
        return subprocess.run(command, env=environment, check=False).returncode


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    sys.exit(128 + number)


if __name__ == "__main__":
    # Told to end, it still has the servers to end.
    signal.signal(signal.SIGTERM, _stop)
    sys.exit(run_in_session(sys.argv[1:]))
