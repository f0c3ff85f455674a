"""Commands that take contacts in, check a vault, and write the audit trail out."""

from __future__ import annotations

from argparse import Namespace

from spoc_desk.cli.records import record_id
from spoc_desk.cli.terminal import answer, progress, unlocked, write_file
from spoc_desk.domain.casefiles import Casefile
from spoc_desk.domain.contact_import import ImportPlan
from spoc_desk.domain.errors import DomainError
from spoc_desk.services.audit import export_audit as exported
from spoc_desk.services.contact_import import import_contacts as take_contacts
from spoc_desk.services.contact_import import plan_contacts
from spoc_desk.services.machine import Machine
from spoc_desk.services.messages import Messages
from spoc_desk.services.verify import verify_vault as verified


def import_contacts(options: Namespace, machine: Machine) -> None:
    """Says what an import does, new, changed, unchanged and rejected with reasons; does it unless told not to."""
    with unlocked(options, machine) as vault:
        plan = plan_contacts(options.file, vault.desk)
        if not options.dry_run:
            take_contacts(options.file, vault.desk, progress, planned_sha256=plan.file_sha256)
    document, lines = _told(plan, machine.messages, dry_run=options.dry_run)
    answer(options, document, lines)


def _told(plan: ImportPlan, messages: Messages, *, dry_run: bool) -> tuple[dict[str, object], list[str]]:
    rejected = [
        {"row": row.number, "name": row.name, "reason": messages.said(row.why)} for row in plan.rejected
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
    }  # fmt: skip
    counts = plan.counts()
    would = "Would import" if dry_run else "Imported"
    lines = [
        f"{would} {counts['new']} new and {counts['changed']} changed contacts; "
        f"{counts['unchanged']} unchanged, {counts['rejected']} rejected."
    ]
    lines += [f"Row {row['row']} ({row['name']}): {row['reason']}" for row in rejected]
    lines += [f"No longer in the file: {each.name} ({each.ballot_paper_id})" for each in plan.absent]
    return document, lines + notices
