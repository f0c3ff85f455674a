"""What proves a vault's files beside its database, and what this workstation remembers outside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from spoc_desk.domain.anchors import SeenHead


class HeadMemory(Protocol):
    """Remembers, outside the vault, the last audit entry that this workstation saw in it."""

    def recall(self) -> SeenHead | None:
        """What was seen last, or None when nothing readable is remembered."""

    def remember(self, head: SeenHead) -> bool:
        """Keeps this in place of what was remembered; answers whether it could be kept."""


class Forgetful:
    """A memory that keeps nothing: for a vault that is opened on no workstation."""

    def recall(self) -> SeenHead | None:
        """Nothing."""
        return None

    def remember(self, _head: SeenHead) -> bool:
        """Keeps nothing, and says so to nobody: there is nothing to miss."""
        return True


@dataclass(frozen=True, slots=True)
class AuditHead:
    """The last entry of the audit trail: its number and its hash in hexadecimal."""

    sequence: int
    head: str


@dataclass(frozen=True, slots=True)
class SignedHead:
    """A signed checkpoint, fit to leave the vault. at: UTC text; note: what the signature covers.

    signature: Ed25519, 64 bytes; public_key: PEM; fingerprint: SHA-256 of the key's 32 bytes, hexadecimal.
    """

    sequence: int
    head: str
    at: str
    note: bytes
    signature: bytes
    public_key: bytes
    fingerprint: str


class Checks(Protocol):
    """What proves the vault's database and audit trail sound."""

    def check_database(self) -> tuple[str, ...]:
        """What SQLite and SQLCipher find wrong with the database; empty when sound. Raises DomainError."""

    def check_audit(self, progress: Callable[[int, int], None]) -> int:
        """How many audit entries stand unbroken. Raises DomainError of the subject audit."""

    def check_records(self, heard: Callable[[int], None]) -> tuple[str, ...]:
        """Every record that is not as the audit trail last left it. heard is told how many were read."""

    def leave_no_copies(self) -> None:
        """Empties the write-ahead log, and removes copies of the database made before a migration.

        Raises DomainError("vault.busy") when somebody still reads.
        """

    def clock_set_back(self) -> tuple[int, ...]:
        """Numbers of the audit entries whose time is earlier than that of the entry before."""

    def clock_leapt(self) -> tuple[int, ...]:
        """Numbers of the audit entries whose time is years after that of the entry before."""

    def hashes_at(self, numbers: Sequence[int]) -> Mapping[int, str]:
        """The hash of each of these audit entries that there is."""

    def key_file_faults(self) -> tuple[tuple[str, str], ...]:
        """Each damaged or missing file that lets somebody in, and the code of what is wrong with it."""

    def signed_head(self) -> SignedHead:
        """The newest signed checkpoint. Raises DomainError("audit.no_checkpoint")."""

    def sign_checkpoint(self, reason: str) -> AuditHead:
        """Proves the trail and signs its head. Raises DomainError rather than sign over damage."""


@dataclass(frozen=True, slots=True)
class AnchorSlip:
    """What a slip of paper says: where the trail of which vault stood, and whose key signed it."""

    force: str
    vault: str
    workstation: str
    signed: SignedHead
    demonstration: bool


class SlipPrinter(Protocol):
    """Anchor slips as a page to print."""

    def anchor_slip(self, slip: AnchorSlip) -> bytes:
        """The slip as a PDF."""
