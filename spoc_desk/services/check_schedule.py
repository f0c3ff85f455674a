"""When a vault is to be checked, when it was, and what the last check found."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from spoc_desk.domain.anchors import Rollback
from spoc_desk.domain.changes import SettingChanged
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.reasons import Reason, reason
from spoc_desk.services.anchors import rollback
from spoc_desk.services.ports import Changes, Desk, Reader, UnitOfWork

POLICY = "check_policy"
LAST_QUICK, LAST_FULL = "last_quick_check", "last_full_check"
QUICK_DAYS, FULL_DAYS = 1, 7
MOST_DAYS = 366
_TOLD_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class CheckPolicy:
    """How many days may pass between two checks that the program begins by itself."""

    quick_days: int = QUICK_DAYS
    full_days: int = FULL_DAYS


@dataclass(frozen=True, slots=True)
class Checked:
    """A check that ran to its end. faults: how many things were wrong; told: the first hundred of them."""

    at: datetime
    full: bool
    faults: int
    told: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckStanding:
    """How the vault stands. due: "full", "quick" or empty; lost: the alarm of an older copy put back."""

    policy: CheckPolicy
    last: Checked | None
    last_full: Checked | None
    due: str
    lost: Rollback | None

    @property
    def faults(self) -> int:
        """How many things are known to be wrong."""
        return (self.last.faults if self.last else 0) + (self.lost is not None)


def check_standing(desk: Desk) -> CheckStanding:
    """How the vault stands now."""
    with desk.queries.snapshot() as reader:
        policy = _policy(reader)
        quick, full = _checked(reader, LAST_QUICK, full=False), _checked(reader, LAST_FULL, full=True)
    done = [each for each in (full, quick) if each is not None]
    last = max(done, key=lambda each: each.at, default=None)
    now = desk.clock.now()
    due = "quick" if _is_due(last, policy.quick_days, now) else ""
    due = "full" if _is_due(full, policy.full_days, now) else due
    return CheckStanding(policy, last, full, due, rollback(desk))


def note_checked(work: UnitOfWork, checked: Checked) -> None:
    """Keeps what a check found, in the transaction that puts it on the trail."""
    told = [[each.code, each.mapping()] for each in checked.told[:_TOLD_AT_MOST]]
    kept = {"at": checked.at.isoformat(), "faults": checked.faults, "told": told}
    work.set_setting(LAST_FULL if checked.full else LAST_QUICK, json.dumps(kept))


def set_check_policy(policy: CheckPolicy, desk: Desk) -> Changes:
    """Sets how often the program checks the vault by itself. Raises DomainError("verify.days_wrong")."""
    if not 1 <= policy.quick_days <= MOST_DAYS or not 1 <= policy.full_days <= MOST_DAYS:
        raise DomainError("verify.days_wrong", most=MOST_DAYS)
    change = SettingChanged(name=POLICY)
    with desk.unit_of_work() as work:
        work.set_setting(POLICY, f"{policy.quick_days} {policy.full_days}")
        work.record(change)
    return (change,)


def _is_due(last: Checked | None, days: int, now: datetime) -> bool:
    """A check dated in the future, after a clock was set back, proves nothing about today."""
    return last is None or not timedelta() <= now - last.at < timedelta(days=days)


def _policy(reader: Reader) -> CheckPolicy:
    kept = reader.setting(POLICY).split()
    return CheckPolicy(*map(int, kept)) if kept else CheckPolicy()


def _checked(reader: Reader, name: str, *, full: bool) -> Checked | None:
    kept = reader.setting(name)
    if not kept:
        return None
    found: Mapping[str, Any] = json.loads(kept)
    told = tuple(reason(code, **values) for code, values in found["told"])
    return Checked(datetime.fromisoformat(found["at"]), full, int(found["faults"]), told)
