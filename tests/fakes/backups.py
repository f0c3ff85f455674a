"""Backups that are made nowhere, and fail when a test says so."""

from pathlib import Path

from spoc_desk.domain.errors import DomainError
from spoc_desk.services.backup_ports import Proof, SeenSet, SeenSnapshot, Snapshot
from tests.fakes.desk import START


class FakeBackups:
    """Remembers which backups there are. refusal: the code that making or proving is refused with.

    faults: by stamp, what shows without a key to be wrong with one.
    """

    def __init__(self) -> None:
        self.stamps: list[str] = []
        self.refusal = ""
        self.faults: dict[str, str] = {}
        self._made = 0

    def check(self, folder: Path) -> None:
        if not folder.is_dir():
            raise DomainError("backup.folder_missing", folder=str(folder))

    def make(self, folder, progress, cancelled, *, known=False) -> Snapshot:
        self._refuse(folder)
        self._made += 1
        self.stamps.append(f"s{self._made}")
        return Snapshot(self.stamps[-1], START, self._made, "ab" * 32, 3, 1000)

    def prove(self, folder, stamp, *, whole, progress, cancelled) -> Proof:
        self._refuse(folder)
        return Proof(3 if whole else 1, 3)

    def seen(self, folder) -> SeenSet:
        return SeenSet(
            folder, "uid", tuple(SeenSnapshot(stamp, self.faults.get(stamp, "")) for stamp in self.stamps)
        )

    def remove(self, folder, stamps) -> int:
        self.stamps = [stamp for stamp in self.stamps if stamp not in stamps]
        return len(stamps)

    def _refuse(self, folder: Path) -> None:
        if self.refusal:
            raise DomainError(self.refusal, folder=str(folder))
