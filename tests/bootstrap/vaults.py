"""Real vaults for tests: SQLCipher, keyslots and sealed files, at the lowest cost a slot may have."""

from __future__ import annotations

from pathlib import Path

from spoc_desk.bootstrap.machine import ThisMachine
from spoc_desk.bootstrap.vaults import Made
from spoc_desk.services.machine import CreateVault
from spoc_desk.storage.keyslots import FLOOR

OFFICER = "Det Supt Ada Marsh"
PASSPHRASE = "ridge laundry lock original jungle chalk"


def machine_in(folder: Path) -> ThisMachine:
    """A machine whose settings lie in this folder."""
    return ThisMachine(cost=FLOOR, settings=folder / "settings")


def make_vault(machine: ThisMachine, folder: Path, *, passphrase_only: bool = True) -> Made:
    """A new vault for a made-up force."""
    return machine.create_vault(
        CreateVault(folder, "Wessmere Constabulary", OFFICER, PASSPHRASE, "E23000099", passphrase_only)
    )


def prove_sheet(made: Made) -> None:
    """Types the two rows asked for back, as somebody does from the paper."""
    for row in made.sheet.ask:
        made.prove(row, " ".join(made.sheet.rows[row - 1]))
