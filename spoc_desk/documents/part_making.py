"""Turns one original into its part: by the child process, with what the pack's profile asks for."""

import errno
import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from spoc_desk import __version__
from spoc_desk.documents.part_text import Source
from spoc_desk.documents.parts import Part, Rendition
from spoc_desk.documents.resolution import COURT
from spoc_desk.domain.court_profiles import EVIDENTIAL
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.packs import PackContent
from spoc_desk.services.ports import Parser

_SECONDS = 30.0
_SECONDS_RESAMPLING = 120.0
_BYTES_PER_SECOND = 20_000_000
_NORMALISE = "spoc_desk.documents.normalise:normalise"


@dataclass(frozen=True, slots=True)
class Wanted:
    """How exhibits are to be printed in one pack.

    strip: without place and camera data. dpi_at_most: no image finer than that, 0 for as found.
    """

    strip: bool = False
    dpi_at_most: int = 0

    @classmethod
    def of(cls, content: PackContent) -> "Wanted":
        """What this pack's recipient and profile ask for."""
        return cls(content.served, 0 if content.profile in {"", EVIDENTIAL} else COURT)


def part_key(told: Source, wanted: Wanted) -> str:
    """By which a part is known again: of which original, made how, by which version."""
    words = json.dumps([asdict(told), wanted.strip, wanted.dpi_at_most, __version__], sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()


def make_part(
    told: Source, source: Path, destination: Path, fonts: Path, child: Parser, wanted: Wanted
) -> Part:
    """The part of the original in `source`, which is gone afterwards.

    Raises DomainError("preview.unavailable", reason=…), and OSError for a full disk.
    """
    key = part_key(told, wanted)
    arguments = {
        "source": str(source),
        "destination": str(destination),
        "fonts": str(fonts.resolve()),
        "facts": asdict(told),
        "strip": wanted.strip,
        "key": key,
        "dpi_at_most": wanted.dpi_at_most,
    }
    seconds = _SECONDS_RESAMPLING if wanted.dpi_at_most else _SECONDS
    try:
        made = child.call(_NORMALISE, arguments, seconds + told.size / _BYTES_PER_SECOND)
    except DomainError as refusal:
        if refusal.code == "packs.disk_full":
            raise OSError(errno.ENOSPC, "no room for an exhibit's pages") from refusal
        raise
    finally:
        source.unlink(missing_ok=True)
    return Part(
        destination, int(made["pages"]), Rendition(made["how"], tuple(made["notes"])), key, fresh=True
    )
