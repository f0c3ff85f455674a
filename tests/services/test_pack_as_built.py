"""A draft is released only while it is what would be built today."""

from contextlib import contextmanager
from dataclasses import replace

import pytest

from spoc_desk.bootstrap.releases import ReleaseRoom
from spoc_desk.domain.changes import RecordConsulted
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.exhibits import Disclosure, Exhibit
from spoc_desk.domain.issues import IssuedPack, PackFile, PackRelease
from spoc_desk.domain.redactions import Redaction
from spoc_desk.services.disclosure import SetDisclosure, set_disclosure
from spoc_desk.services.exhibits import AddExhibit, add_exhibit
from spoc_desk.services.release import ReleasePack, release_pack
from spoc_desk.system.resources import resource_folder
from tests.fakes.releases import HereParser
from tests.services.releasing import built, release_office, released
from tests.services.test_packs import a_case


@pytest.fixture
def office(desk, tmp_path):
    return release_office(desk, tmp_path)


@pytest.fixture
def case(office, tmp_path):
    return a_case(office, tmp_path)[1]


def refused(desk, pack):
    with pytest.raises(DomainError) as refusal:
        release_pack(ReleasePack(pack.id), desk)
    with desk.queries.snapshot() as reader:
        assert reader.find(PackRelease, pack_id=pack.id) == ()
    return refusal.value.code


def exhibit_of(desk):
    with desk.queries.snapshot() as reader:
        return reader.find(Exhibit)[0]


def redacted(desk, case):
    exhibit, now = exhibit_of(desk), desk.clock.now()
    with desk.unit_of_work() as work:
        drawn = work.add(
            Redaction(0, exhibit.id, 1, 0, 0, 900, 900, "ADDR", "", "", False, "DC Jo Sands", now, "0" * 64)
        )
        work.record(RecordConsulted(kind="exhibit", record=exhibit.id, casefile=case.id))
    return drawn


@pytest.mark.parametrize("kind", [Disclosure.SENSITIVE, Disclosure.UNUSED])
@pytest.mark.parametrize("terms", [{}, {"served": False, "audience": "court"}])
def test_a_draft_that_shows_what_its_recipient_may_not_see_any_more_stays_one(office, case, kind, terms):
    pack = built(office, case, **terms)
    inside = built(office, case, served=False)
    set_disclosure(SetDisclosure(exhibit_of(office).id, kind, "Shows how somebody is protected"), office)
    assert refused(office, pack) == "packs.withheld_meanwhile"
    released(office, inside)


def test_a_draft_without_what_was_redacted_meanwhile_stays_one(office, case):
    pack = built(office, case)
    inside = built(office, case, served=False, redacted=False)
    drawn = redacted(office, case)
    assert refused(office, pack) == "packs.redacted_meanwhile"
    released(office, inside)
    again = built(office, case)
    assert refused(office, again) == "packs.unchecked_unseen"
    assert released(office, again, faults_accepted=True).accepted == ("unchecked",)
    with office.unit_of_work() as work:
        work.change(replace(drawn, withdrawn_by="DC Jo Sands", withdrawn_at=office.clock.now()))
        work.record(RecordConsulted(kind="exhibit", record=drawn.exhibit_id, casefile=case.id))
    released(office, pack)


def test_what_changes_while_a_pack_is_being_released_stops_it_too(office, case):
    pack = built(office, case)
    exhibit = exhibit_of(office)
    sealed = set(office.evidence.names())

    class Meanwhile(ReleaseRoom):
        def contents(self, document):
            set_disclosure(SetDisclosure(exhibit.id, Disclosure.SENSITIVE, "A risk to life"), office)
            return super().contents(document)

    room = Meanwhile(resource_folder(), HereParser())
    assert refused(replace(office, releases=room), pack) == "packs.withheld_meanwhile"
    assert set(office.evidence.names()) == sealed


def test_a_fault_after_a_release_was_written_down_leaves_its_files(office, case):
    pack = built(office, case)
    sealed = set(office.evidence.names())

    @contextmanager
    def breaks_afterwards():
        with office.unit_of_work() as work:
            yield work
        raise RuntimeError

    with pytest.raises(RuntimeError):
        release_pack(ReleasePack(pack.id), replace(office, unit_of_work=breaks_afterwards))
    with office.queries.snapshot() as reader:
        assert reader.find(PackRelease, pack_id=pack.id)
        named = {file.file_name for file in reader.find(PackFile, pack_id=pack.id)}
    assert named
    assert set(office.evidence.names()) == sealed | named


def test_a_fault_after_a_pack_was_written_down_leaves_its_file(office, case):
    begun = []

    @contextmanager
    def breaks_afterwards():
        with office.unit_of_work() as work:
            yield work
        begun.append(work)
        if len(begun) == 2:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        built(replace(office, unit_of_work=breaks_afterwards), case)
    with office.queries.snapshot() as reader:
        (pack,) = reader.find(IssuedPack)
    assert pack.file_name in office.evidence.names()


@pytest.mark.parametrize("kind", [Disclosure.SENSITIVE, Disclosure.USED])
def test_a_draft_whose_schedule_is_out_of_date_stays_one(office, case, tmp_path, kind):
    paper = tmp_path / "rota.txt"
    paper.write_text("Who was in the office on Tuesday.\n", "utf-8")
    add_exhibit(AddExhibit(case.id, paper, "Rota", found_by="PC Ann Marsh"), office)
    with office.queries.snapshot() as reader:
        listed = reader.find(Exhibit)[-1]
    set_disclosure(SetDisclosure(listed.id, Disclosure.UNUSED, "Does not bear on the case"), office)
    used = exhibit_of(office).reference
    pack = built(office, case, references=(used,), schedules=("unused",))
    same = built(office, case, references=(used,), schedules=("unused",))
    released(office, same)
    set_disclosure(SetDisclosure(listed.id, kind, "Shows how somebody is protected"), office)
    assert refused(office, pack) == "packs.listed_meanwhile"
