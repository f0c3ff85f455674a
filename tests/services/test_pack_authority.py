"""Whom a pack's cover names, and that they alone have it released."""

from dataclasses import replace

import pytest

from spoc_desk.domain.changes import RecordConsulted
from spoc_desk.domain.dual_control import SecondOfficer
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.issues import PackState
from spoc_desk.domain.officers import Role
from spoc_desk.services.pack_items import standing
from spoc_desk.services.release import ReleasePack, release_pack
from tests.services.colleagues import enrolled, second
from tests.services.releasing import built, release_office, released
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


def refused(desk, pack, **how):
    with pytest.raises(DomainError) as refusal:
        release_pack(ReleasePack(pack.id, **how), desk)
    return refusal.value


def last_change(desk):
    return desk.queries.recent_changes(1)[0]


def test_whom_the_cover_names_authorises_it_with_their_own_slot(office, case):
    ward = enrolled(office, "Ch Supt Lena Ward")
    pack = built(office, case, authorised_by="Ch Supt Lena Ward")
    release = released(office, pack, second=second(ward))
    assert (release.authorised_by, release.self_authorised) == ("Ch Supt Lena Ward", False)
    assert (last_change(office)["second"], last_change(office)["self_authorised"]) == (ward.id, False)


def test_without_them_or_with_somebody_else_nothing_is_released(office, case):
    ward, lowe = enrolled(office, "Ch Supt Lena Ward"), enrolled(office)
    pack = built(office, case, authorised_by=ward.name)
    assert refused(office, pack).code == "packs.second_needed"
    told = refused(office, pack, second=second(lowe))
    assert (told.code, told.values["cover"]) == ("packs.authoriser_differs", ward.name)
    guessed = SecondOfficer(ward.name, "guessed")
    assert refused(office, pack, second=guessed).code == "dual.wrong_passphrase"
    assert state(office, pack) is PackState.DRAFT


def test_whom_the_cover_names_may_release_it_themselves_when_somebody_else_made_it(office, case):
    ward = enrolled(office, "Ch Supt Lena Ward")
    pack = built(office, case, authorised_by=ward.name)
    release = released(replace(office, officer=ward), pack)
    assert (release.authorised_by, release.self_authorised) == (ward.name, False)
    assert release.released_by == ward.name
    assert last_change(office)["second"] is None


def test_a_cover_is_kept_to_only_while_whom_it_names_is_there(office, case):
    ward = enrolled(office, "Ch Supt Lena Ward")
    pack = built(office, case, authorised_by=ward.name)
    with office.unit_of_work() as work:
        work.change(replace(ward, left_at=office.clock.now()))
        work.record(RecordConsulted(kind="officer", record=ward.id))
    assert refused(office, pack, second=second(ward)).code == "packs.authoriser_gone"


def test_a_self_authorised_cover_is_built_again_once_a_colleague_is_there(office, case):
    pack = built(office, case)
    lowe = enrolled(office)
    told = refused(office, pack)
    assert (told.code, told.values["officers"]) == ("packs.cover_alone", lowe.name)


def test_a_cover_names_an_officer_as_enrolled_and_nobody_else(office, case):
    lowe = enrolled(office, "DCI Ben Lowe")
    assert built(office, case, authorised_by="ben  lowe").authorised_by == lowe.name
    for named, code in (("", "packs.authoriser_missing"), ("Supt Ada Marsh", "packs.authoriser_unknown")):
        with pytest.raises(DomainError) as told:
            built(office, case, authorised_by=named)
        assert told.value.code == code


def test_a_case_officer_cannot_have_the_cover_say_self_authorised(office, case):
    with pytest.raises(DomainError) as told:
        built(replace(office, officer=replace(office.officer, role=Role.CASE_OFFICER)), case)
    assert told.value.code == "dual.nobody_there"


def test_nobody_else_releases_what_its_maker_authorised_alone(office, case):
    pack = built(office, case)
    other = replace(office, officer=replace(office.officer, name="PC Ivo Lane"))
    assert refused(other, pack, authorised_by="PC Ivo Lane").code == "packs.authoriser_differs"
    assert refused(other, pack).code == "packs.alone_by_another"
