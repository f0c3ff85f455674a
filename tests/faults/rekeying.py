"""A new passphrase and a new key for the whole vault, as deeds: the old opens or the new, never neither."""

from __future__ import annotations

import json
from pathlib import Path

from spoc_desk.domain.dual_control import SecondOfficer
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.officers import Officer, Role
from spoc_desk.domain.vault_changes import VaultVerified
from spoc_desk.services.keys import ChangePassphrase, RenewKey, change_passphrase, draft_paper, renew_key
from spoc_desk.storage.durable import write_durably
from spoc_desk.storage.recovery_proof import try_recovery
from tests.bootstrap.vaults import OFFICER, PASSPHRASE, machine_in, make_vault
from tests.cli.incidents import report_one
from tests.faults import vaults
from tests.faults.vaults import BEGUN, say, vault_in

DEPUTY, DEPUTY_WORDS = "DI Noor Hale", "copper violin seven hedge lantern tide"
LEAVING, LEAVING_WORDS = "DC Sam Reed", "orchard pebble winter saddle cargo mint"
NEW_WORDS = "marble window seven bicycle lantern pool"


def make(folder: Path) -> None:
    """A vault of three officers, and the paper that opens it."""
    with make_vault(machine_in(folder), vault_in(folder)) as made:
        desk = made.vault.desk
        report_one(desk, "First of all")
        for name, words, role in ((DEPUTY, DEPUTY_WORDS, Role.DEPUTY), (LEAVING, LEAVING_WORDS, Role.DEPUTY)):
            with desk.unit_of_work() as work:
                officer = work.add(Officer(0, f"uid-{name}", name, name[-4:], role, desk.clock.now()))
                work.record(VaultVerified(full=False, faults=0))
            desk.keys.enrol(officer, words, passphrase_only=True)
        write_durably(folder / "old paper", made.identity.encode())


def renew(folder: Path) -> None:
    """Revokes an officer: a new key, a new paper, the deputy standing by."""
    with vaults.sitting(folder) as vault:
        desk = vault.desk
        paper = draft_paper(False, desk)
        for row in paper.sheet.ask:
            paper.prove(row, " ".join(paper.sheet.rows[row - 1]))
        write_durably(folder / "new paper", "".join("".join(row) for row in paper.sheet.rows).encode())
        with desk.queries.snapshot() as reader:
            leaving = reader.find(Officer, name=LEAVING)[0]
        renew_key(RenewKey(PASSPHRASE, paper, leaving.id), SecondOfficer(DEPUTY, DEPUTY_WORDS), desk)
        say("rekeyed")
        report_one(desk, "After the new key")
        say("incident After the new key")


def facts(folder: Path) -> set[str]:
    """Opens, is sound, opens for the deputy too, by the one paper that counts, and for nobody revoked."""
    found = vaults.facts(folder)
    vault = vaults.opened(folder)
    try:
        told = [json.loads(entry["payload"])["event"] for entry in vault.desk.queries.audit_entries()]
        with vault.desk.queries.snapshot() as reader:
            uid = reader.setting("vault_uid")
    finally:
        vault.close("exit")
    new = "VaultRekeyed" in told
    assert opens(folder, DEPUTY, DEPUTY_WORDS)
    assert opens(folder, LEAVING, LEAVING_WORDS) != new
    paper = (folder / ("new paper" if new else "old paper")).read_text("utf-8")
    try_recovery(vault_in(folder), vault_in(folder) / "vault.db", uid, paper)
    assert not list(vault_in(folder).glob("*next*"))
    return found | ({"rekeyed"} if new else set())


def change(folder: Path) -> None:
    """Another passphrase, and back again."""
    say(BEGUN)
    for old, new in ((PASSPHRASE, NEW_WORDS), (NEW_WORDS, PASSPHRASE), (PASSPHRASE, NEW_WORDS)):
        vault = machine_in(folder).open_vault(vault_in(folder), OFFICER, old)
        change_passphrase(ChangePassphrase(old, new), vault.desk)
        vault.close("exit")
    say("new passphrase")


def changed(folder: Path) -> set[str]:
    """One of the two passphrases opens it, not both, and all is sound."""
    new = opens(folder, OFFICER, NEW_WORDS)
    assert opens(folder, OFFICER, PASSPHRASE) != new
    vault = machine_in(folder).open_vault(vault_in(folder), OFFICER, NEW_WORDS if new else PASSPHRASE)
    try:
        vaults.checked(vault.desk)
        assert not list(vault_in(folder).rglob("*.part*"))
    finally:
        vault.close("exit")
    return {"new passphrase"} if new else set()


def opens(folder: Path, officer: str, words: str) -> bool:
    """Whether that passphrase opens the vault."""
    try:
        machine_in(folder).open_vault(vault_in(folder), officer, words).close("exit")
    except DomainError as refused:
        if refused.code not in {"keys.wrong_passphrase", "keys.no_slot"}:
            raise
        return False
    return True
