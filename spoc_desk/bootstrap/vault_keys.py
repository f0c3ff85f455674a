"""The keyslots of an open vault, as verbs may ask for them."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from spoc_desk.bootstrap.papers import NewPaper
from spoc_desk.bootstrap.parts import Parts
from spoc_desk.bootstrap.slots import device_secret, opening, slot_here, tidy
from spoc_desk.domain.dual_control import SecondOfficer
from spoc_desk.domain.officers import Officer
from spoc_desk.domain.passphrases import check_another, check_typed, six_words
from spoc_desk.domain.written_names import folded
from spoc_desk.services.key_ports import KeyPlace, RecoveryPaper, TransferWords
from spoc_desk.services.ports import UnitOfWork
from spoc_desk.storage.failed_unlocks import FailedUnlocks
from spoc_desk.storage.keyslot_file import KeyslotFile
from spoc_desk.storage.keyslots import (
    TRANSFER,
    TRANSFER_ALONE,
    Enrolment,
    KdfCost,
    Slot,
    choose_slots,
    make_slot,
    new_key,
)
from spoc_desk.storage.recovery import kept_recovery, settle_recovery, write_recovery
from spoc_desk.storage.recovery_proof import key_opens
from spoc_desk.storage.store import Store
from spoc_desk.storage.unit_of_work import Actor
from spoc_desk.storage.vault_folder import VaultFolder
from spoc_desk.system.words import read_words
from spoc_desk.system.workstation import Workstation

TRANSFER_DAYS = 14


class SlotKeys:
    """Reads the keyslot file anew each time, as another call may have changed it."""

    def __init__(
        self, place: VaultFolder, store: Store, parts: Parts, workstation: Workstation, actor: Actor
    ) -> None:
        self._folder, self._store, self._parts = place.path, store, parts
        self._workstation, self._actor = workstation, actor
        self._slots, self._database = KeyslotFile(place.path), place.database

    def holders(self) -> frozenset[str]:
        """Uids of the officers who hold a slot of this vault, at whichever workstation; words are none."""
        return frozenset(slot.officer for slot in self._standing() if not slot.transfer)

    def places(self) -> tuple[KeyPlace, ...]:
        """Every slot of this vault and where it opens it."""
        return tuple(
            KeyPlace(
                slot.officer, slot.device == self._workstation.id, slot.backend,
                datetime.fromisoformat(slot.created_at), slot.expires,
            )
            for slot in self._standing()
        )  # fmt: skip

    def prove(self, officer: str, passphrase: str) -> str:
        """The uid of that officer, whose own slot this passphrase opened. Raises DomainError."""
        return self._proved(officer, passphrase).officer

    def enrol(self, officer: Officer, passphrase: str, *, passphrase_only: bool, only: bool = False) -> None:
        """A slot for that officer at this workstation, or with six words alone for any."""
        held = self._standing()
        check_typed(passphrase, (officer.name,))
        made = self._made(self._enrolment(officer, held[0]), passphrase, passphrase_only=passphrase_only)
        here = {slot.device for slot in held} if only else {self._workstation.id, ""}
        self._write((*(slot for slot in held if not _replaced(slot, made, here)), made))

    def rename(self, officer: Officer) -> None:
        """Has the officer's slots say their present name. The name is not part of what is wrapped."""
        self._write(
            tuple(
                replace(slot, officer_name=officer.name) if slot.officer == officer.uid else slot
                for slot in self._standing()
            )
        )

    def transfer(self, officer: Officer, *, passphrase_only: bool) -> TransferWords:
        """Six words with which the officer makes a slot at another workstation, once."""
        held = self._standing()
        made, words = self._moving(self._enrolment(officer, held[0]), self._store.key(), passphrase_only)
        kept = (each for each in held if not (each.transfer and each.officer == officer.uid))
        self._write((*kept, made))
        return words

    def change_passphrase(self, officer: str, old: str, new: str) -> None:
        """Wraps the key anew; the workstation's secret stays. Raises DomainError."""
        slot = self._proved(officer, old)
        check_another(old, new, capitals=not slot.passphrase_only)
        check_typed(new, (slot.officer_name,))
        again = self._again(slot, new, self._store.key(), slot.epoch)
        self._write(tuple(again if each == slot else each for each in self._standing()))

    def remove(self, officer: str) -> None:
        """Takes away every slot of the officer of that uid."""
        self._write(tuple(each for each in self._standing() if each.officer != officer))

    def new_paper(self, *, shares: bool) -> NewPaper:
        """A new recovery key on paper."""
        with self._store.queries.snapshot() as reader:
            force, demonstration = reader.setting("force_name"), reader.setting("demonstration")
        return NewPaper(
            self._parts.resources / "fonts",
            force,
            self._standing()[0].vault,
            self._parts.clock.now(),
            shares=shares,
            demonstration=demonstration == "yes",
        )

    def seal_recovery(self, paper: RecoveryPaper) -> None:
        """Makes this the paper that opens the vault."""
        first = self._standing()[0]
        self._store.undone_by(kept_recovery(self._folder))
        write_recovery(self._folder, self._store.key(), first.vault, first.epoch, paper.recipient)

    def rekey(
        self,
        present: Sequence[SecondOfficer],
        leaving: str,
        paper: RecoveryPaper,
        record: Callable[[UnitOfWork], None],
    ) -> tuple[TransferWords, ...]:
        """Puts the whole database under a new key. Raises DomainError; then all is as before."""
        held = self._standing()
        old, key, epoch = self._store.key(), new_key(), held[0].epoch + 1
        renewal = self._renewal([each for each in held if each.officer != leaving], present, key, epoch)

        def recorded(copy: Store) -> None:
            with copy.work(self._actor)() as work:
                record(work)

        def ready() -> None:
            # Both keys' slots: whichever file is found after a crash, one of the two opens it.
            self._slots.write((*held, *renewal.slots))
            write_recovery(self._folder, key, held[0].vault, epoch, paper.recipient, coming=True)

        try:
            self._store.renew_key(key, recorded, ready)
        except BaseException as failed:
            if not key_opens(self._database, key):
                self._keep_old(old, held)
                raise
            if not isinstance(failed, Exception):
                raise
            # The disk failed once the new file was in place. Whichever of the two a power cut would leave
            # now, its slots are on file: the next unlocking tidies.
            return renewal.words
        with suppress(OSError):  # the new key is in place; the next unlocking tidies what is left
            tidy(self._folder, epoch)
        return renewal.words

    def _keep_old(self, old: bytes, held: tuple[Slot, ...]) -> None:
        """Takes back what was made ready for a new key, once it is sure that the old one still opens."""
        if key_opens(self._database, old):
            settle_recovery(self._folder, held[0].epoch)
            self._slots.write(held)

    def _renewal(
        self, staying: Sequence[Slot], present: Sequence[SecondOfficer], key: bytes, epoch: int
    ) -> _Renewal:
        """Slots under the new key for who is here, and words for everybody else."""
        here = [(self._proved(each.name, each.passphrase), each.passphrase) for each in present]
        slots = [self._again(slot, passphrase, key, epoch) for slot, passphrase in here]
        words = []
        there = {slot.officer: slot for slot in staying}
        for slot in there.values():
            if slot.officer in {each.officer for each, _ in here}:
                continue
            alone = any(each.alone_allowed for each in staying if each.officer == slot.officer)
            made, told = self._moving(self._like(slot, epoch), key, alone)
            slots.append(made)
            words.append(told)
        return _Renewal(tuple(slots), tuple(words))

    def _write(self, slots: tuple[Slot, ...]) -> None:
        """Replaces the slots; they come back when the transaction around it comes to nothing."""
        self._store.undone_by(partial(self._slots.write, self._slots.read().slots))
        self._slots.write(slots)

    def _standing(self) -> tuple[Slot, ...]:
        """The slots of the newest key: an earlier one's are on file only while they are replaced."""
        slots = self._slots.read().slots
        newest = max(slot.epoch for slot in slots)
        return tuple(slot for slot in slots if slot.epoch == newest)

    def _proved(self, officer: str, passphrase: str) -> Slot:
        failed = FailedUnlocks(self._folder)
        failed.check_pause(self._parts.clock.now())
        theirs = choose_slots(self._standing(), officer, self._workstation.id)
        clock = self._parts.clock
        return opening(theirs, passphrase, self._fits, failed, clock, self._workstation)[0]

    def _fits(self, key: bytes) -> bool:
        return hmac.compare_digest(self._store.key(), key)

    def _cost(self) -> KdfCost:
        """A slot made here costs a guesser what the dearest slot of this vault costs."""
        return max((slot.kdf for slot in self._standing()), key=lambda kdf: (kdf.memory_kib, kdf.iterations))

    def _enrolment(self, officer: Officer, like: Slot) -> Enrolment:
        return Enrolment(officer.uid, officer.name, like.vault, like.epoch, self._parts.clock.now())

    def _like(self, slot: Slot, epoch: int) -> Enrolment:
        return Enrolment(slot.officer, slot.officer_name, slot.vault, epoch, self._parts.clock.now())

    def _made(self, enrolment: Enrolment, passphrase: str, *, passphrase_only: bool) -> Slot:
        return slot_here(
            enrolment,
            self._store.key(),
            passphrase,
            self._workstation,
            self._cost(),
            passphrase_only=passphrase_only,
        )

    def _again(self, slot: Slot, passphrase: str, key: bytes, epoch: int) -> Slot:
        """The same officer's slot at the same place, of the same kind, for this passphrase and key."""
        enrolment = replace(self._like(slot, epoch), device=slot.device, backend=slot.backend)
        return make_slot(enrolment, key, passphrase, device_secret(slot), self._cost())

    def _moving(self, enrolment: Enrolment, key: bytes, passphrase_only: bool) -> tuple[Slot, TransferWords]:
        expires = (self._parts.clock.now() + timedelta(days=TRANSFER_DAYS)).date()
        kind = TRANSFER_ALONE if passphrase_only else TRANSFER
        words = six_words(read_words(self._parts.resources))
        enrolment = replace(enrolment, kind=kind, expires=expires.isoformat())
        slot = make_slot(enrolment, key, words, None, self._cost())
        return slot, TransferWords(enrolment.officer_name, words, expires)


@dataclass(frozen=True, slots=True)
class _Renewal:
    slots: tuple[Slot, ...]
    words: tuple[TransferWords, ...]


def _replaced(slot: Slot, made: Slot, here: Collection[str]) -> bool:
    """Whether a new slot takes this one's place; here: the devices of slots that open the vault here.

    A slot of the same name for somebody else was left by an enrolment that never landed, for the verb
    refuses the name of a colleague.
    """
    if slot.officer != made.officer:
        return folded(slot.officer_name) == folded(made.officer_name)
    return slot.device in here
