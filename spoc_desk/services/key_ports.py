"""What verbs may ask of the vault's keys, as Protocols; bootstrap supplies them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from spoc_desk.domain.dual_control import SecondOfficer
from spoc_desk.domain.officers import Officer

if TYPE_CHECKING:
    from spoc_desk.services.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """The printed way back into a vault: its PDF, its numbered rows, and two rows to ask back.

    Rows of shares are counted on from one share to the next; shares: how many there are, 0 for a
    whole key on one sheet.
    """

    pdf: bytes = field(repr=False)
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    ask: tuple[int, int]
    shares: int = 0

    def place(self, row: int) -> tuple[int, int, int]:
        """Which share a row stands on and its first and last word there, all from 1."""
        share, within = divmod(row - 1, len(self.rows) // self.shares)
        first = 1 + within * len(self.rows[0])
        return share + 1, first, first + len(self.rows[row - 1]) - 1


@dataclass(frozen=True, slots=True)
class TransferWords:
    """Six words that move one officer to another workstation, once. expires: their last day."""

    officer: str
    words: str = field(repr=False)
    expires: date


class RecoveryPaper(Protocol):
    """A new recovery sheet, or new shares, before anything depends on them."""

    @property
    def sheet(self) -> RecoverySheet:
        """What is printed, held in memory only."""

    @property
    def recipient(self) -> str:
        """What the vault's key is sealed to; it opens nothing."""

    @property
    def proved(self) -> bool:
        """Whether both rows asked for were typed back."""

    def prove(self, row: int, typed: str) -> bool:
        """Whether typed is what the paper says in that row."""


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """One keyslot, as colleagues may see it. officer: a uid. here: at this workstation.

    store: the password store that holds half of it, or empty where the passphrase alone keeps it,
    which then opens the vault at any workstation. expires: the last day of words for moving to another
    workstation, which are no more than that; otherwise empty.
    """

    officer: str
    here: bool
    store: str
    since: datetime
    expires: str = ""


class VaultKeys(Protocol):
    """The keyslots of the open vault. Each call changes both copies of the file, or neither."""

    def holders(self) -> frozenset[str]:
        """Uids of the officers who hold a slot of this vault, at whichever workstation."""

    def places(self) -> tuple[KeyPlace, ...]:
        """Every slot of this vault and where it opens it."""

    def prove(self, officer: str, passphrase: str) -> str:
        """The uid of the officer of that name, whose own slot this passphrase opened here and now.

        A wrong passphrase counts as a failed unlock. Raises DomainError of the subject keys.
        """

    def enrol(self, officer: Officer, passphrase: str, *, passphrase_only: bool, only: bool = False) -> None:
        """Gives an officer a slot at this workstation in place of any they have here, or one anywhere.

        only: in place of any they have at all. Raises DomainError of the subjects passphrase, keys and
        keyring; then nothing is written.
        """

    def rename(self, officer: Officer) -> None:
        """Has the officer's slots say their present name, by which they are chosen when unlocking."""

    def transfer(self, officer: Officer, *, passphrase_only: bool) -> TransferWords:
        """Six words with which the officer makes a slot at another workstation, once.

        Their other slots stay; earlier words are dead. passphrase_only: whether six words alone may
        keep the key there, where there is no password store.
        """

    def change_passphrase(self, officer: str, old: str, new: str) -> None:
        """Wraps the key anew for the officer of that uid here; the old passphrase opens it no more.

        Raises keys.wrong_passphrase, which counts as a failed unlock, and of the subject passphrase.
        """

    def remove(self, officer: str) -> None:
        """Takes away every slot of the officer of that uid. Whoever knows the key still knows it."""

    def new_paper(self, *, shares: bool) -> RecoveryPaper:
        """A new recovery key on paper: one sheet, or three shares of which any two open the vault."""

    def seal_recovery(self, paper: RecoveryPaper) -> None:
        """Makes this the paper that opens the vault; what was printed before opens nothing more."""

    def rekey(
        self,
        present: Sequence[SecondOfficer],
        leaving: str,
        paper: RecoveryPaper,
        record: Callable[[UnitOfWork], None],
    ) -> tuple[TransferWords, ...]:
        """Puts the whole database under a new key, in a new file that takes the old one's place.

        present: officers, by name or uid, whose passphrases were typed; they get slots anew. leaving:
        uid of the officer who gets none, or empty. All others get transfer words. record writes into the
        new file what was done: it stands there exactly when the new file does. Raises DomainError; then
        all is as before.
        """
