"""Builds an evidence pack: every exhibit on clean pages, linked, numbered, marked, checked, then named."""

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from spoc_desk.documents.assemble import Order, Span, assemble
from spoc_desk.documents.checking import begin_check, finish_check
from spoc_desk.documents.guarded_file import is_full
from spoc_desk.documents.layout import lay_out
from spoc_desk.documents.part_store import PartCache, make_parts
from spoc_desk.documents.part_text import size_told
from spoc_desk.documents.parts import Part
from spoc_desk.documents.scratch import private_folder
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.packs import (
    PackContent,
    PackExhibit,
    check,
    exhibit_file_name,
    manifest_lines,
    sections_of,
)
from spoc_desk.domain.served_copies import for_recipient
from spoc_desk.services.ports import Cancelled, Parser, Progress

_MARGIN = 50_000_000
_READERS = 4
OpenExhibit = Callable[[PackExhibit], BinaryIO]


@dataclass(frozen=True, slots=True)
class BuiltPack:
    """A finished pack. size in bytes; faults name each exhibit with a slip sheet and why."""

    path: Path
    pages: int
    size: int
    sha256: str
    faults: tuple[tuple[str, str], ...]
    spans: tuple[Span, ...]
    manifest: str
    renditions: tuple[tuple[str, str], ...] = ()


def build_pack(
    content: PackContent,
    open_exhibit: OpenExhibit,
    destination: Path,
    scratch: Path,
    child: Parser,
    progress: Progress,
    cancelled: Cancelled,
    *,
    fonts: Path,
    cache: PartCache | None = None,
) -> BuiltPack:
    """Write the pack to `destination`, and its SHA-256 beside it.

    `open_exhibit` gives the sealed original, decrypted. Its hash is checked as
    it is read; one that has changed, or cannot be printed, gets a slip sheet
    and is named in `faults`. `fonts` is resources/fonts. With a `cache` the
    caller has checked the originals of cached parts already. progress counts
    exhibits, then two more steps. Raises DomainError("work.cancelled"),
    ("packs.check_failed"), ("packs.disk_full") and what domain.packs.check raises; then nothing is left.
    """
    content = for_recipient(content)
    check(content)
    printed = [exhibit for exhibit in content.exhibits if not exhibit.withheld_reason]
    steps = len(printed) + 2
    unfinished = destination.with_name(f"{destination.name}.part")
    with _room_for(content), contextlib.ExitStack() as last:
        folder = last.enter_context(private_folder(scratch, sum(exhibit.size for exhibit in printed)))
        last.callback(unfinished.unlink, missing_ok=True)
        parts, faults = make_parts(
            content,
            open_exhibit,
            folder,
            child,
            lambda done: _step(done, steps, progress, cancelled),
            fonts=fonts,
            cache=cache,
        )
        order = _ordered(content, parts, faults, folder, fonts)
        assemble(content, order, unfinished, lambda: _stop_if(cancelled))
        _step(steps - 1, steps, progress, cancelled)
        with ThreadPoolExecutor(_READERS) as pool:
            answers = begin_check(content, order, unfinished, child, pool)
            digest = _durable(unfinished)
            finish_check(answers)
        _step(steps, steps, progress, cancelled)
        return _named(content, order, faults, digest, unfinished, destination)


@contextlib.contextmanager
def _room_for(content: PackContent) -> Iterator[None]:
    """Turns a full disk into a refusal that says how much room is needed."""
    try:
        yield
    except OSError as fault:
        if not is_full(fault):
            raise
        need = size_told(2 * sum(exhibit.size for exhibit in content.exhibits) + _MARGIN)
        raise DomainError("packs.disk_full", need=need) from fault


def _step(done: int, steps: int, progress: Progress, cancelled: Cancelled) -> None:
    _stop_if(cancelled)
    progress(done, steps)


def _stop_if(cancelled: Cancelled) -> None:
    if cancelled():
        raise DomainError("work.cancelled")


def _ordered(
    content: PackContent, parts: Mapping[str, Part], faults: Mapping[str, str], folder: Path, fonts: Path
) -> Order:
    renditions = {reference: part.rendition for reference, part in parts.items()}
    laid = lay_out(content, renditions, faults, fonts)
    front = folder / "front.pdf"
    front.write_bytes(laid.content)
    printed = tuple(
        (exhibit, parts[exhibit.reference]) for exhibit in content.exhibits if exhibit.reference in parts
    )
    pages = sum(part.pages for _, part in printed)
    return Order(laid, front, printed, pages, sections_of(content))


def _durable(path: Path) -> str:
    """The file's SHA-256, once it is safely on the disk."""
    with path.open("rb+") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        os.fsync(stream.fileno())
    return digest


def _named(
    content: PackContent,
    order: Order,
    faults: Mapping[str, str],
    digest: str,
    unfinished: Path,
    destination: Path,
) -> BuiltPack:
    """Give the checked pack its name, and put its hash beside it."""
    size = unfinished.stat().st_size
    unfinished.replace(destination)
    beside = destination.with_name(f"{destination.name}.sha256")
    beside.write_text(manifest_lines([(digest, destination.name)]), encoding="utf-8", newline="\n")
    manifest = manifest_lines((exhibit.sha256, exhibit_file_name(exhibit)) for exhibit, _ in order.parts)
    named = tuple(
        (each.reference, faults[each.reference]) for each in content.exhibits if each.reference in faults
    )
    how = tuple((exhibit.reference, part.rendition.how) for exhibit, part in order.parts)
    return BuiltPack(destination, order.total, size, digest, named, order.spans, manifest, how)
