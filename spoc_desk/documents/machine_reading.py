"""Has the scanned pages of a part read by a machine: drawn and grafted in the child, read between."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from spoc_desk.documents.filetypes import FileType, Kind
from spoc_desk.domain.errors import DomainError
from spoc_desk.services.ports import Parser
from spoc_desk.services.program_ports import MachineReader

_MODULE = "spoc_desk.documents.machine_text"
_AT_ONCE = 8
_SECONDS = 60.0


def scan_kind(found: FileType) -> str:
    """As what its pages may be scans: "pdf", "tiff", "picture", or "" for what never is."""
    if found.kind is Kind.IMAGE:
        return "tiff" if found.media_type == "image/tiff" else "picture"
    return "pdf" if found.kind is Kind.PDF else ""


def read_by_machine(
    part: Path,
    made: Mapping[str, Any],
    kind: str,
    fonts: Path,
    child: Parser,
    reader: MachineReader,
    stopped: Callable[[], bool],
) -> Mapping[str, Any]:
    """Give the part in this file the words of its scanned pages; answers what is then told of it.

    Pages that cannot be read stay as they are and are counted in its notes.
    """
    pages = child.call(f"{_MODULE}:scanned", {"part": str(part), "kind": kind}, _SECONDS)
    if not pages:
        return made
    texts: list[tuple[str, Sequence[int]]] = []
    failed = 0
    try:
        for number, batch in enumerate(_batches(pages)):
            text = _text_of(part, batch, number, child, reader, stopped)
            if text is None:
                failed += len(batch)
            else:
                texts.append((str(text), batch))
            if stopped():
                raise DomainError("work.cancelled")
        read = part.with_name(f"{part.name}.whole")
        arguments = {"part": str(part), "texts": texts, "destination": str(read), "failed": failed}
        arguments |= {"fonts": str(fonts.resolve()), "reader": reader.version}
        told: Mapping[str, Any] = child.call(f"{_MODULE}:graft", arguments, _SECONDS + len(pages) / 10)
        read.replace(part)
        return told
    finally:
        for name, _ in texts:
            Path(name).unlink()


def _text_of(
    part: Path,
    pages: Sequence[int],
    number: int,
    child: Parser,
    reader: MachineReader,
    stopped: Callable[[], bool],
) -> Path | None:
    drawn = part.with_name(f"{part.name}.{number}.drawn")
    try:
        arguments = {"part": str(part), "pages": pages, "destination": str(drawn)}
        child.call(f"{_MODULE}:draw", arguments, _SECONDS)
        return reader.read(drawn, len(pages), stopped)
    except DomainError:
        return None
    finally:
        drawn.unlink(missing_ok=True)


def _batches(pages: Sequence[int]) -> Iterator[list[int]]:
    rest = iter(pages)
    while batch := list(islice(rest, _AT_ONCE)):
        yield batch
