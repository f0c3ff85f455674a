"""A real vault with one casefile in it, and a window's workplace over it, for the pages of casework."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from spoc_desk.domain.casefiles import CaseRole
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.incidents import Mode
from spoc_desk.domain.officers import Role
from spoc_desk.services.casefiles import (
    AddCasePerson,
    AddStatement,
    OpenCasefile,
    add_case_person,
    add_statement,
    open_casefile,
)
from spoc_desk.services.exhibits import AddExhibit, add_exhibit
from spoc_desk.services.incidents import ReportIncident, report_incident
from spoc_desk.services.offences import SuspectOffence, suspect_offence
from spoc_desk.storage.store import Store
from spoc_desk.storage.unit_of_work import Actor
from spoc_desk.ui.actions import Actions
from spoc_desk.ui.jobs import Jobs
from spoc_desk.ui.workplace import FormSetting, OfficerCard, Workplace
from tests.architecture.sources import ROOT
from tests.fakes.desk import FakeClock, make_desk
from tests.ui import fakes

KEY = bytes(range(32))
ACT = date(2027, 4, 12)
MESSAGE = "ca-2003-s127-1"


@pytest.fixture(scope="session")
def blank_vault(tmp_path_factory):
    """An encrypted database with nothing in it yet, made once."""
    path = tmp_path_factory.mktemp("blank") / "vault.db"
    store = Store(path, KEY, FakeClock())
    store.upgrade(ROOT / "db")
    store.close()
    return path


@pytest.fixture
def casework(blank_vault, theme, kept_drafts, tmp_path):
    """One casefile, and nothing went wrong on our side by the end."""
    made = Casework(blank_vault, tmp_path, theme, kept_drafts)
    yield made
    made.close()
    assert made.bugs == []


class FakeParser:
    """The child process as a test wants it: what it answers, or why it refuses."""

    def __init__(self) -> None:
        self.answer = {
            "kind": "text", "media_type": "text/plain", "text": "the words", "pages": [], "page_count": 0,
            "badges": [], "carried": [],
        }  # fmt: skip
        self.refusal: DomainError | None = None
        self.calls = 0

    def call(self, function, arguments, timeout=30.0):
        self.calls += 1
        if self.refusal is not None:
            raise self.refusal
        return self.answer


class Casework:
    """One casefile: an incident, a victim, a suspect, two exhibits and two statements."""

    def __init__(self, blank: Path, folder: Path, theme, kept_drafts: fakes.FakeDrafts) -> None:
        shutil.copy(blank, folder / "vault.db")
        self.folder, self.clock, self.parser = folder, FakeClock(), FakeParser()
        self.store = Store(folder / "vault.db", KEY, self.clock)
        self.desk = make_desk(
            clock=self.clock,
            unit_of_work=self.store.work(Actor("officer-uid", "DESK-1", "s1", Role.SPOC)),
            queries=self.store.queries,
            parser=self.parser,
            checks=self.store,
        )
        self.fill()
        setting = FormSetting(theme, fakes.messages(), self.clock.now, drafts=kept_drafts.drafts())
        card = OfficerCard(self.desk.officer.name, "Candidate SPOC", "RH")
        self.workplace = Workplace(Jobs(self.desk), setting, Actions(), card)
        self.said: list[str] = []
        self.went: list[tuple[str, int]] = []
        self.toasts: list[object] = []
        self.workplace.saying.connect(self._hear)
        self.workplace.opening.connect(lambda kind, key: self.went.append((kind, key)))
        self.bugs: list[str] = []
        self.workplace.jobs.failed.connect(self.bugs.append)

    def fill(self) -> None:
        desk, now = self.desk, self.clock.now()
        happened = now - timedelta(days=8)
        report_incident(
            ReportIncident(
                "Threats by message", "54/118/27", happened, now, "threat_other", Mode.ONLINE, "By message."
            ),
            desk,
        )
        open_casefile(OpenCasefile("Threats to a candidate", (1,), "DC R Patel"), desk)
        add_case_person(AddCasePerson(1, CaseRole.SUSPECT, "Darren Kestle"), desk)
        for name, words in (("message.txt", "The message"), ("poster.txt", "The poster")):
            add_exhibit(AddExhibit(1, self.file(name), words, "Ruth Hale"), desk)
        add_statement(AddStatement(1, "Jo Fennimore", signed_on=ACT, address_absent=True), desk)
        add_statement(AddStatement(1, "Priya Osgood"), desk)

    def file(self, name: str, content: bytes = b"You will regret standing.") -> Path:
        """A file to be sealed."""
        path = self.folder / name
        path.write_bytes(content)
        return path

    def suspect(self, code: str = MESSAGE) -> int:
        """Suspects an offence, and answers its id."""
        return suspect_offence(SuspectOffence(1, code, (ACT,), "Darren Kestle"), self.desk)[0].offence

    def get(self, kind, key: int):
        """A record as it is stored now."""
        with self.store.queries.snapshot() as reader:
            return reader.get(kind, key)

    def find(self, kind, **equal):
        """Records as they are stored now."""
        with self.store.queries.snapshot() as reader:
            return reader.find(kind, **equal)

    def close(self) -> None:
        self.workplace.jobs.close()
        self.store.close()

    def _hear(self, toast) -> None:
        self.toasts.append(toast)
        self.said.append(toast.text)


def dialog_of(widget: QWidget) -> QDialog:
    """The one dialog in sight."""
    shown = [each for each in widget.window().findChildren(QDialog) if each.isVisible()]
    assert len(shown) == 1, shown
    return shown[0]


def words_in(widget: QWidget) -> str:
    """Every word that can be read in a widget, one label to a line."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())
