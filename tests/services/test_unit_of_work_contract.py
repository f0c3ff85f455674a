"""What a transaction promises, held against the vault in memory and the encrypted database alike."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from spoc_desk.domain import audit
from spoc_desk.domain.candidacies import Candidacy
from spoc_desk.domain.changes import CasefileOpened, PersonAdded, RecordConsulted
from spoc_desk.domain.contacts import (
    Advice,
    Channel,
    ContactPoint,
    ContactRole,
    HomeAddress,
    Person,
    PersonRole,
    ReachKind,
)
from spoc_desk.domain.errors import DomainError
from tests.fakes.desk import START
from tests.fakes.vault import BrokenRule

OUR_MISTAKE = (BrokenRule, IntegrityError)


def person(name="Ann Marsh", number=1, **more):
    return Person(0, f"uid-{number}", f"CN/2027/{number:04d}", name, START, **more)


@contextmanager
def recorded(desk):
    """A transaction that ends with a change on the audit trail, as each must that stores something."""
    with desk.unit_of_work() as work:
        yield work
        work.record(PersonAdded(person=1))


def count(desk, kind):
    with desk.queries.snapshot() as reader:
        return len(reader.find(kind))


def test_an_added_record_comes_back_as_it_was_with_its_id(desk):
    given = person(handles=("X: @ann", "Website: https://example.org"), date_of_birth=date(1980, 2, 29))
    with recorded(desk) as work:
        added = work.add(given)
        assert added == replace(given, id=added.id)
    with desk.queries.snapshot() as reader:
        assert reader.get(Person, added.id) == added


def test_ids_rise_in_the_order_of_recording(desk):
    with recorded(desk) as work:
        first, second = work.add(person(number=1)), work.add(person(number=2))
    assert 0 < first.id < second.id


def test_a_record_that_is_not_there_is_named_in_the_refusal(desk):
    with pytest.raises(DomainError) as caught, desk.queries.snapshot() as reader:
        reader.get(PersonRole, 99)
    assert caught.value.code == "records.not_found"
    assert caught.value.values == {"kind": "person role", "id": 99}


def test_find_answers_all_that_fit_in_recording_order(desk):
    with recorded(desk) as work:
        ann, bo = work.add(person("Ann", 1)), work.add(person("Bo", 2))
        roles = [work.add(PersonRole(0, who.id, ContactRole.CANDIDATE)) for who in (bo, ann)]
    with desk.queries.snapshot() as reader:
        assert reader.find(PersonRole) == tuple(roles)
        assert reader.find(PersonRole, person_id=bo.id, role=ContactRole.CANDIDATE) == (roles[0],)
        assert reader.find(PersonRole, person_id=(ann.id, bo.id)) == tuple(roles)
        assert reader.find(PersonRole, person_id=()) == ()
        assert reader.find(PersonRole, to_on=None) == tuple(roles)


def test_find_knows_only_fields_of_the_record(desk):
    with pytest.raises(KeyError), desk.queries.snapshot() as reader:
        reader.find(Person, surname="Marsh")


def test_a_change_replaces_the_record(desk):
    with recorded(desk) as work:
        added = work.add(person())
        work.change(replace(added, name="Ann Marsh-Hill"))
    with desk.queries.snapshot() as reader:
        assert reader.get(Person, added.id).name == "Ann Marsh-Hill"


def test_a_removed_link_is_gone(desk):
    with recorded(desk) as work:
        role = work.add(PersonRole(0, work.add(person()).id, ContactRole.AGENT))
        work.remove(role)
    assert count(desk, PersonRole) == 0


def test_a_verb_that_records_no_change_changes_nothing(desk):
    with pytest.raises(RuntimeError, match="recorded no change"), desk.unit_of_work() as work:
        work.add(person())
    assert count(desk, Person) == 0


@pytest.mark.parametrize("verb", ["change", "remove"])
def test_what_is_not_there_is_neither_changed_nor_removed(desk, verb):
    with pytest.raises(DomainError) as caught, desk.unit_of_work() as work:
        getattr(work, verb)(replace(person(), id=99))
    assert (caught.value.code, caught.value.values["id"]) == ("records.not_found", 99)


def test_a_failure_puts_everything_back(desk):
    with desk.unit_of_work() as work:
        kept = work.add(person())
        work.set_setting("force_name", "Northmoor Police")
        work.next_reference("CN", 2027)
        work.record(PersonAdded(person=kept.id))
    head = desk.queries.audit_head()

    def fail_half_way():
        with desk.unit_of_work() as work:
            work.add(person("Bo", 2))
            work.change(replace(kept, name="Somebody Else"))
            work.set_setting("force_name", "Other")
            work.next_reference("CN", 2027)
            work.record(PersonAdded(person=2))
            raise DomainError("work.cancelled")

    with pytest.raises(DomainError):
        fail_half_way()
    with desk.queries.snapshot() as reader:
        assert reader.find(Person) == (kept,)
        assert reader.setting("force_name") == "Northmoor Police"
    assert desk.queries.audit_head() == head
    with desk.unit_of_work() as work:
        assert work.next_reference("CN", 2027) == "CN/2027/0002"


def test_a_transaction_reads_what_it_wrote(desk):
    with recorded(desk) as work:
        added = work.add(person())
        assert work.find(Person, name="Ann Marsh") == (added,)
        work.set_setting("force_name", "Northmoor Police")
        assert work.setting("force_name") == "Northmoor Police"


def test_a_setting_never_made_is_empty(desk):
    with desk.queries.snapshot() as reader:
        assert reader.setting("force_name") == ""


def test_each_series_and_year_counts_for_itself(desk):
    with desk.unit_of_work() as work:
        found = [work.next_reference(*of) for of in (("IN", 2026), ("IN", 2026), ("CF", 2026), ("IN", 2027))]
    assert found == ["IN/2026/0001", "IN/2026/0002", "CF/2026/0001", "IN/2027/0001"]


def test_nothing_may_point_at_a_record_that_is_not_there(desk):
    with pytest.raises(OUR_MISTAKE), desk.unit_of_work() as work:
        work.add(PersonRole(0, 41, ContactRole.AGENT))
    assert count(desk, PersonRole) == 0


@pytest.mark.parametrize(
    "twice",
    [
        lambda who: Candidacy(0, who, "local.northmere.2027-05-06", "local.northmere.2027-05-06",
                              date(2027, 5, 6), "local", "Northmere"),
        lambda who: HomeAddress(0, who, "1 Quay Row", "ZZ9 9ZZ"),
    ],
)  # fmt: skip
def test_what_stands_once_cannot_be_added_twice(desk, twice):
    def add_twice():
        with desk.unit_of_work() as work:
            who = work.add(person()).id
            work.add(twice(who))
            work.add(twice(who))

    with pytest.raises(OUR_MISTAKE):
        add_twice()
    assert count(desk, Person) == 0


def test_advice_is_neither_edited_nor_removed(desk):
    with recorded(desk) as work:
        who = work.add(person()).id
        advice = work.add(Advice(0, who, START, "9.42", Channel.PHONE, "RH", "", "Given", recorded_at=START))
    for spoil in ("change", "remove"):
        with pytest.raises(OUR_MISTAKE), desk.unit_of_work() as work:
            getattr(work, spoil)(replace(advice, advice="Other"))
    with desk.queries.snapshot() as reader:
        assert reader.get(Advice, advice.id).advice == "Given"


def test_a_moment_without_a_zone_is_never_stored(desk):
    with pytest.raises(Exception, match="time zone"), desk.unit_of_work() as work:
        work.add(replace(person(), created_at=START.replace(tzinfo=None)))
    assert count(desk, Person) == 0


def test_words_flags_and_choices_come_back_as_their_own_types(desk):
    with recorded(desk) as work:
        who = work.add(person(address_withheld=True)).id
        reach = work.add(ContactPoint(0, who, ReachKind.EMAIL, "ann@example.org", do_not_use=True))
    with desk.queries.snapshot() as reader:
        assert reader.get(Person, who).address_withheld is True
        assert reader.get(ContactPoint, reach.id).kind is ReachKind.EMAIL


def test_each_change_is_one_link_of_an_unbroken_chain(desk):
    with desk.unit_of_work() as work:
        work.record(PersonAdded(person=1))
        work.record(CasefileOpened(casefile=7))
        work.record(RecordConsulted(kind="person", record=1))
    told = list(desk.queries.audit_entries())
    assert audit.check_chain(audit.Entry(**entry) for entry in told) == 3
    assert desk.queries.audit_head().head == told[-1]["hash"]
    newest = desk.queries.recent_changes(1)[0]
    assert (newest["event"], newest["verb"], newest["record"]) == ("RecordConsulted", "consultation", 1)
    assert (newest["officer"], newest["workstation"], newest["session"]) == ("officer-uid", "DESK-1", "s1")


def test_one_casefiles_part_of_the_trail_hides_the_rest_but_keeps_the_chain(desk):
    with desk.unit_of_work() as work:
        work.record(PersonAdded(person=1))
        work.record(CasefileOpened(casefile=7))
    told = list(desk.queries.audit_entries(casefile=7))
    assert [entry["payload"] is None for entry in told] == [True, False]
    assert told[1]["prev"] == told[0]["hash"]


def test_a_snapshot_sees_one_moment(desk):
    with desk.queries.snapshot() as reader:
        before = reader.find(Person)
        with recorded(desk) as work:
            work.add(person())
        assert reader.find(Person) == before == ()
    assert count(desk, Person) == 1
