"""A released pack leaves as it is, whole, for a recipient's key or behind a password; logged first."""

import hashlib
import subprocess
import zipfile
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from spoc_desk.domain.copy_results import CopyState, PackCopyResult
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.issues import PackCopy
from spoc_desk.services import release_copies
from spoc_desk.services.pack_copies import CopyPack, log_copy
from spoc_desk.services.release_copies import CopyKind, SaveCopy, save_copy
from tests.documents.certificate_samples import PASSPHRASE
from tests.services.releasing import built, release_office, released, with_certificate
from tests.services.test_packs import a_case

PASSWORD = "heather Llŷr 94 quay"


@pytest.fixture
def office(desk, tmp_path):
    return release_office(desk, tmp_path)


@pytest.fixture
def case(office, tmp_path):
    return a_case(office, tmp_path)[1]


@pytest.fixture
def pack(office, case):
    with_certificate(office)
    made = built(office, case)
    released(office, made, signed=True, passphrase=PASSPHRASE)
    return made


@pytest.fixture
def key(tmp_path):
    path = tmp_path / "key.txt"
    subprocess.run(["age-keygen", "-o", str(path)], check=True, capture_output=True)
    public = subprocess.run(["age-keygen", "-y", str(path)], check=True, capture_output=True, text=True)
    return path, public.stdout.strip()


def copies(desk, pack):
    with desk.queries.snapshot() as reader:
        return reader.find(PackCopy, pack_id=pack.id)


def refused(desk, command):
    with pytest.raises(DomainError) as refusal:
        save_copy(command, desk)
    return refusal.value


def test_a_file_leaves_as_it_is_with_its_digest_beside_it(office, pack, tmp_path):
    (tmp_path / "out").mkdir()
    _, paths = save_copy(SaveCopy(pack.id, CopyKind.FILE, tmp_path / "out" / "pack.pdf"), office)
    assert [path.name for path in paths] == ["pack.pdf", "pack.pdf.sha256"]
    assert hashlib.sha256(paths[0].read_bytes()).hexdigest() == pack.sha256
    check = ["sha256sum", "--strict", "-c", "pack.pdf.sha256"]
    assert subprocess.run(check, cwd=tmp_path / "out", check=False).returncode == 0
    assert copies(office, pack)[-1].how == "saved"


def test_a_release_folder_holds_every_file_and_proves_itself(office, pack, tmp_path):
    _, paths = save_copy(SaveCopy(pack.id, CopyKind.FOLDER, tmp_path / "out"), office)
    folder = tmp_path / "out" / "PK-2026-0001"
    assert {path.parent for path in paths} == {folder}
    names = sorted(path.name for path in folder.iterdir())
    assert names[:2] == ["Calls to candidates - PK-2026-0001 - 2026-11-20 - signed.pdf",
                         "Calls to candidates - PK-2026-0001 - 2026-11-20.pdf"]  # fmt: skip
    assert names[2:] == ["MANIFEST.sha256", "contents.json"]
    check = ["sha256sum", "--strict", "-c", "MANIFEST.sha256"]
    done = subprocess.run(check, cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.count(": OK")) == (0, 3)
    assert copies(office, pack)[-1].how == "folder"


def test_a_copy_for_a_key_is_the_whole_release_and_opens_with_that_key_alone(office, pack, key, tmp_path):
    path, public = key
    _, (copy,) = save_copy(SaveCopy(pack.id, CopyKind.AGE, tmp_path / "out", "CPS", (public,)), office)
    assert copy.name == "PK-2026-0001.zip.age"
    opened = subprocess.run(["age", "-d", "-i", str(path), str(copy)], capture_output=True, check=True)
    with zipfile.ZipFile(BytesIO(opened.stdout)) as archive:
        names = archive.namelist()
        assert all(name.startswith("PK-2026-0001/") for name in names)
        assert len(names) == 4
        first = next(name for name in names if name.endswith("2026-11-20.pdf"))
        assert hashlib.sha256(archive.read(first)).hexdigest() == pack.sha256
    logged = copies(office, pack)[-1]
    assert logged.how == "age"
    assert logged.recipient == f"CPS, {public}"


