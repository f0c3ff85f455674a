"""What falls due and what happened lately, read from the end and not from the beginning."""

from datetime import timedelta

import pytest

from spoc_desk.domain.changes import ContactsImported, PersonAdded, RecordConsulted
from spoc_desk.domain.contacts import Advice, Channel, Person
from spoc_desk.domain.moments import day_of
from spoc_desk.storage import agenda
from tests.fakes.desk import START
from tests.services.conftest import empty_vault, stored

__all__ = ["empty_vault", "stored"]

DAY = day_of(START)


@pytest.fixture
def advised(stored):
    """Two people: the first promised a follow-up yesterday, the second today."""
    with stored.unit_of_work() as work:
        for number, days in enumerate((-1, 0), 1):
            person = work.add(Person(0, f"uid-{number}", f"CN/2027/{number:04d}", "Ann Marsh", START))
            follow_up = DAY + timedelta(days=days)
            work.add(
                Advice(0, person.id, START, "", Channel.PHONE, "RH", "Safe?", "Yes.", "", follow_up, START)
            )
            work.record(PersonAdded(person=person.id))
    return stored


@pytest.mark.parametrize(("days", "found"), [(-2, ()), (-1, (1,)), (0, (1, 2)), (400, (1, 2))])
def test_follow_ups_are_due_by_their_day_soonest_first(advised, days, found):
    assert advised.queries.due_follow_ups(DAY + timedelta(days=days)) == found


def test_the_follow_ups_due_are_found_by_index(advised):
    with advised.queries._reading() as connection:
        plan = connection.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT id FROM advice WHERE follow_up_on <= '2027' ORDER BY follow_up_on"
        ).all()
    assert "ix_advice_follow_up_on" in str(plan)


def test_events_are_told_newest_first_by_verb_and_without_those_left_out(advised):
    with advised.unit_of_work() as work:
        work.record(RecordConsulted(kind="person", record=1))
        work.record(ContactsImported(new=1, changed=0, unchanged=0, rejected=0, file_sha256="0" * 64))
    told = advised.queries.recent_events(("collection",), 10)
    assert [one["event"] for one in told] == ["ContactsImported", "PersonAdded", "PersonAdded"]
    assert all(one["at"] for one in told)
    kept = advised.queries.recent_events(("collection", "consultation"), 10, ("PersonAdded",))
    assert [one["event"] for one in kept] == ["ContactsImported", "RecordConsulted"]


def test_a_long_trail_is_not_walked_to_its_beginning(advised, monkeypatch):
    monkeypatch.setattr(agenda, "LOOK_BACK", 1)
    with advised.unit_of_work() as work:
        work.record(RecordConsulted(kind="person", record=1))
    assert advised.queries.recent_events(("collection",), 10) == ()
