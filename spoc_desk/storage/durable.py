"""Files that are private to this account, and either wholly written or not there at all."""

import os
import time
from collections.abc import Callable
from pathlib import Path

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700

# An antivirus scanner or an indexer on Windows holds a new file for a moment.
_BUSY_ON_WINDOWS = frozenset({5, 32, 33})
_PATIENCE_SECONDS = (0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28)


def make_private_folder(folder: Path) -> None:
    """Make the folder and its missing parents, for this account alone, there even after a power cut."""
    for parent in reversed((folder, *folder.parents)):
        if not parent.exists():
            parent.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
            sync_folder(parent.parent)


def create_private(path: Path) -> int:
    """Create a new file for writing and return its descriptor; FileExistsError if it is there."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.open(path, flags | getattr(os, "O_CLOEXEC", 0), PRIVATE_FILE)


def write_durably(path: Path, content: bytes) -> None:
    """Replace the file at path by content, so that a crash leaves the old one or the new one."""
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with open(create_private(part), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        replace_patiently(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def replace_patiently(
    source: Path,
    target: Path,
    *,
    replace: Callable[[Path, Path], None] = os.replace,
    wait: Callable[[float], None] = time.sleep,
) -> None:
    """Rename source over target, waiting up to 2.5 seconds for another program to let go of it."""
    for pause in _PATIENCE_SECONDS:
        try:
            return replace(source, target)
        except PermissionError as refused:
            if getattr(refused, "winerror", None) not in _BUSY_ON_WINDOWS:
                raise
        wait(pause)
    return replace(source, target)


def sync_folder(folder: Path) -> None:
    """Make names in the folder survive a power cut; Windows does so of itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
