"""Clocks that are wrong, rights that go while one works, and far too much text: told, and nothing is lost."""

import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from spoc_desk.bootstrap.machine import ThisMachine
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.incidents import Incident, Mode
from spoc_desk.services.incidents import ReportIncident, report_incident
from spoc_desk.services.verify import verify_vault
from spoc_desk.storage.keyslots import FLOOR
from tests.architecture.sources import ROOT
from tests.bootstrap.vaults import OFFICER, PASSPHRASE, make_vault
from tests.cli.incidents import report_one
from tests.fakes.desk import FakeClock
from tests.faults import vaults

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)

# Everything is done once before the rights are given up, because Python's own files may be out of reach then.
LOSE_RIGHTS = """
import os, sys
from pathlib import Path
from spoc_desk.domain.errors import DomainError
from spoc_desk.services.exhibits import AddExhibit, add_exhibit
from tests.cli.incidents import report_one
from tests.faults import vaults

folder = Path(sys.argv[1])
source = folder / "sources" / "call 2.bin"

def deeds(title):
    yield lambda: report_one(vault.desk, title)
    yield lambda: add_exhibit(AddExhibit(1, source, title), vault.desk)
    yield lambda: vault.close("exit")
    yield lambda: vaults.opened(folder).close("exit")

def done(title):
    for deed in deeds(title):
        try:
            deed()
            yield "done"
        except DomainError as refused:
            yield refused.code

vault = vaults.opened(folder)
assert list(done("Before")) == ["done"] * 4
if os.geteuid() == 0:
    for place in (folder, *folder.rglob("*")):
        os.chown(place, 65534, 65534)
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
vault = vaults.opened(folder)
places = [vaults.vault_in(folder), *(p for p in vaults.vault_in(folder).rglob("*") if p.is_dir())]
for place in places:
    place.chmod(0o500)
try:
    print(*done("Kept"))
finally:
    for place in places:
        place.chmod(0o700)
"""


@pytest.mark.parametrize("years", [-3, 20])
def test_whatever_the_clock_says_work_is_kept_and_told_in_order(tmp_path, years):
    clock = FakeClock(NOON)
    machine = ThisMachine(clock=clock, cost=FLOOR, settings=tmp_path / "settings")
    with make_vault(machine, tmp_path / "vault") as made:
        report_one(made.vault.desk, "Before")
        made.vault.close("exit")
    clock.at = NOON + timedelta(days=365 * years)
    vault = machine.open_vault(tmp_path / "vault", OFFICER, PASSPHRASE)
    expected = "sittings.clock_behind" if years < 0 else "sittings.clock_ahead"
    assert expected in {notice.code for notice in vault.notices}
    report_one(vault.desk, "By the wrong clock")
    vault.close("exit")
    clock.at = NOON + timedelta(hours=1)
    vault = machine.open_vault(tmp_path / "vault", OFFICER, PASSPHRASE)
    report_one(vault.desk, "After")
    report = verify_vault(vault.desk, full=True)
    assert report.faults == 0
    assert report.clock_set_back
    assert report.clock_leapt
    with vault.desk.queries.snapshot() as reader:
        assert [each.title for each in reader.find(Incident)] == ["Before", "By the wrong clock", "After"]
    vault.close("exit")
    machine.close()


def test_a_megabyte_pasted_into_a_field_is_refused_whole(tmp_path):
    vaults.make(tmp_path)
    vault = vaults.opened(tmp_path)
    now = vault.desk.clock.now()
    told = {
        "title": "Threat", "crime_reference": "54/118126/26", "happened_from": now, "reported_at": now,
        "category": "threat_other", "channel": Mode.ONLINE, "description": "Short",
    }  # fmt: skip
    for field in ("title", "description"):
        with pytest.raises(DomainError):
            report_incident(ReportIncident(**told | {field: "x" * 1_000_000}), vault.desk)
    vault.close("exit")
    assert {each for each in vaults.facts(tmp_path) if each.startswith("incident")} == {
        "incident First of all"
    }


@pytest.mark.skipif(sys.platform == "win32", reason="rights of this kind are not there")
def test_permission_lost_while_the_vault_is_open_is_told_and_costs_nothing():
    # Below no folder that only root may enter, as the tests' own are.
    with tempfile.TemporaryDirectory(prefix="spoc-", dir="/tmp") as name:
        vaults.make(Path(name))
        done = subprocess.run(
            [sys.executable, "-c", LOSE_RIGHTS, name],
            cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert done.stdout.split() == [
            "done", "evidence.folder_not_writable", "done", "vault.folder_not_writable",
        ]  # fmt: skip
        assert "incident Kept" in vaults.facts(Path(name))
