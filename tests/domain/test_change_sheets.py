"""A change sheet names every item that differs, and none that does not."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spoc_desk.domain.change_sheets import Difference, changes_between
from spoc_desk.domain.issues import PackItem


def item(reference, place, *, pages=1, **changes):
    made = PackItem(
        id=place, pack_id=1, exhibit_id=place, place=place, section="Exhibits", reference=reference,
        description=f"Item {reference}", sha256=f"{reference:0>64}", size=10, rendition="unaltered", volume=1,
        first_page=place * 10, last_page=place * 10 + pages - 1,
    )  # fmt: skip
    return replace(made, **changes)


def pack(*references):
    return [item(reference, place) for place, reference in enumerate(references, 1)]


def told(before, after):
    return {change.reference: set(change.how) for change in changes_between(before, after)}


def test_the_same_items_have_no_changes():
    assert changes_between(pack("A/1", "A/2"), pack("A/1", "A/2")) == ()


def test_an_added_item_is_named_with_its_pages_and_hash():
    (change,) = changes_between(pack("A/1"), pack("A/1", "A/2"))
    assert change.how == (Difference.ADDED,)
    assert (change.pages_before, change.pages_after) == ("", "20")
    assert change.sha256_after.endswith("A/2")


def test_a_removed_item_is_named_with_the_pages_it_had():
    (change,) = changes_between(pack("A/1", "A/2"), pack("A/1"))
    assert change.how == (Difference.REMOVED,)
    assert (change.pages_before, change.pages_after) == ("20", "")


def test_other_bytes_under_the_same_reference_are_a_replacement():
    after = [item("A/1", 1, sha256="f" * 64)]
    assert told(pack("A/1"), after) == {"A/1": {Difference.REPLACED}}


def test_changed_redactions_are_told_apart_from_a_replacement():
    after = [item("A/1", 1, redactions=2, redacted_sha256="e" * 64, rendition="redacted")]
    assert told(pack("A/1"), after) == {"A/1": {Difference.REDACTED}}


def test_when_one_item_moves_only_that_one_is_said_to_have_moved():
    changes = told(pack("A/1", "A/2", "A/3", "A/4"), pack("A/4", "A/1", "A/2", "A/3"))
    assert [ref for ref, how in changes.items() if Difference.MOVED in how] == ["A/4"]


def test_an_item_in_another_section_has_moved():
    assert told(pack("A/1"), [item("A/1", 1, section="Calls")]) == {"A/1": {Difference.MOVED}}


def test_an_item_that_only_slid_to_other_pages_says_so():
    after = [item("A/1", 1, pages=3), item("A/2", 2, first_page=22, last_page=24)]
    (first, second) = changes_between(pack("A/1", "A/2"), after)
    assert (first.pages_before, first.pages_after) == ("10", "10–12")
    assert second.how == (Difference.REPAGED,)
    assert second.pages_after == "22–24"


def test_pages_of_a_later_volume_name_it():
    (change,) = changes_between(pack("A/1"), [item("A/1", 1, volume=2)])
    assert change.pages_after == "vol. 2, 10"


@given(st.permutations(["A", "B", "C", "D", "E", "F"]))
def test_taking_out_what_moved_leaves_the_same_order(order):
    before = pack("A", "B", "C", "D", "E", "F")
    changes = told(before, pack(*order))
    moved = {ref for ref, how in changes.items() if Difference.MOVED in how}
    assert [ref for ref in order if ref not in moved] == [ref for ref in "ABCDEF" if ref not in moved]


@pytest.mark.parametrize("side", ["before", "after"])
def test_a_reference_that_stands_twice_is_compared_turn_by_turn(side):
    twice, once = pack("A/1", "A/1"), pack("A/1")
    changes = changes_between(twice, once) if side == "before" else changes_between(once, twice)
    assert len(changes) == 1
