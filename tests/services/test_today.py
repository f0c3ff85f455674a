"""What the first page says needs doing, and what was done: from casework, without a trace of the reading."""

import shutil
from dataclasses import replace
from datetime import timedelta

import pytest

from spoc_desk.domain.candidacies import Candidacy, Standing
from spoc_desk.domain.casefiles import Casefile, CasefileStatus
from spoc_desk.domain.changes import (
    CasefileChanged,
    ContactsImported,
    PersonAdded,
    PersonChanged,
    ReturnFrozen,
    VaultLocked,
)
from spoc_desk.domain.contacts import Channel, Person
from spoc_desk.domain.engagement import BriefingState, Measure
from spoc_desk.domain.exhibits import Exhibit, ExhibitState
from spoc_desk.domain.filed_returns import FiledReturn, FiledState
from spoc_desk.domain.incidents import Incident, IncidentStatus, Mode
from spoc_desk.domain.limit_alerts import AlertLevel
from spoc_desk.domain.moments import day_of
from spoc_desk.domain.officers import Officer, Role
from spoc_desk.domain.uids import new_uid
from spoc_desk.services import contacts, incidents
from spoc_desk.services.casefiles import OpenCasefile, change_casefile, open_casefile, set_status
from spoc_desk.services.happenings import READ
from spoc_desk.services.referrals import start_referral
from spoc_desk.services.rows import PollAhead
from spoc_desk.services.sittings import recovery_proved
from spoc_desk.services.today import What, needs, today
from spoc_desk.storage.store import Store
from spoc_desk.storage.unit_of_work import Actor
from tests.fakes.desk import START, FakeClock, make_desk
from tests.services.backed_up import have_backup
from tests.services.conftest import KEY

DAY = day_of(START)


@pytest.fixture
def settled(stored):
    """A vault whose recovery sheet is proved and that has a backup: nothing needs doing yet."""
    recovery_proved(stored)
    have_backup(stored)
    return stored


def add_contact(desk, name="Jo Fennimore"):
    (change,) = contacts.add_person(contacts.AddPerson(name), desk)
    return change.person


def advise(desk, person, follow_up=None):
    command = contacts.LogAdvice(
        person, "Safe to canvass?", "Go in pairs.", Channel.PHONE, "", None, follow_up
    )
    contacts.log_advice(command, desk)


def open_case(desk, limit_on=None, title="Threat by direct message"):
    report = incidents.ReportIncident(
        title,
        "54/118/27",
        START - timedelta(days=3),
        START - timedelta(days=2),
        "threat_other",
        Mode.ONLINE,
        "It came.",
    )
    incident = incidents.report_incident(report, desk)[0].incident
    case = open_casefile(OpenCasefile(title, (incident,)), desk)[0].casefile
    with desk.unit_of_work() as work:
        work.change(replace(work.get(Casefile, case), limit_on=limit_on))
        work.record(CasefileChanged(casefile=case, fields=("limit_on",)))
    return case


def freeze(desk, day, state=FiledState.EXPORTED, cadence="daily", first=None):
    with desk.unit_of_work() as work:
        filed = work.add(
            FiledReturn(
                0, new_uid(START), work.next_reference("RT", 2027), first or day, day, cadence, True, state,
                "{}", "", START, "RH", 1, "",
            )
        )  # fmt: skip
        work.record(ReturnFrozen(filed=filed.id, payload_sha256="0" * 64))


def kinds(desk):
    return [need.what for need in needs(desk)]


def test_a_new_vault_asks_first_for_its_recovery_sheet_to_be_proved(stored):
    have_backup(stored)
    assert kinds(stored) == [What.RECOVERY]


def test_nothing_needs_doing_once_it_is_proved(settled):
    view = today(settled)
    assert view.needs == ()
    assert (view.overdue, view.due_today) == (0, 0)


def test_a_limit_is_told_thirty_days_before_its_last_day_and_not_earlier(settled):
    open_case(settled, DAY + timedelta(days=31))
    near = open_case(settled, DAY + timedelta(days=30))
    (need,) = needs(settled)
    assert (need.what, need.kind, need.record, need.days) == (What.LIMIT, "casefiles", near, 30)
    assert need.level is AlertLevel.THIRTY_DAYS


@pytest.mark.parametrize(
    ("left", "level", "overdue"),
    [
        (14, AlertLevel.FOURTEEN_DAYS, False),
        (7, AlertLevel.SEVEN_DAYS, False),
        (0, AlertLevel.SEVEN_DAYS, False),
        (-1, AlertLevel.PASSED, True),
    ],
)
def test_a_limit_is_graver_the_nearer_it_is(settled, left, level, overdue):
    open_case(settled, DAY + timedelta(days=left))
    (need,) = needs(settled)
    assert (need.level, need.overdue) == (level, overdue)


