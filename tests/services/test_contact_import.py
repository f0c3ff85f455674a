"""Taking over a file of contacts: all of it or nothing, once only, each contact on the audit trail."""

import hashlib
from datetime import date

import pytest

from spoc_desk.domain.candidacies import Candidacy, Regime, Standing
from spoc_desk.domain.changes import ContactsImported, PersonAdded, PersonChanged
from spoc_desk.domain.contacts import ContactPoint, ContactRole, Person, PersonRole
from spoc_desk.domain.errors import DomainError
from spoc_desk.services.contact_import import REACH_LABEL, import_contacts, plan_contacts
from spoc_desk.services.contacts import AddPerson, add_person
from tests.exchange.contact_texts import CORE, table
from tests.services.trail import all_of, events, everything, expect_refusal, newest, one_of, trail_holds

LIST = {
    "name": "Ann Marsh",
    "role": "Candidate",
    "phone": "07700 900123",
    "email": "ann@example.org",
    "ballot_paper_id": "local.northmere.quay.2027-05-06",
    "agent": "Bo Hill",
}


@pytest.fixture
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("files")


def write(folder, text, name="list.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def candidates(count, **more):
    return table(
        *(
            CORE | {"person_id": str(number), "person_name": f"Candidate Number{number}"} | more
            for number in range(1, count + 1)
        )
    )


def test_a_candidate_is_stored_with_role_candidacy_and_unverified_email(desk, folder):
    path = write(
        folder, table(CORE | {"email": "ann@example.org", "twitter_username": "ann", "gss": "E05999901"})
    )
    changes = import_contacts(path, desk)
    person = one_of(desk, Person)
    assert (person.name, person.reference, person.democracy_club_id) == ("Ann Marsh", "CN/2027/0001", "101")
    assert person.handles == ("X: @ann",)
    assert person.date_of_birth is None
    assert one_of(desk, PersonRole).role is ContactRole.CANDIDATE
    email = one_of(desk, ContactPoint)
    assert (email.value, email.verified, email.label) == ("ann@example.org", False, REACH_LABEL)
    candidacy = one_of(desk, Candidacy)
    assert (candidacy.poll_on, candidacy.regime, candidacy.area_gss) == (
        date(2027, 5, 6),
        Regime.FORD,
        "E05999901",
    )
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert changes == (
        PersonAdded(person=person.id),
        ContactsImported(new=1, changed=0, unchanged=0, rejected=0, file_sha256=digest),
    )
    assert events(desk) == ["PersonAdded", "ContactsImported"]


def test_imported_contacts_stand_in_the_list_by_area_and_are_found(stored, folder):
    import_contacts(write(folder, candidates(3)), stored)
    rows = stored.queries.rows("contacts", tuple(stored.queries.ids("contacts")))
    assert [(row.title, row.detail) for row in rows] == [
        ("Candidate Number3", "Quay"),
        ("Candidate Number2", "Quay"),
        ("Candidate Number1", "Quay"),
    ]
    assert len(stored.queries.ids("contacts", "number2")) == 1


def test_a_dry_run_changes_nothing_at_all(desk, folder):
    path = write(folder, candidates(3) + "4,,,,,,,,,,\r\n")
    before = (everything(desk), desk.queries.audit_head())
    plan = plan_contacts(path, desk)
    assert plan.counts() == {"new": 3, "changed": 0, "unchanged": 0, "rejected": 1}
    assert (everything(desk), desk.queries.audit_head()) == before


def test_importing_the_same_file_again_leaves_every_contact_as_it_was(desk, folder):
    path = write(folder, table(LIST, LIST | {"name": "Cy Penn", "email": "cy@example.org", "phone": ""}))
    import_contacts(path, desk)
    before = everything(desk)
    (again,) = import_contacts(path, desk)
    assert (again.new, again.changed, again.unchanged, again.rejected) == (0, 0, 3, 0)
    assert everything(desk) == before


def test_an_address_book_imported_again_leaves_every_contact_as_it_was(desk, folder):
    cards = "".join(
        f"BEGIN:VCARD\nVERSION:4.0\nFN:{name}\n{line}\nEND:VCARD\n"
        for name, line in (("Ann Marsh", "EMAIL:ann@example.org"), ("Bo Hill", "ORG:Northmere Teal"))
    )
    path = write(folder, cards, "book.vcf")
    import_contacts(path, desk)
    (again,) = import_contacts(path, desk)
    assert (again.new, again.unchanged) == (0, 2)
    assert len(all_of(desk, Person)) == 2


def test_a_later_file_adds_to_what_an_officer_wrote_and_empties_nothing(desk, folder):
    add_person(
        AddPerson("Ann Marsh", (ContactRole.CANDIDATE,), phones=("07700 900123",), notes="Works nights"), desk
    )
    changes = import_contacts(write(folder, table(LIST | {"agent": ""})), desk)
    person = one_of(desk, Person)
    assert person.notes == "Works nights"
    assert len(all_of(desk, ContactPoint)) == 2
    assert changes[0] == PersonChanged(person=person.id, fields=("candidacy", "email"))


def test_an_agent_is_made_once_and_linked_to_each_candidate(desk, folder):
    path = write(folder, table(LIST, LIST | {"name": "Cy Penn", "email": "", "phone": ""}))
    import_contacts(path, desk)
    agent = one_of(desk, Person, name="Bo Hill")
    assert [candidacy.agent_id for candidacy in all_of(desk, Candidacy)] == [agent.id, agent.id]
    assert all_of(desk, PersonRole, person_id=agent.id)[0].role is ContactRole.AGENT


def test_a_candidate_of_the_vault_gains_the_agent_of_a_later_file(desk, folder):
    import_contacts(write(folder, table(LIST | {"agent": ""})), desk)
    changes = import_contacts(write(folder, table(LIST)), desk)
    assert [type(change) for change in changes] == [PersonAdded, PersonChanged, ContactsImported]
    assert one_of(desk, Candidacy).agent_id == one_of(desk, Person, name="Bo Hill").id


def test_a_result_is_taken_over_later(desk, folder):
    import_contacts(write(folder, table(CORE)), desk)
    import_contacts(write(folder, table(CORE | {"elected": "True"})), desk)
    assert one_of(desk, Candidacy).standing is Standing.ELECTED


def test_cancelling_half_way_leaves_nothing(desk, folder):
    asked = iter([False, False, True])
    with expect_refusal(desk, "work.cancelled"):
        import_contacts(write(folder, candidates(5)), desk, cancelled=lambda: next(asked))


def test_cancelling_at_the_very_end_still_leaves_nothing(desk, folder):
    asked = iter([False, False, True])
    with expect_refusal(desk, "work.cancelled"):
        import_contacts(write(folder, candidates(2)), desk, cancelled=lambda: next(asked))


def test_a_failure_half_way_leaves_nothing_and_the_numbers_begin_again(desk, folder):
    def fail(done, total):
        if done:
            raise OSError("the disk went away")

    with pytest.raises(OSError, match="disk"):
        import_contacts(write(folder, candidates(120)), desk, progress=fail)
    assert everything(desk) == {}
    import_contacts(write(folder, candidates(1)), desk)
    assert one_of(desk, Person).reference == "CN/2027/0001"


def test_progress_counts_up_to_all_contacts(desk, folder):
    told = []
    import_contacts(write(folder, candidates(120)), desk, progress=lambda *at: told.append(at))
    assert told == [(0, 120), (50, 120), (100, 120), (120, 120)]


def test_a_file_that_changed_since_the_plan_is_not_imported(desk, folder):
    path = write(folder, candidates(2))
    planned = plan_contacts(path, desk).file_sha256
    write(folder, candidates(3))
    with expect_refusal(desk, "imports.file_changed", name="list.csv"):
        import_contacts(path, desk, planned_sha256=planned)
    write(folder, candidates(2))
    assert len(import_contacts(path, desk, planned_sha256=planned)) == 3


def test_rejected_rows_are_counted_and_the_others_stay(desk, folder):
    path = write(folder, candidates(2) + "x,Bad,,,,,,,,,\r\n")
    import_contacts(path, desk)
    assert newest(desk)["rejected"] == 1
    assert len(all_of(desk, Person)) == 2


def test_an_unusable_file_is_refused_and_nothing_is_noted(desk, folder):
    with expect_refusal(desk, "imports.columns_unknown"):
        import_contacts(write(folder, "who\r\nAnn\r\n"), desk)


def test_the_plan_shows_what_the_import_then_does(desk, folder):
    import_contacts(write(folder, candidates(3)), desk)
    path = write(folder, candidates(5, post_label="Harbour"))
    planned = plan_contacts(path, desk).counts()
    done = import_contacts(path, desk)[-1]
    assert planned == {"new": 2, "changed": 3, "unchanged": 0, "rejected": 0}
    assert {name: getattr(done, name) for name in planned} == planned


def test_the_trail_of_an_import_stands_and_names_nobody(desk, folder):
    import_contacts(write(folder, table(LIST)), desk)
    assert trail_holds(desk) == 3
    told = repr(desk.queries.recent_changes(10))
    assert not any(word in told for word in ("Ann", "Bo", "example", "900123"))


def test_a_missing_file_is_refused_when_planning(desk, folder):
    with pytest.raises(DomainError) as caught:
        plan_contacts(folder / "none.csv", desk)
    assert caught.value.code == "imports.file_missing"
