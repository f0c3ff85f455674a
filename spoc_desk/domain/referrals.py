"""A referral to the CPS: its checklist, the answers given, and when it may be sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from spoc_desk.domain.errors import DomainError


class Evidence(StrEnum):
    """What an item needs before it may be called done."""

    LINK = "link"
    EXHIBIT = "exhibit"
    STATEMENT = "statement"
    TEXT = "text"
    DATE = "date"
    NAME = "name"
    SECOND_NAME = "second_name"


class Stage(StrEnum):
    """Whether an item must be settled before the referral is sent, or can only follow it."""

    BEFORE_SENDING = "before_sending"
    AFTER_SENDING = "after_sending"


class Tie(StrEnum):
    """Which fact of the case an item is also held against."""

    NONE = ""
    REFERENCES = "references"
    TIME_LIMIT = "time_limit"
    POINTS = "points_to_prove"
    HOSTILITY = "hostility"
    CONSENT = "consent"
    VICTIM_STATEMENT = "victim_statement"
    SENT = "sent"
    DECISION = "decision"


class AnswerState(StrEnum):
    """How an item stands."""

    OPEN = "open"
    DONE = "done"
    NOT_APPLICABLE = "not_applicable"


class ReferralState(StrEnum):
    """How far a referral has come."""

    PREPARING = "preparing"
    SENT = "sent"
    DECIDED = "decided"


class Decision(StrEnum):
    """What the CPS decided. Their words go into the reasons, never here: a code may be disclosed."""

    CHARGE = "charge"
    CHARGE_ALTERNATIVE = "charge_alternative"
    NFA_EVIDENTIAL = "nfa_evidential"
    NFA_PUBLIC_INTEREST = "nfa_public_interest"
    OUT_OF_COURT = "out_of_court"
    FURTHER_WORK = "further_work"
    OTHER = "other"


DECISION_LABELS = {
    Decision.CHARGE: "Charge as referred",
    Decision.CHARGE_ALTERNATIVE: "Charge some only, or other offences",
    Decision.NFA_EVIDENTIAL: "No further action: evidential",
    Decision.NFA_PUBLIC_INTEREST: "No further action: public interest",
    Decision.OUT_OF_COURT: "Out of court disposal",
    Decision.FURTHER_WORK: "Action plan: more work needed",
    Decision.OTHER: "Another decision, told in the reasons",
}


class Hostility(StrEnum):
    """Whether there is evidence of hostility to a candidate, holder or campaigner (EA 2022 ss30-34)."""

    UNANSWERED = "unanswered"
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One item of the checklist and what "done" means for it."""

    number: int
    key: str
    title: str
    done_means: str
    stage: Stage
    needs: tuple[Evidence, ...]
    tie: Tie
    na_allowed: bool
    na_needs_reason: bool
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Checklist:
    """One dated edition of the checklist."""

    version: str
    title: str
    items: tuple[ChecklistItem, ...]

    def item(self, number: int) -> ChecklistItem:
        """The item with this number. Raises DomainError("referrals.unknown_item")."""
        for item in self.items:
            if item.number == number:
                return item
        raise DomainError("referrals.unknown_item", number=number)


@dataclass(frozen=True, slots=True)
class Referral:
    """One referral of a casefile to the CPS. at-times in UTC; pack_sha256 of the pack that was sent.

    decision: the code of a Decision, empty until there is one.
    """

    id: int
    uid: str
    reference: str
    casefile_id: int
    opened_at: datetime
    opened_by: str
    checklist: str
    state: ReferralState = ReferralState.PREPARING
    hostility: Hostility = Hostility.UNANSWERED
    hostility_note: str = ""
    sent_at: datetime | None = None
    sent_by: str = ""
    recipient: str = ""
    method: str = ""
    pack_sha256: str = ""
    decision: str = ""
    decision_reason: str = ""
    decided_at: datetime | None = None
    victim_told_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one item. on, name, second: the date, person and second person the item asks for."""

    id: int
    referral_id: int
    item: int
    state: AnswerState
    by: str
    at: datetime
    note: str = ""
    reason: str = ""
    on: date | None = None
    name: str = ""
    second: str = ""


@dataclass(frozen=True, slots=True)
class AnswerLink:
    """An exhibit or a statement that an answer rests on; exactly one of the two."""

    id: int
    answer_id: int
    exhibit_id: int | None = None
    statement_id: int | None = None


def checked_answer(answer: Answer, checklist: Checklist, referral: Referral) -> Answer:
    """The answer, if it may be given: an item that exists, N/A only where allowed and with its reason.

    A half-done answer may be saved; the gate names what it lacks.
    Raises DomainError: referrals.unknown_item, referrals.na_not_allowed, referrals.na_reason_missing,
    referrals.already_sent.
    """
    item = checklist.item(answer.item)
    if referral.state is not ReferralState.PREPARING and item.stage is Stage.BEFORE_SENDING:
        raise DomainError("referrals.already_sent", reference=referral.reference)
    if answer.state is AnswerState.NOT_APPLICABLE:
        if not item.na_allowed:
            raise DomainError("referrals.na_not_allowed", number=item.number, title=item.title)
        if item.na_needs_reason and not answer.reason.strip():
            raise DomainError("referrals.na_reason_missing", number=item.number, title=item.title)
    return answer


def with_hostility(referral: Referral, hostility: Hostility, note: str) -> Referral:
    """The referral with the question of hostility answered and what the answer rests on.

    Raises DomainError: referrals.hostility_note_missing, referrals.already_sent.
    """
    if referral.state is not ReferralState.PREPARING:
        raise DomainError("referrals.already_sent", reference=referral.reference)
    if hostility is not Hostility.UNANSWERED and not note.strip():
        raise DomainError("referrals.hostility_note_missing")
    return replace(referral, hostility=hostility, hostility_note=note.strip())


def with_decision(referral: Referral, decision: str, why: str, at: datetime) -> Referral:
    """The referral with the CPS decision, which is the code of a Decision.

    Raises DomainError: referrals.not_sent, referrals.decision_missing, referrals.decision_reason_missing.
    """
    if referral.state is ReferralState.PREPARING:
        raise DomainError("referrals.not_sent", reference=referral.reference)
    if decision not in set(Decision):
        raise DomainError("referrals.decision_missing")
    if not why.strip():
        raise DomainError("referrals.decision_reason_missing")
    return replace(
        referral,
        state=ReferralState.DECIDED,
        decision=Decision(decision).value,
        decision_reason=why.strip(),
        decided_at=at,
    )
