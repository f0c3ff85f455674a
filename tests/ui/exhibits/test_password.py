"""An encrypted exhibit on screen: the way to give its password, and what is said of it afterwards."""

import pytest
from PySide6.QtWidgets import QLineEdit

from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.services.exhibit_passwords import PROVER
from tests.ui.casework import dialog_of, words_in


@pytest.fixture
def locked(casework, panel, qtbot, monkeypatch):
    """The other exhibit chosen, a PDF that asks for a password; "sesame" opens it."""
    parser = casework.parser
    asks = {**parser.answer, "media_type": "application/pdf", "badges": [["encrypted", "It is encrypted."]]}

    def call(function, arguments, timeout=30.0):
        if function == PROVER:
            return "opens" if arguments["password"] == "sesame" else "wrong"
        return {**asks, "badges": []} if arguments["password"] else asks

    monkeypatch.setattr(parser, "call", call)
    assert not panel.detail.unlock.isVisibleTo(panel.detail)
    assert panel.table.selected_id() == 2
    panel.table.select(1)
    qtbot.waitUntil(lambda: panel.detail.unlock.isVisibleTo(panel.detail))
    return panel


def test_only_an_encrypted_pdf_asks_for_its_password(locked):
    assert locked.detail.unlock.text().strip() == "Give its password"
    assert locked.detail.unlock.accessibleName() == "Give the password of RH/1"


def test_a_wrong_password_keeps_the_dialog_and_says_so(locked, casework, qtbot):
    locked.detail.unlock.click()
    dialog = dialog_of(locked.detail)
    dialog.findChild(QLineEdit).setText("open")
    dialog.submit()
    qtbot.waitUntil(lambda: "does not open exhibit RH/1" in words_in(dialog))
    assert casework.get(Exhibit, 1).opening_password == ""


def test_the_right_password_is_kept_and_never_shown(locked, casework, qtbot, kept_drafts):
    locked.detail.unlock.click()
    dialog = dialog_of(locked.detail)
    dialog.findChild(QLineEdit).setText("sesame")
    dialog.submit()
    qtbot.waitUntil(lambda: casework.get(Exhibit, 1).opening_password == "sesame")
    qtbot.waitUntil(lambda: "Given; packs open the file with it" in words_in(locked.detail))
    assert "sesame" not in words_in(locked.detail)
    assert locked.detail.unlock.text().strip() == "Change its password"
    assert kept_drafts.kept == {}
