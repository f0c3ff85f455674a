"""Evidence packs: everything one pack says, frozen, and the rules that decide what it may say."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.late_pages import EarlierPack
from spoc_desk.domain.redactions import PackRedaction

_REFERENCE = re.compile(r"(\D*)(\d+)")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_SHA256 = re.compile(r"[0-9a-f]{64}")
EXHIBITS = "Exhibits"
FURTHER = "Further exhibits"


@dataclass(frozen=True, slots=True)
class PackPoint:
    """One point to prove, and the exhibits that prove it.

    left_out: exhibits that prove it and are not in this pack, as its recipient may be told of them.
    """

    text: str
    exhibits: tuple[str, ...] = ()
    note: str = ""
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackOffence:
    """A suspected offence: its provision, and the day by which it must be charged, in words."""

    title: str
    provision: str = ""
    limit: str = ""
    points: tuple[PackPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class PackEvent:
    """One line of the chronology. `when` as it is to be printed."""

    when: str
    text: str
    exhibits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackPerson:
    """Somebody in the case. Address, contacts and date of birth never reach a served copy."""

    name: str
    role: str
    note: str = ""
    address: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    date_of_birth: str = ""


@dataclass(frozen=True, slots=True)
class PackStatement:
    """A witness statement: who made it, when, and the exhibits it produces."""

    witness: str
    kind: str
    made_on: str = ""
    exhibits: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class PackMovement:
    """One entry of an exhibit's continuity."""

    when: str
    from_holder: str
    to_holder: str
    purpose: str = ""
    seals: str = ""
    officer: str = ""


@dataclass(frozen=True, slots=True)
class PackExhibit:
    """One exhibit. size in bytes, sha256 of the sealed original in hexadecimal.

    opening_password: of an encrypted PDF; never printed. An exhibit with a `withheld_reason` is
    listed and never printed. statement: it is the paper of a witness statement.
    sealed_at: when it was sealed, told only of one whose finding nobody timed.
    """

    reference: str
    description: str
    producer: str
    filename: str
    media_type: str
    size: int
    sha256: str
    source: str = ""
    acquired_by: str = ""
    acquired_at: str = ""
    acquired_where: str = ""
    seal_number: str = ""
    continuity: tuple[PackMovement, ...] = ()
    withheld_reason: str = ""
    opening_password: str = field(default="", repr=False)
    redaction: PackRedaction | None = None
    statement: bool = False
    sealed_at: str = ""


@dataclass(frozen=True, slots=True)
class PackSection:
    """Exhibits that stand together under one title, in this order."""

    title: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PackSchedule:
    """A schedule of unused material, row by row. A sensitive one never enters a served copy.

    listed: the ids of the exhibits in it.
    """

    title: str
    note: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sensitive: bool = False
    listed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AuditAnchor:
    """Where the audit chain stood when the pack was made: entry number and its hash."""

    sequence: int
    head: str

    @property
    def payload(self) -> str:
        """The words in the QR code."""
        return f"SPOC Desk audit anchor {self.sequence} {self.head}"


@dataclass(frozen=True, slots=True)
class PackContent:
    """Everything a pack says. The same content always prints the same bytes.

    volume_size: bytes that no file of it may go beyond; 0 when that is all the same. dpi_at_most:
    how fine images may be where they stand, in dots per inch; 0 for as found. machine_text: words
    read out of scanned pages by a machine, where this computer can.
    """

    force: str
    casefile_reference: str
    title: str
    pack_reference: str
    issued_at: datetime
    recipient: str
    purpose: str
    served: bool
    anchor: AuditAnchor
    exhibits: tuple[PackExhibit, ...]
    crime_reference: str = ""
    urn: str = ""
    oic: str = ""
    marking: str = "OFFICIAL-SENSITIVE"
    handling: str = ""
    offences: tuple[PackOffence, ...] = ()
    chronology: tuple[PackEvent, ...] = ()
    people: tuple[PackPerson, ...] = ()
    statements: tuple[PackStatement, ...] = ()
    authorisation: str = ""
    demonstration: bool = False
    program: str = "SPOC Desk"
    sections: tuple[PackSection, ...] = ()
    schedules: tuple[PackSchedule, ...] = ()
    profile: str = "evidential"
    dpi_at_most: int = 0
    machine_text: bool = False
    supersedes: str = ""
    continues: str = ""
    change_note: str = ""
    earlier: EarlierPack | None = None
    volume_size: int = 0


