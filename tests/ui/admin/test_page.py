"""The admin page: recovery sheet, look, check, trail and law, each driven as an officer does."""

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit, QPushButton

from spoc_desk.domain.dual_control import SecondOfficer
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.domain.officers import Role
from spoc_desk.services.audit import ExportAsked
from spoc_desk.services.away_ports import Sign
from spoc_desk.services.casefiles import OpenCasefile, open_casefile
from spoc_desk.services.exhibits import AddExhibit, add_exhibit
from spoc_desk.services.officers import EnrolOfficer, enrol_officer
from spoc_desk.ui.admin.look import LookSection
from spoc_desk.ui.admin.page import admin_page
from spoc_desk.ui.admin.trail_entry import EntrySheet
from spoc_desk.ui.theme import Mode
from spoc_desk.ui.widgets.banner import Banner
from spoc_desk.ui.widgets.card import CheckLine
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.text import Text

WORDS = "marble window seven bicycle lantern pool"


def words(widget) -> list[str]:
    return [one.text() for one in widget.findChildren(Text)]


def banners(widget) -> list[str]:
    return [one.text() for one in widget.findChildren(Banner) if not one.isHidden()]


def dialog(page) -> FormDialog:
    return page.findChildren(FormDialog)[-1]


def cells(table) -> list[tuple[str, ...]]:
    return [table.rows.row(number).cells for number in range(table.rows.rowCount())]


def test_the_vault_says_whose_it_is_and_how_its_key_is_kept(page, tmp_path):
    told = words(page.vault)
    assert "Wessmere Constabulary" in told
    assert str(tmp_path / "vault") in told
    assert "By the passphrase alone: six generated words" in told
    assert any(
        "has not been signed off" in said for said in [b.text() for b in page.vault.findChildren(Banner)]
    )


def test_an_unproved_recovery_sheet_is_a_warning_until_it_is_proved(qtbot, page, paper, place):
    assert any("never been proved" in said for said in [b.text() for b in page.vault.findChildren(Banner)])
    page.vault.prove()
    asked = dialog(page)
    asked.findChild(QPlainTextEdit).setPlainText(paper)
    asked.submit()
    qtbot.waitUntil(lambda: any("fits this vault" in said for said in place.said))
    qtbot.waitUntil(lambda: not any("never been proved" in said for said in banners(page.vault)))
    assert admin_page().badge(place.jobs._desk).due is False


def test_a_mistyped_key_is_refused_in_the_dialog_and_stays_to_be_mended(qtbot, page):
    page.vault.prove()
    asked = dialog(page)
    asked.findChild(QPlainTextEdit).setPlainText("ABCD EFGH")
    asked.submit()
    qtbot.waitUntil(lambda: any("58 letters" in said for said in banners(asked)))
    assert asked.findChild(QPlainTextEdit).toPlainText() == "ABCD EFGH"


def test_the_typed_key_is_never_kept_as_a_draft(qtbot, page, vault, paper):
    page.vault.prove()
    asked = dialog(page)
    asked.findChild(QPlainTextEdit).setPlainText(paper)
    asked.reject()
    assert vault.store.draft_keys() == ()


def test_the_force_code_can_be_put_right_because_no_return_goes_without_it(qtbot, page, place):
    next(one for one in page.vault.findChildren(QAbstractButton) if "force code" in one.text()).click()
    asked = dialog(page)
    asked.findChild(QLineEdit).setText("wessmere")
    asked.submit()
    qtbot.waitUntil(lambda: any("not a GSS code" in said for said in banners(asked)))
    asked.findChild(QLineEdit).setText(" e23000098")
    asked.submit()
    qtbot.waitUntil(lambda: "E23000098" in words(page.vault))
    assert place.jobs._desk.queries.recent_changes(1)[0]["event"] == "SettingChanged"


def test_a_choice_of_look_works_at_once_and_is_kept(page, place, theme, kept_choices):
    page.look.colours.choose("dark")
    page.look.text_size.set_value("150")
    assert (theme.mode, theme.scale) == (Mode.DARK, 1.5)
    assert kept_choices == {"colours": "dark", "text_scale": "1.5"}


