"""Printing from a terminal: this computer's printers, and numbered copies of a pack."""

from __future__ import annotations

from argparse import Namespace

from spoc_desk.cli.records import record_id
from spoc_desk.cli.terminal import answer, progress, unlocked
from spoc_desk.domain.copy_results import CopyState
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.issues import IssuedPack
from spoc_desk.domain.printing import Sides
from spoc_desk.services.machine import Machine
from spoc_desk.services.pack_printing import PrintedRun, PrintPack, print_pack
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
