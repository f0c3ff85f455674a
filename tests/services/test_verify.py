"""A check of the vault: what is sound, what is not, each by name, and going on after a fault."""

import shutil
from dataclasses import replace

import pytest

from spoc_desk.domain.anchors import Anchor
from spoc_desk.domain.changes import IncidentReported, VaultVerified
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.evidence import EvidenceKey, Sealed
from spoc_desk.domain.exhibits import Exhibit, ExhibitState
from spoc_desk.domain.issues import IssuedPack
from spoc_desk.domain.officers import Role
from spoc_desk.services.anchors import Missed
from spoc_desk.services.exhibits import AddExhibit, add_exhibit
from spoc_desk.services.verify import verify_vault
from spoc_desk.services.verify_words import told_faults, told_oddities
from spoc_desk.storage.evidence_files import EvidenceFolder
from spoc_desk.storage.keyslot_file import KeyslotFile
from spoc_desk.storage.recovery import recovery_material, write_recovery
from spoc_desk.storage.store import SIGNING_KEY, Store
from spoc_desk.storage.unit_of_work import Actor
from tests.fakes.desk import FakeClock, make_desk
from tests.services.casework import casefile
from tests.services.conftest import KEY
from tests.services.trail import all_of, events, newest
from tests.ui.fakes import messages


@pytest.fixture
def path(empty_vault, tmp_path):
    own = tmp_path / "vault.db"
    shutil.copy(empty_vault, own)
    return own


@pytest.fixture
def desk(path, tmp_path):
    """A desk over the encrypted database and real sealed files."""
    clock = FakeClock()
    store = Store(path, KEY, clock)
    made = make_desk(
        clock=clock,
        unit_of_work=store.work(Actor("officer-uid", "DESK-1", "s1", Role.SPOC)),
        queries=store.queries,
        checks=store,
        evidence=EvidenceFolder(tmp_path / "evidence"),
    )
    KeyslotFile(tmp_path).write(())
    write_recovery(tmp_path, KEY, "vault-uid", 1, recovery_material().recipient)
    with made.unit_of_work() as work:
        work.set_setting(SIGNING_KEY, "5a" * 32)
        work.record(IncidentReported(incident=0))
    yield made
    store.close()


@pytest.fixture
def exhibits(desk, tmp_path):
    """Three sealed files of one casefile."""
    case = casefile(desk)
    for number in (1, 2, 3):
        source = tmp_path / f"photograph-{number}.jpg"
        source.write_bytes(bytes([number]) * 70_000 * number)
        add_exhibit(AddExhibit(case.id, source, f"Photograph {number}", found_by="Alex Moor"), desk)
    return all_of(desk, Exhibit)


@pytest.fixture
def file_of(tmp_path):
    def find(item):
        return next((tmp_path / "evidence").rglob(f"{item.file_name}*"))

    return find


def flip(file, place=-9):
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    file.write_bytes(content)


def pack(desk, case_id):
    key = desk.evidence.new_item()
    sealed = desk.evidence.seal_bytes(b"%PDF-1.7 a pack", key)
    with desk.unit_of_work() as work:
        kept = work.add(
            IssuedPack(
                0, "pack-1", case_id, "PK/2027/0001", "Pack", "CPS", True, desk.clock.now(), "RH", 3,
                sealed.size, sealed.sha256, key.name, key.identity, (), (), 1, desk.checks.hashes_at((1,))[1],
            )
        )  # fmt: skip
        work.record(IncidentReported(incident=0))
    return kept


def found(report):
    return [(item.kind, item.reference, item.fault) for item in report.bad]


@pytest.mark.parametrize("full", [False, True])
def test_a_sound_vault_has_no_faults(desk, exhibits, full):
    pack(desk, exhibits[0].casefile_id)
    report = verify_vault(desk, full=full)
    assert (report.faults, report.database, report.audit, report.bad, report.strays) == (0, (), None, (), ())
    assert (report.exhibits, report.packs) == (3, 1)
    assert report.audit_entries > 8
    assert report.changes[-1] == VaultVerified(full=full, faults=0)
    assert newest(desk)["event"] == "VaultVerified"


def test_a_full_check_is_noted_on_each_exhibit_and_a_quick_one_is_not(desk, exhibits):
    desk.clock.forward(days=1)
    verify_vault(desk)
    assert "ExhibitVerified" not in events(desk)
    verify_vault(desk, full=True)
    assert events(desk).count("ExhibitVerified") == 3
    assert {exhibit.verified_at for exhibit in all_of(desk, Exhibit)} == {desk.clock.now()}


def test_an_altered_file_is_found_by_a_full_check_and_the_rest_is_checked_too(desk, exhibits, file_of):
    flip(file_of(exhibits[0]), 90_000 - 80_000)
    report = verify_vault(desk, full=True)
    assert found(report) == [("exhibit", exhibits[0].reference, "evidence.altered")]
    assert report.bad[0].casefile.startswith("CF/")
    assert report.exhibits == 3
    states = [exhibit.state for exhibit in all_of(desk, Exhibit)]
    assert states == [ExhibitState.ALTERED, ExhibitState.SEALED, ExhibitState.SEALED]


