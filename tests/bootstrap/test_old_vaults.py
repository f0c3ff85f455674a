"""An older copy put in place of a vault outside the program is caught by what this workstation knows."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from spoc_desk.bootstrap.machine import ThisMachine
from spoc_desk.domain.anchors import Explanation
from spoc_desk.domain.errors import DomainError
from spoc_desk.services.anchors import Missed, acknowledge_rollback, rollback
from spoc_desk.services.ports import Desk
from spoc_desk.services.verify import verify_vault
from spoc_desk.storage.keyslots import FLOOR
from spoc_desk.system.head_memory import FOLDER
from tests.bootstrap.vaults import OFFICER, PASSPHRASE, machine_in, make_vault
from tests.cli.incidents import report_one
from tests.fakes.desk import FakeClock


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[ThisMachine]:
    made = machine_in(tmp_path)
    yield made
    made.close()


@pytest.fixture
def older(machine: ThisMachine, tmp_path: Path) -> Path:
    """A vault in which an old copy of its database was put back after a day's work."""
    with make_vault(machine, tmp_path / "vault") as made:
        made.vault.close("exit")
    vault = tmp_path / "vault"
    shutil.copy(vault / "vault.db", tmp_path / "old.db")
    opened = machine.open_vault(vault, OFFICER, PASSPHRASE)
    report_one(opened.desk)
    opened.close("lock")
    for name in ("vault.db-wal", "vault.db-shm"):
        (vault / name).unlink(missing_ok=True)
    shutil.copy(tmp_path / "old.db", vault / "vault.db")
    return vault


def codes(opened) -> list[str]:
    return [notice.code for notice in opened.notices]


def events(desk: Desk) -> list[str]:
    return [json.loads(entry["payload"])["event"] for entry in desk.queries.audit_entries()]


def test_an_older_copy_put_back_is_an_alarm_at_each_unlocking_and_on_the_trail(
    machine: ThisMachine, older: Path
) -> None:
    for _ in range(2):
        opened = machine.open_vault(older, OFFICER, PASSPHRASE)
        assert "sittings.rolled_back" in codes(opened)
        assert "RollbackFound" in events(opened.desk)
        lost = rollback(opened.desk)
        assert lost is not None
        opened.close("lock")


def test_the_alarm_stands_though_the_older_copy_grows_past_what_was_seen(
    machine: ThisMachine, older: Path
) -> None:
    opened = machine.open_vault(older, OFFICER, PASSPHRASE)
    for _ in range(12):
        report_one(opened.desk)
    lost = rollback(opened.desk)
    assert lost is not None
    assert not lost.shorter
    assert verify_vault(opened.desk).anchors == (Missed("workstation", "", lost.seen.sequence),)
    opened.close("lock")


def test_an_officer_who_explains_it_ends_the_alarm_and_is_on_the_trail(
    machine: ThisMachine, older: Path
) -> None:
    opened = machine.open_vault(older, OFFICER, PASSPHRASE)
    acknowledge_rollback(Explanation.RESTORED, opened.desk)
    assert events(opened.desk)[-1] == "AnchorRenewed"
    assert verify_vault(opened.desk).anchors == ()
    with pytest.raises(DomainError) as refused:
        acknowledge_rollback(Explanation.RESTORED, opened.desk)
    assert refused.value.code == "audit.no_alarm"
    opened.close("lock")
    again = machine.open_vault(older, OFFICER, PASSPHRASE)
    assert "sittings.rolled_back" not in codes(again)
    again.close("lock")


def test_a_vault_that_was_killed_is_no_older_copy(machine: ThisMachine, tmp_path: Path) -> None:
    with make_vault(machine, tmp_path / "vault") as made:
        made.vault.close("exit")
    opened = machine.open_vault(tmp_path / "vault", OFFICER, PASSPHRASE)
    report_one(opened.desk)
    opened.store.close()
    opened._claim.release()
    again = machine.open_vault(tmp_path / "vault", OFFICER, PASSPHRASE)
    assert "sittings.rolled_back" not in codes(again)
    again.close("exit")


def test_a_settings_folder_that_takes_nothing_is_told_at_once(machine: ThisMachine, tmp_path: Path) -> None:
    (machine.settings / FOLDER).parent.mkdir(parents=True, exist_ok=True)
    (machine.settings / FOLDER).write_text("in the way", "utf-8")
    with make_vault(machine, tmp_path / "vault") as made:
        made.vault.close("exit")
    opened = machine.open_vault(tmp_path / "vault", OFFICER, PASSPHRASE)
    assert "sittings.head_not_kept" in codes(opened)
    opened.close("exit")


@pytest.mark.parametrize(
    ("forward", "notice"), [(-1, "sittings.clock_behind"), (3 * 365, "sittings.clock_ahead"), (30, "")]
)
def test_a_clock_behind_or_years_ahead_is_told_at_once_and_nothing_is_deleted(
    tmp_path: Path, forward: int, notice: str
) -> None:
    clock = FakeClock(datetime(2027, 4, 20, 8, 42, tzinfo=UTC))
    machine = ThisMachine(clock=clock, cost=FLOOR, settings=tmp_path / "settings")
    with make_vault(machine, tmp_path / "vault") as made:
        report_one(made.vault.desk)
        made.vault.close("exit")
    clock.at += timedelta(days=forward)
    opened = machine.open_vault(tmp_path / "vault", OFFICER, PASSPHRASE)
    told = {each for each in codes(opened) if each.startswith("sittings.clock")}
    assert told == ({notice} if notice else set())
    assert opened.desk.queries.counts()["incidents"] == 1
    opened.close("exit")
    machine.close()
