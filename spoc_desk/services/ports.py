"""What the verbs need from outside, as Protocols; storage, system and documents supply them."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO, Protocol, TypeVar

from spoc_desk.domain.changes import Change, Permission
from spoc_desk.domain.contact_rows import ContactFile
from spoc_desk.domain.court_profiles import CourtProfiles
from spoc_desk.domain.disposals import Disposal
from spoc_desk.domain.evidence import EvidenceKey, Sealed
from spoc_desk.domain.kept_parts import PartTold
from spoc_desk.domain.late_pages import EarlierPack
from spoc_desk.domain.offences import LawPack
from spoc_desk.domain.officers import Officer
from spoc_desk.domain.pack_templates import PackTemplates
from spoc_desk.domain.packs import AuditAnchor, PackContent, PackExhibit
from spoc_desk.domain.permissions import check_permitted
from spoc_desk.domain.printing import KnownPrinter, PrintJob
from spoc_desk.domain.redactions import RedactionReasons
from spoc_desk.domain.referrals import Checklist
from spoc_desk.domain.retention_rules import RetentionRules
from spoc_desk.domain.return_payload import ReturnSnapshot
from spoc_desk.services.backup_ports import Backups
from spoc_desk.services.built_packs import Built
from spoc_desk.services.figures import KnownWords, ReturnFigures
from spoc_desk.services.integrity_ports import AuditHead as AuditHead
from spoc_desk.services.integrity_ports import Checks as Checks
from spoc_desk.services.integrity_ports import Forgetful, HeadMemory, SlipPrinter
from spoc_desk.services.key_ports import VaultKeys
from spoc_desk.services.release_ports import Releases
from spoc_desk.services.rows import ListRow, PollAhead, SearchHit
from spoc_desk.services.trail_query import TrailQuery, TrailRow

Record = TypeVar("Record")
Changes = tuple[Change, ...]
Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]
# CSV that no spreadsheet takes for formulas, of a header and its rows.
WriteTable = Callable[[Sequence[str], Iterable[Sequence[str | int]]], bytes]


class Clock(Protocol):
    """The present moment, so that no verb reads the machine's clock itself."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""


class Reader(Protocol):
    """Frozen records out of the vault, in one snapshot."""

    def get(self, kind: type[Record], record_id: int) -> Record:
        """The record with this id. Raises DomainError("records.not_found")."""

    def find(self, kind: type[Record], **equal: object) -> tuple[Record, ...]:
        """Every record whose fields equal these values, in recording order."""

    def setting(self, name: str) -> str:
        """A vault setting, or an empty string."""


class UnitOfWork(Reader, Protocol):
    """One transaction: everything added, changed and recorded in it lands together or not at all."""

    def add(self, record: Record) -> Record:
        """Stores a new record and answers it with its id."""

    def change(self, record: object) -> None:
        """Stores the new values of a record that has an id."""

    def remove(self, record: object) -> None:
        """Removes a link row; records of casework are never removed."""

    def erase(self, records: Sequence[object], drafts: Sequence[str] = ()) -> None:
        """Takes casework out for good, in this order: what refers to a record before the record itself.

        Only a destruction by two officers does this. drafts: subjects whose unsaved text goes too.
        """

    def next_reference(self, series: str, year: int) -> str:
        """The next free reference of a series, such as CF/2026/0001."""

    def set_setting(self, name: str, value: str) -> None:
        """Stores a vault setting."""

    def record(self, change: Change) -> None:
        """Puts a change on the audit trail, in this transaction.

        Raises DomainError("permissions.refused") for a change that the officer's role may not make.
        """


