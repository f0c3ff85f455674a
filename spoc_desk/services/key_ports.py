"""What verbs may ask of the vault's keys, as a Protocol; bootstrap supplies it."""

from __future__ import annotations

from typing import Protocol


class VaultKeys(Protocol):
    """The keyslots of the open vault."""

    def holders(self) -> frozenset[str]:
        """Uids of the officers who hold a slot of this vault, at whichever workstation."""

    def prove(self, officer: str, passphrase: str) -> str:
        """The uid of the officer of that name, whose own slot this passphrase opened here and now.

        A wrong passphrase counts as a failed unlock. Raises DomainError of the subject keys.
        """
