"""Gives services what documents and exchange make, in the shape that ports ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from spoc_desk.bootstrap.sealed_parts import SealedParts
from spoc_desk.documents.anchor_slip import anchor_slip
from spoc_desk.documents.copy_stamps import numbered, write_numbered
from spoc_desk.documents.destruction_certificate import destruction_certificate
from spoc_desk.documents.packs import BuiltPack, build_pack
from spoc_desk.documents.part_making import Programs
from spoc_desk.documents.redaction_drawing import pages_to_redact, redacted_pages
from spoc_desk.documents.returns import return_pdf
from spoc_desk.documents.scratch import private_folder
from spoc_desk.domain.disposals import Disposal
from spoc_desk.domain.late_pages import EarlierPack
from spoc_desk.domain.packs import AuditAnchor, PackContent, PackExhibit, pack_file_name
from spoc_desk.domain.return_payload import ReturnSnapshot
from spoc_desk.exchange.npcc_return import read_and_validate, return_schema, write_csv, write_json
from spoc_desk.services.integrity_ports import AnchorSlip
from spoc_desk.services.ports import AuditHead, Cancelled, PartKeeper, Progress
from spoc_desk.system.child import Child

_NONE = Programs()


class PrintedDocuments:
    """Packs and returns as PDF. scratch: where a pack that does not fit in memory is built."""

    def __init__(self, fonts: Path, child: Child, programs: Programs = _NONE) -> None:
        self._fonts = fonts
        self._child = child
        self._programs = programs

    @property
    def machine_reader(self) -> str:
        """Who reads scanned pages on this computer, in words; empty when nobody can."""
        reader = self._programs.reader
        return reader.version if reader and reader.languages else ""

    def anchor_slip(self, slip: AnchorSlip) -> bytes:
        """An anchor slip as a PDF."""
        return anchor_slip(slip, self._fonts)

    @contextmanager
    def built_pack(
        self,
        content: PackContent,
        source: Callable[[PackExhibit | EarlierPack], BinaryIO],
        scratch: Path,
        kept: PartKeeper,
        progress: Progress,
        cancelled: Cancelled,
    ) -> Iterator[BuiltPack]:
        """Builds a pack in a private folder that is gone afterwards. Raises DomainError."""
        with private_folder(scratch, sum(exhibit.size for exhibit in content.exhibits)) as folder:
            path = folder / pack_file_name(content)
            yield build_pack(
                content,
                source,
                path,
                scratch,
                self._child,
                progress,
                cancelled,
                fonts=self._fonts,
                programs=self._programs,
                cache=SealedParts(kept),
            )

    def write_numbered(self, source: BinaryIO, target: BinaryIO, line: str, pages: Sequence[int]) -> None:
        """Writes these pages, from 1, of a pack with a copy's line at the foot of each. Raises OSError."""
        write_numbered(source, target, line, pages, self._fonts)

    def numbered_copy(self, source: BinaryIO, line: str, pages: Sequence[int]) -> bytes:
        """The same bytes in memory."""
        return numbered(source, line, pages, self._fonts)

    def part_of(
        self, exhibit: PackExhibit, source: Callable[[PackExhibit], BinaryIO], scratch: Path
    ) -> bytes:
        """The pages that redactions of an exhibit are drawn on, as a PDF. Raises DomainError."""
        with private_folder(scratch, exhibit.size) as folder:
            return pages_to_redact(exhibit, source, folder, self._fonts, self._child, self._programs)

    def redacted(self, exhibit: PackExhibit, part: bytes, pages: int, scratch: Path) -> bytes:
        """The redacted version of those pages, searched as a finished pack is. Raises DomainError."""
        with private_folder(scratch, 4 * len(part)) as folder:
            return redacted_pages(exhibit, part, pages, folder, self._fonts, self._child)

    def return_pdf(self, snapshot: ReturnSnapshot, head: AuditHead, *, demonstration: bool) -> bytes:
        """A return as a printable document."""
        return return_pdf(snapshot, demonstration, AuditAnchor(head.sequence, head.head), self._fonts)

    def destruction_certificate(
        self, entry: Disposal, anchor: AuditAnchor, force: str, backups: str, *, demonstration: bool
    ) -> bytes:
        """What was destroyed and by whom, as a printable document."""
        return destruction_certificate(
            entry, anchor, force=force, backups=backups, fonts=self._fonts, demonstration=demonstration
        )


class ReturnFiles:
    """A return's formats; the JSON is held against the published schema before it leaves."""

    def __init__(self, schemas: Path) -> None:
        self._schemas = schemas

    def json(self, snapshot: ReturnSnapshot) -> bytes:
        """The canonical document. Raises DomainError("returns.malformed")."""
        content = write_json(snapshot)
        read_and_validate(content, return_schema(self._schemas))
        return content

    def csv(self, snapshot: ReturnSnapshot) -> bytes:
        """With formula cells neutralised."""
        return write_csv(snapshot)
