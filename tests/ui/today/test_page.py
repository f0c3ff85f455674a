"""The first page: what needs doing leads to its record, and what is shown follows what is done."""

from datetime import timedelta
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel

from spoc_desk.domain.moments import day_of
from spoc_desk.services import contacts
from spoc_desk.services.today import today
from spoc_desk.ui.today.cards import AT_FIRST
from spoc_desk.ui.today.page import today_page
from tests.fakes.desk import START

DAY = day_of(START)


def words(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible() and label.text()]


def promise(desk, name, days):
    person = contacts.add_person(contacts.AddPerson(name), desk)[0].person
    follow_up = DAY + timedelta(days=days)
    contacts.log_advice(contacts.LogAdvice(person, "Safe?", "Yes.", follow_up_on=follow_up), desk)
    return person


def refreshed(page, qtbot):
    """Waits for the answer to a question asked now, not for one already on its way."""
    answers = []
    page._asking.ask(today, answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    page.fill(answers[0])
    qtbot.waitUntil(lambda: page.needs_card is None or page.needs_card.isVisible())


def test_a_new_vault_says_what_to_do_first(page):
    assert {"Begin here", "Import the candidates and agents", "Record an incident"} <= set(words(page))


def test_the_officer_is_greeted_by_rank_and_surname(page):
    assert page.greeting.text() == "Good morning, Det Supt Hale"
    assert page.day.text() == "Tuesday 20 April 2027"


def test_what_needs_doing_is_said_with_how_late_it_is(page, stored, qtbot):
    promise(stored, "Jo Fennimore", -2)
    refreshed(page, qtbot)
    assert {"Follow up with Jo Fennimore", "Overdue", "CN/2027/0001 · Promised for 18 Apr 2027"} <= set(
        words(page)
    )
    (line,) = page.needs_card.lines.values()
    assert line.accessibleName().endswith("2 days late")
    assert page.tiles["overdue"].accessibleName() == "Overdue, 1, the longest by 2 days"


def test_a_need_opens_its_record_by_mouse_and_by_enter(page, stored, qtbot):
    person = promise(stored, "Jo Fennimore", 0)
    refreshed(page, qtbot)
    opened = []
    page.workplace.opening.connect(lambda kind, record: opened.append((kind, record)))
    (line,) = page.needs_card.lines.values()
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert opened == [("contacts", person)] * 2


def test_it_follows_what_is_done_on_other_pages(page, stored, qtbot):
    promise(stored, "Jo Fennimore", 0)
    refreshed(page, qtbot)
    settle = partial(contacts.log_advice, contacts.LogAdvice(1, "", "Done as promised."))
    page.workplace.jobs.command(page, settle, lambda _: None, lambda _: None)
    qtbot.waitUntil(lambda: "Nothing needs you today." in words(page))
    assert page.view.needs == ()


def test_reading_it_again_leaves_no_audit_entry(page, stored, qtbot):
    before = stored.queries.audit_head()
    answers = []
    page._asking.ask(today, answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert stored.queries.audit_head() == before


def test_the_focus_stays_on_the_same_need_when_others_come(page, stored, qtbot):
    promise(stored, "Jo Fennimore", 3)
    refreshed(page, qtbot)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    (key,) = page.needs_card.lines
    page.needs_card.lines[key].setFocus()
    promise(stored, "Amara Okoro", 0)
    refreshed(page, qtbot)
    assert page.needs_card.lines[key].hasFocus()


def test_a_long_list_is_folded_until_all_is_asked_for(page, stored, qtbot):
    for number in range(AT_FIRST + 3):
        promise(stored, f"Contact {number}", 1)
    refreshed(page, qtbot)
    assert len(page.needs_card.lines) == AT_FIRST
    page.needs_card.link.click()
    assert len(page.needs_card.lines) == AT_FIRST + 3


def test_recent_activity_names_records_and_nobody(page, stored, qtbot):
    contacts.add_person(contacts.AddPerson("Jo Fennimore"), stored)
    refreshed(page, qtbot)
    told = words(page)
    assert "Contact CN/2027/0001 added" in told
    assert not any("Fennimore" in line for line in told)


def test_a_new_incident_can_be_begun_here(page, qtbot):
    page.begin_new()
    qtbot.waitUntil(lambda: any(dialog.isVisible() for dialog in page.findChildren(QDialog)))


def test_the_badge_counts_needs_and_is_due_only_when_one_is_late(stored, workplace):
    badge = today_page().badge
    promise(stored, "Jo Fennimore", 1)
    assert (badge(stored).count, badge(stored).due) == (1, False)
    promise(stored, "Amara Okoro", -1)
    assert (badge(stored).count, badge(stored).due) == (2, True)


@pytest.mark.parametrize("width", [720, 1024, 1440])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_nothing_is_cut_off_at_the_sides(page, stored, theme, qtbot, width, scale):
    promise(stored, "Jo Fennimore", -1)
    refreshed(page, qtbot)
    theme.use(scale=scale)
    page.resize(width, 760)
    qtbot.waitUntil(lambda: page.scroll_area.horizontalScrollBar().maximum() == 0)
    cut = [
        button.accessibleName()
        for button in page.findChildren(QAbstractButton)
        if button.isVisible() and button.width() < button.minimumSizeHint().width()
    ]
    assert cut == []


def test_everything_that_takes_the_focus_has_a_name(page, stored, qtbot):
    promise(stored, "Jo Fennimore", 0)
    refreshed(page, qtbot)
    unnamed = [
        widget
        for widget in page.findChildren(QAbstractButton)
        if widget.isVisible() and not widget.accessibleName()
    ]
    assert unnamed == []
