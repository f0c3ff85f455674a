"""Remembers on this workstation, outside every vault, the last audit entry seen in each."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path

from spoc_desk.domain.anchors import SeenHead
from spoc_desk.system.paths import write_own_file

FOLDER = "seen"
_UID = re.compile(r"[0-9A-Za-z-]{1,64}")
_HASH = re.compile(r"[0-9a-f]{64}")
_LARGEST = 4096


class HeadFile:
    """One small file for each vault, in the settings folder of this account, whole or not written."""

    def __init__(self, settings: Path, vault: str) -> None:
        """vault: its uid. Raises ValueError for what is none."""
        if not _UID.fullmatch(vault):
            raise ValueError("not a vault's uid")
        self._path = settings / FOLDER / f"{vault}.json"

    def recall(self) -> SeenHead | None:
        """What was seen last, or None when nothing readable is remembered."""
        try:
            with self._path.open("rb") as file:
                told = json.loads(file.read(_LARGEST))
            seen = SeenHead(int(told["sequence"]), str(told["head"]), datetime.fromisoformat(told["at"]))
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        return seen if _HASH.fullmatch(seen.head) and seen.at.tzinfo else None

    def remember(self, head: SeenHead) -> bool:
        """Keeps this in place of what was remembered; answers whether it could be kept."""
        told = {"sequence": head.sequence, "head": head.head, "at": head.at.isoformat()}
        try:
            write_own_file(self._path, json.dumps(told) + "\n")
        except OSError:
            return False
        return True
