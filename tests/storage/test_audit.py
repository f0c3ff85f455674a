"""The audit trail attacked by somebody who holds the key: what is found, and what only an anchor finds."""

import json
import shutil
from dataclasses import replace

import pytest

from spoc_desk.domain.audit import START, Entry, check_chain, link
from spoc_desk.domain.changes import IncidentChanged, IncidentReported
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.incidents import Incident
from spoc_desk.storage.engine import checkpoint
from spoc_desk.storage.store import SIGNING_KEY, Store
from tests.architecture.sources import ROOT
from tests.storage.vaults import ACTOR, KEY, SteadyClock, incident, raw, store_records

PUT_IN = """INSERT INTO audit_entry
    SELECT 13, at, payload, salt, "commit", prev, hash, NULL FROM audit_entry WHERE seq = 12"""
COLUMNS = ("seq", "at", "payload", "salt", '"commit"', "prev", "hash")


def unheard(done, total):
    """Progress that nobody follows."""


def refusal(action):
    with pytest.raises(DomainError) as caught:
        action()
    return caught.value.code, caught.value.values


@pytest.fixture
def trail(store, work):
    """Twelve entries, and the anchor of the last."""
    for number in range(11):
        store_records(work, incident(number))
    return store.queries.audit_head()


@pytest.fixture
def attack(path):
    """Runs statements as somebody who took our triggers away first."""

    def run(*statements):
        with raw(path) as connection:
            triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
            connection.execute("PRAGMA foreign_keys=OFF")
            for (name,) in triggers:
                connection.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                connection.execute(statement)

    return run


def entries(store):
    return [Entry(**entry) for entry in store.queries.audit_entries()]


def rebuild(path, change):
    """Writes the whole trail anew, so that it is a chain again: what only somebody with the key can do."""
    with raw(path) as connection:
        connection.execute("DROP TRIGGER audit_entry_no_update")
        rows = connection.execute(f"SELECT {', '.join(COLUMNS)} FROM audit_entry ORDER BY seq").fetchall()
        prev = START
        for seq, at, payload, salt, *_ in rows:
            made = link(seq, at, change(seq, payload), bytes.fromhex(salt), prev)
            connection.execute(
                'UPDATE audit_entry SET payload = ?, "commit" = ?, prev = ?, hash = ? WHERE seq = ?',
                (made.payload, made.commit, made.prev, made.hash, seq),
            )
            prev = bytes.fromhex(made.hash)


def test_an_untouched_trail_stands(store, trail):
    heard = []
    assert store.check_audit(lambda done, total: heard.append((done, total))) == 12
    assert heard[-1] == (12, 12)
    assert trail.sequence == 12


@pytest.mark.parametrize(
    ("statement", "entry"),
    [
        ("UPDATE audit_entry SET payload = replace(payload, 'DESK-1', 'DESK-2') WHERE seq = 5", 5),
        ("UPDATE audit_entry SET at = '2027-01-01T00:00:00.000Z' WHERE seq = 5", 5),
        ("UPDATE audit_entry SET salt = '00' WHERE seq = 5", 5),
        ("UPDATE audit_entry SET salt = 'no hexadecimal' WHERE seq = 5", 5),
        ('UPDATE audit_entry SET "commit" = hash WHERE seq = 5', 5),
        ("UPDATE audit_entry SET prev = hash WHERE seq = 5", 5),
        ("UPDATE audit_entry SET hash = prev WHERE seq = 5", 5),
        ("UPDATE audit_entry SET payload = x'00' WHERE seq = 5", 5),
        ("UPDATE audit_entry SET payload = CAST(x'ff' AS TEXT) WHERE seq = 5", 5),
        ("DELETE FROM audit_entry WHERE seq = 5", 5),
        ("DELETE FROM audit_entry WHERE seq = 1", 1),
        ("UPDATE audit_entry SET seq = seq + 1 WHERE seq = 12", 12),
        (PUT_IN, 13),
    ],
)  # fmt: skip
def test_an_entry_that_was_edited_removed_or_put_in_is_named(store, trail, attack, statement, entry):
    attack(statement)
    assert refusal(lambda: store.check_audit(unheard)) == ("audit.broken", {"entry": entry})


def test_entries_that_changed_places_are_named(store, trail, attack):
    attack(
        *(f"UPDATE audit_entry SET seq = {new} WHERE seq = {old}" for old, new in ((5, 99), (6, 5), (99, 6)))
    )
    assert refusal(lambda: store.check_audit(unheard)) == ("audit.broken", {"entry": 5})


