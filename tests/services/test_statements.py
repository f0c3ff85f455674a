"""A statement put right once it was taken: by whom it is, when it was signed, which paper it is on."""

from dataclasses import replace
from datetime import date

import pytest

from spoc_desk.domain.casefiles import CasefileStatus, Statement
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.incidents import Mode
from spoc_desk.services.casefiles import (
    AddStatement,
    OpenCasefile,
    add_statement,
    open_casefile,
    set_status,
)
from spoc_desk.services.exhibits import AddExhibit, add_exhibit
from spoc_desk.services.incidents import ReportIncident, report_incident
from spoc_desk.services.statements import change_statement


@pytest.fixture
def statement(desk):
    now = desk.clock.now()
    for number in (1, 2):
        report_incident(
            ReportIncident("Threats", f"54/{number}", now, now, "threat_other", Mode.ONLINE, "By message."),
            desk,
        )
        open_casefile(OpenCasefile("Threats to a candidate", (number,)), desk)
    add_statement(AddStatement(1, "Jo Fennimore"), desk)
    return stored(desk)


def stored(desk) -> Statement:
    with desk.queries.snapshot() as reader:
        return reader.get(Statement, 1)


def refusal(verb, *arguments) -> str:
    with pytest.raises(DomainError) as refused:
        verb(*arguments)
    return refused.value.code


def test_a_signature_is_noted_and_the_reference_stays(desk, statement):
    signed = replace(statement, signed_on=date(2027, 4, 18), address_absent=True, reference="ST/9")
    made = change_statement(signed, desk)
    assert made[0].fields == ("statements",)
    assert stored(desk) == replace(signed, reference="ST/1")


def test_saving_what_is_there_already_changes_nothing(desk, statement):
    assert change_statement(statement, desk) == ()


def test_the_paper_of_another_casefile_is_refused(desk, statement, tmp_path):
    paper = tmp_path / "mg11.txt"
    paper.write_text("Signed.")
    add_exhibit(AddExhibit(2, paper, "The signed paper"), desk)
    wrong = replace(statement, exhibit_id=1)
    assert refusal(change_statement, wrong, desk) == "offences.exhibit_of_other_case"
    assert stored(desk) == statement


def test_a_statement_needs_a_witness(desk, statement):
    assert refusal(change_statement, replace(statement, witness="  "), desk)
    assert stored(desk) == statement


def test_a_closed_casefile_keeps_its_statements_as_they_are(desk, statement):
    set_status(1, CasefileStatus.CLOSED, "18", desk)
    refused = refusal(change_statement, replace(statement, witness="Priya Osgood"), desk)
    assert refused.startswith("casefiles.")
