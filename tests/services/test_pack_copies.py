"""Copies are numbered over a pack's whole life, and each is accounted for."""

import pytest

from spoc_desk.domain.changes import PackPrinted
from spoc_desk.domain.copy_results import CopyState
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.issues import PackCopy
from spoc_desk.services.pack_copies import (
    CopyPack,
    SettleCopy,
    log_copy,
    log_run,
    record_sent,
    register_of,
    settle_copies,
)
from tests.services.released import a_released_pack


@pytest.fixture
def pack(desk):
    return a_released_pack(desk)


def numbers(desk, pack):
    return [
        (each.copy.first_number, each.copy.of, each.copy.recipient) for each in register_of(pack.id, desk)
    ]


def printed(desk, pack, **more):
    return log_run(CopyPack(pack.id, "printed", printer="Office", **more), desk)[1]


def test_a_run_says_which_number_went_to_whom(desk, pack):
    printed(desk, pack, copies=3, recipients=("J Doe", "K Roe"))
    assert numbers(desk, pack) == [(1, 3, "J Doe"), (2, 3, "K Roe"), (3, 3, "CPS")]


def test_numbers_go_on_over_later_runs_and_saved_files(desk, pack):
    printed(desk, pack, copies=2)
    log_copy(CopyPack(pack.id, "saved", "Counsel"), desk)
    printed(desk, pack, copies=2, recipients=("A", "B"))
    assert [number for number, _, _ in numbers(desk, pack)] == [1, 2, 3, 4, 5]
    assert [of for _, of, _ in numbers(desk, pack)] == [2, 2, 3, 5, 5]


def test_copies_from_before_there_were_numbers_keep_none_and_take_none(desk, pack):
    with desk.unit_of_work() as work:
        work.add(PackCopy(0, pack.id, desk.clock.now(), "DC A", "printed", "CPS", 4))
        work.record(PackPrinted(casefile=pack.casefile_id, pack=pack.id, copies=4))
    printed(desk, pack)
    assert [number for number, _, _ in numbers(desk, pack)] == [0, 1]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"copies": 0}, "packs.copies_wrong"),
        ({"copies": -1}, "packs.copies_wrong"),
        ({"copies": 10_000}, "packs.copies_many"),
        ({"copies": 1, "recipients": ("A", "B")}, "packs.names_many"),
    ],
)
def test_what_will_not_do_is_refused_and_not_written_down(desk, pack, more, code):
    with pytest.raises(DomainError) as refusal:
        printed(desk, pack, **more)
    assert refusal.value.code == code
    assert register_of(pack.id, desk) == ()


def test_a_draft_is_not_printed(desk):
    draft = a_released_pack(desk, released=False)
    with pytest.raises(DomainError) as refusal:
        printed(desk, draft)
    assert refusal.value.code == "packs.not_released"


def test_a_copy_is_spooled_then_confirmed_by_who_saw_the_sheets(desk, pack):
    (copy,) = printed(desk, pack)
    record_sent(copy, CopyState.SPOOLED, 12, "", desk)
    settle_copies((SettleCopy(copy.id, CopyState.CONFIRMED),), desk)
    (entry,) = register_of(pack.id, desk)
    assert [(result.state, result.sheets) for result in entry.results] == [("spooled", 12), ("confirmed", 0)]
    assert entry.state is CopyState.CONFIRMED
    assert entry.results[1].officer == desk.officer.name


def test_spoiled_sheets_are_counted_with_what_became_of_them(desk, pack):
    (copy,) = printed(desk, pack)
    record_sent(copy, CopyState.SPOOLED, 12, "", desk)
    (change,) = settle_copies((SettleCopy(copy.id, CopyState.SPOILED, 3, " Shredded "),), desk)
    (entry,) = register_of(pack.id, desk)
    assert (entry.results[-1].sheets, entry.results[-1].note) == (3, "Shredded")
    assert (change.number, change.state, change.sheets) == (1, "spoiled", 3)


