"""Commands on backups: made, proved, listed, restored."""

from __future__ import annotations

from argparse import Namespace

from spoc_desk.cli.recovery import typed_key
from spoc_desk.cli.terminal import answer, passphrase, progress, second_officer, unlocked
from spoc_desk.domain.errors import DomainError
from spoc_desk.services.backup_ports import SeenSnapshot
from spoc_desk.services.backups import MadeBackup, make_backup, prove_backup
from spoc_desk.services.machine import Machine
from spoc_desk.services.restoring import RestoreVault


def back_up(options: Namespace, machine: Machine) -> None:
    """Makes a backup and, when asked, proves it. An unproved one is kept when the proof fails."""
    with unlocked(options, machine) as vault:
        made = make_backup(options.to, vault.desk, progress)
        checked = None
        if options.prove or options.full_proof:
            prove_backup(made.backup.id, vault.desk, progress, whole=options.full_proof)
            with vault.desk.queries.snapshot() as reader:
                checked = reader.get(type(made.backup), made.backup.id).checked
    answer(options, _document(made, checked), _lines(made, checked))


def _document(made: MadeBackup, checked: int | None) -> dict[str, object]:
    snapshot = made.snapshot
    return {
        "backup": snapshot.stamp,
        "folder": made.backup.folder,
        "files": snapshot.files,
        "bytes": snapshot.size,
        "copied": snapshot.copied,
        "missing": snapshot.missing,
        "anchor_sequence": snapshot.sequence,
        "anchor_head": snapshot.head,
        "same_disk": snapshot.same_disk,
        "proved": checked is not None,
        "checked": checked or 0,
    }


def _lines(made: MadeBackup, checked: int | None) -> list[str]:
    snapshot = made.snapshot
    lines = [
        f"Backup {snapshot.stamp} in {made.backup.folder}",
        f"{snapshot.files:,} evidence files, {snapshot.copied:,} of them copied now",
    ]
    if snapshot.missing:
        lines.append(f"{snapshot.missing:,} evidence files were missing from the vault: check it.")
    if snapshot.same_disk:
        lines.append("It lies on the vault's own disk, and would be lost with it: use another.")
    if checked is None:
        lines.append("Not proved yet.")
    else:
        lines.append(f"Proved: opened, and {checked:,} of {snapshot.files:,} evidence files read.")
    return lines


def list_backups(options: Namespace, machine: Machine) -> None:
    """Every backup in a folder, as far as it shows without a key."""
    seen = machine.seen_backups(options.folder)
    lines = [f"{seen.folder}"]
    lines += [_line(each, machine) for each in seen.snapshots] or ["No finished backup."]
    lines += [f"{name}: unfinished, counts for nothing" for name in seen.unfinished]
    answer(options, seen, lines)


def _line(each: SeenSnapshot, machine: Machine) -> str:
    if each.fault or each.snapshot is None:
        refusal = DomainError(each.fault, name=each.name)
        return f"{each.stamp}: {machine.messages.sentence(refusal)}"
    files, size = each.snapshot.files, each.snapshot.size
    return f"{each.stamp}: {files:,} evidence files, {size:,} bytes, audit entry {each.snapshot.sequence:,}"


def restore_vault(options: Namespace, machine: Machine) -> None:
    """Puts a vault in place from a backup; one that is there already is set aside, by two officers."""
    key = typed_key(options) if options.recovery_key_file else ""
    command = RestoreVault(
        options.folder,
        options.to,
        options.officer,
        "" if key else passphrase(options),
        key,
        options.snapshot,
        second_officer(options),
    )
    done = machine.restore_vault(command, progress, lambda: False)
    lines = [
        f"Restored {done.place} from backup {done.stamp}.",
        f"It was opened, and every one of {done.files:,} evidence files read.",
        f"Its audit trail goes on from entry {done.sequence:,}, and says so.",
    ]
    if done.missing:
        lines.append(f"{done.missing:,} evidence files were missing already when it was made.")
    if done.aside:
        lines.append(f"The vault that was there lies in {done.aside}.")
    lines += [machine.messages.said(each) for each in done.back.told]
    if key:
        lines.append("Whoever has no passphrase for it now sets one with: spoc-desk recover")
    answer(options, done, lines)
