"""Building a pack in the window: chosen, ordered, checked, built in the background, or stopped."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from spoc_desk.bootstrap.adapters import PrintedDocuments
from spoc_desk.domain.exhibits import Disclosure, Exhibit
from spoc_desk.domain.issues import IssuedPack
from spoc_desk.domain.pack_faults import PackFault
from spoc_desk.domain.packs import PackSection
from spoc_desk.domain.reasons import reason
from spoc_desk.services.casefiles import AddStatement, add_statement
from spoc_desk.services.disclosure import SetDisclosure, set_disclosure
from spoc_desk.services.pack_content import PackTerms
from spoc_desk.ui.packs.build_dialog import ComposeDialog, build_dialog
from spoc_desk.ui.packs.contents_list import key_of
from spoc_desk.ui.window import Place


@pytest.fixture
def case(told_desk, qtbot):
    """The casefiles page at the first case, which has three exhibits."""
    return at_case(told_desk, qtbot, 1)


def at_case(real, qtbot, casefile):
    real.window.go_to(Place("casefiles", casefile))
    page = real.window.page()
    qtbot.waitUntil(lambda: page._seen is not None and page._seen.view.casefile.id == casefile)
    return real


def build_form(real, qtbot):
    real.window.page().build_pack()
    qtbot.waitUntil(lambda: real.dialog(ComposeDialog) is not None)
    dialog = real.dialog(ComposeDialog)
    wait_for_faults(dialog.form, qtbot)
    return dialog, dialog.form


def wait_for_faults(form, qtbot, code=""):
    """Until the faults of the terms as they are now are shown, with this one among them."""
    qtbot.waitUntil(lambda: form.faults._told.text() != "Checking…" and (not code or code in codes(form)))


def codes(form):
    return {fault.reason.code for fault in form.faults.faults()}


def row_of(form, key):
    return next(n for n, item in enumerate(form.contents.editor.rows()) if key_of(item) == key)


def shown(form):
    return [key_of(item) for item in form.contents.editor.rows()]


def go_to_row(form, key):
    form.contents.editor.setCurrentRow(row_of(form, key))


def issued(real):
    with real.desk.queries.snapshot() as reader:
        return reader.find(IssuedPack)


def said(real):
    return [notice.text for notice in real.window.notices.past]


def test_used_exhibits_stand_ticked_below_their_section_in_the_first_kind_of_pack(case, qtbot):
    _dialog, form = build_form(case, qtbot)
    assert form.template.value() == "cps_file"
    assert form.served.value()
    assert shown(form) == ["Statements", "Exhibits", "AM/1", "AM/2", "AM/3"]
    assert form.contents.sections() == (PackSection("Exhibits", ("AM/1", "AM/2", "AM/3")),)
    assert "Not verified" in form.about.text()


def test_exhibits_are_ordered_and_ticked_from_the_keyboard_alone(case, qtbot):
    _dialog, form = build_form(case, qtbot)
    rows = form.contents.editor
    rows.setFocus()
    go_to_row(form, "AM/3")
    qtbot.keyClick(rows, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(rows, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert form.contents.value() == ("AM/3", "AM/1", "AM/2")
    qtbot.keyClick(rows, Qt.Key.Key_Space)
    assert form.contents.value() == ("AM/1", "AM/2")
    qtbot.keyClick(rows, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert shown(form)[:3] == ["Statements", "AM/3", "Exhibits"]


def test_an_exhibit_moves_into_another_section_and_never_out_of_all_of_them(case, qtbot):
    _dialog, form = build_form(case, qtbot)
    go_to_row(form, "AM/1")
    form.contents.up.click()
    assert form.contents.sections()[0] == PackSection("Statements", ("AM/1",))
    form.contents.up.click()
    assert shown(form)[:2] == ["Statements", "AM/1"]


def test_a_section_is_added_named_and_taken_away_again(case, qtbot):
    _dialog, form = build_form(case, qtbot)
    rows = form.contents.editor
    go_to_row(form, "AM/3")
    form.contents.add_section.click()
    editor = rows.findChild(QLineEdit)
    editor.setText("Photographs")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Photographs" in shown(form))
    assert form.contents.sections()[1] == PackSection("Photographs", ("AM/3",))
    go_to_row(form, "Photographs")
    form.contents.remove_section.click()
    assert form.contents.sections() == (PackSection("Exhibits", ("AM/1", "AM/2", "AM/3")),)


def test_two_sections_of_one_title_are_refused_in_the_form(case, qtbot):
    dialog, form = build_form(case, qtbot)
    go_to_row(form, "AM/1")
    form.contents.up.click()
    form.contents.editor.item(0).setText("exhibits")
    dialog.submit()
    assert form.contents._below.text() == "Two sections have the same title. Rename one."
    assert dialog.isVisible()


def test_the_buttons_do_what_dragging_does(case, qtbot):
    _dialog, form = build_form(case, qtbot)
    go_to_row(form, "AM/1")
    form.contents.down.click()
    assert form.contents.value() == ("AM/2", "AM/1", "AM/3")
    form.contents.none.click()
    assert form.contents.value() == ()
    form.contents.every.click()
    assert form.contents.value() == ("AM/2", "AM/1", "AM/3")


def test_the_order_and_the_words_come_back_after_escape(case, qtbot):
    dialog, form = build_form(case, qtbot)
    form.template.set_value("handover")
    form.handling.editor.setText("Not to be shown to the witness")
    go_to_row(form, "AM/3")
    form.contents.up.click()
    go_to_row(form, "AM/1")
    form.contents.editor.currentItem().setCheckState(Qt.CheckState.Unchecked)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: case.dialog() is None)
    _dialog, again = build_form(case, qtbot)
    assert again.template.value() == "handover"
    assert again.contents.value() == ("AM/3", "AM/2")
    assert again.handling.value() == "Not to be shown to the witness"


def test_nothing_ticked_is_told_below_the_list_and_builds_nothing(case, qtbot):
    dialog, form = build_form(case, qtbot)
    form.contents.none.click()
    dialog.submit()
    assert form.contents._below.text() == "Tick at least one exhibit or statement."
    assert dialog.isVisible()
    assert not case.workplace.jobs.running()


def test_the_kind_of_pack_decides_what_is_offered(case, qtbot):
    set_disclosure(SetDisclosure(2, Disclosure.UNUSED), case.desk)
    told = set_disclosure(SetDisclosure(3, Disclosure.SENSITIVE, "Names a source"), case.desk)
    case.workplace.jobs.announce(told)
    qtbot.waitUntil(lambda: case.window.page()._seen.view.exhibits[1].disclosure is Disclosure.UNUSED)
    _dialog, form = build_form(case, qtbot)
    form.template.set_value("defence_service")
    assert shown(form) == ["Statements", "Exhibits", "AM/1"]
    assert not form.served.editor.isEnabled()
    assert form.schedules.boxes["sensitive"].isHidden()
    assert form.addresses.isHidden()
    form.template.set_value("handover")
    assert form.contents.value() == ("AM/1", "AM/2", "AM/3")
    assert form.schedules.value() == ("unused", "sensitive")
    assert not form.addresses.isHidden()
    form.unredacted.set_value(True)
    assert not form.terms().redacted
    form.served.set_value(True)
    assert form.contents.value() == ("AM/1",)
    assert form.schedules.value() == ("unused",)
    assert form.unredacted.isHidden()
    assert form.terms().redacted


def test_another_kind_of_pack_changes_nothing_that_was_entered(case, qtbot):
    _dialog, form = build_form(case, qtbot)
    form.recipient.editor.setText("Ms J Roe, CPS North")
    form.addresses.set_value(True)
    go_to_row(form, "AM/3")
    form.contents.up.click()
    form.template.set_value("handover")
    assert form.recipient.value() == "Ms J Roe, CPS North"
    assert form.contents.value() == ("AM/1", "AM/3", "AM/2")
    kind = form._kind()
    assert (form.purpose.value(), form.handling.value()) == (kind.purpose, kind.handling)
    assert form.addresses.value()


def test_a_damaged_file_that_is_no_longer_ticked_is_no_longer_told(case, qtbot):
    dialog, form = build_form(case, qtbot)
    fault = PackFault(reason("packs.file_locked", reference="AM/2"))
    dialog._of_files = (fault,)
    dialog.look()
    qtbot.waitUntil(lambda: fault in form.faults.faults())
    go_to_row(form, "AM/2")
    form.contents.editor.currentItem().setCheckState(Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: fault not in form.faults.faults())


def test_a_statement_without_paper_is_listed_and_its_fault_leads_to_it(case, qtbot):
    told = add_statement(AddStatement(1, "Jo Fennimore", address_absent=True), case.desk)
    case.workplace.jobs.announce(told)
    qtbot.waitUntil(lambda: bool(case.window.page()._seen.view.statements))
    dialog, form = build_form(case, qtbot)
    wait_for_faults(form, qtbot, "packs.statement_without_paper")
    form.handling.editor.setText("By hand")
    fault = next(f for f in form.faults.faults() if f.reason.code == "packs.statement_without_paper")
    dialog.go_to(fault.link)
    qtbot.waitUntil(lambda: case.dialog() is None)
    page = case.window.page()
    qtbot.waitUntil(lambda: page.detail.tab() == "people")
    _dialog, again = build_form(case, qtbot)
    assert again.handling.value() == "By hand"


def test_an_open_item_of_the_checklist_leads_to_that_item(case, qtbot):
    dialog, form = build_form(case, qtbot)
    wait_for_faults(form, qtbot, "packs.checklist_open")
    fault = next(f for f in form.faults.faults() if f.reason.code == "packs.checklist_open")
    dialog.go_to(fault.link)
    qtbot.waitUntil(lambda: case.window.place() == Place("referrals", 1))
    page = case.window.page()
    qtbot.waitUntil(lambda: page._seen is not None and page._wanted is None)


def test_faults_follow_the_terms_a_moment_after_each_change(case, qtbot):
    _dialog, form = build_form(case, qtbot)
    form.template.set_value("court_bundle")
    wait_for_faults(form, qtbot, "packs.needs_authoriser")
    form.template.set_value("internal_briefing")
    qtbot.waitUntil(lambda: "packs.needs_authoriser" not in codes(form))


def test_a_damaged_exhibit_is_named_before_the_pack_is_built(case, qtbot):
    with case.desk.queries.snapshot() as reader:
        exhibit = reader.get(Exhibit, 2)
    case.desk.evidence.path_of(exhibit.file_name).unlink()
    at_case(case, qtbot, 1)
    _dialog, form = build_form(case, qtbot)
    wait_for_faults(form, qtbot, "packs.exhibit_missing")
    assert any("AM/2" in sentence for sentence in form.faults.sentences())


def test_every_file_is_read_on_demand_and_what_is_wrong_is_shown(case, qtbot):
    with case.desk.queries.snapshot() as reader:
        path = case.desk.evidence.path_of(reader.get(Exhibit, 2).file_name)
    _dialog, form = build_form(case, qtbot)
    content = path.read_bytes()
    path.write_bytes(content[:-20] + bytes(20))
    form.faults.check.click()
    wait_for_faults(form, qtbot, "packs.exhibit_altered")
    assert form.faults.check.isEnabled()


def test_what_stops_a_pack_is_refused_in_the_dialog(case, qtbot):
    dialog, form = build_form(case, qtbot)
    set_disclosure(SetDisclosure(2, Disclosure.UNUSED), case.desk)
    dialog.submit()
    qtbot.waitUntil(lambda: "unused material" in form._summary.text())
    assert dialog.isVisible()


def test_a_later_pack_begins_with_the_terms_of_the_earlier_one(case, qtbot):
    start = PackTerms(
        "Leeds Crown Court", "Trial", sections=(PackSection("Posts", ("AM/2",)),), template="court_bundle",
        profile="court", supersedes="PK/2026/0001",
    )  # fmt: skip
    build_dialog(case.workplace, case.window.page(), case.window.page()._seen.view, start)
    qtbot.waitUntil(lambda: case.dialog(ComposeDialog) is not None)
    form = case.dialog(ComposeDialog).form
    assert form.terms().supersedes == "PK/2026/0001"
    assert form.terms().sections == (PackSection("Posts", ("AM/2",)),)
    assert form.recipient.value() == "Leeds Crown Court"
    case.dialog(ComposeDialog).submit()
    assert form.change_note._below.text() == "Fill this in."


def test_a_pack_is_built_in_the_background_and_then_shown(case, qtbot):
    dialog, form = build_form(case, qtbot)
    form.purpose.editor.setText("Early advice")
    go_to_row(form, "AM/3")
    form.contents.up.click()
    dialog.submit()
    qtbot.waitUntil(lambda: case.window.place() == Place("packs", 2), timeout=60_000)
    pack = issued(case)[1]
    assert pack.exhibits == ("AM/1", "AM/3", "AM/2")
    assert case.desk.queries.ids("packs") == case.desk.queries.ids("packs", "", "Served")
    assert "The pack is built and sealed." in said(case)
    at_case(case, qtbot, 1)
    _dialog, again = build_form(case, qtbot)
    assert again.purpose.value() != "Early advice"


def test_a_pack_stopped_from_the_tray_leaves_nothing_behind(case, qtbot):
    jobs, before = case.workplace.jobs, set(case.desk.evidence.names())
    jobs.started.connect(lambda job: job.cancel())
    dialog, form = build_form(case, qtbot)
    form.purpose.editor.setText("Early advice")
    go_to_row(form, "AM/3")
    form.contents.up.click()
    dialog.submit()
    qtbot.waitUntil(lambda: any("Nothing of it was kept" in words for words in said(case)), timeout=60_000)
    _dialog, again = build_form(case, qtbot)
    assert (again.purpose.value(), again.contents.value()) == ("Early advice", ("AM/1", "AM/3", "AM/2"))
    assert len(issued(case)) == 1
    assert set(case.desk.evidence.names()) == before
    scratch = case.desk.folder / "scratch"
    assert not scratch.exists() or not list(scratch.iterdir())
    assert case.window.place() == Place("casefiles", 1)


def test_a_pack_stopped_half_way_leaves_nothing_behind(case, qtbot):
    jobs, before = case.workplace.jobs, set(case.desk.evidence.names())
    jobs.started.connect(lambda job: job.moved.connect(lambda _done, _total: job.cancel()))
    dialog, _form = build_form(case, qtbot)
    dialog.submit()
    qtbot.waitUntil(lambda: any("Nothing of it was kept" in words for words in said(case)), timeout=60_000)
    assert len(issued(case)) == 1
    assert set(case.desk.evidence.names()) == before


def test_machine_read_text_is_offered_with_the_program_that_reads(case, qtbot):
    _, form = build_form(case, qtbot)
    assert form.machine_text.isVisibleTo(form)
    assert not form.terms().machine_text
    form.machine_text.set_value(True)
    assert form.terms().machine_text


def test_machine_read_text_is_not_offered_where_nothing_reads_scans(case, qtbot, monkeypatch):
    monkeypatch.setattr(PrintedDocuments, "machine_reader", "")
    _, form = build_form(case, qtbot)
    assert not form.machine_text.isVisibleTo(form)
    form.machine_text.set_value(True)
    assert not form.terms().machine_text


def test_a_pack_is_one_file_unless_it_is_asked_to_be_split(case, qtbot):
    _dialog, form = build_form(case, qtbot)
    assert form.terms().volume_size == 0
    form.split.set_value("36")
    assert form.terms().volume_size == 36_000_000
