"""Destroying a casefile as a deed: it is there whole, or it is gone with its sealed files."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from spoc_desk.bootstrap.machine import ThisMachine
from spoc_desk.bootstrap.vaults import Unlocked
from spoc_desk.domain.casefiles import Casefile, CasefileStatus
from spoc_desk.domain.disposals import Disposal
from spoc_desk.domain.dual_control import SecondOfficer
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.domain.retention import CasefileRetention, Charging, ReviewDecision
from spoc_desk.services import casefiles, retention, retention_reviews
from spoc_desk.services.destruction import Destroy, destroy
from spoc_desk.services.exhibits import AddExhibit, add_exhibit
from spoc_desk.storage.keyslots import FLOOR
from tests.bootstrap.vaults import OFFICER, PASSPHRASE
from tests.fakes.desk import FakeClock
from tests.faults import rekeying, vaults
from tests.faults.vaults import BEGUN, say, vault_in

YEARS = timedelta(days=7 * 365)


def opened(folder: Path, clock: FakeClock) -> Unlocked:
    """The vault at a time of our choice."""
    machine = ThisMachine(clock=clock, cost=FLOOR, settings=folder / "settings")
    return machine.open_vault(vault_in(folder), OFFICER, PASSPHRASE)


def make(folder: Path) -> None:
    """A vault of three officers with a closed casefile whose time has come."""
    rekeying.make(folder)
    clock = FakeClock(datetime.now(UTC))
    vault = opened(folder, clock)
    desk = vault.desk
    casefiles.open_casefile(casefiles.OpenCasefile("Calls at night", (1,)), desk)
    (folder / "call.bin").write_bytes(bytes(range(256)) * 500)
    add_exhibit(AddExhibit(1, folder / "call.bin", "First call"), desk)
    casefiles.set_status(1, CasefileStatus.CLOSED, "18", desk)
    retention.enter_period(retention.EnterPeriod("3", "RRD 7.2", 6, 5), desk)
    retention.set_retention(CasefileRetention(0, 1, "3", Charging.NOT_CHARGED, clock.at.date()), desk)
    clock.at += YEARS
    retention_reviews.review_retention(
        retention_reviews.ReviewRetention(
            retention.Subject(casefile_id=1), ReviewDecision.DESTROY, "Nothing is outstanding"
        ),
        desk,
    )
    vault.close("exit")
    (folder / "clock").write_text(clock.at.isoformat(), "utf-8")


def destroy_it(folder: Path) -> None:
    """Destroys the casefile, the deputy standing by."""
    vault = opened(folder, FakeClock(datetime.fromisoformat((folder / "clock").read_text("utf-8"))))
    say(BEGUN)
    second = SecondOfficer(rekeying.DEPUTY, rekeying.DEPUTY_WORDS)
    try:
        destroy(Destroy("casefile", 1, "The period of the policy is over"), second, vault.desk)
        say("destroyed")
    finally:
        vault.close("exit")


def facts(folder: Path) -> set[str]:
    """Sound; and the casefile is there with its exhibit, or its disposal is and nothing of it."""
    found = vaults.facts(folder)
    vault = vaults.opened(folder)
    try:
        with vault.desk.queries.snapshot() as reader:
            gone = bool(reader.find(Disposal))
            left = len(reader.find(Casefile)), len(reader.find(Exhibit)), len(vault.desk.evidence.names())
    finally:
        vault.close("exit")
    assert left == ((0, 0, 0) if gone else (1, 1, 1))
    assert not list((vault_in(folder) / "evidence").glob("quarantine/*"))
    return found | ({"destroyed"} if gone else set())
