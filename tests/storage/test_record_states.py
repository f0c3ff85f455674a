"""Records against the trail: whatever was done to one by another tool than this program shows."""

from dataclasses import replace

import pytest

from spoc_desk.domain.changes import ExhibitAbandoned, IncidentChanged, PersonAdded
from spoc_desk.domain.contacts import ContactRole, PersonRole
from spoc_desk.domain.filed_returns import FiledReturn
from spoc_desk.storage import record_states, tables
from spoc_desk.storage.engine import checkpoint
from spoc_desk.storage.mapping import TABLES
from spoc_desk.storage.record_states import READS, STATE_KEY, check_states, state_of
from spoc_desk.storage.store import Store
from tests.storage.vaults import ACTOR, KEY, casefile, incident, person, raw, sample, store_records


def unheard(done):
    """Progress that nobody follows."""


@pytest.fixture
def kept(store, work):
    """Two incidents, a contact and a casefile, recorded, and one incident changed since."""
    first, *_ = store_records(work, incident(1), incident(2), person(), casefile())
    with work() as unit:
        unit.change(replace(first, location="Mill Lane"))
        unit.record(IncidentChanged(incident=first.id))
    return first


def tamper(path, *statements):
    with raw(path) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)


def test_what_the_program_wrote_is_as_the_trail_left_it(store, kept):
    assert store.check_records(unheard) == ()


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE incident SET title = 'Nothing happened' WHERE id = 2",
         "incident IN/2027/0002 is not as the audit trail last left it"),
        ("UPDATE incident SET location = '' WHERE id = 1",
         "incident IN/2027/0001 is not as the audit trail last left it"),
        ("UPDATE incident SET recorded_at = '2027-01-01T00:00:00.000000Z' WHERE id = 2",
         "incident IN/2027/0002 is not as the audit trail last left it"),
        ("UPDATE person SET prior_threat = 1",
         "person CN/2027/0001 is not as the audit trail last left it"),
        ("UPDATE incident SET title = CAST(x'ff' AS TEXT) WHERE id = 2",
         "incident IN/2027/0002 is not as the audit trail last left it"),
        ("UPDATE incident SET title = x'00' WHERE id = 2",
         "incident IN/2027/0002 is not as the audit trail last left it"),
        ("DELETE FROM incident WHERE id = 2", "incident number 2 was taken out past the audit trail"),
        ("INSERT INTO home_address (id, person_id, address) VALUES (1, 1, '1 Mill Lane')",
         "home address number 1 was put in past the audit trail"),
    ],
)  # fmt: skip
def test_what_another_tool_did_to_a_record_is_named(store, kept, path, statement, fault):
    tamper(path, statement)
    assert fault in store.check_records(unheard)


def test_a_state_that_was_forged_to_fit_is_contradicted_by_its_entry(store, kept, path):
    with store.queries.snapshot() as reader:
        key = bytes.fromhex(reader.setting(STATE_KEY))
    tamper(path, "UPDATE incident SET title = 'Nothing happened' WHERE id = 2")
    with raw(path) as connection:
        row = connection.execute(f"{READS['incident']} WHERE id = 2").fetchone()
        (states,) = connection.execute("SELECT states FROM audit_entry WHERE seq = 2").fetchone()
        forged = [
            f"incident 2 {state_of(key, 'incident', row)}" if line.startswith("incident 2 ") else line
            for line in states.splitlines()
        ]
        connection.execute("UPDATE audit_entry SET states = ? WHERE seq = 2", ("\n".join(forged),))
    (fault,) = store.check_records(unheard)
    assert fault.startswith("what audit entry ")
    assert fault.endswith(" says of its records was altered")


def test_states_that_were_all_removed_are_missed_by_their_entry(store, kept, path):
    tamper(path, "UPDATE audit_entry SET states = ''")
    faults = store.check_records(unheard)
    assert sum(fault.startswith("what audit entry ") for fault in faults) == 2
    assert sum("was put in past" in fault for fault in faults) == 4


@pytest.mark.parametrize("states", ["nonsense", "incident", "incident 1", " \n \n", "incident x y z"])
def test_states_that_say_nothing_are_a_fault_and_stop_no_check(store, kept, path, states):
    with raw(path) as connection:
        connection.execute("DROP TRIGGER audit_entry_no_update")
        connection.execute("UPDATE audit_entry SET states = ? WHERE seq = 3", (states,))
    assert "what audit entry 3 says of its records was altered" in store.check_records(unheard)


def test_an_old_page_put_back_shows(path, clock):
    """The one thing that neither encryption nor the chain can tell."""
    store = Store(path, KEY, clock)
    work = store.work(ACTOR)
    (kept,) = store_records(work, incident(1, title="Threat by telephone"))
    checkpoint(store._writer)
    before = path.read_bytes()
    with work() as unit:
        unit.change(replace(kept, title="Nothing happened"))
        unit.record(IncidentChanged(incident=kept.id))
    store.close()
    after = path.read_bytes()
    pages = range(0, len(after), 4096)
    altered = [place for place in pages if before[place : place + 4096] != after[place : place + 4096]]
    shown = 0
    for back in altered:
        path.write_bytes(b"".join((before if at == back else after)[at : at + 4096] for at in pages))
        store = Store(path, KEY, clock)
        if store.check_database() == () and store.check_audit(lambda done, total: None) == 3:
            shown += store.check_records(unheard) != ()
        store.close()
    assert shown >= 1


def test_a_record_that_was_removed_by_the_program_is_not_missed(store, work, kept):
    (role,) = store_records(work, PersonRole(0, 1, ContactRole.CANDIDATE))
    with work() as unit:
        unit.remove(role)
        unit.record(ExhibitAbandoned(exhibit=1))
    assert store.check_records(unheard) == ()


def test_what_is_written_after_the_change_was_recorded_is_covered_too(store, work):
    with work() as unit:
        first = unit.add(person(1))
        unit.record(PersonAdded(person=first.id))
        unit.add(person(2))
        unit.change(replace(first, notes="later"))
    assert store.check_records(unheard) == ()


def test_a_record_of_every_kind_is_covered(store, work):
    kinds = sorted(TABLES, key=lambda kind: tables.metadata.sorted_tables.index(TABLES[kind]))
    store_records(
        work, *(sample(kind, supersedes_id=None) if kind is FiledReturn else sample(kind) for kind in kinds)
    )
    assert store.check_records(unheard) == ()


@pytest.mark.parametrize("empty", [None, "", 0, "[]"])
def test_a_column_added_later_changes_no_digest(monkeypatch, empty):
    row = (1, 3, 5)
    before = state_of(KEY, "casefile_incident", row)
    names = record_states.NAMES["casefile_incident"]
    monkeypatch.setitem(record_states.NAMES, "casefile_incident", (*names, "remark"))
    assert state_of(KEY, "casefile_incident", (*row, empty)) == before
    assert state_of(KEY, "casefile_incident", (*row, "seen")) != before


def test_the_same_record_has_another_digest_in_another_table_or_under_another_key():
    row = (1, 1, 2)
    assert state_of(KEY, "casefile_incident", row) != state_of(bytes(32), "casefile_incident", row)


def test_progress_is_heard(store, work):
    store_records(work, *(incident(number) for number in range(4100)))
    heard = []
    with store._reader.connect() as connection:
        assert check_states(connection, heard.append) == ()
    assert heard == [2000, 4000]
