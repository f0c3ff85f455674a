"""What a file means for a vault: who is new, who changed and how, who is doubtful, who is missing."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from spoc_desk.domain.candidacies import Candidacy, Regime, Standing
from spoc_desk.domain.contact_arrivals import reach_key
from spoc_desk.domain.contact_book import ContactBook
from spoc_desk.domain.contact_differences import Difference
from spoc_desk.domain.contact_import import plan_import
from spoc_desk.domain.contact_rows import ContactFile, FileForm, ImportRow, RejectedRow, RowCandidacy
from spoc_desk.domain.contacts import ContactPoint, ContactRole, Person, PersonRole, ReachKind
from spoc_desk.domain.reasons import reason

POLL = date(2027, 5, 6)
QUAY, HILL = "local.northmere.quay.2027-05-06", "local.northmere.hill.2027-05-06"
MADE = datetime(2027, 1, 4, 9, tzinfo=UTC)


def stands(ballot=QUAY, **more):
    return RowCandidacy("local.northmere.2027-05-06", ballot, POLL, **more)


def row(number=2, name="Ann Marsh", candidacy=None, **more):
    roles = more.pop("roles", (ContactRole.CANDIDATE,) if candidacy else ())
    return ImportRow(number, name, roles, candidacy=candidacy, **more)


def person(number=1, name="Ann Marsh", **more):
    return Person(number, f"uid-{number}", f"CN/2027/{number:04d}", name, MADE, **more)


def candidacy(number=1, person_id=1, ballot=QUAY, **more):
    return Candidacy(
        number, person_id, "local.northmere.2027-05-06", ballot, POLL, "local", more.pop("area", ""), **more
    )


def plan(rows, people=(), roles=(), reaches=(), candidacies=()):
    file = ContactFile(FileForm.DEMOCRACY_CLUB, "ab" * 32, tuple(rows))
    return plan_import(file, ContactBook(people, roles, reaches, candidacies))


CANDIDATE = PersonRole(1, 1, ContactRole.CANDIDATE)


def test_somebody_unknown_is_new_with_the_regime_of_the_election():
    (new,) = plan([row(candidacy=stands(), democracy_club_id="101")]).new
    assert new.candidacies[0].candidacy.regime is Regime.FORD
    assert new.candidacies[0].candidacy.standing is Standing.NOMINATED
    assert new.lookalikes == ()


def test_two_rows_of_one_person_are_one_contact_with_two_candidacies():
    rows = [row(2, candidacy=stands(), democracy_club_id="101")]
    rows.append(row(3, candidacy=stands("mayor.northmere.2027-05-06"), democracy_club_id="101"))
    (new,) = plan(rows).new
    assert new.arrival.numbers == (2, 3)
    assert len(new.candidacies) == 2


def test_a_repeated_row_and_a_contradicting_one_are_rejected():
    first = row(2, candidacy=stands(), democracy_club_id="101")
    found = plan(
        [first, replace(first, number=3), replace(first, number=4, candidacy=stands(area_name="Quay"))]
    )
    assert [(bad.number, bad.reason.code) for bad in found.rejected] == [
        (3, "imports.row_repeated"),
        (4, "imports.row_conflicts"),
    ]
    assert found.rejected[0].reason.mapping() == {"first": "2"}
    assert len(found.new) == 1


def test_rows_rejected_earlier_stay_in_the_order_of_the_file():
    early = RejectedRow(5, "", reason("contacts.name_missing"))
    first = row(2, candidacy=stands(), democracy_club_id="101")
    found = plan([first, early, replace(first, number=3)])
    assert [bad.number for bad in found.rejected] == [3, 5]


def test_the_same_particulars_change_nothing():
    found = plan(
        [row(candidacy=stands(area_name="Quay"), democracy_club_id="101", emails=("ANN@example.org",))],
        [person(democracy_club_id="101")],
        [CANDIDATE],
        [ContactPoint(1, 1, ReachKind.EMAIL, "ann@example.org", do_not_use=True)],
        [candidacy(area="Quay")],
    )
    assert found.counts() == {"new": 0, "changed": 0, "unchanged": 1, "rejected": 0}


def test_each_difference_is_told_field_by_field():
    (changed,) = plan(
        [
            row(
                name="Anne Marsh",
                candidacy=stands(area_name="Quay", party_name="Teal Party", standing=Standing.ELECTED),
                democracy_club_id="101",
                emails=("ann@example.org",),
                handles=("X: @ann",),
            )
        ],
        [person(democracy_club_id="101", handles=("Blog: https://ann.example.org",))],
        candidacies=[candidacy(area="Quai", party_name="Old Party")],
    ).changed
    assert changed.differences == (
        Difference("name", "Ann Marsh", "Anne Marsh"),
        Difference("handles", "Blog: https://ann.example.org", "Blog: https://ann.example.org, X: @ann"),
        Difference("role", "", "candidate"),
        Difference("email", "", "ann@example.org"),
        Difference("area_name", "Quai", "Quay"),
        Difference("party_name", "Old Party", "Teal Party"),
        Difference("standing", "nominated", "elected"),
    )
    assert changed.candidacies[0].candidacy.id == 1


def test_blanks_in_the_file_empty_nothing():
    held = person(
        organisation="Northmere Teal", democracy_club_id="101", handles=("X: @ann",), notes="By hand"
    )
    found = plan(
        [row(candidacy=stands(), democracy_club_id="101")],
        [held],
        [CANDIDATE],
        [ContactPoint(1, 1, ReachKind.PHONE, "07700 900123")],
        [candidacy(area="Quay", party_name="Teal Party", regime=Regime.OTHER)],
    )
    assert found.unchanged[0].person == held


def test_a_withdrawal_noted_by_hand_outlasts_the_file():
    found = plan(
        [row(candidacy=stands(standing=Standing.NOT_ELECTED), democracy_club_id="101")],
        [person(democracy_club_id="101")],
        [CANDIDATE],
        candidacies=[candidacy(standing=Standing.WITHDRAWN)],
    )
    assert len(found.unchanged) == 1


def test_an_exact_name_on_the_same_ballot_paper_is_the_same_person_and_gains_the_id():
    (changed,) = plan(
        [row(name="ann  MARSH", candidacy=stands(), democracy_club_id="101")],
        [person()],
        [CANDIDATE],
        candidacies=[candidacy()],
    ).changed
    assert changed.differences == (Difference("democracy_club_id", "", "101"),)
    assert changed.person.name == "Ann Marsh"


def test_an_exact_name_with_the_same_phone_is_the_same_person():
    (changed,) = plan(
        [row(candidacy=stands(), phones=("+44 7700 900123",))],
        [person()],
        reaches=[ContactPoint(1, 1, ReachKind.PHONE, "07700 900123")],
    ).changed
    assert [difference.field for difference in changed.differences] == ["role", "candidacy"]


def test_a_namesake_with_another_id_is_never_merged_but_pointed_at():
    found = plan(
        [row(candidacy=stands(), democracy_club_id="102")],
        [person(democracy_club_id="101")],
        candidacies=[candidacy()],
    )
    assert found.new[0].lookalikes[0].reference == "CN/2027/0001"


@pytest.mark.parametrize("name", ["Ann Mаrsh", "MARSH, Ann", "Anne Marsh", "Ánn Marsh"])
def test_a_near_namesake_on_the_ballot_paper_is_pointed_at_and_not_merged(name):
    found = plan([row(name=name, candidacy=stands())], [person()], candidacies=[candidacy()])
    assert [other.person_id for other in found.new[0].lookalikes] == [1]


def test_somebody_else_on_the_ballot_paper_is_not_pointed_at():
    found = plan([row(name="Bo Hill", candidacy=stands())], [person()], candidacies=[candidacy()])
    assert found.new[0].lookalikes == ()


def test_namesakes_within_one_file_point_at_each_other():
    found = plan([row(2, candidacy=stands()), row(3, candidacy=stands(HILL))])
    assert [new.lookalikes[0].line for new in found.new] == [3, 2]


def test_a_name_of_mixed_alphabets_is_noticed():
    (new,) = plan([row(name="Ann Mаrsh", candidacy=stands())]).new
    assert [notice.code for notice in new.arrival.notices] == ["imports.name_mixed_scripts"]


def test_two_contacts_that_fit_make_a_row_for_the_hand():
    found = plan(
        [row(candidacy=stands())],
        [person(1), person(2)],
        candidacies=[candidacy(1, 1), candidacy(2, 2)],
    )
    (bad,) = found.rejected
    assert bad.reason.code == "imports.several_match"
    assert bad.reason.mapping()["references"] == "CN/2027/0001, CN/2027/0002"


def test_two_rows_that_fit_one_contact_are_not_both_taken():
    rows = [row(2, candidacy=stands(), democracy_club_id="101"), row(3, emails=("ann@example.org",))]
    found = plan(
        rows,
        [person(democracy_club_id="101")],
        reaches=[ContactPoint(1, 1, ReachKind.EMAIL, "ann@example.org")],
    )
    assert [(bad.number, bad.reason.code) for bad in found.rejected] == [(3, "imports.matched_twice")]


def test_those_the_file_leaves_off_a_ballot_paper_it_covers_are_told():
    people = [person(1), person(2, "Bo Hill"), person(3, "Cy Penn"), person(4, "Di Wick")]
    found = plan(
        [row(candidacy=stands())],
        people,
        candidacies=[
            candidacy(1, 1),
            candidacy(2, 2),
            candidacy(3, 3, standing=Standing.WITHDRAWN),
            candidacy(4, 4, HILL),
        ],
    )
    assert [(absent.name, absent.ballot_paper_id) for absent in found.absent] == [("Bo Hill", QUAY)]


def test_an_agent_without_a_row_becomes_a_contact_and_is_linked():
    found = plan([row(2, candidacy=stands(agent="Bo Hill")), row(3, "Cy Penn", stands(agent="Bo Hill"))])
    candidate, other, agent = found.new
    assert (agent.arrival.name, agent.arrival.roles) == ("Bo Hill", (ContactRole.AGENT,))
    assert candidate.candidacies[0].agent == other.candidacies[0].agent == agent.arrival.place


def test_an_agent_with_a_row_of_their_own_is_that_row():
    rows = [
        row(2, candidacy=stands(agent="Bo Hill")),
        row(3, "Bo Hill", roles=(ContactRole.AGENT,), phones=("07700 900123",)),
    ]
    candidate, agent = plan(rows).new
    assert candidate.candidacies[0].agent == agent.arrival.place


def test_an_agent_whom_two_rows_could_be_is_left_to_the_hand():
    rows = [row(2, candidacy=stands(agent="Bo Hill"))]
    rows += [row(n, "Bo Hill", roles=(ContactRole.AGENT,), phones=(f"07700 90012{n}",)) for n in (3, 4)]
    candidate = plan(rows).new[0]
    assert candidate.candidacies[0].agent is None
    assert [notice.code for notice in candidate.arrival.notices] == ["imports.agent_ambiguous"]


def test_a_known_agent_is_found_again():
    found = plan(
        [row(candidacy=stands(agent="Bo Hill"), democracy_club_id="101")],
        [person(1, democracy_club_id="101"), person(2, "Bo Hill")],
        [CANDIDATE, PersonRole(2, 2, ContactRole.AGENT)],
        [ContactPoint(1, 2, ReachKind.PHONE, "07700 900123")],
        [candidacy(agent_id=2)],
    )
    assert found.counts() == {"new": 0, "changed": 0, "unchanged": 2, "rejected": 0}


def test_a_candidate_who_is_their_own_agent_is_marked_so():
    (new,) = plan([row(candidacy=stands(agent="ANN MARSH"))]).new
    assert new.arrival.own_agent
    assert new.candidacies[0].agent is None


def test_a_card_that_adds_nothing_is_the_contact_of_that_name():
    found = plan([row(organisation="Northmere Teal")], [person(organisation="northmere teal")])
    assert len(found.unchanged) == 1
    assert len(plan([row(organisation="Other")], [person(organisation="northmere teal")]).new) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("+44 7700 900123", "07700 900-123"),
        ("0044 7700 900123", "07700900123"),
        ("Ann@Example.org", "ann@example.org "),
    ],
)
def test_two_spellings_of_one_reach_are_the_same(one, other):
    assert reach_key(one) == reach_key(other)


def test_a_plan_gathers_what_an_officer_should_look_at_in_the_order_of_the_file():
    rows = [
        row(
            4, "Bo Hill", stands(HILL), democracy_club_id="104", notices=(reason("imports.died", name="Bo"),)
        ),
        row(3, "Ann Mаrsh", stands(), democracy_club_id="103"),
    ]
    found = plan(rows, [person()], candidacies=[candidacy()])
    assert [(number, name, notice.code) for number, name, notice in found.row_notices()] == [
        (3, "Ann Mаrsh", "imports.name_mixed_scripts"),
        (4, "Bo Hill", "imports.died"),
    ]
    assert [contact.arrival.name for contact in found.doubtful()] == ["Ann Mаrsh"]