def test_a_closed_casefile_has_no_limit_left(settled):
    case = open_case(settled, DAY)
    with settled.queries.snapshot() as reader:
        held = reader.get(Casefile, case)
    change_casefile(replace(held, status=CasefileStatus.CLOSED, outcome="1"), settled)
    assert needs(settled) == ()


def test_a_promised_follow_up_is_told_from_a_week_before(settled):
    person = add_contact(settled)
    advise(settled, person, DAY + timedelta(days=8))
    assert needs(settled) == ()
    advise(settled, person, DAY + timedelta(days=7))
    (need,) = needs(settled)
    assert (need.what, need.record, need.title, need.days) == (What.FOLLOW_UP, person, "Jo Fennimore", 7)


def test_the_next_entry_in_the_log_settles_the_follow_up(settled):
    person = add_contact(settled)
    advise(settled, person, DAY)
    advise(settled, add_contact(settled, "Amara Okoro"), None)
    assert kinds(settled) == [What.FOLLOW_UP]
    advise(settled, person, None)
    assert needs(settled) == ()


def test_a_measure_in_use_is_reviewed_and_a_returned_one_is_not(settled):
    person = add_contact(settled)
    contacts.record_measure(Measure(0, person, "Personal alarm", review_on=DAY - timedelta(days=2)), settled)
    contacts.record_measure(Measure(0, person, "Camera", returned_on=DAY, review_on=DAY), settled)
    (need,) = needs(settled)
    assert (need.what, need.title, need.days) == (What.REVIEW, "Personal alarm, Jo Fennimore", -2)


def test_a_referral_being_prepared_carries_the_limit_of_its_casefile(settled):
    case = open_case(settled, DAY + timedelta(days=40))
    start_referral(case, settled)
    (need,) = needs(settled)
    assert (need.what, need.kind, need.days) == (What.REFERRAL, "referrals", 40)


def test_a_referral_without_a_limit_comes_last(settled):
    start_referral(open_case(settled), settled)
    open_case(settled, DAY + timedelta(days=30))
    assert kinds(settled) == [What.LIMIT, What.REFERRAL]
    assert needs(settled)[-1].due is None


def test_a_frozen_return_waits_to_be_authorised_from_the_day_after_it(settled):
    freeze(settled, DAY - timedelta(days=1), FiledState.FROZEN)
    (need,) = needs(settled)
    assert (need.what, need.days) == (What.AUTHORISE, 0)


def test_before_the_first_return_no_day_is_missing(settled):
    assert What.RETURN not in kinds(settled)


def test_each_day_without_a_return_since_the_first_is_owed_the_day_after(settled):
    freeze(settled, DAY - timedelta(days=4))
    freeze(settled, DAY - timedelta(days=2))
    owed = [need.days for need in needs(settled) if need.what is What.RETURN]
    assert owed == [-2, 0]


def test_a_week_reported_as_one_owes_no_days(settled):
    freeze(settled, DAY - timedelta(days=2), cadence="weekly", first=DAY - timedelta(days=8))
    assert needs(settled) == ()


def test_damaged_evidence_stands_above_everything_and_counts_as_overdue(settled):
    case = open_case(settled, DAY - timedelta(days=9))
    with settled.unit_of_work() as work:
        work.add(
            Exhibit(
                0, new_uid(START), case, "AM/1", "Screenshot", "s.png", "image/png", "f", "k",
                ExhibitState.ALTERED, 1, "", "RH", START, "", "", START,
            )
        )  # fmt: skip
        work.record(CasefileChanged(casefile=case))
    first = needs(settled)[0]
    assert (first.what, first.kind, first.record, first.overdue) == (What.EVIDENCE, "casefiles", case, True)


def test_the_recovery_sheet_stands_between_what_is_late_and_what_is_due_today(stored):
    have_backup(stored)
    for left in (0, -1):
        open_case(stored, DAY + timedelta(days=left))
    start_referral(open_case(stored), stored)
    assert kinds(stored) == [What.LIMIT, What.RECOVERY, What.LIMIT, What.REFERRAL]


def test_what_is_late_comes_before_what_is_soon(settled):
    for left in (12, -3, 0, 5):
        open_case(settled, DAY + timedelta(days=left))
    assert [need.days for need in needs(settled)] == [-3, 0, 5, 12]
    view = today(settled)
    assert (view.overdue, view.due_today) == (1, 1)


def test_reading_the_page_leaves_no_entry_on_the_trail(settled):
    add_contact(settled)
    before = settled.queries.audit_head()
    today(settled)
    assert settled.queries.audit_head() == before


# What was done lately


def told(desk):
    return [(one.event, one.reference, one.count) for one in today(desk).recent]


def test_what_was_done_is_told_newest_first_with_its_reference_and_no_name(settled):
    person = add_contact(settled)
    advise(settled, person)
    assert told(settled)[:2] == [("AdviceLogged", "CN/2027/0001", 1), ("PersonAdded", "CN/2027/0001", 1)]
    assert "Fennimore" not in repr(today(settled).recent)


