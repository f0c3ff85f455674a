"""Late pages: which pack may be added to, what the later one takes over, and what it keeps of the earlier."""

from dataclasses import replace
from datetime import timedelta

import pytest

from spoc_desk.domain.changes import RecordConsulted
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.exhibits import Disclosure, Exhibit
from spoc_desk.domain.issues import FileRole, IssuedPack, PackFile, PackItem, PackRelease, PackState
from spoc_desk.domain.packs import PackSection
from spoc_desk.domain.redactions import Redaction
from spoc_desk.services.casefiles import AddStatement, add_statement
from spoc_desk.services.disclosure import SetDisclosure, set_disclosure
from spoc_desk.services.exhibits import AddExhibit, add_exhibit
from spoc_desk.services.late_pages import AddLatePages, add_late_pages, late_candidates
from spoc_desk.services.pack_building import BuildPack, build_pack
from spoc_desk.services.pack_content import PackTerms
from spoc_desk.services.pack_items import standing, superseding
from spoc_desk.services.pack_terms import terms_of
from spoc_desk.services.release import ReleasePack, release_pack
from spoc_desk.services.release_copies import CopyKind, SaveCopy, save_copy
from tests.services.releasing import release_office
from tests.services.test_packs import FakeDocuments, a_case

NOTE = "Served late because the phone was examined on 25 November"


@pytest.fixture
def printing(desk, tmp_path):
    return replace(desk, documents=FakeDocuments(tmp_path))


@pytest.fixture
def case(printing, tmp_path):
    return a_case(printing, tmp_path)[1]


def another_exhibit(case, desk, folder, name="phone.txt"):
    (folder / name).write_bytes(name.encode())
    add_exhibit(AddExhibit(case.id, folder / name, f"Report on {name}", found_by="DC Jo Sands"), desk)


def get(kind, desk, **found):
    with desk.queries.snapshot() as reader:
        return reader.find(kind, **found)


def packed(case, desk, **terms) -> IssuedPack:
    (made,) = build_pack(BuildPack(case.id, PackTerms("The defence", "Service", **terms)), desk)
    return get(IssuedPack, desk, id=made.pack)[0]


def released(pack: IssuedPack, desk) -> IssuedPack:
    with desk.unit_of_work() as work:
        work.add(PackRelease(0, pack.id, desk.clock.now(), desk.officer.name, "", True, "0" * 64))
        work.record(RecordConsulted(kind="pack", record=pack.id, casefile=pack.casefile_id))
    return pack


def late(pack: IssuedPack, desk, *references: str, note: str = NOTE) -> IssuedPack:
    (made,) = add_late_pages(AddLatePages(pack.id, references, note), desk)
    return get(IssuedPack, desk, id=made.pack)[0]


def refused(pack: IssuedPack, desk, *references: str, note: str = NOTE) -> str:
    before = len(get(IssuedPack, desk))
    with pytest.raises(DomainError) as caught:
        late(pack, desk, *references, note=note)
    assert len(get(IssuedPack, desk)) == before
    return caught.value.code


def test_the_later_pack_takes_recipient_title_and_kind_of_copy_from_the_earlier(printing, case, tmp_path):
    first = released(packed(case, printing, title="R v Doe", handling="Counsel only"), printing)
    another_exhibit(case, printing, tmp_path)
    later = late(first, printing, "JS/1")
    for field in ("recipient", "title", "served", "purpose", "profile", "handling", "choices"):
        assert getattr(later, field) == getattr(first, field)
    assert (later.continues, later.change_note) == (first.reference, NOTE)
    assert later.reference != first.reference


def test_the_later_pack_prints_only_what_is_late_and_no_case_papers(printing, case, tmp_path):
    first = released(packed(case, printing), printing)
    another_exhibit(case, printing, tmp_path)
    late(first, printing, "JS/1")
    content = printing.documents.contents[-1]
    assert [exhibit.reference for exhibit in content.exhibits] == ["JS/1"]
    assert (content.chronology, content.people, content.statements, content.offences) == ((), (), (), ())
    assert content.earlier is not None
    assert (content.earlier.reference, content.earlier.sha256) == (first.reference, first.sha256)
    assert [item.reference for item in content.earlier.items] == list(first.exhibits)


