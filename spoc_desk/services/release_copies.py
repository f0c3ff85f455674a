"""Copies of a released pack out of the vault: as it is, whole, for recipients' keys, or behind a password."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import IO, BinaryIO

from spoc_desk.domain.copy_results import CopyState
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.evidence import EvidenceKey
from spoc_desk.domain.issues import FileRole, IssuedPack, PackFile
from spoc_desk.domain.packs import manifest_lines, safe_file_name
from spoc_desk.domain.releases import ReleaseFile, release_name
from spoc_desk.domain.signatures import check_password
from spoc_desk.services.exhibits import never, unheard
from spoc_desk.services.outgoing import keep_existing, own_folder, private_file
from spoc_desk.services.pack_building import SCRATCH
from spoc_desk.services.pack_copies import CopyPack, check_may_leave, log_run, record_sent
from spoc_desk.services.pack_files import read_out, volumes_of
from spoc_desk.services.packs import pack_file_stem
from spoc_desk.services.ports import Cancelled, Changes, Desk, Progress

_BLOCK = 1 << 20
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""What a zip file says of a file's time when it says nothing."""


class CopyKind(StrEnum):
    """How a copy leaves."""

    FILE = "saved"
    FOLDER = "folder"
    AGE = "age"
    PASSWORD = "password"  # noqa: S105 it names a kind of copy


@dataclass(frozen=True, slots=True)
class SaveCopy:
    """A copy of a released pack. to: the PDF for FILE and PASSWORD; a folder for FOLDER and AGE.

    keys: age public keys, kept on record beside the recipient. password: written and kept nowhere.
    replace: write over what is there.
    """

    pack_id: int
    kind: CopyKind
    to: Path
    recipient: str = ""
    keys: tuple[str, ...] = ()
    password: str = field(default="", repr=False)
    superseded_wanted: bool = False
    replace: bool = False


@dataclass(frozen=True, slots=True)
class _Sealed:
    """One file of a release: what it is called outside, and where it lies."""

    told: ReleaseFile
    file: PackFile


def save_copy(
    command: SaveCopy, desk: Desk, progress: Progress = unheard, cancelled: Cancelled = never
) -> tuple[Changes, tuple[Path, ...]]:
    """Writes the copy down, then writes it: wholly or not at all. Answers the files written too.

    Raises packs.not_released, packs.superseded, packs.no_key, packs.not_a_key, packs.password_short,
    outgoing.folder_missing, outgoing.exists, outgoing.not_written and what reading sealed files raises;
    a copy that failed after it was written down is on record as failed.
    """
    check_copy(command, desk)
    with desk.queries.snapshot() as reader:
        pack = reader.get(IssuedPack, command.pack_id)
        files = _files(pack, reader.find(PackFile, pack_id=pack.id))
    recipient = ", ".join(filter(None, (command.recipient.strip() or pack.recipient, *command.keys)))
    copy = CopyPack(pack.id, command.kind.value, recipient, superseded_wanted=command.superseded_wanted)
    run = _Run(desk, pack, files, progress, cancelled)
    paths = run.targets(command)
    if command.kind is CopyKind.FOLDER:
        own_folder(command.to)
        own_folder(saved_as(command, pack))
    if command.kind is CopyKind.AGE:
        own_folder(command.to)
    for path in paths:
        keep_existing(path, replace=command.replace)
    changes, (logged,) = log_run(copy, desk)
    write = {
        CopyKind.FILE: run.as_it_is, CopyKind.FOLDER: run.folder, CopyKind.AGE: run.for_keys,
        CopyKind.PASSWORD: run.locked,
    }[command.kind]  # fmt: skip
    try:
        with _wholly(paths) as targets:
            write(command, paths, targets)
    except BaseException as fault:
        code = fault.code if isinstance(fault, DomainError) else type(fault).__name__
        state = CopyState.STOPPED if code == "work.cancelled" else CopyState.FAILED
        with suppress(DomainError):  # the same fault would hide the sentence
            record_sent(logged, state, 0, code, desk)
        raise
    return changes, paths


@contextmanager
def _wholly(paths: Sequence[Path]) -> Iterator[list[BinaryIO]]:
    """Files to write to, which take their places together; after a fault none is there that was not."""
    new = [path for path in paths if not path.exists()]
    try:
        with ExitStack() as stack:
            yield [stack.enter_context(private_file(path)) for path in paths]
    except BaseException:
        for path in new:
            with suppress(OSError):  # the same fault would hide the sentence
                path.unlink(missing_ok=True)
        raise


def check_copy(command: SaveCopy, desk: Desk) -> Changes:
    """Refuses what save_copy would refuse before it begins, and does nothing else."""
    check_secrets(command, desk)
    with desk.queries.snapshot() as reader:
        pack = reader.get(IssuedPack, command.pack_id)
        check_may_leave(pack, reader, superseded_wanted=command.superseded_wanted)
    return ()


def check_secrets(command: SaveCopy, desk: Desk) -> None:
    """Refuses keys and passwords that cannot be used, of a draft's copy too.

    Raises packs.no_key, packs.not_a_key and packs.password_short.
    """
    if command.kind is CopyKind.AGE:
        desk.releases.check_keys(command.keys)
    if command.kind is CopyKind.PASSWORD:
        check_password(command.password)


