"""Passphrases, other workstations, and a new key for the whole vault, on real keyslots and SQLCipher."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from spoc_desk.bootstrap import slots as slot_making
from spoc_desk.bootstrap import vault_keys
from spoc_desk.bootstrap.machine import ThisMachine
from spoc_desk.bootstrap.vaults import Unlocked
from spoc_desk.domain.dual_control import SecondOfficer
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.officers import Officer, Role
from spoc_desk.domain.vault_changes import VaultVerified
from spoc_desk.services.key_ports import RecoveryPaper
from spoc_desk.services.keys import (
    ChangePassphrase,
    IssueTransfer,
    Renewed,
    RenewKey,
    ReplaceSlot,
    change_passphrase,
    draft_paper,
    issue_transfer,
    renew_key,
    renew_recovery,
    replace_slot,
)
from spoc_desk.services.ports import Desk
from spoc_desk.services.verify import verify_vault
from spoc_desk.storage import rekeying, store
from spoc_desk.storage.keyslot_file import KeyslotFile
from tests.bootstrap.vaults import OFFICER, PASSPHRASE, machine_in, make_vault
from tests.cli.incidents import report_one

DEPUTY, DEPUTY_WORDS = "DI Noor Hale", "copper violin seven hedge lantern tide"
THIRD, THIRD_WORDS = "DC Sam Reed", "orchard pebble winter saddle cargo mint"
NEW_WORDS = "marble window seven bicycle lantern pool"
BY_DEPUTY = SecondOfficer(DEPUTY, DEPUTY_WORDS)


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[ThisMachine]:
    made = machine_in(tmp_path)
    yield made
    made.close()


@pytest.fixture
def folder(machine: ThisMachine, tmp_path: Path) -> Path:
    """A locked vault of three officers, each with six words alone."""
    with make_vault(machine, tmp_path / "vault") as made:
        made.vault.desk.unit_of_work()
        enrolled(made.vault.desk, DEPUTY, DEPUTY_WORDS, Role.DEPUTY)
        enrolled(made.vault.desk, THIRD, THIRD_WORDS, Role.CASE_OFFICER)
        report_one(made.vault.desk)
        made.vault.close("exit")
    return tmp_path / "vault"


def enrolled(desk: Desk, name: str, words: str, role: Role) -> Officer:
    now = desk.clock.now()
    with desk.unit_of_work() as work:
        officer = work.add(Officer(0, f"uid-{name}", name, name[-4:], role, now))
        work.record(VaultVerified(full=False, faults=0))
    desk.keys.enrol(officer, words, passphrase_only=True)
    return officer


@pytest.fixture
def vault(machine: ThisMachine, folder: Path) -> Iterator[Unlocked]:
    opened = machine.open_vault(folder, OFFICER, PASSPHRASE)
    yield opened
    opened.close("exit")


def named(desk: Desk, name: str) -> Officer:
    with desk.queries.snapshot() as reader:
        return next(each for each in reader.find(Officer) if each.name == name)


def events(desk: Desk) -> list[str]:
    return [json.loads(entry["payload"])["event"] for entry in desk.queries.audit_entries()]


def refused(machine: ThisMachine, folder: Path, officer: str, words: str) -> str:
    with pytest.raises(DomainError) as caught:
        machine.open_vault(folder, officer, words).close("exit")
    return caught.value.code


def opens(machine: ThisMachine, folder: Path, officer: str, words: str) -> bool:
    machine.open_vault(folder, officer, words).close("exit")
    return True


def proved(desk: Desk, *, shares: bool = False) -> RecoveryPaper:
    paper = draft_paper(shares, desk)
    for row in paper.sheet.ask:
        assert paper.prove(row, " ".join(paper.sheet.rows[row - 1]).lower())
    assert paper.proved
    return paper


def typed(paper: RecoveryPaper) -> str:
    """The whole paper, or its first and last share, as somebody types it."""
    rows = [" ".join(row) for row in paper.sheet.rows]
    if paper.sheet.shares:
        each = len(rows) // paper.sheet.shares
        return " ".join(rows[-each:]) + "\n" + " ".join(rows[:each])
    return "\n".join(rows)


def test_a_changed_passphrase_opens_the_vault_and_the_old_one_does_not(
    machine: ThisMachine, folder: Path, vault: Unlocked
) -> None:
    change_passphrase(ChangePassphrase(PASSPHRASE, NEW_WORDS), vault.desk)
    assert events(vault.desk)[-1] == "PassphraseChanged"
    vault.close("exit")
    assert refused(machine, folder, OFFICER, PASSPHRASE) == "keys.wrong_passphrase"
    assert opens(machine, folder, OFFICER, NEW_WORDS)
    assert opens(machine, folder, DEPUTY, DEPUTY_WORDS)


def test_the_same_passphrase_is_no_new_one(vault: Unlocked) -> None:
    with pytest.raises(DomainError) as caught:
        change_passphrase(ChangePassphrase(PASSPHRASE, f" {PASSPHRASE.upper()} "), vault.desk)
    assert caught.value.code == "passphrase.unchanged"
    assert "PassphraseChanged" not in events(vault.desk)


def test_the_old_passphrase_proves_who_changes_it(vault: Unlocked) -> None:
    before = KeyslotFile(vault.desk.folder).read().slots
    with pytest.raises(DomainError) as caught:
        change_passphrase(ChangePassphrase("not what it was at all here", NEW_WORDS), vault.desk)
    assert caught.value.code == "keys.wrong_passphrase"
    assert KeyslotFile(vault.desk.folder).read().slots == before
    assert "PassphraseChanged" not in events(vault.desk)


def test_a_colleague_who_lost_the_passphrase_is_enrolled_again_with_a_second_officer(
    machine: ThisMachine, folder: Path, vault: Unlocked
) -> None:
    third = named(vault.desk, THIRD)
    command = ReplaceSlot(third.id, NEW_WORDS, passphrase_only=True)
    with pytest.raises(DomainError) as caught:
        replace_slot(command, None, vault.desk)
    assert caught.value.code == "dual.second_needed"
    (change,) = replace_slot(command, BY_DEPUTY, vault.desk)
    assert change.second == named(vault.desk, DEPUTY).id
    vault.close("exit")
    assert refused(machine, folder, THIRD, THIRD_WORDS) == "keys.wrong_passphrase"
    assert opens(machine, folder, THIRD, NEW_WORDS)


def test_transfer_words_open_the_vault_once_at_another_workstation(
    machine: ThisMachine, folder: Path, vault: Unlocked, tmp_path: Path
) -> None:
    third = named(vault.desk, THIRD)
    told, _ = issue_transfer(IssueTransfer(third.id, passphrase_only=True), BY_DEPUTY, vault.desk)
    vault.close("exit")
    other = machine_in(tmp_path / "elsewhere")
    assert refused(other, folder, THIRD, told.words) == "keys.wrong_passphrase"
    moved = other.move_in(folder, THIRD, told.words.upper(), NEW_WORDS, passphrase_only=True)
    assert "sittings.moved_in" in [told.code for told in moved.notices]
    assert events(moved.desk)[-1] == "TransferUsed"
    moved.close("exit")
    with pytest.raises(DomainError) as caught:
        other.move_in(folder, THIRD, told.words, NEW_WORDS, passphrase_only=True)
    assert caught.value.code == "keys.no_transfer"
    assert all(told.words not in path.read_text() for path in folder.glob("keyslots*.json"))
    assert opens(other, folder, THIRD, NEW_WORDS)
    other.close()


def test_transfer_words_that_ask_for_a_password_store_make_no_slot_of_words_alone(
    machine: ThisMachine, folder: Path, vault: Unlocked
) -> None:
    third = named(vault.desk, THIRD)
    told, _ = issue_transfer(IssueTransfer(third.id), BY_DEPUTY, vault.desk)
    vault.close("exit")
    with pytest.raises(DomainError) as caught:
        machine.move_in(folder, THIRD, told.words, NEW_WORDS, passphrase_only=True)
    assert caught.value.code == "keys.transfer_needs_store"


def revoked(desk: Desk, *, shares: bool = False) -> tuple[Renewed, RecoveryPaper]:
    paper = proved(desk, shares=shares)
    leaving = named(desk, THIRD)
    return renew_key(RenewKey(PASSPHRASE, paper, leaving.id), BY_DEPUTY, desk), paper


def test_a_revoked_officer_opens_nothing_and_everybody_else_goes_on(
    machine: ThisMachine, folder: Path, vault: Unlocked
) -> None:
    old = vault.desk.keys.holders()
    third = named(vault.desk, THIRD)
    before = events(vault.desk)
    done, paper = revoked(vault.desk)
    assert done.words == ()
    assert events(vault.desk) == [*before, "OfficerRevoked", "VaultRekeyed", "RecoveryRenewed"]
    assert named(vault.desk, THIRD).left_at is not None
    assert vault.desk.keys.holders() == old - {third.uid}
    assert verify_vault(vault.desk, full=True).faults == 0
    report_one(vault.desk)
    vault.close("exit")
    assert refused(machine, folder, THIRD, THIRD_WORDS) == "keys.no_slot"
    assert opens(machine, folder, DEPUTY, DEPUTY_WORDS)
    assert opens(machine, folder, OFFICER, PASSPHRASE)
    assert sorted(path.name for path in folder.glob("*next*")) == []
    assert opens_by_paper(machine, folder, paper)


def opens_by_paper(machine: ThisMachine, folder: Path, paper: RecoveryPaper) -> bool:
    words = "silver canyon oxygen tribal midday rocket"
    machine.recover_vault(folder, typed(paper), OFFICER, words, passphrase_only=True).close("exit")
    return opens(machine, folder, OFFICER, words)


def test_officers_who_were_not_there_come_back_with_words(
    machine: ThisMachine, folder: Path, vault: Unlocked
) -> None:
    done = renew_key(RenewKey(PASSPHRASE, proved(vault.desk)), BY_DEPUTY, vault.desk)
    assert [told.officer for told in done.words] == [THIRD]
    vault.close("exit")
    assert refused(machine, folder, THIRD, THIRD_WORDS) == "keys.transfer_waiting"
    machine.move_in(folder, THIRD, done.words[0].words, NEW_WORDS, passphrase_only=True).close("exit")
    assert opens(machine, folder, THIRD, NEW_WORDS)


def test_old_keyslots_put_back_open_nothing_after_a_revocation(
    machine: ThisMachine, folder: Path, vault: Unlocked
) -> None:
    kept = {path: path.read_bytes() for path in folder.glob("keyslots*.json")}
    revoked(vault.desk)
    vault.close("exit")
    for path, content in kept.items():
        path.write_bytes(content)
    assert refused(machine, folder, THIRD, THIRD_WORDS) == "vault.wrong_key"


def test_nobody_revokes_themselves_nor_stands_by_for_their_own_end(vault: Unlocked) -> None:
    paper = proved(vault.desk)
    for leaving, second, code in (
        (OFFICER, BY_DEPUTY, "keys.revokes_self"),
        (DEPUTY, BY_DEPUTY, "keys.revokes_second"),
        (THIRD, None, "dual.second_needed"),
    ):
        with pytest.raises(DomainError) as caught:
            renew_key(RenewKey(PASSPHRASE, paper, named(vault.desk, leaving).id), second, vault.desk)
        assert caught.value.code == code
    assert len({slot.epoch for slot in KeyslotFile(vault.desk.folder).read().slots}) == 1


def test_the_only_colleague_cannot_keep_their_access_by_refusing_to_stand_by(
    machine: ThisMachine, folder: Path, vault: Unlocked
) -> None:
    leaving = named(vault.desk, DEPUTY)
    done = renew_key(RenewKey(PASSPHRASE, proved(vault.desk), leaving.id), None, vault.desk)
    assert [getattr(change, "self_authorised", None) for change in done.changes] == [True] * 3
    vault.close("exit")
    assert refused(machine, folder, DEPUTY, DEPUTY_WORDS) == "keys.no_slot"
    assert opens(machine, folder, OFFICER, PASSPHRASE)


STEPS = (
    (store, "clear_next"),
    (store, "copy_under"),
    (vault_keys, "write_recovery"),
    (store, "swap_in"),
    (rekeying, "replace_patiently"),
    (vault_keys, "tidy"),
    (slot_making, "settle_recovery"),
    (KeyslotFile, "write"),
)


def test_a_rekey_cut_off_at_any_step_leaves_the_old_or_the_new_vault(
    machine: ThisMachine, folder: Path, vault: Unlocked, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen: list[Path] = []

    def watched(true: Callable[..., object]) -> Callable[..., object]:
        def call(*given: object, **named: object) -> object:
            as_found(folder, tmp_path, seen)
            answer = true(*given, **named)
            as_found(folder, tmp_path, seen)
            return answer

        return call

    for module, name in STEPS:
        monkeypatch.setattr(module, name, watched(getattr(module, name)))
    _, paper = revoked(vault.desk)
    monkeypatch.undo()
    came_through = [opens_again(machine, found, paper) for found in seen]
    assert came_through == sorted(came_through)
    assert set(came_through) == {False, True}
    assert len(seen) >= 2 * len(STEPS)


def as_found(folder: Path, beside: Path, seen: list[Path]) -> None:
    """What a power cut would leave just now, the locked file of who has the vault open aside."""
    seen.append(beside / f"cut-{len(seen)}")
    shutil.copytree(folder, seen[-1], ignore=shutil.ignore_patterns("vault.lock"))


def opens_again(machine: ThisMachine, found: Path, paper: RecoveryPaper) -> bool:
    """Whether the vault is under its new key; it is sound, with no trace of the other, either way."""
    opened = machine.open_vault(found, OFFICER, PASSPHRASE)
    renewed = "OfficerRevoked" in events(opened.desk)
    assert opened.store.check_database() == ()
    assert opened.desk.keys.prove(DEPUTY, DEPUTY_WORDS)
    if renewed:
        opened.prove_recovery(typed(paper))
    else:
        assert opened.desk.keys.prove(THIRD, THIRD_WORDS)
    opened.close("exit")
    held = KeyslotFile(found).read().slots
    assert len({slot.epoch for slot in held}) == 1
    assert any(slot.officer_name == THIRD for slot in held) is not renewed
    assert [path.name for path in found.glob("*next*")] == []
    return renewed


@pytest.mark.parametrize("shares", [False, True])
def test_a_new_sheet_opens_the_vault_and_the_old_one_is_dead(
    machine: ThisMachine, folder: Path, vault: Unlocked, shares: bool
) -> None:
    first, second = proved(vault.desk), proved(vault.desk, shares=shares)
    renew_recovery(first, BY_DEPUTY, vault.desk)
    renew_recovery(second, BY_DEPUTY, vault.desk)
    assert events(vault.desk)[-1] == "RecoveryRenewed"
    vault.prove_recovery(typed(second))
    with pytest.raises(DomainError) as caught:
        vault.prove_recovery(typed(first))
    assert caught.value.code == "recovery.other_vault"
    vault.close("exit")
    assert opens_by_paper(machine, folder, second)