def test_a_tail_cut_off_is_found_by_the_last_checkpoint(store, trail, attack):
    store.sign_checkpoint("lock")
    attack("DELETE FROM audit_entry WHERE seq > 9")
    assert refusal(lambda: store.check_audit(unheard)) == ("audit.anchor_mismatch", {"entry": 12})


def test_a_tail_and_its_checkpoint_cut_off_are_found_by_the_printed_anchor(store, trail, attack):
    store.sign_checkpoint("lock")
    attack("DELETE FROM audit_entry WHERE seq > 9", "DELETE FROM audit_checkpoint")
    assert store.check_audit(unheard) == 9
    printed = {trail.sequence: trail.head}
    assert refusal(lambda: check_chain(entries(store), printed)) == ("audit.anchor_mismatch", {"entry": 12})


def test_a_trail_written_anew_is_found_by_a_checkpoint_and_by_the_printed_anchor(store, trail, path, attack):
    store.sign_checkpoint("lock")
    rebuild(path, lambda seq, payload: payload.replace("DESK-1", "DESK-9"))
    assert refusal(lambda: store.check_audit(unheard)) == ("audit.anchor_mismatch", {"entry": 12})
    attack("DELETE FROM audit_checkpoint")
    assert store.check_audit(unheard) == 12
    printed = {trail.sequence: trail.head}
    assert refusal(lambda: check_chain(entries(store), printed)) == ("audit.anchor_mismatch", {"entry": 12})


def test_yesterdays_vault_put_back_passes_every_check_but_the_printed_anchor(path, clock):
    store = Store(path, KEY, clock)
    store_records(store.work(ACTOR), incident(1))
    store.close()
    shutil.copy(path, path.with_name("yesterday.db"))
    store = Store(path, KEY, clock)
    store_records(store.work(ACTOR), incident(2))
    printed = store.queries.audit_head()
    store.close()
    shutil.copy(path.with_name("yesterday.db"), path)
    store = Store(path, KEY, clock)
    assert store.check_database() == ()
    assert store.check_audit(unheard) == 2
    found = refusal(lambda: check_chain(entries(store), {printed.sequence: printed.head}))
    assert found == ("audit.anchor_mismatch", {"entry": 3})
    store.close()


def test_old_pages_put_back_are_found_or_contradicted_by_the_trail(path, clock):
    """What encryption cannot tell: each page is genuine, only older than its neighbours."""
    store = Store(path, KEY, clock)
    work = store.work(ACTOR)
    (kept,) = store_records(work, incident(1, title="Threat by telephone"))
    checkpoint(store._writer)
    before = path.read_bytes()
    with work() as unit:
        unit.change(replace(kept, title="Nothing happened"))
        unit.record(IncidentChanged(incident=kept.id))
    printed = store.queries.audit_head()
    store.close()
    after = path.read_bytes()
    pages = range(0, len(after), 4096)
    altered = [place for place in pages if before[place : place + 4096] != after[place : place + 4096]]
    assert len(altered) > 2
    went_back = []
    for back in altered:
        path.write_bytes(b"".join((before if at == back else after)[at : at + 4096] for at in pages))
        store = Store(path, KEY, clock)
        if store.check_database() == () and told_changed(store, printed):
            with store.queries.snapshot() as reader:
                went_back.append(reader.get(Incident, kept.id).title)
        store.close()
    # The record's own page: nothing but the trail still says that it was changed after that.
    assert went_back.count("Threat by telephone") == 1


def told_changed(store, printed):
    """Whether the trail reaches the printed anchor; then its last entry is that of the change."""
    try:
        check_chain(entries(store), {printed.sequence: printed.head})
    except DomainError as found:
        assert found.code in {"audit.broken", "audit.anchor_mismatch"}  # noqa: PT017
        return False
    return json.loads(entries(store)[-1].payload)["event"] == "IncidentChanged"


def test_a_checkpoint_is_signed_once_for_each_new_head(store, trail, path):
    assert store.sign_checkpoint("lock") == trail
    assert store.sign_checkpoint("lock") == trail
    with raw(path) as connection:
        notes = connection.execute(
            "SELECT seq, head, reason, length(signature) FROM audit_checkpoint"
        ).fetchall()
    assert notes == [(12, trail.head, "lock", 128)]


