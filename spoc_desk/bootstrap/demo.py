"""The demonstration command: a made-up force's campaign in a new vault, with everything it leaves behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from argparse import Namespace
from datetime import timedelta
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

from spoc_desk.bootstrap.machine import ThisMachine
from spoc_desk.bootstrap.vaults import Unlocked
from spoc_desk.cli.terminal import answer, progress
from spoc_desk.demo.clock import TOLD_AT, StoryClock
from spoc_desk.demo.packs import CASE_OFFICER, DEPUTY
from spoc_desk.demo.story import read_story
from spoc_desk.demo.telling import Telling
from spoc_desk.domain.backups import Backup, BackupPolicy
from spoc_desk.domain.dual_control import SecondOfficer
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.filed_returns import FiledReturn
from spoc_desk.domain.issues import IssuedPack
from spoc_desk.domain.officers import Role
from spoc_desk.services.audit import export_audit
from spoc_desk.services.backups import last_backup, make_backup, prove_backup, set_backup_policy
from spoc_desk.services.machine import CreateVault, Machine
from spoc_desk.services.officers import EnrolOfficer, enrol_officer
from spoc_desk.services.outgoing import own_folder, write_private
from spoc_desk.services.ports import Desk
from spoc_desk.services.release_copies import CopyKind, SaveCopy, save_copy
from spoc_desk.services.returns import return_files
from spoc_desk.services.verify import VerifyReport, verify_vault
from spoc_desk.storage.durable import make_private_folder
from spoc_desk.system.resources import resource_folder

SUMMARY = "summary.json"
MARKER = ".spoc-desk-demo"
FOLDERS_LEFT = ("vault", "release", "return", "backup", "screenshots")
FILES_LEFT = (SUMMARY, "recovery-sheet.pdf", "pack.pdf", "pack.pdf.sha256", "audit.jsonl")


def demonstrate(options: Namespace, _machine: Machine) -> None:
    """Tells the story in a vault of its own and leaves pack, return, audit log, pictures and a summary."""
    folder: Path = options.to
    _clear(folder)
    began = time.perf_counter()
    clock = StoryClock()
    machine = ThisMachine(clock=clock)
    try:
        passphrase, deputy = machine.six_words(), SecondOfficer(DEPUTY, machine.six_words())
        story = read_story(machine.parts.resources / "demo")
        command = CreateVault(
            folder / "vault", story.force, story.spoc, passphrase, story.force_gss, True, True
        )
        with machine.create_vault(command) as made:
            write_private(folder / "recovery-sheet.pdf", made.sheet.pdf)
            for row in made.sheet.ask:
                made.prove(row, " ".join(made.sheet.rows[row - 1]))
            enrol = EnrolOfficer(deputy.name, Role.DEPUTY, deputy.passphrase, passphrase_only=True)
            enrol_officer(enrol, made.vault.desk)
            words = machine.six_words()
            constable = EnrolOfficer(
                CASE_OFFICER, Role.CASE_OFFICER, words, passphrase_only=True, second=deputy
            )
            enrol_officer(constable, made.vault.desk)
            with TemporaryDirectory() as scratch:
                Telling(made.vault.desk, clock, story, Path(scratch), deputy).tell(progress)
            summary = _results(folder, made.vault, deputy)
    finally:
        machine.close()
    summary |= {"passphrase": passphrase, "deputy": deputy.name, "deputy_passphrase": deputy.passphrase}
    summary |= {"case_officer": CASE_OFFICER, "case_officer_passphrase": words}
    summary |= {"seconds": round(time.perf_counter() - began, 1)}
    summary["screenshots"] = _pictures(folder, story.spoc, passphrase)
    summary["seconds_with_screenshots"] = round(time.perf_counter() - began, 1)
    write_private(folder / SUMMARY, (json.dumps(summary, indent=2) + "\n").encode())
    answer(options, summary, _told(folder, summary))
    if not options.no_window and _has_display():
        from spoc_desk.bootstrap.window import open_window

        open_window(folder / "vault")


def _clear(folder: Path) -> None:
    """Takes away what an earlier demonstration left, by name, and nothing else.

    Raises DomainError("demo.folder_in_use") for a folder that no demonstration began.
    """
    marked = (folder / MARKER).is_file()
    if folder.exists() and any(folder.iterdir()) and not marked:
        raise DomainError("demo.folder_in_use", name=str(folder))
    if marked:
        for name in FOLDERS_LEFT:
            rmtree(folder / name, ignore_errors=True)
        for name in FILES_LEFT:
            (folder / name).unlink(missing_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    write_private(folder / MARKER, b"A demonstration of SPOC Desk, replaced when it is run again.\n")


def _results(folder: Path, vault: Unlocked, deputy: SecondOfficer) -> dict[str, object]:
    desk = vault.desk
    with desk.queries.snapshot() as reader:
        pack, *_, defence = reader.find(IssuedPack)
        filed = max(reader.find(FiledReturn), key=lambda each: each.period_end)
    save_copy(SaveCopy(pack.id, CopyKind.FILE, folder / "pack.pdf"), desk)
    _, released = save_copy(SaveCopy(defence.id, CopyKind.FOLDER, folder / "release"), desk)
    own_folder(folder / "return")
    for name, content in return_files(filed.id, desk).items():
        write_private(folder / "return" / name, content)
    backup = _backed_up(folder / "backup", desk)
    checked = verify_vault(desk, full=True)
    exported = export_audit(None, desk, deputy)
    write_private(folder / "audit.jsonl", "".join(exported.lines).encode())
    counts = dict(desk.queries.counts())
    return {
        "force": "fictional",
        "counts": counts | {"audit_entries": exported.head.sequence},
        "verified": _sound(checked),
        "pack": {
            "reference": pack.reference,
            "pages": pack.pages,
            "bytes": pack.size,
            "sha256": pack.sha256,
            "slip_sheets": list(pack.faults),
        },
        "release": {"reference": defence.reference, "files": sorted(path.name for path in released)},
        "return": {"date": filed.period_end.isoformat(), "payload_sha256": filed.payload_sha256},
        "audit_anchor": {"sequence": exported.head.sequence, "head": exported.head.head},
        "backup": {"stamp": backup.stamp, "files": backup.files, "proved_files": backup.checked},
        "vault_bytes": _size(desk),
    }


def _backed_up(folder: Path, desk: Desk) -> Backup:
    """A backup, proved whole. A real one lies on another disk."""
    make_private_folder(folder)
    set_backup_policy(BackupPolicy(str(folder.absolute())), desk)
    made = make_backup(None, desk)
    prove_backup(made.backup.id, desk, whole=True)
    return last_backup(desk)


def _sound(report: VerifyReport) -> dict[str, object]:
    return {"faults": report.faults, "exhibits": report.exhibits, "packs": report.packs}


def _size(desk: Desk) -> int:
    return sum(path.stat().st_size for path in desk.folder.rglob("*") if path.is_file())


def _pictures(folder: Path, officer: str, passphrase: str) -> list[str]:
    """Pictures of each screen, light and dark, by a process of its own that needs no display."""
    moment = TOLD_AT + timedelta(minutes=30)  # after the last entry of the story
    arguments = [str(folder / "vault"), officer, str(folder / "screenshots"), moment.isoformat()]
    done = subprocess.run(
        [sys.executable, "-m", "spoc_desk.bootstrap.pictures", *arguments],
        input=passphrase,
        text=True,
        capture_output=True,
        check=False,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(resource_folder().parent)},
    )
    if done.returncode:
        raise DomainError("demo.pictures_failed", said=done.stderr.strip()[-300:])
    return sorted(path.name for path in (folder / "screenshots").glob("*.png"))


def _told(folder: Path, summary: dict[str, object]) -> list[str]:
    counts = summary["counts"]
    told = [f"The demonstration is in {folder} (fictional force, people and events):"]
    if isinstance(counts, dict):
        told += [f"  {number:>6,} {name.replace('_', ' ')}" for name, number in counts.items()]
    told += [
        f"  vault       {folder / 'vault'}",
        f"  pack        {folder / 'pack.pdf'}",
        f"  release     {folder / 'release'}",
        f"  return      {folder / 'return'}",
        f"  audit log   {folder / 'audit.jsonl'}",
        f"  backup      {folder / 'backup'}, opened and proved",
        f"  pictures    {folder / 'screenshots'}",
        f"Passphrase of the demonstration vault: {summary['passphrase']}",
        f"Passphrase of its deputy, {summary['deputy']}: {summary['deputy_passphrase']}",
        f"Passphrase of its case officer, {summary['case_officer']}: {summary['case_officer_passphrase']}",
    ]
    return told


def _has_display() -> bool:
    return sys.platform in {"win32", "darwin"} or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
