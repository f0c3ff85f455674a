"""The retention card of a casefile and its dialogs, up to a destruction by two officers."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QPushButton

from spoc_desk.domain.casefiles import Casefile, CasefileStatus
from spoc_desk.domain.changes import SettingChanged
from spoc_desk.domain.disposals import Disposal
from spoc_desk.domain.officers import Role
from spoc_desk.domain.retention import (
    CasefileRetention,
    Charging,
    LegalHold,
    RetentionReview,
    ReviewDecision,
)
from spoc_desk.services import casefiles, retention, retention_reviews
from spoc_desk.ui.retention.destroy import DestroyForm
from spoc_desk.ui.retention.forms import FactsForm
from spoc_desk.ui.retention.section import RetentionSection
from spoc_desk.ui.widgets.fields.choices import ChoiceField
from spoc_desk.ui.widgets.fields.words import LineField, TextField
from tests.fakes.desk import officer
from tests.ui.casework import dialog_of, words_in

WORDS = "correct horse"  # a made-up passphrase
CASE = retention.Subject(casefile_id=1)


def press(widget, words):
    (button,) = [
        each for each in widget.findChildren(QPushButton) if each.text() == words and each.isVisible()
    ]
    button.click()


def field(dialog, kind, label):
    return next(each for each in dialog.findChildren(kind) if each.label == label)


def overview(page):
    return words_in(page.detail.cards("overview"))


def close(casework):
    casefiles.set_status(1, CasefileStatus.CLOSED, "18", casework.desk)


def ripen(casework):
    """The casefile's time has come, and its review proposes to destroy it."""
    desk = casework.desk
    close(casework)
    retention.enter_period(retention.EnterPeriod("3", "RRD 7.2", 6, 5), desk)
    facts = CasefileRetention(0, 1, "3", Charging.NOT_CHARGED, date(2027, 4, 20))
    retention.set_retention(facts, desk)
    casework.clock.forward(days=7 * 365)
    command = retention_reviews.ReviewRetention(CASE, ReviewDecision.DESTROY, "Nothing is outstanding")
    retention_reviews.review_retention(command, desk)


@pytest.fixture
def second(casework):
    with casework.desk.unit_of_work() as work:
        lowe = work.add(replace(officer("DCI Ben Lowe", "BL"), uid="lowe", role=Role.DEPUTY))
        work.record(SettingChanged(name="test"))
    casework.desk.keys.enrol(lowe, WORDS)


def test_the_card_says_what_is_known_and_what_is_missing(page):
    told = overview(page)
    assert "Not entered" in told
    assert "Cannot be worked out. Not entered: whether anybody was charged" in told
    assert "Once it is closed" in told


def test_group_and_facts_are_entered(casework, page, qtbot):
    press(page.detail.cards("overview"), "Legal hold…")
    dialog = dialog_of(page)
    field(dialog, TextField, "Why").set_value("Civil claim")
    dialog.submit()
    qtbot.waitUntil(lambda: len(casework.find(LegalHold)) == 1)
    qtbot.waitUntil(lambda: "Legal hold by Det Supt Ruth Hale" in overview(page))
    cards = page.detail.cards("overview")
    change = [b for b in cards.findChildren(QPushButton) if b.text() == "Change" and b.isVisible()]
    change[-1].click()
    qtbot.waitUntil(lambda: page.window().findChildren(FactsForm) != [])
    form = page.window().findChildren(FactsForm)[0]
    form.group.set_value("3")
    form.charging.set_value("charged")
    form.charged_on.set_value(date(2027, 4, 19))
    dialog_of(page).submit()
    qtbot.waitUntil(lambda: "Runs, no end known. Not entered: how the proceedings ended" in overview(page))
    assert casework.find(CasefileRetention)[0].group_code == "3"


def test_a_review_is_recorded_with_its_reason(casework, page, qtbot):
    close(casework)
    page.show_record(1)
    qtbot.waitUntil(lambda: "No date can be told" in overview(page))
    press(page.detail.cards("overview"), "Review…")
    dialog = dialog_of(page)
    field(dialog, ChoiceField, "Decision").set_value("keep")
    dialog.submit()
    assert casework.find(RetentionReview) == ()
    dialog._form._fields["next_on"].set_value(date(2030, 1, 1))
    field(dialog, TextField, "Why").set_value("Linked to a live threat")
    dialog.submit()
    qtbot.waitUntil(lambda: "Keep, review again on" in overview(page))


