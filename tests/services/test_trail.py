"""The audit trail as an officer reads it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from spoc_desk.domain.changes import RecoveryProved, VaultOpened
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.officers import Officer, Role
from spoc_desk.services.incidents import consult_incident
from spoc_desk.services.trail import TrailFilter, count_trail, read_entry, read_trail
from spoc_desk.services.vault_facts import vault_facts
from tests.fakes.desk import START
from tests.services.casework import incident


@pytest.fixture
def desk(stored):
    with stored.unit_of_work() as work:
        work.add(Officer(0, "officer-uid", "Det Supt Ruth Hale", "RH", Role.SPOC, START))
        work.record(VaultOpened())
    return stored


def test_each_entry_tells_in_words_what_was_done_by_whom_to_which_record(desk):
    incident(desk, title="Egg thrown")
    line = read_trail(TrailFilter(), 10, desk).lines[0]
    assert (line.words, line.officer, line.reference) == (
        "Incident reported",
        "Det Supt Ruth Hale",
        "IN/2027/0001",
    )
    assert (line.kind, line.record, line.workstation) == ("incidents", 1, "DESK-1")
    assert line.at.tzinfo is UTC or line.at.utcoffset() is not None


def test_a_reading_names_the_record_that_was_read(desk):
    incident(desk, title="Egg thrown")
    consult_incident(1, desk)
    line = read_trail(TrailFilter("consultation"), 10, desk).lines[0]
    assert (line.words, line.reference) == ("Record consulted", "IN/2027/0001")


def test_one_kind_of_processing_can_be_read_alone(desk):
    incident(desk, title="Egg thrown")
    consult_incident(1, desk)
    assert {line.verb for line in read_trail(TrailFilter("consultation"), 10, desk).lines} == {"consultation"}
    assert len(read_trail(TrailFilter(), 1, desk).lines) == 1


def test_an_unlocking_names_its_officer_too(desk):
    line = read_trail(TrailFilter("login"), 10, desk).lines[0]
    assert (line.words, line.officer, line.kind) == ("Vault opened", "Det Supt Ruth Hale", "")


def test_the_vault_says_whose_it_is_and_whether_recovery_was_proved(desk):
    with desk.unit_of_work() as work:
        work.set_setting("force_name", "Wessmere Constabulary")
        work.set_setting("recovery_proved", "yes")
        work.record(RecoveryProved())
    facts = vault_facts(desk)
    assert (facts.force_name, facts.recovery_proved, facts.checks.last) == (
        "Wessmere Constabulary",
        True,
        None,
    )
    assert facts.audit_entries == 2
    assert facts.officer.name == "Det Supt Ruth Hale"


def events(asked, desk):
    return [line.event for line in read_trail(asked, 50, desk).lines]


def test_a_reference_finds_what_was_done_to_that_record_and_who_read_it(desk):
    incident(desk, title="Egg thrown")
    incident(desk, title="Paint thrown")
    consult_incident(2, desk)
    assert events(TrailFilter(words="in/2027/0002"), desk) == ["RecordConsulted", "IncidentReported"]
    assert events(TrailFilter("consultation", "IN/2027/0001"), desk) == []
    with pytest.raises(DomainError) as refused:
        read_trail(TrailFilter(words="IN/2027/0009"), 10, desk)
    assert refused.value.code == "records.reference_unknown"


def test_a_number_that_only_begins_alike_is_another_record(desk):
    for _ in range(12):
        incident(desk, title="Egg thrown")
    consult_incident(12, desk)
    assert events(TrailFilter(words="IN/2027/0001"), desk) == ["IncidentReported"]


def test_words_find_what_was_done_by_its_name(desk):
    incident(desk, title="Egg thrown")
    assert events(TrailFilter(words="vault open"), desk) == ["VaultOpened"]
    assert events(TrailFilter(words="100%_"), desk) == []


def test_days_are_those_of_the_united_kingdom_and_both_count(desk):
    desk.clock.at = datetime(2027, 6, 1, 22, 59, tzinfo=UTC)
    incident(desk, title="Before midnight in London")
    desk.clock.at = datetime(2027, 6, 1, 23, 1, tzinfo=UTC)
    incident(desk, title="After it")
    first, second = date(2027, 6, 1), date(2027, 6, 2)
    assert len(events(TrailFilter(since=first, until=first), desk)) == 1
    assert len(events(TrailFilter(since=first, until=second), desk)) == 2
    assert events(TrailFilter(since=date(2027, 6, 3)), desk) == []


def test_officer_and_sitting_narrow_the_trail(desk):
    assert events(TrailFilter(officer="officer-uid"), desk) == ["VaultOpened"]
    assert events(TrailFilter(officer="somebody-else"), desk) == []
    assert events(TrailFilter(session="s1"), desk) == ["VaultOpened"]
    assert events(TrailFilter(session="s2"), desk) == []


def test_a_long_trail_is_read_a_page_at_a_time_and_counted(desk):
    with desk.unit_of_work() as work:
        for _ in range(1_000):
            work.record(RecoveryProved())
    seen, before = [], None
    while True:
        page = read_trail(TrailFilter("key"), 300, desk, before)
        seen += [line.number for line in page.lines]
        if not page.more:
            break
        before = seen[-1]
    assert len(seen) == len(set(seen)) == count_trail(TrailFilter("key"), desk) == 1_000
    assert seen == sorted(seen, reverse=True)


def test_one_entry_is_shown_whole_with_its_place_in_the_chain(desk):
    incident(desk, title="Egg thrown")
    head = desk.queries.audit_head()
    shown = read_entry(head.sequence, desk)
    assert (shown.line.reference, shown.session, shown.entry.hash) == ("IN/2027/0001", "s1", head.head)
    assert dict(shown.fields)["incident"] == "1"
    assert shown.written > 0
    assert "Egg" not in repr(shown)


def test_a_case_officer_may_not_read_the_trail(desk):
    lesser = replace(desk, officer=replace(desk.officer, role=Role.CASE_OFFICER))
    with pytest.raises(DomainError) as refused:
        read_trail(TrailFilter(), 10, lesser)
    assert refused.value.code == "permissions.refused"