def test_a_file_cut_short_is_found_by_a_quick_check(desk, exhibits, file_of):
    file = file_of(exhibits[1])
    file.write_bytes(file.read_bytes()[:-70_000])
    assert found(verify_vault(desk)) == [("exhibit", exhibits[1].reference, "evidence.altered")]


def test_several_faults_are_all_named(desk, exhibits, file_of, tmp_path):
    kept = pack(desk, exhibits[0].casefile_id)
    file_of(exhibits[0]).unlink()
    flip(file_of(exhibits[2]), 200)
    flip(file_of(kept))
    stray = "0" * 32
    (tmp_path / "evidence" / "00").mkdir(exist_ok=True)
    (tmp_path / "evidence" / "00" / f"{stray}.age").write_bytes(b"age-encryption.org/v1")
    report = verify_vault(desk, full=True)
    assert found(report) == [
        ("exhibit", exhibits[0].reference, "evidence.missing"),
        ("exhibit", exhibits[2].reference, "evidence.altered"),
        ("pack", "PK/2027/0001", "evidence.altered"),
    ]
    assert [item.reference for item in report.missing] == [exhibits[0].reference]
    assert report.strays == (stray,)
    assert report.faults == 4
    assert newest(desk)["faults"] == 4


def test_a_missing_file_that_came_back_is_sound_only_once_every_byte_was_read(desk, exhibits, file_of):
    file = file_of(exhibits[0])
    kept = file.read_bytes()
    file.unlink()
    verify_vault(desk)
    assert all_of(desk, Exhibit)[0].state is ExhibitState.MISSING
    file.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
    verify_vault(desk)
    assert all_of(desk, Exhibit)[0].state is ExhibitState.ALTERED
    file.write_bytes(kept)
    assert verify_vault(desk).faults == 0
    assert all_of(desk, Exhibit)[0].state is ExhibitState.SEALED


def test_a_file_swapped_for_another_sealed_file_is_found(desk, exhibits, file_of):
    file_of(exhibits[0]).write_bytes(file_of(exhibits[1]).read_bytes())
    assert found(verify_vault(desk)) == [("exhibit", exhibits[0].reference, "evidence.altered")]


def test_an_exhibit_being_sealed_is_neither_checked_nor_its_file_a_stray(desk, exhibits):
    with desk.unit_of_work() as work:
        key = desk.evidence.new_item()
        desk.evidence.seal_bytes(b"half", key)
        work.add(
            replace(
                exhibits[0], id=0, uid="later", reference="AM/9", state=ExhibitState.PENDING,
                file_name=key.name, file_identity=key.identity,
            )
        )  # fmt: skip
        work.record(IncidentReported(incident=0))
    report = verify_vault(desk, full=True)
    assert (report.faults, report.exhibits) == (0, 3)


def test_a_record_changed_by_another_tool_is_found_by_a_full_check(desk, exhibits):
    with desk.unit_of_work() as work:
        work._connection.exec_driver_sql("UPDATE exhibit SET found_by = 'Somebody Else' WHERE id = 2")
    assert verify_vault(desk).faults == 0
    report = verify_vault(desk, full=True)
    assert report.database == (f"exhibit {exhibits[1].reference} is not as the audit trail last left it",)
    assert (report.exhibits, report.bad) == (3, ())


def test_a_broken_trail_is_told_and_the_rest_still_checked(desk, exhibits, path):
    with desk.unit_of_work() as work:
        connection = work._connection
        connection.exec_driver_sql("DROP TRIGGER audit_entry_no_update")
        connection.exec_driver_sql("UPDATE audit_entry SET at = '2027' WHERE seq = 2")
    report = verify_vault(desk)
    assert (report.audit.code, report.audit.mapping()) == ("audit.broken", {"entry": "2"})
    assert report.database == ("trigger audit_entry_no_update is missing",)
    assert (report.exhibits, report.faults) == (3, 2)


def test_a_clock_that_was_set_back_is_told_and_is_no_fault(desk, exhibits):
    assert verify_vault(desk).clock_set_back == ()
    head = desk.queries.audit_head().sequence
    desk.clock.forward(hours=-3)
    report = verify_vault(desk)
    assert (report.clock_set_back, report.faults) == ((), 0)
    assert verify_vault(desk).clock_set_back == (head + 1,)


def test_progress_counts_every_byte_once_and_ends_whole(desk, exhibits):
    heard = []
    verify_vault(desk, full=True, progress=lambda done, total: heard.append((done, total)))
    total = sum(exhibit.size for exhibit in exhibits)
    assert {each for _, each in heard} == {total}
    assert [done for done, _ in heard] == sorted(done for done, _ in heard)
    assert heard[-1][0] == total


