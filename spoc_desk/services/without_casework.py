"""The queries of a desk whose officer may not see casework: nobody's record comes through them.

Each verb that changes something is checked where its change is recorded. What only reads records
nothing, so it is checked here: an administrator keeps the vault and reads about nobody.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, NoReturn

from spoc_desk.domain.backups import Backup
from spoc_desk.domain.changes import Permission
from spoc_desk.domain.disposals import ErasedFile
from spoc_desk.domain.officers import Officer, Role
from spoc_desk.domain.permissions import check_permitted, may
from spoc_desk.domain.retention import RetentionPeriod
from spoc_desk.domain.signatures import SigningCertificate
from spoc_desk.services.figures import KnownWords, ReturnFigures
from spoc_desk.services.ports import AuditHead, Cancelled, Queries, Reader, Record
from spoc_desk.services.rows import ListRow, PollAhead, SearchHit
from spoc_desk.services.trail_query import TrailQuery, TrailRow

# Records of the vault itself, which say nothing of casework.
OF_THE_VAULT: frozenset[type[Any]] = frozenset(
    {Officer, SigningCertificate, Backup, RetentionPeriod, ErasedFile}
)


def permitted(queries: Queries, role: Role) -> Queries:
    """The queries as an officer of this role may use them."""
    return queries if may(role, Permission.READ) else WithoutCasework(queries, role)


class VaultReader:
    """Reads settings and the vault's own records; others are refused."""

    def __init__(self, reader: Reader, role: Role) -> None:
        self._reader, self._role = reader, role

    def get(self, kind: type[Record], record_id: int) -> Record:
        """The record with this id. Raises DomainError("permissions.refused") for one of casework."""
        self._check(kind)
        return self._reader.get(kind, record_id)

    def find(self, kind: type[Record], **equal: object) -> tuple[Record, ...]:
        """Every such record. Raises DomainError("permissions.refused") for those of casework."""
        self._check(kind)
        return self._reader.find(kind, **equal)

    def setting(self, name: str) -> str:
        """A vault setting, or an empty string."""
        return self._reader.setting(name)

    def _check(self, kind: type[Any]) -> None:
        if kind not in OF_THE_VAULT:
            check_permitted(self._role, Permission.READ)


class WithoutCasework:
    """What remains: the trail, which names nobody, settings, and the vault's own records."""

    def __init__(self, queries: Queries, role: Role) -> None:
        self._queries, self._role = queries, role

    @contextmanager
    def snapshot(self, why: Permission = Permission.READ) -> Iterator[Reader]:
        """All records for whoever checks or backs up the vault; else only the vault's own."""
        with self._queries.snapshot(why) as reader:
            if why is Permission.READ:
                yield VaultReader(reader, self._role)
            else:
                check_permitted(self._role, why)
                yield reader

    def audit_head(self) -> AuditHead:
        """The last audit entry."""
        return self._queries.audit_head()

    def audit_entries(self, casefile: int | None = None) -> Iterator[Mapping[str, Any]]:
        """The audit trail in order."""
        check_permitted(self._role, Permission.AUDIT)
        return self._queries.audit_entries(casefile)

    def recent_changes(self, limit: int = 12, casefile: int | None = None) -> tuple[Mapping[str, Any], ...]:
        """The newest audit payloads."""
        return self._queries.recent_changes(limit, casefile)

    def recent_events(
        self, verbs: tuple[str, ...], limit: int, but: tuple[str, ...] = ()
    ) -> tuple[Mapping[str, Any], ...]:
        """The newest audit payloads of these verbs."""
        return self._queries.recent_events(verbs, limit, but)

    def find_entries(
        self, query: TrailQuery, before: int | None = None, limit: int | None = None
    ) -> tuple[TrailRow, ...]:
        """The audit entries that fit, newest first."""
        check_permitted(self._role, Permission.AUDIT)
        return self._queries.find_entries(query, before, limit)

    def count_entries(self, query: TrailQuery) -> int:
        """How many audit entries fit."""
        check_permitted(self._role, Permission.AUDIT)
        return self._queries.count_entries(query)

    def ids(
        self, kind: str, search: str = "", chip: str = "", cancelled: Cancelled | None = None
    ) -> array[int]:
        """Refused."""
        self._refuse()

    def first_ids(self, kind: str, search: str = "", chip: str = "", limit: int = 200) -> array[int]:
        """Refused."""
        self._refuse()

    def rows(self, kind: str, ids: Sequence[int]) -> tuple[ListRow, ...]:
        """Refused."""
        self._refuse()

    def chips(self, kind: str) -> Mapping[str, int]:
        """Refused."""
        self._refuse()

    def search(self, text: str, limit: int = 12) -> tuple[SearchHit, ...]:
        """Refused."""
        self._refuse()

    def due_casefiles(self, until: date) -> tuple[int, ...]:
        """Refused."""
        self._refuse()

    def due_follow_ups(self, until: date) -> tuple[int, ...]:
        """Refused."""
        self._refuse()

    def due_reviews(self, until: date) -> tuple[int, ...]:
        """Refused."""
        self._refuse()

    def spent_contacts(self, before: date, today: date) -> tuple[tuple[int, date], ...]:
        """Refused."""
        self._refuse()

    def next_polls(self, start: date, limit: int = 3) -> tuple[PollAhead, ...]:
        """Refused."""
        self._refuse()

    def return_figures(self, start: datetime, end: datetime, last_day: date) -> ReturnFigures:
        """Refused."""
        self._refuse()

    def known_words(self) -> KnownWords:
        """Refused."""
        self._refuse()

    def counts(self) -> Mapping[str, int]:
        """Refused."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        check_permitted(self._role, Permission.READ)
        raise AssertionError("queries were withheld from a role that may read")
