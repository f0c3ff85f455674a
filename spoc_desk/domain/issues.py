"""Packs that were made: sealed, never edited, released once, with a log of every copy that left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from spoc_desk.domain.errors import DomainError


class PackState(StrEnum):
    """How far a pack has come. Only a released one leaves the vault."""

    DRAFT = "draft"
    RELEASED = "released"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class IssuedPack:
    """One evidence pack as it was built. size in bytes; the bytes lie sealed beside the exhibits.

    file_name and file_identity are those of its only or first volume; size and sha256 are too. pages
    counts those of every volume.
    supersedes, continues: the reference of the earlier pack that this one replaces, or adds late
    pages to; change_note says why. template, audience and profile are codes of resources/packs.
    choices: the rest of its terms, as codes that services/pack_terms.py writes and reads.
    """

    id: int
    uid: str
    casefile_id: int
    reference: str
    title: str
    recipient: str
    served: bool
    issued_at: datetime
    issued_by: str
    pages: int
    size: int
    sha256: str
    file_name: str
    file_identity: str
    exhibits: tuple[str, ...]
    faults: tuple[str, ...]
    anchor_sequence: int
    anchor_head: str
    template: str = ""
    audience: str = ""
    profile: str = ""
    purpose: str = ""
    supersedes: str = ""
    continues: str = ""
    change_note: str = ""
    authorised_by: str = ""
    proof: str = ""
    handling: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackItem:
    """One thing printed in a pack, in its order. Pages from 1, of its volume; 0 when only listed.

    sha256: of the original; redacted_sha256: of the pages printed in its place, when redacted.
    exhibit_id: which exhibit it is, whatever it and others are called later. drawn_sha256: of the
    redactions that stood when it was built.
    """

    id: int
    pack_id: int
    exhibit_id: int
    place: int
    section: str
    reference: str
    description: str
    sha256: str
    size: int
    rendition: str
    volume: int
    first_page: int
    last_page: int
    redactions: int = 0
    redacted_sha256: str = ""
    drawn_sha256: str = ""


@dataclass(frozen=True, slots=True)
class PackFinding:
    """What a reader would find fault with on the pages of one exhibit of a built pack.

    code: small, reduced, dense, exposed, unread, blank, or unseen: it could not be looked through. pages: in
    words, of that volume. number: the worst of it: points, per cent, dots per inch, or how many particulars;
    nothing of what they say.
    """

    id: int
    pack_id: int
    exhibit_id: int
    reference: str
    code: str
    volume: int
    pages: str
    number: str


class FileRole(StrEnum):
    """What a further file of a pack is."""

    VOLUME = "volume"
    SIGNED = "signed"
    CHANGES = "changes"
    CONTENTS = "contents"
    MANIFEST = "manifest"


@dataclass(frozen=True, slots=True)
class PackFile:
    """A further sealed file of a pack: volume 2 onwards, and what its release added. size in bytes.

    A release adds the signed form of each volume, the change sheet, contents.json and the manifest.
    """

    id: int
    pack_id: int
    role: FileRole
    volume: int
    pages: int
    size: int
    sha256: str
    file_name: str
    file_identity: str


@dataclass(frozen=True, slots=True)
class PackRelease:
    """A pack's release, once and for good.

    authorised_by: a second officer, who opened their own slot or released it themselves; empty when its
    maker released it alone, which self_authorised then says. certificate: subject and SHA-256
    of the signer's, when it was signed. accepted: codes of the faults with which it was released knowingly.
    """

    id: int
    pack_id: int
    released_at: datetime
    released_by: str
    authorised_by: str
    self_authorised: bool
    manifest_sha256: str
    certificate: str = ""
    certificate_sha256: str = ""
    trial: bool = False
    time_stamp: str = ""
    accepted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackCopy:
    """Copies of a pack that were printed or saved, written down before they left.

    They bear the numbers from first_number on, "Copy 2 of 5" where `of` is 5; a copy of a vault
    older than the numbers has 0. duplex: a code of printing.Sides, empty for a file.
    superseded: another pack had taken its place by then.
    """

    id: int
    pack_id: int
    at: datetime
    officer: str
    how: str
    recipient: str
    copies: int
    printer: str = ""
    page_range: str = ""
    first_number: int = 0
    of: int = 0
    duplex: str = ""
    superseded: bool = False


def state_of(pack: IssuedPack, releases: Iterable[PackRelease], *, superseded: bool) -> PackState:
    """Where a pack stands. superseded: a released pack takes its place, or that of one inside it."""
    if not any(release.pack_id == pack.id for release in releases):
        return PackState.DRAFT
    return PackState.SUPERSEDED if superseded else PackState.RELEASED


def check_leaves(pack: IssuedPack, state: PackState) -> None:
    """Raises DomainError("packs.not_released") for a draft, which is never printed or saved."""
    if state is PackState.DRAFT:
        raise DomainError("packs.not_released", reference=pack.reference)


def check_sent(packs: Iterable[IssuedPack], states: Iterable[PackState], sha256: str) -> None:
    """A pack of this casefile goes to the CPS once it is released, and not once another took its place.

    Raises DomainError("referrals.pack_not_released").
    """
    for pack, state in zip(packs, states, strict=True):
        if pack.sha256.casefold() == sha256.strip().casefold() and state is not PackState.RELEASED:
            raise DomainError("referrals.pack_not_released", reference=pack.reference)
