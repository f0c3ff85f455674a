"""What there is to see of a sealed exhibit: drawn by the child process, never written to the disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from spoc_desk.domain.changes import RecordConsulted
from spoc_desk.domain.evidence import EvidenceKey
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.services.ports import Desk

LOOKER = "spoc_desk.documents.previews:look"
SECONDS = 30.0
BYTES_AT_MOST = 64 << 20


@dataclass(frozen=True, slots=True)
class PreviewWarning:
    """What to be wary of: a code that the child process knows it by, and words."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class CarriedFile:
    """A file inside the exhibit, such as an attachment. size in bytes; the name is for display only."""

    name: str
    size: int
    media_type: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What to show of an exhibit. pages: PNG pictures of the first of page_count pages."""

    exhibit_id: int
    kind: str
    media_type: str
    text: str = ""
    pages: tuple[bytes, ...] = ()
    page_count: int = 0
    warnings: tuple[PreviewWarning, ...] = ()
    carried: tuple[CarriedFile, ...] = ()


def preview_exhibit(exhibit_id: int, desk: Desk, *, pages: int = 3, width: int = 1200) -> Preview:
    """Pictures and words of an exhibit's beginning; the reading is on the audit trail first.

    width: of the pictures, in pixels. No more than 64 MiB is looked at. Raises
    DomainError("preview.unavailable", reason=…), or what opening the sealed file raises;
    the exhibit is unharmed either way.
    """
    with desk.unit_of_work() as work:
        exhibit = work.get(Exhibit, exhibit_id)
        work.record(RecordConsulted(kind="exhibit", record=exhibit_id, casefile=exhibit.casefile_id))
    with desk.evidence.open(EvidenceKey(exhibit.file_name, exhibit.file_identity)) as sealed:
        content = sealed.read(BYTES_AT_MOST)
    asked = {
        "filename": exhibit.filename,
        "width": width,
        "pages": pages,
        "size": exhibit.size,
        "content": content,
        "password": exhibit.opening_password,
    }
    return _preview(exhibit_id, desk.parser.call(LOOKER, asked, SECONDS))


def _preview(exhibit_id: int, told: Mapping[str, Any]) -> Preview:
    return Preview(
        exhibit_id=exhibit_id,
        kind=told["kind"],
        media_type=told["media_type"],
        text=told["text"],
        pages=tuple(told["pages"]),
        page_count=told["page_count"],
        warnings=tuple(PreviewWarning(*pair) for pair in told["badges"]),
        carried=tuple(CarriedFile(*parts) for parts in told["carried"]),
    )
