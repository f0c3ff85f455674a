"""Transactions on the encrypted database: with their audit entry or not at all, alone or in a crowd."""

import json
import signal
import subprocess
import sys
from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError
from sqlcipher3 import dbapi2

from spoc_desk.domain.audit import Entry, check_chain
from spoc_desk.domain.candidacies import Candidacy
from spoc_desk.domain.casefiles import CasePerson, CaseRole
from spoc_desk.domain.changes import CasefileChanged, ExhibitAbandoned, IncidentReported, PersonAdded
from spoc_desk.domain.contacts import ContactPoint, HomeAddress, Person, ReachKind
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.domain.incidents import Incident
from spoc_desk.storage.store import Store
from spoc_desk.storage.tables import APPEND_ONLY, metadata
from tests.architecture.sources import ROOT
from tests.storage.vaults import (
    ACTOR,
    KEY,
    SteadyClock,
    casefile,
    incident,
    person,
    raw,
    sample,
    store_records,
)

WORKER = """
import sys
from pathlib import Path
from tests.storage.vaults import ACTOR, KEY, SteadyClock, incident
from spoc_desk.domain.changes import IncidentReported
from spoc_desk.storage.store import Store
path, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
work = Store(path, KEY, SteadyClock()).work(ACTOR)
for number in range(count):
    with work() as unit:
        reference = unit.next_reference("IN", 2027)
        kept = unit.add(incident(uid=f"{name}-{number}", reference=reference))
        unit.record(IncidentReported(incident=kept.id))
    print(number, flush=True)
"""


def entries(store):
    return [Entry(**entry) for entry in store.queries.audit_entries()]


def test_a_change_and_its_entry_land_together(store, work):
    before = len(entries(store))
    with work() as unit:
        kept = unit.add(incident())
        unit.record(IncidentReported(incident=kept.id))
    found = entries(store)
    assert len(found) == before + 1
    told = json.loads(found[-1].payload)
    assert [*told.pop("records")] == [f"incident/{kept.id}"]
    assert told == {
        "event": "IncidentReported", "verb": "collection", "officer": ACTOR.officer, "casefile": None,
        "workstation": ACTOR.workstation, "session": ACTOR.session, "incident": kept.id,
    }  # fmt: skip


def test_a_rollback_takes_both_back(store, work):
    def fail():
        with work() as unit:
            unit.add(incident())
            unit.record(IncidentReported(incident=1))
            raise ZeroDivisionError

    before = entries(store)
    with pytest.raises(ZeroDivisionError):
        fail()
    assert entries(store) == before
    assert list(store.queries.ids("incidents", "hustings")) == []
    assert store.queries.counts()["incidents"] == 0


def test_several_changes_in_one_transaction_are_several_links(store, work):
    with work() as unit:
        for number in range(5):
            unit.record(PersonAdded(person=unit.add(person(number)).id))
    assert check_chain(entries(store)) == 6


def test_an_unrecorded_change_is_our_mistake_and_changes_nothing(store, work):
    with pytest.raises(RuntimeError, match="recorded no change"), work() as unit:
        unit.add(incident())
    assert store.queries.counts()["incidents"] == 0


def test_a_consultation_may_be_recorded_without_a_change(store, work):
    with work() as unit:
        unit.record(CasefileChanged(casefile=1))
    assert len(entries(store)) == 2


