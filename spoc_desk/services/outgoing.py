"""Files that leave the vault: readable by this account alone, and wholly written or not there at all."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from spoc_desk.domain.errors import DomainError


def write_private(path: Path, content: bytes) -> None:
    """Writes a file in place of any old one, with its folder. Raises DomainError("outgoing.not_written")."""
    part = path.with_name(f".{secrets.token_hex(6)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(part, flags, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as fault:
        with suppress(OSError):  # the same fault would hide the sentence
            part.unlink(missing_ok=True)
        raise DomainError("outgoing.not_written", name=str(path)) from fault


def keep_out_of(vault: Path, path: Path) -> None:
    """Refuses a recovery sheet beside the vault it opens. Raises DomainError("outgoing.inside_vault")."""
    if path.resolve().is_relative_to(vault.resolve()):
        raise DomainError("outgoing.inside_vault", name=str(path))
