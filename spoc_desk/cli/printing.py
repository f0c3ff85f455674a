"""Printing from a terminal: this computer's printers, and numbered copies of a pack."""

from __future__ import annotations

from argparse import Namespace

from spoc_desk.cli.records import record_id
from spoc_desk.cli.terminal import answer, plain, progress, unlocked
from spoc_desk.domain.copy_results import CopyState
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.issues import IssuedPack
from spoc_desk.domain.moments import stamp
from spoc_desk.domain.printing import Sides
from spoc_desk.services.machine import Machine
from spoc_desk.services.pack_copies import CopyEntry, SettleCopy, register_of, settle_copies
from spoc_desk.services.pack_printing import PrintedRun, PrintPack, print_pack
from spoc_desk.services.packs import consult_pack
from spoc_desk.services.ports import PrintQueue

_WORDS = {
    CopyState.SPOOLED: "handed to",
    CopyState.FAILED: "NOT taken by",
    CopyState.STOPPED: "not sent to",
}


def print_copies(options: Namespace, machine: Machine) -> None:
    """Writes a run of copies down, hands each to the printer, and says what became of each."""
    if options.printers:
        _list_printers(options, machine.print_queue)
        return
    if options.vault is None or options.reference is None:
        raise DomainError("print.what_missing")
    with unlocked(options, machine) as vault:
        desk = vault.desk
        command = PrintPack(
            record_id(desk, IssuedPack, options.reference),
            options.printer or _default(desk.print_queue),
            copies=options.copies,
            pages=options.pages,
            sides=Sides(options.duplex),
            recipients=tuple(options.recipients),
            superseded_wanted=options.although_superseded,
        )
        run = print_pack(command, desk.print_queue, desk, progress)
    answer(options, _document(run), _lines(run))
    if run.fault is not None:
        raise run.fault


def _list_printers(options: Namespace, queue: PrintQueue) -> None:
    found = queue.printers()
    lines = [
        f"{each.name}: {'ready' if each.ready else each.said or 'stopped'}{', the default' * each.default}"
        for each in found
    ]
    answer(options, found, lines or ["No printer is set up on this computer."])


def _default(queue: PrintQueue) -> str:
    found = queue.printers()
    for each in found:
        if each.default:
            return each.name
    raise DomainError("print.no_default", known=", ".join(each.name for each in found) or "–")


def _document(run: PrintedRun) -> dict[str, object]:
    return {
        "reference": run.pack.reference,
        "sha256": run.pack.sha256,
        "pages": run.pages,
        "copies": [
            {
                "number": each.copy.first_number,
                "of": each.copy.of,
                "recipient": each.copy.recipient,
                "printer": each.copy.printer,
                "state": each.state,
            }
            for each in run.copies
        ],
    }


def _lines(run: PrintedRun) -> list[str]:
    return [
        f"{run.pack.reference} copy {each.copy.first_number} of {each.copy.of}, for {each.copy.recipient}: "
        f"{_WORDS[each.state]} {each.copy.printer}"
        for each in run.copies
    ]


def show_copies(options: Namespace, machine: Machine) -> None:
    """Every copy of a pack that left; first writes down what was seen of printed sheets, when told."""
    with unlocked(options, machine) as vault:
        desk = vault.desk
        pack = record_id(desk, IssuedPack, options.reference)
        consult_pack(pack, desk)
        told = _told(options, register_of(pack, desk))
        if told:
            settle_copies(told, desk)
        register = register_of(pack, desk)
    document = [
        {**plain(entry.copy), "state": entry.state, "results": plain(entry.results)} for entry in register
    ]
    answer(options, document, [_entry_line(entry) for entry in register] or ["No copy has left."])


def _told(options: Namespace, register: tuple[CopyEntry, ...]) -> tuple[SettleCopy, ...]:
    """What the options say of copies by their number. Raises DomainError("packs.no_such_copy")."""
    ids = {entry.copy.first_number: entry.copy.id for entry in register if entry.copy.first_number}

    def found(number: str) -> int:
        if not (number.isascii() and number.isdigit() and int(number) in ids):
            raise DomainError("packs.no_such_copy", number=number)
        return ids[int(number)]

    if options.spoiled:
        copy = found(str(options.spoiled))
        return (SettleCopy(copy, CopyState.SPOILED, options.sheets, options.note),)
    if options.unknown:
        return (SettleCopy(found(str(options.unknown)), CopyState.UNKNOWN, 0, options.note),)
    numbers = [number.strip() for number in options.came_out.split(",") if number.strip()]
    return tuple(SettleCopy(found(number), CopyState.CONFIRMED) for number in numbers)


def _entry_line(entry: CopyEntry) -> str:
    copy = entry.copy
    named = f"Copy {copy.first_number} of {copy.of}" if copy.first_number else "A copy"
    where = f"{copy.how} on {copy.printer}" if copy.printer else copy.how
    pages = f", pages {copy.page_range}" if copy.page_range else ""
    last = entry.results[-1] if entry.results else None
    became = f": {entry.state}" if last else ""
    spoils = f", sheets: {last.sheets}" if last and last.state is CopyState.SPOILED else ""
    spoils += f", {last.note}" if last and last.note else ""
    return f"{named}, for {copy.recipient}, {stamp(copy.at)}, {where}{pages}{became}{spoils}"
