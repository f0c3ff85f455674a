"""The audit trail as an officer reads it."""

from datetime import UTC

import pytest

from spoc_desk.domain.changes import RecoveryProved, VaultOpened
from spoc_desk.domain.officers import Officer, Role
from spoc_desk.services.incidents import consult_incident
from spoc_desk.services.trail import read_trail
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
    line = read_trail("", 10, desk)[0]
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
    line = read_trail("consultation", 10, desk)[0]
    assert (line.words, line.reference) == ("Record consulted", "IN/2027/0001")


def test_one_kind_of_processing_can_be_read_alone(desk):
    incident(desk, title="Egg thrown")
    consult_incident(1, desk)
    assert {line.verb for line in read_trail("consultation", 10, desk)} == {"consultation"}
    assert len(read_trail("", 1, desk)) == 1


def test_an_unlocking_names_its_officer_too(desk):
    line = read_trail("login", 10, desk)[0]
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
