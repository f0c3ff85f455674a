"""The command that redacts an exhibit's pages: by a word, by a box; lists, withdraws, confirms and checks."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from spoc_desk.cli.records import exhibit_id
from spoc_desk.cli.terminal import answer, secret_line, unlocked
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.redactions import (
    Box,
    Redaction,
    check_in_words,
    current_check,
    set_digest,
    standing,
)
from spoc_desk.services.machine import Machine
from spoc_desk.services.ports import Desk
from spoc_desk.services.redaction_pages import open_pages, suggestions
from spoc_desk.services.redactions import (
    CheckRedactions,
    DrawRedaction,
    RedactWord,
    check_redactions,
    confirm_redactions,
    consult_redactions,
    draw_redaction,
    redact_word,
    withdraw_redaction,
)

_EDGES = 5
_WORDLESS = "No words can be found on page {}; look at it, and draw boxes there by hand."


def redact(options: Namespace, machine: Machine) -> None:
    """Does what was asked and answers every redaction of the exhibit."""
    case, _, reference = options.reference.partition(":")
    if not reference:
        raise DomainError("records.reference_unknown", reference=options.reference)
    with unlocked(options, machine) as vault:
        desk = vault.desk
        exhibit = exhibit_id(desk, case, reference)
        if options.suggest:
            _suggest(options, exhibit, desk)
            return
        wordless = _done(options, exhibit, desk)
        drawn, checks = consult_redactions(exhibit, desk)
    check = current_check(drawn, checks)
    document = {
        "casefile": case,
        "exhibit": reference.upper(),
        "standing": len(standing(drawn)),
        "set_sha256": set_digest(drawn),
        "checked_by": check.checked_by if check else "",
        "entered_by": check.recorded_by if check else "",
        "redactions": [_told(each) for each in drawn],
    }
    state = check_in_words(check) or "not checked by a second person"
    count = len(standing(drawn))
    lines = [f"{'1 redaction stands' if count == 1 else f'{count} redactions stand'}, {state}."]
    lines += map(_line, drawn)
    if wordless:
        lines.append(_WORDLESS.format(_pages(wordless)))
    answer(options, document, lines)


def _done(options: Namespace, exhibit: int, desk: Desk) -> tuple[int, ...]:
    """Does what is asked; answers the pages on which a word could not be looked for."""
    if options.word is not None or options.word_file:
        word = secret_line(options.word_file) if options.word is None else options.word
        pages = open_pages(exhibit, desk)
        redact_word(RedactWord(pages, word, options.reason, options.everywhere, options.note), desk)
        return pages.wordless
    if options.box:
        pages = open_pages(exhibit, desk)
        draw_redaction(DrawRedaction(pages, _box(options.box), options.reason, options.note), desk)
    elif options.withdraw:
        withdraw_redaction(_own(options.withdraw, exhibit, desk), desk)
    elif options.confirm:
        confirm_redactions(open_pages(exhibit, desk), desk)
    elif options.check_by:
        check_redactions(CheckRedactions(exhibit, options.check_by, options.note), desk)
    return ()


def _own(redaction: int, exhibit: int, desk: Desk) -> int:
    """The id of one of this exhibit's redactions, so that a slip of a digit withdraws no other."""
    if all(each.id != redaction for each in consult_redactions(exhibit, desk)[0]):
        raise DomainError("records.reference_unknown", reference=redaction)
    return redaction


def _box(typed: str) -> Box:
    try:
        number, *edges = typed.split(",")
        page = int(number)
        left, bottom, right, top = (round(float(edge) * 100) for edge in edges)
    except (ValueError, OverflowError) as fault:
        raise DomainError("redaction.box_malformed", box=typed[:60]) from fault
    return Box(page, left, bottom, right, top)


def _suggest(options: Namespace, exhibit: int, desk: Desk) -> None:
    pages = open_pages(exhibit, desk)
    found = suggestions(pages, desk)
    document = {
        "wordless_pages": pages.wordless,
        "machine_read_pages": pages.machine_read,
        "suggestions": [
            {"word": each.term, "reason": each.code, "why": each.why, "pages": each.pages} for each in found
        ],
    }
    lines = [f"{each.term}  {each.code}  {each.why}, page {_pages(each.pages)}" for each in found]
    if pages.wordless:
        lines.append(_WORDLESS.format(_pages(pages.wordless)))
    answer(options, document, lines)


def _pages(numbers: tuple[int, ...]) -> str:
    return ", ".join(map(str, numbers))


def _told(each: Redaction) -> dict[str, Any]:
    return {
        "id": each.id,
        "page": each.page,
        "box": [edge / 100 for edge in (each.left, each.bottom, each.right, each.top)],
        "reason": each.code,
        "word": each.term,
        "everywhere": each.everywhere,
        "note": each.note,
        "made_by": each.made_by,
        "made_at": each.made_at,
        "withdrawn_by": each.withdrawn_by,
        "withdrawn_at": each.withdrawn_at,
    }


def _line(each: Redaction) -> str:
    where = f"page {each.page}" if each.page else "no page"
    what = f"“{each.term}”" if each.term else "box"
    gone = f", withdrawn by {each.withdrawn_by}" if each.withdrawn_by else ""
    return f"{each.id}  {where}  {each.code}  {what}  by {each.made_by}{gone}"