def test_what_stands_against_it_is_named_before_anybody_types(casework, page, qtbot, second):
    close(casework)
    page.show_record(1)
    qtbot.waitUntil(lambda: "No date can be told" in overview(page))
    press(page.detail.cards("overview"), "Destroy…")
    qtbot.waitUntil(lambda: "has no retention group" in words_in(page.window()))
    assert "Whether CPIA still has CF/2027/0001 kept" in words_in(page.window())


def test_two_officers_destroy_it_in_one_dialog_and_nothing_of_it_stays_in_sight(
    casework, page, qtbot, second
):
    ripen(casework)
    page.show_record(1)
    qtbot.waitUntil(lambda: "Destroy, with a second officer" in overview(page))
    press(page.detail.cards("overview"), "Destroy…")
    qtbot.waitUntil(lambda: page.window().findChildren(DestroyForm) != [])
    form = page.window().findChildren(DestroyForm)[0]
    dialog = dialog_of(page)
    assert "exhibit (2)" in words_in(dialog)
    assert dialog.save_button.kind == "danger"
    form.reason.set_value("The period of the policy is over")
    form.second.passphrase.edit.setText("guessed")
    dialog.submit()
    qtbot.waitUntil(lambda: form.second.passphrase.text() == "")
    assert len(casework.find(Casefile)) == 1
    qtbot.waitUntil(dialog.save_button.isEnabled)
    form.second.passphrase.edit.setText(WORDS)
    dialog.submit()
    qtbot.waitUntil(lambda: casework.find(Casefile) == ())
    qtbot.waitUntil(lambda: page.place() is None)
    assert any("is destroyed" in said for said in casework.said)


@pytest.fixture
def section(casework, qtbot):
    made = RetentionSection(casework.workplace)
    qtbot.addWidget(made)
    made.resize(1000, 800)
    made.show()
    made.read()
    qtbot.waitUntil(lambda: made._shown is not None)
    return made


def test_admin_shows_no_period_until_one_is_entered(casework, section, qtbot):
    assert words_in(section).count("No period entered") == 5
    period_buttons(section)[2].click()
    dialog = dialog_of(section)
    field(dialog, LineField, "Years to the first review").set_value("six")
    field(dialog, LineField, "Years between reviews").set_value("5")
    field(dialog, LineField, "The force's policy").set_value("RRD 7.2")
    dialog.submit()
    qtbot.waitUntil(lambda: "Enter whole years from 1 to 100" in words_in(dialog))
    field(dialog, LineField, "Years to the first review").set_value("6")
    dialog.submit()
    qtbot.waitUntil(lambda: casework.desk is not None and retention_entered(casework))
    section.read()
    qtbot.waitUntil(lambda: "First review after 6 years, then every 5" in words_in(section))


def period_buttons(section):
    return [b for b in section.findChildren(QPushButton) if b.text() == "Enter the period"]


def retention_entered(casework):
    return retention.retention_policy(casework.desk).period("3") is not None


def test_admin_lists_what_is_due_and_opens_it(casework, section, qtbot):
    close(casework)
    section.read()
    qtbot.waitUntil(lambda: "No retention group" in words_in(section))
    next(b for b in section.findChildren(QPushButton) if b.accessibleName() == "Open CF/2027/0001").click()
    assert casework.went == [("casefiles", 1)]


def test_a_doubted_date_is_confirmed_in_place(casework, section, qtbot):
    with casework.desk.unit_of_work() as work:
        work.set_setting(retention.CLOCK_DOUBT, "2034-01-01")
        work.record(SettingChanged(name="test"))
    section.read()
    qtbot.waitUntil(lambda: "may be wrong" in words_in(section))
    press(section, "The date is right")
    qtbot.waitUntil(lambda: "may be wrong" not in words_in(section))


def test_the_register_lists_a_destruction_and_saves_its_certificate(casework, section, qtbot, tmp_path):
    entry = Disposal(
        0, "u1", "DR/2034/0001", "casefile", "CF/2027/0001", casework.clock.now(), "Group 3", "Over",
        "RRD 7.2", "Det Supt Ruth Hale", "DCI Ben Lowe", ("exhibit 2",), 2, 7, "ab" * 32,
    )  # fmt: skip
    with casework.desk.unit_of_work() as work:
        work.add(entry)
        work.record(SettingChanged(name="test"))
    section.read()
    qtbot.waitUntil(lambda: "DR/2034/0001 · CF/2027/0001" in words_in(section))
    names = [b.accessibleName() for b in section.findChildren(QPushButton)]
    assert "Certificate of DR/2034/0001" in names
