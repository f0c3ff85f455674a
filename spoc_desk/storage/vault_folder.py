"""A vault's folder: the names in it, who may use it now, and where it may not lie."""

import errno
import os
import secrets
import sys
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.places import CloudFolder, Mount, refuse_shared_place
from spoc_desk.storage.durable import PRIVATE_FILE, create_private, make_private_folder
from spoc_desk.storage.recovery import RECOVERY_FILE

DATABASE = "vault.db"
EVIDENCE = "evidence"
LOCK = "vault.lock"

_PROBE = ".writable-"
_LONGEST_HOLDER = 200
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class VaultFolder:
    """One vault on disk. Keyslots and recovery.age lie beside the database."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def database(self) -> Path:
        """The encrypted database."""
        return self.path / DATABASE

    @property
    def evidence(self) -> Path:
        """The folder of sealed files."""
        return self.path / EVIDENCE

    @property
    def recovery(self) -> Path:
        """The vault's key, sealed to the printed recovery key."""
        return self.path / RECOVERY_FILE

    def make(self) -> None:
        """Make a new vault's folder. Raises vault.folder_not_empty and as check_writable does."""
        try:
            make_private_folder(self.path)
            empty = not any(self.path.iterdir())
        except OSError as refused:
            raise _refusal(refused, self.path) from refused
        if not empty:
            raise DomainError("vault.folder_not_empty", folder=str(self.path))
        self.check_writable()

    def check_is_vault(self) -> None:
        """Raise vault.not_there, vault.is_a_file or vault.not_a_vault unless there is a vault's database."""
        if self.path.is_file():
            raise DomainError("vault.is_a_file", folder=str(self.path))
        if not self.path.exists():
            raise DomainError("vault.not_there", folder=str(self.path))
        if not self.database.is_file():
            raise DomainError("vault.not_a_vault", folder=str(self.path))

    def check_writable(self) -> None:
        """Refuse a folder where a look at a record could not be logged.

        Raises vault.folder_not_writable, vault.folder_unreachable, vault.disk_full.
        """
        probe = self.path / f"{_PROBE}{secrets.token_hex(4)}"
        try:
            os.close(create_private(probe))
            probe.unlink()
        except OSError as refused:
            raise _refusal(refused, self.path) from refused

    def sweep(self) -> None:
        """Remove what a crash left half written beside the database. Only while the vault is claimed."""
        with suppress(OSError):
            for entry in [*self.path.glob("*.part*"), *self.path.glob(f"{_PROBE}*")]:
                if not entry.is_dir():
                    entry.unlink(missing_ok=True)

    def check_place(self, mounts: Iterable[Mount], cloud_folders: Iterable[CloudFolder]) -> None:
        """Raise vault.on_network_drive or vault.in_cloud_folder; links are followed first."""
        refuse_shared_place(self.path.resolve(), mounts, cloud_folders)

    def claim(self, holder: str) -> "Claim":
        """Take the vault for this process until the claim is released or the process ends.

        holder says to a second instance who has it: "Ada Marsh on WS-03 since 09:30". Raises
        vault.already_open with the holder it finds, and as check_writable does.
        """
        try:
            descriptor = os.open(self.path / LOCK, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
        except OSError as refused:
            raise _refusal(refused, self.path) from refused
        try:
            if not _lock(descriptor):
                raise DomainError("vault.already_open", holder=_read_holder(descriptor))
            _write_holder(descriptor, holder)
        except OSError as refused:
            os.close(descriptor)
            raise _refusal(refused, self.path) from refused
        except BaseException:
            os.close(descriptor)
            raise
        return Claim(descriptor)


class Claim:
    """The right to use a vault. The lock file itself stays: removing it would let two in."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    def rename(self, holder: str) -> None:
        """Say anew who has the vault, now that the officer is known."""
        if self._descriptor is not None:
            # A full disk takes no name; who holds the vault is a courtesy, the lock is what counts.
            with suppress(OSError):
                _write_holder(self._descriptor, holder)

    def release(self) -> None:
        """Let the vault go. Twice does no harm."""
        if self._descriptor is not None:
            self.rename("")
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _refusal(refused: OSError, folder: Path) -> Exception:
    if refused.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return DomainError("vault.folder_not_writable", folder=str(folder))
    if refused.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DomainError("vault.disk_full")
    return DomainError("vault.folder_unreachable", folder=str(folder))


def _write_holder(descriptor: int, holder: str) -> None:
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, holder[:_LONGEST_HOLDER].encode(errors="replace"))


def _read_holder(descriptor: int) -> str:
    """What the holder wrote, without what could disguise it; anybody may write to the file."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    text = os.read(descriptor, 4 * _LONGEST_HOLDER).decode(errors="replace")[:_LONGEST_HOLDER]
    shown = "".join(" " if unicodedata.category(letter) in _UNSEEN else letter for letter in text)
    return " ".join(shown.split()) or "…"


if sys.platform == "win32":
    import msvcrt

    # Windows keeps others from reading what is locked, so the byte lies far behind the holder's name.
    _LOCKED_BYTE = 0x3FFF_FFFF

    def _lock(descriptor: int) -> bool:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        """Whether this process has the lock now; the system lets go of it when the process ends."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
