"""Makes and opens vaults: folder, keyslots, database, evidence and desk, in that order."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from os import environ
from pathlib import Path
from shutil import rmtree
from types import TracebackType
from typing import Self

from spoc_desk.bootstrap import care
from spoc_desk.bootstrap.papers import NewPaper
from spoc_desk.bootstrap.parts import Parts
from spoc_desk.bootstrap.slots import opening, slot_here, tidy
from spoc_desk.bootstrap.vault_keys import SlotKeys
from spoc_desk.documents.scratch import sweep as sweep_scratch
from spoc_desk.domain.candidacies import checked_gss
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.exhibits import producer_of
from spoc_desk.domain.moments import full_stamp
from spoc_desk.domain.officers import Officer, Role, in_service
from spoc_desk.domain.passphrases import check_typed
from spoc_desk.domain.places import refuse_synced_place
from spoc_desk.domain.reasons import Reason, reason
from spoc_desk.domain.uids import new_uid
from spoc_desk.domain.written_names import checked_officer_name
from spoc_desk.exchange.spreadsheet import write_rows
from spoc_desk.services import anchors, sittings
from spoc_desk.services.key_ports import RecoverySheet
from spoc_desk.services.keys import RECOVERY_RECIPIENT, RECOVERY_SHARES
from spoc_desk.services.machine import CreateVault, Keeping
from spoc_desk.services.pack_building import SCRATCH
from spoc_desk.services.ports import Changes, Desk, Reader
from spoc_desk.services.returns import PSEUDONYM_KEY
from spoc_desk.services.without_casework import permitted
from spoc_desk.storage.backup import BackupRoom, sweep_backup_scratch
from spoc_desk.storage.evidence_files import EvidenceFolder
from spoc_desk.storage.failed_unlocks import FailedUnlocks
from spoc_desk.storage.keyslot_file import KeyslotFile
from spoc_desk.storage.keyslots import Enrolment, Slot, choose_slots, new_key
from spoc_desk.storage.log_check import LogFault
from spoc_desk.storage.recovery import write_recovery
from spoc_desk.storage.recovery_proof import key_opens
from spoc_desk.storage.restore_place import settle
from spoc_desk.storage.store import SIGNING_KEY, VAULT_UID, Store
from spoc_desk.storage.unit_of_work import Actor
from spoc_desk.storage.vault_folder import Claim, VaultFolder
from spoc_desk.system.disks import cloud_folders, mounts
from spoc_desk.system.head_memory import HeadFile
from spoc_desk.system.workstation import Workstation

EPOCH = 1


class Unlocked:
    """One open vault. Closing it signs a checkpoint and drops every connection and key."""

    def __init__(self, desk: Desk, store: Store, claim: Claim, notices: tuple[Reason, ...]) -> None:
        self.desk = desk
        self.notices = notices
        self.store = store
        self._claim = claim

    def save_draft(self, key: str, text: str) -> None:
        """Keeps unsaved text in the vault; an empty text drops it."""
        self.store.save_draft(key, text)

    def load_draft(self, key: str) -> str:
        """Unsaved text kept earlier, or an empty string."""
        return self.store.load_draft(key)

    @property
    def keeping(self) -> Keeping:
        """How this officer's key is kept here."""
        return care.keeping_of(self.desk)

    def prove_recovery(self, typed: str) -> Changes:
        """Tries the printed recovery key on this very vault and writes down that it fits."""
        return care.prove_recovery(self.desk, typed)

    def store_here(self) -> str:
        """The password store of this computer, or empty."""
        return care.store_here()

    def six_words(self) -> str:
        """A fresh passphrase of six generated words."""
        return care.fresh_words()

    def close(self, why: str) -> None:
        """Signs a checkpoint, drops connections and keys, frees the folder. Twice does no harm."""
        claim, self._claim = self._claim, _NOTHING
        if claim is _NOTHING:
            return
        try:
            sittings.end(self.desk)
            self.store.sign_checkpoint(why)
            # What was signed is on the disk, so the memory outside never runs ahead of the vault.
            anchors.remember_head(self.desk)
        finally:
            self.store.close()
            claim.release()


class _Nothing(Claim):
    def __init__(self) -> None:
        super().__init__(-1)


_NOTHING: Claim = _Nothing()


