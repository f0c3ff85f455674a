"""Killed at a random moment, the program has lost nothing that it said was done, and leaves no litter."""

import signal
import sys

import pytest

from tests.faults.amounts import SEED, draw_for, times
from tests.faults.deeds import DEEDS, look_into

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no process can be killed like this there")


@pytest.mark.parametrize("name", DEEDS)
def test_whatever_was_acknowledged_before_a_kill_is_there_and_sound(name, prepared, doers, tmp_path, tally):
    draw, place = draw_for(name), tmp_path / "at work"
    said, lasts, status = doers.do(name, prepared(name, place))
    assert status == 0
    look_into(name, place, set(said), "not killed at all")
    for turn in range(times(4, 100)):
        moment = draw.uniform(0, lasts)
        said, _, status = doers.do(name, prepared(name, place), moment)
        assert status in {0, -signal.SIGKILL}
        look_into(
            name, place, set(said), f"SPOC_SEED={SEED} {name}, turn {turn}, killed after {moment:.4f} s"
        )
        tally(
            f"kill -9 during {name}", killed=int(status != 0), done_before=int(status == 0),
            acknowledged=len(said), present=len(said), corrupt=0,
        )  # fmt: skip
