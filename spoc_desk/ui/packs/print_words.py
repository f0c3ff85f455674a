"""What is said of printed copies: a run when it has ended, and one copy in the register."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QCoreApplication

from spoc_desk.domain.copy_results import CopyState
from spoc_desk.services.messages import Messages
from spoc_desk.services.pack_copies import PRINTED, CopyEntry
from spoc_desk.services.pack_printing import PrintedRun


def _tr(text: str) -> str:
    return QCoreApplication.translate("PrintWords", text)


def told_numbers(numbers: Sequence[int]) -> str:
    """Copies by number: "copy 3", "copies 1 to 5", "copies 1, 2 and 7"."""
    if len(numbers) == 1:
        return _tr("copy {0}").format(numbers[0])
    if len(numbers) > 2 and all(later == earlier + 1 for earlier, later in pairwise(numbers)):
        return _tr("copies {0} to {1}").format(numbers[0], numbers[-1])
    before = ", ".join(map(str, numbers[:-1]))
    return _tr("copies {0} and {1}").format(before, numbers[-1])


def told_run(run: PrintedRun, messages: Messages) -> str:
    """How a run ended: which copies and pages went out, and why the rest did not."""
    words = []
    sent = [copy.first_number for copy in run.sent]
    if sent:
        words.append(_tr("{0} handed to the printer.").format(_capital(told_numbers(sent))))
    for each in run.copies:
        if each.state is not CopyState.SPOOLED and each.pages:
            told = _tr("Of copy {0}, pages out: {1} of {2}.")
            words.append(told.format(each.copy.first_number, each.pages, run.pages))
    held = [each.copy.first_number for each in run.copies if each.state is not CopyState.SPOOLED]
    unsent = [
        each.copy.first_number
        for each in run.copies
        if each.state is not CopyState.SPOOLED and not each.pages
    ]
    if unsent:
        words.append(_tr("Nothing of {0} went out.").format(told_numbers(unsent)))
    if held and run.fault is not None and run.fault.code != "work.cancelled":
        words.append(messages.sentence(run.fault))
    return " ".join(words)


def told_copy(entry: CopyEntry) -> tuple[str, str]:
    """One line of the register: which copy and for whom; then how, by whom, where and what became of it."""
    copy = entry.copy
    printed = copy.how == PRINTED
    how = _how(copy.how)
    if copy.first_number:
        named = _tr("Copy {0} of {1}").format(copy.first_number, copy.of)
        title = f"{named} · {copy.recipient}"
    else:
        title = f"{how} · {copy.recipient}"
    pages = _tr("pages {0}").format(copy.page_range) if copy.page_range else ""
    sides = _tr("both sides") if copy.duplex in {"long", "short"} else ""
    became = _became(entry) if printed and copy.first_number else ""
    late = _tr("although superseded") if copy.superseded else ""
    where = (how if copy.first_number else "", copy.officer, copy.printer, pages, sides, late, became)
    return title, " · ".join(filter(None, where))


def _how(code: str) -> str:
    words = {
        PRINTED: _tr("Printed"),
        "folder": _tr("The whole release saved in a folder"),
        "age": _tr("The whole release encrypted for its recipients"),
        "password": _tr("Saved behind a password"),
    }
    return words.get(code) or _tr("Saved as a file")


def _became(entry: CopyEntry) -> str:
    last = entry.results[-1] if entry.results else None
    if last is None:
        return _tr("not known whether it was printed")
    words = {
        CopyState.SPOOLED: _tr("sheets not checked yet"),
        CopyState.CONFIRMED: _tr("all sheets came out, seen by {0}").format(last.officer),
        CopyState.FAILED: _tr("failed: {0}").format(last.note)
        if last.note
        else _tr("not taken by the printer"),
        CopyState.UNKNOWN: _tr("not known whether it was printed: {0}").format(last.note),
        CopyState.STOPPED: _tr("stopped, sheets out: {0}").format(last.sheets)
        if last.sheets
        else _tr("stopped, nothing went out"),
        CopyState.SPOILED: _tr("sheets spoiled: {0}, {1}").format(last.sheets, last.note),
    }
    return words.get(last.state, "")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
