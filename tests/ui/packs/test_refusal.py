"""A pack that is not kept for what it would show says so until dismissed, and leads to the exhibit."""

from spoc_desk.domain.errors import DomainError
from spoc_desk.ui.packs.build_dialog import build_in_background
from spoc_desk.ui.packs.refusal import RefusalSheet
from spoc_desk.ui.window import Place
from tests.ui.packs.test_build_dialog import at_case, case  # noqa: F401

TOLD = {"page": 9, "place": "a redacted word can still be read or copied"}


def refused(real, qtbot, **values):
    def work(_desk, _progress, _cancelled):
        raise DomainError("redaction.leaked", **TOLD, **values)

    build_in_background(real.workplace, real.window.page(), work, lambda: None)
    qtbot.waitUntil(lambda: real.dialog(RefusalSheet) is not None)
    return real.dialog(RefusalSheet)


def test_the_message_names_the_exhibit_and_leads_to_it(case, qtbot):  # noqa: F811
    sheet = refused(case, qtbot, where="exhibit AM/2, its page 2", exhibit=2)
    assert "exhibit AM/2, its page 2" in sheet.said.text()
    assert sheet.isVisible()
    with qtbot.waitSignal(case.workplace.opening, check_params_cb=lambda *told: told == ("exhibits", 2)):
        sheet.open_button.click()


def test_a_refusal_about_no_exhibit_is_only_dismissed(case, qtbot):  # noqa: F811
    sheet = refused(case, qtbot, where="page 9, which the pack writes itself")
    assert sheet.open_button is None
    sheet.close_button.click()
    qtbot.waitUntil(lambda: case.dialog(RefusalSheet) is None)
    assert case.window.place() == Place("casefiles", 1)