@dataclass
class Made:
    """A vault just made, until its recovery sheet is proved. The recovery key is held here alone."""

    vault: Unlocked
    paper: NewPaper = field(repr=False)

    def __post_init__(self) -> None:
        self._handed_over = False

    @property
    def sheet(self) -> RecoverySheet:
        """The recovery sheet, held in memory only."""
        return self.paper.sheet

    @property
    def identity(self) -> str:
        """The recovery key."""
        return self.paper.identity

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self.discard()
        elif not self._handed_over:
            self.vault.close("exit")
        self.paper.forget()

    def hand_over(self) -> Unlocked:
        """The vault, to be used and closed by somebody else; the recovery key is forgotten."""
        self._handed_over = True
        self.paper.forget()
        return self.vault

    def discard(self) -> None:
        """Closes the vault and takes it off the disk, keys and all: nothing is in it yet."""
        self._handed_over = True
        self.paper.forget()
        with suppress(DomainError):
            self.vault.close("exit")
        rmtree(self.vault.desk.folder, ignore_errors=True)

    def prove(self, row: int, typed: str) -> bool:
        """Whether typed is what the paper says in that row; both rows right are recorded as proof."""
        before = self.paper.proved
        right = self.paper.prove(row, typed)
        if self.paper.proved and not before:
            sittings.recovery_proved(self.vault.desk)
        return right


def check_place(folder: Path) -> VaultFolder:
    """The folder, if a vault may lie there. Raises vault.on_network_drive, vault.in_cloud_folder."""
    place = VaultFolder(folder)
    place.check_place(mounts(), cloud_folders(folder.absolute(), Path.home(), environ))
    return place


def check_backup_place(folder: Path) -> None:
    """Raises DomainError("backup.in_cloud_folder") for a folder that a service copies elsewhere."""
    refuse_synced_place(folder, cloud_folders(folder, Path.home(), environ))


def create(command: CreateVault, parts: Parts, workstation: Workstation) -> Made:
    """Makes a vault; when anything is refused, nothing of it stays."""
    name = checked_officer_name(command.officer_name)
    checked_gss(command.force_gss)
    check_typed(command.passphrase, (name, command.force_name))
    if not command.force_name.strip():
        raise DomainError("vault.force_missing")
    place = check_place(command.folder)
    existed = command.folder.exists()
    place.make()
    claim = place.claim(f"{name} on {workstation.name}")
    try:
        return _create(command, name, place, claim, parts, workstation)
    except BaseException:
        claim.release()
        rmtree(command.folder, ignore_errors=True)
        if existed:
            command.folder.mkdir(exist_ok=True)
        raise


def _create(
    command: CreateVault,
    name: str,
    place: VaultFolder,
    claim: Claim,
    parts: Parts,
    workstation: Workstation,
) -> Made:
    now = parts.clock.now()
    vault, officer_uid, dek = new_uid(now), new_uid(now), new_key()
    slot = _enrol(command, vault, officer_uid, dek, parts, workstation)
    KeyslotFile(place.path).write((slot,))
    paper = NewPaper(
        parts.resources / "fonts", command.force_name, vault, now,
        shares=command.shares, demonstration=command.demonstration,
    )  # fmt: skip
    write_recovery(place.path, dek, vault, EPOCH, paper.recipient)
    store = Store(place.database, dek, parts.clock)
    store.upgrade(parts.migrations)
    session = secrets.token_hex(8)
    officer = Officer(0, officer_uid, name, producer_of(name), Role.SPOC, now)
    with store.work(Actor(officer_uid, workstation.name, session, Role.SPOC))() as work:
        officer = work.add(officer)
        settings = {
            VAULT_UID: vault,
            RECOVERY_SHARES: "yes" if command.shares else "",
            RECOVERY_RECIPIENT: paper.recipient,
            SIGNING_KEY: secrets.token_hex(32),
            PSEUDONYM_KEY: secrets.token_hex(32),
        }
        sittings.found_vault(work, command, officer.id, settings)
    desk = desk_over(officer, session, store, place, parts, workstation)
    return Made(Unlocked(desk, store, claim, ()), paper)


def _enrol(
    command: CreateVault,
    vault: str,
    officer_uid: str,
    dek: bytes,
    parts: Parts,
    workstation: Workstation,
) -> Slot:
    enrolment = Enrolment(officer_uid, command.officer_name.strip(), vault, EPOCH, parts.clock.now())
    return slot_here(
        enrolment, dek, command.passphrase, workstation, parts.guess_cost,
        passphrase_only=command.passphrase_only,
    )  # fmt: skip


