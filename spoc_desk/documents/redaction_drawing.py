"""An exhibit's pages for drawing redactions on, and the redacted version of them beside."""

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from spoc_desk.documents.part_making import Programs, Wanted
from spoc_desk.documents.part_store import make_parts
from spoc_desk.documents.parts import Part, Rendition
from spoc_desk.documents.redacted_parts import Searched, prove_file, redacted_part
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.packs import PackExhibit
from spoc_desk.services.ports import Parser

BYTES_AT_MOST = 150_000_000


def pages_to_redact(
    exhibit: PackExhibit,
    source: Callable[[PackExhibit], BinaryIO],
    folder: Path,
    fonts: Path,
    child: Parser,
    programs: Programs,
) -> bytes:
    """The pages as every pack that redacts the exhibit begins with them; `exhibit` has its redaction.

    Raises DomainError("preview.unavailable", "redaction.too_large").
    """
    wanted = Wanted.to_be_redacted(programs)
    parts, faults = make_parts(
        [exhibit], source, folder, child, lambda _done: None, fonts=fonts, wanted=wanted
    )
    if exhibit.reference in faults:
        raise DomainError("preview.unavailable", reason=faults[exhibit.reference])
    path = parts[exhibit.reference].path
    if path.stat().st_size > BYTES_AT_MOST:
        raise DomainError("redaction.too_large", reference=exhibit.reference)
    return path.read_bytes()


def redacted_pages(
    exhibit: PackExhibit, part: bytes, pages: int, folder: Path, fonts: Path, child: Parser
) -> bytes:
    """The redacted version of these pages, proved as a finished pack is. Raises DomainError."""
    redaction = exhibit.redaction
    if redaction is None:
        return part
    source, made = folder / "part.pdf", folder / "redacted.pdf"
    source.write_bytes(part)
    own = Part(source, pages, Rendition(""))
    done, hidden = redacted_part(exhibit, redaction, own, redaction.terms, made, fonts, child)
    places, under = (list(map(list, each)) for each in (hidden.places, hidden.under))
    prove_file(made, Searched(((1, done.pages),), places, under, redaction.terms), fonts, child)
    return made.read_bytes()
