"""A workplace over a real database with twelve days of a campaign in it."""

import shutil
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget

from spoc_desk.bootstrap.adapters import PrintedDocuments, ReturnFiles
from spoc_desk.domain.officers import Role
from spoc_desk.storage.store import Store
from spoc_desk.storage.unit_of_work import Actor
from spoc_desk.ui.actions import Actions
from spoc_desk.ui.jobs import Jobs
from spoc_desk.ui.returns.page import ReturnsPage
from spoc_desk.ui.workplace import FormSetting, OfficerCard, Workplace
from tests.architecture.sources import ROOT
from tests.fakes.desk import Absent, FakeClock, make_desk
from tests.services.campaign import fill
from tests.ui.fakes import RESOURCES, messages

KEY = bytes(range(32))


@pytest.fixture(scope="session")
def filled_vault(tmp_path_factory):
    path = tmp_path_factory.mktemp("filled") / "vault.db"
    store = Store(path, KEY, FakeClock())
    store.upgrade(ROOT / "db")
    fill(
        make_desk(
            unit_of_work=store.work(Actor("officer-uid", "DESK-1", "s1", Role.SPOC)), queries=store.queries
        )
    )
    store.close()
    return path


@pytest.fixture
def desk(filled_vault, tmp_path):
    path = tmp_path / "vault.db"
    shutil.copy(filled_vault, path)
    clock = FakeClock()
    store = Store(path, KEY, clock)
    made = make_desk(
        clock=clock,
        unit_of_work=store.work(Actor("officer-uid", "DESK-1", "s1", Role.SPOC)),
        queries=store.queries,
    )
    yield replace(
        made,
        documents=PrintedDocuments(RESOURCES / "fonts", Absent("child")),
        return_formats=ReturnFiles(RESOURCES / "schemas"),
    )
    store.close()


@pytest.fixture
def place(theme, desk, kept_drafts):
    setting = FormSetting(theme, messages(), desk.clock.now, drafts=kept_drafts.drafts())
    card = OfficerCard(desk.officer.name, "Candidate SPOC", desk.officer.initials)
    made = Workplace(Jobs(desk), setting, Actions(), card)
    made.said = []
    made.saying.connect(lambda toast: made.said.append(toast.text))
    made.went = []
    made.opening.connect(lambda kind, record: made.went.append((kind, record)))
    yield made
    made.jobs.close()


@pytest.fixture
def page(qtbot, place) -> QWidget:
    made = ReturnsPage(place)
    qtbot.addWidget(made)
    made.resize(1240, 860)
    made.show()
    qtbot.waitExposed(made)
    return made
