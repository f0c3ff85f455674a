"""Redactions: drawn, found by a word, withdrawn, confirmed on changed pages, checked by a second person."""

from __future__ import annotations

from dataclasses import dataclass, replace

from spoc_desk.domain.casefiles import Casefile, check_open
from spoc_desk.domain.changes import (
    RecordConsulted,
    RedactionChanged,
    RedactionsChecked,
    RedactionsConfirmed,
    RedactionsDrawn,
    RedactionWithdrawn,
)
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.domain.redaction_words import check_no_reference
from spoc_desk.domain.redactions import (
    Box,
    Redaction,
    RedactionCheck,
    check_second_person,
    checked_box,
    checked_term,
    set_digest,
    standing,
)
from spoc_desk.services.ports import Changes, Desk, UnitOfWork
from spoc_desk.services.redaction_pages import RedactionPages, find_word


@dataclass(frozen=True, slots=True)
class DrawRedaction:
    """A box on one of an exhibit's pages. code: one of the reason codes."""

    pages: RedactionPages
    box: Box
    code: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class RedactWord:
    """A word or phrase, wherever it stands on the pages. everywhere: nor may it stand elsewhere in a pack."""

    pages: RedactionPages
    word: str
    code: str
    everywhere: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class CheckRedactions:
    """A second person looked at the redactions that stand. checked_by: their name."""

    exhibit_id: int
    checked_by: str
    remark: str = ""


def consult_redactions(
    exhibit_id: int, desk: Desk
) -> tuple[tuple[Redaction, ...], tuple[RedactionCheck, ...]]:
    """Every redaction of an exhibit, withdrawn ones too, and its checks; the reading is logged first."""
    with desk.unit_of_work() as work:
        exhibit = work.get(Exhibit, exhibit_id)
        work.record(RecordConsulted(kind="exhibit", record=exhibit_id, casefile=exhibit.casefile_id))
        return work.find(Redaction, exhibit_id=exhibit_id), work.find(RedactionCheck, exhibit_id=exhibit_id)


def draw_redaction(command: DrawRedaction, desk: Desk) -> Changes:
    """Adds a drawn box. Raises DomainError of the subject redaction, and for a closed casefile."""
    box = checked_box(command.box, command.pages.sizes)
    with desk.unit_of_work() as work:
        return (_added(command.pages, (box,), _Why(command.code, command.note), work, desk),)


def redact_word(command: RedactWord, desk: Desk) -> Changes:
    """Adds a box for each place where a word stands that has none of its own yet.

    A word that stands on no page and is to go everywhere is kept without a box. Raises
    DomainError("redaction.word_not_found") for one that stands nowhere, ("redaction.word_in_reference")
    for one that the exhibit's reference holds, and as draw_redaction does.
    """
    return redact_words((command,), desk)


def redact_words(commands: tuple[RedactWord, ...], desk: Desk) -> Changes:
    """Redacts several words, all of them or, refused as redact_word is, none."""
    found = [(command.pages, *_found(command, desk)) for command in commands]
    with desk.unit_of_work() as work:
        return tuple(_added(pages, boxes, why, work, desk) for pages, boxes, why in found)


def _found(command: RedactWord, desk: Desk) -> tuple[tuple[Box, ...], _Why]:
    term = checked_term(command.word)
    if command.everywhere:
        check_no_reference((term,), (command.pages.reference,))
    boxes = find_word(command.pages, term, desk)
    if not boxes and not command.everywhere:
        raise DomainError("redaction.word_not_found", word=term)
    why = _Why(command.code, command.note, term, command.everywhere)
    return boxes or (Box(0, 0, 0, 0, 0),), why


def change_reason(redaction_id: int, code: str, note: str, desk: Desk) -> Changes:
    """Another reason or note for a redaction that stands. Raises DomainError."""
    reason = desk.redaction_reasons.named(code)
    with desk.unit_of_work() as work:
        redaction, exhibit = _standing(redaction_id, work)
        work.change(replace(redaction, code=reason.code, note=note.strip()))
        change = RedactionChanged(casefile=exhibit.casefile_id, exhibit=exhibit.id, redaction=redaction.id)
        work.record(change)
    return (change,)


