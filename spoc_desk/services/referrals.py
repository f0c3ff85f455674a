"""Referrals to the CPS: opened, answered item by item, gated, sent, decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from spoc_desk.domain.casefiles import Casefile, CasefileStatus, check_open
from spoc_desk.domain.changes import (
    CasefileChanged,
    Change,
    RecordConsulted,
    ReferralAnswered,
    ReferralDecided,
    ReferralSent,
    ReferralStarted,
)
from spoc_desk.domain.charge_routes import FACTS, ChargeFacts, Routing, charge_route
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.issues import check_sent
from spoc_desk.domain.moments import day_of
from spoc_desk.domain.referral_gate import CaseFacts, Gate, ReferredOffence, gate, send
from spoc_desk.domain.referrals import (
    Answer,
    AnswerLink,
    AnswerState,
    Hostility,
    Referral,
    ReferralState,
    Tie,
    checked_answer,
    with_decision,
    with_hostility,
)
from spoc_desk.domain.suspected_offences import ChargeAnswer
from spoc_desk.domain.uids import new_uid
from spoc_desk.services.casefiles import CasefileView, put_casefile, view_casefile
from spoc_desk.services.offences import check_of_case, limit_of
from spoc_desk.services.ports import Changes, Desk, Reader, UnitOfWork


@dataclass(frozen=True, slots=True)
class AnswerItem:
    """An answer to one item of a checklist, with the exhibits and statements it rests on."""

    referral_id: int
    item: int
    state: AnswerState
    note: str = ""
    reason: str = ""
    on: date | None = None
    name: str = ""
    second: str = ""
    exhibit_ids: tuple[int, ...] = ()
    statement_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SendReferral:
    """How a referral goes to the CPS, and the digest of the pack that goes with it."""

    referral_id: int
    recipient: str
    method: str
    pack_sha256: str


@dataclass(frozen=True, slots=True)
class ReferralView:
    """One referral with its case, its answers, what is still open and who may charge."""

    referral: Referral
    case: CasefileView
    answers: tuple[Answer, ...]
    links: tuple[AnswerLink, ...]
    gate: Gate
    routing: Routing
    charge_facts: ChargeFacts


def start_referral(casefile_id: int, desk: Desk) -> Changes:
    """Opens a referral. Raises DomainError when closed, or when one is being prepared already."""
    now = desk.clock.now()
    with desk.unit_of_work() as work:
        casefile = work.get(Casefile, casefile_id)
        check_open(casefile)
        for held in work.find(Referral, casefile_id=casefile_id):
            if held.state is ReferralState.PREPARING:
                raise DomainError("referrals.already_open", reference=held.reference)
        referral = work.add(
            Referral(
                id=0,
                uid=new_uid(now),
                reference=work.next_reference("RF", now.year),
                casefile_id=casefile_id,
                opened_at=now,
                opened_by=desk.officer.name,
                checklist=desk.checklist.version,
            )
        )
        change = ReferralStarted(casefile=casefile_id, referral=referral.id)
        work.record(change)
    return (change,)


def answer_item(command: AnswerItem, desk: Desk) -> Changes:
    """Stores the answer to one item. A half-done answer is kept; the gate names what it lacks.

    Raises DomainError for an item that is not there, N/A where it is not
    allowed or without its reason, evidence of another casefile, and for anything after the sending.
    """
    with desk.unit_of_work() as work:
        referral = work.get(Referral, command.referral_id)
        held = work.find(Answer, referral_id=referral.id, item=command.item)
        answer = checked_answer(
            Answer(
                id=held[0].id if held else 0,
                referral_id=referral.id,
                item=command.item,
                state=command.state,
                by=desk.officer.name,
                at=desk.clock.now(),
                note=command.note.strip(),
                reason=command.reason.strip(),
                on=command.on,
                name=command.name.strip(),
                second=command.second.strip(),
            ),
            desk.checklist,
            referral,
        )
        if held:
            work.change(answer)
        else:
            answer = work.add(answer)
        _link(work, answer, command, referral.casefile_id)
        change = ReferralAnswered(
            casefile=referral.casefile_id, referral=referral.id, item=command.item, state=str(command.state)
        )
        work.record(change)
    return (change,)


def _link(work: UnitOfWork, answer: Answer, command: AnswerItem, casefile_id: int) -> None:
    for link in work.find(AnswerLink, answer_id=answer.id):
        work.remove(link)
    chosen = [(each, None) for each in command.exhibit_ids]
    for exhibit_id, statement_id in (*chosen, *((None, each) for each in command.statement_ids)):
        check_of_case(work, casefile_id, exhibit_id, statement_id)
        work.add(AnswerLink(0, answer.id, exhibit_id, statement_id))


def answer_hostility(referral_id: int, hostility: Hostility, note: str, desk: Desk) -> Changes:
    """Answers whether there is hostility evidence (Elections Act 2022 s30) and what it is."""
    with desk.unit_of_work() as work:
        referral = work.get(Referral, referral_id)
        work.change(with_hostility(referral, hostility, note))
        change = ReferralAnswered(
            casefile=referral.casefile_id, referral=referral_id, item=0, state=str(hostility)
        )
        work.record(change)
    return (change,)


def send_referral(command: SendReferral, desk: Desk) -> Changes:
    """Sends a referral through the gate; its casefile then awaits the CPS.

    Raises DomainError while anything is open, or without a recipient, a method or a pack.
    """
    with desk.unit_of_work() as work:
        view = view_referral(command.referral_id, work, desk)
        check_open(view.case.casefile)
        check_sent(view.case.packs, view.case.pack_states, command.pack_sha256)
        sent = send(
            view.referral,
            view.gate,
            recipient=command.recipient,
            method=command.method,
            pack_sha256=command.pack_sha256,
            by=desk.officer.name,
            at=desk.clock.now(),
        )
        work.change(sent)
        _settle(work, sent, Tie.SENT, desk)
        change: Change = ReferralSent(
            casefile=sent.casefile_id, referral=sent.id, pack_sha256=sent.pack_sha256
        )
        work.record(change)
        waiting = replace(view.case.casefile, status=CasefileStatus.AWAITING_CPS)
        return (change, *put_casefile(work, waiting, desk, follows=True))


def record_decision(referral_id: int, decision: str, why: str, desk: Desk) -> Changes:
    """Stores the CPS decision, by its code, and its reasons. Raises DomainError before it was sent."""
    with desk.unit_of_work() as work:
        referral = with_decision(work.get(Referral, referral_id), decision, why, desk.clock.now())
        work.change(referral)
        case, code = referral.casefile_id, referral.decision
        change = ReferralDecided(casefile=case, referral=referral_id, decision=code)
        work.record(change)
    return (change,)


def tell_victim(referral_id: int, desk: Desk) -> Changes:
    """Notes that the victim was told of the decision, now."""
    with desk.unit_of_work() as work:
        referral = work.get(Referral, referral_id)
        if referral.state is not ReferralState.DECIDED:
            raise DomainError("referrals.decision_awaited")
        work.change(replace(referral, victim_told_at=desk.clock.now()))
        _settle(work, referral, Tie.DECISION, desk)
        change = ReferralDecided(
            casefile=referral.casefile_id, referral=referral_id, decision=referral.decision, victim_told=True
        )
        work.record(change)
    return (change,)


def _settle(work: UnitOfWork, referral: Referral, tie: Tie, desk: Desk) -> None:
    """Marks the items as done that nothing but this act was wanting for."""
    for item in desk.checklist.items:
        if item.tie is tie and not item.needs:
            held = work.find(Answer, referral_id=referral.id, item=item.number)
            key, note = (held[0].id, held[0].note) if held else (0, "")
            at, by = desk.clock.now(), desk.officer.name
            answer = Answer(key, referral.id, item.number, AnswerState.DONE, by, at, note)
            if held:
                work.change(answer)
            else:
                work.add(answer)


def consult_referral(referral_id: int, desk: Desk) -> ReferralView:
    """One referral, whole; the reading is on the audit trail before it is answered."""
    with desk.unit_of_work() as work:
        view = view_referral(referral_id, work, desk)
        work.record(RecordConsulted(kind="referral", record=referral_id, casefile=view.referral.casefile_id))
        return view


def view_referral(referral_id: int, reader: Reader, desk: Desk) -> ReferralView:
    """One referral with its gate worked out, for verbs that record their own reading of it."""
    referral = reader.get(Referral, referral_id)
    case = view_casefile(referral.casefile_id, reader)
    answers = reader.find(Answer, referral_id=referral_id)
    links = reader.find(AnswerLink, answer_id=tuple(answer.id for answer in answers))
    referred = referred_offences(case, desk)
    charge_facts = charge_facts_of(referral.casefile_id, reader)
    facts = CaseFacts(
        referral=referral,
        crime_reference=next((i.crime_reference for i in case.incidents if i.crime_reference), ""),
        urn=case.casefile.urn,
        today=day_of(desk.clock.now()),
        links=links,
        statements=case.statements,
    )
    return ReferralView(
        referral=referral,
        case=case,
        answers=answers,
        links=links,
        gate=gate(desk.checklist, answers, referred, facts),
        routing=charge_route(tuple(each.offence for each in referred), desk.lawpack.exclusions, charge_facts),
        charge_facts=charge_facts,
    )


def charge_facts_of(casefile_id: int, reader: Reader) -> ChargeFacts:
    """What has been answered of the questions that decide who may charge."""
    answered = reader.find(ChargeAnswer, casefile_id=casefile_id)
    return ChargeFacts(**{answer.fact: answer.holds for answer in answered})


def answer_charge_fact(casefile_id: int, fact: str, holds: bool, desk: Desk) -> Changes:
    """Answers a question that decides who may charge. Raises DomainError: not asked, casefile closed."""
    if fact not in FACTS:
        raise DomainError("charging.unknown_fact", fact=fact)
    with desk.unit_of_work() as work:
        check_open(work.get(Casefile, casefile_id))
        held = work.find(ChargeAnswer, casefile_id=casefile_id, fact=fact)
        answer = ChargeAnswer(held[0].id if held else 0, casefile_id, fact, holds, desk.officer.name)
        if held:
            work.change(answer)
        else:
            work.add(answer)
        change = CasefileChanged(casefile=casefile_id, fields=(f"charging.{fact}",))
        work.record(change)
    return (change,)


def referred_offences(case: CasefileView, desk: Desk) -> tuple[ReferredOffence, ...]:
    """A case's suspected offences, each beside its row of the law-pack, its limit and its proofs."""
    found = []
    every = {suspected.id: desk.lawpack.offence(suspected.code) for suspected in case.offences}
    for suspected in case.offences:
        offence = every[suspected.id]
        others = tuple(other for key, other in every.items() if key != suspected.id)
        proofs = tuple(link for link in case.proofs if link.offence_id == suspected.id)
        limit = limit_of(suspected, case.offence_dates, offence, others)
        found.append(ReferredOffence(offence, suspected, limit, proofs, suspected.entered_by))
    return tuple(found)
