"""What this account keeps outside any vault: which vaults it opened, and how it likes the window."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from spoc_desk.domain.errors import DomainError
from spoc_desk.storage.restore_place import settle
from spoc_desk.system.paths import write_own_file

RECENT = "recent.json"
CHOICES = "choices.json"


def recent_vaults(path: Path) -> tuple[Path, ...]:
    """Vaults opened here lately, newest first, that are still there."""
    try:
        kept = [Path(each) for each in json.loads(path.read_text("utf-8"))]
    except (OSError, ValueError, TypeError):
        return ()
    for each in kept:
        if not each.is_dir():
            with suppress(DomainError):  # its place stays empty, and whoever opens it is told why
                settle(each)
    return tuple(each for each in kept if each.is_dir())


class OwnChoices:
    """This account's choices on this computer: colours, text size, minutes until the lock."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, key: str) -> str:
        """A choice, or an empty string."""
        return str(self._kept().get(key, ""))

    def write(self, key: str, value: str) -> None:
        """Keeps a choice."""
        write_own_file(self._path, json.dumps(self._kept() | {key: value}))

    def _kept(self) -> dict[str, str]:
        try:
            kept = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return kept if isinstance(kept, dict) else {}
