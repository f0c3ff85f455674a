"""What the window and the command line start from: a machine that makes and opens vaults."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from spoc_desk.domain.reasons import Reason
from spoc_desk.services.backup_ports import SeenSet
from spoc_desk.services.key_ports import RecoverySheet
from spoc_desk.services.messages import Messages
from spoc_desk.services.ports import Cancelled, Changes, Desk, PrintQueue, Progress
from spoc_desk.services.restoring import Restored, RestoreVault


@dataclass(frozen=True, slots=True)
class CreateVault:
    """A new vault and its first officer, the SPOC.

    passphrase_only: chosen openly where the computer has no password store;
    the passphrase must then be six generated words. shares: the recovery key is printed as three
    shares, of which any two open the vault, instead of on one sheet.
    """

    folder: Path
    force_name: str
    officer_name: str
    passphrase: str = field(repr=False)
    force_gss: str = ""
    passphrase_only: bool = False
    demonstration: bool = False
    shares: bool = False


@dataclass(frozen=True, slots=True)
class VaultOfficer:
    """An officer as the unlock window may name them before anything is unlocked."""

    name: str
    passphrase_only: bool


@dataclass(frozen=True, slots=True)
class Keeping:
    """How this officer's key to the vault is kept on this workstation.

    password_store: the one that holds half of it, or empty where the
    passphrase alone keeps it.
    """

    folder: Path
    passphrase_only: bool
    password_store: str


class VaultCare(Protocol):
    """What an officer may ask of the vault itself rather than of its records."""

    @property
    def keeping(self) -> Keeping:
        """How this officer's key is kept here."""

    def prove_recovery(self, typed: str) -> Changes:
        """Tries the printed recovery key on this very vault and writes down that it fits.

        Raises DomainError of the subject recovery.
        """

    def store_here(self) -> str:
        """The password store of this computer that can keep half of a key, or empty when there is none."""

    def six_words(self) -> str:
        """A fresh passphrase of six generated words."""


class OpenVault(VaultCare, Protocol):
    """One vault, unlocked."""

    @property
    def desk(self) -> Desk:
        """What verbs need."""

    @property
    def notices(self) -> tuple[Reason, ...]:
        """What an officer should know at once: wrong passphrases, a repaired keyslot copy, a lost exhibit."""

    def save_draft(self, key: str, text: str) -> None:
        """Keeps unsaved text in the vault; an empty text drops it."""

    def load_draft(self, key: str) -> str:
        """Unsaved text kept earlier, or an empty string."""

    def close(self, why: str) -> None:
        """Signs a checkpoint, drops connections and keys, frees the folder.

        why: lock, idle, sleep, session or exit.
        """


class Creation(AbstractContextManager["Creation"], Protocol):
    """A vault just made, until its recovery sheet is proved."""

    @property
    def vault(self) -> OpenVault:
        """The new vault, open."""

    @property
    def sheet(self) -> RecoverySheet:
        """The recovery sheet, held in memory only."""

    def hand_over(self) -> OpenVault:
        """The vault, to be used and closed by somebody else."""

    def discard(self) -> None:
        """Closes the vault and takes it off the disk: nothing is in it yet."""

    def prove(self, row: int, typed: str) -> bool:
        """Whether typed is what the paper says in that row; both rows right are recorded as proof."""


class Machine(Protocol):
    """This computer: it knows every layer, and hands over open vaults."""

    @property
    def messages(self) -> Messages:
        """The sentences of refusals and reasons."""

    @property
    def print_queue(self) -> PrintQueue:
        """This computer's printers."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""

    def create_vault(self, command: CreateVault) -> Creation:
        """Makes a vault. Raises DomainError when the place, a name or the passphrase will not do."""

    def officers(self, folder: Path) -> tuple[VaultOfficer, ...]:
        """Who may unlock this vault here. Raises DomainError when there is no vault."""

    def open_vault(self, folder: Path, officer: str, passphrase: str) -> OpenVault:
        """Unlocks a vault. Raises DomainError with the one reason why not."""

    def recover_vault(
        self, folder: Path, recovery_key: str, officer: str, passphrase: str, *, passphrase_only: bool = False
    ) -> OpenVault:
        """Opens a vault with its printed recovery key and gives the officer a new keyslot here."""

    def seen_backups(self, folder: Path) -> SeenSet:
        """The backups in a folder, as far as they show without a key. Raises DomainError."""

    def restore_vault(self, command: RestoreVault, progress: Progress, cancelled: Cancelled) -> Restored:
        """Puts a vault in place from a backup, once all of it is checked. Raises DomainError."""

    def check_transfer_words(self, folder: Path, officer: str, words: str) -> None:
        """Tries transfer words and leaves them unused. Raises DomainError with the one reason why not."""

    def move_in(
        self, folder: Path, officer: str, words: str, passphrase: str, *, passphrase_only: bool = False
    ) -> OpenVault:
        """Opens a vault with one-use transfer words and gives the officer a keyslot here; the words die."""

    def six_words(self) -> str:
        """A fresh passphrase of six generated words."""

    def keyring_name(self) -> str:
        """The password store of this computer, or an empty string when there is none."""

    def recent(self) -> Sequence[Path]:
        """Vaults opened here lately, newest first."""
