"""What a restore is asked for and answers: the window and the command line hand it to the machine."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from spoc_desk.domain.dual_control import SecondOfficer
from spoc_desk.services.brought_back import BroughtBack


@dataclass(frozen=True, slots=True)
class RestoreVault:
    """A vault to be put in place from a backup.

    backups: the folder of the backups, or the one chosen for them. stamp: which one; empty for the
    newest that can be used. officer: who restores it, by the passphrase of that time or, without it,
    by the printed recovery key. second: who stands by, needed where a vault is already in the place.
    """

    backups: Path
    place: Path
    officer: str
    passphrase: str = field(default="", repr=False)
    recovery_key: str = field(default="", repr=False)
    stamp: str = ""
    second: SecondOfficer | None = None


@dataclass(frozen=True, slots=True)
class Restored:
    """A restored vault in its place. aside: where the one before it lies now, if there was one.

    sequence, head: the end of the audit trail in the backup. missing: evidence that no file was of
    already when it was made.
    """

    place: Path
    stamp: str
    sequence: int
    head: str
    files: int
    missing: int
    aside: Path | None
    self_authorised: bool
    back: BroughtBack
