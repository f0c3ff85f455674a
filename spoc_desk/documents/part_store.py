"""Gets the part of every exhibit of a pack: from the cache, or read, checked and converted in the child."""

import hashlib
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

import pikepdf

from spoc_desk.documents.filetypes import HEAD
from spoc_desk.documents.guarded_file import is_full
from spoc_desk.documents.normalise import NO_ROOM, is_supplied_as_file, slip
from spoc_desk.documents.part_making import Wanted, make_part, part_key
from spoc_desk.documents.part_text import Source
from spoc_desk.documents.parts import Part, read_part
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.packs import PackContent, PackExhibit
from spoc_desk.services.ports import Parser

ALTERED = "it has been altered since it was sealed: its SHA-256 is no longer the recorded one"
MISSING = "it cannot be read from the vault"
_BLOCK = 1 << 20


class PartCache(Protocol):
    """Keeps finished parts between builds, sealed like evidence. Called from the builder's thread only."""

    def get(self, key: str) -> Path | None:
        """A file holding the part, or None."""

    def put(self, key: str, part: Path) -> None:
        """Keep a copy of this part."""


@dataclass(frozen=True, slots=True)
class _Bench:
    """Where one build works, and with what."""

    folder: Path
    fonts: Path
    child: Parser
    cache: PartCache | None
    wanted: Wanted


class _AlteredError(Exception):
    """The original's hash is not the sealed one."""


def make_parts(
    content: PackContent,
    open_exhibit: Callable[[PackExhibit], BinaryIO],
    folder: Path,
    child: Parser,
    step: Callable[[int], None],
    *,
    fonts: Path,
    cache: PartCache | None,
) -> tuple[dict[str, Part], dict[str, str]]:
    """(parts, faults) by reference. While one exhibit is converted the next is read.

    `step` is told how many are done, and may raise to stop. A full disk is an
    OSError and no fault of an exhibit.
    """
    bench = _Bench(folder, fonts, child, cache, Wanted.of(content))
    parts: dict[str, Part] = {}
    faults: dict[str, str] = {}
    workers = int(getattr(child, "workers", 1))
    waiting: deque[tuple[PackExhibit, Future[Part]]] = deque()

    def settle(leave: int) -> None:
        while len(waiting) > leave:
            exhibit, future = waiting.popleft()
            try:
                part = parts[exhibit.reference] = future.result()
                if cache is not None and part.path.is_relative_to(folder):
                    cache.put(_key(exhibit, bench.wanted), part.path)
            except DomainError as refusal:
                _fault(exhibit, str(refusal.values.get("reason", refusal.code)))
            except OSError as fault:
                if is_full(fault):
                    raise
                _fault(exhibit, NO_ROOM)
            step(len(parts))

    def _fault(exhibit: PackExhibit, fault: str) -> None:
        faults[exhibit.reference] = fault
        parts[exhibit.reference] = _slip(exhibit, fault, len(parts), bench)

    with ThreadPoolExecutor(workers) as pool:
        try:
            for number, exhibit in enumerate(content.exhibits):
                if exhibit.withheld_reason:
                    continue
                kept = _kept(exhibit, bench)
                if kept is not None:
                    waiting.append((exhibit, kept))
                else:
                    waiting.append((exhibit, _begun(exhibit, number, open_exhibit, bench, pool)))
                settle(workers + 1)
            settle(0)
        finally:
            for _, future in waiting:
                future.cancel()
    return parts, faults


def _kept(exhibit: PackExhibit, bench: _Bench) -> "Future[Part] | None":
    """The part from the cache, unless it has none, a damaged one or another one."""
    key = _key(exhibit, bench.wanted)
    path = bench.cache.get(key) if bench.cache else None
    if path is None:
        return None
    try:
        part = read_part(path)
    except (pikepdf.PdfError, KeyError, ValueError, OSError):
        return None
    if part.key != key:
        return None
    future: Future[Part] = Future()
    future.set_result(part)
    return future


def _begun(
    exhibit: PackExhibit,
    number: int,
    open_exhibit: Callable[[PackExhibit], BinaryIO],
    bench: _Bench,
    pool: ThreadPoolExecutor,
) -> "Future[Part]":
    source = bench.folder / f"{number}.source"
    try:
        _read_out(exhibit, open_exhibit, source)
    except _AlteredError:
        return _failed(ALTERED)
    except (OSError, DomainError) as fault:
        if isinstance(fault, OSError) and is_full(fault):
            raise
        return _failed(MISSING)
    return pool.submit(_converted, exhibit, source, bench.folder / f"{number}.pdf", bench)


def _failed(fault: str) -> "Future[Part]":
    future: Future[Part] = Future()
    future.set_exception(DomainError("preview.unavailable", reason=fault))
    return future


def _read_out(exhibit: PackExhibit, open_exhibit: Callable[[PackExhibit], BinaryIO], source: Path) -> None:
    """Copy the original to scratch while hashing it; of a file that is never printed only the head."""
    digest = hashlib.sha256()
    size = 0
    with open_exhibit(exhibit) as original, source.open("xb") as copy:
        first = original.read(HEAD)
        head_only = is_supplied_as_file(first, exhibit.filename)
        block = first
        while block:
            digest.update(block)
            size += len(block)
            if not head_only or size == len(first):
                copy.write(block)
            block = original.read(_BLOCK)
    if digest.hexdigest() != exhibit.sha256:
        raise _AlteredError


def _converted(exhibit: PackExhibit, source: Path, part: Path, bench: _Bench) -> Part:
    return make_part(_source(exhibit), source, part, bench.fonts, bench.child, bench.wanted)


def _slip(exhibit: PackExhibit, fault: str, number: int, bench: _Bench) -> Part:
    path = bench.folder / f"slip{number}.pdf"
    slip(path, _source(exhibit), fault, bench.fonts)
    return read_part(path)


def _source(exhibit: PackExhibit) -> Source:
    return Source(
        exhibit.reference,
        exhibit.description,
        exhibit.filename,
        exhibit.media_type,
        exhibit.size,
        exhibit.sha256,
    )


def _key(exhibit: PackExhibit, wanted: Wanted) -> str:
    return part_key(_source(exhibit), wanted)