def test_a_copy_behind_a_password_opens_with_it_and_says_nothing_of_it_anywhere(office, pack, tmp_path):
    command = SaveCopy(pack.id, CopyKind.PASSWORD, tmp_path / "locked.pdf", password=PASSWORD)
    _, (copy,) = save_copy(command, office)
    with pikepdf.open(copy, password=PASSWORD) as pdf:
        assert "/Perms" not in pdf.Root
        assert len(pdf.pages) == 3
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(copy)
    assert PASSWORD not in repr(command)
    assert PASSWORD not in "".join(str(entry) for entry in office.queries.audit_entries())
    assert PASSWORD not in repr(copies(office, pack))
    assert copies(office, pack)[-1].how == "password"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"kind": CopyKind.AGE}, "packs.no_key"),
        ({"kind": CopyKind.AGE, "keys": ("age1nonsense",)}, "packs.not_a_key"),
        ({"kind": CopyKind.PASSWORD, "password": "swordfish"}, "packs.password_short"),
    ],
)
def test_what_cannot_be_made_is_neither_logged_nor_written(office, pack, tmp_path, more, code):
    command = SaveCopy(pack_id=pack.id, to=tmp_path / "out", **more)
    assert refused(office, command).code == code
    assert copies(office, pack) == ()
    assert not (tmp_path / "out").exists()


def test_a_draft_never_leaves(office, case, tmp_path):
    draft = built(office, case)
    command = SaveCopy(draft.id, CopyKind.FILE, tmp_path / "out" / "pack.pdf")
    assert refused(office, command).code == "packs.not_released"
    with pytest.raises(DomainError) as refusal:
        log_copy(CopyPack(draft.id, "printed"), office)
    assert refusal.value.code == "packs.not_released"
    assert copies(office, draft) == ()
    assert not (tmp_path / "out").exists()


def test_a_superseded_pack_leaves_only_when_that_is_wanted_and_the_log_says_so(office, pack, case, tmp_path):
    later = built(office, case, supersedes=pack.reference)
    released(office, later)
    command = SaveCopy(pack.id, CopyKind.FILE, tmp_path / "pack.pdf")
    refusal = refused(office, command)
    assert (refusal.code, refusal.values["later"]) == ("packs.superseded", later.reference)
    save_copy(SaveCopy(pack.id, CopyKind.FILE, tmp_path / "pack.pdf", superseded_wanted=True), office)
    assert copies(office, pack)[-1].superseded


def test_a_copy_that_is_cancelled_leaves_no_half_release(office, pack, tmp_path):
    asked = iter([False] * 2 + [True] * 100)
    with pytest.raises(DomainError) as refusal:
        save_copy(SaveCopy(pack.id, CopyKind.FOLDER, tmp_path / "out"), office, cancelled=lambda: next(asked))
    assert refusal.value.code == "work.cancelled"
    assert [path for path in (tmp_path / "out").rglob("*") if path.is_file()] == []


def test_where_nothing_can_be_written_the_officer_is_told(office, pack, tmp_path):
    (tmp_path / "file").write_text("in the way")
    command = SaveCopy(pack.id, CopyKind.FILE, tmp_path / "file" / "pack.pdf")
    assert refused(office, command).code == "outgoing.folder_missing"
    assert copies(office, pack) == ()


def results(desk):
    with desk.queries.snapshot() as reader:
        return [(each.state, each.note) for each in reader.find(PackCopyResult)]


@pytest.mark.parametrize("there", ["pack.pdf", "pack.pdf.sha256"])
def test_nothing_that_is_there_is_written_over_unasked(office, pack, tmp_path, there):
    (tmp_path / there).write_bytes(b"old")
    command = SaveCopy(pack.id, CopyKind.FILE, tmp_path / "pack.pdf")
    assert refused(office, command).code == "outgoing.exists"
    assert (tmp_path / there).read_bytes() == b"old"
    assert copies(office, pack) == ()
    save_copy(replace(command, replace=True), office)
    assert (tmp_path / there).read_bytes() != b"old"


def test_a_file_of_a_release_folder_is_not_written_over_unasked(office, pack, tmp_path):
    command = SaveCopy(pack.id, CopyKind.FOLDER, tmp_path / "out")
    _, paths = save_copy(command, office)
    paths[-1].write_bytes(b"old")
    for path in paths[:-1]:
        path.unlink()
    assert refused(office, command).code == "outgoing.exists"


@pytest.mark.parametrize("kind", [CopyKind.FILE, CopyKind.FOLDER, CopyKind.PASSWORD])
def test_a_copy_that_fails_leaves_nothing_and_is_on_record_as_failed(
    office, pack, tmp_path, kind, monkeypatch
):
    def full(*_):
        raise DomainError("outgoing.not_written", name="pack.pdf")

    monkeypatch.setattr(release_copies, "manifest_lines", full)
    for file in {name for name in office.evidence.files if name != pack.file_name}:
        office.evidence.files.pop(file)
    monkeypatch.setattr(type(office.releases), "lock", full)
    password = PASSWORD if kind is CopyKind.PASSWORD else ""
    (tmp_path / "out").mkdir()
    refused(office, SaveCopy(pack.id, kind, tmp_path / "out" / "pack.pdf", password=password))
    assert [path for path in (tmp_path / "out").rglob("*") if path.is_file()] == []
    assert [state for state, _ in results(office)] == [CopyState.FAILED]
