"""A pack is released once, proved and signed, or not at all."""

import hashlib
import json
import subprocess
from dataclasses import replace

import pytest

from spoc_desk.domain.changes import RecordConsulted
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.evidence import EvidenceKey
from spoc_desk.domain.exhibits import Exhibit, ExhibitState
from spoc_desk.domain.issues import FileRole, IssuedPack, PackFile, PackFinding, PackRelease, PackState
from spoc_desk.services.certificates import set_timestamp_server
from spoc_desk.services.exhibits import AddExhibit, add_exhibit
from spoc_desk.services.pack_items import standing
from spoc_desk.services.release import ReleasePack, release_pack
from tests.documents import stamp_server
from tests.documents.certificate_samples import PASSPHRASE
from tests.documents.stamp_server import serving
from tests.services.releasing import built, release_office, released, with_certificate
from tests.services.test_packs import a_case


@pytest.fixture
def office(desk, tmp_path):
    return release_office(desk, tmp_path)


@pytest.fixture
def case(office, tmp_path):
    return a_case(office, tmp_path)[1]


def state(desk, pack):
    with desk.queries.snapshot() as reader:
        return standing(pack, reader)


def files_of(desk, pack):
    with desk.queries.snapshot() as reader:
        return {file.role: file for file in reader.find(PackFile, pack_id=pack.id)}


def content_of(desk, file):
    with desk.evidence.open(EvidenceKey(file.file_name, file.file_identity)) as stream:
        return stream.read()


def refused(desk, pack, **how):
    with pytest.raises(DomainError) as refusal:
        release_pack(ReleasePack(pack.id, **how), desk)
    return refusal.value


def last_change(desk):
    return desk.queries.recent_changes(1)[0]


def test_a_release_is_on_record_with_who_authorised_it_and_its_manifest(office, case):
    pack = built(office, case)
    release = released(office, pack)
    assert state(office, pack) is PackState.RELEASED
    assert release.self_authorised
    assert release.authorised_by == ""
    assert release.released_by == office.officer.name
    manifest = content_of(office, files_of(office, pack)[FileRole.MANIFEST])
    assert release.manifest_sha256 == hashlib.sha256(manifest).hexdigest()
    assert last_change(office)["event"] == "PackReleased"
    assert last_change(office)["manifest_sha256"] == release.manifest_sha256


def test_nobody_may_authorise_whom_the_cover_does_not_name(office, case):
    pack = built(office, case)
    assert refused(office, pack, authorised_by="Ch Supt Lena Ward").code == "packs.authoriser_differs"
    assert state(office, pack) is PackState.DRAFT


@pytest.mark.parametrize("written", ["DET  SUPT  {0}", "{0} ", "Ch Supt {0}"])
def test_whoever_made_a_pack_is_no_second_person_however_the_name_is_written(office, case, written):
    pack = built(office, case, authorised_by=written.format(office.officer.name.upper()))
    assert office.documents.contents[-1].authorisation == f"{office.officer.name}, self-authorised"
    release = released(office, pack, authorised_by=written.format(office.officer.name))
    assert (release.authorised_by, release.self_authorised) == ("", True)


def test_a_pack_is_released_once(office, case):
    pack = built(office, case)
    released(office, pack)
    assert refused(office, pack).code == "packs.released_already"


@pytest.mark.parametrize("found", [ExhibitState.MISSING, ExhibitState.ALTERED])
def test_a_pack_whose_exhibit_is_no_longer_sound_is_not_released(office, case, found):
    pack = built(office, case)
    with office.unit_of_work() as work:
        from spoc_desk.domain.changes import ExhibitVerified

        (exhibit,) = work.find(Exhibit)
        work.change(replace(exhibit, state=found))
        work.record(ExhibitVerified(casefile=case.id, exhibit=exhibit.id, fault="evidence.altered"))
    assert refused(office, pack).code == f"packs.exhibit_{found}"


def test_slip_sheets_are_released_only_once_they_were_accepted(office, case):
    office.documents.faulty = ("RH/1",)
    pack = built(office, case)
    assert refused(office, pack).code == "packs.faults_unseen"
    released(office, pack, faults_accepted=True)
    contents = json.loads(content_of(office, files_of(office, pack)[FileRole.CONTENTS]))
    assert contents["not_printed"] == ["RH/1: it is locked"]


def test_bytes_that_changed_in_the_vault_are_never_released(office, case):
    pack = built(office, case)
    office.evidence.files[pack.file_name] += b" "
    assert refused(office, pack).code == "evidence.altered"
    with_certificate(office)
    assert refused(office, pack, signed=True, passphrase=PASSPHRASE).code == "evidence.altered"
    assert state(office, pack) is PackState.DRAFT
    assert files_of(office, pack) == {}