def check(content: PackContent) -> None:
    """Refuse a pack that could not stand up.

    Raises DomainError("packs.no_exhibits", "packs.reference_twice", "packs.unsealed",
    "packs.unknown_exhibit", "packs.no_time_zone", "packs.sensitive_served" or "packs.already_in_pack").
    """
    references = [exhibit.reference for exhibit in content.exhibits]
    if not references:
        raise DomainError("packs.no_exhibits", casefile=content.casefile_reference)
    held = {item.reference for item in content.earlier.items} if content.earlier else set()
    for exhibit in content.exhibits:
        if exhibit.reference in held:
            raise DomainError("packs.already_in_pack", reference=exhibit.reference, pack=content.continues)
        if references.count(exhibit.reference) > 1:
            raise DomainError("packs.reference_twice", reference=exhibit.reference)
        if not _SHA256.fullmatch(exhibit.sha256):
            raise DomainError("packs.unsealed", reference=exhibit.reference)
    if content.issued_at.tzinfo is None:
        raise DomainError("packs.no_time_zone")
    if content.served and any(schedule.sensitive for schedule in content.schedules):
        raise DomainError("packs.sensitive_served")
    for reference in linked_references(content):
        if reference not in references:
            raise DomainError("packs.unknown_exhibit", reference=reference)


def sections_of(content: PackContent) -> tuple[PackSection, ...]:
    """The sections of the exhibits; all of them under one title when none was asked for.

    Exhibits come in the order of the sections, and what no section names stands at the end.
    """
    every = tuple(exhibit.reference for exhibit in content.exhibits)
    named = {reference for section in content.sections for reference in section.references}
    left = tuple(reference for reference in every if reference not in named)
    rest = (PackSection(EXHIBITS if not content.sections else FURTHER, left),) if left else ()
    return (*(section for section in content.sections if section.references), *rest)


def exhibits_shown(content: PackContent) -> str:
    """How the exhibits' own pages are printed, in words for a served copy."""
    if any(exhibit.redaction for exhibit in content.exhibits):
        return "printed as they are but for the redactions listed"
    return "printed as they are"


def linked_references(content: PackContent) -> tuple[str, ...]:
    """Every exhibit that chronology, statements and points to prove refer to, each once, in order."""
    groups: list[Iterable[str]] = [event.exhibits for event in content.chronology]
    groups += [statement.exhibits for statement in content.statements]
    groups += [point.exhibits for offence in content.offences for point in offence.points]
    groups += [section.references for section in content.sections]
    return tuple(dict.fromkeys(reference for group in groups for reference in group))


def by_reference(exhibits: Iterable[PackExhibit]) -> tuple[PackExhibit, ...]:
    """The exhibits by producer, then number: AM/2 stands before AM/10."""
    return tuple(sorted(exhibits, key=lambda exhibit: reference_order(exhibit.reference)))


def reference_order(reference: str) -> tuple[tuple[str, int], ...]:
    """A key that orders references as people count."""
    return tuple((letters, int(digits)) for letters, digits in _REFERENCE.findall(reference)) or (
        (reference, 0),
    )


def pack_file_name(content: PackContent) -> str:
    """Short case name, pack reference and date: "R v Doe - EP-2026-0001 - 2026-11-20.pdf"."""
    parts = (content.title[:60], content.pack_reference, f"{content.issued_at:%Y-%m-%d}")
    name = " - ".join(safe_file_name(part, 70) for part in parts if part)
    return f"{name}.pdf"


def exhibit_file_name(exhibit: PackExhibit) -> str:
    """The original's name when it leaves the vault: its reference, then its own name made harmless."""
    stem, dot, ending = exhibit.filename.rpartition(".")
    if not dot or len(ending) > 8:
        stem, ending = exhibit.filename, ""
    ending = re.sub(r"[^A-Za-z0-9]", "", ending)
    name = f"{safe_file_name(exhibit.reference, 40)} {safe_file_name(stem, 80)}"
    return f"{name}.{ending}" if ending else name


def safe_file_name(text: str, limit: int = 80) -> str:
    """The text as a file name on any system: no separators, controls, reserved names or trailing dots.

    At most `limit` characters and twice as many bytes, which some scripts need sooner.
    """
    text = unicodedata.normalize("NFC", text)
    kept = "".join("-" if character in '/\\:*?"<>|' else character for character in text)
    kept = "".join(each for each in kept if unicodedata.category(each) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    kept = re.sub(r"\s+", " ", kept)[:limit].strip(" .-")
    kept = kept.encode()[: 2 * limit].decode(errors="ignore").rstrip(" .-")
    if _RESERVED.match(kept):
        kept = f"_{kept}"
    return kept or "unnamed"


def manifest_lines(hashes: Iterable[tuple[str, str]]) -> str:
    """(sha256, file name) pairs as `sha256sum -c` reads them. File names must be harmless already."""
    return "".join(f"{sha256}  {name}\n" for sha256, name in hashes)