def withdraw_redaction(redaction_id: int, desk: Desk) -> Changes:
    """The redaction no longer stands; it stays on record. Raises DomainError("redaction.withdrawn")."""
    return withdraw_redactions((redaction_id,), desk)


def withdraw_redactions(redaction_ids: tuple[int, ...], desk: Desk) -> Changes:
    """Withdraws all of these or, when one of them cannot be, none. Raises as withdraw_redaction does."""
    changes = []
    with desk.unit_of_work() as work:
        for each in redaction_ids:
            redaction, exhibit = _standing(each, work)
            work.change(replace(redaction, withdrawn_by=desk.officer.name, withdrawn_at=desk.clock.now()))
            change = RedactionWithdrawn(casefile=exhibit.casefile_id, exhibit=exhibit.id, redaction=each)
            work.record(change)
            changes.append(change)
    return tuple(changes)


def confirm_redactions(pages: RedactionPages, desk: Desk) -> Changes:
    """Says that the redactions that stand hold for the pages as they are now; a new check is needed then.

    Raises DomainError("redaction.no_such_page") when one lies beyond the pages.
    """
    with desk.unit_of_work() as work:
        exhibit = _open_exhibit(pages.exhibit_id, work)
        kept = standing(work.find(Redaction, exhibit_id=exhibit.id))
        if not kept:
            raise DomainError("redaction.nothing_to_check")
        for each in kept:
            if each.page:
                checked_box(Box(each.page, each.left, each.bottom, each.right, each.top), pages.sizes)
            work.change(replace(each, part_sha256=pages.sha256))
        change = RedactionsConfirmed(
            casefile=exhibit.casefile_id, exhibit=exhibit.id, part_sha256=pages.sha256
        )
        work.record(change)
    return (change,)


def check_redactions(command: CheckRedactions, desk: Desk) -> Changes:
    """Writes down that a second person checked the redactions that stand. Raises DomainError."""
    with desk.unit_of_work() as work:
        exhibit = work.get(Exhibit, command.exhibit_id)
        drawn = work.find(Redaction, exhibit_id=exhibit.id)
        name = check_second_person(command.checked_by, drawn)
        check = work.add(
            RedactionCheck(
                id=0,
                exhibit_id=exhibit.id,
                digest=set_digest(drawn),
                checked_by=name,
                recorded_by=desk.officer.name,
                at=desk.clock.now(),
                remark=command.remark.strip(),
            )
        )
        change = RedactionsChecked(
            casefile=exhibit.casefile_id, exhibit=exhibit.id, check=check.id, set_sha256=check.digest
        )
        work.record(change)
    return (change,)


@dataclass(frozen=True, slots=True)
class _Why:
    """Why something is redacted, and the word it was found by."""

    code: str
    note: str
    term: str = ""
    everywhere: bool = False


def _added(
    pages: RedactionPages, boxes: tuple[Box, ...], why: _Why, work: UnitOfWork, desk: Desk
) -> RedactionsDrawn:
    reason = desk.redaction_reasons.named(why.code)
    exhibit = _open_exhibit(pages.exhibit_id, work)
    have = {
        (Box(e.page, e.left, e.bottom, e.right, e.top), e.term, e.everywhere)
        for e in standing(work.find(Redaction, exhibit_id=exhibit.id))
    }
    new = [box for box in boxes if (box, why.term, why.everywhere) not in have]
    for box in new:
        work.add(
            Redaction(
                0, exhibit.id, box.page, box.left, box.bottom, box.right, box.top, reason.code,
                why.note.strip(), why.term, why.everywhere, desk.officer.name, desk.clock.now(),
                pages.sha256,
            )
        )  # fmt: skip
    change = RedactionsDrawn(casefile=exhibit.casefile_id, exhibit=exhibit.id, count=len(new))
    work.record(change)
    return change


def _open_exhibit(exhibit_id: int, work: UnitOfWork) -> Exhibit:
    exhibit = work.get(Exhibit, exhibit_id)
    check_open(work.get(Casefile, exhibit.casefile_id))
    return exhibit


def _standing(redaction_id: int, work: UnitOfWork) -> tuple[Redaction, Exhibit]:
    redaction = work.get(Redaction, redaction_id)
    exhibit = _open_exhibit(redaction.exhibit_id, work)
    if redaction.withdrawn_at is not None:
        raise DomainError("redaction.withdrawn")
    return redaction, exhibit