def saved_as(command: SaveCopy, pack: IssuedPack) -> Path:
    """The file or folder that a copy will be."""
    short = safe_file_name(pack.reference)
    names = {CopyKind.FOLDER: short, CopyKind.AGE: f"{short}.zip.age"}
    return command.to / names[command.kind] if command.kind in names else command.to


def _files(pack: IssuedPack, further: tuple[PackFile, ...]) -> tuple[_Sealed, ...]:
    volumes = volumes_of(pack, further)
    added = [file for file in further if file.role is not FileRole.VOLUME]
    stem = pack_file_stem(pack)
    ranks = list(FileRole)
    every = sorted((*volumes, *added), key=lambda file: (ranks.index(file.role), file.volume))
    return tuple(
        _Sealed(
            ReleaseFile(
                release_name(stem, file.role, file.volume, len(volumes)), file.role, file.volume, file.pages,
                file.size, file.sha256,
            ),
            file,
        )
        for file in every
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Run:
    """One copy being written."""

    desk: Desk
    pack: IssuedPack
    files: tuple[_Sealed, ...]
    progress: Progress
    cancelled: Cancelled

    @property
    def volumes(self) -> tuple[_Sealed, ...]:
        return tuple(each for each in self.files if each.told.role is FileRole.VOLUME)

    def targets(self, command: SaveCopy) -> tuple[Path, ...]:
        """Every file that the copy will be."""
        to = saved_as(command, self.pack)
        if command.kind is CopyKind.FOLDER:
            return tuple(to / each.told.name for each in self.files)
        if command.kind is CopyKind.AGE:
            return (to,)
        further = (to.with_stem(f"{to.stem} - volume {each.told.volume}") for each in self.volumes[1:])
        beside = (to.with_name(f"{to.name}.sha256"),) if command.kind is CopyKind.FILE else ()
        return (to, *further, *beside)

    def as_it_is(self, _: SaveCopy, paths: Sequence[Path], targets: Sequence[BinaryIO]) -> None:
        """The pack's very bytes under the name asked for, with their SHA-256 beside."""
        self._copy(self.volumes, targets[:-1])
        named = zip(self.volumes, paths[:-1], strict=True)
        targets[-1].write(manifest_lines((each.told.sha256, path.name) for each, path in named).encode())

    def folder(self, _: SaveCopy, _paths: Sequence[Path], targets: Sequence[BinaryIO]) -> None:
        """Every file of the release in a folder of its own within the one asked for."""
        self._copy(self.files, targets)

    def for_keys(self, command: SaveCopy, _paths: Sequence[Path], targets: Sequence[BinaryIO]) -> None:
        """The whole release as one zip file inside one age file."""
        with self._scratch(2) as scratch:
            packed = scratch / "release.zip"
            with zipfile.ZipFile(packed, "x", zipfile.ZIP_STORED) as archive:
                for done, each in enumerate(self.files):
                    self.progress(done, len(self.files) + 1)
                    entry = zipfile.ZipInfo(f"{self._short}/{each.told.name}", _EARLIEST)
                    with self._open(each) as source, archive.open(entry, "w", force_zip64=True) as inside:
                        self._pour(source, inside)
            with packed.open("rb") as source:
                self.desk.releases.encrypt_for(source, targets[0], command.keys)
        self.progress(1, 1)

    def locked(self, command: SaveCopy, _paths: Sequence[Path], targets: Sequence[BinaryIO]) -> None:
        """Each volume behind the password. It is another file: it has its own hash and no signature."""
        for each, out in zip(self.volumes, targets, strict=True):
            with self._scratch(2) as scratch:
                source, target = scratch / "pack.pdf", scratch / "locked.pdf"
                read_out(each.file, source, self.desk, self.cancelled)
                self.desk.releases.lock(source, target, command.password)
                with target.open("rb") as locked:
                    self._pour(locked, out)
            self.progress(each.told.volume, len(self.volumes))

    @property
    def _short(self) -> str:
        return safe_file_name(self.pack.reference)

    def _scratch(self, times: int) -> AbstractContextManager[Path]:
        need = times * sum(each.told.size for each in self.files)
        return self.desk.releases.folder(self.desk.folder / SCRATCH, need)

    @contextmanager
    def _open(self, each: _Sealed) -> Iterator[BinaryIO]:
        with self.desk.evidence.open(EvidenceKey(each.file.file_name, each.file.file_identity)) as source:
            yield source

    def _copy(self, files: Sequence[_Sealed], targets: Sequence[BinaryIO]) -> None:
        for done, (each, target) in enumerate(zip(files, targets, strict=True)):
            self.progress(done, len(files))
            with self._open(each) as source:
                self._pour(source, target)
        self.progress(len(files), len(files))

    def _pour(self, source: BinaryIO, target: IO[bytes]) -> None:
        while block := source.read(_BLOCK):
            if self.cancelled():
                raise DomainError("work.cancelled")
            target.write(block)
