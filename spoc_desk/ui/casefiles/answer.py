"""What the casefiles page reads of one casefile at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from spoc_desk.domain.casefiles import Statement
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.domain.offences import LawPack
from spoc_desk.domain.referral_gate import ReferredOffence
from spoc_desk.domain.retention_rules import RetentionRules
from spoc_desk.domain.suspected_offences import SuspectedOffence
from spoc_desk.services.casefiles import CasefileView, consult_casefile
from spoc_desk.services.referrals import referred_offences
from spoc_desk.services.retention import RetentionView, retention_of

if TYPE_CHECKING:
    from spoc_desk.services.ports import Desk


# Kinds of record that are shown within their casefile, by the tab they are shown on.
WITHIN: Mapping[str, type[Exhibit | SuspectedOffence | Statement]] = MappingProxyType(
    {"exhibits": Exhibit, "offences": SuspectedOffence, "statements": Statement}
)


@dataclass(frozen=True, slots=True)
class CaseAnswer:
    """One casefile, its offences with their limits, the law, its newest audit entries, its retention."""

    view: CasefileView
    referred: tuple[ReferredOffence, ...]
    lawpack: LawPack
    log: tuple[Mapping[str, Any], ...]
    retention: RetentionView
    rules: RetentionRules


def read_case(desk: Desk, *, casefile_id: int) -> CaseAnswer:
    """One casefile, whole; the reading is on the audit trail."""
    view = consult_casefile(casefile_id, desk)
    log = desk.queries.recent_changes(100, casefile_id)
    with desk.queries.snapshot() as reader:
        kept = retention_of(view.casefile, reader, desk)
    return CaseAnswer(view, referred_offences(view, desk), desk.lawpack, log, kept, desk.retention)


def casefile_of(desk: Desk, *, kind: str, record_id: int) -> int:
    """The casefile that one of these belongs to. Raises DomainError when it is gone."""
    with desk.queries.snapshot() as reader:
        return reader.get(WITHIN[kind], record_id).casefile_id
