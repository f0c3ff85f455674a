"""What a release needs from outside: certificates, signatures, locked copies, and its further papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from spoc_desk.domain.change_sheets import ChangeSheet
from spoc_desk.domain.signatures import CertificateFacts, SignatureFacts, SigningRequest


class Releases(Protocol):
    """Signs, locks and describes packs that are released."""

    def read_certificate(self, pkcs12: bytes, passphrase: str) -> CertificateFacts:
        """What the certificate in a PKCS#12 file says. Raises DomainError of the subject signing."""

    def trial_certificate(self, force: str, passphrase: str, now: datetime) -> bytes:
        """A self-signed certificate as PKCS#12 that says in its name that it is a trial."""

    def folder(self, scratch: Path, need: int) -> AbstractContextManager[Path]:
        """A private folder for so many bytes, in memory where they fit, gone afterwards."""

    def sign(self, source: Path, target: Path, request: SigningRequest, server: str) -> SignatureFacts:
        """Signs one PDF into another and proves it; with a time-stamp when a server is named.

        Raises DomainError of the subject signing; then target is not there.
        """

    def lock(self, source: Path, target: Path, password: str) -> None:
        """A copy of a PDF that asks for a password. Raises DomainError("packs.password_short")."""

    def check_keys(self, keys: Sequence[str]) -> None:
        """Raises DomainError("packs.no_key") or ("packs.not_a_key")."""

    def encrypt_for(self, source: BinaryIO, target: BinaryIO, keys: Sequence[str]) -> None:
        """One age file that the owners of these public keys can open, and nobody else."""

    def contents(self, document: Mapping[str, Any]) -> bytes:
        """contents.json, held against its schema."""

    def change_sheet(self, sheet: ChangeSheet) -> bytes:
        """A change sheet as PDF."""

    def versions(self) -> Mapping[str, str]:
        """The program and the libraries that make packs, each with its version."""
