"""Whoever looks after the vault reads nobody's record, by whichever query."""

import inspect
from datetime import date
from typing import Any

import pytest

from spoc_desk.domain.changes import Permission
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.incidents import Incident
from spoc_desk.domain.officers import Officer, Role
from spoc_desk.services.ports import Queries
from spoc_desk.services.without_casework import OF_THE_VAULT, WithoutCasework, permitted
from spoc_desk.storage.mapping import MAPPED

TRAIL = {"audit_head", "audit_entries", "recent_changes", "recent_events", "find_entries", "count_entries"}
# A new kind of record goes here, or to OF_THE_VAULT if it says nothing of casework.
CASEWORK = {
    "Person", "PersonRole", "ContactPoint", "HomeAddress", "Advice", "Candidacy", "Briefing", "Measure",
    "Incident", "Report", "Casefile", "CasefileIncident", "CasePerson", "Exhibit", "Movement", "Statement",
    "SuspectedOffence", "OffenceDate", "ChargeAnswer", "ProofLink", "Referral", "Answer", "AnswerLink",
    "Redaction", "RedactionCheck", "IssuedPack", "PackItem", "PackFinding", "PackFile", "KeptPart",
    "PackRelease", "PackCopy", "PackCopyResult", "FiledReturn", "CasefileRetention", "RetentionReview",
    "LegalHold", "Disposal",
}  # fmt: skip


@pytest.fixture
def queries(stored):
    return permitted(stored.queries, Role.ADMINISTRATOR)


def refused(run):
    with pytest.raises(DomainError) as error:
        run()
    assert error.value.code == "permissions.refused"


def test_every_kind_of_record_is_either_of_the_vault_or_of_casework():
    assert {kind.__name__ for kind in MAPPED} - {kind.__name__ for kind in OF_THE_VAULT} == CASEWORK


def test_who_may_read_has_the_queries_themselves(stored):
    for role in (Role.SPOC, Role.DEPUTY, Role.CASE_OFFICER):
        assert permitted(stored.queries, role) is stored.queries


def test_every_other_query_is_refused(queries):
    named = [name for name, _ in inspect.getmembers(Queries, inspect.isfunction) if not name.startswith("_")]
    closed = set(named) - TRAIL - {"snapshot"}
    assert closed >= {"ids", "rows", "search", "chips", "return_figures", "known_words"}
    for name in closed:
        wanted = inspect.signature(getattr(WithoutCasework, name)).parameters.values()
        arguments: list[Any] = [date(2026, 11, 16) for each in wanted if each.default is each.empty][1:]
        refused(lambda name=name, arguments=arguments: getattr(queries, name)(*arguments))


def test_records_of_casework_are_refused_and_those_of_the_vault_are_not(queries):
    with queries.snapshot() as reader:
        assert reader.find(Officer) == ()
        assert reader.setting("force_name") == ""
        refused(lambda: reader.find(Incident))
        refused(lambda: reader.get(Incident, 1))


def test_checking_the_vault_reads_what_it_must(queries):
    with queries.snapshot(Permission.VERIFY) as reader:
        assert reader.find(Incident) == ()


def test_nobody_reads_for_a_reason_their_role_does_not_allow(queries):
    def destroying():
        with queries.snapshot(Permission.ERASE):
            pass

    refused(destroying)
