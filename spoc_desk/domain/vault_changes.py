"""Changes to a vault itself: made, opened, checked, read, searched, handed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from spoc_desk.domain.change import ApprovedChange, Change, Permission, Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultCreated(Change):
    """A vault was made with its first officer."""

    verb: ClassVar[Verb] = Verb.KEY
    needs: ClassVar[Permission | None] = None
    enrolled: int
    passphrase_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultOpened(Change):
    """An officer unlocked the vault."""

    verb: ClassVar[Verb] = Verb.LOGIN
    needs: ClassVar[Permission | None] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlocksFailed(Change):
    """Wrong passphrases were tried since the last unlocking. tried: uids of those whose slots were."""

    verb: ClassVar[Verb] = Verb.LOGIN
    needs: ClassVar[Permission | None] = None
    attempts: int
    tried: tuple[str, ...] = ()
    first_at: datetime | None = None
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultLocked(Change):
    """An officer, or the idle timer, locked the vault."""

    verb: ClassVar[Verb] = Verb.LOGIN
    needs: ClassVar[Permission | None] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryProved(Change):
    """Part of the printed recovery key was typed back."""

    verb: ClassVar[Verb] = Verb.KEY
    needs: ClassVar[Permission | None] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultRecovered(Change):
    """The printed recovery key opened the vault and an officer's keyslot here was made anew."""

    verb: ClassVar[Verb] = Verb.KEY
    needs: ClassVar[Permission | None] = None
    slots_replaced: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultVerified(Change):
    """The vault was checked."""

    verb: ClassVar[Verb] = Verb.VERIFY
    needs: ClassVar[Permission | None] = None
    full: bool
    faults: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingChanged(Change):
    """A setting of the vault was changed."""

    needs: ClassVar[Permission | None] = Permission.POLICY
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateAdded(Change):
    """A certificate to sign packs with came into the vault."""

    verb: ClassVar[Verb] = Verb.KEY
    needs: ClassVar[Permission | None] = Permission.POLICY
    certificate: int
    sha256: str
    trial: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateRemoved(Change):
    """The certificate's key was taken out of the vault; what it was stays on record."""

    verb: ClassVar[Verb] = Verb.KEY
    needs: ClassVar[Permission | None] = Permission.POLICY
    certificate: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordConsulted(Change):
    """Somebody's record was read."""

    verb: ClassVar[Verb] = Verb.CONSULTATION
    needs: ClassVar[Permission | None] = Permission.READ
    kind: str
    record: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsSearched(Change):
    """The vault was searched; of the words, only a digest keyed within the vault is kept."""

    verb: ClassVar[Verb] = Verb.CONSULTATION
    needs: ClassVar[Permission | None] = Permission.READ
    words_hmac: str
    results: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditExported(ApprovedChange):
    """The audit trail, or one casefile's part of it, left the vault."""

    verb: ClassVar[Verb] = Verb.DISCLOSURE
    needs: ClassVar[Permission | None] = Permission.AUDIT
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RollbackFound(Change):
    """The vault lacked the entry that this workstation had seen in it: seen, head. ends_at: its last."""

    verb: ClassVar[Verb] = Verb.VERIFY
    needs: ClassVar[Permission | None] = None
    seen: int
    head: str
    ends_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorRenewed(Change):
    """An officer acknowledged that alarm, and the workstation remembers the trail as it is from here on."""

    verb: ClassVar[Verb] = Verb.VERIFY
    needs: ClassVar[Permission | None] = Permission.RESTORE
    explanation: str
    seen: int
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorCompared(Change):
    """An anchor from paper was held against the trail."""

    verb: ClassVar[Verb] = Verb.VERIFY
    needs: ClassVar[Permission | None] = None
    entry: int
    met: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadsConsulted(Change):
    """Somebody asked who had read a record, or what an officer had read."""

    verb: ClassVar[Verb] = Verb.CONSULTATION
    needs: ClassVar[Permission | None] = Permission.AUDIT
    kind: str
    record: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsListed(Change):
    """A list of records was shown, with what its lines say of each. results: how many it held."""

    verb: ClassVar[Verb] = Verb.CONSULTATION
    needs: ClassVar[Permission | None] = Permission.READ
    kind: str
    results: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorHandedOver(Change):
    """Where the trail stands was signed and put on a slip for somebody outside."""

    verb: ClassVar[Verb] = Verb.VERIFY
    needs: ClassVar[Permission | None] = Permission.VERIFY


@dataclass(frozen=True, slots=True, kw_only=True)
class DualControlChanged(ApprovedChange):
    """The force's rule for what takes two officers was changed."""

    needs: ClassVar[Permission | None] = Permission.POLICY
    deed: str
    rule: str
