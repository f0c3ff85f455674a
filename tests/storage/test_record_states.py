"""Records against the trail: whatever was done to one by another tool than this program shows."""

import json
from dataclasses import replace

import pytest

from spoc_desk.domain.audit import canonical
from spoc_desk.domain.changes import ExhibitAbandoned, IncidentChanged, PersonAdded
from spoc_desk.domain.contacts import ContactRole, PersonRole
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.filed_returns import FiledReturn
from spoc_desk.storage import record_states, tables
from spoc_desk.storage.engine import checkpoint
from spoc_desk.storage.mapping import TABLES
from spoc_desk.storage.record_states import READS, STATE_KEY, check_states, state_of
from spoc_desk.storage.store import Store
from spoc_desk.storage.unit_of_work import SqlReader
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


def test_a_state_that_was_forged_to_fit_breaks_the_chain(store, kept, path):
    with store.queries.snapshot() as reader:
        key = bytes.fromhex(reader.setting(STATE_KEY))
    tamper(path, "UPDATE incident SET title = 'Nothing happened' WHERE id = 2")
    with raw(path) as connection:
        row = connection.execute(f"{READS['incident']} WHERE id = 2").fetchone()
        (payload,) = connection.execute("SELECT payload FROM audit_entry WHERE seq = 2").fetchone()
        told = json.loads(payload)
        told["records"]["incident/2"] = state_of(key, "incident", row)
        connection.execute("UPDATE audit_entry SET payload = ? WHERE seq = 2", (canonical(told),))
    assert store.check_records(unheard) == ()
    with pytest.raises(DomainError) as caught:
        store.check_audit(lambda done, total: None)
    assert (caught.value.code, caught.value.values) == ("audit.broken", {"entry": 2})


def test_no_digest_leaves_the_vault_that_could_be_guessed(store, work):
    (first,) = store_records(work, person())
    told = json.loads(list(store.queries.audit_entries())[-1]["payload"])["records"]
    with store._reader.connect() as connection:
        row = connection.exec_driver_sql(f"{READS['person']} WHERE id = {first.id}").one()
        key = bytes.fromhex(SqlReader(connection).setting(STATE_KEY))
    assert told[f"person/{first.id}"] == state_of(key, "person", row)
    assert told[f"person/{first.id}"] != state_of(bytes(32), "person", row)


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
    mapped = record_states.BY_TABLE["casefile_incident"]
    later = replace(mapped, names=(*mapped.names, "remark"))
    monkeypatch.setitem(record_states.BY_TABLE, "casefile_incident", later)
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
