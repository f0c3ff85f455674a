"""Commands for an auditor: who read whose record, and an anchor to hand to somebody outside."""

from __future__ import annotations

from argparse import Namespace

from spoc_desk.cli.terminal import answer, unlocked
from spoc_desk.domain.anchors import Explanation
from spoc_desk.domain.moments import stamp
from spoc_desk.services.anchor_slips import make_slip
from spoc_desk.services.anchors import acknowledge_rollback
from spoc_desk.services.machine import Machine
from spoc_desk.services.outgoing import keep_existing, write_private
from spoc_desk.services.reads import Reading, reads_csv, reads_of, who_read
from spoc_desk.services.record_names import looks_like_reference


def show_reads(options: Namespace, machine: Machine) -> None:
    """Who read a record, or what an officer read, newest first; asking is on the audit trail."""
    with unlocked(options, machine) as vault:
        if options.to:
            keep_existing(options.to, replace=options.replace)
        desk = vault.desk
        ask = who_read if looks_like_reference(options.of) else reads_of
        report = ask(options.of, desk)
        if options.to:
            write_private(options.to, reads_csv(report, desk))
    document = {
        "subject": report.subject,
        "readings": [_told(reading) for reading in report.readings],
        "file": str(options.to or ""),
    }
    lines = [f"{len(report.readings):,} readings of {report.subject}"]
    lines += [f"They are in {options.to}"] if options.to else [_line(reading) for reading in report.readings]
    answer(options, document, lines)


def show_anchor(options: Namespace, machine: Machine) -> None:
    """Signs where the trail stands and says it; as a page to print when a file is named.

    With --acknowledge the alarm of an older vault is explained and ended first.
    """
    with unlocked(options, machine) as vault:
        if options.to:
            keep_existing(options.to, replace=options.replace)
        if options.acknowledge:
            acknowledge_rollback(Explanation(options.acknowledge), vault.desk)
        slip = make_slip(vault.desk)
        if options.to:
            write_private(options.to, slip.pdf)
    signed = slip.signed
    document = {
        "anchor_sequence": signed.sequence,
        "anchor_head": signed.head,
        "at": signed.at,
        "signature": signed.signature.hex(),
        "public_key": signed.public_key.decode(),
        "fingerprint": signed.fingerprint,
        "file": str(options.to or ""),
    }
    lines = [
        f"Anchor: {signed.sequence}:{signed.head}",
        f"Signed at {signed.at} by the key with fingerprint {signed.fingerprint}",
    ]
    answer(options, document, [*lines, *([f"The slip is in {options.to}"] if options.to else [])])


def _told(reading: Reading) -> dict[str, object]:
    line = reading.line
    return {
        "at": line.at, "officer": line.officer, "workstation": line.workstation, "what": reading.what,
        "verb": line.verb, "reference": line.reference, "entry": line.number, "session": reading.session,
    }  # fmt: skip


def _line(reading: Reading) -> str:
    line = reading.line
    return (
        f"{stamp(line.at):<20} {reading.what:<22} {line.reference:<14} {line.officer} on {line.workstation}"
    )
