"""Keeps a vault's slots in two copies, each with a checksum, so that one bad sector locks nobody out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from spoc_desk.domain.errors import DomainError
from spoc_desk.storage.durable import write_durably
from spoc_desk.storage.keyslots import KdfCost, Slot, digest_of

NAMES = ("keyslots.json", "keyslots.copy.json")

_FORMAT = "spoc-desk keyslots 1"
_LARGEST = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class KeyslotReading:
    """The slots, and the names of copies that were damaged, missing or out of date."""

    slots: tuple[Slot, ...]
    damaged: tuple[str, ...]
    generation: int


class KeyslotFile:
    """The two files beside the database. Only the program that holds the vault's lock writes."""

    def __init__(self, folder: Path) -> None:
        self._paths = tuple(folder / name for name in NAMES)

    def read(self) -> KeyslotReading:
        """The newest whole copy. Raises keys.slots_missing, keys.slots_damaged."""
        found = [(_read_copy(path), path.name) for path in self._paths]
        whole = [copy for copy, _name in found if copy is not None]
        if not whole:
            there = any(path.exists() for path in self._paths)
            raise DomainError("keys.slots_damaged" if there else "keys.slots_missing")
        best = max(whole, key=lambda copy: copy.generation)
        damaged = tuple(name for copy, name in found if copy is None or copy != best)
        return KeyslotReading(best.slots, damaged, best.generation)

    def repair(self, reading: KeyslotReading) -> None:
        """Write the copies that were found damaged anew, from the whole one."""
        for path in self._paths:
            if path.name in reading.damaged:
                write_durably(path, _content(reading.generation, reading.slots))

    def write(self, slots: tuple[Slot, ...]) -> None:
        """Replace all slots in both copies; after a crash in between the newer copy counts."""
        generation = 1 + max((copy.generation for copy in map(_read_copy, self._paths) if copy), default=0)
        for path in self._paths:
            write_durably(path, _content(generation, slots))


@dataclass(frozen=True, slots=True)
class _Copy:
    generation: int
    slots: tuple[Slot, ...]


def _content(generation: int, slots: tuple[Slot, ...]) -> bytes:
    told = {"format": _FORMAT, "generation": generation, "slots": [slot.told() for slot in slots]}
    return (json.dumps({**told, "checksum": digest_of(told)}, indent=1) + "\n").encode()


def _read_copy(path: Path) -> _Copy | None:
    """What the copy holds, or None when it is missing or not exactly as it was written."""
    try:
        with path.open("rb") as file:
            told = json.loads(file.read(_LARGEST))
        if not isinstance(told, dict) or told.pop("checksum", None) != digest_of(told):
            return None
        if told["format"] != _FORMAT or not isinstance(told["generation"], int):
            return None
        return _Copy(told["generation"], tuple(_slot(slot) for slot in told["slots"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _slot(told: Mapping[str, Any]) -> Slot:
    kdf = KdfCost(**told["kdf"])
    slot = Slot(**{**told, "kdf": kdf})
    numbers = (slot.epoch, kdf.memory_kib, kdf.iterations, kdf.lanes)
    texts = tuple(getattr(slot, field.name) for field in fields(slot) if field.name not in {"epoch", "kdf"})
    if not all(type(number) is int for number in numbers) or not all(isinstance(text, str) for text in texts):
        raise TypeError("slot")
    return slot
