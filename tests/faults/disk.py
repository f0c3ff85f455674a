"""A disk as a power cut may leave it: what was synced is there; of the rest, any of it, in any order, torn.

Held to what POSIX promises and no more: syncing a file keeps its content, not its name; a name that was
made, moved or removed is kept once its folder was synced.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
MODES = ("none", "subset", "torn", "all")


_NO_CHANCE = random.Random(0)


@dataclass(eq=False)
class File:
    """One file's content: what is surely on the disk, and what was written since."""

    durable: bytearray = field(default_factory=bytearray)
    pending: list[tuple[str, int, bytes]] = field(default_factory=list)

    def sync(self) -> None:
        """What was written so far is on the disk."""
        for change in self.pending:
            _apply(self.durable, change)
        self.pending.clear()

    def after_cut(self, mode: str, draw: random.Random) -> bytes:
        """What the disk may hold of it."""
        content = bytearray(self.durable)
        kept = self.pending if mode == "all" else [each for each in self.pending if draw.random() < 0.5]
        if mode in {"subset", "torn"}:
            draw.shuffle(kept)
        for kind, at, written in [] if mode == "none" else kept:
            if mode == "torn" and len(written) > SECTOR:
                written = written[: SECTOR * draw.randrange(1, len(written) // SECTOR + 1)]
            _apply(content, (kind, at, written))
        return bytes(content)


def _apply(content: bytearray, change: tuple[str, int, bytes]) -> None:
    kind, at, written = change
    if kind == "cut":
        del content[at:]
        content.extend(bytes(at - len(content)))
        return
    content.extend(bytes(max(0, at - len(content))))
    content[at : at + len(written)] = written


# A folder is known by its name alone; what is None here is a folder.
Names = dict[str, File | None]
# What was done to a name: set, drop or move; the name, what it is of, and the new name.
Change = tuple[str, str, File | None, str]


class Disk:
    """Every file and folder beneath a root, as the program sees them and as they surely are on the disk."""

    def __init__(self, root: Path) -> None:
        self._durable: Names = {}
        for path in sorted(root.rglob("*")):
            self._durable[str(path)] = None if path.is_dir() else File(bytearray(path.read_bytes()))
        self._live: Names = dict(self._durable)
        self._pending: dict[str, list[Change]] = {}
        self._root = str(root)

    def does(self, event: tuple[str, str, int, bytes, str]) -> None:
        """One thing that the program asked of the system: what, path, place, content, other path."""
        what, path, at, content, other = event
        file = self._live.get(path)
        if what == "create" and path not in self._live:
            self._name("set", path, File())
        elif what == "mkdir":
            self._name("set", path, None)
        elif what in {"unlink", "rmdir"}:
            self._name("drop", path, None)
        elif what == "rename":
            file = self._live[path]
            self._name("move", path, file, other)
            inside = [folder for folder in self._pending if f"{folder}/".startswith(f"{path}/")]
            for folder in inside:
                moved = [_elsewhere(change, path, other) for change in self._pending.pop(folder)]
                self._pending[other + folder.removeprefix(path)] = moved
        elif what == "sync" and path in self._live and file is not None:
            file.sync()
        elif what == "sync":
            for change in self._pending.pop(path, []):
                _rename(self._durable, change)
        elif what == "copy" and file is not None:
            begin, count = map(int, content.split())
            source = self._live[other]
            assert source is not None
            sent = source.after_cut("all", _NO_CHANCE)[begin : begin + count]
            file.pending.append(("write", at, sent))
        elif what in {"write", "cut"} and file is not None:
            file.pending.append((what, at, content))

    def _name(self, deed: str, path: str, file: File | None, other: str = "") -> None:
        change = deed, path, file, other
        _rename(self._live, change)
        self._pending.setdefault(str(Path(other or path).parent), []).append(change)

    def seen(self) -> dict[str, bytes | None]:
        """Every file's content, and None for a folder, as the program sees them now."""
        return {
            str(Path(path).relative_to(self._root)): None
            if file is None
            else file.after_cut("all", _NO_CHANCE)
            for path, file in self._live.items()
        }

    def after_cut(self, to: Path, draw: random.Random) -> str:
        """Writes one of the states that a power cut at this moment may leave; answers of which sort."""
        mode = draw.choice(MODES)
        names: Names = dict(self._durable)
        for changes in self._pending.values():
            for change in changes:
                if mode == "all" or (mode != "none" and draw.random() < 0.5):
                    _rename(names, change)
        for path, file in sorted(names.items()):
            place = to / Path(path).relative_to(self._root)
            if not place.parent.is_dir():
                continue
            if file is None:
                place.mkdir(exist_ok=True)
            else:
                place.write_bytes(file.after_cut(mode, draw))
        return mode


def _rename(names: Names, change: Change) -> None:
    deed, path, file, other = change
    if deed == "set":
        names[path] = file
    elif deed == "drop":
        names.pop(path, None)
    else:
        inside = [name for name in names if name.startswith(f"{path}/")]
        for name in inside:
            names[other + name.removeprefix(path)] = names.pop(name)
        names.pop(path, None)
        names[other] = file


def _elsewhere(change: Change, path: str, other: str) -> Change:
    """A change of names inside a folder that was itself renamed since."""
    deed, name, file, target = change
    moved = [
        other + each.removeprefix(path) if each.startswith(f"{path}/") else each for each in (name, target)
    ]
    return deed, moved[0], file, moved[1]
