"""What the window asks: ids, rows, counts and search, from several threads while others write."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from spoc_desk.domain.casefiles import CasefileStatus
from spoc_desk.domain.changes import IncidentReported
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.domain.incidents import Incident
from spoc_desk.storage.queries import AT_ONCE, ROWS_AT_ONCE
from tests.storage.vaults import casefile, incident, person, sample, store_records


def refusal(action):
    with pytest.raises(DomainError) as caught:
        action()
    return caught.value.code


def test_a_list_or_a_chip_that_is_not_there_is_a_refusal(store):
    for ask in (store.queries.ids, store.queries.first_ids):
        assert refusal(lambda ask=ask: ask("elephants")) == "lists.unknown"
        assert refusal(lambda ask=ask: ask("incidents", chip="Purple")) == "lists.unknown_chip"
    assert refusal(lambda: store.queries.rows("elephants", (1,))) == "lists.unknown"
    assert refusal(lambda: store.queries.chips("elephants")) == "lists.unknown"


def test_a_chip_is_known_in_any_case(store, work):
    store_records(work, incident())
    assert list(store.queries.ids("incidents", chip="open")) == [1]


def test_ids_come_in_recording_order_newest_first_across_several_fetches(store, work):
    count = 2 * AT_ONCE + 3
    store_records(work, *(incident(number) for number in range(1, count + 1)))
    assert list(store.queries.ids("incidents")) == list(range(count, 0, -1))
    assert list(store.queries.ids("incidents", "hustings")) == list(range(count, 0, -1))
    assert list(store.queries.first_ids("incidents")) == list(range(count, count - 200, -1))


def test_rows_come_in_the_order_asked_without_those_that_are_gone(store, work):
    store_records(work, *(incident(number) for number in range(1, ROWS_AT_ONCE + 60)))
    asked = [3, 999_999, *range(ROWS_AT_ONCE + 50, 10, -1), 1]
    shown = store.queries.rows("incidents", asked)
    assert [row.id for row in shown] == [key for key in asked if key != 999_999]
    assert store.queries.rows("incidents", ()) == ()


def test_an_overtaken_question_stops_and_leaves_the_connection_whole(store, work):
    store_records(work, *(incident(number) for number in range(1, 6000)))
    for words in ("", "hustings"):
        assert (
            refusal(lambda words=words: store.queries.ids("incidents", words, "", lambda: True))
            == "work.cancelled"
        )
    for _ in range(8):
        assert len(store.queries.ids("incidents", "hust", "Open", lambda: False)) == 5999


def test_counts_follow_what_was_written_since(store, work):
    assert store.queries.chips("incidents")["Open"] == 0
    store_records(work, incident())
    assert store.queries.chips("incidents")["Open"] == 1
    store.queries.chips("incidents").clear()
    assert store.queries.chips("incidents")["Open"] == 1


def test_a_snapshot_sees_one_moment_whatever_is_written_meanwhile(store, work):
    store_records(work, incident(1))
    with store.queries.snapshot() as reader:
        assert len(reader.find(Incident)) == 1
        store_records(work, incident(2))
        assert len(reader.find(Incident)) == 1
    with store.queries.snapshot() as reader:
        assert len(reader.find(Incident)) == 2


def test_many_threads_may_ask_while_one_writes(store, work):
    def write():
        for number in range(30):
            store_records(work, incident(number, title=f"Threat {number}"))

    def ask(_turn):
        ids = store.queries.first_ids("incidents", "threat", "Open")
        rows = store.queries.rows("incidents", ids)
        return [row.id for row in rows] == list(ids) and len(store.queries.search("threat")) <= 12

    with ThreadPoolExecutor(5) as threads:
        written = threads.submit(write)
        assert all(threads.map(ask, range(120)))
        written.result()
    assert store.queries.counts()["incidents"] == 30


def test_search_takes_turns_among_the_kinds(store, work):
    store_records(
        work,
        *(person(number, f"Heron {number}") for number in range(1, 15)),
        *(incident(number, title=f"Heron {number}") for number in range(1, 15)),
        casefile(1, "Operation Heron"),
    )
    hits = store.queries.search("heron", limit=6)
    assert [hit.kind for hit in hits] == [
        "contacts",
        "incidents",
        "casefiles",
        "contacts",
        "incidents",
        "contacts",
    ]
    assert hits[0].title == "Heron 14"


def test_a_reference_typed_whole_comes_first_however_old(store, work):
    store_records(work, *(incident(number, description="see IN/2027/0001") for number in range(1, 40)))
    assert store.queries.search("in/2027/0001")[0].reference == "IN/2027/0001"


def test_an_exhibit_is_found_by_its_reference(store, work):
    store_records(work, casefile(1), casefile(2))
    store_records(
        work,
        *(
            sample(Exhibit, uid=f"x{case}", casefile_id=case, reference="AM/3", file_name=f"f{case}")
            for case in (1, 2)
        ),
    )
    assert {hit.id for hit in store.queries.search("am/3")} == {1, 2}


def test_casefiles_running_out_of_time_come_soonest_first(store, work):
    store_records(
        work,
        casefile(1, limit_on=date(2027, 6, 1)),
        casefile(2, limit_on=date(2027, 5, 1)),
        casefile(3, limit_on=date(2027, 5, 2), status=CasefileStatus.CLOSED),
        casefile(4, limit_on=date(2027, 9, 1)),
        casefile(5),
    )
    assert store.queries.due_casefiles(date(2027, 6, 1)) == (2, 1)


def test_a_reader_cannot_be_used_to_write(store):
    with pytest.raises(DomainError) as caught, store.queries._reading() as connection:
        connection.exec_driver_sql("DELETE FROM setting")
    assert caught.value.code == "vault.read_only"


def test_the_head_of_the_trail_is_the_last_entry(store, work):
    with work() as unit:
        unit.record(IncidentReported(incident=1))
    head = store.queries.audit_head()
    last = list(store.queries.audit_entries())[-1]
    assert (head.sequence, head.head) == (last["seq"], last["hash"])
