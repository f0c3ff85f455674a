"""The desk of an open vault: what an officer is told and asked as it opens."""

from pathlib import Path

import pytest

from spoc_desk.domain.reasons import reason
from spoc_desk.ui.shell import Outfit, Shell
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.workplace import Page, PageSpec
from tests.ui.fakes import RESOURCES
from tests.ui.machines import RIGHT, FakeMachine


@pytest.fixture
def machine():
    return FakeMachine()


@pytest.fixture
def shell(qapp, machine, qtbot):
    pages = [PageSpec("admin", "Admin", "settings", lambda _workplace: Page())]
    made = Shell(qapp, Outfit(RESOURCES, [Path("vaults/Westmarch")], lambda: machine, lambda: pages))
    made.start()
    qtbot.waitUntil(lambda: made.unlock.panel.officer.count() == 1)
    yield made
    if made.session is not None:
        made.session.jobs.close()
        made.session.window.hide()
    made.close()
    made.unlock.hide()
    qapp.setQuitOnLastWindowClosed(True)


def proofs(shell):
    window = shell.session.window if shell.session is not None else None
    return [each for each in window.findChildren(FormDialog) if each.isVisible()] if window else []


def test_a_vault_whose_recovery_sheet_is_unproved_opens_with_the_proof_to_give(shell, machine, qtbot):
    machine.notices = (reason("sittings.recovery_unproved"),)
    shell.unlock.panel.passphrase.edit.setText(RIGHT)
    shell.unlock.panel._unlock.click()
    qtbot.waitUntil(lambda: bool(proofs(shell)))
    (dialog,) = proofs(shell)
    assert dialog.windowTitle() == "Prove the recovery sheet"
    assert any("recovery sheet" in each.text for each in shell.session.window.notices.past)
    dialog.reject()
    qtbot.waitUntil(lambda: not proofs(shell))
    assert shell.session.window.isVisible()
