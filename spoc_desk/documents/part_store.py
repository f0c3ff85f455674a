"""Gets the part of every exhibit of a pack: from the cache, or read, checked and converted in the child."""

import contextlib
import hashlib
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event
from typing import BinaryIO, Protocol

from spoc_desk.documents.filetypes import HEAD
from spoc_desk.documents.guarded_file import is_full
from spoc_desk.documents.normalise import NO_ROOM, is_supplied_as_file, slip
from spoc_desk.documents.part_making import Wanted, make_part, part_key
from spoc_desk.documents.part_text import Source
from spoc_desk.documents.parts import Part, read_part
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.packs import PackExhibit
from spoc_desk.services.ports import Parser

ALTERED = "it has been altered since it was sealed: its SHA-256 is no longer the recorded one"
MISSING = "it cannot be read from the vault"
_BLOCK = 1 << 20
_PATIENCE = 1.0
"""So many seconds pass between two looks at whether anybody still waits for the pack."""
_AHEAD = 2
"""So many originals are read while others are converted."""


class PartCache(Protocol):
    """Keeps finished parts between builds, sealed like evidence."""

    def get(self, key: str, folder: Path) -> Part | None:
        """The part, its file in `folder` or where the cache has it, or None. Asked by several threads."""

    def put(self, exhibit: PackExhibit, part: Part) -> None:
        """Keep a copy of this part under its key. Called by the builder's thread only."""


@dataclass(frozen=True, slots=True)
class _Bench:
    """Where one build works, and with what."""

    open_exhibit: Callable[[PackExhibit], BinaryIO]
    folder: Path
    fonts: Path
    child: Parser
    cache: PartCache | None
    wanted: Wanted
    stopped: Event = field(default_factory=Event)


class _AlteredError(Exception):
    """The original's hash is not the sealed one."""


class _StoppedError(Exception):
    """Nobody waits for this part any more."""


def make_parts(
    exhibits: Sequence[PackExhibit],
    open_exhibit: Callable[[PackExhibit], BinaryIO],
    folder: Path,
    child: Parser,
    step: Callable[[int], None],
    *,
    fonts: Path,
    wanted: Wanted,
    cache: PartCache | None = None,
) -> tuple[dict[str, Part], dict[str, str]]:
    """(parts, faults) by reference, of these exhibits. While some are converted the next are read.

    Every original is read whole and its hash compared, also when its part is in the `cache`.
    `step` is told how many are done, and may raise to stop. A full disk is an OSError and no
    fault of an exhibit.
    """
    bench = _Bench(open_exhibit, folder, fonts, child, cache, wanted)
    parts: dict[str, Part] = {}
    faults: dict[str, str] = {}
    ahead = int(getattr(child, "workers", 1)) + _AHEAD
    waiting: deque[tuple[PackExhibit, Future[Part]]] = deque()

    def settle(leave: int) -> None:
        while len(waiting) > leave:
            exhibit, future = waiting.popleft()
            while not wait([future], _PATIENCE).done:
                step(len(parts))
            try:
                part = parts[exhibit.reference] = future.result()
            except DomainError as refusal:
                _fault(exhibit, str(refusal.values.get("reason", refusal.code)))
            except OSError as fault:
                if is_full(fault):
                    raise
                _fault(exhibit, NO_ROOM)
            else:
                if cache is not None and part.fresh:
                    cache.put(exhibit, part)
            step(len(parts))

    def _fault(exhibit: PackExhibit, fault: str) -> None:
        faults[exhibit.reference] = fault
        parts[exhibit.reference] = _slip(exhibit, fault, len(parts), bench)

    with ThreadPoolExecutor(ahead) as pool:
        try:
            for number, exhibit in enumerate(exhibits):
                waiting.append((exhibit, pool.submit(_part, exhibit, number, bench)))
                settle(ahead)
            settle(0)
        finally:
            bench.stopped.set()
            for _, future in waiting:
                future.cancel()
    return parts, faults


def _part(exhibit: PackExhibit, number: int, bench: _Bench) -> Part:
    """The part from the cache, else made anew. Raises DomainError with the reason in words."""
    key = part_key(_source(exhibit), _wanted(exhibit, bench), exhibit.opening_password)
    try:
        kept = bench.cache.get(key, bench.folder) if bench.cache else None
        if kept and kept.key != key:
            kept = None
        source = None if kept else bench.folder / f"{number}.source"
        _read_out(exhibit, source, bench)
    except _AlteredError as altered:
        raise DomainError("preview.unavailable", reason=ALTERED) from altered
    except (OSError, DomainError) as fault:
        if isinstance(fault, OSError) and is_full(fault):
            raise
        raise DomainError("preview.unavailable", reason=MISSING) from fault
    if kept:
        return kept
    return _converted(exhibit, bench.folder / f"{number}.source", bench.folder / f"{number}.pdf", bench)


def _read_out(exhibit: PackExhibit, source: Path | None, bench: _Bench) -> None:
    """Hash the original while copying it to scratch; of a file that is never printed only the head."""
    digest = hashlib.sha256()
    size = 0
    with contextlib.ExitStack() as files:
        original = files.enter_context(bench.open_exhibit(exhibit))
        first = original.read(HEAD)
        copy = files.enter_context(source.open("xb")) if source else None
        converts = bench.wanted.programs.office is not None
        head_only = is_supplied_as_file(first, exhibit.filename, converts=converts)
        block = first
        while block:
            if bench.stopped.is_set():
                raise _StoppedError
            digest.update(block)
            size += len(block)
            if copy and (not head_only or size == len(first)):
                copy.write(block)
            block = original.read(_BLOCK)
    if digest.hexdigest() != exhibit.sha256:
        raise _AlteredError


def _converted(exhibit: PackExhibit, source: Path, part: Path, bench: _Bench) -> Part:
    return make_part(
        _source(exhibit),
        source,
        part,
        bench.fonts,
        bench.child,
        _wanted(exhibit, bench),
        bench.stopped.is_set,
        password=exhibit.opening_password,
    )


def _slip(exhibit: PackExhibit, fault: str, number: int, bench: _Bench) -> Part:
    path = bench.folder / f"slip{number}.pdf"
    slip(path, _source(replace(exhibit, redaction=None)), fault, bench.fonts)
    return read_part(path)


def _wanted(exhibit: PackExhibit, bench: _Bench) -> Wanted:
    """The same pages in every pack for an exhibit that is redacted: its boxes were drawn on these."""
    return Wanted.to_be_redacted(bench.wanted.programs) if exhibit.redaction else bench.wanted


def _source(exhibit: PackExhibit) -> Source:
    told = exhibit.redaction or exhibit
    return Source(
        told.reference,
        told.description,
        told.filename,
        exhibit.media_type,
        exhibit.size,
        exhibit.sha256,
    )
