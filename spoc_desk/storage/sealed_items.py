"""Which sealed files the records of a vault need: evidence, packs, whatever is kept in its own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from spoc_desk.domain.evidence import EvidenceKey, Sealed
from spoc_desk.domain.exhibits import Exhibit, ExhibitState
from spoc_desk.domain.kept_parts import KeptPart
from spoc_desk.services.ports import Reader
from spoc_desk.storage.mapping import MAPPED

_SEALED = frozenset({"file_name", "file_identity", "size", "sha256"})
# Made again from the exhibits when it is not there.
_DISPENSABLE = (KeptPart,)


@dataclass(frozen=True, slots=True)
class SealedItem:
    """One sealed file. doubted: the vault itself knows that it is lost or altered."""

    key: EvidenceKey
    content: Sealed
    doubted: bool = False


def sealed_items(reader: Reader) -> tuple[SealedItem, ...]:
    """Every sealed file that records name, but for what is being sealed and what can be made again."""
    return tuple(
        _item(record)
        for kind, mapped in MAPPED.items()
        if set(mapped.names) >= _SEALED and kind not in _DISPENSABLE
        for record in reader.find(kind)
        if record.file_name and getattr(record, "state", None) is not ExhibitState.PENDING
    )


def _item(record: Any) -> SealedItem:
    doubted = isinstance(record, Exhibit) and record.state is not ExhibitState.SEALED
    return SealedItem(
        EvidenceKey(record.file_name, record.file_identity), Sealed(record.size, record.sha256), doubted
    )
