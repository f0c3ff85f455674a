"""Who read whose record, for an auditor."""

import json
from dataclasses import replace

import pytest

from spoc_desk.domain.casefiles import Casefile
from spoc_desk.domain.changes import VaultOpened
from spoc_desk.domain.contacts import Person
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.officers import Officer, Role
from spoc_desk.services.casefiles import OpenCasefile, consult_casefile, open_casefile
from spoc_desk.services.contacts import AddPerson, add_person, consult_person
from spoc_desk.services.incidents import consult_incident
from spoc_desk.services.reads import reads_csv, reads_of, who_read
from spoc_desk.services.search import search_records
from tests.fakes.desk import START
from tests.services.casework import incident
from tests.services.trail import newest, one_of


@pytest.fixture
def desk(stored):
    with stored.unit_of_work() as work:
        work.add(Officer(0, "officer-uid", "Det Supt Ruth Hale", "RH", Role.SPOC, START))
        work.record(VaultOpened())
    add_person(AddPerson("Ann Moor", (), ("07700 900123",), (), "Teal"), stored)
    add_person(AddPerson("Bo Vale", (), ("07700 900124",), (), "Teal"), stored)
    return stored


def told(report):
    return [(reading.what, reading.line.reference) for reading in report.readings]


def test_each_reading_of_a_contact_is_told_with_when_who_and_where(desk):
    consult_person(1, desk)
    report = who_read("CN/2027/0001", desk)
    (reading,) = report.readings
    assert (reading.what, reading.line.officer, reading.line.workstation, reading.session) == (
        "Person read", "Det Supt Ruth Hale", "DESK-1", "s1",
    )  # fmt: skip
    assert reading.line.at == desk.clock.now()
    assert who_read("CN/2027/0002", desk).readings == ()


def test_asking_is_itself_on_the_trail_before_the_answer(desk):
    who_read("CN/2027/0001", desk)
    assert (newest(desk)["event"], newest(desk)["kind"], newest(desk)["record"]) == (
        "ReadsConsulted", "contacts", 1,
    )  # fmt: skip
    assert told(reads_of("det supt ruth hale", desk)) == [("Reads consulted", "")]


def test_a_contact_is_also_seen_through_their_incidents_and_casefiles(desk):
    incident(desk, title="Egg thrown", contact_id=1)
    open_casefile(OpenCasefile("Eggs", (1,)), desk)
    consult_incident(1, desk)
    consult_casefile(one_of(desk, Casefile).id, desk)
    assert {"Incident read", "Casefile read"} <= {what for what, _ in told(who_read("CN/2027/0001", desk))}
    assert told(who_read("CN/2027/0002", desk)) == []
    assert {"Incident read", "Casefile read"} <= {what for what, _ in told(who_read("IN/2027/0001", desk))}


def test_a_search_for_their_name_is_told_and_for_another_is_not(desk):
    search_records("  ann MOOR ", desk)
    search_records("somebody else", desk)
    assert told(who_read("CN/2027/0001", desk)) == [("Searched", "")]
    assert len(told(reads_of("Det Supt Ruth Hale", desk))) == 3


def test_the_table_cannot_start_a_formula(desk):
    with desk.unit_of_work() as work:
        work.add(Officer(0, "evil-uid", "=HYPERLINK(1)", "EV", Role.SPOC, START))
        work.record(VaultOpened())
    consult_person(one_of(desk, Person, id=1).id, desk)
    named = who_read("CN/2027/0001", desk)
    line = replace(named.readings[0].line, officer="=HYPERLINK(1)")
    written = reads_csv(replace(named, readings=(replace(named.readings[0], line=line),)), desk).decode()
    assert "'=HYPERLINK(1)" in written
    assert written.count("\r\n") == 2


def test_nobody_is_told_who_may_not_read_the_trail(desk):
    lesser = replace(desk, officer=replace(desk.officer, role=Role.CASE_OFFICER))
    for ask in (lambda: who_read("CN/2027/0001", lesser), lambda: reads_of("Ruth Hale", lesser)):
        with pytest.raises(DomainError) as refused:
            ask()
        assert refused.value.code == "permissions.refused"


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (lambda desk: who_read("CN/2031/0001", desk), "records.reference_unknown"),
        (lambda desk: who_read("eggs", desk), "records.reference_unknown"),
        (lambda desk: reads_of("Nobody", desk), "audit.officer_unknown"),
    ],
)
def test_what_names_nothing_is_refused(desk, ask, code):
    with pytest.raises(DomainError) as refused:
        ask(desk)
    assert refused.value.code == code
    assert "ReadsConsulted" not in json.dumps([dict(entry) for entry in desk.queries.audit_entries()])
