"""Commands on retention: periods, what is due, one record's standing, destruction and its register."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import Any

from spoc_desk.cli.records import record_id
from spoc_desk.cli.terminal import answer, second_officer, unlocked
from spoc_desk.domain.casefiles import Casefile
from spoc_desk.domain.contacts import Person
from spoc_desk.domain.disposals import Disposal
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.moments import day_of, long_day
from spoc_desk.domain.retention import (
    CONTACTS,
    Appeal,
    Charging,
    Cpia,
    CpiaState,
    Ending,
    RetentionPeriod,
    RetentionReview,
    ReviewDecision,
    Sentence,
)
from spoc_desk.services.destruction import Destroy, Preview, destroy, preview_destruction
from spoc_desk.services.disposals import certificate_of, disposals
from spoc_desk.services.machine import Machine
from spoc_desk.services.outgoing import keep_existing, write_private
from spoc_desk.services.ports import Desk
from spoc_desk.services.retention import (
    EnterPeriod,
    Subject,
    confirm_clock,
    consult_retention,
    enter_period,
    retention_policy,
    set_retention,
)
from spoc_desk.services.retention_due import RetentionDue, retention_due
from spoc_desk.services.retention_reviews import ReviewRetention, lift_hold, place_hold, review_retention

_FACTS = ("charging", "ending", "sentence", "appeal")
_DAYS = {
    "charged_on": "charge_decided_on",
    "ended_on": "ended_on",
    "released_on": "released_on",
    "appeal_ended_on": "appeal_ended_on",
}
_DRAFTS_GO = "unsaved drafts about them, and every officer's drafts of returns and of new records"
_KINDS: dict[str, type[Any]] = {
    "charging": Charging,
    "ending": Ending,
    "sentence": Sentence,
    "appeal": Appeal,
}


def keep_retention(options: Namespace, machine: Machine) -> None:
    """Enters a period if one is given, then says what the periods are and what is due."""
    if not options.period and (options.first or options.further or options.after_poll or options.policy):
        raise DomainError("retention.period_unnamed")
    with unlocked(options, machine) as vault:
        desk = vault.desk
        if options.confirm_date:
            confirm_clock(desk)
        if options.period:
            _enter(options, desk)
        document, lines = _all(desk)
    answer(options, document, lines)


def review_record(options: Namespace, machine: Machine) -> None:
    """Enters what is given of one casefile or contact, then says where it stands."""
    with unlocked(options, machine) as vault:
        document, lines = _one(options, vault.desk)
    answer(options, document, lines)


def _enter(options: Namespace, desk: Desk) -> None:
    given = options.after_poll if options.period == CONTACTS else options.first and options.further
    if not given or not options.policy:
        raise DomainError("retention.period_needs")
    command = EnterPeriod(options.period, options.policy, options.first, options.further, options.after_poll)
    enter_period(command, desk)


def _all(desk: Desk) -> tuple[dict[str, Any], list[str]]:
    policy, due = retention_policy(desk), retention_due(desk)
    groups = [{"group": group, "period": policy.period(group.code)} for group in policy.rules.groups]
    document = {
        "groups": groups,
        "contacts_period": policy.period(CONTACTS),
        "clock_doubted": policy.clock_doubted,
        "due_casefiles": due.casefiles,
        "due_contacts": due.contacts,
    }
    lines = [f"{group.title}: {_period(policy.period(group.code))}" for group in policy.rules.groups]
    lines.append(f"Contacts after their poll: {_period(policy.period(CONTACTS))}")
    return document, [*lines, *_due(due)]


def _period(period: RetentionPeriod | None) -> str:
    if period is None:
        return "no period entered"
    if period.code == CONTACTS:
        return f"{period.after_poll_days} days, {period.policy_reference}"
    return (
        f"first review after {period.first_years} years, then every {period.further_years}, "
        f"{period.policy_reference}"
    )


def _due(due: RetentionDue) -> list[str]:
    said = {
        "due": "review due since {}", "decided": "to be destroyed by two officers",
        "held": "legal hold", "group_missing": "no retention group", "period_missing": "no period entered",
    }  # fmt: skip
    lines = ["The date is in doubt: nothing is proposed until it is confirmed."] if due.clock_doubted else []
    lines += [f"{case.reference}  {said[case.why].format(case.on)}" for case in due.casefiles]
    lines += [
        f"{who.reference}  {who.name}  last poll {who.polled_on}, kept until {who.on}"
        f"{', to be destroyed by two officers' if who.decided else ''}"
        for who in due.contacts
    ]
    return lines or ["Nothing is due."]


def _one(options: Namespace, desk: Desk) -> tuple[Any, list[str]]:
    kind, subject = subject_of(options.reference, desk)
    if kind == "casefile":
        _set_facts(options, subject, desk)
    if options.decide:
        decision = ReviewDecision(options.decide)
        review_retention(ReviewRetention(subject, decision, options.reason, options.next), desk)
    elif options.hold:
        place_hold(subject, options.reason, desk)
    elif options.lift:
        lift_hold(subject, options.reason, desk)
    view = consult_retention(subject, desk)
    shared = [f"Legal hold: {'placed by ' + view.hold.placed_by if view.hold else 'none'}"]
    shared += [_review(each) for each in view.reviews]
    if kind == "contact":
        return {"hold": view.hold, "reviews": view.reviews, "decision": view.decision}, shared
    lines = [
        f"Group: {view.group.title if view.group else 'none'}",
        f"Period: {_period(view.period)}",
        f"Next review: {long_day(view.review_on) if view.review_on else 'no date can be told'}",
        f"CPIA: {_cpia(view.cpia)}",
    ]
    if view.cpia.missing:
        lines.append(f"Not entered: {', '.join(name.replace('_', ' ') for name in view.cpia.missing)}")
    return view, [*lines, *shared]


def _cpia(cpia: Cpia) -> str:
    if cpia.state is CpiaState.UNKNOWN:
        return "cannot be worked out"
    if cpia.until is None:
        return "must be kept, no end known"
    told = "period ended on" if cpia.state is CpiaState.OVER else "must be kept until"
    return f"{told} {long_day(cpia.until)}"


def _review(review: RetentionReview) -> str:
    again = f", review again on {long_day(review.next_on)}" if review.next_on else ""
    return f"{review.at:%Y-%m-%d}  {review.decision}{again}  {review.by}  {review.reason}"


def _set_facts(options: Namespace, subject: Subject, desk: Desk) -> None:
    facts = consult_retention(subject, desk).facts
    given: dict[str, Any] = {
        name: _KINDS[name](value) for name in _FACTS if (value := getattr(options, name)) is not None
    }
    given |= {field: value for name, field in _DAYS.items() if (value := getattr(options, name)) is not None}
    if options.group is not None:
        given["group_code"] = options.group
    if given:
        set_retention(replace(facts, **given), desk)


def subject_of(reference: str, desk: Desk) -> tuple[str, Subject]:
    """Casefile or contact, and which. Raises DomainError: retention.not_a_subject, and when not found."""
    prefix = reference.partition("/")[0].upper()
    if prefix == "CF":
        return "casefile", Subject(casefile_id=record_id(desk, Casefile, reference))
    if prefix == "CN":
        return "contact", Subject(person_id=record_id(desk, Person, reference))
    raise DomainError("retention.not_a_subject", reference=reference)


def destroy_record(options: Namespace, machine: Machine) -> None:
    """Destroys a casefile or contact with a second officer, or says what would go."""
    if options.certificate:
        keep_existing(options.certificate, replace=False)
    second = None if options.preview else second_officer(options)
    with unlocked(options, machine) as vault:
        desk = vault.desk
        kind, subject = subject_of(options.reference, desk)
        record = subject.casefile_id or subject.person_id or 0
        if options.preview:
            seen = preview_destruction(kind, record, desk, with_incidents=not options.keep_incidents)
            answer(options, seen, _previewed(seen, machine))
            return
        destroy(Destroy(kind, record, options.reason, not options.keep_incidents), second, desk)
        entry = disposals(desk)[0]
        if options.certificate:
            _save(options.certificate, entry, desk)
    answer(options, entry, [_entry(entry)])


def _previewed(seen: Preview, machine: Machine) -> list[str]:
    lines = [f"{seen.reference} would go, with:"]
    lines += [f"  {kind}: {number:,}" for kind, number in seen.counts]
    lines.append(f"  sealed files: {seen.files:,}, {seen.size:,} bytes")
    lines += [f"{reference} stays." for reference in seen.stays]
    lines.append("  " + _DRAFTS_GO)
    lines += [
        f"{name} was enrolled by you alone on {long_day(day_of(at))}: as second officer they count, but the "
        "certificate and the register will say so."
        for name, at in seen.enrolled_alone
    ]
    lines += [f"Not now: {machine.messages.said(block)}" for block in seen.blocks]
    return lines


def show_disposals(options: Namespace, machine: Machine) -> None:
    """The register of destructions; a certificate when a file is named."""
    with unlocked(options, machine) as vault:
        found = disposals(vault.desk)
        if options.reference:
            found = tuple(each for each in found if each.reference == options.reference.upper())
            if not found:
                raise DomainError("retention.no_such_disposal", reference=options.reference)
        if options.to and found:
            _save(options.to, found[0], vault.desk)
    answer(options, found, [_entry(each) for each in found] or ["Nothing was destroyed in this vault."])


def _entry(entry: Disposal) -> str:
    return (
        f"{entry.reference}  {entry.at:%Y-%m-%d}  {entry.kind} {entry.subject}  "
        f"by {entry.officer} and {entry.second_told}  {entry.reason}"
    )


def _save(path: Path, entry: Disposal, desk: Desk) -> None:
    keep_existing(path, replace=False)
    write_private(path, certificate_of(entry.id, desk))
