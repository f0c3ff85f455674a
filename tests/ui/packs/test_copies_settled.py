"""Copies of which only the log tells, as after a power cut, are settled on the packs page."""

import pytest

from spoc_desk.domain.copy_results import CopyState
from spoc_desk.services.pack_copies import CopyPack, log_run, record_sent
from spoc_desk.ui.packs.copies_card import only_logged, unchecked
from spoc_desk.ui.widgets.dialogs import FormDialog
from tests.ui.packs.printed import page_of, register


@pytest.fixture
def lost(desk, qtbot):
    """The page, and two copies that are written down and no more."""
    log_run(CopyPack(1, "printed", copies=2, printer="Office"), desk.desk)
    return page_of(desk, qtbot)


def asked(desk, page, waiting):
    page.printing.check_sheets(waiting)
    return desk.dialog(FormDialog)


def test_copies_that_are_only_written_down_are_settled_as_unknown(desk, lost, qtbot):
    waiting = only_logged(register(desk))
    dialog = asked(desk, lost, waiting)
    dialog._form.seen.set_value("unknown")
    assert dialog._form.note_field.isVisible()
    assert not dialog._form.sheets.isVisible()
    dialog._form.note_field.set_value("Power cut; no sheets in the tray")
    dialog.submit()
    qtbot.waitUntil(lambda: [e.state for e in register(desk)][-2:] == [CopyState.UNKNOWN] * 2)


def test_what_was_typed_of_the_sheets_comes_back_after_escape(desk, lost, qtbot):
    copy = only_logged(register(desk))[0].copy
    record_sent(copy, CopyState.SPOOLED, 5, "", desk.desk)
    waiting = unchecked(register(desk))
    dialog = asked(desk, lost, waiting)
    dialog._form.seen.set_value("spoiled")
    dialog._form.note_field.editor.setText("shredded by me")
    dialog.reject()
    qtbot.waitUntil(lambda: desk.dialog(FormDialog) is None)
    assert asked(desk, lost, waiting)._form.note_field.value() == "shredded by me"
