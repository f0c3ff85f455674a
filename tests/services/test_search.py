"""Searches on the audit trail: one entry for each, never its words, and an answer to who was looked for."""

import json

from spoc_desk.services.search import DIGEST_KEY, log_search, search_records, searches_for
from tests.fakes.desk import make_desk
from tests.services.casework import incident, person
from tests.services.trail import events, newest


def test_a_search_is_written_down_with_how_many_it_found(stored):
    person(stored, "Ann Marsh")
    incident(stored, title="Threat to Ann Marsh")
    found = search_records("ann marsh", stored)
    assert [hit.kind for hit in found.hits] == ["contacts", "incidents"]
    told = newest(stored)
    assert (told["event"], told["verb"], told["results"]) == ("RecordsSearched", "consultation", 2)
    assert found.changes[0].results == 2


def test_the_words_are_nowhere_on_the_trail(stored):
    search_records("Perpetua Quill", stored)
    trail = json.dumps(list(stored.queries.audit_entries())).casefold()
    assert "perpetua" not in trail
    assert "quill" not in trail


def test_looking_up_at_every_key_writes_nothing(stored):
    incident(stored, title="Threat at the hustings")
    before = events(stored)
    for typed in ("t", "th", "thr", "threat"):
        stored.queries.search(typed)
        stored.queries.first_ids("incidents", typed)
    assert events(stored) == before
    log_search("threat", 1, stored)
    assert len(events(stored)) == len(before) + 1


def test_whoever_holds_the_vault_can_ask_who_was_searched_for(desk):
    log_search("Perpetua  Quill", 3, desk)
    log_search("somebody else", 1, desk)
    log_search("PERPETUA QUILL", 0, desk)
    assert searches_for("perpetua quill", desk) == (1, 3)
    assert searches_for("nobody", desk) == ()


def test_two_vaults_digest_the_same_words_differently(desk):
    other = make_desk()
    log_search("Perpetua Quill", 1, desk)
    log_search("Perpetua Quill", 1, other)
    assert newest(desk)["words_hmac"] != newest(other)["words_hmac"]
    assert len(newest(desk)["words_hmac"]) == 64


def test_the_key_is_made_once_and_kept(desk):
    log_search("one", 1, desk)
    with desk.queries.snapshot() as reader:
        key = reader.setting(DIGEST_KEY)
    log_search("two", 1, desk)
    with desk.queries.snapshot() as reader:
        assert reader.setting(DIGEST_KEY) == key
    assert len(bytes.fromhex(key)) == 32


def test_no_words_are_no_search(desk):
    assert log_search("  \t ", 0, desk) == ()
    assert searches_for("anything", desk) == ()


def test_half_a_surrogate_pair_is_logged_like_any_other_word(desk):
    assert len(log_search("burnt \ud83d", 1, desk)) == 1
