"""Files that leave the vault: readable by this account alone, and wholly written or not there at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from spoc_desk.domain.errors import DomainError


def write_private(path: Path, content: bytes) -> None:
    """Writes a file in place of any old one.

    Raises DomainError: outgoing.folder_missing, outgoing.not_written.
    """
    with private_file(path) as file:
        file.write(content)


@contextmanager
def private_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write to; it takes its place, and that of any old one, once all of it is on the disk.

    Raises DomainError: outgoing.folder_missing, outgoing.not_written; then, as after any other fault,
    the old one stands.
    """
    check_place(path)
    part = path.with_name(f".{secrets.token_hex(6)}.part")
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(part, flags, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as fault:
        raise DomainError("outgoing.not_written", name=str(path)) from fault
    finally:
        with suppress(OSError):  # the same fault would hide the sentence
            part.unlink(missing_ok=True)


def check_place(path: Path) -> None:
    """Refuses a place in a folder that is not there: it is mistyped. Raises outgoing.folder_missing."""
    if not path.absolute().parent.is_dir():
        raise DomainError("outgoing.folder_missing", folder=str(path.parent))


def own_folder(folder: Path) -> None:
    """Makes this one folder where it is not there yet.

    Raises DomainError: outgoing.folder_missing, outgoing.not_written.
    """
    check_place(folder)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as fault:
        raise DomainError("outgoing.not_written", name=str(folder)) from fault


def keep_existing(path: Path, *, replace: bool) -> None:
    """Refuses a folder that is not there, and to write over a file unless that is wanted.

    Raises DomainError: outgoing.folder_missing, outgoing.exists.
    """
    check_place(path)
    if path.exists() and not replace:
        raise DomainError("outgoing.exists", name=str(path))


def keep_out_of(vault: Path, path: Path) -> None:
    """Refuses a recovery sheet beside the vault it opens. Raises DomainError("outgoing.inside_vault")."""
    if path.resolve().is_relative_to(vault.resolve()):
        raise DomainError("outgoing.inside_vault", name=str(path))
