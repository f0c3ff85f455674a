"""Sealing evidence, reading it back, proving it, and every way that can fail."""

import errno
import io
import os
import random
import stat
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pyrage
import pytest

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.evidence import EvidenceKey, Sealed
from spoc_desk.storage import evidence_files, evidence_source
from spoc_desk.storage.evidence_files import EvidenceFolder

MIB = 1024 * 1024


def unheard(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


def never() -> bool:
    return False


def plain(size: int) -> bytes:
    return random.Random(size).randbytes(size)


def code(action: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as refused:
        action()
    return refused.value.code


def on_disk(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if not path.is_dir()]


@pytest.fixture
def vault(tmp_path: Path) -> EvidenceFolder:
    return EvidenceFolder(tmp_path / "evidence")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "leaflet front page.jpg"
    path.write_bytes(plain(2 * MIB + 77))
    return path


def seal(vault: EvidenceFolder, source: Path) -> tuple[EvidenceKey, Sealed]:
    key = vault.new_item()
    return key, vault.seal(source, key, unheard, never)


def assert_nothing_kept(vault: EvidenceFolder, source: Path, expected: str) -> None:
    key = vault.new_item()
    assert code(lambda: vault.seal(source, key, unheard, never)) == expected
    assert on_disk(vault.path_of(key.name).parent.parent) == []


@pytest.mark.parametrize("size", [0, 1, 65536, MIB - 1, MIB, MIB + 1, 3 * MIB])
def test_a_file_is_sealed_byte_for_byte_and_the_original_left_alone(
    vault: EvidenceFolder, tmp_path: Path, size: int
) -> None:
    source = tmp_path / "original.bin"
    source.write_bytes(plain(size))
    before = source.stat()
    key, sealed = seal(vault, source)
    assert sealed == Sealed(size, sha256(plain(size)).hexdigest())
    with vault.open(key) as reader:
        assert reader.read() == plain(size)
    after = source.stat()
    assert source.read_bytes() == plain(size)
    assert (after.st_mtime_ns, after.st_mode) == (before.st_mtime_ns, before.st_mode)


def test_another_program_opens_what_we_sealed(vault: EvidenceFolder, source: Path) -> None:
    key, _sealed = seal(vault, source)
    identity = pyrage.x25519.Identity.from_str(key.identity)
    assert pyrage.decrypt(vault.path_of(key.name).read_bytes(), [identity]) == source.read_bytes()


def test_neither_name_nor_content_reaches_the_disk(vault: EvidenceFolder, tmp_path: Path) -> None:
    source = tmp_path / "Statement of Cllr Priya Nandakumar.txt"
    source.write_text("I received the parcel on Tuesday. " * 60_000)
    seen: list[bytes] = []

    def look(_done: int, _total: int) -> None:
        seen.extend(path.read_bytes() for path in on_disk(tmp_path / "evidence"))

    key = vault.new_item()
    vault.seal(source, key, look, never)
    seen.append(vault.path_of(key.name).read_bytes())
    assert len(seen) > 1
    assert not any(b"parcel" in content for content in seen)
    assert [path.name for path in on_disk(tmp_path / "evidence")] == [f"{key.name}.age"]
    assert key.name not in key.identity


@pytest.mark.skipif(os.name == "nt", reason="Windows has no permission bits")
def test_sealed_files_and_their_folders_are_this_accounts_alone(vault: EvidenceFolder, source: Path) -> None:
    key, _sealed = seal(vault, source)
    path = vault.path_of(key.name)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (path.parent, path.parent.parent)} == {0o700}


def test_what_the_program_made_itself_is_sealed_from_memory(vault: EvidenceFolder) -> None:
    key, other = vault.new_item(), vault.new_item()
    assert vault.seal_bytes(b"pack", key) == Sealed(4, sha256(b"pack").hexdigest())
    sealed = vault.seal_stream(io.BytesIO(plain(3 * MIB)), other, unheard, never)
    vault.verify(other, sealed, unheard, never)
    with vault.open(other) as reader:
        reader.seek(-5, io.SEEK_END)
        assert reader.read() == plain(3 * MIB)[-5:]


def test_progress_rises_to_the_size_of_the_file_and_is_not_told_for_every_block(
    vault: EvidenceFolder, tmp_path: Path
) -> None:
    source = tmp_path / "video.mp4"
    source.write_bytes(bytes(40 * MIB))
    told: list[tuple[int, int]] = []
    key = vault.new_item()
    sealed = vault.seal(source, key, lambda done, total: told.append((done, total)), never)
    assert told == sorted(told)
    assert told[-1] == (sealed.size, sealed.size)
    vault.verify(key, sealed, lambda done, total: told.append((done, total)), never)
    assert told[-1] == (sealed.size, sealed.size)


@pytest.mark.parametrize("after", [0, 1, 3, 4])
def test_cancelling_at_any_block_keeps_nothing(vault: EvidenceFolder, source: Path, after: int) -> None:
    asked = iter([False] * after)
    key = vault.new_item()
    assert code(lambda: vault.seal(source, key, unheard, lambda: next(asked, True))) == "work.cancelled"
    assert on_disk(vault.path_of(key.name).parent) == []


def test_verifying_can_be_cancelled(vault: EvidenceFolder, source: Path) -> None:
    key, sealed = seal(vault, source)
    assert code(lambda: vault.verify(key, sealed, unheard, lambda: True)) == "work.cancelled"


@pytest.mark.parametrize("change", ["grow", "shrink", "rewrite"])
def test_a_file_that_changes_while_it_is_sealed_is_refused(
    vault: EvidenceFolder, source: Path, change: str
) -> None:
    def meddle(_done: int, _total: int) -> None:
        if change == "grow":
            with source.open("ab") as file:
                file.write(b"more")
        elif change == "shrink":
            os.truncate(source, 10)
        else:
            os.utime(source, ns=(1, 1))

    key = vault.new_item()
    assert code(lambda: vault.seal(source, key, meddle, never)) == "evidence.source_changed"
    assert on_disk(vault.path_of(key.name).parent) == []


class FailingFile(io.FileIO):
    """A file whose disk fails after the first mebibyte."""

    number = errno.EIO

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self.tell() >= MIB:
            raise OSError(self.number, "gone")
        return super().readinto(buffer)

    def write(self, block: bytes) -> int:  # type: ignore[override]
        if self.tell() >= MIB:
            raise OSError(self.number, "gone")
        return super().write(block)


def test_a_memory_stick_pulled_out_half_way_is_named_and_nothing_is_kept(
    vault: EvidenceFolder, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence_source, "FileIO", FailingFile)
    with pytest.raises(DomainError) as refused:
        seal(vault, source)
    assert (refused.value.code, refused.value.values) == ("evidence.source_lost", {"name": source.name})
    assert on_disk(source.parent / "evidence") == []


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.ENOSPC, "evidence.disk_full"),
        (errno.EDQUOT, "evidence.disk_full"),
        (errno.EFBIG, "evidence.too_big_for_disk"),
        (errno.EROFS, "evidence.folder_not_writable"),
        (errno.EACCES, "evidence.folder_not_writable"),
        (errno.EIO, "evidence.vault_disk_lost"),
        (errno.ENODEV, "evidence.vault_disk_lost"),
    ],
)
def test_a_disk_that_takes_no_more_is_told_plainly_and_nothing_is_kept(
    vault: EvidenceFolder, source: Path, monkeypatch: pytest.MonkeyPatch, number: int, expected: str
) -> None:
    monkeypatch.setattr(FailingFile, "number", number)
    monkeypatch.setattr(evidence_files.io, "FileIO", FailingFile)
    assert_nothing_kept(vault, source, expected)


