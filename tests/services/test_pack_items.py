"""What a built pack holds, item by item, kept beside it."""

from dataclasses import replace

import pytest

from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.domain.issues import IssuedPack, PackItem, PackRelease, PackState
from spoc_desk.domain.packs import PackSection
from spoc_desk.services.exhibits import AddExhibit, add_exhibit
from spoc_desk.services.pack_building import BuildPack, build_pack
from spoc_desk.services.pack_content import PackTerms
from spoc_desk.services.pack_items import standing
from tests.services.colleagues import enrolled
from tests.services.test_packs import FakeDocuments, a_case


@pytest.fixture
def printing(desk, tmp_path):
    return replace(desk, documents=FakeDocuments(tmp_path))


def built(case, desk, **terms) -> IssuedPack:
    (made,) = build_pack(BuildPack(case.id, PackTerms("CPS", "Advice", **terms)), desk)
    with desk.queries.snapshot() as reader:
        return reader.get(IssuedPack, made.pack)


def test_each_exhibit_of_a_pack_is_kept_with_its_section_and_hash(printing, tmp_path):
    _, case = a_case(printing, tmp_path)
    other = tmp_path / "letter.txt"
    other.write_bytes(b"a letter")
    add_exhibit(AddExhibit(case.id, other, "Letter", found_by="PC Jo Sands"), printing)
    with printing.queries.snapshot() as reader:
        first = next(e.reference for e in view_exhibits(reader) if e.reference != "JS/1")
    pack = built(case, printing, sections=(PackSection("Post", ("JS/1",)), PackSection("Calls", (first,))))
    with printing.queries.snapshot() as reader:
        items = reader.find(PackItem, pack_id=pack.id)
        exhibits = {e.reference: e for e in view_exhibits(reader)}
    assert [(item.place, item.section, item.reference) for item in items] == [
        (1, "Post", "JS/1"),
        (2, "Calls", first),
    ]
    assert [item.sha256 for item in items] == [exhibits[item.reference].sha256 for item in items]


def view_exhibits(reader):
    return reader.find(Exhibit)


def test_a_new_pack_is_a_draft_and_stays_itself_when_another_would_replace_it(printing, tmp_path):
    _, case = a_case(printing, tmp_path)
    first = built(case, printing)
    later = built(case, printing, supersedes=first.reference, change_note="Exhibit added")
    with printing.queries.snapshot() as reader:
        assert later.supersedes == first.reference
        assert standing(first, reader) is PackState.DRAFT
        assert reader.find(PackRelease) == ()


def test_the_cover_says_who_authorised_or_that_nobody_else_did(printing, tmp_path):
    _, case = a_case(printing, tmp_path)
    built(case, printing)
    built(case, printing, authorised_by=enrolled(printing, "Det Supt Bea Lowe").name)
    alone, second = (content.authorisation for content in printing.documents.contents)
    assert alone == f"{printing.officer.name}, self-authorised"
    assert second == "Det Supt Bea Lowe"


def test_case_papers_that_were_not_asked_for_are_not_in_the_pack(printing, tmp_path):
    _, case = a_case(printing, tmp_path)
    built(case, printing, papers=("people",))
    (content,) = printing.documents.contents
    assert content.chronology == ()
    assert content.offences == ()
