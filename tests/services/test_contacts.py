"""Contacts: recorded, reached, advised; who read what is on the trail."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from spoc_desk.domain.changes import AdviceLogged, EngagementRecorded, PersonAdded, PersonChanged
from spoc_desk.domain.contacts import (
    Advice,
    ContactPoint,
    ContactRole,
    HomeAddress,
    Person,
    PersonRole,
    ReachKind,
)
from spoc_desk.domain.engagement import Briefing, BriefingState, Measure
from spoc_desk.services.contacts import (
    AddPerson,
    LogAdvice,
    add_person,
    change_person,
    consult_person,
    log_advice,
    offer_briefing,
    read_home_address,
    record_measure,
    set_home_address,
    set_reach,
    set_roles,
)
from tests.services.trail import all_of, events, expect_refusal, newest, one_of


@pytest.fixture
def ann(desk):
    add_person(AddPerson("Ann Marsh", (ContactRole.CANDIDATE,)), desk)
    return one_of(desk, Person)


def test_a_contact_is_recorded_with_roles_and_reaches(desk):
    command = AddPerson(
        "  Ann   Marsh ",
        (ContactRole.CANDIDATE, ContactRole.ELECTED_REP),
        phones=("07700 900123",),
        emails=("ann@example.org",),
        organisation=" Northmere Teal ",
        address_withheld=True,
    )
    (change,) = add_person(command, desk)
    person = one_of(desk, Person)
    assert change == PersonAdded(person=person.id)
    assert (person.name, person.reference, person.organisation) == (
        "Ann Marsh",
        "CN/2027/0001",
        "Northmere Teal",
    )
    assert person.address_withheld
    assert [role.role for role in all_of(desk, PersonRole)] == list(command.roles)
    assert all_of(desk, PersonRole)[0].from_on == date(2027, 4, 20)
    assert [reach.value for reach in all_of(desk, ContactPoint)] == ["07700 900123", "ann@example.org"]
    assert not any(reach.safe_to_leave_message for reach in all_of(desk, ContactPoint))


def test_two_contacts_never_share_a_reference_or_an_identifier(desk):
    for name in ("Ann Marsh", "Ann Marsh"):
        add_person(AddPerson(name), desk)
    first, second = all_of(desk, Person)
    assert first.reference != second.reference
    assert first.uid != second.uid


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (AddPerson("  "), "contacts.name_missing"),
        (AddPerson("x" * 201), "contacts.name_long"),
        (AddPerson("Ann\u202eMarsh"), "contacts.name_hidden"),
        (AddPerson("Ann", phones=("07700 900123", "call me")), "contacts.phone_wrong"),
        (AddPerson("Ann", phones=("123",)), "contacts.phone_wrong"),
        (AddPerson("Ann", emails=("ann at example.org",)), "contacts.email_wrong"),
        (AddPerson("Ann", emails=("ann\u202e@example.org",)), "contacts.email_wrong"),
    ],
)
def test_a_contact_that_cannot_be_used_is_refused_and_leaves_nothing(desk, command, code):
    with expect_refusal(desk, code):
        add_person(command, desk)


def test_a_refused_contact_uses_up_no_reference(desk):
    with expect_refusal(desk, "contacts.email_wrong"):
        add_person(AddPerson("Ann", emails=("no",)), desk)
    add_person(AddPerson("Ann Marsh"), desk)
    assert one_of(desk, Person).reference == "CN/2027/0001"


def test_a_change_names_the_fields_it_altered(desk, ann):
    (change,) = change_person(replace(ann, known_as="Annie", prior_threat=True), desk)
    assert change == PersonChanged(person=ann.id, fields=("known_as", "prior_threat"))
    assert one_of(desk, Person).known_as == "Annie"


def test_a_change_that_changes_nothing_leaves_no_trace(desk, ann):
    head = desk.queries.audit_head()
    assert change_person(replace(ann, name=" Ann  Marsh "), desk) == ()
    assert desk.queries.audit_head() == head


def test_a_contacts_reference_and_time_of_recording_stay(desk, ann):
    change_person(replace(ann, reference="CN/1999/0001", uid="other", notes="New"), desk)
    kept = one_of(desk, Person)
    assert (kept.reference, kept.uid, kept.notes) == (ann.reference, ann.uid, "New")


def test_a_contact_cannot_lose_its_name(desk, ann):
    with expect_refusal(desk, "contacts.name_missing"):
        change_person(replace(ann, name=""), desk)


def test_an_unknown_contact_is_refused_by_every_verb(desk):
    unknown = Person(41, "u", "CN/2027/0041", "Nobody", desk.clock.now())
    for verb in (
        lambda: change_person(unknown, desk),
        lambda: set_reach(ContactPoint(0, 41, ReachKind.PHONE, "07700 900123"), desk),
        lambda: set_roles(41, (ContactRole.AGENT,), desk),
        lambda: set_home_address(HomeAddress(0, 41, "1 Quay Row", "ZZ9 9ZZ"), desk),
        lambda: read_home_address(41, desk),
        lambda: log_advice(LogAdvice(41, "Asked", "Advised"), desk),
        lambda: offer_briefing(41, "Staying safe", BriefingState.OFFERED, "phone", desk),
        lambda: record_measure(Measure(0, 41, "Panic alarm"), desk),
        lambda: consult_person(41, desk),
    ):
        with expect_refusal(desk, "records.not_found", kind="person", id=41):
            verb()


def test_a_phone_may_be_marked_not_to_be_used(desk, ann):
    set_reach(ContactPoint(0, ann.id, ReachKind.PHONE, " 07700 900123 ", safe_to_leave_message=True), desk)
    phone = one_of(desk, ContactPoint)
    assert phone.value == "07700 900123"
    (change,) = set_reach(replace(phone, do_not_use=True, safe_to_leave_message=False), desk)
    assert change == PersonChanged(person=ann.id, fields=("phone",))
    assert one_of(desk, ContactPoint).do_not_use
    assert set_reach(one_of(desk, ContactPoint), desk) == ()


def test_a_phone_stays_with_its_contact_and_an_unknown_one_is_refused(desk, ann):
    add_person(AddPerson("Bo Hill", phones=("07700 900124",)), desk)
    phone = one_of(desk, ContactPoint)
    set_reach(replace(phone, person_id=ann.id, label="Office"), desk)
    assert one_of(desk, ContactPoint).person_id == phone.person_id
    with expect_refusal(desk, "records.not_found", kind="contact point"):
        set_reach(replace(phone, id=99), desk)


def test_roles_that_end_keep_their_dates(desk, ann):
    desk.clock.forward(days=20)
    set_roles(ann.id, (ContactRole.ELECTED_REP, ContactRole.ELECTED_REP), desk)
    candidate, elected = all_of(desk, PersonRole)
    assert (candidate.role, candidate.to_on) == (ContactRole.CANDIDATE, date(2027, 5, 10))
    assert (elected.role, elected.from_on, elected.to_on) == (
        ContactRole.ELECTED_REP,
        date(2027, 5, 10),
        None,
    )
    head = desk.queries.audit_head()
    assert set_roles(ann.id, (ContactRole.ELECTED_REP,), desk) == ()
    assert desk.queries.audit_head() == head


def test_a_role_begins_on_the_day_it_is_here_not_in_greenwich(desk, ann):
    desk.clock.at = desk.clock.at.replace(hour=23, minute=30)
    set_roles(ann.id, (ContactRole.CANDIDATE, ContactRole.AGENT), desk)
    assert all_of(desk, PersonRole)[1].from_on == date(2027, 4, 21)


def test_a_home_address_is_kept_apart_and_each_reading_is_logged(desk, ann):
    set_home_address(HomeAddress(0, ann.id, "1 Quay Row", "ZZ9 9ZZ"), desk)
    set_home_address(HomeAddress(0, ann.id, "2 Quay Row", "ZZ9 9ZZ"), desk)
    assert read_home_address(ann.id, desk).address == "2 Quay Row"
    told = newest(desk)
    assert (told["verb"], told["kind"], told["record"]) == ("consultation", "home_address", ann.id)
    view = consult_person(ann.id, desk)
    assert view.has_address
    assert "Quay Row" not in repr(view)


def test_an_empty_home_address_is_refused(desk, ann):
    with expect_refusal(desk, "contacts.address_missing"):
        set_home_address(HomeAddress(0, ann.id, " ", ""), desk)


def test_looking_for_an_address_that_is_not_there_is_logged_too(desk, ann):
    assert read_home_address(ann.id, desk) is None
    assert newest(desk)["kind"] == "home_address"


def test_advice_is_kept_word_for_word_with_officer_and_local_time(desk, ann):
    words = "Do not go alone.\n  Call 999 if they return."
    (change,) = log_advice(
        LogAdvice(ann.id, "Should I canvass?", words, follow_up_on=date(2027, 4, 22)), desk
    )
    advice = one_of(desk, Advice)
    assert change == AdviceLogged(person=ann.id, advice=advice.id)
    assert (advice.advice, advice.officer) == (words, "Det Supt Ruth Hale")
    assert advice.given_local == "20 April 2027, 09:42 BST"
    assert advice.given_at == advice.recorded_at == desk.clock.now()


def test_advice_given_earlier_keeps_both_times(desk, ann):
    given = desk.clock.now() - timedelta(hours=3)
    log_advice(LogAdvice(ann.id, "", "Stay in.", given_at=given), desk)
    advice = one_of(desk, Advice)
    assert (advice.given_at, advice.recorded_at) == (given, desk.clock.now())


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"advice": " "}, "contacts.advice_missing"),
        ({"advice": "x" * 20_001}, "contacts.text_long"),
        ({"asked": "x" * 20_001}, "contacts.text_long"),
        ({"rationale": "x" * 20_001}, "contacts.text_long"),
    ],
)
def test_unusable_advice_is_refused(desk, ann, more, code):
    command = replace(LogAdvice(ann.id, "Asked", "Advised"), **more)
    with expect_refusal(desk, code):
        log_advice(command, desk)


def test_advice_from_the_future_is_refused(desk, ann):
    later = desk.clock.now() + timedelta(seconds=1)
    with expect_refusal(desk, "contacts.advice_in_future"):
        log_advice(LogAdvice(ann.id, "", "Advised", given_at=later), desk)


def test_an_offer_and_what_came_of_it_are_both_kept(desk, ann):
    for state in (BriefingState.OFFERED, BriefingState.DECLINED):
        (change,) = offer_briefing(ann.id, "When it goes too far", state, "phone", desk)
        assert change == EngagementRecorded(person=ann.id, kind=f"briefing_{state}")
    assert [briefing.state for briefing in all_of(desk, Briefing)] == [
        BriefingState.OFFERED,
        BriefingState.DECLINED,
    ]


def test_a_briefing_needs_its_title(desk, ann):
    with expect_refusal(desk, "contacts.briefing_title_missing"):
        offer_briefing(ann.id, " ", BriefingState.OFFERED, "phone", desk)


def test_a_measure_goes_through_its_dates(desk, ann):
    record_measure(Measure(0, ann.id, "Panic alarm", requested_on=date(2027, 4, 20)), desk)
    measure = one_of(desk, Measure)
    record_measure(replace(measure, fitted_on=date(2027, 4, 21)), desk)
    assert one_of(desk, Measure).fitted_on == date(2027, 4, 21)
    with expect_refusal(desk, "contacts.measure_missing"):
        record_measure(Measure(0, ann.id, ""), desk)
    with expect_refusal(desk, "records.not_found", kind="measure"):
        record_measure(replace(measure, id=99), desk)


def test_reading_a_contact_is_on_the_trail_and_shows_the_newest_advice_first(desk, ann):
    for words in ("First", "Second"):
        log_advice(LogAdvice(ann.id, "", words), desk)
    view = consult_person(ann.id, desk)
    assert [advice.advice for advice in view.advice] == ["Second", "First"]
    assert [role.role for role in view.roles] == [ContactRole.CANDIDATE]
    assert events(desk)[-1] == "RecordConsulted"
    assert newest(desk)["record"] == ann.id
