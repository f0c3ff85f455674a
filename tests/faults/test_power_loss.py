"""Wherever the power is cut, the vault is sound and holds what was acknowledged, whatever was unsynced."""

import shutil
import sys

import pytest

from tests.faults.amounts import SEED, draw_for, times
from tests.faults.deeds import BEGUN, look_into
from tests.faults.disk import Disk
from tests.faults.recording import film

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="strace is Linux's")

# Short run, soak: 25 states and 400.
STATES = {
    "save": (4, 50), "ingest": (4, 50), "backup": (3, 50), "restore": (3, 50), "migrate": (3, 50),
    "rekey": (3, 60), "passphrase": (2, 40), "destroy": (3, 50),
}  # fmt: skip


@pytest.mark.parametrize("name", STATES)
def test_a_power_cut_loses_nothing_that_was_acknowledged(name, prepared, tmp_path, tally):
    draw, before = draw_for(f"power {name}"), tmp_path / "at work"
    prepared(name, before)
    disk_before = Disk(before)
    events = film(name, before, tmp_path / "film")
    assert {"write", "sync", "said"} <= {event[0] for event in events}
    # The end is always one of them: all has been acknowledged by then.
    cuts = [draw.randrange(len(events)) for _ in range(times(*STATES[name]) - 1)]
    cuts = [*sorted(cuts), len(events)]
    shutil.rmtree(before)
    said: set[str] = set()
    at, disk = 0, disk_before
    for turn, cut in enumerate(cuts):
        for event in events[at:cut]:
            if event[0] == "said":
                said |= {event[1]} - {BEGUN}
            else:
                disk.does(event)
        at = cut
        before.mkdir()
        mode = disk.after_cut(before, draw)
        told = f"SPOC_SEED={SEED} {name}, turn {turn}, before call {cut} of {len(events)}, {mode}"
        look_into(name, before, said, told)
        shutil.rmtree(before)
        tally(
            f"power cut during {name}", states=1, acknowledged=len(said), present=len(said), corrupt=0,
        )  # fmt: skip
