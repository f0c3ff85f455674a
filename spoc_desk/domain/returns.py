"""Freezes a period's casework into the return the NPCC receives, authorises it and corrects it."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC

from spoc_desk.domain.disclosure_scan import (
    Confirmation,
    Finding,
    KnownIdentifiers,
    refuse_identifying,
    unconfirmed,
)
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.return_codes import AUTHORISING_ROLES, MARKING, OUTCOMES, SCHEMA_NAME, SCHEMA_VERSION
from spoc_desk.domain.return_facts import NotableDraft, ReturnFacts, ReturnIssue
from spoc_desk.domain.return_payload import Payload, ReturnSnapshot
from spoc_desk.domain.return_rows import incident_rows
from spoc_desk.domain.return_rules import checked_facts, checked_issue, one_line

KEY_AT_LEAST = 32
PSEUDONYM_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Scanning:
    """What free text is held against: what is known here, and the findings officers have answered for."""

    known: KnownIdentifiers
    confirmations: tuple[Confirmation, ...] = ()


def compile_return(
    facts: ReturnFacts, issue: ReturnIssue, pseudonym_key: bytes, scanning: Scanning
) -> ReturnSnapshot:
    """Freeze a period. The key (32 bytes or more) makes the pseudonyms and never leaves the force.

    Raises DomainError, subject "returns", when a figure, a code or a date is
    wrong, when a sentence may identify somebody and no officer has answered
    for it, or when it supersedes another return without a reason.
    """
    facts, issue = checked_facts(facts), checked_issue(issue)
    refuse_identifying(free_texts(facts, issue), scanning.known, scanning.confirmations)
    rows = incident_rows(facts.incidents)
    nothing_new = not facts.notable and not any(row["count_new"] for row in rows)
    return ReturnSnapshot.of(
        {
            **_heading(facts, issue),
            "nil_return": nothing_new,
            "engagement": _counts(facts.engagement),
            "events": _counts(facts.events),
            "incidents": rows,
            "progress": _progress(facts),
            "notable": [_notable(draft, pseudonym_key) for draft in facts.notable],
            "risk_assessment": {
                "overall": facts.risk_assessment.overall,
                "trend": facts.risk_assessment.trend,
                "narrative": one_line(facts.risk_assessment.narrative),
            },
            "data_quality": _notes(facts),
        }
    )


def correct(
    previous: ReturnSnapshot,
    facts: ReturnFacts,
    issue: ReturnIssue,
    reason: str,
    pseudonym_key: bytes,
    scanning: Scanning,
) -> ReturnSnapshot:
    """A new return that supersedes an earlier one for the same force and period; the earlier stays as it is.

    Raises DomainError: "returns.correction_reason_missing",
    "returns.corrects_other_period", "returns.correction_same_id", and all that
    compile_return raises.
    """
    earlier = previous.payload
    period = (facts.force_gss, facts.period_start.isoformat(), facts.period_end.isoformat())
    if period != (earlier["force_gss"], earlier["period_start"], earlier["period_end"]):
        raise DomainError(
            "returns.corrects_other_period", start=earlier["period_start"], end=earlier["period_end"]
        )
    if issue.return_id == earlier["return_id"]:
        raise DomainError("returns.correction_same_id", return_id=issue.return_id)
    issue = replace(issue, supersedes=earlier["return_id"], correction_reason=reason)
    return compile_return(facts, issue, pseudonym_key, scanning)


def authorise(snapshot: ReturnSnapshot, role: str, self_authorised: bool) -> ReturnSnapshot:
    """The same figures with their authorisation, and so with a new digest.

    self_authorised: the officer who compiled it also authorises it, which the
    return then says. Raises DomainError: "returns.already_authorised",
    "returns.role_cannot_authorise".
    """
    if snapshot.authorised:
        raise DomainError("returns.already_authorised", return_id=snapshot.return_id)
    if role not in AUTHORISING_ROLES:
        raise DomainError("returns.role_cannot_authorise")
    return ReturnSnapshot.of(
        {**snapshot.payload, "authorised_by_role": role, "self_authorised": self_authorised}
    )


def free_texts(facts: ReturnFacts, issue: ReturnIssue | None = None) -> dict[str, str]:
    """Every sentence written by hand, by the name a confirmation must give as its `where`."""
    texts = {f"notable:{draft.incident_uid}": draft.summary for draft in facts.notable}
    texts["risk_assessment.narrative"] = facts.risk_assessment.narrative
    texts |= {f"data_quality:{index}": note for index, note in enumerate(facts.data_quality)}
    texts |= {f"explanation:{given.code}:{given.where}": given.text for given in facts.explanations}
    if issue and issue.correction_reason:
        texts["correction_reason"] = issue.correction_reason
    return texts


def findings_in(facts: ReturnFacts, scanning: Scanning) -> tuple[tuple[str, Finding], ...]:
    """What still has to be put right or answered for before this can be frozen."""
    return unconfirmed(free_texts(facts), scanning.known, scanning.confirmations)


def pseudonym(incident_uid: str, key: bytes) -> str:
    """The name an incident has in every return of this force: 16 hex digits of a keyed HMAC-SHA256."""
    if len(key) < KEY_AT_LEAST:
        raise ValueError(f"a pseudonym key has at least {KEY_AT_LEAST} bytes")
    text = f"{SCHEMA_NAME}/incident/{incident_uid}"
    return hmac.new(key, text.encode("utf-8"), hashlib.sha256).hexdigest()[:PSEUDONYM_DIGITS]


def _heading(facts: ReturnFacts, issue: ReturnIssue) -> Payload:
    reason = one_line(issue.correction_reason or "") if issue.supersedes else None
    elections = {(one.poll_date.isoformat(), one.election_id, one.type) for one in facts.elections}
    return {
        "schema": SCHEMA_NAME,
        "version": SCHEMA_VERSION,
        "return_id": issue.return_id,
        "supersedes_id": issue.supersedes,
        "correction_reason": reason,
        "force_gss": facts.force_gss,
        "force_name": one_line(facts.force_name),
        "period_start": facts.period_start.isoformat(),
        "period_end": facts.period_end.isoformat(),
        "cadence": facts.cadence,
        "elections": [
            {"election_id": name, "type": kind, "poll_date": poll} for poll, name, kind in sorted(elections)
        ],
        "marking": MARKING,
        "compiled_by_role": issue.compiled_by_role,
        "authorised_by_role": issue.authorised_by_role,
        "self_authorised": issue.self_authorised,
        "generated_at": issue.generated_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "source_db_hash": issue.source_db_hash,
    }


def _counts(values: object) -> Payload:
    names: Iterable[str] = values.__dataclass_fields__  # type: ignore[attr-defined]
    return {name: getattr(values, name) for name in names}


def _progress(facts: ReturnFacts) -> Payload:
    counted = _counts(facts.progress)
    given = dict(facts.progress.outcomes)
    counted["outcomes"] = {code: given.get(code, 0) for code in OUTCOMES}
    return counted


def _notable(draft: NotableDraft, key: bytes) -> Payload:
    return {
        "pseudonym": pseudonym(draft.incident_uid, key),
        "category": draft.category,
        "summary": one_line(draft.summary),
        "risk": draft.risk,
        "tension": draft.tension,
        "media": draft.media,
        "cross_border_forces": sorted(set(draft.cross_border_forces)),
        "ct_referred": draft.ct_referred,
        "support_requested": draft.support_requested,
    }


def _notes(facts: ReturnFacts) -> list[str]:
    texts = [*facts.data_quality, *(given.text for given in facts.explanations)]
    return list(dict.fromkeys(one_line(text) for text in texts))
