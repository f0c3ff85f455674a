"""Builds an evidence pack: every exhibit on clean pages, linked, numbered, marked, checked, then named."""

import contextlib
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from spoc_desk.documents.assemble import assemble
from spoc_desk.documents.checking import begin_check, finish_check
from spoc_desk.documents.earlier_pack import begin_keeping_check, fetch_earlier
from spoc_desk.documents.guarded_file import is_full
from spoc_desk.documents.late_front import lay_out_late
from spoc_desk.documents.layout import Laid, lay_out
from spoc_desk.documents.linked import exhibit_target
from spoc_desk.documents.order import Earlier, Order, Piece, Span
from spoc_desk.documents.part_making import Programs, Wanted
from spoc_desk.documents.part_store import PartCache, make_parts
from spoc_desk.documents.part_text import size_told
from spoc_desk.documents.parts import Part
from spoc_desk.documents.redacted_parts import Hidden, proof_in_words, prove, redact_parts
from spoc_desk.documents.scratch import private_folder
from spoc_desk.documents.volume_front import lay_out_volume
from spoc_desk.documents.volumes import CEILING, cut
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.late_pages import EarlierPack
from spoc_desk.domain.packs import (
    PackContent,
    PackExhibit,
    check,
    exhibit_file_name,
    manifest_lines,
    sections_of,
)
from spoc_desk.domain.redaction_words import redacted_content
from spoc_desk.domain.served_copies import for_recipient
from spoc_desk.services.ports import Cancelled, Parser, Progress

_MARGIN = 50_000_000
_READERS = 4
_ATTEMPTS = 4
_NO_PROGRAMS = Programs()
OpenSealed = Callable[[PackExhibit | EarlierPack], BinaryIO]


@dataclass(frozen=True, slots=True)
class BuiltVolume:
    """One finished file of a pack. number from 1; size in bytes."""

    path: Path
    number: int
    pages: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class BuiltPack:
    """A finished pack, in one or more files. faults name each exhibit with a slip sheet and why.

    redacted: reference, redactions and SHA-256 of the redacted pages. proof: what was searched, in words.
    unread: volume and page of each page where words redacted everywhere could not be looked for.
    """

    volumes: tuple[BuiltVolume, ...]
    faults: tuple[tuple[str, str], ...]
    spans: tuple[Span, ...]
    manifest: str
    renditions: tuple[tuple[str, str], ...] = ()
    redacted: tuple[tuple[str, int, str], ...] = ()
    proof: str = ""
    unread: tuple[tuple[int, int], ...] = ()

    @property
    def path(self) -> Path:
        """The first volume, which is mostly the whole pack."""
        return self.volumes[0].path

    @property
    def sha256(self) -> str:
        """The first volume's."""
        return self.volumes[0].sha256

    @property
    def size(self) -> int:
        """Bytes of all volumes."""
        return sum(volume.size for volume in self.volumes)

    @property
    def pages(self) -> int:
        """Pages of all volumes."""
        return sum(volume.pages for volume in self.volumes)


@dataclass(frozen=True, slots=True)
class _Press:
    """What one build works with."""

    content: PackContent
    destination: Path
    folder: Path
    fonts: Path
    child: Parser
    progress: Progress
    cancelled: Cancelled
    earlier: Earlier | None = None
    hidden: dict[str, Hidden] = field(default_factory=dict)
    unread: dict[int, list[int]] = field(default_factory=dict)
    mark: str = field(default_factory=lambda: secrets.token_hex(6))
    """Tells this build's unfinished files from everybody else's."""

    def unfinished(self, volume: int) -> Path:
        return self.destination.with_name(f"{self.destination.name}.{self.mark}.{volume}.part")

    def step(self, done: int, steps: int) -> None:
        self.stop_if_cancelled()
        self.progress(done, steps)

    def stop_if_cancelled(self) -> None:
        if self.cancelled():
            raise DomainError("work.cancelled")


class _TooLargeError(Exception):
    """A volume came out larger than was reckoned. The one argument: its bytes."""


