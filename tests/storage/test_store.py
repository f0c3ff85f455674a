"""One open vault database: drafts, checks, and nothing left once it is closed."""

import gc

import pytest
from sqlcipher3 import dbapi2

from spoc_desk.domain.errors import DomainError
from spoc_desk.storage.engine import raw_reading
from spoc_desk.storage.store import Store
from tests.architecture.sources import ROOT
from tests.storage.vaults import ACTOR, KEY, SteadyClock, incident, raw, store_records


def refusal(action):
    with pytest.raises(DomainError) as caught:
        action()
    return caught.value.code


def test_a_draft_is_kept_replaced_and_dropped(store):
    store.save_draft("incident/new", "It began at")
    store.save_draft("incident/new", "It began at 21:40")
    store.save_draft("advice/7", "Told her")
    assert store.load_draft("incident/new") == "It began at 21:40"
    assert store.draft_keys() == ("advice/7", "incident/new")
    store.save_draft("incident/new", "")
    assert store.load_draft("incident/new") == ""
    assert store.draft_keys() == ("advice/7",)


def test_a_draft_survives_closing(path, clock):
    store = Store(path, KEY, clock)
    store.save_draft("incident/new", "It began at")
    store.close()
    again = Store(path, KEY, clock)
    assert again.load_draft("incident/new") == "It began at"
    again.close()


def test_once_closed_nothing_can_be_asked_or_written(path, clock):
    store = Store(path, KEY, clock)
    work, queries = store.work(ACTOR), store.queries
    queries.ids("incidents")
    store.close()
    for action in (
        lambda: queries.ids("incidents"),
        lambda: queries.search("threat"),
        queries.audit_head,
        lambda: store_records(work, incident()),
        lambda: store.save_draft("a", "b"),
        lambda: store.check_audit(lambda done, total: None),
        store.check_database,
    ):
        assert refusal(action) == "vault.locked"
    store.close()


def test_once_closed_the_key_is_in_nothing_that_the_store_holds(path, clock):
    store = Store(path, KEY, clock)
    store.queries.ids("incidents")
    store.close()
    gc.collect()
    held = [each for each in gc.get_objects() if isinstance(each, bytearray) and bytes(each) == KEY]
    assert held == []
    assert not store._key._key


def test_a_connection_in_use_while_the_vault_is_locked_is_closed_when_it_comes_back(path, clock):
    store = Store(path, KEY, clock)
    queries, held = store.queries, []
    with raw_reading(store._reader) as cursor:
        held.append(cursor.connection)
        store.close()
        assert cursor.execute("SELECT 1").fetchone() == (1,)
    with pytest.raises(dbapi2.ProgrammingError, match="closed"):
        held[0].execute("SELECT 1")
    other = Store(path, KEY, clock)
    with other.queries.snapshot() as reader:
        held.append(reader._connection.connection.driver_connection)
        other.close()
    with pytest.raises(dbapi2.ProgrammingError, match="closed"):
        held[1].execute("SELECT 1")
    assert refusal(queries.audit_head) == "vault.locked"
    assert [each.name for each in path.parent.iterdir()] == ["vault.db"]


def test_a_sound_database_has_no_faults_while_it_is_worked_in(store, work):
    store_records(work, *(incident(number) for number in range(50)))
    with store.queries.snapshot() as reader:
        assert reader.setting("force_name") == ""
    assert store.check_database() == ()


def test_a_damaged_page_is_a_fault_of_the_database(path, clock):
    store = Store(path, KEY, clock)
    store_records(store.work(ACTOR), *(incident(number, description="x" * 800) for number in range(200)))
    store.close()
    content = bytearray(path.read_bytes())
    content[-4096 * 3 + 100] ^= 1
    path.write_bytes(content)
    again = Store(path, KEY, clock)
    faults = again.check_database()
    assert any("HMAC verification failed" in fault for fault in faults)
    again.close()


def test_a_record_that_points_at_nothing_is_a_fault(store, path):
    with raw(path) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("INSERT INTO home_address (id, person_id) VALUES (1, 77)")
    assert store.check_database() == ("home_address row 1 points at a missing person",)


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("DROP TRIGGER advice_no_delete", "trigger advice_no_delete is missing"),
        ("DROP INDEX ix_incident_list", "index ix_incident_list is missing"),
        ("DROP TABLE draft", "table draft is missing"),
        ("DROP TABLE person_search", "table person_search is missing"),
        ("CREATE TABLE notes (words)", "table notes was put in by another program"),
        ("CREATE VIEW people AS SELECT name FROM person", "view people was put in by another program"),
        (
            "CREATE TRIGGER copy AFTER INSERT ON advice BEGIN DELETE FROM draft; END",
            "trigger copy was put in by another program",
        ),
    ],
)
def test_a_schema_that_another_program_touched_is_a_fault(store, path, statement, fault):
    with raw(path) as connection:
        connection.execute(statement)
    assert store.check_database() == (fault,)


def test_two_vaults_open_at_once_share_nothing(tmp_path, clock):
    stores = [Store(tmp_path / f"{name}.db", bytes([name]) * 32, clock) for name in (1, 2)]
    for store in stores:
        store.upgrade(ROOT / "db")
    store_records(stores[0].work(ACTOR), incident())
    assert [store.queries.counts()["incidents"] for store in stores] == [1, 0]
    stores[0].close()
    assert stores[1].queries.counts()["incidents"] == 0
    stores[1].close()


def test_a_key_of_another_vault_opens_nothing(path):
    other = Store(path, bytes(32), SteadyClock())
    assert refusal(lambda: other.queries.ids("incidents")) == "vault.wrong_key"
    assert refusal(lambda: other.upgrade(ROOT / "db")) == "vault.wrong_key"
    other.close()
