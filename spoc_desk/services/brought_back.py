"""What a restore brings back that had been done away with: kept in the vault until it is done again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spoc_desk.domain.casefiles import Casefile
from spoc_desk.domain.contacts import Person
from spoc_desk.domain.officers import Officer, in_service
from spoc_desk.domain.reasons import Reason, reason
from spoc_desk.services.ports import Reader, UnitOfWork

_RECORDS, _OFFICERS = "restored_records", "restored_officers"


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """What a restore undoes, as far as the vault in the place and this computer tell.

    behind: entries of the audit trail that this computer saw and the backup lacks. records: references
    of casefiles and contacts destroyed since. officers: those whose access was ended since. compared:
    whether the vault in the place could tell of both. key_changed: whether its key is a newer one.
    """

    behind: int = 0
    compared: bool = False
    records: tuple[str, ...] = ()
    officers: tuple[Officer, ...] = ()
    key_changed: bool = False

    @property
    def told(self) -> tuple[Reason, ...]:
        """The same as sentences, the gravest first; empty when nothing is brought back or lost."""
        found = []
        if self.officers:
            names = ", ".join(officer.name for officer in self.officers)
            found.append(reason("restore.officers_back", officers=names))
        if self.records:
            found.append(reason("restore.records_back", references=", ".join(self.records)))
        if self.key_changed:
            found.append(reason("restore.key_back"))
        if not self.compared:
            found.append(reason("restore.not_compared"))
        if self.behind:
            found.append(reason("restore.behind", count=self.behind))
        return tuple(found)


def note_brought_back(back: BroughtBack, work: UnitOfWork) -> None:
    """Keeps in the restored vault what is to be done again, beside what an earlier restore left to do."""
    for name, added in ((_RECORDS, back.records), (_OFFICERS, [one.uid for one in back.officers])):
        if added:
            work.set_setting(name, "\n".join(dict.fromkeys([*_kept(name, work), *added])))


def still_there(references: Iterable[str], reader: Reader) -> tuple[Casefile | Person, ...]:
    """Those of these casefiles and contacts that are in the vault."""
    wanted = tuple(references)
    if not wanted:
        return ()
    return (*reader.find(Casefile, reference=wanted), *reader.find(Person, reference=wanted))


def records_back(reader: Reader) -> tuple[Casefile | Person, ...]:
    """What a restore brought back after it was destroyed, until it is destroyed again."""
    return still_there(_kept(_RECORDS, reader), reader)


def officers_back(reader: Reader) -> tuple[Officer, ...]:
    """Who got back in by a restore, until their access is ended again."""
    uids = _kept(_OFFICERS, reader)
    return in_service(reader.find(Officer, uid=uids)) if uids else ()


def _kept(name: str, reader: Reader) -> Sequence[str]:
    return tuple(reader.setting(name).split())
