"""Late pages in a real vault with the real child process: built, sealed, recorded, read back."""

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest

from spoc_desk.domain.casefiles import Casefile
from spoc_desk.domain.changes import RecordConsulted
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.evidence import EvidenceKey
from spoc_desk.domain.issues import IssuedPack, PackItem, PackRelease
from spoc_desk.services.casefiles import OpenCasefile, open_casefile
from spoc_desk.services.exhibits import AddExhibit, add_exhibit
from spoc_desk.services.late_pages import AddLatePages, add_late_pages
from spoc_desk.services.pack_building import BuildPack, build_pack
from spoc_desk.services.pack_content import PackTerms
from spoc_desk.services.packs import pack_volumes
from spoc_desk.services.ports import Desk
from spoc_desk.services.verify import verify_vault
from tests.bootstrap.vaults import machine_in, make_vault
from tests.cli.incidents import report_one
from tests.documents import samples

NOTE = "Served late because the phone was examined on 25 November"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    machine = machine_in(tmp_path)
    with make_vault(machine, tmp_path / "vault") as made:
        yield made.vault.desk
        made.vault.close("exit")
    machine.close()


@pytest.fixture
def first(desk: Desk, tmp_path: Path) -> IssuedPack:
    """A released pack of two exhibits."""
    open_casefile(OpenCasefile("Calls", (report_one(desk),)), desk)
    with desk.queries.snapshot() as reader:
        (case,) = reader.find(Casefile)
    for name, content in (("door.jpg", samples.jpeg(6)), ("call.txt", b"I know where")):
        (tmp_path / name).write_bytes(content)
        add_exhibit(AddExhibit(case.id, tmp_path / name, f"Copy of {name}", found_by="DC Jo Sands"), desk)
    (made,) = build_pack(BuildPack(case.id, PackTerms("CPS", "Advice")), desk)
    pack = only(desk, made.pack)
    with desk.unit_of_work() as work:
        work.add(PackRelease(0, pack.id, desk.clock.now(), desk.officer.name, "", True, "0" * 64))
        work.record(RecordConsulted(kind="pack", record=pack.id, casefile=case.id))
    path = tmp_path / "phone.pdf"
    path.write_bytes(samples.pdf(2))
    add_exhibit(AddExhibit(case.id, path, "Report on the telephone", found_by="DC Jo Sands"), desk)
    return pack


def only(desk: Desk, pack_id: int) -> IssuedPack:
    with desk.queries.snapshot() as reader:
        return reader.get(IssuedPack, pack_id)


def test_late_pages_are_sealed_as_a_pack_that_holds_the_earlier_one(desk: Desk, first: IssuedPack) -> None:
    (made,) = add_late_pages(AddLatePages(first.id, ("JS/3",), NOTE), desk)
    later = only(desk, made.pack)
    content = pack_volumes(later.id, desk)[0].opened().read()
    assert hashlib.sha256(content).hexdigest() == later.sha256
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    assert len(pages) == later.pages
    assert all(f"Page {number} of {later.pages}" in page for number, page in enumerate(pages, 1))
    assert NOTE in " ".join(pages[first.pages].split())
    with desk.queries.snapshot() as reader:
        rows = reader.find(PackItem, pack_id=later.id)
        earlier = reader.find(PackItem, pack_id=first.id)
    assert [(row.reference, row.first_page) for row in rows[:2]] == [
        (row.reference, row.first_page) for row in earlier
    ]
    assert "JS/3" in pages[rows[2].first_page - 1]
    assert rows[2].first_page > first.pages
    assert verify_vault(desk, full=True).faults == 0


def test_a_damaged_earlier_pack_is_refused_and_nothing_is_left(
    desk: Desk, first: IssuedPack, tmp_path: Path
) -> None:
    key = EvidenceKey(first.file_name, first.file_identity)
    (path,) = tmp_path.rglob(f"{key.name}.age")
    sealed = bytearray(path.read_bytes())
    sealed[-40] ^= 1
    path.write_bytes(sealed)
    names = desk.evidence.names()
    with pytest.raises(DomainError):
        add_late_pages(AddLatePages(first.id, ("JS/3",), NOTE), desk)
    with desk.queries.snapshot() as reader:
        assert len(reader.find(IssuedPack)) == 1
    assert desk.evidence.names() == names
    assert not [each for each in (tmp_path / "vault" / "scratch").rglob("*") if each.is_file()]
