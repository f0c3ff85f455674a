"""The private folder in which one pack is built: in memory where it fits, and always taken away."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

_PREFIX = "spoc-pack-"
_MEMORY = Path("/dev/shm")  # noqa: S108  the one folder Linux keeps in memory


@contextlib.contextmanager
def private_folder(scratch: Path, need: int) -> Iterator[Path]:
    """A folder only this user can read, gone at the end. `need`: bytes it may have to hold."""
    parent = _MEMORY if _fits_in_memory(need) else scratch
    parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-{_started(os.getpid())}-", dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(scratch: Path) -> int:
    """Remove what a crashed build left behind; returns how many folders. Call it when the program starts."""
    swept = 0
    for parent in (_MEMORY, scratch):
        if not parent.is_dir():
            continue
        for folder in parent.glob(f"{_PREFIX}*"):
            owner, started = (*folder.name.removeprefix(_PREFIX).split("-"), "")[:2]
            if folder.is_dir() and not folder.is_symlink() and not _alive(owner, started):
                shutil.rmtree(folder, ignore_errors=True)
                swept += 1
    return swept


def _fits_in_memory(need: int) -> bool:
    if not _MEMORY.is_dir() or not os.access(_MEMORY, os.W_OK):
        return False
    return shutil.disk_usage(_MEMORY).free > need * 2 + (64 << 20)


def _alive(process: str, started: str) -> bool:
    """Whether the process that made a folder still runs: a number alone may be another's by now."""
    if not process.isdigit() or os.name == "nt":
        return False
    if not Path("/proc").is_dir():
        return process == str(os.getpid())
    return _started(int(process)) == started != ""


def _started(process: int) -> str:
    """When a process began, in ticks since the computer started; nothing for none, or without /proc."""
    try:
        words = Path(f"/proc/{process}/stat").read_text("ascii", "replace")
    except OSError:
        return ""
    # The program's name stands in brackets and may hold anything.
    return words.rpartition(")")[2].split()[19]