DEEDS = ("UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "REPLACE INTO {0} SELECT * FROM {0}")


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("deed", DEEDS)
def test_nothing_alters_or_removes_what_is_append_only(path, table, deed):
    columns = metadata.tables[table].columns
    with raw(path) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute(f"INSERT INTO {table} VALUES ({', '.join(['7'] * len(columns))})")
        with pytest.raises(dbapi2.IntegrityError, match="append only"):
            connection.execute(deed.format(table, next(iter(columns)).name))


def test_foreign_keys_hold(work):
    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        store_records(work, HomeAddress(0, 99, "1 Mill Lane", "NM1 1AA", ""))


def test_a_search_finds_a_record_by_its_newest_words_only(store, work):
    (kept,) = store_records(work, incident(title="Egg thrown"))
    with work() as unit:
        unit.change(replace(kept, title="Brick thrown"))
        unit.record(IncidentReported(incident=kept.id))
    assert list(store.queries.ids("incidents", "brick")) == [kept.id]
    assert list(store.queries.ids("incidents", "egg")) == []


def test_a_contact_is_found_by_telephone_e_mail_ward_and_party(store, work):
    ann, bo = store_records(work, person(1, "Ann Marsh"), person(2, "Bo Reed"))
    store_records(
        work,
        ContactPoint(0, ann.id, ReachKind.PHONE, "07700 900123"),
        ContactPoint(0, ann.id, ReachKind.EMAIL, "ann.marsh@example.org"),
        sample(Candidacy, person_id=bo.id, agent_id=None, area_name="Penhallow", party_name="Orchard Party"),
    )
    for words, found in (
        ("07700 900123", ann), ("07700900123", ann), ("900123", ann), ("ann.marsh@exam", ann),
        ("penhallow", bo), ("orchard party", bo),
    ):  # fmt: skip
        assert list(store.queries.ids("contacts", words)) == [found.id], words


def test_a_telephone_number_that_was_corrected_is_found_no_longer(store, work):
    (ann,) = store_records(work, person())
    (reach,) = store_records(work, ContactPoint(0, ann.id, ReachKind.PHONE, "07700 900111"))
    with work() as unit:
        unit.change(replace(reach, value="07700 900222"))
        unit.record(PersonAdded(person=ann.id))
    assert list(store.queries.ids("contacts", "900111")) == []
    assert list(store.queries.ids("contacts", "900222")) == [ann.id]


def test_a_casefile_is_found_by_the_people_in_it(store, work):
    (case,) = store_records(work, casefile())
    store_records(work, CasePerson(0, case.id, CaseRole.SUSPECT, "Silas Thorne"))
    assert list(store.queries.ids("casefiles", "thorne")) == [case.id]


def test_a_home_address_is_in_no_index(store, work, path):
    (ann,) = store_records(work, person())
    store_records(work, HomeAddress(0, ann.id, "17 Quincewood Close", "NM9 7ZZ", "nomination paper"))
    for words in ("quincewood", "NM9", "7ZZ"):
        assert store.queries.search(words) == ()
    with raw(path) as connection:
        for name in ("person", "incident", "casefile", "exhibit"):
            connection.execute(f"CREATE VIRTUAL TABLE temp.v USING fts5vocab(main, {name}_search, row)")
            terms = {term for (term,) in connection.execute("SELECT term FROM temp.v")}
            connection.execute("DROP TABLE temp.v")
            assert not any(term.startswith("quince") for term in terms)


def test_an_exhibit_that_was_abandoned_is_not_found_and_its_number_never_comes_back(store, work):
    (case,) = store_records(work, casefile())
    pending = sample(
        Exhibit, casefile_id=case.id, reference="AM/1", uid="x1", file_name="f1", filename="wasp.jpg"
    )
    (first,) = store_records(work, pending)
    with work() as unit:
        unit.remove(first)
        unit.record(ExhibitAbandoned(casefile=case.id, exhibit=first.id))
    assert list(store.queries.ids("exhibits", "wasp")) == []
    (second,) = store_records(work, replace(pending, filename="heron.jpg"))
    assert second.id > first.id


@pytest.mark.parametrize("verb", ["change", "remove"])
def test_a_record_that_is_gone_is_a_refusal(work, verb):
    with pytest.raises(DomainError) as caught, work() as unit:
        getattr(unit, verb)(replace(person(), id=77))
    assert caught.value.code == "records.not_found"


def test_more_values_than_one_statement_carries_are_asked_for_in_turns(store, work):
    kept = store_records(work, *(person(number, f"Name {number % 3}") for number in range(1, 30)))
    with store.queries.snapshot() as reader:
        asked = tuple(range(5000, 0, -1)) * 2
        assert reader.find(Person, id=asked) == kept
        assert reader.find(Person, id=asked, name=("Name 1", "Name 2"))[0].name == "Name 1"
        assert reader.find(Person, id=[]) == ()
        assert reader.find(Person, date_of_birth=None, id=frozenset({2, 3})) == kept[1:3]


def test_references_go_on_past_nine_thousand_nine_hundred_and_ninety_nine(work):
    with work() as unit:
        unit._connection.exec_driver_sql("INSERT INTO series VALUES ('IN/2027', 9998)")
        assert [unit.next_reference("IN", 2027) for _ in range(2)] == ["IN/2027/9999", "IN/2027/10000"]


def start(path, name, count):
    command = [sys.executable, "-c", WORKER, str(path), name, str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8")


def test_three_processes_at_once_lose_nothing_and_fork_no_chain(path):
    crowd = [start(path, name, 40) for name in ("a", "b", "c")]
    assert [worker.wait(timeout=120) for worker in crowd] == [0, 0, 0]
    for worker in crowd:
        worker.stdout.close()
    store = Store(path, KEY, SteadyClock())
    with store.queries.snapshot() as reader:
        kept = reader.find(Incident)
    assert len(kept) == 120
    assert {found.reference for found in kept} == {f"IN/2027/{number:04d}" for number in range(1, 121)}
    assert store.check_audit(lambda done, total: None) == 121
    store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_what_was_acknowledged_survives_being_killed_ten_times(path):
    acknowledged = 0
    for life in range(10):
        worker = start(path, f"life-{life}", 1000)
        for _ in range(3 + 5 * life):
            worker.stdout.readline()
            acknowledged += 1
        worker.send_signal(signal.SIGKILL)
        acknowledged += len(worker.stdout.read().splitlines())
        worker.wait()
        worker.stdout.close()
    store = Store(path, KEY, SteadyClock())
    kept = store.queries.counts()["incidents"]
    assert acknowledged <= kept <= acknowledged + 10
    assert store.check_audit(lambda done, total: None) == kept + 1
    assert store.check_database() == ()
    assert len(store.queries.ids("incidents", "hustings")) == kept
    store.close()
