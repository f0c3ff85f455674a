"""Gaps in an exhibit's continuity are named, and what has none is left alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from spoc_desk.domain.continuity import continuity_faults
from spoc_desk.domain.exhibits import Exhibit, ExhibitState, Movement

FOUND = datetime(2027, 4, 20, 9, tzinfo=UTC)
EXHIBIT = Exhibit(
    1, "u", 1, "AM/1", "Note", "note.txt", "text/plain", "f", "k", ExhibitState.SEALED, 1, "a" * 64,
    "PC Ann Marsh", FOUND, "20 April 2027, 10:00", "Quay Street", FOUND, seal_number="A123",
)  # fmt: skip


def move(giver, taker, hours, seals=""):
    at = FOUND + timedelta(hours=hours)
    return Movement(0, 1, at, f"{at:%H:%M}", giver, taker, "why", seals, "officer", at)


def codes(*moves, exhibit=EXHIBIT):
    return [fault.code for fault in continuity_faults(exhibit, moves)]


def test_an_exhibit_that_nobody_is_said_to_have_held_is_named():
    assert codes() == ["continuity.none"]


def test_an_unbroken_chain_has_no_fault():
    assert codes(move("Ann Marsh", "Store", 1, "A123"), move("Store", "DC Lee Ross", 2)) == []


def test_a_giver_who_did_not_hold_it_is_named_with_the_holder():
    (fault,) = continuity_faults(
        EXHIBIT, (move("PC Ann Marsh", "Store", 1), move("DC Lee Ross", "PS Kay Dunn", 2))
    )
    assert fault.code == "continuity.giver"
    assert (fault.mapping()["giver"], fault.mapping()["holder"]) == ("DC Lee Ross", "Store")


def test_the_first_giver_must_be_the_finder():
    assert codes(move("DC Lee Ross", "Store", 1)) == ["continuity.giver"]


def test_times_that_run_backwards_are_named_also_before_it_was_found():
    assert codes(move("PC Ann Marsh", "Store", -1)) == ["continuity.order"]
    assert codes(move("PC Ann Marsh", "Store", 3), move("Store", "Lab", 2)) == ["continuity.order"]


def test_a_new_seal_must_say_which_one_was_broken():
    assert codes(move("PC Ann Marsh", "Lab", 1, "B9 put on")) == ["continuity.seal"]
    assert (
        codes(move("PC Ann Marsh", "Lab", 1, "A123 broken, B9 put on"), move("Lab", "Store", 2, "B9")) == []
    )
    unsealed = replace(EXHIBIT, seal_number="")
    assert codes(move("PC Ann Marsh", "Lab", 1, "B9"), exhibit=unsealed) == []