def test_the_later_pack_lists_every_exhibit_earlier_ones_first(printing, case, tmp_path):
    first = released(packed(case, printing), printing)
    another_exhibit(case, printing, tmp_path)
    later = late(first, printing)
    assert later.exhibits == (*first.exhibits, "JS/1")
    rows = get(PackItem, printing, pack_id=later.id)
    earlier = get(PackItem, printing, pack_id=first.id)
    assert [(row.place, row.reference) for row in rows] == [(1, first.exhibits[0]), (2, "JS/1")]
    assert replace(rows[0], id=0, pack_id=0) == replace(earlier[0], id=0, pack_id=0)
    assert rows[1].section == "Late exhibits"


def test_late_pages_may_be_added_to_a_pack_with_late_pages(printing, case, tmp_path):
    first = released(packed(case, printing), printing)
    another_exhibit(case, printing, tmp_path)
    second = released(late(first, printing), printing)
    another_exhibit(case, printing, tmp_path, "till.txt")
    third = late(second, printing)
    assert third.exhibits == (*first.exhibits, "JS/1", "JS/2")
    assert third.continues == second.reference


def test_unused_material_is_not_added_unasked(printing, case, tmp_path):
    first = released(packed(case, printing), printing)
    another_exhibit(case, printing, tmp_path)
    (phone,) = [each for each in get(Exhibit, printing) if each.reference == "JS/1"]
    set_disclosure(SetDisclosure(phone.id, Disclosure.UNUSED), printing)
    assert refused(first, printing) == "packs.nothing_late"


def test_nothing_is_added_to_a_draft(printing, case, tmp_path):
    first = packed(case, printing)
    another_exhibit(case, printing, tmp_path)
    assert refused(first, printing) == "packs.earlier_draft"


def test_nothing_is_added_to_a_pack_whose_place_was_taken(printing, case, tmp_path):
    first = released(packed(case, printing), printing)
    released(packed(case, printing, supersedes=first.reference, change_note="Wrong title"), printing)
    another_exhibit(case, printing, tmp_path)
    assert refused(first, printing) == "packs.earlier_superseded"


def test_a_pack_whose_first_pages_were_superseded_is_superseded_with_them(printing, case, tmp_path):
    first = released(packed(case, printing), printing)
    another_exhibit(case, printing, tmp_path)
    second = released(late(first, printing), printing)
    another_exhibit(case, printing, tmp_path, "till.txt")
    third = released(late(second, printing), printing)
    instead = released(packed(case, printing, supersedes=first.reference, change_note="Wrong"), printing)
    with printing.queries.snapshot() as reader:
        for pack in (first, second, third):
            assert standing(pack, reader) is PackState.SUPERSEDED
            assert superseding(pack, reader) == instead.reference
        assert standing(instead, reader) is PackState.RELEASED
    with pytest.raises(DomainError) as caught:
        save_copy(SaveCopy(third.id, CopyKind.FILE, tmp_path / "out.pdf"), printing)
    assert (caught.value.code, caught.value.values["later"]) == ("packs.superseded", instead.reference)


def test_pages_are_added_to_the_newest_pack_of_a_row_so_that_numbers_stay_single(printing, case, tmp_path):
    first = released(packed(case, printing), printing)
    another_exhibit(case, printing, tmp_path)
    draft = late(first, printing)
    assert late(first, printing).continues == first.reference
    released(draft, printing)
    another_exhibit(case, printing, tmp_path, "till.txt")
    assert refused(first, printing, "JS/2") == "packs.continued_already"


def test_of_two_drafts_that_continue_one_pack_only_one_is_released(printing, case, tmp_path):
    office = release_office(printing, tmp_path)
    first = released(packed(case, office), office)
    another_exhibit(case, office, tmp_path)
    drafts = [late(first, office), late(first, office)]
    release_pack(ReleasePack(drafts[1].id), office)
    with pytest.raises(DomainError) as caught:
        release_pack(ReleasePack(drafts[0].id), office)
    assert caught.value.code == "packs.continued_already"
    assert caught.value.values["later"] == drafts[1].reference


def test_nothing_is_added_to_pages_that_show_what_was_redacted_since(printing, case, tmp_path):
    first = released(packed(case, printing), printing)
    inside = released(packed(case, printing, served=False, redacted=False), printing)
    another_exhibit(case, printing, tmp_path)
    (exhibit,) = get(Exhibit, printing, reference=first.exhibits[0])
    later = first.issued_at + timedelta(hours=1)
    drawn = Redaction(0, exhibit.id, 1, 0, 0, 9, 9, "address", "", "", False, "DC Jo Sands", later, "0" * 64)
    with printing.unit_of_work() as work:
        drawn = work.add(drawn)
        work.record(RecordConsulted(kind="exhibit", record=exhibit.id, casefile=case.id))
    assert refused(first, printing) == "packs.redacted_since"
    assert late(inside, printing).continues == inside.reference
    with printing.unit_of_work() as work:
        work.change(replace(drawn, withdrawn_by="DC Jo Sands", withdrawn_at=later))
        work.record(RecordConsulted(kind="exhibit", record=exhibit.id, casefile=case.id))
    assert late(first, printing).continues == first.reference


