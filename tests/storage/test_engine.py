"""The encrypted database itself: settings, keys, locks, damage, and no plaintext anywhere on the disk."""

import random
import stat
import sys
import threading

import pytest
from sqlcipher3 import dbapi2

from spoc_desk.domain.changes import IncidentReported
from spoc_desk.domain.errors import DomainError
from spoc_desk.storage.engine import (
    DatabaseKey,
    checkpoint,
    connector,
    copy_database,
    integrity_faults,
    open_engine,
    raw_reading,
    refusing,
    translated,
)
from spoc_desk.storage.store import Store
from tests.storage.vaults import ACTOR, KEY, SteadyClock, incident, raw, store_records

CANARY = "Zyx-canary-Blorenge"
WRONG = bytes(32)


def refusal(action):
    with pytest.raises(DomainError) as caught:
        action()
    return caught.value.code


def filled(path, count=300):
    """A closed database with some pages in it."""
    store = Store(path, KEY, SteadyClock())
    store_records(
        store.work(ACTOR),
        *(incident(number, description="Shouted at a canvasser. " * 9) for number in range(count)),
    )
    checkpoint(store._writer)
    store.close()
    return path.read_bytes()


@pytest.mark.parametrize("writes", [True, False])
@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("temp_store", 2),
        ("secure_delete", 1),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("recursive_triggers", 1),
    ],
)
def test_every_connection_has_the_settings_that_safety_rests_on(path, writes, pragma, value):
    connection = connector(path, DatabaseKey(KEY), writes=writes)()
    assert connection.execute(f"PRAGMA {pragma}").fetchone()[0] == value
    connection.close()


def test_a_reader_refuses_to_write(path):
    reader = connector(path, DatabaseKey(KEY), writes=False)()
    with pytest.raises(dbapi2.OperationalError, match="readonly"):
        reader.execute("INSERT INTO setting VALUES ('a', 'b')")
    reader.close()


def test_a_library_that_would_write_plaintext_is_not_used(path, monkeypatch):
    monkeypatch.setattr("spoc_desk.storage.engine.PRAGMAS", ("journal_mode=WAL", "temp_store=FILE"))
    with pytest.raises(RuntimeError, match="temp_store"):
        connector(path, DatabaseKey(KEY), writes=True)()


def test_a_wrong_key_is_told_as_such(path):
    assert refusal(connector(path, DatabaseKey(WRONG), writes=True)) == "vault.wrong_key"


def test_the_key_stands_in_no_text_that_a_log_could_hold(path, capfd):
    engine = open_engine(path, DatabaseKey(KEY), writes=True)
    with pytest.raises(DomainError) as caught:
        connector(path, DatabaseKey(WRONG[:-1] + b"\x77"), writes=True)()
    cause = caught.value.__cause__
    with engine.connect() as connection:
        told = [str(engine.url), repr(engine), repr(connection), str(caught.value), repr(cause), str(cause)]
        told += [str(row) for row in connection.exec_driver_sql("SELECT sql FROM sqlite_master")]
    engine.dispose()
    told += list(capfd.readouterr())
    for text in told:
        assert KEY.hex() not in text.lower()
        assert WRONG.hex()[:40] not in text.lower()


def test_what_was_typed_stands_in_no_exception(work):
    store_records(work, incident(title=CANARY))
    with pytest.raises(Exception, match="UNIQUE") as caught:
        store_records(work, incident(title=CANARY))
    assert CANARY not in f"{caught.value!s} {caught.value!r}"


def test_a_forgotten_key_opens_nothing_again(path):
    key = DatabaseKey(KEY)
    connect = connector(path, key, writes=False)
    connect().close()
    key.forget()
    assert refusal(connect) == "vault.locked"


def test_an_emptied_database_is_not_taken_for_a_new_one(path):
    path.write_bytes(b"")
    assert refusal(lambda: Store(path, KEY, SteadyClock())) == "vault.database_damaged"


def test_an_unencrypted_database_is_not_opened(tmp_path):
    path = tmp_path / "plain.db"
    plain = dbapi2.connect(str(path))
    plain.execute("CREATE TABLE person (name)")
    plain.commit()
    plain.close()
    assert refusal(connector(path, DatabaseKey(KEY), writes=True)) == "vault.wrong_key"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
def test_a_new_database_is_private_to_its_account(tmp_path):
    path = tmp_path / "new.db"
    Store(path, KEY, SteadyClock()).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_folder_that_is_gone_is_a_refusal(tmp_path):
    gone = connector(tmp_path / "gone" / "vault.db", DatabaseKey(KEY), writes=True)
    assert refusal(gone) == "vault.unreadable"