def test_cancelling_keeps_what_was_found_wrong(desk, exhibits, file_of):
    file_of(exhibits[0]).unlink()
    asked = []
    with pytest.raises(DomainError) as caught:
        verify_vault(desk, full=True, cancelled=lambda: asked.append(1) or len(asked) > 2)
    assert caught.value.code == "work.cancelled"
    assert all_of(desk, Exhibit)[0].state is ExhibitState.MISSING
    assert events(desk)[-1] == "ExhibitVerified"


class TornDatabase:
    """Checks over a database that can no longer be read."""

    def check_database(self):
        return ("HMAC verification failed for page 4",)

    def check_audit(self, progress):
        raise DomainError("vault.database_damaged")

    def key_file_faults(self):
        return ()


class Unreadable:
    """Queries of the same."""

    def snapshot(self, why=None):
        raise DomainError("vault.database_damaged")


def test_a_database_too_damaged_to_list_its_exhibits_is_still_reported(desk):
    torn = replace(desk, checks=TornDatabase(), queries=Unreadable())
    report = verify_vault(torn, full=True)
    assert report.database == ("HMAC verification failed for page 4",)
    assert report.audit.code == "vault.database_damaged"
    assert (report.faults, report.exhibits) == (2, 0)


def test_what_was_sealed_is_what_is_compared(desk, exhibits):
    exhibit = exhibits[0]
    key = EvidenceKey(exhibit.file_name, exhibit.file_identity)
    with desk.evidence.open(key) as opened:
        assert opened.read() == b"\x01" * 70_000
    assert Sealed(exhibit.size, exhibit.sha256).size == 70_000


def test_a_damaged_keyslot_copy_and_a_lost_recovery_file_are_named_with_what_to_do(desk, exhibits, tmp_path):
    flip(tmp_path / "keyslots.copy.json")
    (tmp_path / "recovery.age").unlink()
    report = verify_vault(desk)
    assert report.keys == (
        ("keyslots.copy.json", "verify.keyslots_damaged"),
        ("recovery.age", "verify.recovery_missing"),
    )
    assert [told.code for told in told_faults(report)] == [
        "verify.keyslots_damaged",
        "verify.recovery_missing",
    ]
    (tmp_path / "keyslots.json").unlink()
    assert verify_vault(desk).keys[0] == ("keyslots.json", "verify.keyslots_lost")


def test_any_flipped_bit_of_the_recovery_file_is_found_without_the_printed_key(desk, tmp_path):
    whole = (tmp_path / "recovery.age").read_bytes()
    for place in (0, 40, len(whole) // 2, len(whole) - 1):
        flip(tmp_path / "recovery.age", place)
        assert verify_vault(desk).keys == (("recovery.age", "verify.recovery_damaged"),)
        (tmp_path / "recovery.age").write_bytes(whole)
    (tmp_path / "recovery.age.sha256").unlink()
    assert verify_vault(desk).keys == ()


def test_a_pack_whose_anchor_the_trail_does_not_meet_is_named(desk, exhibits):
    kept = pack(desk, exhibits[0].casefile_id)
    with desk.unit_of_work() as work:
        work.change(replace(kept, anchor_head="ab" * 32))
        work.record(IncidentReported(incident=0))
    report = verify_vault(desk)
    assert report.anchors == (Missed("pack", "PK/2027/0001", 1),)
    (told,) = told_faults(report)
    assert (told.code, told.mapping()["reference"]) == ("verify.anchor_pack", "PK/2027/0001")


def test_an_anchor_from_paper_is_held_against_the_trail(desk, exhibits):
    head = desk.queries.audit_head()
    assert verify_vault(desk, typed=(Anchor(head.sequence, head.head[:16]),)).faults == 0
    later = Anchor(head.sequence + 1000, head.head)
    report = verify_vault(desk, typed=(Anchor(head.sequence, "0" * 16), later))
    assert report.anchors == (Missed("typed", "", head.sequence), Missed("typed", "", later.sequence))
    assert {told.code for told in told_faults(report)} == {"verify.anchor_typed"}


def test_a_clock_years_ahead_is_told_and_is_no_fault(desk, exhibits):
    desk.clock.forward(days=5 * 365)
    with desk.unit_of_work() as work:
        work.record(IncidentReported(incident=0))
    number = desk.queries.audit_head().sequence
    report = verify_vault(desk)
    assert (report.faults, report.clock_leapt) == (0, (number,))
    assert [told.code for told in told_oddities(report)] == ["verify.clock_leapt"]


def test_each_thing_found_is_told_in_a_sentence_that_names_it(desk, exhibits, file_of):
    kept = pack(desk, exhibits[0].casefile_id)
    file_of(exhibits[0]).unlink()
    file_of(kept).write_bytes(b"short")
    said = [messages().said(told) for told in told_faults(verify_vault(desk))]
    assert any(f"Exhibit {exhibits[0].reference} of CF/" in one and "antivirus" in one for one in said)
    assert any("Pack PK/2027/0001 of CF/" in one and "last proved backup" in one for one in said)
