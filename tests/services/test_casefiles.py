"""Casefiles: opened over incidents, peopled, moved on, closed with an outcome and shut against more."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from spoc_desk.domain.casefiles import Casefile, CasefileStatus, CasePerson, CaseRole, Statement
from spoc_desk.domain.changes import (
    CasefileChanged,
    CasefileOpened,
    CasePersonAdded,
    IncidentChanged,
    IncidentLinked,
    StatementAdded,
)
from spoc_desk.domain.incidents import Incident, IncidentStatus
from spoc_desk.services.casefiles import (
    AddCasePerson,
    AddStatement,
    OpenCasefile,
    add_case_person,
    add_statement,
    change_case_person,
    change_casefile,
    consult_casefile,
    link_incident,
    open_casefile,
    set_status,
)
from spoc_desk.services.exhibits import AddExhibit, add_exhibit
from spoc_desk.services.offences import SuspectOffence, suspect_offence
from tests.services import casework
from tests.services.trail import all_of, expect_refusal, newest, one_of


@pytest.fixture
def casefile(desk):
    return casework.casefile(desk)


@pytest.fixture
def closed(desk, casefile):
    set_status(casefile.id, CasefileStatus.CLOSED, "18", desk)
    return one_of(desk, Casefile)


def test_a_casefile_opens_over_incidents_and_puts_them_under_investigation(desk):
    first, second = casework.incident(desk), casework.incident(desk)
    changes = open_casefile(OpenCasefile(" Calls ", (first.id, second.id, first.id)), desk)
    casefile = one_of(desk, Casefile)
    assert (casefile.reference, casefile.title) == ("CF/2027/0001", "Calls")
    assert casefile.officer_in_case == "Det Supt Ruth Hale"
    assert changes == (
        CasefileOpened(casefile=casefile.id),
        IncidentLinked(casefile=casefile.id, incident=first.id),
        IncidentChanged(casefile=casefile.id, incident=first.id, fields=("status",), follows=True),
        IncidentLinked(casefile=casefile.id, incident=second.id),
        IncidentChanged(casefile=casefile.id, incident=second.id, fields=("status",), follows=True),
    )
    assert {entry.status for entry in all_of(desk, Incident)} == {IncidentStatus.INVESTIGATING}


def test_a_casefile_needs_a_title_and_incidents_that_exist(desk):
    incident = casework.incident(desk)
    for command, code in (
        (OpenCasefile(" ", (incident.id,)), "casefiles.title_missing"),
        (OpenCasefile("Calls", ()), "casefiles.incident_missing"),
        (OpenCasefile("Calls", (incident.id, 99)), "records.not_found"),
    ):
        with expect_refusal(desk, code):
            open_casefile(command, desk)


def test_an_incident_stands_once_in_a_casefile(desk, casefile):
    incident = one_of(desk, Incident)
    with expect_refusal(desk, "casefiles.incident_linked", reference=incident.reference):
        link_incident(casefile.id, incident.id, desk)


def test_an_incident_may_join_later(desk, casefile):
    later = casework.incident(desk)
    link_incident(casefile.id, later.id, desk)
    assert [entry.id for entry in consult_casefile(casefile.id, desk).incidents] == [1, later.id]


def test_its_incidents_follow_a_casefiles_status_and_outcome(desk, casefile):
    set_status(casefile.id, CasefileStatus.AWAITING_CPS, "", desk)
    assert one_of(desk, Incident).status is IncidentStatus.AWAITING_CPS
    changes = set_status(casefile.id, CasefileStatus.CHARGED, "1", desk)
    incident = one_of(desk, Incident)
    assert (incident.status, incident.outcome) == (IncidentStatus.CHARGED, "1")
    assert incident.outcome_at == one_of(desk, Casefile).outcome_at == desk.clock.now()
    assert [type(change) for change in changes] == [CasefileChanged, IncidentChanged]


def test_an_incident_in_two_casefiles_follows_both_and_not_whichever_moved_last(desk, casefile):
    first = one_of(desk, Incident)
    other = casework.casefile(desk, first, title="The same, by another suspect")
    set_status(other.id, CasefileStatus.AWAITING_CPS, "", desk)
    changes = set_status(casefile.id, CasefileStatus.CLOSED, "18", desk)
    kept = one_of(desk, Incident)
    assert (kept.status, kept.outcome, kept.outcome_at) == (IncidentStatus.AWAITING_CPS, "", None)
    assert [type(change) for change in changes] == [CasefileChanged]
    set_status(other.id, CasefileStatus.CLOSED, "1", desk)
    assert (one_of(desk, Incident).status, one_of(desk, Incident).outcome) == (IncidentStatus.CLOSED, "1")


def test_a_closed_incident_put_into_an_open_casefile_is_open_again(desk, closed):
    casework.casefile(desk, one_of(desk, Incident), title="New evidence")
    again = one_of(desk, Incident)
    assert (again.status, again.outcome, again.outcome_at) == (IncidentStatus.INVESTIGATING, "", None)


def test_a_casefile_closes_only_with_an_outcome_the_law_knows(desk, casefile):
    with expect_refusal(desk, "casefiles.outcome_missing", reference="CF/2027/0001"):
        set_status(casefile.id, CasefileStatus.CLOSED, "", desk)
    with expect_refusal(desk, "lawpack.unknown_outcome"):
        set_status(casefile.id, CasefileStatus.CLOSED, "99", desk)


def test_a_change_names_what_it_altered_and_nothing_else(desk, casefile):
    changed = replace(casefile, urn="12NM0099927", title=casefile.title)
    assert change_casefile(changed, desk) == (CasefileChanged(casefile=casefile.id, fields=("urn",)),)
    head = desk.queries.audit_head()
    assert change_casefile(changed, desk) == ()
    assert desk.queries.audit_head() == head


def test_reference_and_last_day_to_charge_are_not_for_typing(desk, casefile):
    suspect_offence(SuspectOffence(casefile.id, "pha-1997-s2", (date(2027, 4, 19),)), desk)
    before = one_of(desk, Casefile)
    change_casefile(replace(casefile, reference="CF/1999/0001", uid="x", urn="12NM0099927"), desk)
    kept = one_of(desk, Casefile)
    assert kept.limit_on == before.limit_on is not None
    assert (kept.reference, kept.uid, kept.urn) == (before.reference, before.uid, "12NM0099927")


def test_a_casefile_keeps_a_title(desk, casefile):
    with expect_refusal(desk, "casefiles.title_missing"):
        change_casefile(replace(casefile, title=" "), desk)
    with expect_refusal(desk, "records.not_found"):
        change_casefile(replace(casefile, id=99), desk)


def test_a_closed_casefile_takes_nothing_more(desk, closed, tmp_path):
    incident = casework.incident(desk)
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"light")
    for verb in (
        lambda: link_incident(closed.id, incident.id, desk),
        lambda: add_case_person(AddCasePerson(closed.id, CaseRole.WITNESS, "Bo Hill"), desk),
        lambda: add_statement(AddStatement(closed.id, "Bo Hill"), desk),
        lambda: add_exhibit(AddExhibit(closed.id, path, "Photograph"), desk),
        lambda: suspect_offence(SuspectOffence(closed.id, "pha-1997-s2", (date(2027, 4, 19),)), desk),
        lambda: change_casefile(replace(closed, summary="More"), desk),
    ):
        with expect_refusal(desk, "casefiles.closed", reference="CF/2027/0001"):
            verb()


def test_a_closed_casefile_may_be_reopened(desk, closed):
    set_status(closed.id, CasefileStatus.OPEN, "", desk)
    add_statement(AddStatement(closed.id, "Bo Hill"), desk)
    assert one_of(desk, Casefile).status is CasefileStatus.OPEN
    change_casefile(replace(one_of(desk, Casefile), outcome=""), desk)
    assert one_of(desk, Casefile).outcome_at is None


def test_the_same_person_is_a_victim_here_and_a_suspect_there(desk, casefile):
    ann = casework.person(desk)
    other = casework.casefile(desk)
    (change,) = add_case_person(AddCasePerson(casefile.id, CaseRole.VICTIM, person_id=ann.id), desk)
    add_case_person(AddCasePerson(other.id, CaseRole.SUSPECT, person_id=ann.id), desk)
    victim, suspect = all_of(desk, CasePerson)
    assert change == CasePersonAdded(casefile=casefile.id, case_person=victim.id)
    assert (victim.name, victim.role, suspect.role) == ("Ann Marsh", CaseRole.VICTIM, CaseRole.SUSPECT)
    assert consult_casefile(other.id, desk).people == (suspect,)


def test_a_person_in_a_case_needs_a_name_or_a_contact(desk, casefile):
    with expect_refusal(desk, "contacts.name_missing"):
        add_case_person(AddCasePerson(casefile.id, CaseRole.WITNESS), desk)
    with expect_refusal(desk, "records.not_found", kind="person"):
        add_case_person(AddCasePerson(casefile.id, CaseRole.WITNESS, person_id=99), desk)


def test_what_is_new_about_a_person_in_a_case_is_stored_in_that_case(desk, casefile):
    other = casework.casefile(desk)
    add_case_person(AddCasePerson(casefile.id, CaseRole.SUSPECT, "Unknown caller"), desk)
    suspect = one_of(desk, CasePerson)
    arrested = desk.clock.now() - timedelta(hours=1)
    known = replace(suspect, name="Cy Penn", casefile_id=other.id, arrested_at=arrested)
    assert change_case_person(known, desk) == (CasefileChanged(casefile=casefile.id, fields=("people",)),)
    kept = one_of(desk, CasePerson)
    assert (kept.name, kept.casefile_id, kept.arrested_at) == ("Cy Penn", casefile.id, arrested)
    assert change_case_person(kept, desk) == ()
    with expect_refusal(desk, "contacts.name_missing"):
        change_case_person(replace(kept, name=""), desk)
    with expect_refusal(desk, "records.not_found", kind="case person"):
        change_case_person(replace(kept, id=99), desk)


def test_statements_are_numbered_within_their_casefile(desk, casefile):
    other = casework.casefile(desk)
    for case in (casefile, casefile, other):
        add_statement(AddStatement(case.id, "Bo Hill", signed_on=date(2027, 4, 20)), desk)
    assert [entry.reference for entry in all_of(desk, Statement)] == ["ST/1", "ST/2", "ST/1"]
    assert newest(desk)["event"] == StatementAdded.__name__


def test_a_statement_needs_a_witness_and_an_exhibit_of_its_own_case(desk, casefile, tmp_path):
    other = casework.casefile(desk)
    path = tmp_path / "statement.pdf"
    path.write_bytes(b"signed")
    (added,) = add_exhibit(AddExhibit(other.id, path, "Signed statement", reference="BH/1"), desk)
    with expect_refusal(desk, "contacts.name_missing"):
        add_statement(AddStatement(casefile.id, " "), desk)
    with expect_refusal(desk, "offences.exhibit_of_other_case", reference="BH/1"):
        add_statement(AddStatement(casefile.id, "Bo Hill", exhibit_id=added.exhibit), desk)


def test_reading_a_casefile_is_on_its_own_trail(desk, casefile):
    view = consult_casefile(casefile.id, desk)
    assert view.casefile == one_of(desk, Casefile)
    told = newest(desk)
    assert (told["event"], told["kind"], told["casefile"]) == ("RecordConsulted", "casefile", casefile.id)
    with expect_refusal(desk, "records.not_found", kind="casefile"):
        consult_casefile(99, desk)