@pytest.mark.parametrize(("sheets", "note"), [(0, "Shredded"), (3, " ")])
def test_spoils_that_are_not_accounted_for_are_refused(desk, pack, sheets, note):
    (copy,) = printed(desk, pack)
    record_sent(copy, CopyState.SPOOLED, 12, "", desk)
    with pytest.raises(DomainError) as refusal:
        settle_copies((SettleCopy(copy.id, CopyState.SPOILED, sheets, note),), desk)
    assert refusal.value.code == "packs.spoils_untold"


def test_a_copy_is_confirmed_once(desk, pack):
    (copy,) = printed(desk, pack)
    record_sent(copy, CopyState.SPOOLED, 12, "", desk)
    settle_copies((SettleCopy(copy.id, CopyState.CONFIRMED),), desk)
    with pytest.raises(DomainError) as refusal:
        settle_copies((SettleCopy(copy.id, CopyState.CONFIRMED),), desk)
    assert refusal.value.code == "packs.copy_settled"


def test_sheets_of_a_copy_that_was_never_handed_over_are_not_confirmed(desk, pack):
    (copy,) = printed(desk, pack)
    with pytest.raises(DomainError) as refusal:
        settle_copies((SettleCopy(copy.id, CopyState.CONFIRMED),), desk)
    assert refusal.value.code == "packs.copy_not_out"


def test_a_run_is_settled_whole_or_not_at_all(desk, pack):
    first, second = printed(desk, pack, copies=2)
    record_sent(first, CopyState.SPOOLED, 12, "", desk)
    both = tuple(SettleCopy(copy.id, CopyState.CONFIRMED) for copy in (first, second))
    with pytest.raises(DomainError):
        settle_copies(both, desk)
    assert [entry.state for entry in register_of(pack.id, desk)] == [CopyState.SPOOLED, CopyState.LOGGED]


def settled(desk, copy, state, sheets=0, note="Shredded"):
    return settle_copies((SettleCopy(copy.id, state, sheets, note),), desk)


def refused(desk, copy, state, sheets=0, note="Shredded"):
    with pytest.raises(DomainError) as refusal:
        settled(desk, copy, state, sheets, note)
    return refusal.value.code


def test_no_more_sheets_are_spoiled_than_were_handed_over(desk, pack):
    (copy,) = printed(desk, pack)
    record_sent(copy, CopyState.SPOOLED, 5, "", desk)
    assert refused(desk, copy, CopyState.SPOILED, 6) == "packs.spoils_many"
    assert refused(desk, copy, CopyState.SPOILED, 10**20) == "packs.spoils_many"
    settled(desk, copy, CopyState.SPOILED, 3)
    assert refused(desk, copy, CopyState.SPOILED, 3) == "packs.spoils_many"
    settled(desk, copy, CopyState.SPOILED, 2)


def test_sheets_seen_whole_are_not_spoiled_afterwards(desk, pack):
    (copy,) = printed(desk, pack)
    record_sent(copy, CopyState.SPOOLED, 5, "", desk)
    settled(desk, copy, CopyState.CONFIRMED)
    assert refused(desk, copy, CopyState.SPOILED, 1) == "packs.copy_settled"


def test_a_copy_of_which_only_the_log_tells_is_settled_as_spoiled_or_unknown(desk, pack):
    first, second = printed(desk, pack, copies=2)
    assert refused(desk, first, CopyState.UNKNOWN, note=" ") == "packs.spoils_untold"
    settled(desk, first, CopyState.UNKNOWN, note="Power cut; no sheets in the tray")
    assert refused(desk, second, CopyState.SPOILED, pack.pages + 1) == "packs.spoils_many"
    settled(desk, second, CopyState.SPOILED, 2)
    assert [entry.state for entry in register_of(pack.id, desk)] == ["unknown", "spoiled"]
    assert refused(desk, second, CopyState.UNKNOWN) == "packs.copy_settled"
