"""The recovery sheet tried on an open vault, and how an officer's key is kept."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from spoc_desk.bootstrap.machine import ThisMachine
from spoc_desk.bootstrap.vaults import Unlocked
from spoc_desk.domain.errors import DomainError
from spoc_desk.services.vault_facts import vault_facts
from spoc_desk.storage.recovery import RECOVERY_FILE
from tests.bootstrap.vaults import OFFICER, PASSPHRASE, machine_in, make_vault


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[ThisMachine]:
    made = machine_in(tmp_path)
    yield made
    made.close()


def printed(machine: ThisMachine, folder: Path) -> str:
    """A new vault's recovery key, as it stands on paper."""
    with make_vault(machine, folder) as made:
        rows = made.sheet.rows
        made.vault.close("exit")
    return "\n".join(" ".join(row) for row in rows)


@pytest.fixture
def key(machine: ThisMachine, tmp_path: Path) -> str:
    return printed(machine, tmp_path / "vault")


@pytest.fixture
def opened(machine: ThisMachine, key: str, tmp_path: Path) -> Iterator[Unlocked]:
    vault = machine.open_vault(tmp_path / "vault", OFFICER, PASSPHRASE)
    yield vault
    vault.close("exit")


def refusal(vault: Unlocked, typed: str) -> str:
    with pytest.raises(DomainError) as refused:
        vault.prove_recovery(typed)
    return refused.value.code


def test_the_whole_key_typed_from_paper_proves_the_sheet_at_any_time(opened: Unlocked, key: str) -> None:
    assert not vault_facts(opened.desk).recovery_proved
    opened.prove_recovery(key.lower().replace(" ", "-"))
    assert vault_facts(opened.desk).recovery_proved
    assert opened.desk.queries.recent_changes(1)[0]["event"] == "RecoveryProved"


def test_a_key_read_wrongly_proves_nothing(opened: Unlocked, key: str) -> None:
    swapped = key[1] + key[0] + key[2:] if key[0] != key[1] else "Q" + key[1:]
    assert refusal(opened, swapped) == "recovery.mistyped"
    assert refusal(opened, "ABC") == "recovery.mistyped_length"
    assert not vault_facts(opened.desk).recovery_proved


def test_the_sheet_of_another_vault_does_not_fit(
    machine: ThisMachine, opened: Unlocked, tmp_path: Path
) -> None:
    other = printed(machine, tmp_path / "other")
    assert refusal(opened, other) == "recovery.other_vault"


def test_another_vaults_recovery_file_put_in_place_is_noticed(
    machine: ThisMachine, opened: Unlocked, tmp_path: Path
) -> None:
    other = printed(machine, tmp_path / "other")
    shutil.copy(tmp_path / "other" / RECOVERY_FILE, opened.desk.folder / RECOVERY_FILE)
    assert refusal(opened, other) == "recovery.other_vault"


def test_a_lost_recovery_file_is_named(opened: Unlocked, key: str) -> None:
    (opened.desk.folder / RECOVERY_FILE).unlink()
    assert refusal(opened, key) == "recovery.missing"


def test_how_the_key_is_kept_is_told_from_the_keyslot_file(opened: Unlocked, tmp_path: Path) -> None:
    keeping = opened.keeping
    assert keeping.folder == tmp_path / "vault"
    assert keeping.passphrase_only
    assert keeping.password_store == ""
