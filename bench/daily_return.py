"""A day's return frozen from a vault of 100,000 incidents: counted, scanned for names, compiled and filed."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bench.casework import ACTOR, KEY, START, build, desk_over
from bench.result import Result, at_most, seconds
from spoc_desk.domain.changes import SettingChanged
from spoc_desk.services.return_drafts import PSEUDONYM_KEY, FreezeReturn
from spoc_desk.services.returns import freeze_return
from spoc_desk.storage.store import Store

COUNT = 100_000


def run(quick: bool = False) -> tuple[Result, ...]:
    """One day each of three weeks in the middle of the campaign."""
    with tempfile.TemporaryDirectory(prefix="spoc-bench-") as folder:
        path = Path(folder) / "vault.db"
        build(path, COUNT).dispose()
        clock = _Clock()
        store = Store(path, KEY, clock)
        with store.work(ACTOR)() as work:
            chosen = {"force_name": "Northmere Police", "force_gss": "E23000036", PSEUDONYM_KEY: "3c" * 32}
            for name, value in chosen.items():
                work.set_setting(name, value)
            work.record(SettingChanged(name="force_name"))
        desk = desk_over(store, clock, Path(folder))
        first = (START + timedelta(days=60)).date()
        days = [first + timedelta(days=number) for number in range(3 if quick else 21)]
        taken = sorted(seconds(partial(freeze_return, FreezeReturn(day), desk)) for day in days)
        store.close()
    told = f"{COUNT:,} incidents, median of {len(days)} days"
    return (at_most("a daily return", taken[len(taken) // 2], 1, "s", told),)


class _Clock:
    """Stands at the end of the campaign."""

    def now(self) -> Any:
        return START + timedelta(days=230)