def test_a_database_cannot_be_made_where_there_is_no_folder(tmp_path):
    assert refusal(lambda: Store(tmp_path / "gone" / "vault.db", KEY, SteadyClock())) == "vault.unreadable"


def test_a_full_disk_rolls_back_and_says_so(store, work, path):
    with raw(path) as other:
        pages = other.execute("PRAGMA page_count").fetchone()[0]
    with store._writer.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 3}")
    many = [incident(number, description="x" * 3000) for number in range(40)]
    assert refusal(lambda: store_records(work, *many)) == "vault.disk_full"
    assert store.queries.counts()["incidents"] == 0
    assert store.check_audit(lambda done, total: None) == 1


def test_a_writer_that_is_kept_waiting_says_busy(path, monkeypatch):
    monkeypatch.setattr("spoc_desk.storage.engine.BUSY_SECONDS", 0.05)
    late = Store(path, KEY, SteadyClock())
    with raw(path) as first:
        first.execute("BEGIN IMMEDIATE")
        assert refusal(lambda: store_records(late.work(ACTOR), incident())) == "vault.busy"
    store_records(late.work(ACTOR), incident())
    assert late.queries.counts()["incidents"] == 1
    late.close()


def test_readers_do_not_wait_for_a_writer_and_see_what_was_committed(store, work):
    store_records(work, incident(1))
    with work() as unit:
        unit.add(incident(2))
        seen = []
        reader = threading.Thread(target=lambda: seen.append(list(store.queries.ids("incidents"))))
        reader.start()
        reader.join(timeout=5)
        assert seen == [[1]]
        unit.record(IncidentReported(incident=2))
    assert list(store.queries.ids("incidents")) == [2, 1]


def test_nothing_on_the_disk_is_plaintext(store, work, path, tmp_path, monkeypatch):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("SQLITE_TMPDIR", str(temporary))
    many = [incident(number, title=f"{CANARY} {number}", description=CANARY * 40) for number in range(400)]
    store_records(work, *many)
    store.save_draft("incident/new", CANARY)
    with raw_reading(store._reader) as cursor:
        # Too much to sort in the page cache: SQLite would use a temporary file if it might.
        cursor.execute("PRAGMA cache_size=20")
        rows = cursor.execute(
            "SELECT description FROM incident, (SELECT 1 UNION SELECT 2) ORDER BY 1"
        ).fetchall()
        assert len(rows) == 800
        seen = _contents(tmp_path)
    assert {"vault.db", "vault.db-wal", "vault.db-shm"} <= {name for name, _ in seen}
    assert [name for name, content in seen if CANARY.encode() in content] == []
    assert not any(temporary.iterdir())
    store.close()
    assert [name for name, content in _contents(tmp_path) if CANARY.encode() in content] == []


def _contents(folder):
    return [(path.name, path.read_bytes()) for path in folder.rglob("*") if path.is_file()]


def test_removed_text_does_not_stay_in_the_file(path):
    """Seen from within, by decrypting every page: secure_delete overwrites what a row held."""
    with raw(path) as connection:
        connection.execute("INSERT INTO setting VALUES ('note', ?)", (CANARY * 20,))
        connection.execute("DELETE FROM setting WHERE name = 'note'")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        plain = path.with_name("plain.db")
        connection.execute("ATTACH DATABASE ? AS plain KEY ''", (str(plain),))
        connection.execute("SELECT sqlcipher_export('plain')")
        connection.execute("DETACH DATABASE plain")
    assert CANARY.encode() not in plain.read_bytes()


def test_bit_flips_anywhere_in_the_file_are_found(path):
    sound = filled(path)
    chance = random.Random(11)
    pages = len(sound) // 4096
    assert pages > 40
    for _ in range(40):
        place = chance.randrange(pages) * 4096 + chance.randrange(4096)
        _damage(path, sound, place)
        assert _found_damaged(path), f"byte {place} of {len(sound)}"
    path.write_bytes(sound)
    assert not _found_damaged(path)


def _damage(path, sound, place):
    changed = bytearray(sound)
    changed[place] ^= 1 << place % 8
    for beside in path.parent.glob(path.name + "-*"):
        beside.unlink()
    path.write_bytes(changed)


def _found_damaged(path):
    try:
        engine = open_engine(path, DatabaseKey(KEY), writes=False)
        faults = integrity_faults(engine)
        engine.dispose()
    except DomainError as refused:
        return refused.code in {"vault.wrong_key", "vault.database_damaged"}
    return bool(faults)