def unlock(folder: Path, officer: str, passphrase: str, parts: Parts, workstation: Workstation) -> Unlocked:
    """Opens a vault with one officer's slot. Raises DomainError with the one reason why not."""
    place = check_place(folder)
    settle(folder)
    place.check_is_vault()
    place.check_writable()
    claim = place.claim(f"{officer} on {workstation.name}")
    try:
        slots = KeyslotFile(folder)
        reading = slots.read()
        theirs = choose_slots(reading.slots, officer, workstation.id)
        failed = FailedUnlocks(folder)
        failed.check_pause(parts.clock.now())
        several = len({each.epoch for each in reading.slots}) > 1
        fits = partial(key_opens, place.database) if several else _whichever
        slot, dek = opening(theirs, passphrase, fits, failed, parts.clock, workstation)
        notices: tuple[Reason, ...] = ()
        if reading.damaged:
            slots.repair(reading)
            notices = (reason("sittings.keyslots_repaired"),)
        tidy(folder, slot.epoch)
        return opened(dek, slot.officer, place, claim, parts, workstation, notices)
    except BaseException:
        claim.release()
        raise


def _whichever(_dek: bytes) -> bool:
    """There is one key only, so opening the database tells soon enough whether it fits."""
    return True


_AFTER_A_CRASH: dict[LogFault, tuple[Reason, ...]] = {
    LogFault.NONE: (),
    LogFault.CUT_OFF: (reason("sittings.change_cut_off"),),
    LogFault.LOST: (reason("sittings.changes_lost"),),
}


def opened(
    dek: bytes,
    officer_uid: str,
    place: VaultFolder,
    claim: Claim,
    parts: Parts,
    workstation: Workstation,
    notices: tuple[Reason, ...],
) -> Unlocked:
    place.sweep()
    store = Store(place.database, dek, parts.clock)
    try:
        doubts = _AFTER_A_CRASH[store.log_fault()]
        store.upgrade(parts.migrations)
        with store.queries.snapshot() as reader:
            officer = _enrolled(reader, officer_uid)
        desk = desk_over(officer, secrets.token_hex(8), store, place, parts, workstation)
        pending, sealed = sittings.sealed_names(desk)
        swept = EvidenceFolder(place.evidence).sweep(pending, sealed, sittings.erased_names(desk))
        sweep_scratch(place.path / SCRATCH)
        sweep_backup_scratch(place.path)
        claim.rename(f"{officer.name} on {workstation.name} since {full_stamp(parts.clock.now())}")
        failed = FailedUnlocks(place.path)
        astray, lost = care.clock_notices(desk), anchors.rollback(desk)
        doubts += (reason("sittings.failed_unlocks_damaged"),) if failed.damaged else ()
        begun = sittings.begin(desk, swept.missing, failed.read())
        astray += care.note_trail(lost, desk)
        failed.clear()
        strays = (reason("sittings.strays_set_aside"),) if swept.quarantined else ()
        sheetless = () if place.recovery.is_file() else (reason("sittings.recovery_missing"),)
        return Unlocked(desk, store, claim, notices + doubts + astray + begun + strays + sheetless)
    except BaseException:
        store.close()
        raise


def _enrolled(reader: Reader, uid: str) -> Officer:
    """Whose slot it was. A slot that outlived its officer's access, or came before it, opens nothing."""
    officers = in_service(reader.find(Officer, uid=uid))
    if not officers:
        raise DomainError("keys.slot_unclaimed")
    return officers[0]


def desk_over(
    officer: Officer, session: str, store: Store, place: VaultFolder, parts: Parts, workstation: Workstation
) -> Desk:
    """What verbs need, over an open database and the folder it lies in."""
    with store.queries.snapshot() as reader:
        vault = reader.setting(VAULT_UID)
    actor = Actor(officer.uid, workstation.name, session, officer.role)
    return Desk(
        officer=officer,
        workstation=workstation.name,
        session=session,
        clock=parts.clock,
        unit_of_work=store.work(actor),
        queries=permitted(store.queries, officer.role),
        evidence=EvidenceFolder(place.evidence),
        lawpack=parts.lawpack,
        checklist=parts.checklist,
        court_profiles=parts.court_profiles,
        templates=parts.templates,
        parser=parts.child,
        documents=parts.documents,
        return_formats=parts.return_formats,
        contact_files=parts.contact_files,
        print_queue=parts.print_queue,
        checks=store,
        redaction_reasons=parts.redaction_reasons,
        folder=place.path,
        releases=parts.releases,
        keys=SlotKeys(place, store, parts, workstation, actor),
        retention=parts.retention,
        write_table=write_rows,
        memory=HeadFile(workstation.settings, vault),
        backups=BackupRoom(store, place, parts.migrations, parts.clock, check_backup_place),
    )