def test_too_little_room_is_noticed_before_anything_is_written(
    vault: EvidenceFolder, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = evidence_files.shutil.disk_usage(source.parent)._replace(free=source.stat().st_size - 1)
    monkeypatch.setattr(evidence_files.shutil, "disk_usage", lambda _folder: usage)
    assert_nothing_kept(vault, source, "evidence.disk_full")


def test_a_disk_that_returns_other_bytes_than_were_written_is_caught_before_sealing(
    vault: EvidenceFolder, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rot(descriptor: int) -> None:
        os.lseek(descriptor, 5000, os.SEEK_SET)
        os.write(descriptor, b"rotten")

    monkeypatch.setattr(evidence_files, "fsync", rot)
    assert_nothing_kept(vault, source, "evidence.read_back_differs")


def test_an_error_of_ours_leaves_nothing_behind_either(
    vault: EvidenceFolder, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_descriptor: int) -> None:
        raise RuntimeError("bug")

    monkeypatch.setattr(evidence_files, "fsync", broken)
    with pytest.raises(RuntimeError, match="bug"):
        seal(vault, source)
    assert on_disk(source.parent / "evidence") == []


def test_an_item_is_never_sealed_over_another(vault: EvidenceFolder, source: Path) -> None:
    key, sealed = seal(vault, source)
    with pytest.raises(FileExistsError):
        vault.seal_bytes(b"other", key)
    vault.verify(key, sealed, unheard, never)


def test_a_missing_item_is_named(vault: EvidenceFolder, source: Path) -> None:
    key, sealed = seal(vault, source)
    vault.path_of(key.name).unlink()
    assert code(lambda: vault.verify(key, sealed, unheard, never)) == "evidence.missing"
    assert code(lambda: vault.open(key)) == "evidence.missing"


def test_an_item_swapped_for_another_one_is_noticed(vault: EvidenceFolder, source: Path) -> None:
    key, sealed = seal(vault, source)
    other, _sealed = seal(vault, source)
    vault.path_of(other.name).replace(vault.path_of(key.name))
    assert code(lambda: vault.verify(key, sealed, unheard, never)) == "evidence.altered"
    assert code(lambda: vault.open(key)) == "evidence.altered"


def test_an_item_sealed_anew_to_the_right_key_is_caught_by_its_hash(
    vault: EvidenceFolder, source: Path
) -> None:
    key, sealed = seal(vault, source)
    recipient = pyrage.x25519.Identity.from_str(key.identity).to_public()
    vault.path_of(key.name).write_bytes(pyrage.encrypt(b"forged", [recipient]))
    assert code(lambda: vault.verify(key, sealed, unheard, never)) == "evidence.altered"


def test_bit_flips_and_truncations_are_noticed_wherever_they_are(vault: EvidenceFolder, source: Path) -> None:
    key, sealed = seal(vault, source)
    path = vault.path_of(key.name)
    whole = path.read_bytes()
    draw = random.Random(3)
    for at in [0, 30, 100, 200, len(whole) - 1, *(draw.randrange(len(whole)) for _ in range(30))]:
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert code(lambda: vault.verify(key, sealed, unheard, never)) == "evidence.altered"
        path.write_bytes(whole[:at])
        assert code(lambda: vault.verify(key, sealed, unheard, never)) == "evidence.altered"
    path.write_bytes(whole)
    vault.verify(key, sealed, unheard, never)


def test_a_preview_that_meets_damage_is_refused_rather_than_shown(
    vault: EvidenceFolder, source: Path
) -> None:
    key, _sealed = seal(vault, source)
    path = vault.path_of(key.name)
    whole = bytearray(path.read_bytes())
    whole[MIB] ^= 1
    path.write_bytes(whole)
    with vault.open(key) as reader:
        assert reader.read(100) == source.read_bytes()[:100]
        reader.seek(MIB - 500)
        assert code(reader.read) == "evidence.altered"


def test_an_erased_item_is_gone_and_erasing_twice_does_no_harm(vault: EvidenceFolder, source: Path) -> None:
    key, _sealed = seal(vault, source)
    for _ in range(2):
        vault.erase(key.name)
        assert on_disk(vault.path_of(key.name).parent) == []


@pytest.mark.parametrize("name", ["", "..", "../../etc/passwd", "0" * 31, "0" * 33, "G" * 32, "0" * 31 + "/"])
def test_only_our_own_kind_of_name_becomes_a_path(vault: EvidenceFolder, name: str) -> None:
    with pytest.raises(ValueError, match="not the name"):
        vault.path_of(name)