@pytest.mark.parametrize("cut", [1, 100, 4096, 20_000])
def test_a_file_cut_short_is_found(path, cut):
    path.write_bytes(filled(path)[:-cut])
    assert _found_damaged(path)


def test_pages_that_changed_places_are_found(path):
    sound = filled(path)
    path.write_bytes(sound[:8192] + sound[12288:16384] + sound[8192:12288] + sound[16384:])
    assert _found_damaged(path)


def test_the_page_check_needs_the_log_moved_into_the_file_first(path, tmp_path):
    """After a crash the pages in the file may be older than those in the log: no damage, once moved."""
    engine = open_engine(path, DatabaseKey(KEY), writes=True)
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO setting VALUES ('a', 'b')")
    crashed = tmp_path / "crashed.db"
    for ending in ("", "-wal"):
        crashed.with_name(crashed.name + ending).write_bytes(path.with_name(path.name + ending).read_bytes())
    engine.dispose()
    again = open_engine(crashed, DatabaseKey(KEY), writes=True)
    checkpoint(again)
    assert integrity_faults(again) == ()
    assert crashed.with_name("crashed.db-wal").stat().st_size == 0
    again.dispose()


def test_a_checkpoint_that_a_reader_holds_up_says_busy(path, monkeypatch):
    monkeypatch.setattr("spoc_desk.storage.engine.BUSY_SECONDS", 0.05)
    engine = open_engine(path, DatabaseKey(KEY), writes=True)
    with raw(path) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM setting").fetchall()
        with engine.begin() as connection:
            connection.exec_driver_sql("INSERT INTO setting VALUES ('a', 'b')")
        assert refusal(lambda: checkpoint(engine)) == "vault.busy"
    engine.dispose()


def test_an_overtaken_question_stops_and_the_next_one_is_answered(path):
    engine = open_engine(path, DatabaseKey(KEY), writes=False)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0"
    asked = []

    def ask():
        with raw_reading(engine, lambda: asked.append(1) or len(asked) > 3) as cursor:
            cursor.execute(endless).fetchall()

    assert refusal(ask) == "work.cancelled"
    with raw_reading(engine) as cursor:
        assert cursor.execute("SELECT 1").fetchone() == (1,)
    engine.dispose()


def test_what_a_crash_left_of_a_copy_is_no_obstacle_and_does_not_stay(store, tmp_path):
    target = tmp_path / "copy.db"
    for name in ("copy.db.part", "copy.db.part-wal"):
        (tmp_path / name).write_bytes(b"half a copy")
    copy_database(store._writer, target, DatabaseKey(KEY))
    with raw(target) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert [path.name for path in tmp_path.glob("copy*")] == ["copy.db"]


def test_a_copy_opens_with_the_same_key_and_no_other(store, work, tmp_path):
    store_records(work, incident(title=CANARY))
    target = tmp_path / "copy.db"
    copy_database(store._writer, target, DatabaseKey(KEY))
    with raw(target) as copy:
        assert copy.execute("SELECT title FROM incident").fetchall() == [(CANARY,)]
    assert CANARY.encode() not in target.read_bytes()
    assert refusal(connector(target, DatabaseKey(WRONG), writes=True)) == "vault.wrong_key"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (13, "vault.disk_full"), (8, "vault.read_only"), (1032, "vault.read_only"), (10, "vault.disk_fault"),
        (266, "vault.disk_fault"), (11, "vault.database_damaged"), (14, "vault.unreadable"),
        (5, "vault.busy"), (517, "vault.busy"), (26, "vault.wrong_key"), (9, "work.cancelled"),
    ],
)  # fmt: skip
def test_each_fault_that_a_user_can_act_on_has_its_refusal(number, code):
    fault = dbapi2.OperationalError("as SQLite says it")
    fault.sqlite_errorcode = number
    assert translated(fault).code == code


def test_our_own_mistakes_stay_what_they_are():
    mistake = dbapi2.IntegrityError("FOREIGN KEY constraint failed")
    mistake.sqlite_errorcode = 19
    assert translated(mistake) is mistake
    with pytest.raises(KeyError), refusing():
        raise KeyError("not the database's")


def test_a_read_only_file_is_a_refusal(path):
    writer = dbapi2.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)
    writer.set_key(f"x'{KEY.hex()}'")
    with pytest.raises(DomainError) as caught, refusing():
        writer.execute("INSERT INTO setting VALUES ('a', 'b')")
    assert caught.value.code == "vault.read_only"
    writer.close()
