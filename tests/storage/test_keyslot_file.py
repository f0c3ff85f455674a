"""The two copies of the slots on disk."""

import json
import os
import random
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from spoc_desk.domain.errors import DomainError
from spoc_desk.storage import keyslot_file
from spoc_desk.storage.keyslot_file import NAMES, KeyslotFile
from spoc_desk.storage.keyslots import KdfCost, Slot, digest_of

SLOT = Slot(
    officer="0195-officer",
    officer_name="Det Supt Ada Marsh",
    vault="0195-vault",
    epoch=1,
    kdf=KdfCost(65536, 3, 1),
    salt="ab" * 16,
    device="ws-03",
    backend="Secret Service",
    device_check="cd" * 8,
    created_at="2026-11-20T09:30:00+00:00",
    wrapped="ef" * 60,
)
SECOND = replace(SLOT, officer="0195-second", officer_name="DI Éowyn Clarke")


@pytest.fixture
def file(tmp_path: Path) -> KeyslotFile:
    file = KeyslotFile(tmp_path)
    file.write((SLOT, SECOND))
    return file


def test_what_was_written_is_read_and_both_copies_agree(file: KeyslotFile, tmp_path: Path) -> None:
    reading = file.read()
    assert reading.slots == (SLOT, SECOND)
    assert reading.damaged == ()
    assert len({(tmp_path / name).read_bytes() for name in NAMES}) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has no permission bits")
def test_the_copies_are_readable_by_this_account_alone(file: KeyslotFile, tmp_path: Path) -> None:
    assert {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in NAMES} == {0o600}
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("damage", [b"", b"{}", b"[]", b"\xff\xfe", b"[" * 100_000, None])
def test_one_damaged_copy_is_reported_and_repaired_from_the_other(
    file: KeyslotFile, tmp_path: Path, name: str, damage: bytes | None
) -> None:
    whole = (tmp_path / name).read_bytes()
    if damage is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_bytes(damage)
    reading = file.read()
    assert reading.slots == (SLOT, SECOND)
    assert reading.damaged == (name,)
    file.repair(reading)
    assert (tmp_path / name).read_bytes() == whole
    assert file.read().damaged == ()


def test_no_flipped_bit_goes_unnoticed(file: KeyslotFile, tmp_path: Path) -> None:
    path = tmp_path / NAMES[0]
    whole = path.read_bytes()
    meant = json.loads(whole)
    for bit in random.Random(7).sample(range(len(whole) * 8), 300):
        flipped = bytearray(whole)
        flipped[bit // 8] ^= 1 << bit % 8
        path.write_bytes(flipped)
        reading = file.read()
        assert reading.slots == (SLOT, SECOND)
        harmless = reading.damaged == () and json.loads(bytes(flipped)) == meant
        assert reading.damaged == (NAMES[0],) or harmless


def test_two_damaged_copies_are_refused_and_nothing_is_overwritten(file: KeyslotFile, tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / name).write_bytes(b"damaged")
    with pytest.raises(DomainError, match=r"keys\.slots_damaged"):
        file.read()
    assert {(tmp_path / name).read_bytes() for name in NAMES} == {b"damaged"}


def test_a_folder_without_slots_is_told_from_a_damaged_one(tmp_path: Path) -> None:
    with pytest.raises(DomainError, match=r"keys\.slots_missing"):
        KeyslotFile(tmp_path).read()


def test_a_crash_between_the_two_copies_leaves_the_newer_one(
    file: KeyslotFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = keyslot_file.write_durably

    def once(path: Path, content: bytes) -> None:
        if path.name == NAMES[1]:
            raise OSError("power cut")
        write(path, content)

    monkeypatch.setattr(keyslot_file, "write_durably", once)
    with pytest.raises(OSError, match="power cut"):
        file.write((SLOT,))
    monkeypatch.undo()
    reading = file.read()
    assert reading.slots == (SLOT,)
    assert reading.damaged == (NAMES[1],)
    file.repair(reading)
    assert file.read().damaged == ()


def test_a_write_over_two_damaged_copies_starts_afresh(file: KeyslotFile, tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / name).write_bytes(b"damaged")
    file.write((SECOND,))
    assert file.read().slots == (SECOND,)


@pytest.mark.parametrize(
    "wrong",
    [{"epoch": "1"}, {"epoch": True}, {"salt": 5}, {"kdf": {"memory_kib": 1.5, "iterations": 3, "lanes": 1}},
     {"kdf": None}, {"surprise": "x"}],
)  # fmt: skip
def test_a_well_signed_copy_of_the_wrong_shape_is_damaged_too(
    tmp_path: Path, wrong: dict[str, object]
) -> None:
    file = KeyslotFile(tmp_path)
    file.write((SLOT,))
    told = json.loads((tmp_path / NAMES[0]).read_bytes())
    told.pop("checksum")
    told["slots"][0].update(wrong)
    for name in NAMES:
        (tmp_path / name).write_text(json.dumps({**told, "checksum": digest_of(told)}))
    with pytest.raises(DomainError, match=r"keys\.slots_damaged"):
        file.read()
