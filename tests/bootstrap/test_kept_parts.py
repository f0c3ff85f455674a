"""Parts of packs that outlive a build, and packs in volumes, in a real vault with the real child process."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdf
import pytest
from PIL import Image

from spoc_desk.bootstrap.machine import ThisMachine
from spoc_desk.domain.casefiles import Casefile
from spoc_desk.domain.changes import PackBuilt
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.evidence import EvidenceKey
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.domain.issues import IssuedPack, PackFile, PackItem
from spoc_desk.domain.kept_parts import KeptPart
from spoc_desk.services import kept_parts, sittings
from spoc_desk.services.casefiles import OpenCasefile, open_casefile
from spoc_desk.services.exhibits import AddExhibit, add_exhibit
from spoc_desk.services.kept_parts import drop_kept_parts
from spoc_desk.services.pack_building import BuildPack, build_pack
from spoc_desk.services.pack_content import PackTerms
from spoc_desk.services.ports import Desk
from spoc_desk.services.verify import verify_vault
from tests.bootstrap.vaults import machine_in, make_vault
from tests.cli.incidents import report_one
from tests.documents import samples

LIMIT = 1_000_000


@dataclass
class Opened:
    """A vault with one casefile of three exhibits."""

    machine: ThisMachine
    folder: Path
    desk: Desk
    case: int

    def build(self, **terms: object) -> IssuedPack:
        (made,) = build_pack(BuildPack(self.case, PackTerms("CPS", "Advice", **terms)), self.desk)  # type: ignore[arg-type]
        assert isinstance(made, PackBuilt)
        with self.desk.queries.snapshot() as reader:
            return reader.get(IssuedPack, made.pack)

    def find(self, kind: type) -> tuple:
        with self.desk.queries.snapshot() as reader:
            return reader.find(kind)

    def events(self) -> list[str]:
        return [json.loads(entry["payload"])["event"] for entry in self.desk.queries.audit_entries()]

    def sealed(self, name: str) -> Path:
        (path,) = self.folder.rglob(f"{name}.age")
        return path

    def scratch(self) -> list[Path]:
        return [path for path in (self.folder / "scratch").rglob("*") if path.is_file()]


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Opened]:
    machine = machine_in(tmp_path)
    with make_vault(machine, tmp_path / "vault") as made:
        desk = made.vault.desk
        incident = report_one(desk)
        open_casefile(OpenCasefile("Calls", (incident,)), desk)
        with desk.queries.snapshot() as reader:
            (case,) = reader.find(Casefile)
        for name, content in originals().items():
            (tmp_path / name).write_bytes(content)
            add_exhibit(AddExhibit(case.id, tmp_path / name, name), desk)
        yield Opened(machine, tmp_path / "vault", desk, case.id)
        made.vault.close("exit")
    machine.close()


def originals() -> dict[str, bytes]:
    photograph = io.BytesIO()
    samples.noise(640, 480, 5).save(photograph, "JPEG", quality=92)
    album = io.BytesIO()
    first, *rest = (Image.effect_noise((800, 500), 90 + page) for page in range(9))
    first.save(album, "PDF", save_all=True, append_images=rest)
    return {"door.jpg": photograph.getvalue(), "album.pdf": album.getvalue(), "call.txt": b"I know where"}


def test_parts_are_kept_sealed_and_the_next_pack_is_made_of_them(
    vault: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = vault.build()
    kept = vault.find(KeptPart)
    assert {part.exhibit_id for part in kept} == {exhibit.id for exhibit in vault.find(Exhibit)}
    for part in kept:
        assert b"%PDF" not in vault.sealed(part.file_name).read_bytes()
    asked = []
    monkeypatch.setattr(vault.machine.parts.child, "call", _watched(vault, asked))
    again = vault.build()
    assert not [function for function in asked if "normalise" in function]
    assert vault.find(KeptPart) == kept
    assert vault.events().count("PartsKept") == 1
    assert again.pages == first.pages
    assert vault.scratch() == []


def _watched(vault: Opened, asked: list[str]):  # type: ignore[no-untyped-def]
    true = vault.machine.parts.child.call

    def call(function, *rest):  # type: ignore[no-untyped-def]
        asked.append(function)
        return true(function, *rest)

    return call


def test_kept_parts_are_no_strays_and_the_vault_stays_sound(vault: Opened) -> None:
    vault.build()
    report = verify_vault(vault.desk, full=True)
    assert (report.faults, report.strays) == (0, ())


@pytest.mark.parametrize("harm", ["missing", "damaged"])
def test_a_kept_part_that_is_harmed_is_made_again(vault: Opened, harm: str) -> None:
    first = vault.build()
    part = vault.find(KeptPart)[1]
    path = vault.sealed(part.file_name)
    if harm == "missing":
        path.unlink()
    else:
        sealed = bytearray(path.read_bytes())
        sealed[-40] ^= 1
        path.write_bytes(sealed)
    again = vault.build()
    assert (again.pages, again.faults) == (first.pages, ())
    after = vault.find(KeptPart)
    assert len(after) == 3
    assert part.file_name not in {each.file_name for each in after}
    assert not list(vault.folder.rglob(f"{part.file_name}.age"))


def test_parts_of_another_version_of_the_program_are_dropped(
    vault: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_parts, "__version__", "0.0.1")
    vault.build()
    old = {part.file_name for part in vault.find(KeptPart)}
    monkeypatch.undo()
    vault.build()
    now = vault.find(KeptPart)
    assert len(now) == 3
    assert not old & {part.file_name for part in now}
    assert not old & vault.desk.evidence.names()


def test_every_kept_part_can_be_dropped_at_once(vault: Opened) -> None:
    vault.build()
    before = vault.desk.evidence.names()
    parts = {part.file_name for part in vault.find(KeptPart)}
    (change,) = drop_kept_parts(vault.desk)
    assert change.dropped == 3
    assert vault.desk.evidence.names() == before - parts
    assert drop_kept_parts(vault.desk) == ()


def test_a_lost_kept_part_alarms_nobody_when_the_vault_is_opened(vault: Opened) -> None:
    vault.build()
    part = vault.find(KeptPart)[0]
    vault.sealed(part.file_name).unlink()
    notices = sittings.begin(vault.desk, (part.file_name,))
    assert "sittings.evidence_missing" not in [notice.code for notice in notices]
    assert part.file_name not in {each.file_name for each in vault.find(KeptPart)}


def test_a_pack_in_volumes_is_sealed_file_by_file_and_each_is_verified(vault: Opened) -> None:
    pack = vault.build(volume_size=LIMIT)
    further = vault.find(PackFile)
    assert [file.volume for file in further] == list(range(2, len(further) + 2))
    assert len(further) >= 1
    keys = [EvidenceKey(pack.file_name, pack.file_identity)]
    keys += [EvidenceKey(file.file_name, file.file_identity) for file in further]
    counts = []
    for number, key in enumerate(keys, 1):
        with vault.desk.evidence.open(key) as stream:
            reader = pypdf.PdfReader(io.BytesIO(stream.read()))
        counts.append(len(reader.pages))
        assert f"Volume {number} of {len(keys)}" in reader.pages[0].extract_text()
    assert sum(counts) == pack.pages
    assert counts[1:] == [file.pages for file in further]
    items = vault.find(PackItem)
    assert items[-1].volume == len(keys) or items[-1].volume > 1
    assert verify_vault(vault.desk, full=True).faults == 0
    vault.sealed(further[0].file_name).unlink()
    assert [item.kind for item in verify_vault(vault.desk).bad] == ["pack"]


@pytest.mark.parametrize("stop", [1, 700, 799, 801, 900])
def test_a_pack_cancelled_at_any_stage_leaves_no_file_and_no_record(vault: Opened, stop: int) -> None:
    before, reached = vault.desk.evidence.names(), [0]

    def heard(done: int, _total: int) -> None:
        reached[0] = max(reached[0], done)

    with pytest.raises(DomainError) as caught:
        build_pack(
            BuildPack(vault.case, PackTerms("CPS", "Advice", volume_size=LIMIT)),
            vault.desk,
            heard,
            lambda: reached[0] >= stop,
        )
    assert caught.value.code == "work.cancelled"
    assert vault.desk.evidence.names() == before
    assert vault.find(IssuedPack) == vault.find(KeptPart) == ()
    assert vault.scratch() == []


def test_a_full_disk_while_a_later_volume_is_sealed_leaves_nothing(
    vault: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, true, sealed = vault.desk.evidence.names(), type(vault.desk.evidence).seal_stream, []

    def full(folder, source, *rest):  # type: ignore[no-untyped-def]
        sealed.append(source.name)
        if len(sealed) == 5:
            raise DomainError("evidence.disk_full")
        return true(folder, source, *rest)

    monkeypatch.setattr(type(vault.desk.evidence), "seal_stream", full)
    with pytest.raises(DomainError) as caught:
        vault.build(volume_size=LIMIT)
    assert caught.value.code == "evidence.disk_full"
    assert "volume 2" in sealed[-1]
    assert vault.desk.evidence.names() == before
    assert vault.find(IssuedPack) == vault.find(KeptPart) == ()


def test_a_disk_without_room_for_kept_parts_makes_the_pack_all_the_same(
    vault: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = type(vault.desk.evidence).seal_stream

    def full(folder, source, *rest):  # type: ignore[no-untyped-def]
        if Path(source.name).stem.isdigit():
            raise DomainError("evidence.disk_full")
        return true(folder, source, *rest)

    monkeypatch.setattr(type(vault.desk.evidence), "seal_stream", full)
    assert vault.build().pages > 3
    assert vault.find(KeptPart) == ()
    assert "PartsKept" not in vault.events()
