"""The returns page: what is filed, who stands for it, and how it leaves."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QPushButton

from spoc_desk.domain.filed_returns import FiledReturn, FiledState
from spoc_desk.domain.officers import Role
from spoc_desk.domain.return_facts import RiskAssessment
from spoc_desk.services.returns import FreezeReturn, authorise_return, freeze_return
from spoc_desk.ui.returns.page import ReturnsPage, returns_page
from spoc_desk.ui.returns.sheet import ReturnSheet
from spoc_desk.ui.widgets.banner import Banner
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.text import Text
from tests.services.campaign import DAY, writing
from tests.services.colleagues import WORDS, enrolled


@pytest.fixture
def frozen(desk):
    """Yesterday's return, frozen before the page is made."""
    risk = RiskAssessment("high", "rising", "More visits are planned.")
    freeze_return(FreezeReturn(DAY, risk=risk, notes=("Two reports were late.",)), desk)


@pytest.fixture
def seen(qtbot, frozen, page):
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 1)
    page.open_record(1)
    qtbot.waitUntil(lambda: page._seen is not None)
    return page


def filed(desk, number=1) -> FiledReturn:
    with desk.queries.snapshot() as reader:
        return reader.get(FiledReturn, number)


def banners(page) -> list[str]:
    return [one.text() for one in page.findChildren(Banner) if not one.isHidden() and one.isEnabled()]


def button(page, words: str) -> QPushButton:
    found = [
        one for one in page.findChildren(QPushButton) if one.text().strip() == words and not one.isHidden()
    ]
    return found[-1] if found else None


def words(page) -> list[str]:
    return [one.text() for one in page.findChildren(Text)]


def test_an_empty_list_offers_the_first_return(qtbot, page):
    qtbot.waitUntil(lambda: button(page, "New return") is not None)
    button(page, "New return").click()
    sheet = page.findChild(ReturnSheet)
    qtbot.waitUntil(lambda: sheet.form is not None)
    assert sheet.period() == (DAY, DAY)


def test_a_filed_return_shows_figures_risk_notes_and_what_proves_it(seen, desk):
    told = words(seen)
    assert "120" in told
    assert "More visits are planned." in told
    assert "Two reports were late." in told
    digest = filed(desk).payload_sha256
    assert " ".join(digest[at : at + 8] for at in range(0, 64, 8)) in told


def authorising(page, qtbot):
    button(page, "Authorise").click()
    qtbot.waitUntil(lambda: page.findChild(FormDialog) is not None)
    return page.findChild(FormDialog)


def test_a_colleague_authorises_in_the_same_dialog_with_their_own_passphrase(qtbot, seen, desk, place):
    lowe = enrolled(desk)
    dialog = authorising(seen, qtbot)
    dialog.submit()
    assert any("DCI Ben Lowe enters their own passphrase here." in told for told in words(dialog))
    qtbot.keyClicks(dialog._form.second.passphrase.edit, "guessed")
    dialog.submit()
    qtbot.waitUntil(lambda: any("That is not" in told for told in words(dialog)))
    assert dialog._form.second.passphrase.text() == ""
    assert filed(desk).authorised_at is None
    qtbot.keyClicks(dialog._form.second.passphrase.edit, WORDS)
    dialog.submit()
    qtbot.waitUntil(lambda: "Authorised." in place.said)
    assert (filed(desk).authorised_by, filed(desk).self_authorised) == (lowe.name, False)


def test_authorising_ones_own_return_says_that_it_will_be_labelled(qtbot, seen, desk, place):
    dialog = authorising(seen, qtbot)
    assert any("recorded and printed as self-authorised" in told for told in words(dialog))
    dialog.submit()
    qtbot.waitUntil(lambda: "Authorised, labelled self-authorised." in place.said)
    assert filed(desk).self_authorised
    qtbot.waitUntil(
        lambda: any(told.startswith("Self-authorised: Det Supt Ruth Hale") for told in banners(seen))
    )


def test_an_officer_who_may_not_authorise_is_told_why(qtbot, desk, frozen, place):
    place.jobs._desk = replace(desk, officer=replace(desk.officer, role=Role.CASE_OFFICER))
    page = ReturnsPage(place)
    qtbot.addWidget(page)
    page.resize(1240, 860)
    page.show()
    page.open_record(1)
    qtbot.waitUntil(lambda: button(page, "Authorise") is not None)
    assert not button(page, "Authorise").isEnabled()
    assert "Only a SPOC or deputy" in button(page, "Authorise").toolTip()