def test_captures_are_offered_only_where_the_system_can_keep_windows_out_of_them(page, place, kept_choices):
    chosen = []
    assert not page.look.hidden.isVisibleTo(page.look)
    place.hide_windows = chosen.append
    offered = LookSection(place)
    offered.hidden.set_value(True)
    assert offered.hidden.isVisibleTo(offered)
    assert (chosen, kept_choices["hide_from_capture"]) == ([True], "yes")
    assert LookSection(place).hidden.value() is True


@pytest.mark.parametrize(
    ("signs", "says"),
    [
        (frozenset(Sign), "also locks with the screen, and before the computer sleeps"),
        (frozenset({Sign.SLEEP}), "does not tell when its screen is locked"),
        (frozenset(), "the desk locks by time only"),
    ],
)
def test_it_says_by_which_signs_this_computer_locks_the_desk(page, place, signs, says):
    place.signs = lambda: signs
    page.show()
    page.detail.show_tab("vault")
    page.detail.show_tab("look")
    assert says in page.look.signs.text()


def test_the_look_shown_follows_a_change_made_elsewhere(page, theme):
    theme.use(mode=Mode.DARK, scale=1.2)
    assert page.look.colours.current() == "dark"
    assert page.look.text_size.value() == "120"


def test_the_minutes_until_the_lock_hold_from_now_on(qtbot, page, place, kept_choices):
    with qtbot.waitSignal(place.idle_chosen) as told:
        page.look.minutes.choose("20")
    assert told.args == [20]
    assert kept_choices["idle_minutes"] == "20"


def test_a_sound_vault_is_said_to_be_sound(qtbot, page, place):
    page.check.quick.click()
    qtbot.waitUntil(lambda: "Nothing is wrong." in words(page.check))
    assert page.check.quick.isEnabled()
    qtbot.waitUntil(lambda: any("nothing wrong" in said for said in words(page.check)))


@pytest.fixture
def exhibit(vault, tmp_path):
    open_casefile(OpenCasefile("Threats", (1,)), vault.desk)
    file = tmp_path / "note.txt"
    file.write_text("words", "utf-8")
    add_exhibit(AddExhibit(1, file, "A note"), vault.desk)
    with vault.desk.queries.snapshot() as reader:
        return reader.get(Exhibit, 1)


def sealed(vault) -> Path:
    (found,) = [path for path in (vault.desk.folder / "evidence").rglob("*") if path.is_file()]
    return found


def test_a_file_that_is_gone_is_named_by_exhibit_and_casefile(qtbot, page, vault, exhibit):
    sealed(vault).unlink()
    page.check.full.click()
    qtbot.waitUntil(lambda: any("One thing is wrong" in said for said in words(page.check)))
    (line,) = page.check._result.findChildren(CheckLine)
    assert f"Exhibit {exhibit.reference} of CF/" in line.accessibleName()
    assert "its file is gone" in line.accessibleName()


def test_the_trail_shows_the_newest_entries_and_narrows_as_one_types(qtbot, page):
    page.detail.show_tab("trail")
    qtbot.waitUntil(lambda: page.trail.table.rows.rowCount() > 0)
    assert "Incident reported" in {row[1] for row in cells(page.trail.table)}
    page.trail.filters.words.setText("incident reported")
    qtbot.waitUntil(lambda: {row[1] for row in cells(page.trail.table)} == {"Incident reported"})


def test_the_trail_can_be_read_by_kind_of_processing(qtbot, page):
    page.detail.show_tab("trail")
    qtbot.waitUntil(lambda: page.trail.table.rows.rowCount() > 0)
    kind = page.trail.filters.kind
    kind.setCurrentIndex(kind.findData("login"))
    qtbot.waitUntil(lambda: {row[3] for row in cells(page.trail.table)} == {"Login"})
    assert "Vault opened" in {row[1] for row in cells(page.trail.table)}


def test_an_entry_leads_to_its_record(qtbot, page, place):
    page.detail.show_tab("trail")
    qtbot.waitUntil(lambda: page.trail.table.rows.rowCount() > 0)
    number = [row[1] for row in cells(page.trail.table)].index("Incident reported")
    page.trail.table.opened.emit(page.trail.table.rows.row(number).key)
    qtbot.waitUntil(lambda: page.findChildren(EntrySheet) != [])
    page.findChild(EntrySheet).record.click()
    assert place.went == [("incidents", 1)]


