"""The contacts page: found, added, advised, and reached only as is safe."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel

from spoc_desk.domain.candidacies import Regime, Standing
from spoc_desk.domain.contacts import Advice, ContactPoint, Person, PersonRole
from spoc_desk.domain.engagement import BriefingState, Measure
from spoc_desk.services import contacts
from spoc_desk.ui.contacts.home_address import SHOWN_SECONDS, HomeAddressCard
from spoc_desk.ui.contacts.lookalikes import Lookalikes
from spoc_desk.ui.contacts.particulars import sexes
from spoc_desk.ui.contacts.reach_card import ReachLine
from spoc_desk.ui.widgets.fields.choices import Pick


def words(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible() and label.text()]


def shown_in(widget):
    buttons = [button.text() for button in widget.findChildren(QAbstractButton) if button.isVisible()]
    return {*words(widget), *buttons}


def fill(dialog, **values):
    for key, value in values.items():
        dialog._form._fields[key].set_value(value)


def held(desk, kind, **equal):
    with desk.queries.snapshot() as reader:
        return reader.find(kind, **equal)


def test_the_header_names_the_contact_and_what_to_beware_of(page, jo):
    assert "Jo Fennimore" in words(page.detail)
    assert {"Address withheld", "Candidate"} <= set(words(page.detail))


def test_how_to_reach_somebody_says_what_is_safe_in_words(page):
    mobile, email, shared = page.findChildren(ReachLine)
    assert {"07700 900123", "Safe to leave a message", "Verified"} <= set(words(mobile))
    assert {"Not known to be safe to write to", "Verify before sensitive contact"} <= set(words(email))
    assert "Do not use" in words(shared)


def test_a_number_not_to_be_used_cannot_be_copied(page):
    shared = page.findChildren(ReachLine)[-1]
    copy = next(b for b in shared.findChildren(QAbstractButton) if b.accessibleName().startswith("Copy"))
    assert not copy.isEnabled()


def test_sex_is_chosen_from_a_list_and_what_was_typed_before_the_list_stays(page, jo, desk_of, qtbot):
    page.edit()
    field = desk_of.dialog()._form._fields["sex"]
    offered = [field.editor.itemText(number) for number in range(1, field.editor.count())]
    assert offered == ["Female", "Male", "Other", "Not stated"]
    field.set_value("female")
    desk_of.dialog().submit()
    qtbot.waitUntil(lambda: held(desk_of.desk, Person)[0].sex == "female")
    qtbot.waitUntil(lambda: "Female" in words(page.detail))
    for kept in ("Female", "Intersex"):
        assert (kept, kept) in sexes(kept)
        assert len({key.lower() for key, _ in sexes(kept)}) == len(sexes(kept))


def test_adding_a_contact_opens_it(page, desk_of, qtbot):
    opened = []
    page.workplace.opening.connect(lambda kind, record: opened.append((kind, record)))
    page.begin_new()
    fill(desk_of.dialog(), name="Amara Okoro", phone="07700900456", roles=["agent"])
    desk_of.dialog().submit()
    qtbot.waitUntil(lambda: bool(opened))
    added = held(desk_of.desk, Person, name="Amara Okoro")[0]
    assert opened == [("contacts", added.id)]
    assert [role.role for role in held(desk_of.desk, PersonRole, person_id=added.id)] == ["agent"]
    assert [point.value for point in held(desk_of.desk, ContactPoint, person_id=added.id)] == ["07700 900456"]


def test_a_refusal_is_said_in_place_and_what_was_typed_stays(page, desk_of, qtbot):
    page.add_reach()
    dialog = desk_of.dialog()
    fill(dialog, value="not a number", label="Mobile")
    dialog.submit()
    qtbot.waitUntil(dialog._form._summary.isVisible)
    assert "is not a phone number" in dialog._form._summary.text()
    assert dialog._form._fields["label"].value() == "Mobile"
    assert dialog.save_button.isEnabled()


def test_a_number_cannot_be_both_safe_and_not_to_be_used(page, desk_of):
    page.add_reach()
    fill(desk_of.dialog(), value="07700 900999", safe=True, avoid=True)
    desk_of.dialog().submit()
    assert "Untick one" in desk_of.dialog()._form._summary.text()


def test_what_was_typed_comes_back_after_cancel(page, desk_of, kept_drafts):
    page.begin_new()
    fill(desk_of.dialog(), name="Ruth Pell", notes="Rang twice")
    desk_of.dialog().reject()
    page.begin_new()
    assert desk_of.dialog()._form._fields["name"].value() == "Ruth Pell"
    assert desk_of.dialog()._form._fields["notes"].value() == "Rang twice"


def test_whoever_may_already_be_here_is_shown_and_nothing_is_blocked(page, desk_of, qtbot, jo):
    page.begin_new()
    dialog = desk_of.dialog()
    fill(dialog, name="Jo Fenimore")
    similar = dialog.findChild(Lookalikes)
    qtbot.waitUntil(similar.isVisible)
    assert list(similar.rows) == [jo]
    dialog.submit()
    qtbot.waitUntil(lambda: len(held(desk_of.desk, Person)) == 2)


def test_a_lookalike_opens_the_contact_that_is_here(page, desk_of, qtbot, jo):
    opened = []
    page.workplace.opening.connect(lambda kind, record: opened.append((kind, record)))
    page.begin_new()
    dialog = desk_of.dialog()
    fill(dialog, name="Somebody Else", email="JO@example.org")
    similar = dialog.findChild(Lookalikes)
    qtbot.waitUntil(similar.isVisible)
    similar.rows[jo].click()
    assert opened == [("contacts", jo)]
    qtbot.waitUntil(lambda: not page.findChildren(type(dialog)) or not dialog.isVisible())


def test_particulars_are_changed_and_the_reference_stays(page, desk_of, qtbot, jo):
    page.edit()
    fill(desk_of.dialog(), known_as="Jojo", handles="X: @jo\n\nWebsite: https://example.org", own_agent=True)
    desk_of.dialog().submit()
    qtbot.waitUntil(lambda: page._seen.person.known_as == "Jojo")
    person = page._seen.person
    assert (person.reference, person.handles) == ("CN/2027/0001", ("X: @jo", "Website: https://example.org"))


def test_a_candidate_who_is_their_own_agent_is_warned_of_the_notice(page, desk_of, qtbot):
    page.edit()
    fill(desk_of.dialog(), own_agent=True)
    desk_of.dialog().submit()
    qtbot.waitUntil(lambda: any("notice of election agents" in told for told in words(page)))


def test_a_role_taken_away_ends_and_stays_on_the_record(page, desk_of, qtbot, jo):
    page.set_roles()
    fill(desk_of.dialog(), roles=["elected_rep"])
    desk_of.dialog().submit()
    qtbot.waitUntil(lambda: page._seen.held_roles() == ("elected_rep",))
    ended = [role for role in held(desk_of.desk, PersonRole, person_id=jo) if role.to_on]
    assert [role.role for role in ended] == ["candidate"]


def test_a_candidacy_is_added_with_its_agent_and_withdrawn_later(page, desk_of, qtbot, jo):
    agent = contacts.add_person(contacts.AddPerson("Ruth Pell"), desk_of.desk)[0].person
    page.add_candidacy()
    fill(desk_of.dialog(), kind="parl", area="Northmere", described="Putting Northmere First")
    fill(desk_of.dialog(), agent=Pick(agent, "Ruth Pell"))
    desk_of.dialog()._form._fields["poll"].date_edit.setText("6/5/27")
    desk_of.dialog().submit()
    qtbot.waitUntil(lambda: len(page._seen.view.candidacies) == 1)
    (stands,) = page._seen.view.candidacies
    assert (stands.regime, stands.agent_id) == (Regime.BRIDGER, agent)
    qtbot.waitUntil(lambda: {"Ruth Pell", "Putting Northmere First"} <= shown_in(page))
    page.add_candidacy(stands)
    fill(desk_of.dialog(), standing="withdrawn")
    desk_of.dialog().submit()
    qtbot.waitUntil(lambda: page._seen.view.candidacies[0].standing is Standing.WITHDRAWN)


# The home address


@pytest.fixture
def home(page):
    return page.findChild(HomeAddressCard)


def test_the_home_address_is_hidden_and_unread_until_it_is_asked_for(home, desk_of):
    assert not home.shown()
    assert not any("Alma" in told for told in words(home))
    assert not [
        entry for entry in desk_of.desk.queries.recent_changes(50) if entry.get("kind") == "home_address"
    ]


def test_showing_the_home_address_is_written_down_first(home, desk_of, qtbot, jo):
    home.show_button.click()
    qtbot.waitUntil(home.shown)
    assert any("14 Alma Street" in told for told in words(home))
    last = desk_of.desk.queries.recent_changes(1)[0]
    assert (last["event"], last["kind"], last["record"]) == ("RecordConsulted", "home_address", jo)


def test_the_home_address_hides_again_after_a_minute(home, qtbot):
    home.ask()
    qtbot.waitUntil(home.shown)
    for _second in range(SHOWN_SECONDS - 1):
        home.tick()
    assert home.shown()
    home.tick()
    assert not home.shown()
    assert not any("Alma" in told for told in words(home))


def test_the_home_address_hides_when_another_tab_is_shown(home, page, qtbot):
    home.ask()
    qtbot.waitUntil(home.shown)
    page.detail.show_tab("advice")
    assert not home.shown()


def test_an_address_asked_for_and_left_before_it_came_is_not_shown(home, page, qtbot, desk_of):
    home.ask()
    page.detail.show_tab("advice")
    qtbot.waitUntil(home.show_button.isEnabled)
    assert not home.shown()


def test_the_home_address_leaves_no_draft(home, page, desk_of, kept_drafts):
    page.edit_address(None)
    fill(desk_of.dialog(), address="9 Quay Street")
    desk_of.dialog().reject()
    assert not any("Quay" in kept for kept in kept_drafts.kept.values())


# Advice and engagement


def test_advice_is_logged_word_for_word_with_its_follow_up(page, desk_of, qtbot, jo):
    page.log_advice()
    dialog = desk_of.dialog()
    fill(dialog, asked="Safe to canvass?", advice="Go in pairs.", rationale="Dark by five.")
    dialog._form._fields["follow_up"].date_edit.setText("22/4/27")
    dialog.submit()
    qtbot.waitUntil(lambda: len(page._seen.view.advice) == 1)
    advice = held(desk_of.desk, Advice, person_id=jo)[0]
    assert (advice.advice, advice.officer, str(advice.follow_up_on)) == (
        "Go in pairs.", "Det Supt Ruth Hale", "2027-04-22",
    )  # fmt: skip
    page.detail.show_tab("advice")
    assert "Go in pairs." in words(page)


def test_the_log_offers_no_way_to_change_an_entry(page, desk_of, qtbot, jo):
    contacts.log_advice(contacts.LogAdvice(jo, "Asked", "Advised"), desk_of.desk)
    page.show_record(jo)
    qtbot.waitUntil(lambda: len(page._seen.view.advice) == 1)
    page.detail.show_tab("advice")
    body = page.detail.cards("advice")
    assert [b for b in body.findChildren(QAbstractButton) if b.isVisible()] == []


def test_advice_without_its_words_is_refused_in_place(page, desk_of):
    page.log_advice()
    fill(desk_of.dialog(), asked="Safe?")
    desk_of.dialog().submit()
    assert desk_of.dialog()._form._fields["advice"]._below.text() == "Fill this in."


def test_the_answer_to_an_offer_is_an_entry_of_its_own(page, desk_of, qtbot):
    page.record_briefing()
    fill(desk_of.dialog(), method="By e-mail")
    desk_of.dialog().submit()
    qtbot.waitUntil(lambda: len(page._seen.view.briefings) == 1)
    page.record_briefing(page._seen.view.briefings[0])
    fill(desk_of.dialog(), state="declined", reason="Has had one")
    desk_of.dialog().submit()
    qtbot.waitUntil(lambda: len(page._seen.view.briefings) == 2)
    states = [briefing.state for briefing in page._seen.view.briefings]
    assert states == [BriefingState.OFFERED, BriefingState.DECLINED]


def test_a_measure_is_added_and_its_dates_changed(page, desk_of, qtbot, jo):
    page.add_measure()
    fill(desk_of.dialog(), kind="Personal alarm")
    desk_of.dialog().submit()
    qtbot.waitUntil(lambda: len(page._seen.view.measures) == 1)
    page.add_measure(page._seen.view.measures[0])
    desk_of.dialog()._form._fields["fitted"].date_edit.setText("19/4/27")
    desk_of.dialog().submit()
    qtbot.waitUntil(lambda: page._seen.view.measures[0].fitted_on is not None)
    assert [measure.kind for measure in held(desk_of.desk, Measure, person_id=jo)] == ["Personal alarm"]


def test_an_incident_begun_here_is_about_this_contact(page, desk_of, qtbot, jo):
    page.new_incident()
    qtbot.waitUntil(lambda: any(found.isVisible() for found in page.findChildren(QDialog)))
    form = desk_of.dialog()._form
    assert form.contact.value() == jo


def test_the_page_is_one_the_keyboard_and_a_screen_reader_can_use(page):
    for tab in ("summary", "advice", "engagement", "incidents"):
        page.detail.show_tab(tab)
        unnamed = [
            widget
            for widget in page.findChildren(QAbstractButton)
            if widget.isVisible() and not (widget.accessibleName() or widget.text())
        ]
        assert unnamed == []


@pytest.mark.parametrize("width", [720, 1024, 1440])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_no_button_of_the_page_is_narrower_than_its_words(page, theme, width, scale):
    theme.use(scale=scale)
    page.resize(width, 760)
    narrow = [
        button.accessibleName()
        for button in page.detail.findChildren(QAbstractButton)
        if button.isVisible() and button.width() < button.minimumSizeHint().width()
    ]
    assert narrow == []
