"""What a restore undoes is named, and whose backup it is and which is settled before anything is replaced."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from spoc_desk.domain.casefiles import Casefile
from spoc_desk.domain.changes import SettingChanged
from spoc_desk.domain.disposals import Disposal
from spoc_desk.services import holdings
from spoc_desk.services.backups import make_backup
from spoc_desk.services.today import What, needs
from spoc_desk.storage.keyslot_file import KeyslotFile
from tests.bootstrap.backed_up import BackedUp, new_vault
from tests.bootstrap.restoring import refusal, restore, snapshot, tree
from tests.bootstrap.vaults import OFFICER


def destroy_everything(held: BackedUp) -> str:
    """As a destruction leaves the vault, but for its two officers."""
    (case,) = held.find(Casefile)
    with held.desk.unit_of_work() as work:
        held_by = holdings.holdings(work, (case,), holdings.UNDER_CASEFILE)
        work.erase(holdings.children_first(held_by))
        work.add(
            Disposal(
                0, "u", "DR/2026/0001", "casefile", case.reference, held.desk.clock.now(), "", "", "",
                OFFICER, "", (), 3, 1, "",
            )
        )  # fmt: skip
        work.record(SettingChanged(name="test"))
    return str(case.reference)


def test_what_was_destroyed_since_and_comes_back_is_named_until_it_is_destroyed_again(held: BackedUp) -> None:
    held.reopen()
    reference = destroy_everything(held)
    held.close()
    before = tree(held.folder)
    done = restore(held)
    assert done.aside is not None
    assert {**tree(done.aside), "vault.lock": b""} == {**before, "vault.lock": b""}
    assert (done.back.compared, done.back.records) == (True, (reference,))
    held.reopen()
    assert held.events("VaultRestored")[0]["records_back"] == 1
    assert reference in {need.reference for need in needs(held.desk) if need.what is What.BACK}
    destroy_everything(held)
    assert What.BACK not in {need.what for need in needs(held.desk)}


def test_a_vault_too_damaged_to_be_compared_is_replaced_all_the_same(held: BackedUp) -> None:
    held.folder.joinpath("vault.db").write_bytes(b"\0" * 9000)
    done = restore(held)
    assert not done.back.compared
    assert "restore.not_compared" in {each.code for each in done.back.told}


def test_who_gets_back_in_by_a_restore_is_named_until_their_access_is_ended_again(held: BackedUp) -> None:
    slots = KeyslotFile(held.folder)
    mine = slots.read().slots
    slots.write(tuple(replace(slot, officer="somebody-else", epoch=slot.epoch + 1) for slot in mine))
    done = restore(held)
    assert ([each.name for each in done.back.officers], done.back.key_changed) == ([OFFICER], True)
    told = [held.machine.messages.said(each) for each in done.back.told]
    assert OFFICER in told[0]
    held.reopen()
    assert [need.title for need in needs(held.desk) if need.what is What.ACCESS] == [OFFICER]


def test_after_an_older_backup_was_restored_nobody_guesses_which_is_the_newest(held: BackedUp) -> None:
    first = snapshot(held).name
    held.reopen()
    for number in range(5):
        held.add(f"later-{number}.txt", b"later")
    given_up = make_backup(held.drive, held.desk).snapshot.stamp
    held.close()
    restore(held, stamp=first)
    held.reopen()
    latest = make_backup(held.drive, held.desk).snapshot.stamp
    held.close()
    refused = refusal(lambda: restore(held))
    assert (refused.code, refused.values) == ("restore.which", {"latest": latest, "furthest": given_up})
    assert restore(held, stamp=latest).stamp == latest


def test_a_vault_is_not_replaced_from_the_backup_of_another(held: BackedUp, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with new_vault(elsewhere) as other:
        make_backup(other.drive, other.desk)
    before = tree(held.folder)
    assert refusal(lambda: restore(held, backups=other.drive)).code == "restore.other_vault"
    assert tree(held.folder) == before
    assert restore(held, backups=other.drive, place=tmp_path / "empty").aside is None