def build_pack(  # noqa: PLR0913  what a build needs, each named by its caller
    content: PackContent,
    open_sealed: OpenSealed,
    destination: Path,
    scratch: Path,
    child: Parser,
    progress: Progress,
    cancelled: Cancelled,
    *,
    fonts: Path,
    cache: PartCache | None = None,
    programs: Programs = _NO_PROGRAMS,
) -> BuiltPack:
    """Write the pack to `destination`, and its SHA-256 beside it; further volumes beside that.

    `open_sealed` gives what is sealed, decrypted: an original, or the earlier pack of content.earlier;
    several threads ask it. Hashes are checked as it is read; an original that has changed, or cannot
    be printed, gets a slip sheet and is named in `faults`. `fonts` is resources/fonts, `programs` what
    else this computer prints with. No volume is larger than content.volume_size, nor than 1.9 GB.
    progress counts exhibits, then two more steps for each volume. Raises DomainError("work.cancelled"),
    ("packs.check_failed"), ("packs.disk_full"), ("packs.volume_too_small"),
    ("redaction.pages_changed", "redaction.leaked"), what domain.packs.check
    raises, and for an earlier pack ("packs.late_too_large") and what fetch_earlier raises; then
    nothing is left.
    """
    content = redacted_content(for_recipient(content))
    check(content)
    printed = [exhibit for exhibit in content.exhibits if not exhibit.withheld_reason]
    needed = sum(exhibit.size for exhibit in printed) + (content.earlier.size if content.earlier else 0)
    with _room_for(content), private_folder(scratch, needed) as folder:
        earlier = fetch_earlier(content.earlier, open_sealed, folder, child) if content.earlier else None
        press = _Press(content, destination, folder, fonts, child, progress, cancelled, earlier)
        parts, faults = make_parts(
            printed,
            open_sealed,
            folder,
            child,
            lambda done: press.step(done, len(printed) + 2),
            fonts=fonts,
            cache=cache,
            wanted=Wanted.of(content, programs),
        )
        press.hidden.update(redact_parts(content, parts, faults, folder, fonts, child))
        with _all_or_nothing(press) as finished:
            made = _written(press, parts, faults, min(content.volume_size or CEILING, CEILING))
            return _named(press, made, faults, finished)


def _written(
    press: _Press, parts: Mapping[str, Part], faults: Mapping[str, str], limit: int
) -> list[tuple[Order, str]]:
    """Every volume and its SHA-256, under its unfinished name, read back and found sound."""
    room = limit
    for _ in range(_ATTEMPTS):
        orders = _ordered(press, parts, faults, room)
        steps = len(parts) + 2 * len(orders)
        try:
            return [(order, _volume(press, order, steps, limit)) for order in orders]
        except _TooLargeError as fault:
            room = room * limit // fault.args[0] * 49 // 50
    raise DomainError("packs.volume_too_small", reference="cover", need=size_told(2 * limit))


def _volume(press: _Press, order: Order, steps: int, limit: int) -> str:
    unfinished = press.unfinished(order.volume)
    done = steps - 2 * (order.volumes - order.volume + 1)
    digest = assemble(press.content, order, unfinished, press.stop_if_cancelled)
    if unfinished.stat().st_size > limit:
        raise _TooLargeError(unfinished.stat().st_size)
    press.step(done + 1, steps)
    with ThreadPoolExecutor(_READERS) as pool:
        answers = begin_check(press.content, order, unfinished, press.child, pool)
        if press.earlier:
            answers.append(begin_keeping_check(press.earlier, unfinished, press.child, pool))
        finish_check(answers)
    press.unread[order.volume] = prove(
        press.content, order, unfinished, press.hidden, press.fonts, press.child
    )
    press.step(done + 2, steps)
    return digest


