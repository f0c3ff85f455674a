"""Remembers wrong passphrases beside the vault until the next unlock puts them on the audit trail.

The vault is shut when they happen, so this is a plain file: it deters whoever sits down at the desk,
not someone who can delete files. It names officers by uid and holds nothing that was typed.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from spoc_desk.domain.attempts import FailedUnlock, pause_seconds
from spoc_desk.domain.errors import DomainError
from spoc_desk.storage.durable import write_durably
from spoc_desk.storage.keyslots import digest_of

FAILED_UNLOCKS = "failed-unlocks.json"

_KEPT_AT_MOST = 500
_LARGEST = 256 * 1024


class FailedUnlocks:
    """The wrong attempts since the vault was last opened. Only the holder of its lock writes."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FAILED_UNLOCKS

    def read(self) -> tuple[FailedUnlock, ...]:
        """The attempts, oldest first; none when the file is missing or is not as it was written."""
        return self._told()[0]

    @property
    def damaged(self) -> bool:
        """Whether there may have been more of them, because the file was found altered."""
        return self._told()[1]

    def _told(self) -> tuple[tuple[FailedUnlock, ...], bool]:
        try:
            with self._path.open("rb") as file:
                told = json.loads(file.read(_LARGEST))
            # An earlier version wrote the list alone.
            attempts, damaged = (told, False) if isinstance(told, list) else _checked(told)
            return tuple(
                FailedUnlock(str(officer), str(workstation), datetime.fromisoformat(at).astimezone(UTC))
                for officer, workstation, at in attempts
            ), damaged
        except FileNotFoundError:
            return (), False
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return (), True

    def check_pause(self, now: datetime) -> None:
        """Raise keys.wait while the pause after the last wrong attempt is not over.

        A last attempt that lies in the future, after a clock was set back, is not waited for.
        """
        failed = self.read()
        if failed:
            waited = (now - failed[-1].at).total_seconds()
            left = pause_seconds(len(failed)) - waited
            if waited >= 0 and left > 0:
                whole = int(left) + 1
                pause = "1 second" if whole == 1 else f"{whole} seconds"
                raise DomainError("keys.wait", seconds=whole, pause=pause)

    def add(self, failed: FailedUnlock) -> None:
        """Remember one more."""
        before, damaged = self._told()
        kept = (*before, failed)[-_KEPT_AT_MOST:]
        attempts = [[each.officer, each.workstation, each.at.astimezone(UTC).isoformat()] for each in kept]
        told = {"attempts": attempts, "damaged": damaged}
        write_durably(self._path, json.dumps({**told, "checksum": digest_of(told)}).encode())

    def clear(self) -> None:
        """Forget them, once they are on the audit trail."""
        self._path.unlink(missing_ok=True)


def _checked(told: dict[str, Any]) -> tuple[list[Any], bool]:
    if told.pop("checksum") != digest_of(told):
        raise ValueError("checksum")
    return told["attempts"], told["damaged"] is True
