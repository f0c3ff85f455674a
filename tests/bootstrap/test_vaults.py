"""A vault from its making to its recovery, on real SQLCipher and real files."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from spoc_desk.bootstrap.machine import ThisMachine
from spoc_desk.domain.changes import ExhibitAdded
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.exhibits import Exhibit, ExhibitState
from spoc_desk.services.casefiles import OpenCasefile, open_casefile
from spoc_desk.services.exhibits import AddExhibit, add_exhibit
from spoc_desk.services.machine import CreateVault
from spoc_desk.services.ports import Desk
from spoc_desk.storage.keyslots import FLOOR
from tests.bootstrap.vaults import OFFICER, PASSPHRASE, machine_in, make_vault
from tests.cli.incidents import report_one


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[ThisMachine]:
    made = machine_in(tmp_path)
    yield made
    made.close()


@pytest.fixture
def vault(machine: ThisMachine, tmp_path: Path) -> Path:
    with make_vault(machine, tmp_path / "vault") as made:
        made.vault.close("exit")
    return tmp_path / "vault"


def events(desk: Desk) -> list[str]:
    return [json.loads(entry["payload"])["event"] for entry in desk.queries.audit_entries()]


def codes(opened) -> list[str]:
    return [notice.code for notice in opened.notices]


def refusal(error: pytest.ExceptionInfo[DomainError]) -> str:
    return error.value.code


def test_a_new_vault_opens_with_its_passphrase_and_says_that_recovery_is_unproved(
    machine: ThisMachine, vault: Path
) -> None:
    opened = machine.open_vault(vault, OFFICER, PASSPHRASE)
    assert opened.desk.officer.name == OFFICER
    assert codes(opened) == ["sittings.recovery_unproved"]
    assert events(opened.desk)[0] == "VaultCreated"
    opened.close("exit")


def test_typing_both_rows_back_proves_the_recovery_sheet(machine: ThisMachine, tmp_path: Path) -> None:
    with make_vault(machine, tmp_path / "vault") as made:
        first, second = made.sheet.ask
        assert not made.prove(first, "not what the paper says")
        assert made.prove(first, " ".join(made.sheet.rows[first - 1]).lower())
        assert "RecoveryProved" not in events(made.vault.desk)
        assert made.prove(second, "".join(made.sheet.rows[second - 1]))
        assert events(made.vault.desk)[-1] == "RecoveryProved"
        made.vault.close("exit")
    opened = machine.open_vault(tmp_path / "vault", OFFICER, PASSPHRASE)
    assert opened.notices == ()
    opened.close("exit")


def test_the_recovery_sheet_is_a_pdf_and_its_key_is_nowhere_in_the_vault(
    machine: ThisMachine, tmp_path: Path
) -> None:
    with make_vault(machine, tmp_path / "vault") as made:
        key = made.identity
        assert made.sheet.pdf.startswith(b"%PDF")
        made.vault.close("exit")
    assert key
    assert all(
        key.encode() not in path.read_bytes() for path in (tmp_path / "vault").rglob("*") if path.is_file()
    )


def test_a_wrong_passphrase_is_refused_and_noted_at_the_next_unlocking(
    machine: ThisMachine, vault: Path
) -> None:
    with pytest.raises(DomainError) as error:
        machine.open_vault(vault, OFFICER, "this is not the passphrase at all")
    assert refusal(error) == "keys.wrong_passphrase"
    opened = machine.open_vault(vault, OFFICER, PASSPHRASE)
    (told,) = [each for each in opened.notices if each.code == "sittings.unlock_failed"]
    assert told.mapping()["whom"] == OFFICER
    assert "UnlocksFailed" in events(opened.desk)
    opened.close("exit")


def test_the_printed_key_opens_a_vault_whose_keyslots_are_gone(machine: ThisMachine, tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    with make_vault(machine, folder) as made:
        key = made.identity
        made.vault.close("exit")
    for slot in folder.glob("keyslots*.json"):
        slot.write_bytes(b"damaged")
    with pytest.raises(DomainError) as error:
        machine.open_vault(folder, OFFICER, PASSPHRASE)
    assert refusal(error) == "keys.slots_damaged"
    anew = "marble window seven bicycle lantern pool"
    recovered = machine.recover_vault(folder, key.lower(), OFFICER, anew, passphrase_only=True)
    assert "VaultRecovered" in events(recovered.desk)
    recovered.close("exit")
    opened = machine.open_vault(folder, OFFICER, anew)
    assert opened.desk.officer.name == OFFICER
    opened.close("exit")


def test_one_damaged_copy_of_the_keyslots_is_put_right_and_said(machine: ThisMachine, vault: Path) -> None:
    damaged = vault / "keyslots.json"
    damaged.write_bytes(b"\x00" * 40)
    opened = machine.open_vault(vault, OFFICER, PASSPHRASE)
    assert "sittings.keyslots_repaired" in codes(opened)
    opened.close("exit")
    assert json.loads(damaged.read_text("utf-8"))["slots"]


def test_a_second_opening_is_refused_with_the_holders_name(machine: ThisMachine, vault: Path) -> None:
    opened = machine.open_vault(vault, OFFICER, PASSPHRASE)
    with pytest.raises(DomainError) as error:
        machine.open_vault(vault, OFFICER, PASSPHRASE)
    assert refusal(error) == "vault.already_open"
    assert OFFICER in str(error.value.values["holder"])
    opened.close("exit")


def test_a_damaged_database_is_named_as_such(machine: ThisMachine, vault: Path) -> None:
    database = vault / "vault.db"
    content = bytearray(database.read_bytes())
    content[:4096] = bytes(4096)
    database.write_bytes(bytes(content))
    with pytest.raises(DomainError) as error:
        machine.open_vault(vault, OFFICER, PASSPHRASE)
    assert refusal(error) in {"vault.wrong_key", "vault.database_damaged"}


def test_a_refused_vault_leaves_nothing_behind(machine: ThisMachine, tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    with pytest.raises(DomainError) as error:
        machine.create_vault(CreateVault(folder, "Wessmere Constabulary", OFFICER, "short", "", True))
    assert refusal(error).startswith("passphrase.")
    assert not folder.exists()


def test_a_folder_with_something_in_it_is_not_taken(machine: ThisMachine, tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    folder.mkdir()
    (folder / "letter.txt").write_text("mine", "utf-8")
    with pytest.raises(DomainError) as error:
        make_vault(machine, folder)
    assert refusal(error) == "vault.folder_not_empty"
    assert (folder / "letter.txt").read_text("utf-8") == "mine"


def test_nothing_of_a_vault_can_be_read_without_its_key(machine: ThisMachine, vault: Path) -> None:
    opened = machine.open_vault(vault, OFFICER, PASSPHRASE)
    report_one(opened.desk, title="A very particular canary")
    opened.close("exit")
    for path in vault.rglob("*"):
        if path.is_file():
            assert b"very particular canary" not in path.read_bytes()
    with closing(sqlite3.connect(vault / "vault.db")) as unkeyed, pytest.raises(sqlite3.DatabaseError):
        unkeyed.execute("select * from incident").fetchall()


def test_a_missing_sealed_file_is_noticed_when_the_vault_is_opened(
    machine: ThisMachine, vault: Path, tmp_path: Path
) -> None:
    opened = machine.open_vault(vault, OFFICER, PASSPHRASE)
    incident = report_one(opened.desk)
    open_casefile(OpenCasefile("Threats", (incident,)), opened.desk)
    note = tmp_path / "note.txt"
    note.write_text("As it was said.", "utf-8")
    (added,) = add_exhibit(AddExhibit(1, note, "Note"), opened.desk)
    assert isinstance(added, ExhibitAdded)
    opened.close("exit")
    for sealed in (vault / "evidence").rglob("*.age"):
        sealed.unlink()
    again = machine.open_vault(vault, OFFICER, PASSPHRASE)
    assert "sittings.evidence_missing" in codes(again)
    with again.desk.queries.snapshot() as reader:
        assert reader.get(Exhibit, added.exhibit).state is ExhibitState.MISSING
    again.close("exit")


def test_a_vault_bound_to_this_workstation_needs_its_keyring(
    machine: ThisMachine, tmp_path: Path, secret_service: object
) -> None:
    folder = tmp_path / "vault"
    with make_vault(machine, folder, passphrase_only=False) as made:
        made.vault.close("exit")
    machine.open_vault(folder, OFFICER, PASSPHRASE).close("exit")
    elsewhere = ThisMachine(cost=FLOOR, settings=tmp_path / "another workstation")
    with pytest.raises(DomainError) as error:
        elsewhere.open_vault(folder, OFFICER, PASSPHRASE)
    assert refusal(error) == "keys.other_workstation"


def test_vaults_opened_lately_are_remembered_newest_first(machine: ThisMachine, tmp_path: Path) -> None:
    for name in ("one", "two"):
        with make_vault(machine, tmp_path / name) as made:
            made.vault.close("exit")
    assert [path.name for path in machine.recent()] == ["two", "one"]
    machine.open_vault(tmp_path / "one", OFFICER, PASSPHRASE).close("exit")
    assert [path.name for path in machine.recent()] == ["one", "two"]


def test_a_vault_left_before_its_sheet_was_proved_can_be_opened_again(
    machine: ThisMachine, tmp_path: Path
) -> None:
    with make_vault(machine, tmp_path / "vault"):
        pass
    opened = machine.open_vault(tmp_path / "vault", OFFICER, PASSPHRASE)
    assert codes(opened) == ["sittings.recovery_unproved"]
    opened.close("exit")


def test_a_vault_whose_making_fails_halfway_leaves_nothing(machine: ThisMachine, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="no paper"), make_vault(machine, tmp_path / "vault"):
        raise OSError("no paper")
    assert not (tmp_path / "vault").exists()


def test_no_secret_shows_when_a_value_is_printed(machine: ThisMachine, tmp_path: Path) -> None:
    command = CreateVault(tmp_path / "vault", "Wessmere Constabulary", OFFICER, PASSPHRASE)
    assert PASSPHRASE not in repr(command)
    with make_vault(machine, tmp_path / "vault") as made:
        assert made.identity not in repr(made)
        assert made.sheet.rows[0][0] not in repr(made.sheet)


def test_a_file_nobody_sealed_and_a_lost_recovery_file_are_told_when_the_vault_is_opened(
    machine: ThisMachine, vault: Path
) -> None:
    (vault / "evidence").mkdir(exist_ok=True)
    (vault / "evidence" / "stranger.txt").write_text("not ours", "utf-8")
    (vault / "recovery.age").unlink()
    opened = machine.open_vault(vault, OFFICER, PASSPHRASE)
    opened.close("exit")
    assert {"sittings.strays_set_aside", "sittings.recovery_missing"} <= set(codes(opened))
    again = machine.open_vault(vault, OFFICER, PASSPHRASE)
    again.close("exit")
    assert "sittings.strays_set_aside" not in codes(again)
