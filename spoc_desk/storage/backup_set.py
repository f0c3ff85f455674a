"""The folder of one vault's backups: snapshots, the pool of evidence they share, and what may be trusted.

Nothing of it is opened with a key here. What others may have put there is read as hostile: only
names of our own form are followed, no links, nothing but regular files, none larger than it may be.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import stat
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from spoc_desk.domain.errors import DomainError
from spoc_desk.services.backup_ports import SeenSet, SeenSnapshot, Snapshot
from spoc_desk.storage.backup_files import PART, content_of, small_file, unwatched
from spoc_desk.storage.backup_manifest import LARGEST, Manifest, decoded
from spoc_desk.storage.durable import make_private_folder, sync_folder, write_durably
from spoc_desk.storage.keyslot_file import NAMES as KEYSLOTS
from spoc_desk.storage.recovery import RECOVERY_FILE
from spoc_desk.storage.vault_folder import DATABASE

SNAPSHOTS = "snapshots"
POOL = "evidence"
MARKER = "backup.json"
MANIFEST = "manifest.json"
CHECKPOINT = "checkpoint.json"
MAKING = ".making-"
REMOVING = ".removing-"
NEEDED = frozenset({DATABASE, KEYSLOTS[0], CHECKPOINT})
FILES = NEEDED | {RECOVERY_FILE}

_FORMAT = "spoc-desk backups 1"
_STAMP = re.compile(r"\d{8}T\d{6}Z(-\d{1,3})?")
_SHARD = re.compile(r"[0-9a-f]{2}")
_SEALED = re.compile(r"([0-9a-f]{32})\.age")
_SMALL = 64 * 1024
_KEYSLOTS_AT_MOST = 4 * 1024 * 1024


class BackupSet:
    """All backups of one vault in one place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def snapshots(self) -> Path:
        """One folder for each backup."""
        return self.folder / SNAPSHOTS

    @property
    def pool(self) -> Path:
        """The sealed files that the snapshots share, laid out as in a vault."""
        return self.folder / POOL

    @property
    def vault(self) -> str:
        """The uid of the vault that it belongs to. Raises DomainError("backup.not_a_backup")."""
        try:
            told = json.loads(small_file(self.folder / MARKER, _SMALL))
            if told["format"] != _FORMAT or not isinstance(told["vault"], str):
                raise ValueError("format")
            return str(told["vault"])
        except (DomainError, ValueError, KeyError, TypeError, RecursionError) as fault:
            raise DomainError("backup.not_a_backup", folder=str(self.folder)) from fault

    def begin(self, vault: str) -> None:
        """Makes the folder, or takes it up again. Raises backup.other_vault, backup.folder_taken, OSError."""
        if self.folder.exists() and any(self.folder.iterdir()):
            try:
                found = self.vault
            except DomainError as unknown:
                raise DomainError("backup.folder_taken", folder=str(self.folder)) from unknown
            if found != vault:
                raise DomainError("backup.other_vault", folder=str(self.folder))
        else:
            make_private_folder(self.folder)
            write_durably(self.folder / MARKER, json.dumps({"format": _FORMAT, "vault": vault}).encode())
        for part in (self.snapshots, self.pool):
            make_private_folder(part)
            _check_folder(part)
        # A drive that nothing can be written to should say so before it is found too full.
        probe = self.snapshots / f"{MAKING}{secrets.token_hex(4)}"
        probe.mkdir()
        probe.rmdir()

    def stamps(self) -> tuple[str, ...]:
        """The names of finished snapshots, oldest first by name."""
        return tuple(sorted(name for name in _folders(self.snapshots) if _STAMP.fullmatch(name)))

    def unfinished(self) -> tuple[str, ...]:
        """What an interrupted backup or removal left."""
        return tuple(sorted(n for n in _folders(self.snapshots) if n.startswith((MAKING, REMOVING))))

    def place_of(self, stamp: str) -> Path:
        """A snapshot's folder. Raises DomainError("backup.unknown") for one that is not there."""
        if stamp not in self.stamps():
            raise DomainError("backup.unknown", stamp=stamp)
        return self.snapshots / stamp

    def manifest(self, stamp: str) -> Manifest:
        """What a snapshot says it holds. Raises DomainError("backup.file_damaged")."""
        manifest = decoded(small_file(self.place_of(stamp) / MANIFEST, LARGEST))
        within = set(manifest.files) <= FILES and set(manifest.files) >= NEEDED
        small = [manifest.files.get(name) for name in (CHECKPOINT, RECOVERY_FILE)]
        sized = all(each is None or each.size <= _SMALL for each in small)
        if not within or not sized or manifest.files[KEYSLOTS[0]].size > _KEYSLOTS_AT_MOST:
            raise DomainError("backup.file_damaged", name=MANIFEST)
        return manifest

    def seen(self) -> SeenSet:
        """Every backup as it shows without a key, and without reading what is large.

        Raises DomainError("backup.not_a_backup").
        """
        pooled = self.pooled()
        snapshots = tuple(self._seen(stamp, pooled) for stamp in self.stamps())
        return SeenSet(self.folder, self.vault, snapshots, self.unfinished())

    def pooled(self) -> dict[str, int]:
        """The sealed files in the pool, by name, with their sizes."""
        return {found.group(1): path.lstat().st_size for path, found in self._pool_files()}

    def sweep(self) -> None:
        """Removes what an interrupted backup left; only while none is being made. Raises OSError."""
        for name in self.unfinished():
            shutil.rmtree(self.snapshots / name)
        for shard in _folders(self.pool):
            if _SHARD.fullmatch(shard):
                for part in (self.pool / shard).glob(f"*{PART}"):
                    part.unlink()

    def remove(self, stamps: Collection[str]) -> None:
        """Removes snapshots, each wholly or not at all. Raises OSError."""
        for stamp in sorted(stamps):
            going = self.snapshots / f"{REMOVING}{secrets.token_hex(4)}"
            self.place_of(stamp).rename(going)
            sync_folder(self.snapshots)
            shutil.rmtree(going)

    def drop_evidence(self, kept: Collection[str]) -> int:
        """Removes what no name in kept needs; answers how many files. Raises OSError."""
        gone = [path for path, found in self._pool_files() if found.group(1) not in kept]
        for path in gone:
            path.unlink()
        return len(gone)

    def set_aside(self, name: str) -> None:
        """Takes a spoilt file out of the pool, under a name that shows it. Raises OSError."""
        path = self.pool / name[:2] / f"{name}.age"
        path.replace(path.with_name(f"{name}.spoilt"))

    def _pool_files(self) -> Iterator[tuple[Path, re.Match[str]]]:
        for shard in _folders(self.pool):
            if not _SHARD.fullmatch(shard):
                continue
            for path in (self.pool / shard).iterdir():
                found = _SEALED.fullmatch(path.name)
                if found and found.group(1)[:2] == shard and stat.S_ISREG(path.lstat().st_mode):
                    yield path, found

    def _seen(self, stamp: str, pooled: Mapping[str, int]) -> SeenSnapshot:
        try:
            manifest = self.manifest(stamp)
            self._check_files(stamp, manifest)
        except DomainError as refused:
            return SeenSnapshot(stamp, refused.code, str(refused.values.get("name", "")))
        lost = [name for name, size in manifest.evidence.items() if pooled.get(name) != size]
        told = Snapshot(
            stamp, manifest.made_at, manifest.sequence, manifest.head, len(manifest.evidence), manifest.size,
            missing=len(manifest.missing),
        )  # fmt: skip
        return SeenSnapshot(stamp, "backup.evidence_missing" if lost else "", "".join(lost[:1]), told)

    def _check_files(self, stamp: str, manifest: Manifest) -> None:
        for name, expected in manifest.files.items():
            path = self.place_of(stamp) / name
            try:
                seen = path.lstat()
                right = stat.S_ISREG(seen.st_mode) and seen.st_size == expected.size
                if right and expected.size <= _KEYSLOTS_AT_MOST:
                    right = content_of(path, unwatched()) == expected
            except (OSError, DomainError):
                right = False
            if not right:
                raise DomainError("backup.file_damaged", name=name)


def find_set(folder: Path) -> BackupSet:
    """The one set in this folder, or which this folder is.

    Raises DomainError: backup.folder_missing, backup.not_a_backup, backup.several with their names.
    """
    if not folder.is_dir():
        raise DomainError("backup.folder_missing", folder=str(folder))
    if (folder / MARKER).exists():
        return BackupSet(folder)
    with suppress(OSError):
        inside = sorted(path for path in folder.iterdir() if (path / MARKER).is_file())
        if len(inside) > 1:
            raise DomainError("backup.several", folder=str(folder), names=", ".join(p.name for p in inside))
        if inside:
            return BackupSet(inside[0])
    raise DomainError("backup.not_a_backup", folder=str(folder))


def _folders(folder: Path) -> list[str]:
    """The names of real folders in it, links aside."""
    try:
        _check_folder(folder)
        return [path.name for path in folder.iterdir() if stat.S_ISDIR(path.lstat().st_mode)]
    except FileNotFoundError:
        return []


def _check_folder(folder: Path) -> None:
    if not stat.S_ISDIR(folder.lstat().st_mode):
        raise DomainError("backup.not_a_backup", folder=str(folder.parent))
