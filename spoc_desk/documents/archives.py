"""Lists what an archive claims to hold, without ever unpacking it."""

import io
import zipfile
from dataclasses import dataclass

RATIO_AT_MOST = 100
BYTES_AT_MOST = 1 << 30
ENTRIES_AT_MOST = 1000
_PROBE_AT_MOST = 4 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One file in an archive, by the archive's own word. sizes in bytes."""

    name: str
    size: int
    packed: int


@dataclass(frozen=True, slots=True)
class Listing:
    """An archive's table of contents. `bomb`: it would unpack to far more than it is."""

    entries: tuple[Entry, ...]
    count: int
    size: int
    encrypted: bool
    bomb: bool


def list_zip(content: bytes) -> Listing:
    """The table of contents of a zip file. Raises zipfile.BadZipFile."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        infos = archive.infolist()
    size = sum(info.file_size for info in infos)
    packed = max(1, min(sum(info.compress_size for info in infos), len(content)))
    return Listing(
        tuple(Entry(info.filename, info.file_size, info.compress_size) for info in infos[:ENTRIES_AT_MOST]),
        len(infos),
        size,
        any(info.flag_bits & 1 for info in infos),
        size > BYTES_AT_MOST or size / packed > RATIO_AT_MOST,
    )


def office_warnings(content: bytes) -> tuple[str, ...]:
    """What makes an office file dangerous: "macros", "links to other programs", "bomb"."""
    if not content.startswith(b"PK"):
        macros = b"V\x00B\x00A\x00" in content or b"M\x00a\x00c\x00r\x00o\x00s\x00" in content
        return ("macros",) if macros else ()
    found: list[str] = []
    listing = list_zip(content)
    if listing.bomb:
        return ("bomb",)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for info in archive.infolist():
            if info.filename.endswith("vbaProject.bin"):
                found.append("macros")
            if info.filename.endswith((".xml", ".rels")) and info.file_size <= _PROBE_AT_MOST:
                words = archive.read(info)
                if b"DDE" in words or b'TargetMode="External"' in words:
                    found.append("links to other programs")
    return tuple(dict.fromkeys(found))
