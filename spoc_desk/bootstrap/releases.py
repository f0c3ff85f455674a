"""Gives a release its signatures, locks and papers, in the shape that ports ask for."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from spoc_desk import __version__
from spoc_desk.documents.change_sheet import change_sheet_pdf
from spoc_desk.documents.scratch import private_folder
from spoc_desk.domain.change_sheets import ChangeSheet
from spoc_desk.domain.signatures import CertificateFacts, SignatureFacts, SigningRequest
from spoc_desk.exchange.pack_contents import write_contents
from spoc_desk.services.ports import Parser
from spoc_desk.storage.recipient_copies import encrypt_for, recipients_of
from spoc_desk.system.timestamp_server import ask_timestamp_server

_READ = "spoc_desk.documents.certificates:read_certificate"
_LIBRARIES = ("reportlab", "uharfbuzz", "pikepdf", "pypdfium2", "Pillow", "pyHanko", "pyrage")


class ReleaseRoom:
    """Signing and what goes with it. What signs is loaded when something is signed: it is large."""

    def __init__(self, resources: Path, child: Parser) -> None:
        self._resources, self._child = resources, child

    def read_certificate(self, pkcs12: bytes, passphrase: str) -> CertificateFacts:
        """What the certificate says of itself, read in the child. Raises DomainError."""
        told = self._child.call(_READ, {"pkcs12_bytes": pkcs12, "passphrase": passphrase})
        days = {name: datetime.fromisoformat(told[name]) for name in ("valid_from", "valid_to")}
        return CertificateFacts(**(told | days))

    def trial_certificate(self, force: str, passphrase: str, now: datetime) -> bytes:
        """A self-signed certificate that says it is a trial."""
        from spoc_desk.documents.certificates import trial_certificate

        return trial_certificate(force, passphrase, now)

    def folder(self, scratch: Path, need: int) -> AbstractContextManager[Path]:
        """A private folder, gone afterwards."""
        return private_folder(scratch, need)

    def sign(self, source: Path, target: Path, request: SigningRequest, server: str) -> SignatureFacts:
        """Signs one PDF into another and proves it. Raises DomainError of the subject signing."""
        from spoc_desk.documents.signing import sign_pack

        ask = partial(ask_timestamp_server, server) if server else None
        return sign_pack(source, target, request, ask, urlsplit(server).hostname or "")

    def lock(self, source: Path, target: Path, password: str) -> None:
        """A copy of a PDF that asks for a password."""
        from spoc_desk.documents.locked_copies import lock_pdf

        lock_pdf(source, target, password)

    def check_keys(self, keys: Sequence[str]) -> None:
        """Raises DomainError for what is no age public key."""
        recipients_of(keys)

    def encrypt_for(self, source: BinaryIO, target: BinaryIO, keys: Sequence[str]) -> None:
        """One age file for these keys."""
        encrypt_for(source, target, keys)

    def contents(self, document: Mapping[str, Any]) -> bytes:
        """contents.json, held against its schema."""
        return write_contents(document, self._resources / "schemas")

    def change_sheet(self, sheet: ChangeSheet) -> bytes:
        """A change sheet as PDF."""
        return change_sheet_pdf(sheet, self._resources / "fonts")

    def versions(self) -> Mapping[str, str]:
        """The program and its libraries, each with its version."""
        python = ".".join(str(number) for number in sys.version_info[:3])
        own = {"SPOC Desk": __version__, "Python": python}
        return own | {name: version(name) for name in _LIBRARIES}
