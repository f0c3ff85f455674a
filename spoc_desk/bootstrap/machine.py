"""This computer, as the window and the command line know it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from spoc_desk.bootstrap import vaults
from spoc_desk.bootstrap.choices import RECENT, recent_vaults
from spoc_desk.bootstrap.moving import check_words, move_in
from spoc_desk.bootstrap.parts import Parts
from spoc_desk.bootstrap.recovery import recover
from spoc_desk.bootstrap.restoring import clear_interrupted, restore
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.passphrases import six_words
from spoc_desk.services.backup_ports import SeenSet
from spoc_desk.services.machine import CreateVault, VaultOfficer
from spoc_desk.services.messages import Messages
from spoc_desk.services.ports import Cancelled, Clock, PrintQueue, Progress
from spoc_desk.services.restoring import Restored, RestoreVault
from spoc_desk.storage.backup_files import backup_disk
from spoc_desk.storage.backup_set import find_set
from spoc_desk.storage.keyslot_file import KeyslotFile
from spoc_desk.storage.keyslots import KdfCost
from spoc_desk.storage.restore_place import settle
from spoc_desk.storage.vault_folder import VaultFolder
from spoc_desk.system.clock import SystemClock
from spoc_desk.system.keyring import open_keyring
from spoc_desk.system.paths import program_paths, write_own_file
from spoc_desk.system.resources import migration_folder, resource_folder
from spoc_desk.system.words import read_words
from spoc_desk.system.workstation import this_workstation

REMEMBERED = 8


class ThisMachine:
    """Makes and opens vaults here. cost: what one guess at a passphrase costs; measured when not given."""

    def __init__(
        self, clock: Clock | None = None, cost: KdfCost | None = None, settings: Path | None = None
    ) -> None:
        self.parts = Parts(resource_folder(), migration_folder(), clock or SystemClock(), cost)
        self.settings = settings or program_paths().settings

    @property
    def messages(self) -> Messages:
        """The sentences of refusals and reasons."""
        return self.parts.messages

    @property
    def print_queue(self) -> PrintQueue:
        """This computer's printers."""
        return self.parts.print_queue

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return self.parts.clock.now()

    def create_vault(self, command: CreateVault) -> vaults.Made:
        """Makes a vault. Raises DomainError when the place, a name or the passphrase will not do."""
        made = vaults.create(command, self.parts, this_workstation(self.settings))
        self._remember(command.folder)
        return made

    def officers(self, folder: Path) -> tuple[VaultOfficer, ...]:
        """Who may unlock this vault here. Raises DomainError when there is no vault."""
        settle(folder)
        VaultFolder(folder).check_is_vault()
        here = this_workstation(self.settings).id
        there = KeyslotFile(folder).read().slots
        mine = {slot.officer: slot for slot in there if slot.device in {here, ""} and not slot.transfer}
        return tuple(VaultOfficer(slot.officer_name, slot.passphrase_only) for slot in mine.values())

    def open_vault(self, folder: Path, officer: str, passphrase: str) -> vaults.Unlocked:
        """Unlocks a vault. Raises DomainError with the one reason why not."""
        clear_interrupted(folder.absolute())
        opened = vaults.unlock(folder, officer, passphrase, self.parts, this_workstation(self.settings))
        self._remember(folder)
        return opened

    def recover_vault(
        self, folder: Path, recovery_key: str, officer: str, passphrase: str, *, passphrase_only: bool = False
    ) -> vaults.Unlocked:
        """Opens a vault with its printed recovery key and gives the officer a new keyslot here."""
        opened = recover(
            folder,
            recovery_key,
            officer,
            passphrase,
            self.parts,
            this_workstation(self.settings),
            passphrase_only=passphrase_only,
        )
        self._remember(folder)
        return opened

    def seen_backups(self, folder: Path) -> SeenSet:
        """The backups in a folder, as far as they show without a key. Raises DomainError."""
        with backup_disk(folder):
            return find_set(folder).seen()

    def restore_vault(self, command: RestoreVault, progress: Progress, cancelled: Cancelled) -> Restored:
        """Puts a vault in place from a backup, once all of it is checked. Raises DomainError."""
        done = restore(command, self.parts, this_workstation(self.settings), progress, cancelled)
        self._remember(done.place)
        return done

    def check_transfer_words(self, folder: Path, officer: str, words: str) -> None:
        """Tries transfer words and leaves them unused. Raises DomainError with the one reason why not."""
        check_words(folder, officer, words, self.parts, this_workstation(self.settings))

    def move_in(
        self, folder: Path, officer: str, words: str, passphrase: str, *, passphrase_only: bool = False
    ) -> vaults.Unlocked:
        """Opens a vault with one-use transfer words and gives the officer a keyslot here."""
        here = this_workstation(self.settings)
        opened = move_in(
            folder, officer, words, passphrase, self.parts, here, passphrase_only=passphrase_only
        )
        self._remember(folder)
        return opened

    def six_words(self) -> str:
        """A fresh passphrase of six generated words."""
        return six_words(read_words(self.parts.resources))

    def keyring_name(self) -> str:
        """The password store of this computer, or an empty string when there is none."""
        try:
            return open_keyring().name
        except DomainError:
            return ""

    def recent(self) -> Sequence[Path]:
        """Vaults opened here lately, newest first, that are still there."""
        return recent_vaults(self.settings / RECENT)

    def prepare(self) -> None:
        """Loads the law and the words now, so that the first unlocking need not wait for them."""
        parts = self.parts
        parts.lawpack, parts.checklist, parts.court_profiles, parts.templates, parts.messages  # noqa: B018 each is loaded once

    def close(self) -> None:
        """Ends what the machine started."""
        self.parts.close()

    def _remember(self, folder: Path) -> None:
        here = folder.absolute()
        kept = [here, *(path for path in self.recent() if path != here)][:REMEMBERED]
        write_own_file(self.settings / RECENT, json.dumps([str(path) for path in kept]))
