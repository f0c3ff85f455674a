"""The real window on a real small vault: SQLCipher, sealed files, the shipped law, a clock that stands still.

A story is told once for each worker and copied for each test, so that tests may alter what they like.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QDialog

from spoc_desk.bootstrap.machine import ThisMachine
from spoc_desk.bootstrap.vaults import Unlocked
from spoc_desk.bootstrap.window import load_pages
from spoc_desk.domain.candidacies import Regime
from spoc_desk.domain.casefiles import CaseRole
from spoc_desk.domain.contacts import Channel, ContactRole
from spoc_desk.domain.incidents import Mode
from spoc_desk.services import (
    casefiles,
    contacts,
    exhibits,
    incidents,
    offences,
    pack_building,
    referrals,
    release,
    returns,
)
from spoc_desk.services.machine import CreateVault
from spoc_desk.services.pack_content import PackTerms
from spoc_desk.services.ports import Desk
from spoc_desk.storage.keyslots import FLOOR
from spoc_desk.ui.actions import Actions
from spoc_desk.ui.jobs import Jobs
from spoc_desk.ui.vault_drafts import VaultDrafts
from spoc_desk.ui.window import DeskWindow, Place
from spoc_desk.ui.workplace import FormSetting, OfficerCard, Workplace
from tests.ui.fakes import NOON, messages

OFFICER = "Det Supt Ada Marsh"
PASSPHRASE = "ridge laundry lock original jungle chalk"
SPOC = (OFFICER, PASSPHRASE)


class SetClock:
    """Shows what it was set to."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


@dataclass
class RealDesk:
    """One unlocked vault and its window."""

    clock: SetClock
    machine: ThisMachine
    vault: Unlocked
    workplace: Workplace
    window: DeskWindow

    @property
    def desk(self) -> Desk:
        return self.vault.desk

    def dialog(self, kind: type[QDialog] = QDialog) -> QDialog | None:
        """The dialog in sight, if any."""
        return next((each for each in self.window.findChildren(kind) if each.isVisible()), None)


def _machine(folder: Path, clock: SetClock) -> ThisMachine:
    return ThisMachine(clock=clock, cost=FLOOR, settings=folder / "settings")


def _empty_vault(folder: Path) -> Path:
    machine = _machine(folder, SetClock())
    command = CreateVault(
        folder / "vault", "Wessmere Constabulary", OFFICER, PASSPHRASE, "E23000099", passphrase_only=True
    )
    with machine.create_vault(command) as made:
        for row in made.sheet.ask:
            made.prove(row, " ".join(made.sheet.rows[row - 1]))
        made.vault.close("exit")
    machine.close()
    return folder


def _opened(folder: Path, clock: SetClock, who: tuple[str, str]) -> tuple[ThisMachine, Unlocked]:
    machine = _machine(folder, clock)
    return machine, machine.open_vault(folder / "vault", *who)


def sample_files(folder: Path) -> list[Path]:
    """A note, a photograph and a drawing that is wider than high."""
    folder.mkdir(parents=True, exist_ok=True)
    note, photograph, wide = folder / "message.txt", folder / "poster.jpg", folder / "plan.pdf"
    note.write_text("We know where you live.\n" * 20, encoding="utf-8")
    Image.effect_noise((600, 900), 60).save(photograph)
    Image.effect_noise((900, 500), 60).convert("L").save(wide, "PDF")
    return [note, photograph, wide]