def test_a_signed_release_keeps_the_pack_and_adds_its_signed_form(office, case, tmp_path):
    with_certificate(office)
    pack = built(office, case)
    release = released(office, pack, signed=True, passphrase=PASSPHRASE)
    assert "Jo Sands" in release.certificate
    assert len(release.certificate_sha256) == 64
    assert not release.trial
    signed = content_of(office, files_of(office, pack)[FileRole.SIGNED])
    assert signed.startswith(content_of(office, pack))
    (tmp_path / "signed.pdf").write_bytes(signed)
    said = subprocess.run(
        ["pdfsig", str(tmp_path / "signed.pdf")], capture_output=True, text=True, check=False
    ).stdout
    assert "Signature is Valid" in said


def test_a_trial_signature_says_on_record_that_it_is_one(office, case):
    from spoc_desk.services.certificates import make_trial_certificate

    make_trial_certificate(PASSPHRASE, office)
    pack = built(office, case)
    release = released(office, pack, signed=True, passphrase=PASSPHRASE)
    assert release.trial
    contents = json.loads(content_of(office, files_of(office, pack)[FileRole.CONTENTS]))
    assert contents["signature"]["trial"] is True


@pytest.mark.parametrize("passphrase", ["", "violet tractor"])
def test_a_wrong_passphrase_leaves_the_release_unmade(office, case, passphrase):
    with_certificate(office)
    pack = built(office, case)
    sealed = set(office.evidence.names())
    assert refused(office, pack, signed=True, passphrase=passphrase).code == "signing.passphrase_wrong"
    assert state(office, pack) is PackState.DRAFT
    assert set(office.evidence.names()) == sealed


def test_an_expired_certificate_signs_nothing(office, case):
    with_certificate(office)
    pack = built(office, case)
    office.clock.forward(days=800)
    assert refused(office, pack, signed=True, passphrase=PASSPHRASE).code == "signing.expired"


def test_without_a_certificate_nothing_is_signed(office, case):
    pack = built(office, case)
    assert refused(office, pack, signed=True, passphrase=PASSPHRASE).code == "signing.no_certificate"


def test_a_time_stamp_comes_only_from_the_server_the_force_entered(office, case):
    with_certificate(office)
    pack = built(office, case)
    how = {"signed": True, "passphrase": PASSPHRASE, "stamped": True}
    assert refused(office, pack, **how).code == "signing.stamp_unset"
    with serving(stamp_server.honest) as (address, asked):
        set_timestamp_server(address, office)
        assert asked == []
        release = released(office, pack, **how)
        assert len(asked) == 1
    assert release.time_stamp.startswith("2026-11-20T09:30:00Z")
    assert "Wessmere Time" in release.time_stamp


def test_a_release_without_a_time_stamp_connects_to_nothing(office, case):
    with_certificate(office)
    with serving(stamp_server.honest) as (address, asked):
        set_timestamp_server(address, office)
        released(office, built(office, case), signed=True, passphrase=PASSPHRASE)
    assert asked == []


def test_a_time_stamp_server_that_cannot_be_reached_leaves_the_release_unmade(office, case):
    with_certificate(office)
    with serving(stamp_server.honest) as (address, _):
        set_timestamp_server(address, office)
    pack = built(office, case)
    sealed = set(office.evidence.names())
    how = {"signed": True, "passphrase": PASSPHRASE}
    assert refused(office, pack, stamped=True, **how).code == "signing.stamp_unreachable"
    assert set(office.evidence.names()) == sealed
    released(office, pack, **how)
    assert state(office, pack) is PackState.RELEASED


def test_neither_passphrase_nor_key_is_on_record_or_on_the_trail(office, case):
    with_certificate(office)
    released(office, built(office, case), signed=True, passphrase=PASSPHRASE)
    told = "".join(str(entry) for entry in office.queries.audit_entries())
    assert PASSPHRASE not in told
    assert PASSPHRASE not in repr(ReleasePack(1, passphrase=PASSPHRASE))
    with office.queries.snapshot() as reader:
        assert PASSPHRASE not in repr(reader.find(PackRelease))


def test_contents_name_each_item_with_its_pages_and_the_hash_of_its_original(office, case):
    pack = built(office, case)
    released(office, pack)
    contents = json.loads(content_of(office, files_of(office, pack)[FileRole.CONTENTS]))
    with office.queries.snapshot() as reader:
        (exhibit,) = reader.find(Exhibit)
    (item,) = contents["items"]
    assert (item["reference"], item["sha256"]) == (exhibit.reference, exhibit.sha256)
    assert (item["first_page"], item["last_page"], item["rendition"]) == (2, 2, "unaltered")
    assert contents["files"][0]["sha256"] == pack.sha256
    assert contents["made_with"]["SPOC Desk"]
    assert contents["made_with"]["pikepdf"]


