"""Turns one original into its part: by the child process, with what the pack's profile asks for."""

import errno
import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from spoc_desk import __version__
from spoc_desk.documents.filetypes import HEAD, Kind, claims, detect
from spoc_desk.documents.machine_reading import read_by_machine, scan_kind
from spoc_desk.documents.normalise import is_office, misnamed
from spoc_desk.documents.part_text import Source
from spoc_desk.documents.parts import Part, Rendition
from spoc_desk.documents.resolution import COURT
from spoc_desk.documents.workbooks import SPREADSHEET
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.packs import PackContent
from spoc_desk.services.ports import Parser
from spoc_desk.services.program_ports import MachineReader, OfficeConverter

_SECONDS = 30.0
_SECONDS_RESAMPLING = 300.0
_BYTES_PER_SECOND = 20_000_000
_WORDS_PER_SECOND = 100_000
"""So many bytes of a file of words become pages in a second; no more than _SECONDS_OF_WORDS are given."""
_SECONDS_OF_WORDS = 300.0
_WORDS = frozenset({Kind.TEXT, Kind.HTML, Kind.MAIL})
_NORMALISE = "spoc_desk.documents.normalise:normalise"


_EXAMINE = "spoc_desk.documents.office_files:examine"


@dataclass(frozen=True, slots=True)
class Programs:
    """Other programs installed on this computer, None where one is missing."""

    office: OfficeConverter | None = None
    reader: MachineReader | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """How exhibits are to be printed in one pack, and with which other programs.

    strip: without place and camera data. dpi_at_most: no image finer than that, 0 for as found.
    machine_text: words read out of scanned pages by a machine, where one of the programs can.
    """

    strip: bool = False
    dpi_at_most: int = 0
    programs: Programs = field(default_factory=Programs)
    machine_text: bool = False

    @classmethod
    def of(cls, content: PackContent, programs: Programs) -> "Wanted":
        """What this pack's recipient and profile ask for."""
        return cls(content.served, content.dpi_at_most, programs, content.machine_text)

    @property
    def reader(self) -> MachineReader | None:
        """Who reads scanned pages, if that is asked for and somebody can."""
        reader = self.programs.reader if self.machine_text else None
        return reader if reader and reader.languages else None

    @classmethod
    def to_be_redacted(cls, programs: Programs) -> "Wanted":
        """The same in every pack, because redactions are drawn on these pages and no others."""
        return cls(strip=True, dpi_at_most=COURT, programs=programs)


def part_key(told: Source, wanted: Wanted, password: str = "") -> str:
    """By which a part is known again: of which original, made how, by which version.

    Of the password that opens the original only a digest goes in.
    """
    opening = hashlib.sha256(f"{told.sha256} {password}".encode()).hexdigest() if password else ""
    office = wanted.programs.office
    converter = office.version if office and _may_be_office(told) else bool(office)
    reader = wanted.reader.version if wanted.reader else ""
    words = [asdict(told), wanted.strip, wanted.dpi_at_most, converter, reader, opening, __version__]
    return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()


def make_part(
    told: Source,
    source: Path,
    destination: Path,
    fonts: Path,
    child: Parser,
    wanted: Wanted,
    stopped: Callable[[], bool] = lambda: False,
    *,
    password: str = "",
) -> Part:
    """The part of the original in `source`, which is gone afterwards. `password` opens an encrypted one.

    `stopped` is asked now and then whether anybody still waits for it. Raises
    DomainError("preview.unavailable", reason=…), and OSError for a full disk.
    """
    key = part_key(told, wanted, password)
    arguments = {
        "source": str(source),
        "destination": str(destination),
        "fonts": str(fonts.resolve()),
        "facts": asdict(told),
        "strip": wanted.strip,
        "key": key,
        "dpi_at_most": wanted.dpi_at_most,
        "password": password,
    }
    seconds = _SECONDS_RESAMPLING if wanted.dpi_at_most else _SECONDS
    converted = source
    try:
        office, found = wanted.programs.office, detect(_head(source), told.filename)
        if office and is_office(found):
            examined = child.call(_EXAMINE, {"source": str(source)})
            converted = office.convert(source, examined["ending"], stopped)
            how = f"office document, converted by {office.version} for print"
            held = [*([misnamed(found)] if found.mismatch else []), *examined["notes"]]
            arguments |= {"source": str(converted), "converted": [how, *held]}
        seconds += told.size / _BYTES_PER_SECOND
        if found.kind in _WORDS or found.media_type == SPREADSHEET:
            seconds += min(told.size / _WORDS_PER_SECOND, _SECONDS_OF_WORDS)
        made = child.call(_NORMALISE, arguments, seconds)
        kind = scan_kind(found)
        if wanted.reader and kind:
            made = read_by_machine(destination, made, kind, fonts, child, wanted.reader, stopped)
    except DomainError as refusal:
        if refusal.code == "packs.disk_full":
            raise OSError(errno.ENOSPC, "no room for an exhibit's pages") from refusal
        raise
    finally:
        source.unlink(missing_ok=True)
        converted.unlink(missing_ok=True)
    rendition = Rendition(made["how"], tuple(made["notes"]))
    return Part(destination, int(made["pages"]), rendition, key, fresh=True)


def _head(source: Path) -> bytes:
    with source.open("rb") as stream:
        return stream.read(HEAD)


def _may_be_office(told: Source) -> bool:
    """By its name alone, before it is read; one with a false name is printed by the version it met first."""
    return claims(told.filename) in {Kind.OFFICE, None}