def test_a_return_not_yet_authorised_cannot_be_exported(qtbot, seen):
    assert button(seen, "Export to a folder") is None
    qtbot.waitUntil(lambda: any("It cannot leave" in told for told in banners(seen)))


def test_an_authorised_return_leaves_as_three_files_in_a_folder_of_its_own(
    qtbot, seen, desk, place, tmp_path
):
    authorise_return(1, desk)
    seen.paper.export_to(tmp_path)
    qtbot.waitUntil(lambda: any("Exported as JSON, CSV and PDF" in told for told in place.said))
    folder = tmp_path / "2027-04-19 RT-2027-0001"
    assert sorted(path.name for path in folder.iterdir()) == ["return.csv", "return.json", "return.pdf"]
    assert json.loads((folder / "return.json").read_text("utf-8"))["period_end"] == "2027-04-19"
    qtbot.waitUntil(lambda: seen._seen.filed.state is FiledState.EXPORTED)


def test_a_folder_that_cannot_be_written_is_said_plainly(qtbot, seen, desk, place, tmp_path):
    authorise_return(1, desk)
    (tmp_path / "taken").write_text("not a folder", "utf-8")
    seen.paper.export_to(tmp_path / "taken")
    qtbot.waitUntil(lambda: place.said != [])
    assert any(words in place.said[-1] for words in ("could not be written", "is not there"))
    assert (tmp_path / "taken").read_text("utf-8") == "not a folder"


def test_the_preview_is_made_in_memory_and_dropped_for_another_return(qtbot, seen, desk):
    seen.detail.show_tab("preview")
    qtbot.waitUntil(lambda: seen.paper._pdf is not None)
    assert seen.paper._pdf.document.pageCount() >= 1
    seen.paper.follow(2, "another")
    assert seen.paper._pdf is None


def test_printing_is_written_down_before_a_page_is_painted(qtbot, seen, desk, place, tmp_path):
    seen.detail.show_tab("preview")
    qtbot.waitUntil(lambda: seen.paper._pdf is not None)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    seen.paper.print_on(printer, seen.paper._pdf)
    qtbot.waitUntil(lambda: any("Handed to the printer" in told for told in place.said))
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")
    assert "ReturnPrinted" in {change["event"] for change in desk.queries.recent_changes(5)}


def test_a_nil_return_says_so_in_full(qtbot, desk, page):
    freeze_return(FreezeReturn(DAY - timedelta(days=20)), desk)
    page.reload()
    page.open_record(1)
    qtbot.waitUntil(lambda: any(told.startswith("Nil return: nothing new") for told in banners(page)))
    assert "Nil return for 30 March 2027" in words(page)


def test_an_altered_return_is_shown_as_such_and_cannot_be_authorised(qtbot, desk, frozen, request):
    kept = filed(desk)
    with writing(desk) as work:
        work.change(replace(kept, snapshot=kept.snapshot.replace('"policed":0', '"policed":9')))
    page = request.getfixturevalue("page")  # made after the harm: it reads its first return at once
    page.open_record(1)
    qtbot.waitUntil(lambda: any("no longer what was frozen" in told for told in banners(page)))
    qtbot.waitUntil(lambda: button(page, "Authorise") is not None)
    assert not button(page, "Authorise").isEnabled()


@pytest.fixture
def superseded(desk, frozen):
    """The same day, frozen again."""
    freeze_return(FreezeReturn(DAY, correction_reason="One incident was counted twice."), desk)


def test_a_superseded_return_leads_to_the_one_that_stands(qtbot, superseded, page, place):
    page.open_record(1)
    qtbot.waitUntil(lambda: any("Superseded by RT/2027/0002" in told for told in banners(page)))
    button(page, "Open it").click()
    assert place.went[-1] == ("returns", 2)


def test_the_correction_opens_the_sheet_for_the_same_day(qtbot, seen):
    seen._correct()
    sheet = seen.findChild(ReturnSheet)
    qtbot.waitUntil(lambda: sheet.form is not None)
    assert sheet.period() == (DAY, DAY)
    qtbot.waitUntil(lambda: any("This return supersedes it" in told for told in banners(sheet)))


def test_a_return_that_waits_makes_the_badge_due(desk, frozen):
    badge = returns_page().badge(desk)
    assert (badge.count, badge.due) == (1, True)
    authorise_return(1, desk)
    assert not returns_page().badge(desk).due


def test_everything_that_takes_the_focus_has_a_name(seen):
    nameless = [
        one
        for one in seen.detail.findChildren(QPushButton)
        if one.isVisible() and not (one.accessibleName() or one.text())
    ]
    assert nameless == []
