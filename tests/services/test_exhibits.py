"""Exhibits: sealed before they are read, referenced once, never out of anybody's hands, proved on demand."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from spoc_desk.domain.changes import ExhibitAdded, ExhibitMoved, ExhibitStarted, ExhibitVerified
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.exhibits import Exhibit, ExhibitState, Movement
from spoc_desk.services.exhibits import (
    AddExhibit,
    MoveExhibit,
    add_exhibit,
    consult_exhibit,
    move_exhibit,
    propose_reference,
    verify_exhibit,
)
from tests.services import casework
from tests.services.trail import all_of, events, everything, expect_refusal, newest, one_of

LIGHT = b"\x89PNG not really"


@pytest.fixture
def casefile(desk):
    return casework.casefile(desk)


@pytest.fixture
def photo(tmp_path_factory):
    path = tmp_path_factory.mktemp("found") / "IMG 0042.png"
    path.write_bytes(LIGHT)
    return path


@pytest.fixture
def exhibit(desk, casefile, photo):
    add_exhibit(AddExhibit(casefile.id, photo, "Photograph of the leaflet"), desk)
    return one_of(desk, Exhibit)


def test_a_file_is_sealed_with_its_digest_and_first_movement(desk, casefile, photo):
    told = []
    (change,) = add_exhibit(
        AddExhibit(casefile.id, photo, " Photograph ", found_by="PC Ann Marsh", found_where="Quay Row"),
        desk,
        progress=lambda *at: told.append(at),
    )
    exhibit = one_of(desk, Exhibit)
    digest = hashlib.sha256(LIGHT).hexdigest()
    assert change == ExhibitAdded(casefile=casefile.id, exhibit=exhibit.id, sha256=digest)
    assert (exhibit.reference, exhibit.filename, exhibit.media_type) == ("AM/1", "IMG 0042.png", "image/png")
    assert (exhibit.state, exhibit.size, exhibit.sha256) == (ExhibitState.SEALED, len(LIGHT), digest)
    assert desk.evidence.files[exhibit.file_name] == LIGHT
    assert told[-1] == (len(LIGHT), len(LIGHT))
    movement = one_of(desk, Movement)
    assert (movement.from_holder, movement.to_holder) == ("PC Ann Marsh", "SPOC Desk vault")
    assert events(desk)[-2:] == ["ExhibitStarted", "ExhibitAdded"]


def test_the_finders_next_free_reference_is_proposed_and_taken(desk, casefile, photo):
    for reference in ("", "AM/7", ""):
        add_exhibit(AddExhibit(casefile.id, photo, "Photo", found_by="Ann Marsh", reference=reference), desk)
    assert [entry.reference for entry in all_of(desk, Exhibit)] == ["AM/1", "AM/7", "AM/8"]
    assert propose_reference(casefile.id, "Det Supt Ann Marsh", desk) == "AM/9"
    assert propose_reference(casefile.id, "Bo Hill", desk) == "BH/1"


def test_a_reference_is_free_again_in_another_casefile(desk, casefile, photo):
    other = casework.casefile(desk)
    for case in (casefile, other):
        add_exhibit(AddExhibit(case.id, photo, "Photo", reference=" am / 1 "), desk)
    assert [entry.reference for entry in all_of(desk, Exhibit)] == ["AM/1", "AM/1"]


def test_an_unusable_exhibit_is_refused_before_anything_is_sealed(desk, exhibit, photo):
    later = desk.clock.now() + timedelta(minutes=1)
    command = AddExhibit(exhibit.casefile_id, photo, "Photo")
    for more, code in (
        ({"description": " "}, "exhibits.description_missing"),
        ({"found_at": later}, "exhibits.found_in_future"),
        ({"reference": "A-1"}, "exhibits.reference_malformed"),
        ({"reference": "rh/1"}, "exhibits.reference_taken"),
        ({"casefile_id": 99}, "records.not_found"),
    ):
        with expect_refusal(desk, code):
            add_exhibit(replace(command, **more), desk)
    assert list(desk.evidence.files) == [exhibit.file_name]


def test_a_taken_reference_names_the_next_free_one(desk, exhibit, photo):
    with expect_refusal(desk, "exhibits.reference_taken", reference="RH/1", next="RH/2"):
        add_exhibit(AddExhibit(exhibit.casefile_id, photo, "Photo", reference="RH/1"), desk)


def test_a_file_that_cannot_be_sealed_leaves_no_exhibit_but_a_trace_on_the_trail(desk, casefile, photo):
    before = everything(desk)
    for path, cancelled, code in (
        (photo.with_name("gone.png"), lambda: False, "evidence.source_missing"),
        (photo, lambda: True, "work.cancelled"),
    ):
        with pytest.raises(DomainError) as caught:
            add_exhibit(AddExhibit(casefile.id, path, "Photo"), desk, cancelled=cancelled)
        assert caught.value.code == code
        assert everything(desk) == before
        assert events(desk)[-2:] == ["ExhibitStarted", "ExhibitAbandoned"]


def test_an_abandoned_file_uses_up_no_reference(desk, casefile, photo):
    with pytest.raises(DomainError):
        add_exhibit(AddExhibit(casefile.id, photo.with_name("gone"), "Photo"), desk)
    add_exhibit(AddExhibit(casefile.id, photo, "Photo"), desk)
    assert one_of(desk, Exhibit).reference == "RH/1"


def test_our_own_mistake_while_sealing_leaves_no_exhibit_either(desk, casefile, photo):
    def broken(done, total):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        add_exhibit(AddExhibit(casefile.id, photo, "Photo"), desk, progress=broken)
    assert all_of(desk, Exhibit) == ()


def test_each_movement_adds_to_continuity_in_order(desk, exhibit):
    desk.clock.forward(hours=1)
    (change,) = move_exhibit(
        MoveExhibit(exhibit.id, "SPOC Desk vault", " DC Bo Hill ", "Interview", seals="S1"), desk
    )
    first, second = all_of(desk, Movement)
    assert change == ExhibitMoved(casefile=exhibit.casefile_id, exhibit=exhibit.id, movement=second.id)
    assert (second.to_holder, second.officer) == ("DC Bo Hill", "Det Supt Ruth Hale")
    assert consult_exhibit(exhibit.id, desk)[1] == (first, second)


def test_an_unusable_movement_is_refused(desk, exhibit):
    now = desk.clock.now()
    command = MoveExhibit(exhibit.id, "Vault", "DC Bo Hill", "Interview")
    for more, code in (
        ({"from_holder": " "}, "exhibits.movement_incomplete"),
        ({"to_holder": ""}, "exhibits.movement_incomplete"),
        ({"purpose": ""}, "exhibits.movement_incomplete"),
        ({"moved_at": now + timedelta(seconds=1)}, "exhibits.movement_in_future"),
        ({"moved_at": now - timedelta(seconds=1)}, "exhibits.movement_out_of_order"),
        ({"exhibit_id": 99}, "records.not_found"),
    ):
        with expect_refusal(desk, code):
            move_exhibit(replace(command, **more), desk)


def test_a_sound_exhibit_proves_so_and_the_time_is_kept(desk, exhibit):
    desk.clock.forward(days=3)
    (change,) = verify_exhibit(exhibit.id, desk)
    assert change == ExhibitVerified(casefile=exhibit.casefile_id, exhibit=exhibit.id, fault="")
    assert one_of(desk, Exhibit).verified_at == desk.clock.now()


@pytest.mark.parametrize(
    ("spoil", "state", "fault"),
    [
        (lambda files, name: files.update({name: b"other"}), ExhibitState.ALTERED, "evidence.altered"),
        (lambda files, name: files.pop(name), ExhibitState.MISSING, "evidence.missing"),
    ],
)
def test_a_spoilt_exhibit_is_marked_and_the_casefile_still_opens(desk, exhibit, spoil, state, fault):
    spoil(desk.evidence.files, exhibit.file_name)
    (change,) = verify_exhibit(exhibit.id, desk)
    assert change.fault == fault
    assert one_of(desk, Exhibit).state is state
    assert consult_exhibit(exhibit.id, desk)[0].sha256 == exhibit.sha256


def test_a_file_put_back_is_sound_again(desk, exhibit):
    kept = desk.evidence.files.pop(exhibit.file_name)
    verify_exhibit(exhibit.id, desk)
    desk.evidence.files[exhibit.file_name] = kept
    verify_exhibit(exhibit.id, desk)
    assert one_of(desk, Exhibit).state is ExhibitState.SEALED


def test_a_disk_that_cannot_be_read_says_nothing_of_the_exhibit(desk, exhibit):
    class Unreadable(type(desk.evidence)):
        def verify(self, key, expected, progress, cancelled):
            raise DomainError("evidence.disk_fault", name=key.name)

    (change,) = verify_exhibit(exhibit.id, replace(desk, evidence=Unreadable()))
    assert change.fault == "evidence.disk_fault"
    assert one_of(desk, Exhibit).state is ExhibitState.SEALED


def test_a_cancelled_check_notes_nothing(desk, exhibit):
    with expect_refusal(desk, "work.cancelled"):
        verify_exhibit(exhibit.id, desk, cancelled=lambda: True)


def test_an_exhibit_that_is_being_sealed_cannot_be_checked_yet(desk, exhibit):
    with desk.unit_of_work() as work:
        work.change(replace(exhibit, state=ExhibitState.PENDING))
        work.record(ExhibitStarted(casefile=exhibit.casefile_id, exhibit=exhibit.id))
    with expect_refusal(desk, "exhibits.not_sealed", reference="RH/1"):
        verify_exhibit(exhibit.id, desk)


def test_reading_an_exhibit_is_on_the_trail_of_its_casefile(desk, exhibit):
    consult_exhibit(exhibit.id, desk)
    told = newest(desk)
    assert (told["kind"], told["record"], told["casefile"]) == ("exhibit", exhibit.id, exhibit.casefile_id)
    with expect_refusal(desk, "records.not_found"):
        consult_exhibit(99, desk)
