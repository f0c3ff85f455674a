"""Writes small Outlook .msg files for tests: a compound file holding a message's properties."""

import struct
from dataclasses import dataclass, field
from datetime import UTC, datetime

_SECTOR, _MINI = 512, 64
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_UNICODE, _BINARY, _LONG, _TIME = 0x001F, 0x0102, 0x0003, 0x0040


@dataclass
class Folder:
    """A storage: named streams and named storages."""

    streams: dict[str, bytes] = field(default_factory=dict)
    folders: dict[str, "Folder"] = field(default_factory=dict)


def message(
    subject: str,
    body: str,
    sender: tuple[str, str],
    attachments: dict[str, bytes],
    html: str = "",
    inner: tuple[str, str] | None = None,
) -> bytes:
    """An Outlook message sent on 16 November 2026, 09:00 UTC. inner: subject and body of one inside it."""
    sent = (
        int((datetime(2026, 11, 16, 9, tzinfo=UTC) - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds())
        * 10**7
    )
    root = _properties(
        {
            (0x0037, _UNICODE): subject,
            (0x1000, _UNICODE): body,
            (0x1013, _BINARY): html.encode(),
            (0x0C1A, _UNICODE): sender[0],
            (0x0C1F, _UNICODE): sender[1],
            (0x0039, _TIME): sent,
            (0x340D, _LONG): 0x00040000,
            (0x3FDE, _LONG): 65001,
        },
        struct.pack("<8xIIII8x", 1, len(attachments), 1, len(attachments)),
    )
    recipient = {(0x3001, _UNICODE): "The office", (0x39FE, _UNICODE): "office@example.org"}
    root.folders["__recip_version1.0_#00000000"] = _properties(recipient, bytes(8))
    for number, (name, content) in enumerate(attachments.items()):
        root.folders[f"__attach_version1.0_#{number:08X}"] = _properties(
            {(0x3707, _UNICODE): name, (0x3701, _BINARY): content, (0x3705, _LONG): 1}, bytes(8)
        )
    if inner:
        held = _properties({(0x0037, _UNICODE): inner[0], (0x1000, _UNICODE): inner[1]}, bytes(24))
        carrier = _properties({(0x3705, _LONG): 5}, bytes(8))
        carrier.folders["__substg1.0_3701000D"] = held
        root.folders[f"__attach_version1.0_#{len(attachments):08X}"] = carrier
    return compound_file(root)


def _properties(values: dict[tuple[int, int], str | bytes | int], header: bytes) -> Folder:
    folder, entries = Folder(), b""
    for (tag, kind), value in values.items():
        if isinstance(value, int):
            entries += struct.pack("<HHIq", kind, tag, 6, value)
        elif value:
            content = value.encode("utf-16-le") if isinstance(value, str) else value
            folder.streams[f"__substg1.0_{tag:04X}{kind:04X}"] = content
            entries += struct.pack("<HHIII", kind, tag, 6, len(content) + (2 if kind == _UNICODE else 0), 0)
    folder.streams["__properties_version1.0"] = header + entries
    return folder


def compound_file(root: Folder) -> bytes:
    """The folder tree in Microsoft's compound file format, version 3."""
    sectors, fat = b"", []
    mini, mini_fat = b"", []

    def stored(content: bytes) -> int:
        nonlocal sectors
        start, count = len(fat), -(-len(content) // _SECTOR)
        sectors += content.ljust(count * _SECTOR, b"\0")
        fat.extend([*range(start + 1, start + count), _END])
        return start

    def stored_small(content: bytes) -> int:
        nonlocal mini
        start, count = len(mini_fat), -(-len(content) // _MINI)
        mini += content.ljust(count * _MINI, b"\0")
        mini_fat.extend([*range(start + 1, start + count), _END])
        return start

    entries: list[list[object]] = [["Root Entry", 5, _FREE, _FREE, 0, 0]]

    def add(folder: Folder, index: int) -> None:
        before = None
        for name, child in sorted(
            {**folder.streams, **folder.folders}.items(), key=lambda each: (len(each[0]), each[0])
        ):
            at = len(entries)
            if isinstance(child, Folder):
                entries.append([name, 1, _FREE, _FREE, 0, 0])
            else:
                start = stored(child) if len(child) >= 4096 else stored_small(child) if child else _END
                entries.append([name, 2, _FREE, _FREE, start, len(child)])
            # Siblings hang on each other's right, which is a tree too.
            entries[index if before is None else before][3 if before is None else 2] = at
            before = at
            if isinstance(child, Folder):
                add(child, at)

    add(root, 0)
    entries[0][4], entries[0][5] = stored(mini), len(mini)
    mini_start = stored(struct.pack(f"<{len(mini_fat)}I", *mini_fat).ljust(_SECTOR, b"\xff"))
    mini_count = -(-len(mini_fat) * 4 // _SECTOR)
    directory = b"".join(_entry(*each) for each in entries)
    directory_start = stored(directory)
    fat_sectors = 1
    while (len(fat) + fat_sectors) * 4 > fat_sectors * _SECTOR:
        fat_sectors += 1
    fat_start = len(fat)
    fat.extend([_FAT] * fat_sectors)
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(fat_sectors * _SECTOR, b"\xff")
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, fat_sectors, directory_start, 0, 4096, mini_start, mini_count, _END, 0),
        fat_start,
    )
    places = [*range(fat_start + 1, fat_start + fat_sectors)]
    header += struct.pack(f"<{len(places)}I", *places)
    return header.ljust(_SECTOR, b"\xff") + sectors + table


def _entry(name: object, kind: object, right: object, child: object, start: object, size: object) -> bytes:
    told = str(name).encode("utf-16-le") + b"\0\0"
    head = struct.pack("<64sHBB", told, len(told), kind, 1)
    return head + struct.pack("<III36xIQ", _FREE, right, child, start, size)
