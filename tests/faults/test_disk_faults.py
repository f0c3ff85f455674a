"""A disk that is full or gone: one clear sentence, nothing lost, and the vault sound afterwards."""

import sys

import pytest

from spoc_desk.domain.errors import DomainError
from tests.faults.amounts import SEED, draw_for, times
from tests.faults.deeds import BEGUN, REFUSED, look_into
from tests.faults.injected import FULL, GONE, calls_of, failing, unreadable
from tests.faults.whole_vault import worded

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="strace is Linux's")

FAULTS = {"full": FULL, "gone": GONE}


def divided(said):
    """What was acknowledged, and the codes of what was refused."""
    refused = [each.removeprefix(REFUSED) for each in said if each.startswith(REFUSED)]
    return {each for each in said if not each.startswith(REFUSED)} - {BEGUN}, refused


@pytest.mark.parametrize("name", ["save", "ingest", "open", "backup", "migrate"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_disk_that_fails_half_way_is_told_once_and_costs_nothing(name, fault, prepared, tmp_path, tally):
    draw, place = draw_for(f"disk {fault} {name}"), tmp_path / "at work"
    calls = calls_of(name, prepared(name, place), FAULTS[fault][1], tmp_path / "calls")
    for turn in range(times(1, 20)):
        first = draw.randrange(1, calls + 1)
        told = f"SPOC_SEED={SEED} {fault}, {name}, turn {turn}, from call {first} of {calls}"
        try:
            said, refused = divided(failing(name, prepared(name, place), FAULTS[fault], first))
        except AssertionError as traceback:
            raise AssertionError(told) from traceback
        assert len(refused) <= 1, told
        for code in refused:
            assert worded(DomainError(code))
        look_into(name, place, said, told)
        tally(
            f"disk {fault} during {name}", turns=1, refused_in_a_sentence=len(refused),
            acknowledged=len(said), present=len(said), corrupt=0, tracebacks=0,
        )  # fmt: skip


def test_a_drive_pulled_out_while_a_file_is_sealed_from_it_is_named_and_nothing_stays(prepared, tmp_path):
    place = prepared("ingest", tmp_path / "at work")
    said, refused = divided(unreadable("ingest", place, place / "sources" / "call 3.bin"))
    assert refused == ["evidence.source_lost"]
    assert len(said) == 3
    look_into("ingest", place, said, "the source's drive gone")
