"""The admin page over a whole vault: real keys, a real database, the law as it is shipped."""

import pytest

from spoc_desk.ui.actions import Actions
from spoc_desk.ui.admin.page import AdminPage
from spoc_desk.ui.jobs import Jobs
from spoc_desk.ui.workplace import Choices, FormSetting, OfficerCard, Workplace
from tests.bootstrap.vaults import OFFICER, PASSPHRASE, machine_in, make_vault
from tests.cli.incidents import report_one
from tests.ui.fakes import messages


@pytest.fixture
def machine(tmp_path):
    made = machine_in(tmp_path)
    yield made
    made.close()


@pytest.fixture
def paper(machine, tmp_path):
    """The printed key of the vault, in rows."""
    with make_vault(machine, tmp_path / "vault") as made:
        rows = made.sheet.rows
        made.vault.close("exit")
    return "\n".join(" ".join(row) for row in rows)


@pytest.fixture
def vault(machine, paper, tmp_path):
    opened = machine.open_vault(tmp_path / "vault", OFFICER, PASSPHRASE)
    report_one(opened.desk)
    yield opened
    opened.close("exit")


@pytest.fixture
def kept_choices():
    return {}


@pytest.fixture
def place(theme, vault, machine, kept_choices):
    setting = FormSetting(theme, messages(), machine.now)
    choices = Choices(lambda key: kept_choices.get(key, ""), kept_choices.__setitem__)
    card = OfficerCard(OFFICER, "Candidate SPOC", "AM")
    made = Workplace(Jobs(vault.desk), setting, Actions(), card, choices, vault)
    made.said = []
    made.saying.connect(lambda toast: made.said.append(toast.text))
    made.went = []
    made.opening.connect(lambda kind, record: made.went.append((kind, record)))
    yield made
    made.jobs.close()


@pytest.fixture
def page(qtbot, place):
    made = AdminPage(place)
    qtbot.addWidget(made)
    made.resize(1240, 860)
    made.show()
    qtbot.waitUntil(lambda: made.law._law is not None)
    return made
