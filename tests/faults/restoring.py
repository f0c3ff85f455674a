"""Putting a vault in its place from a backup, as a deed: what was there or the restored one, whole."""

from __future__ import annotations

import json
from pathlib import Path

from spoc_desk.domain.anchors import Explanation
from spoc_desk.services.anchors import acknowledge_rollback, rollback
from spoc_desk.services.backups import make_backup
from spoc_desk.services.exhibits import AddExhibit, add_exhibit, never, unheard
from spoc_desk.services.restoring import RestoreVault
from tests.bootstrap.vaults import OFFICER, PASSPHRASE, machine_in
from tests.faults import vaults
from tests.faults.vaults import BEGUN, say, vault_in

LATER = "since the backup"


def make(folder: Path) -> None:
    """A vault with a backup on a drive, and one exhibit more than the backup has."""
    vaults.make(folder)
    (folder / "drive").mkdir()
    vault = vaults.opened(folder)
    make_backup(folder / "drive", vault.desk)
    add_exhibit(AddExhibit(1, folder / "sources" / "call 1.bin", LATER), vault.desk)
    vault.close("exit")


def restore(folder: Path) -> None:
    """Puts the backup in the vault's place."""
    say(BEGUN)
    command = RestoreVault(folder / "drive" / "vault", vault_in(folder), OFFICER, PASSPHRASE)
    machine_in(folder).restore_vault(command, unheard, never)
    say("restored")


def facts(folder: Path) -> set[str]:
    """A whole vault is in its place, once it has been opened; with the old one set aside if it is the new."""
    vault = vaults.opened(folder)
    try:
        told = [json.loads(entry["payload"])["event"] for entry in vault.desk.queries.audit_entries()]
        restored = "VaultRestored" in told
        if rollback(vault.desk):
            # Cut off before this workstation could remember the restored trail: an alarm, to be explained.
            assert restored
            acknowledge_rollback(Explanation.RESTORED, vault.desk)
    finally:
        vault.close("exit")
    found = vaults.facts(folder)
    assert any(LATER in fact for fact in found) != restored
    aside = list(folder.glob("vault before restore*/vault.db"))
    assert len(aside) == restored
    assert not (folder / ".vault.restoring").exists()
    return found | ({"restored"} if restored else set())