def told(desk: Desk, folder: Path) -> None:
    """One casefile from the first call to the authorised return, and a second incident beside it."""
    now = desk.clock.now()
    jo = contacts.AddPerson("Jo Fennimore", (ContactRole.CANDIDATE,), ("07700 900123",), ("jo@example.org",))
    contacts.add_person(jo, desk)
    contacts.log_advice(contacts.LogAdvice(1, "Is it safe to canvass?", "Go in pairs."), desk)
    threat = incidents.ReportIncident(
        "Threat by direct message", "54/118/26", now - timedelta(days=3), now - timedelta(days=2),
        "threat_other", Mode.ONLINE, "A direct message threatened the candidate.", contact_id=1, platform="x",
        regime=Regime.OTHER,
    )  # fmt: skip
    incidents.report_incident(threat, desk)
    brick = incidents.ReportIncident(
        "Brick through office window", "54/120/26", now - timedelta(days=2), now - timedelta(days=2),
        "damage_vehicle_office_home", Mode.OFFLINE, "A brick was thrown at night.", location="Quay Street",
    )  # fmt: skip
    incidents.report_incident(brick, desk)
    again = incidents.TakeReport("I saw it too.", "Pat Lowe", Channel.PHONE, now - timedelta(days=1), 1)
    incidents.take_report(again, desk)
    casefiles.open_casefile(casefiles.OpenCasefile("Threats to a candidate", (1,), "DC R Patel"), desk)
    casefiles.add_case_person(casefiles.AddCasePerson(1, CaseRole.VICTIM, person_id=1), desk)
    act = ((now - timedelta(days=3)).date(),)
    offences.suspect_offence(offences.SuspectOffence(1, _offence(desk), act), desk)
    for path in sample_files(folder / "files"):
        exhibits.add_exhibit(exhibits.AddExhibit(1, path, f"What {path.stem} shows"), desk)
    pack_building.build_pack(
        pack_building.BuildPack(1, PackTerms("Crown Prosecution Service", "Charging advice")), desk
    )
    release.release_pack(release.ReleasePack(1, faults_accepted=True), desk)
    referrals.start_referral(1, desk)
    returns.freeze_return(returns.FreezeReturn(date(2026, 11, 13)), desk)


def _offence(desk: Desk) -> str:
    known = [offence.code for offence in desk.lawpack.selectable(NOON.date())]
    return next(code for code in known if "127" in code)


@pytest.fixture(scope="session")
def empty_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _empty_vault(tmp_path_factory.mktemp("empty-vault"))


@pytest.fixture(scope="session")
def told_template(tmp_path_factory: pytest.TempPathFactory, empty_template: Path) -> Path:
    folder = tmp_path_factory.mktemp("told") / "story"
    shutil.copytree(empty_template, folder)
    machine, vault = _opened(folder, SetClock(), SPOC)
    told(vault.desk, folder)
    vault.close("exit")
    machine.close()
    return folder


OpenDesk = Callable[[Path, Place], RealDesk]


@pytest.fixture
def open_desk(theme, qtbot, tmp_path: Path) -> Iterator[OpenDesk]:
    """Opens the window on a copy of a template, at a place."""
    opened: list[RealDesk] = []

    def make(template: Path, place: Place) -> RealDesk:
        folder = tmp_path / f"desk{len(opened)}"
        shutil.copytree(template, folder)
        made = _desk(folder, theme, place)
        opened.append(made)
        made.window.show()
        made.window.activateWindow()
        qtbot.waitUntil(made.window.isActiveWindow)
        return made

    yield make
    for each in opened:
        close_desk(each)


def _desk(folder: Path, theme, place: Place | None, who: tuple[str, str] = SPOC) -> RealDesk:
    clock = SetClock()
    machine, vault = _opened(folder, clock, who)
    role = vault.desk.officer.role
    jobs = Jobs(vault.desk)
    setting = FormSetting(theme, messages(), machine.now, drafts=VaultDrafts(vault, jobs).drafts())
    card = OfficerCard(vault.desk.officer.name, "SPOC", vault.desk.officer.initials)
    workplace = Workplace(jobs, setting, Actions(role), card, role=role)
    return RealDesk(clock, machine, vault, workplace, DeskWindow(workplace, load_pages(), place=place))


def close_desk(real: RealDesk) -> None:
    """Ends a desk as a lock does: verbs finished, vault closed, window gone."""
    real.window.keep_drafts()
    for dialog in real.window.findChildren(QDialog):
        dialog.hide()
    real.window.hide()
    real.workplace.jobs.close()
    real.vault.close("exit")
    real.machine.close()
    real.window.deleteLater()
    QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))


def open_copy(
    template: Path, folder: Path, theme, place: Place | None, who: tuple[str, str] = SPOC
) -> RealDesk:
    """Opens the window on a copy of a template without a test's own fixtures; close_desk() ends it."""
    shutil.copytree(template, folder)
    made = _desk(folder, theme, place, who)
    made.window.show()
    made.window.activateWindow()
    return made


@pytest.fixture
def told_desk(open_desk: OpenDesk, told_template: Path) -> RealDesk:
    """A desk with one case told to its end, at Today."""
    return open_desk(told_template, Place("today"))


@pytest.fixture
def empty_desk(open_desk: OpenDesk, empty_template: Path) -> RealDesk:
    """A desk on the day its vault was made, at Today."""
    return open_desk(empty_template, Place("today"))


__all__ = ["empty_desk", "empty_template", "open_desk", "told_desk", "told_template"]