def test_a_checkpoint_covers_only_what_is_new_and_both_are_checked(store, trail, work):
    store.sign_checkpoint("lock")
    store_records(work, incident(50))
    assert store.sign_checkpoint("pack").sequence == 13
    assert store.check_audit(unheard) == 13


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE audit_checkpoint SET signature = replace(signature, substr(signature, 1, 2), 'ff')",
        "UPDATE audit_checkpoint SET signature = 'no hexadecimal'",
        "UPDATE audit_checkpoint SET at = '2027-01-01T00:00:00Z'",
        "UPDATE audit_checkpoint SET seq = 11, head = (SELECT hash FROM audit_entry WHERE seq = 11)",
    ],
)
def test_a_forged_checkpoint_is_named_and_never_signed_over(store, trail, work, attack, forgery):
    store.sign_checkpoint("lock")
    store_records(work, incident(50))
    attack(forgery)
    assert refusal(lambda: store.check_audit(unheard))[0] == "audit.checkpoint_forged"
    assert refusal(lambda: store.sign_checkpoint("lock"))[0] == "audit.checkpoint_forged"


def test_a_checkpoint_by_another_key_is_forged(store, trail, path):
    store.sign_checkpoint("lock")
    with raw(path) as connection:
        connection.execute("UPDATE setting SET value = ? WHERE name = ?", ("11" * 32, SIGNING_KEY))
    assert refusal(lambda: store.check_audit(unheard)) == ("audit.checkpoint_forged", {"entry": 12})


@pytest.mark.parametrize("value", ["", "not hexadecimal", "5a5a"])
def test_a_signing_key_that_is_gone_or_damaged_is_a_refusal(store, trail, path, value):
    with raw(path) as connection:
        connection.execute("UPDATE setting SET value = ? WHERE name = ?", (value, SIGNING_KEY))
    assert refusal(lambda: store.check_audit(unheard))[0] == "audit.signing_key_missing"
    assert refusal(lambda: store.sign_checkpoint("lock"))[0] == "audit.signing_key_missing"


def test_damage_is_never_signed_over(store, trail, attack, path):
    attack("UPDATE audit_entry SET at = '2027' WHERE seq = 7")
    assert refusal(lambda: store.sign_checkpoint("lock")) == ("audit.broken", {"entry": 7})
    with raw(path) as connection:
        assert connection.execute("SELECT count(*) FROM audit_checkpoint").fetchone() == (0,)


def test_a_trail_rebuilt_behind_a_checkpoint_is_not_signed_over(store, trail, work, path):
    store.sign_checkpoint("lock")
    rebuild(path, lambda seq, payload: payload.replace("DESK-1", "DESK-9"))
    assert refusal(lambda: store.sign_checkpoint("lock")) == ("audit.anchor_mismatch", {"entry": 12})


def test_entries_made_after_the_clock_was_set_back_are_named(store, work, clock):
    assert store.clock_set_back() == ()
    for hours in (1, 0, -2, 5, -1):
        clock.forward(hours=hours)
        with work() as unit:
            unit.record(IncidentReported(incident=1))
    assert store.clock_set_back() == (4, 6)
    assert store.check_audit(unheard) == 6


def test_an_empty_trail_is_signed_by_nobody(tmp_path):
    store = Store(tmp_path / "new.db", KEY, SteadyClock())
    store.upgrade(ROOT / "db")
    assert store.queries.audit_head().sequence == 0
    store.close()


def test_an_extract_of_one_casefile_shows_nobody_elses_entries(store, work):
    with work() as unit:
        unit.record(IncidentReported(incident=5, casefile=1))
        unit.record(IncidentReported(incident=6, casefile=2))
    shown = list(store.queries.audit_entries(1))
    assert [entry["payload"] is None for entry in shown] == [True, False, True]
    assert [entry["salt"] is None for entry in shown] == [True, False, True]
    assert json.loads(shown[1]["payload"])["incident"] == 5
    whole = list(store.queries.audit_entries())
    assert [entry["hash"] for entry in shown] == [entry["hash"] for entry in whole]


def test_the_newest_changes_come_first_and_may_be_of_one_casefile(store, work):
    with work() as unit:
        for number in range(6):
            unit.record(IncidentReported(incident=number, casefile=number % 2))
    assert [change["incident"] for change in store.queries.recent_changes(2)] == [5, 4]
    assert [change["incident"] for change in store.queries.recent_changes(9, casefile=1)] == [5, 3, 1]
    assert store.queries.recent_changes(1)[0]["at"] == "2027-04-20T08:42:00.000Z"


def test_entries_of_one_moment_never_look_alike(store, work):
    with work() as unit:
        unit.record(IncidentReported(incident=1))
        unit.record(IncidentReported(incident=1))
    first, second = entries(store)[-2:]
    assert first.payload == second.payload
    assert first.commit != second.commit
