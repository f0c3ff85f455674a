"""What a return counts, and what it leaves out, on the encrypted database itself."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from spoc_desk.domain.casefiles import CasefileStatus
from spoc_desk.domain.engagement import BriefingState
from spoc_desk.domain.incidents import Incident, IncidentStatus
from spoc_desk.domain.moments import day_bounds
from spoc_desk.domain.officers import Role
from spoc_desk.domain.referrals import Referral, ReferralState
from spoc_desk.storage.store import Store
from spoc_desk.storage.unit_of_work import Actor
from tests.architecture.sources import ROOT
from tests.fakes.desk import FakeClock, make_desk
from tests.services.campaign import (
    DAY,
    FIRST,
    add_briefing,
    add_candidacy,
    add_case,
    add_measure,
    add_person,
    add_suspect,
    fill,
    give_outcome,
    incident,
    writing,
)

KEY = bytes(range(32))
LATER = datetime(2027, 4, 20, 7, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    path = tmp_path_factory.mktemp("filled") / "vault.db"
    store = Store(path, KEY, FakeClock())
    store.upgrade(ROOT / "db")
    fill(_desk(store))
    store.close()
    return path


@pytest.fixture
def desk(filled, tmp_path):
    path = tmp_path / "vault.db"
    shutil.copy(filled, path)
    store = Store(path, KEY, FakeClock())
    yield _desk(store)
    store.close()


def _desk(store):
    clock = FakeClock()
    work = store.work(Actor("officer-uid", "DESK-1", "s1", Role.SPOC))
    return make_desk(clock=clock, unit_of_work=work, queries=store.queries)


def figures(desk, day: date = DAY):
    start, end = day_bounds(day)
    return desk.queries.return_figures(start, end, day)


def total(found) -> int:
    return sum(fact.count for fact in found.incidents)


def new(found) -> int:
    return sum(fact.count for fact in found.incidents if fact.recorded_in_period)


def test_every_incident_to_the_end_of_the_day_is_counted_once(desk):
    found = figures(desk)
    assert (total(found), new(found)) == (120, 10)


def test_incidents_alike_in_every_code_come_as_one_fact(desk):
    found = figures(desk)
    assert len(found.incidents) < 60
    assert max(fact.count for fact in found.incidents) > 1


def test_what_was_recorded_after_the_day_is_left_out_however_late_it_is_asked(desk):
    found = figures(desk, DAY - timedelta(days=1))
    assert (total(found), new(found)) == (110, 10)


def test_open_incidents_and_outcomes_make_the_incidents_to_date_whatever_their_status(desk):
    give_outcome(desk, 1, "14", FIRST)
    give_outcome(desk, 2, "1", FIRST, status=IncidentStatus.CHARGED)
    give_outcome(desk, 3, "not_assigned", FIRST)
    give_outcome(desk, 4, "", None)
    give_outcome(desk, 5, "8", FIRST, status=IncidentStatus.NEW)
    progress = figures(desk).progress
    assert dict(progress.outcomes) == {"14": 1, "1": 1, "8": 1}
    assert progress.open == 117
    assert progress.charged == 1


def test_an_outcome_given_after_the_day_is_not_yet_one_in_it(desk):
    give_outcome(desk, 1, "14", LATER)
    assert figures(desk).progress.outcomes == ()
    assert figures(desk).progress.open == 120
    assert dict(figures(desk, DAY + timedelta(days=1)).progress.outcomes) == {"14": 1}


def test_time_limits_count_open_incidents_each_once_and_not_casefiles(desk):
    soon = DAY + timedelta(days=12)
    with writing(desk) as work:
        add_case(work, 1, 1, 2, 3, limit_on=soon)
        add_case(work, 2, 3, 4, limit_on=soon)
        add_case(work, 3, 5, limit_on=DAY + timedelta(days=31))
        add_case(work, 4, 6, limit_on=soon, status=CasefileStatus.CHARGED)
        add_case(work, 5, limit_on=soon)
    give_outcome(desk, 1, "14", FIRST)
    assert figures(desk).progress.time_limit_under_30d == 3


def test_two_measures_for_one_person_count_as_one_person_protected(desk):
    with writing(desk) as work:
        add_measure(work, 1, fitted_on=DAY)
        add_measure(work, 1, fitted_on=DAY - timedelta(days=3))
        add_measure(work, 2, fitted_on=DAY - timedelta(days=3), returned_on=DAY)
        add_measure(work, 3, fitted_on=DAY + timedelta(days=1))
        add_measure(work, 4, requested_on=DAY)
    assert figures(desk).engagement.measures_in_place == 1


def test_whoever_declined_first_and_was_briefed_later_counts_once(desk):
    with writing(desk) as work:
        add_briefing(work, 1, BriefingState.DECLINED)
        add_briefing(work, 1, BriefingState.GIVEN)
        add_briefing(work, 2, BriefingState.DECLINED)
        add_briefing(work, 3, BriefingState.OFFERED)
        add_briefing(work, 4, BriefingState.GIVEN, LATER)
        add_briefing(work, 7, BriefingState.GIVEN)
    found = figures(desk).engagement
    assert (found.candidates_known, found.briefing_offered, found.briefed, found.declined) == (6, 3, 1, 1)
    assert found.contacted == 3


def test_a_candidate_interviewed_and_later_arrested_is_told_as_it_stood_that_day(desk):
    with writing(desk) as work:
        case = add_case(work, 1, 1)
        add_suspect(work, case.id, interviewed_at=FIRST, arrested_at=LATER)
        add_suspect(work, case.id, arrested_at=FIRST)
        add_suspect(work, case.id, interviewed_at=LATER)
    assert (figures(desk).progress.va_interviews, figures(desk).progress.arrests) == (1, 1)


def test_only_referrals_sent_and_advice_sought_by_then_are_counted(desk):
    with writing(desk) as work:
        case = add_case(work, 1, 1, early_advice_on=DAY)
        sent = Referral(0, "r-1", "RF/2027/0001", case.id, FIRST, "Det Supt Ruth Hale", "cps")
        work.add(replace(sent, state=ReferralState.SENT, sent_at=FIRST))
        work.add(replace(sent, uid="r-2", reference="RF/2027/0002", state=ReferralState.SENT, sent_at=LATER))
    found = figures(desk).progress
    assert (found.cps_submitted, found.cps_early_advice) == (1, 1)


def test_codes_come_from_the_contact_and_what_is_not_in_a_list_becomes_other(desk):
    found = figures(desk).incidents
    assert {fact.platform for fact in found} == {"x", None, "other"}
    assert {fact.victim_role for fact in found} == {"candidate", "agent", "other"}
    assert {fact.office_level for fact in found} == {"local", "other"}
    assert {fact.victim_sex for fact in found} == {"female", "male"}


def test_the_newest_candidacy_tells_the_office(desk):
    with writing(desk) as work:
        person = add_person(work, 20)
        add_candidacy(work, person.id, 20, election_type="parl", poll_on=date(2027, 4, 29))
        add_candidacy(work, person.id, 21, election_type="mayor")
        work.add(incident(900, FIRST, contact_id=person.id, category="hate"))
    assert [fact.office_level for fact in figures(desk).incidents if fact.category == "hate"] == ["mayor"]


def test_notable_incidents_tell_whether_they_are_of_the_period(desk):
    with writing(desk) as work:
        for number in (3, 119):
            (found,) = work.find(Incident, reference=f"IN/2027/{number:04d}")
            work.change(replace(found, notable=True, notable_summary="A candidate was followed."))
    told = figures(desk).notable
    assert [(one.reference, one.recorded_in_period) for one in told] == [
        ("IN/2027/0003", False),
        ("IN/2027/0119", True),
    ]
    assert figures(desk, DAY - timedelta(days=1)).notable == told[:1]


def test_the_words_a_return_must_not_say_are_all_gathered(desk):
    words = desk.queries.known_words()
    assert len(words.names) == 8
    assert "54/100001/27" in words.crime_references
    assert len(words.crime_references) == 120
    assert words.places == ("Upper Teal", "Wessmere")
    assert words.parties == ("The Orchard Party",)
    assert "@feather1" in words.handles


def test_elections_long_past_are_left_out(desk):
    with writing(desk) as work:
        add_candidacy(work, 1, 30, election_id="parl.2026-01-08", poll_on=date(2026, 1, 8))
    assert [one.election_id for one in figures(desk).elections] == ["local.wessmere.2027-05-06"]