def test_the_exported_trail_ends_with_its_own_export_and_names_its_head(qtbot, page, tmp_path):
    path = tmp_path / "audit.jsonl"
    page.trail.export_to(path, ExportAsked())
    qtbot.waitUntil(lambda: any("Write down beside it" in said for said in banners(page.trail)))
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert json.loads(lines[-1]["payload"])["event"] == "AuditExported"
    assert lines[-1]["hash"] in page.trail.anchor.text()


def test_a_trail_that_cannot_be_written_is_said_plainly(qtbot, page, place, tmp_path):
    (tmp_path / "taken").write_text("not a folder", "utf-8")
    page.trail.export_to(tmp_path / "taken" / "audit.jsonl", ExportAsked())
    qtbot.waitUntil(lambda: any("taken is not there" in said for said in place.said))
    assert (tmp_path / "taken").read_text("utf-8") == "not a folder"


def test_a_casefile_that_does_not_exist_is_refused_in_the_dialog(qtbot, page):
    page.trail.ask_export()
    qtbot.waitUntil(lambda: page.findChildren(FormDialog) != [])
    asked = dialog(page)
    assert any("recorded and printed as self-authorised" in said for said in banners(asked))
    asked.findChild(QLineEdit).setText("CF/2031/9999")
    asked.submit()
    qtbot.waitUntil(lambda: any("CF/2031/9999" in said for said in banners(asked)))
    assert asked.isVisible()


def test_a_whole_trail_takes_a_second_officer_and_one_casefiles_does_not(qtbot, page, vault):
    enrol_officer(EnrolOfficer("DCI Ben Lowe", Role.DEPUTY, WORDS, passphrase_only=True), vault.desk)
    page.trail.ask_export()
    qtbot.waitUntil(lambda: page.findChildren(FormDialog) != [])
    form = dialog(page)._form
    assert form.second.isVisible()
    assert not form.check()
    form.case.set_value("CF/2026/0001")
    assert form.second.isHidden()
    assert form.asked() == ExportAsked("CF/2026/0001")
    form.case.set_value("")
    qtbot.keyClicks(form.second.passphrase.edit, WORDS)
    assert form.asked().second == SecondOfficer("DCI Ben Lowe", WORDS)


def test_every_offence_shows_its_source_and_how_far_it_is_verified(qtbot, page, vault):
    law = vault.desk.lawpack
    assert len(cells(page.law.table)) == len(law.offences)
    page.law.chips.choose("unverified")
    assert {row[2] for row in cells(page.law.table)} <= {"Not verified", "Cannot be picked"}
    page.law.table.selectRow(0)
    shown = next(one for one in law.offences if not one.verified)
    assert shown.source in words(page.law._detail)
    assert any(shown.title in said for said in [b.text() for b in page.law._detail.findChildren(Banner)])


def test_an_offence_that_cannot_be_picked_says_why(page, vault):
    page.law.chips.choose("off")
    page.law.table.selectRow(0)
    off = next(one for one in vault.desk.lawpack.offences if not one.enabled)
    assert any(
        off.disabled_reason in said for said in [b.text() for b in page.law._detail.findChildren(Banner)]
    )


def test_an_offence_is_found_by_words(qtbot, page):
    page.law.search.setText("imprint")
    qtbot.waitUntil(lambda: 0 < len(cells(page.law.table)) < 10)
    assert all("imprint" in row[1].casefold() for row in cells(page.law.table)[:1])


def test_the_licences_of_what_is_shipped_can_be_read(qtbot, page):
    page.detail.show_tab("about")
    links = [one for one in page.findChildren(QPushButton) if "licence of Lucide" in one.accessibleName()]
    links[0].click()
    assert "ISC" in page.findChildren(QPlainTextEdit)[-1].toPlainText()


def test_everything_that_takes_the_focus_on_admin_has_a_name(page):
    nameless = [
        one
        for one in page.findChildren(QAbstractButton)
        if one.isVisible() and not (one.accessibleName() or one.text())
    ]
    assert nameless == []