@pytest.mark.parametrize("kind", [Disclosure.SENSITIVE, Disclosure.UNUSED])
def test_nothing_is_added_to_a_served_pack_that_shows_what_is_served_no_longer(
    printing, case, tmp_path, kind
):
    first = released(packed(case, printing), printing)
    inside = released(packed(case, printing, served=False), printing)
    another_exhibit(case, printing, tmp_path)
    (exhibit,) = get(Exhibit, printing, reference=first.exhibits[0])
    set_disclosure(SetDisclosure(exhibit.id, kind, "Shows how somebody is protected"), printing)
    assert refused(first, printing) == "packs.withheld_since"
    assert late(inside, printing).continues == inside.reference


def test_an_exhibit_called_like_a_statement_in_the_earlier_pack_is_not_taken_for_it(printing, case, tmp_path):
    another_exhibit(case, printing, tmp_path)
    (paper,) = get(Exhibit, printing, reference="JS/1")
    add_statement(AddStatement(case.id, "Jo Fennimore", exhibit_id=paper.id), printing)
    first = released(packed(case, printing, references=("ST/1",)), printing)
    (tmp_path / "photo.txt").write_bytes(b"photo")
    add_exhibit(AddExhibit(case.id, tmp_path / "photo.txt", "Photo", reference="ST/1"), printing)
    assert {said.split()[0] for _, said in late_candidates(first.id, printing)} == {"RH/1", "ST/1"}
    assert refused(first, printing, "Statement ST/1") == "packs.already_in_pack"
    with printing.queries.snapshot() as reader:
        assert terms_of(first, reader).references == ("Statement ST/1",)


def test_nothing_is_added_to_a_pack_in_volumes(printing, case, tmp_path):
    first = released(packed(case, printing), printing)
    with printing.unit_of_work() as work:
        work.add(PackFile(0, first.id, FileRole.VOLUME, 2, 1, 1, "0" * 64, "name", "identity"))
        work.record(RecordConsulted(kind="pack", record=first.id, casefile=first.casefile_id))
    another_exhibit(case, printing, tmp_path)
    assert refused(first, printing) == "packs.earlier_volumes"


def test_a_reason_is_asked_for(printing, case, tmp_path):
    first = released(packed(case, printing), printing)
    another_exhibit(case, printing, tmp_path)
    assert refused(first, printing, note="  ") == "packs.late_note_missing"


def test_an_exhibit_that_the_earlier_pack_has_is_refused(printing, case, tmp_path):
    first = released(packed(case, printing), printing)
    another_exhibit(case, printing, tmp_path)
    assert refused(first, printing, first.exhibits[0]) == "packs.already_in_pack"


def test_another_casefiles_pack_cannot_be_continued(printing, case, tmp_path):
    first = released(packed(case, printing), printing)
    with pytest.raises(DomainError) as caught:
        build_pack(
            BuildPack(case.id + 1, PackTerms("", "", continues=first.reference, change_note=NOTE)), printing
        )
    assert caught.value.code == "packs.no_such_pack"


def test_sections_of_the_late_exhibits_are_kept(printing, case, tmp_path):
    first = released(packed(case, printing), printing)
    another_exhibit(case, printing, tmp_path)
    sections = (PackSection("Telephone", ("JS/1",)),)
    terms = PackTerms("", "", sections=sections, continues=first.reference, change_note=NOTE)
    build_pack(BuildPack(case.id, terms), printing)
    assert printing.documents.contents[-1].sections == sections


def test_where_the_court_wants_a_supplement_it_is_a_pack_of_its_own(printing, case, tmp_path):
    first = released(packed(case, printing, title="R v Doe", profile="supreme_court"), printing)
    another_exhibit(case, printing, tmp_path)
    assert refused(first, printing, first.exhibits[0]) == "packs.already_in_pack"
    later = late(first, printing)
    assert later.title == f"R v Doe: supplement to {first.reference}"
    assert (later.continues, later.exhibits) == ("", ("JS/1",))
    assert printing.documents.contents[-1].earlier is None
