"""What verbs did, as frozen values: each becomes one audit entry and tells the pages what is stale.

A change carries ids, codes and digests, never a name, an address or free text:
the audit trail must be fit to disclose.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from spoc_desk.domain.backup_changes import BackupFailed as BackupFailed
from spoc_desk.domain.backup_changes import BackupMade as BackupMade
from spoc_desk.domain.backup_changes import BackupPolicySet as BackupPolicySet
from spoc_desk.domain.backup_changes import BackupProved as BackupProved
from spoc_desk.domain.backup_changes import BackupsRemoved as BackupsRemoved
from spoc_desk.domain.backup_changes import VaultRestored as VaultRestored
from spoc_desk.domain.change import ApprovedChange as ApprovedChange
from spoc_desk.domain.change import Change as Change
from spoc_desk.domain.change import Permission as Permission
from spoc_desk.domain.change import Verb as Verb
from spoc_desk.domain.key_changes import KeyslotReplaced as KeyslotReplaced
from spoc_desk.domain.key_changes import OfficerRevoked as OfficerRevoked
from spoc_desk.domain.key_changes import PassphraseChanged as PassphraseChanged
from spoc_desk.domain.key_changes import RecoveryRenewed as RecoveryRenewed
from spoc_desk.domain.key_changes import TransferIssued as TransferIssued
from spoc_desk.domain.key_changes import TransferUsed as TransferUsed
from spoc_desk.domain.key_changes import VaultRekeyed as VaultRekeyed
from spoc_desk.domain.officer_changes import OfficerEnrolled as OfficerEnrolled
from spoc_desk.domain.officer_changes import OfficerRenamed as OfficerRenamed
from spoc_desk.domain.officer_changes import RoleChanged as RoleChanged
from spoc_desk.domain.paper_changes import PackBuilt as PackBuilt
from spoc_desk.domain.paper_changes import PackCopyChecked as PackCopyChecked
from spoc_desk.domain.paper_changes import PackCopySent as PackCopySent
from spoc_desk.domain.paper_changes import PackExported as PackExported
from spoc_desk.domain.paper_changes import PackPrinted as PackPrinted
from spoc_desk.domain.paper_changes import PackReleased as PackReleased
from spoc_desk.domain.paper_changes import PartsKept as PartsKept
from spoc_desk.domain.paper_changes import ReferralAnswered as ReferralAnswered
from spoc_desk.domain.paper_changes import ReferralDecided as ReferralDecided
from spoc_desk.domain.paper_changes import ReferralSent as ReferralSent
from spoc_desk.domain.paper_changes import ReferralStarted as ReferralStarted
from spoc_desk.domain.paper_changes import ReturnAuthorised as ReturnAuthorised
from spoc_desk.domain.paper_changes import ReturnExported as ReturnExported
from spoc_desk.domain.paper_changes import ReturnFrozen as ReturnFrozen
from spoc_desk.domain.paper_changes import ReturnPrinted as ReturnPrinted
from spoc_desk.domain.redaction_changes import RedactionChanged as RedactionChanged
from spoc_desk.domain.redaction_changes import RedactionsChecked as RedactionsChecked
from spoc_desk.domain.redaction_changes import RedactionsConfirmed as RedactionsConfirmed
from spoc_desk.domain.redaction_changes import RedactionsDrawn as RedactionsDrawn
from spoc_desk.domain.redaction_changes import RedactionWithdrawn as RedactionWithdrawn
from spoc_desk.domain.vault_changes import AnchorCompared as AnchorCompared
from spoc_desk.domain.vault_changes import AnchorHandedOver as AnchorHandedOver
from spoc_desk.domain.vault_changes import AnchorRenewed as AnchorRenewed
from spoc_desk.domain.vault_changes import AuditExported as AuditExported
from spoc_desk.domain.vault_changes import CertificateAdded as CertificateAdded
from spoc_desk.domain.vault_changes import CertificateRemoved as CertificateRemoved
from spoc_desk.domain.vault_changes import DualControlChanged as DualControlChanged
from spoc_desk.domain.vault_changes import ReadsConsulted as ReadsConsulted
from spoc_desk.domain.vault_changes import RecordConsulted as RecordConsulted
from spoc_desk.domain.vault_changes import RecordsListed as RecordsListed
from spoc_desk.domain.vault_changes import RecordsSearched as RecordsSearched
from spoc_desk.domain.vault_changes import RecoveryProved as RecoveryProved
from spoc_desk.domain.vault_changes import RollbackFound as RollbackFound
from spoc_desk.domain.vault_changes import SettingChanged as SettingChanged
from spoc_desk.domain.vault_changes import UnlocksFailed as UnlocksFailed
from spoc_desk.domain.vault_changes import VaultCreated as VaultCreated
from spoc_desk.domain.vault_changes import VaultLocked as VaultLocked
from spoc_desk.domain.vault_changes import VaultOpened as VaultOpened
from spoc_desk.domain.vault_changes import VaultRecovered as VaultRecovered
from spoc_desk.domain.vault_changes import VaultVerified as VaultVerified


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAdded(Change):
    """A contact was recorded."""

    verb: ClassVar[Verb] = Verb.COLLECTION
    person: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChanged(Change):
    """A contact's particulars, roles, phones, e-mails or address were changed."""

    person: int
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceLogged(Change):
    """Advice to a contact was written down."""

    verb: ClassVar[Verb] = Verb.COLLECTION
    person: int
    advice: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementRecorded(Change):
    """A briefing was offered or a protective measure noted."""

    verb: ClassVar[Verb] = Verb.COLLECTION
    person: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactsImported(Change):
    """Rows of a file became contacts and candidacies."""

    verb: ClassVar[Verb] = Verb.COLLECTION
    new: int
    changed: int
    unchanged: int
    rejected: int
    file_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTaken(Change):
    """Somebody told us of something."""

    verb: ClassVar[Verb] = Verb.COLLECTION
    report: int
    incident: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentReported(Change):
    """An incident was recorded."""

    verb: ClassVar[Verb] = Verb.COLLECTION
    incident: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentChanged(Change):
    """An incident's facts, status or outcome were changed. follows: by what became of its casefiles."""

    incident: int
    fields: tuple[str, ...] = ()
    follows: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CasefileOpened(Change):
    """An investigation was opened."""

    verb: ClassVar[Verb] = Verb.COLLECTION


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLinked(Change):
    """An incident was put into a casefile."""

    verb: ClassVar[Verb] = Verb.COMBINATION
    incident: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CasefileChanged(Change):
    """A casefile's facts, status or outcome were changed. follows: by the sending of its referral."""

    fields: tuple[str, ...] = ()
    follows: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePersonAdded(Change):
    """A victim, witness, suspect or other person was put into a casefile."""

    verb: ClassVar[Verb] = Verb.COLLECTION
    case_person: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementAdded(Change):
    """A statement was recorded in a casefile."""

    verb: ClassVar[Verb] = Verb.COLLECTION
    statement: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OffenceSuspected(Change):
    """A suspected offence was added to a casefile."""

    verb: ClassVar[Verb] = Verb.COLLECTION
    offence: int
    code: str
    limit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OffenceChanged(Change):
    """A suspected offence's dates, limit or links were changed. follows: by those of its main offence."""

    offence: int
    limit: str
    follows: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OffenceWithdrawn(Change):
    """An offence is suspected no longer; what was entered about it stays in the vault."""

    needs: ClassVar[Permission | None] = Permission.REMOVE
    offence: int
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofLinked(Change):
    """A point to prove was tied to an exhibit or a statement, or untied."""

    verb: ClassVar[Verb] = Verb.COMBINATION
    offence: int
    point: str
    linked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitStarted(Change):
    """A file is about to be sealed."""

    verb: ClassVar[Verb] = Verb.COLLECTION
    exhibit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitAdded(Change):
    """A file was sealed as an exhibit."""

    verb: ClassVar[Verb] = Verb.COLLECTION
    exhibit: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitAbandoned(Change):
    """Sealing stopped before it finished; nothing was kept."""

    verb: ClassVar[Verb] = Verb.ERASURE
    needs: ClassVar[Permission | None] = None
    exhibit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitMoved(Change):
    """An exhibit changed hands or place."""

    exhibit: int
    movement: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitDisclosed(Change):
    """An exhibit was set to used, unused or sensitive material; the reason stays with the exhibit."""

    exhibit: int
    disclosure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitUnlocked(Change):
    """The password of an encrypted exhibit was given and opened it; the password itself is never told."""

    exhibit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitVerified(Change):
    """An exhibit was read against its digest."""

    verb: ClassVar[Verb] = Verb.VERIFY
    needs: ClassVar[Permission | None] = None
    exhibit: int
    fault: str
