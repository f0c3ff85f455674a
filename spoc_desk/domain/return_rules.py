"""What must be true of the facts before a return is frozen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Mapping
from dataclasses import fields
from datetime import timedelta

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.return_codes import (
    AUTHORISING_ROLES,
    CADENCES,
    CATEGORIES,
    ELECTION_TYPES,
    MEDIA,
    NARRATIVE_AT_MOST,
    NOTE_AT_MOST,
    OUTCOMES,
    RISKS,
    ROLES,
    SUMMARY_AT_MOST,
    TENSIONS,
    TRENDS,
)
from spoc_desk.domain.return_facts import NotableDraft, ReturnFacts, ReturnIssue

GSS = re.compile(r"[EWSN]\d{8}", re.ASCII)
UID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
SHA256 = re.compile(r"[0-9a-f]{64}")
ELECTION_ID = re.compile(r"[a-z]+(?:\.[a-z0-9-]+)*\.\d{4}-\d{2}-\d{2}", re.ASCII)
OFFENCE_CODE = re.compile(r"[a-z][a-z0-9._-]{1,63}")
FORCE_NAME_AT_MOST = 120
COUNT_AT_MOST = 9_999_999
NOTABLE_AT_MOST = 100
WEEK = timedelta(days=7)


def checked_facts(facts: ReturnFacts) -> ReturnFacts:
    """The facts, if they can be frozen. Raises DomainError naming the first thing to put right."""
    _check_period(facts)
    _check_force(facts)
    for election in facts.elections:
        coded("elections.type", election.type, ELECTION_TYPES)
        if not ELECTION_ID.fullmatch(election.election_id):
            raise DomainError("returns.election_id_wrong", election_id=election.election_id)
    for part, values in (
        ("engagement", facts.engagement),
        ("events", facts.events),
        ("progress", facts.progress),
    ):
        for field in fields(values):
            if field.name != "outcomes":
                _check_count(f"{part}.{field.name}", getattr(values, field.name))
    for code, number in facts.progress.outcomes:
        coded("progress.outcomes", code, OUTCOMES)
        _check_count(f"progress.outcomes.{code}", number)
    if len(facts.notable) > NOTABLE_AT_MOST:
        raise DomainError("returns.notable_many", number=len(facts.notable), limit=NOTABLE_AT_MOST)
    for draft in facts.notable:
        _check_notable(draft)
    _check_risk(facts)
    return facts


def checked_issue(issue: ReturnIssue) -> ReturnIssue:
    """The issue, if its ids, digest, time and roles are in order.

    A wrong id, digest or time is our own mistake and raises ValueError; a
    role or a missing reason raises DomainError.
    """
    for uid in (issue.return_id, issue.supersedes):
        if uid is not None and not UID.fullmatch(uid):
            raise ValueError("a return's id is a lower-case UUID")
    if not SHA256.fullmatch(issue.source_db_hash):
        raise ValueError("source_db_hash is 64 hex digits")
    if issue.generated_at.tzinfo is None:
        raise ValueError("generated_at has no time zone")
    coded("compiled_by_role", issue.compiled_by_role, ROLES)
    if issue.authorised_by_role is not None and issue.authorised_by_role not in AUTHORISING_ROLES:
        raise DomainError("returns.role_cannot_authorise")
    if issue.supersedes is not None and not one_line(issue.correction_reason or ""):
        raise DomainError("returns.correction_reason_missing")
    _check_length("correction_reason", issue.correction_reason or "", NOTE_AT_MOST)
    return issue


def coded(field: str, value: str, allowed: Container[str]) -> None:
    """Raises DomainError("returns.unknown_code") when a code is not in its list."""
    if value not in allowed:
        raise DomainError("returns.unknown_code", field=field, value=value)


def code_for(labels: Mapping[str, str], text: str, otherwise: str = "other") -> str:
    """The code of a list for a code or label as casework has it, such as "Facebook"; else `otherwise`."""
    wanted = text.strip().casefold()
    for code, label in labels.items():
        if wanted in {code, label.casefold()}:
            return code
    return otherwise


def one_line(text: str) -> str:
    """Text as it is sent: Unicode form C, control characters and runs of spaces made one space."""
    printable = "".join(" " if unicodedata.category(one) in {"Cc", "Cs"} else one for one in text)
    return unicodedata.normalize("NFC", " ".join(printable.split()))


def _check_period(facts: ReturnFacts) -> None:
    start, end = facts.period_start, facts.period_end
    coded("cadence", facts.cadence, CADENCES)
    if end < start:
        raise DomainError("returns.period_backwards", start=start.isoformat(), end=end.isoformat())
    if facts.cadence == "daily" and end != start:
        raise DomainError("returns.daily_is_one_day", start=start.isoformat(), end=end.isoformat())
    if facts.cadence == "weekly" and end - start >= WEEK:
        raise DomainError("returns.weekly_is_seven_days", start=start.isoformat(), end=end.isoformat())


def _check_force(facts: ReturnFacts) -> None:
    if not GSS.fullmatch(facts.force_gss):
        raise DomainError("returns.gss_wrong", code=facts.force_gss)
    if not one_line(facts.force_name):
        raise DomainError("returns.force_name_missing")
    _check_length("force_name", facts.force_name, FORCE_NAME_AT_MOST)


def _check_notable(draft: NotableDraft) -> None:
    coded("notable.category", draft.category, CATEGORIES)
    coded("notable.risk", draft.risk, RISKS)
    coded("notable.tension", draft.tension, TENSIONS)
    coded("notable.media", draft.media, MEDIA)
    if not one_line(draft.summary):
        raise DomainError("returns.summary_missing")
    _check_length("notable.summary", draft.summary, SUMMARY_AT_MOST)
    for code in draft.cross_border_forces:
        if not GSS.fullmatch(code):
            raise DomainError("returns.gss_wrong", code=code)


def _check_risk(facts: ReturnFacts) -> None:
    assessment = facts.risk_assessment
    coded("risk_assessment.overall", assessment.overall, RISKS)
    coded("risk_assessment.trend", assessment.trend, TRENDS)
    _check_length("risk_assessment.narrative", assessment.narrative, NARRATIVE_AT_MOST)
    for note in (*facts.data_quality, *(given.text for given in facts.explanations)):
        if not one_line(note):
            raise DomainError("returns.note_empty")
        _check_length("data_quality", note, NOTE_AT_MOST)


def _check_length(field: str, text: str, limit: int) -> None:
    length = len(one_line(text))
    if length > limit:
        raise DomainError("returns.text_long", field=field, length=length, limit=limit)


def _check_count(field: str, number: int) -> None:
    if not 0 <= number <= COUNT_AT_MOST:
        raise DomainError("returns.count_wrong", field=field, number=number, limit=COUNT_AT_MOST)
