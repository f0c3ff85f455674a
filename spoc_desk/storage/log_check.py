"""Looks at a write-ahead log that a crash left: whether SQLite, reading it, passed over whole changes.

A bit that flipped in the log makes SQLite stop there, as at the end of the log, and says nothing. What
stands behind that place tells: frames of the same log, and among them frames that end a change.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

_HEADER, _FRAME = struct.Struct(">8I"), struct.Struct(">6I")
_MAGIC = {0x377F0682: "<6I", 0x377F0683: ">6I"}


class LogFault(StrEnum):
    """How a log ends before its end."""

    NONE = ""
    LOST = "lost"
    CUT_OFF = "cut_off"


@dataclass(frozen=True, slots=True)
class LogLeft:
    """What a crash left. frames: of each frame, whether it belongs and whether it ends a change."""

    frames: tuple[tuple[bool, bool], ...]
    header_sound: bool = True

    def fault(self, read: int) -> LogFault:
        """What it means that SQLite took so many frames for whole.

        LOST: changes that were on the disk cannot be read any more. CUT_OFF: the
        last one, which was perhaps never finished.
        """
        if not self.header_sound:
            return LogFault.LOST
        behind = [ends for belongs, ends in self.frames[read:] if belongs]
        if sum(behind) > 1:
            return LogFault.LOST
        return LogFault.CUT_OFF if behind else LogFault.NONE


def log_left(database: Path) -> LogLeft | None:
    """The log beside a database, before SQLite reads it; None when there is none. Raises OSError."""
    try:
        file = database.with_name(database.name + "-wal").open("rb")
    except FileNotFoundError:
        return None
    with file:
        header = file.read(_HEADER.size)
        if len(header) < _HEADER.size:
            return None
        told = _HEADER.unpack(header)
        page, salts = told[2], told[4:6]
        if not _sound(header, told):
            return LogLeft((), header_sound=not file.read(1))
        frames = []
        while len(frame := file.read(_FRAME.size)) == _FRAME.size:
            _, size_after, *own, _, _ = _FRAME.unpack(frame)
            frames.append((tuple(own) == salts, bool(size_after)))
            file.seek(page, 1)
    return LogLeft(tuple(frames))


def _sound(header: bytes, told: tuple[int, ...]) -> bool:
    """Whether a log's header has the checksum that SQLite gives it."""
    order = _MAGIC.get(told[0])
    if order is None or told[2] < 512:
        return False
    first = second = 0
    words = struct.unpack(order, header[:24])
    for at in range(0, 6, 2):
        first = (first + words[at] + second) & 0xFFFFFFFF
        second = (second + words[at + 1] + first) & 0xFFFFFFFF
    return (first, second) == told[6:8]
