"""What the casefiles page reads of one casefile at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from spoc_desk.domain.offences import LawPack
from spoc_desk.domain.referral_gate import ReferredOffence
from spoc_desk.services.casefiles import CasefileView, consult_casefile
from spoc_desk.services.referrals import referred_offences

if TYPE_CHECKING:
    from spoc_desk.services.ports import Desk


@dataclass(frozen=True, slots=True)
class CaseAnswer:
    """One casefile, its offences with their limits, the law, and its newest audit entries."""

    view: CasefileView
    referred: tuple[ReferredOffence, ...]
    lawpack: LawPack
    log: tuple[Mapping[str, Any], ...]


def read_case(desk: Desk, *, casefile_id: int) -> CaseAnswer:
    """One casefile, whole; the reading is on the audit trail."""
    view = consult_casefile(casefile_id, desk)
    log = desk.queries.recent_changes(100, casefile_id)
    return CaseAnswer(view, referred_offences(view, desk), desk.lawpack, log)
