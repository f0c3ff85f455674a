"""Commands that take contacts in, check a vault, and write the audit trail out."""

from __future__ import annotations

from argparse import Namespace

from spoc_desk.cli.terminal import answer, progress, second_officer, unlocked
from spoc_desk.domain.anchors import read_anchor
from spoc_desk.domain.contact_import import ImportPlan, NewContact
from spoc_desk.domain.errors import DomainError
from spoc_desk.services import audit, verify
from spoc_desk.services.contact_import import import_contacts as take_contacts
from spoc_desk.services.contact_import import plan_contacts
from spoc_desk.services.machine import Machine
from spoc_desk.services.messages import Messages
from spoc_desk.services.outgoing import keep_existing, write_private
from spoc_desk.services.verify_words import told_faults, told_oddities


def import_contacts(options: Namespace, machine: Machine) -> None:
    """Says what an import does, row by row where it matters, and does it unless told not to."""
    with unlocked(options, machine) as vault:
        plan = plan_contacts(options.file, vault.desk)
        if not options.dry_run:
            take_contacts(options.file, vault.desk, progress, planned_sha256=plan.file_sha256)
    document, lines = _told(plan, machine.messages, dry_run=options.dry_run)
    answer(options, document, lines)


def _told(plan: ImportPlan, messages: Messages, *, dry_run: bool) -> tuple[dict[str, object], list[str]]:
    rejected = [
        {"row": row.number, "name": row.name, "reason": messages.said(row.reason)} for row in plan.rejected
    ]
    changed = [
        {
            "name": each.person.name,
            "differences": [
                {"field": d.field, "before": d.before, "after": d.after} for d in each.differences
            ],
        }
        for each in plan.changed
    ]
    notices = [messages.said(notice) for notice in plan.notices]
    document = {
        "dry_run": dry_run, **plan.counts(), "changes": changed, "rejections": rejected, "notices": notices,
        "absent": [each.name for each in plan.absent],
        "possible_duplicates": [_doubt(each) for each in plan.doubtful()],
        "row_notices": [
            {"row": row, "name": name, "notice": messages.said(told)}
            for row, name, told in plan.row_notices()
        ],
    }  # fmt: skip
    counts = plan.counts()
    would = "Would import" if dry_run else "Imported"
    told = f"{would} {counts['new']} new and {counts['changed']} changed contacts"
    lines = [f"{told}; {counts['unchanged']} unchanged, {counts['rejected']} rejected."]
    lines += [f"Row {row['row']} ({row['name']}): {row['reason']}" for row in rejected]
    lines += [f"No longer in the file: {each.name} ({each.ballot_paper_id})" for each in plan.absent]
    lines += [f"Row {row} ({name}): {messages.said(notice)}" for row, name, notice in plan.row_notices()]
    for doubt in map(_doubt, plan.doubtful()):
        lines.append(f"Row {doubt['row']} ({doubt['name']}) may be the same as {doubt['like']}.")
    return document, lines + notices


def _doubt(contact: NewContact) -> dict[str, object]:
    like = ", ".join(
        f"{other.name} ({other.reference or f'row {other.line}'})" for other in contact.lookalikes
    )
    return {"row": contact.arrival.numbers[0], "name": contact.arrival.name, "like": like}


def verify_vault(options: Namespace, machine: Machine) -> None:
    """Checks the vault and names every fault. Refused, with status 1, when there is any."""
    typed = tuple(read_anchor(each) for each in options.anchor)
    with unlocked(options, machine) as vault:
        report = verify.verify_vault(vault.desk, full=options.full, typed=typed, progress=progress)
        _say_report(report, options, machine)
    if report.faults:
        raise DomainError("verify.faults", count=report.faults)


def _say_report(report: verify.VerifyReport, options: Namespace, machine: Machine) -> None:
    said = machine.messages.said
    faults = [said(fault) for fault in told_faults(report)]
    odd = [said(oddity) for oddity in told_oddities(report)]
    lines = [
        f"Database: {'sound' if not report.database else 'not sound'}",
        f"Audit trail: {'not sound' if report.audit else f'{report.audit_entries:,} entries stand'}",
        f"Sealed files: {report.exhibits:,} exhibits and {report.packs:,} packs checked",
        f"Officers' keys and recovery file: {'sound' if not report.keys else 'not sound'}",
        f"Anchors: {'met' if not report.anchors else 'not met'}",
    ]
    document = {
        "sound": not report.faults,
        "full": report.full,
        "database": report.database,
        "audit_entries": report.audit_entries,
        "audit_fault": said(report.audit) if report.audit else "",
        "exhibits": report.exhibits,
        "packs": report.packs,
        "bad": report.bad,
        "strays": report.strays,
        "keys": [{"file": name, "fault": code} for name, code in report.keys],
        "anchors": report.anchors,
        "clock_set_back": report.clock_set_back,
        "clock_leapt": report.clock_leapt,
        "faults": faults,
        "to_explain": odd,
        "seconds": report.seconds,
    }
    answer(options, document, [*lines, *faults, *odd])


def export_audit(options: Namespace, machine: Machine) -> None:
    """Writes the audit trail, or one casefile's part of it, as JSON lines, and prints its anchor."""
    with unlocked(options, machine) as vault:
        keep_existing(options.to, replace=options.replace)
        exported = audit.export_audit(options.casefile or None, vault.desk, second_officer(options))
        lines = list(exported.lines)
        write_private(options.to, "".join(lines).encode())
        beside = exported.beside(options.to)
        for path, content in beside.items():
            write_private(path, content)
    document = {
        "file": str(options.to),
        "checkpoint_files": [str(path) for path in beside],
        "entries": len(lines),
        "anchor_sequence": exported.head.sequence,
        "anchor_head": exported.head.head,
    }
    told = f"Anchor, to write down: {exported.head.sequence} {exported.head.head}"
    answer(options, document, [f"{len(lines):,} entries in {options.to}", told])
