"""What a deed asks of the system, call by call, read from strace: the film that a power cut is put into."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import ROOT

CALLS = (
    "openat,creat,pwrite64,write,writev,lseek,fsync,fdatasync,ftruncate,truncate,unlink,unlinkat,"
    "rename,renameat,renameat2,mkdir,mkdirat,rmdir,link,linkat,fallocate,copy_file_range,sendfile"
)
Event = tuple[str, str, int, bytes, str]
_TEXT = r'"((?:\\x..)*)"'
_ON = r"\((\d+)<((?:\\x..)*)>(?:\(deleted\))?"
_AT = r"(?:(?:AT_FDCWD|\d+)(?:<((?:\\x..)*)>)?, )?"
_CALL = re.compile(r"^\d+ +(\w+)\((.*)$")
_OPEN = re.compile(rf"^openat\({_AT}{_TEXT}, (\S+?)(?:, \d+)?\) = (\d+)<")
_PWRITE = re.compile(rf"^pwrite64{_ON}, {_TEXT}, \d+, (\d+)\) = (\d+)")
_WRITE = re.compile(rf"^write{_ON}, {_TEXT}, \d+\) = (\d+)")
_WRITEV = re.compile(rf"^writev\(1<.*iov_base={_TEXT}")
_SEEK = re.compile(rf"^lseek{_ON}, .*\) = (\d+)")
_SYNC = re.compile(rf"^(?:fsync|fdatasync){_ON}\) += 0")
_CUT = re.compile(rf"^ftruncate{_ON}, (\d+)\) = 0")
_NAMED = re.compile(rf"^(unlink|rmdir|mkdir|unlinkat|mkdirat)\({_AT}{_TEXT}(?:, [^)]*)?\) = 0")
_MOVED = re.compile(rf"^(?:rename|renameat|renameat2)\({_AT}{_TEXT}, {_AT}{_TEXT}(?:, [^)]*)?\) = 0")
_SENT = re.compile(
    r"^sendfile\((\d+)<((?:\\x..)*)>, \d+<((?:\\x..)*)>, \[(\d+)\](?: => \[\d+\])?, \d+\) = (\d+)"
)
_UNKNOWN = re.compile(r"^(creat|truncate|link|linkat|fallocate|copy_file_range|sendfile)\(.*\) = \d")


def film(name: str, folder: Path, log: Path) -> list[Event]:
    """Does a deed under strace and answers everything that it wrote, synced, named and said, in order."""
    command = ["strace", "-f", "-y", "-xx", "-s", "4000000", "--seccomp-bpf", "-e", f"trace={CALLS}"]
    doer = [sys.executable, "-m", "tests.faults.deeds", name, str(folder)]
    subprocess.run([*command, "-o", str(log), *doer], cwd=ROOT, stdout=subprocess.PIPE, check=True)
    with log.open(encoding="ascii") as lines:
        return [event for event in _events(lines) if event[0] == "said" or _matters(event[1], folder)]


def _matters(path: str, folder: Path) -> bool:
    return f"{path}/".startswith(f"{folder}/") and not path.endswith("-shm")


def _events(lines: Iterator[str]) -> Iterator[Event]:
    places: dict[str, int] = {}
    for line in _whole(lines):
        if found := _OPEN.match(line):
            path, flags, number = _path(found[1], found[2]), found[3], found[4]
            places[number] = 0
            if "O_CREAT" in flags:
                yield "create", path, 0, b"", ""
            if "O_TRUNC" in flags:
                yield "cut", path, 0, b"", ""
        elif found := _WRITEV.match(line):
            yield "said", _bytes(found[1]).decode().rstrip("\n"), 0, b"", ""
        elif found := _SEEK.match(line):
            places[found[1]] = int(found[3])
        elif event := _written(line, places) or _named(line):
            yield event
        elif _UNKNOWN.match(line):
            raise NotImplementedError(f"the film knows nothing of this call: {line[:200]}")


def _written(line: str, places: dict[str, int]) -> Event | None:
    """What changed a file's content or made it last. places: where each open file is written next."""
    if found := _PWRITE.match(line):
        return "write", _text(found[2]), int(found[4]), _bytes(found[3])[: int(found[5])], ""
    if found := _WRITE.match(line):
        at = places.get(found[1], 0)
        places[found[1]] = at + int(found[4])
        return "write", _text(found[2]), at, _bytes(found[3])[: int(found[4])], ""
    if found := _SENT.match(line):
        at = places.get(found[1], 0)
        places[found[1]] = at + int(found[5])
        # What was sent is not shown: its place and length in the file it came from.
        return "copy", _text(found[2]), at, f"{found[4]} {found[5]}".encode(), _text(found[3])
    if found := _SYNC.match(line):
        return "sync", _text(found[2]), 0, b"", ""
    if found := _CUT.match(line):
        return "cut", _text(found[2]), int(found[3]), b"", ""
    return None


def _named(line: str) -> Event | None:
    """What made, moved or removed a name."""
    if found := _NAMED.match(line):
        what = "rmdir" if "AT_REMOVEDIR" in line else found[1].removesuffix("at")
        return what, _path(found[2], found[3]), 0, b"", ""
    if found := _MOVED.match(line):
        return "rename", _path(found[1], found[2]), 0, b"", _path(found[3], found[4])
    return None


def _whole(lines: Iterator[str]) -> Iterator[str]:
    """Calls without the number of their thread, those put together that another thread's cut in two."""
    begun: dict[str, str] = {}
    for line in lines:
        thread, _, call = line.rstrip("\n").partition(" ")
        call = call.lstrip()
        if call.endswith("<unfinished ...>"):
            begun[thread] = call.removesuffix("<unfinished ...>").rstrip()
        elif resumed := re.match(r"<\.\.\. \w+ resumed>(.*)", call):
            yield begun.pop(thread) + re.sub(r"^\) +=", ") =", resumed[1])
        else:
            yield call


def _path(folder: str | None, name: str) -> str:
    return str(Path(_text(folder or ""), _text(name)))


def _bytes(shown: str) -> bytes:
    return bytes.fromhex(shown.replace("\\x", ""))


def _text(shown: str) -> str:
    return _bytes(shown).decode()
