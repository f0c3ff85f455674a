"""What verbs may ask of the vault's keys, as a Protocol; bootstrap supplies it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from spoc_desk.domain.officers import Officer


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """One keyslot, as colleagues may see it. officer: a uid. here: at this workstation.

    store: the password store that holds half of it, or empty where the passphrase alone keeps it,
    which then opens the vault at any workstation.
    """

    officer: str
    here: bool
    store: str
    since: datetime


class VaultKeys(Protocol):
    """The keyslots of the open vault."""

    def holders(self) -> frozenset[str]:
        """Uids of the officers who hold a slot of this vault, at whichever workstation."""

    def places(self) -> tuple[KeyPlace, ...]:
        """Every slot of this vault and where it opens it."""

    def prove(self, officer: str, passphrase: str) -> str:
        """The uid of the officer of that name, whose own slot this passphrase opened here and now.

        A wrong passphrase counts as a failed unlock. Raises DomainError of the subject keys.
        """

    def enrol(self, officer: Officer, passphrase: str, *, passphrase_only: bool) -> None:
        """Gives an officer a slot at this workstation in place of any they have here, or one anywhere.

        Raises DomainError of the subjects passphrase, keys and keyring; then nothing is written.
        """

    def rename(self, officer: Officer) -> None:
        """Has the officer's slots say their present name, by which they are chosen when unlocking."""