class Queries(Protocol):
    """What the lists, the search and the reports read."""

    def snapshot(self, why: Permission = Permission.READ) -> AbstractContextManager[Reader]:
        """A reader that sees one moment of the vault.

        why: what an officer who may not see casework reads records of it for, such as checking the vault.
        """

    def ids(
        self, kind: str, search: str = "", chip: str = "", cancelled: Cancelled | None = None
    ) -> array[int]:
        """Ids of a list, newest first. A chip is one that chips() names, or empty for all.

        kind: contacts, incidents, casefiles, exhibits, referrals, packs or returns. cancelled is
        asked every few milliseconds and stops an overtaken question: DomainError("work.cancelled").
        """

    def first_ids(self, kind: str, search: str = "", chip: str = "", limit: int = 200) -> array[int]:
        """The first of those ids: enough to paint at once, while ids() finds the rest."""

    def rows(self, kind: str, ids: Sequence[int]) -> tuple[ListRow, ...]:
        """The rows of these ids, in the order asked."""

    def chips(self, kind: str) -> Mapping[str, int]:
        """How many records each chip of a list holds."""

    def search(self, text: str, limit: int = 12) -> tuple[SearchHit, ...]:
        """Records of every kind that hold these words."""

    def audit_head(self) -> AuditHead:
        """The last audit entry."""

    def audit_entries(self, casefile: int | None = None) -> Iterator[Mapping[str, Any]]:
        """The audit trail in order, as its export prints it; of one casefile when asked."""

    def recent_changes(self, limit: int = 12, casefile: int | None = None) -> tuple[Mapping[str, Any], ...]:
        """The newest audit payloads, each with its time under "at"."""

    def due_casefiles(self, until: date) -> tuple[int, ...]:
        """Ids of open casefiles whose last day to charge is no later than this day, soonest first."""

    def due_follow_ups(self, until: date) -> tuple[int, ...]:
        """Ids of the last advice given to somebody that promises a follow-up by this day, soonest first."""

    def due_reviews(self, until: date) -> tuple[int, ...]:
        """Ids of protective measures in use whose review falls by this day, soonest first."""

    def spent_contacts(self, before: date, today: date) -> tuple[tuple[int, date], ...]:
        """Contacts whose last poll was no later than before, with its day, and whom nothing keeps here."""

    def next_polls(self, start: date, limit: int = 3) -> tuple[PollAhead, ...]:
        """The next polling days from this day on. Who has withdrawn does not stand."""

    def recent_events(
        self, verbs: tuple[str, ...], limit: int, but: tuple[str, ...] = ()
    ) -> tuple[Mapping[str, Any], ...]:
        """The newest audit payloads of these verbs but for these events, each with its time under "at"."""

    def find_entries(
        self, query: TrailQuery, before: int | None = None, limit: int | None = None
    ) -> tuple[TrailRow, ...]:
        """The audit entries that fit, newest first; only those before an entry when its number is given."""

    def count_entries(self, query: TrailQuery) -> int:
        """How many audit entries fit."""

    def return_figures(self, start: datetime, end: datetime, last_day: date) -> ReturnFigures:
        """The counts of a return: everything recorded before end, what is new from start."""

    def known_words(self) -> KnownWords:
        """What the vault knows that a return must not say."""

    def counts(self) -> Mapping[str, int]:
        """How many records each list holds."""


class Evidence(Protocol):
    """The sealed evidence files beside the database."""

    def new_item(self) -> EvidenceKey:
        """A fresh random name and key."""

    def seal(self, source: Path, key: EvidenceKey, progress: Progress, cancelled: Cancelled) -> Sealed:
        """Seals one regular file byte for byte and proves it by reading it back. Raises DomainError."""

    def seal_stream(
        self, source: BinaryIO, key: EvidenceKey, progress: Progress, cancelled: Cancelled
    ) -> Sealed:
        """Seals what the program itself made."""

    def open(self, key: EvidenceKey) -> BinaryIO:
        """A seekable reader of the original bytes. Raises DomainError."""

    def verify(self, key: EvidenceKey, expected: Sealed, progress: Progress, cancelled: Cancelled) -> None:
        """Reads the whole file against its digest. Raises DomainError."""

    def erase(self, name: str) -> None:
        """Removes one file, for good once its key has left the database."""

    def names(self) -> frozenset[str]:
        """The random names of every sealed file that is there."""


class Parser(Protocol):
    """The child process that reads what others send, within limits."""

    def call(self, function: str, arguments: Mapping[str, Any], timeout: float = 30.0) -> Any:
        """Runs one allowed function in the child. Raises DomainError("preview.unavailable")."""


class PartKeeper(Protocol):
    """Finished pages of exhibits, kept sealed between builds. find, open and drop: by several threads."""

    def find(self, key: str) -> PartTold | None:
        """What is known of the part with this key, or None."""

    def open(self, key: str) -> BinaryIO:
        """The bytes of a part that was found. Raises DomainError."""

    def drop(self, key: str) -> None:
        """Forget a part that turned out damaged."""

    def keep(self, reference: str, told: PartTold, source: BinaryIO) -> None:
        """Seal the part of the exhibit with that reference. Raises DomainError."""


