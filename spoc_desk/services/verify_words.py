"""Each thing that a check of the vault found, as a sentence that names it and says what to do."""

from __future__ import annotations

from spoc_desk.domain.reasons import Reason, reason
from spoc_desk.services.verify_report import BadItem, VerifyReport

# What verify.py's record comparison says; everything else is SQLite's own word.
_PAST_THE_TRAIL = ("as the audit trail last left it", "past the audit trail")


def told_faults(report: VerifyReport) -> tuple[Reason, ...]:
    """Every fault, the gravest kind first."""
    found = [_database(fault) for fault in report.database]
    found += [] if report.audit is None else [report.audit]
    found += [
        reason(f"verify.anchor_{missed.kind}", reference=missed.reference, entry=missed.entry)
        for missed in report.anchors
    ]
    found += [reason(code, name=name) for name, code in report.keys]
    found += [bad_item(item) for item in report.bad]
    found += [reason("verify.stray", name=name) for name in report.strays]
    return tuple(found)


def told_oddities(report: VerifyReport) -> tuple[Reason, ...]:
    """What is no fault, but is to be explained."""
    back = [reason("verify.clock_set_back", entry=number) for number in report.clock_set_back]
    return (*back, *(reason("verify.clock_leapt", entry=number) for number in report.clock_leapt))


def bad_item(item: BadItem) -> Reason:
    """What is wrong with one sealed file."""
    how = item.fault.removeprefix("evidence.")
    known = how if how in {"missing", "altered"} else "unreadable"
    return reason(f"verify.{item.kind}_{known}", reference=item.reference, casefile=item.casefile)


def _database(fault: str) -> Reason:
    if fault == "vault.database_damaged":
        return reason(fault)
    past = any(fault.endswith(words) for words in _PAST_THE_TRAIL)
    return reason("verify.record" if past else "verify.database", fault=fault)
