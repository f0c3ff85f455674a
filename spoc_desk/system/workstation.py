"""Which workstation this is: a random id made once, and the name people know it by."""

import platform
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from spoc_desk.system.paths import write_own_file

_FILE = "workstation"
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Workstation:
    """id binds key slots to this account on this computer; name is for people; settings: its own folder."""

    id: str
    name: str
    settings: Path


def this_workstation(settings: Path) -> Workstation:
    """This workstation, its id made and kept in the settings folder when there is none yet.

    A lost id locks nobody out for good: a second officer enrols the workstation again.
    """
    path = settings / _FILE
    try:
        known = path.read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        known = ""
    if not _ID.fullmatch(known):
        known = secrets.token_hex(16)
        write_own_file(path, known + "\n")
    return Workstation(known, platform.node() or "this computer", settings)