def test_the_manifest_names_every_other_file_of_the_release(office, case):
    with_certificate(office)
    pack = built(office, case)
    released(office, pack, signed=True, passphrase=PASSPHRASE)
    files = files_of(office, pack)
    lines = content_of(office, files[FileRole.MANIFEST]).decode().splitlines()
    told = {line.partition("  ")[0] for line in lines}
    assert told == {pack.sha256, files[FileRole.SIGNED].sha256, files[FileRole.CONTENTS].sha256}


def another(office, case, tmp_path, first):
    path = tmp_path / "letter.txt"
    path.write_bytes(b"a letter")
    add_exhibit(AddExhibit(case.id, path, "Letter", found_by="PC Jo Sands"), office)
    return built(office, case, supersedes=first.reference, change_note="A letter came in")


def test_a_released_pack_is_superseded_once_the_later_one_is_released(office, case, tmp_path):
    first = built(office, case)
    released(office, first)
    later = another(office, case, tmp_path, first)
    assert state(office, first) is PackState.RELEASED
    released(office, later)
    assert state(office, first) is PackState.SUPERSEDED
    assert state(office, later) is PackState.RELEASED


def test_the_change_sheet_is_in_the_manifest_and_names_what_was_added(office, case, tmp_path):
    from io import BytesIO

    from pypdf import PdfReader

    first = built(office, case)
    released(office, first)
    later = another(office, case, tmp_path, first)
    released(office, later)
    sheet = files_of(office, later)[FileRole.CHANGES]
    assert sheet.sha256 in content_of(office, files_of(office, later)[FileRole.MANIFEST]).decode()
    said = PdfReader(BytesIO(content_of(office, sheet))).pages[0].extract_text()
    for expected in (first.reference, later.reference, "A letter came in", "Added", "Letter"):
        assert expected in said


def test_a_draft_cannot_be_superseded(office, case, tmp_path):
    first = built(office, case)
    assert refused(office, another(office, case, tmp_path, first)).code == "packs.supersedes_draft"


def test_only_one_pack_takes_the_place_of_another(office, case, tmp_path):
    first = built(office, case)
    released(office, first)
    later = another(office, case, tmp_path, first)
    rival = built(office, case, supersedes=first.reference)
    released(office, later)
    assert refused(office, rival).code == "packs.superseded_already"


def test_a_release_changes_nothing_in_the_pack_itself(office, case):
    pack = built(office, case)
    before = content_of(office, pack)
    released(office, pack)
    with office.queries.snapshot() as reader:
        assert reader.get(IssuedPack, pack.id) == pack
    assert content_of(office, pack) == before


def test_the_vault_check_reads_what_a_release_sealed(office, case):
    from spoc_desk.services.sittings import sealed_names

    pack = built(office, case)
    released(office, pack)
    names = {file.file_name for file in files_of(office, pack).values()}
    assert names <= sealed_names(office)[1]


def test_each_volume_is_signed_and_named_in_the_manifest(office, case, tmp_path):
    from tests.documents import samples
    from tests.services.test_packs import Pages

    path = tmp_path / "second.pdf"
    path.write_bytes(samples.pdf(2))
    office.documents.more = (Pages(path, pages=4, number=2, size=path.stat().st_size),)
    with_certificate(office)
    pack = built(office, case)
    released(office, pack, signed=True, passphrase=PASSPHRASE)
    with office.queries.snapshot() as reader:
        files = reader.find(PackFile, pack_id=pack.id)
    assert sorted((file.role, file.volume) for file in files if file.role in {"volume", "signed"}) == [
        (FileRole.SIGNED, 1),
        (FileRole.SIGNED, 2),
        (FileRole.VOLUME, 2),
    ]
    manifest = content_of(office, files_of(office, pack)[FileRole.MANIFEST]).decode()
    for words in ("volume 1.pdf", "volume 2.pdf", "volume 1 - signed.pdf", "volume 2 - signed.pdf"):
        assert words in manifest


def test_a_served_pack_that_shows_an_address_is_released_only_once_that_was_accepted(office, case):
    pack = built(office, case)
    with office.unit_of_work() as work:
        work.add(PackFinding(0, pack.id, 1, "RH/1", "exposed", 1, "2", "1"))
        work.record(RecordConsulted(kind="pack", record=pack.id, casefile=case.id))
    assert refused(office, pack).code == "packs.exposed_unseen"
    released(office, pack, faults_accepted=True)
    assert state(office, pack) is PackState.RELEASED