def test_the_same_thing_done_several_times_running_is_told_once(settled):
    for name in ("Jo", "Amara", "Ruth"):
        add_contact(settled, name)
    assert told(settled)[0] == ("PersonAdded", "CN/2027/0003", 3)


def test_what_follows_from_another_change_is_no_news_of_its_own(settled):
    case = open_case(settled)
    set_status(case, CasefileStatus.CLOSED, "18", settled)
    assert [event for event, _, _ in told(settled)] == [
        "CasefileChanged",
        "IncidentLinked",
        "CasefileOpened",
        "IncidentReported",
        "BackupMade",
    ]


def test_an_incident_that_an_officer_closes_is_told(settled):
    open_case(settled)
    with settled.queries.snapshot() as reader:
        (incident,) = reader.find(Incident)
    incidents.change_incident(replace(incident, status=IncidentStatus.AWAITING_CPS), settled)
    assert told(settled)[0] == ("IncidentChanged", "IN/2027/0001", 1)


def test_readings_and_unlockings_are_no_news(settled):
    person = add_contact(settled)
    contacts.consult_person(person, settled)
    assert [event for event, _, _ in told(settled)] == ["PersonAdded", "BackupMade"]


def test_an_import_is_told_as_one_thing_and_hides_nothing_before_it(settled):
    open_case(settled)
    settled.clock.forward(minutes=1)
    with settled.unit_of_work() as work:
        for number in range(READ + 5):
            person = work.add(Person(0, f"u{number}", f"CN/2027/{number:04d}", "Ann", START))
            work.record(PersonAdded(person=person.id))
        work.record(ContactsImported(new=READ + 5, changed=0, unchanged=0, rejected=0, file_sha256="0" * 64))
    first, *others = today(settled).recent
    assert (first.event, first.imported, first.kind, first.record) == (
        "ContactsImported", (READ + 5, 0), "contacts", 0,
    )  # fmt: skip
    assert "CasefileOpened" in [one.event for one in others]
    assert "PersonAdded" not in [one.event for one in others]


@pytest.fixture
def two_desks(empty_vault, tmp_path):
    """The desks of two officers who share a vault; the first has just locked it."""
    path = tmp_path / "shared.db"
    shutil.copy(empty_vault, path)
    clock = FakeClock()
    store = Store(path, KEY, clock)
    desks = []
    for uid, name in (("hale", "Det Supt Ruth Hale"), ("hart", "DC Mei Hart")):
        with store.work(Actor(uid, "DESK-1", uid, Role.SPOC))() as work:
            who = work.add(Officer(0, uid, name, "RH", Role.SPOC, START))
            work.record(VaultLocked())
        work_of = store.work(Actor(uid, "DESK-1", uid, Role.SPOC))
        desks.append(make_desk(clock=clock, unit_of_work=work_of, queries=store.queries, officer=who))
    clock.forward(hours=2)
    yield desks
    store.close()


def test_what_a_colleague_did_while_the_vault_was_locked_is_fresh(two_desks):
    mine, theirs = two_desks
    add_contact(theirs)
    (one,) = today(mine).recent
    assert (one.fresh, one.officer) == (True, "DC Mei Hart")
    assert not today(theirs).recent[0].fresh


def stand(desk, name, poll_on, standing=Standing.NOMINATED):
    person = add_contact(desk, name)
    with desk.unit_of_work() as work:
        ballot = f"local.northmere.{person}.{poll_on}"
        work.add(Candidacy(0, person, "local", ballot, poll_on, "local", "Marsh End", standing=standing))
        work.record(PersonChanged(person=person, fields=("candidacy",)))
    return person


def test_polls_ahead_say_who_stands_and_who_was_offered_a_briefing(settled):
    poll = DAY + timedelta(days=16)
    for name in ("Jo", "Amara"):
        contacts.offer_briefing(stand(settled, name, poll), "Briefing", BriefingState.DECLINED, "", settled)
    stand(settled, "Ruth", poll)
    stand(settled, "Daniel", poll, Standing.WITHDRAWN)
    stand(settled, "Priya", DAY - timedelta(days=1))
    assert today(settled).polls == (PollAhead(poll, 3, 2),)


def test_only_the_next_three_polls_are_told(settled):
    for days in range(5):
        stand(settled, f"Contact {days}", DAY + timedelta(days=days))
    assert [(poll.day - DAY).days for poll in today(settled).polls] == [0, 1, 2]


def test_a_backup_that_is_due_is_told_until_one_is_made(stored):
    recovery_proved(stored)
    (need,) = needs(stored)
    assert (need.what, need.kind, need.title) == (What.BACKUP, "admin#backup", "")
    have_backup(stored)
    assert needs(stored) == ()
