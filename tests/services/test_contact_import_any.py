"""Whatever a file holds: importing it keeps to its plan, and importing it again changes nothing."""

import string
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from spoc_desk.domain.candidacies import Candidacy
from spoc_desk.domain.contact_rows import ContactFile, FileForm, ImportRow, RowCandidacy
from spoc_desk.domain.contacts import ContactPoint, ContactRole, Person
from spoc_desk.domain.errors import DomainError
from spoc_desk.services.contact_import import import_contacts, import_file
from tests.fakes.desk import make_desk
from tests.services.trail import all_of, everything, trail_holds

POLL = date(2027, 5, 6)
names = st.sampled_from(
    ["Ann Marsh", "ANN MARSH", "Ann Mаrsh", "Bo Hill", "Hill, Bo", "Cy Penn", "Siân Rhys"]
)
ballots = st.sampled_from([f"local.northmere.{ward}.2027-05-06" for ward in ("quay", "hill")])
few = {"max_size": 2, "unique": True}
candidacies = st.builds(
    RowCandidacy,
    st.just("local.northmere.2027-05-06"),
    ballots,
    st.just(POLL),
    area_name=st.sampled_from(["", "Quay"]),
    agent=st.sampled_from(["", "Bo Hill", "Ann Marsh", "Di Wick"]),
)
rows = st.builds(
    ImportRow,
    number=st.just(0),
    name=names,
    roles=st.sampled_from([(), (ContactRole.CANDIDATE,), (ContactRole.AGENT,)]),
    democracy_club_id=st.sampled_from(["", "", "101", "102"]),
    organisation=st.sampled_from(["", "Northmere Teal", "NORTHMERE TEAL"]),
    phones=st.lists(st.sampled_from(["07700 900123", "+447700900123", "07700 900124"]), **few).map(tuple),
    emails=st.lists(st.sampled_from(["ann@example.org", "ANN@example.org"]), **few).map(tuple),
    candidacy=st.none() | candidacies,
)


@st.composite
def files(draw):
    drawn = draw(st.lists(rows, max_size=8))
    numbered = tuple(
        ImportRow(number, *(getattr(row, name) for name in ImportRow.__slots__[1:]))
        for number, row in enumerate(drawn, 2)
    )
    return ContactFile(FileForm.COLUMNS, "ab" * 32, numbered)


@settings(max_examples=300)
@given(files())
def test_a_second_import_of_any_file_changes_nothing(file):
    desk = make_desk()
    import_file(file, desk)
    before = everything(desk)
    again = import_file(file, desk)[-1]
    assert (again.new, again.changed) == (0, 0)
    assert everything(desk) == before


@given(files(), files())
def test_no_later_file_removes_or_empties_anything(first, second):
    desk = make_desk()
    import_file(first, desk)
    before = everything(desk)
    import_file(second, desk)
    after = everything(desk)
    for kind, held in before.items():
        assert len(after[kind]) >= len(held)
        for record, now in zip(held, after[kind], strict=False):
            emptied = [name for name in record.__slots__ if getattr(record, name) and not getattr(now, name)]
            assert emptied == []


@given(files())
def test_every_row_is_accounted_for_and_the_trail_stands(file):
    desk = make_desk()
    done = import_file(file, desk)[-1]
    assert len(all_of(desk, Person)) == done.new
    assert trail_holds(desk) == done.new + done.changed + 1
    assert all(candidacy.person_id for candidacy in all_of(desk, Candidacy))
    assert not any(reach.verified for reach in all_of(desk, ContactPoint))


def outcome(path, desk):
    try:
        return "", import_contacts(path, desk)[-1].new
    except DomainError as refused:
        return refused.code, 0


@given(st.text(string.printable, max_size=200))
def test_any_text_in_a_list_is_imported_or_refused_and_never_half(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "any_list.csv"
    path.write_text("name,email\r\n" + text, encoding="utf-8", newline="")
    desk = make_desk()
    refused, added = outcome(path, desk)
    assert refused == "" or refused.startswith("imports.")
    assert len(all_of(desk, Person)) == added