def _ordered(press: _Press, parts: Mapping[str, Part], faults: Mapping[str, str], room: int) -> list[Order]:
    """What stands in which volume, with the pages that are drawn around it."""
    content = press.content
    renditions = {reference: part.rendition for reference, part in parts.items()}
    printed = [(each, parts[each.reference]) for each in content.exhibits if each.reference in parts]
    if press.earlier and content.earlier:
        laid = lay_out_late(content, content.earlier, renditions, faults, press.fonts)
        if len(cut(printed, content.earlier.size + len(laid.content), room)) > 1:
            raise DomainError("packs.late_too_large", reference=content.earlier.reference)
        whole = [Piece(exhibit, part, 1, part.pages) for exhibit, part in printed]
        return [_order(press, laid, whole, 1, 1)]
    laid = lay_out(content, renditions, faults, press.fonts)
    cuts = cut(printed, len(laid.content), room)
    if len(cuts) == 1:
        return [_order(press, laid, cuts[0], 1, 1)]
    volumes = len(cuts)
    drawn = [lay_out(content, renditions, faults, press.fonts, volumes)]
    for volume, pieces in enumerate(cuts[1:], 2):
        drawn.append(lay_out_volume(content, pieces, volume, volumes, faults, press.fonts))
    told = _places(drawn, cuts)
    return [
        _order(press, laid, pieces, volume, volumes, told)
        for volume, (laid, pieces) in enumerate(zip(drawn, cuts, strict=True), 1)
    ]


def _order(
    press: _Press,
    laid: Laid,
    pieces: Sequence[Piece],
    volume: int,
    volumes: int,
    elsewhere: Mapping[str, str] | None = None,
) -> Order:
    front = press.folder / f"front{volume}.pdf"
    front.write_bytes(laid.content)
    sections = sections_of(press.content)
    return Order(laid, front, tuple(pieces), sections, volume, volumes, elsewhere or {}, press.earlier)


def _places(drawn: Sequence[Laid], cuts: Sequence[Sequence[Piece]]) -> dict[str, str]:
    """In which volume, and there on which page, each exhibit begins: "2: p. 14"."""
    told: dict[str, str] = {}
    for volume, (laid, pieces) in enumerate(zip(drawn, cuts, strict=True), 1):
        page = laid.front + 1
        for piece in pieces:
            told.setdefault(exhibit_target(piece.exhibit.reference), f"{volume}: p. {page}")
            page += piece.sheets
    return told


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


@contextlib.contextmanager
def _all_or_nothing(press: _Press) -> Iterator[list[Path]]:
    """Gives a list for the names of finished files; takes them, and what is unfinished, away on a fault."""
    finished: list[Path] = []
    try:
        yield finished
    except BaseException:
        for path in finished:
            path.unlink(missing_ok=True)
        raise
    finally:
        for left in press.destination.parent.glob(f"*.{press.mark}.*.part"):
            left.unlink()


def _named(
    press: _Press, made: Sequence[tuple[Order, str]], faults: Mapping[str, str], finished: list[Path]
) -> BuiltPack:
    """Give each checked volume its name, and put its hash beside it."""
    volumes = []
    for order, digest in made:
        path = _final(press.destination, order)
        beside = path.with_name(f"{path.name}.sha256")
        press.unfinished(order.volume).replace(path)
        finished.append(path)
        finished += [] if beside.exists() else [beside]
        beside.write_text(manifest_lines([(digest, path.name)]), encoding="utf-8", newline="\n")
        volumes.append(BuiltVolume(path, order.volume, order.total, path.stat().st_size, digest))
    printed = {piece.exhibit: piece.part for order, _ in made for piece in order.pieces}
    named = tuple(
        (each.reference, faults[each.reference])
        for each in press.content.exhibits
        if each.reference in faults
    )
    unread = tuple((order.volume, page) for order, _ in made for page in press.unread[order.volume])
    return BuiltPack(
        tuple(volumes),
        named,
        tuple(span for order, _ in made for span in order.spans),
        manifest_lines((exhibit.sha256, exhibit_file_name(exhibit)) for exhibit in printed),
        tuple((exhibit.reference, part.rendition.how) for exhibit, part in printed.items()),
        tuple((reference, len(taken.places), taken.sha256) for reference, taken in press.hidden.items()),
        proof_in_words(press.content, press.hidden, unread),
        unread,
    )


def _final(destination: Path, order: Order) -> Path:
    if order.volumes == 1:
        return destination
    return destination.with_stem(f"{destination.stem} - volume {order.volume} of {order.volumes}")