class Documents(SlipPrinter, Protocol):
    """Printed things."""

    @property
    def machine_reader(self) -> str:
        """Who reads scanned pages on this computer, in words; empty when nobody can."""

    def built_pack(
        self,
        content: PackContent,
        source: Callable[[PackExhibit | EarlierPack], BinaryIO],
        scratch: Path,
        kept: PartKeeper,
        progress: Progress,
        cancelled: Cancelled,
    ) -> AbstractContextManager[Built]:
        """Builds a pack in a private scratch folder that is gone afterwards. Raises DomainError."""

    def write_numbered(self, source: BinaryIO, target: BinaryIO, line: str, pages: Sequence[int]) -> None:
        """Writes these pages, from 1, of a pack with a copy's line at the foot of each. Raises OSError."""

    def numbered_copy(self, source: BinaryIO, line: str, pages: Sequence[int]) -> bytes:
        """The same bytes in memory."""

    def part_of(
        self, exhibit: PackExhibit, source: Callable[[PackExhibit], BinaryIO], scratch: Path
    ) -> bytes:
        """The pages that redactions of an exhibit with a `redaction` are drawn on, as a PDF.

        Raises DomainError("preview.unavailable", "redaction.too_large").
        """

    def redacted(self, exhibit: PackExhibit, part: bytes, pages: int, scratch: Path) -> bytes:
        """The redacted version of those pages, searched as a finished pack is. Raises DomainError."""

    def return_pdf(self, snapshot: ReturnSnapshot, head: AuditHead, *, demonstration: bool) -> bytes:
        """A return as a printable document."""

    def destruction_certificate(
        self, entry: Disposal, anchor: AuditAnchor, force: str, backups: str, *, demonstration: bool
    ) -> bytes:
        """What was destroyed and by whom, as a printable document. backups: how long they keep it."""


class Paper(Protocol):
    """Where copies are printed."""

    def check_ready(self, printer: str) -> None:
        """Raises DomainError of the subject print when this printer takes nothing."""

    def send(
        self, job: PrintJob, write: Callable[[BinaryIO], None], progress: Progress, cancelled: Cancelled
    ) -> str:
        """Prints what `write` writes as one job, and answers the job's number if there is one.

        progress is told in pages. Raises DomainError; its value "pages_out" says how many had gone.
        """


class PrintQueue(Paper, Protocol):
    """The print service of this computer."""

    @property
    def here(self) -> bool:
        """Whether there is one that takes a PDF."""

    def printers(self) -> tuple[KnownPrinter, ...]:
        """The printers set up here. Raises DomainError of the subject print."""


class ReturnFormats(Protocol):
    """The formats a return leaves in, all made from one snapshot."""

    def json(self, snapshot: ReturnSnapshot) -> bytes:
        """Checked against the published schema."""

    def csv(self, snapshot: ReturnSnapshot) -> bytes:
        """With formula cells neutralised."""


class ContactFiles(Protocol):
    """The formats that contacts come in."""

    def read(self, path: Path) -> ContactFile:
        """All that a file says, row by row. Raises DomainError of the subject imports."""


@dataclass(frozen=True, slots=True)
class Desk:
    """All that a verb may use: one open vault, its officer, the law and this machine."""

    officer: Officer
    workstation: str
    session: str
    clock: Clock
    unit_of_work: Callable[[], AbstractContextManager[UnitOfWork]]
    queries: Queries
    evidence: Evidence
    lawpack: LawPack
    checklist: Checklist
    court_profiles: CourtProfiles
    templates: PackTemplates
    parser: Parser
    documents: Documents
    return_formats: ReturnFormats
    contact_files: ContactFiles
    print_queue: PrintQueue
    checks: Checks
    redaction_reasons: RedactionReasons
    folder: Path
    releases: Releases
    keys: VaultKeys
    write_table: WriteTable
    backups: Backups
    retention: RetentionRules
    memory: HeadMemory = field(default_factory=Forgetful)

    def check(self, permission: Permission) -> None:
        """Refuses early what this officer's role may not do: DomainError("permissions.refused").

        Each transaction checks every change it records again, so that no verb can forget.
        """
        check_permitted(self.officer.role, permission)
