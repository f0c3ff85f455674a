"""The audit chain: any edit, gap, insertion or swap shows, and an anchor fixes all before it."""

import hashlib
import json
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spoc_desk.domain import audit
from spoc_desk.domain.changes import CasefileOpened, ContactsImported, PersonChanged
from spoc_desk.domain.errors import DomainError


def chain(count):
    entries, prev = [], audit.START
    for seq in range(1, count + 1):
        entry = audit.link(
            seq, f"2027-04-20T08:00:{seq:02d}Z", f'{{"person":{seq}}}', bytes([seq]) * 16, prev
        )
        entries.append(entry)
        prev = bytes.fromhex(entry.hash)
    return entries


def refusal(entries, anchors=None):
    with pytest.raises(DomainError) as caught:
        audit.check_chain(entries, anchors)
    return caught.value.code, caught.value.values["entry"]


def test_an_untouched_chain_stands_whole():
    assert audit.check_chain(chain(5)) == 5
    assert audit.check_chain([]) == 0


def test_a_link_can_be_worked_out_by_hand():
    (entry,) = chain(1)

    def framed(*parts):
        return hashlib.sha256(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).digest()

    commit = framed(b"pay", b"\x01" * 16, b'{"person":1}')
    head = framed(b"evt", (1).to_bytes(8, "big"), b"2027-04-20T08:00:01Z", commit, bytes(32))
    assert (entry.commit, entry.hash) == (commit.hex(), head.hex())


@pytest.mark.parametrize("field", [field.name for field in fields(audit.Entry)])
def test_an_edit_of_any_field_shows_at_that_entry(field):
    entries = chain(5)
    value = getattr(entries[2], field)
    other = value + 1 if isinstance(value, int) else ("f" if value[0] != "f" else "e") + value[1:]
    entries[2] = replace(entries[2], **{field: other})
    assert refusal(entries) == ("audit.broken", 3)


def test_a_gap_a_swap_and_a_repetition_show():
    entries = chain(5)
    assert refusal(entries[:2] + entries[3:]) == ("audit.broken", 3)
    assert refusal([entries[1], entries[0], *entries[2:]]) == ("audit.broken", 1)
    assert refusal([*entries[:3], entries[2], *entries[3:]]) == ("audit.broken", 4)


def test_a_whole_chain_written_anew_shows_against_an_anchor():
    anchor = {3: chain(5)[2].hash}
    forged, prev = [], audit.START
    for seq in range(1, 6):
        forged.append(audit.link(seq, "2027-04-20T08:00:00Z", "{}", bytes(16), prev))
        prev = bytes.fromhex(forged[-1].hash)
    assert audit.check_chain(forged) == 5
    assert refusal(forged, anchor) == ("audit.anchor_mismatch", 3)


def test_a_chain_cut_short_of_an_anchor_shows():
    entries = chain(5)
    assert refusal(entries[:3], {5: entries[4].hash}) == ("audit.anchor_mismatch", 5)
    assert audit.check_chain(entries, {5: entries[4].hash}) == 5


def test_what_is_no_entry_at_all_is_broken_not_a_crash():
    entries = chain(2)
    for junk in ({"salt": "zz"}, {"payload": None}, {"hash": ""}):
        assert refusal([entries[0], replace(entries[1], **junk)]) == ("audit.broken", 2)


@given(st.lists(st.binary(max_size=8), max_size=5), st.lists(st.binary(max_size=8), max_size=5))
def test_two_different_lists_never_read_alike(one, other):
    assert (audit.digest(*one) == audit.digest(*other)) is (one == other)


def test_a_payload_says_what_who_where_and_ids_only():
    told = audit.payload_of(
        PersonChanged(person=4, fields=("name", "phone")), officer="uid-1", workstation="DESK-1", session="s1"
    )
    assert json.loads(audit.canonical(told)) == {
        "event": "PersonChanged",
        "verb": "alteration",
        "officer": "uid-1",
        "workstation": "DESK-1",
        "session": "s1",
        "casefile": None,
        "person": 4,
        "fields": ["name", "phone"],
    }


def test_a_payload_is_written_in_one_way_only():
    change = CasefileOpened(casefile=3)
    told = audit.payload_of(change, officer="u", workstation="w", session="s")
    assert audit.canonical(told) == audit.canonical(dict(reversed(told.items())))
    assert " " not in audit.canonical(told)


def test_an_import_is_told_in_numbers():
    told = audit.payload_of(
        ContactsImported(new=3, changed=2, unchanged=1, rejected=0, file_sha256="ab" * 32),
        officer="u",
        workstation="w",
        session="s",
    )
    assert (told["verb"], told["new"], told["rejected"]) == ("collection", 3, 0)
