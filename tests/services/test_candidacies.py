"""Candidacies entered by hand."""

from dataclasses import replace
from datetime import date

import pytest

from spoc_desk.domain.candidacies import Candidacy, Regime, Standing
from spoc_desk.domain.errors import DomainError
from spoc_desk.services.candidacies import set_candidacy
from spoc_desk.services.contacts import AddPerson, add_person

POLL = date(2027, 5, 6)


@pytest.fixture
def jo(desk):
    return add_person(AddPerson("Jo Fennimore"), desk)[0].person


def given(person, **more):
    return replace(Candidacy(0, person, "", "", POLL, "local", "Marsh End", regime=Regime.FORD), **more)


def held(desk):
    with desk.queries.snapshot() as reader:
        return reader.find(Candidacy)


def test_a_candidacy_without_a_ballot_paper_id_gets_one(desk, jo):
    (change,) = set_candidacy(given(jo, area_name=" St Ænoch & Marsh End "), desk)
    (stored,) = held(desk)
    assert (change.person, change.fields) == (jo, ("candidacy",))
    assert stored.ballot_paper_id == "local.st-noch-marsh-end.2027-05-06"
    assert (stored.election_id, stored.area_name) == ("local.2027-05-06", "St Ænoch & Marsh End")


def test_democracy_clubs_own_id_is_kept_and_names_the_election(desk, jo):
    set_candidacy(given(jo, ballot_paper_id="Local.northmere.marsh-end.2027-05-06"), desk)
    (stored,) = held(desk)
    assert stored.ballot_paper_id == "local.northmere.marsh-end.2027-05-06"
    assert stored.election_id == "local.northmere.2027-05-06"


def test_a_withdrawal_is_a_change_of_the_same_candidacy(desk, jo):
    set_candidacy(given(jo), desk)
    set_candidacy(replace(held(desk)[0], standing=Standing.WITHDRAWN), desk)
    assert [one.standing for one in held(desk)] == [Standing.WITHDRAWN]


def test_saving_it_unchanged_records_nothing(desk, jo):
    set_candidacy(given(jo), desk)
    assert set_candidacy(held(desk)[0], desk) == ()


def test_an_agent_is_another_contact(desk, jo):
    agent = add_person(AddPerson("Ruth Pell"), desk)[0].person
    set_candidacy(given(jo, agent_id=agent), desk)
    assert held(desk)[0].agent_id == agent


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"area_name": "  "}, "candidacies.area_missing"),
        ({"area_gss": "XX1"}, "candidacies.gss_wrong"),
        ({"ballot_paper_id": "the local one"}, "candidacies.ballot_wrong"),
        ({"agent_id": 1}, "candidacies.agent_self"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_kept(desk, jo, more, code):
    with pytest.raises(DomainError) as refused:
        set_candidacy(given(jo, **more), desk)
    assert refused.value.code == code
    assert held(desk) == ()


def test_nobody_stands_twice_on_one_ballot_paper(desk, jo):
    set_candidacy(given(jo), desk)
    with pytest.raises(DomainError) as refused:
        set_candidacy(given(jo), desk)
    assert refused.value.code == "candidacies.twice"
    assert len(held(desk)) == 1


def test_a_contact_that_is_not_there_cannot_stand(desk):
    with pytest.raises(DomainError) as refused:
        set_candidacy(given(99), desk)
    assert refused.value.code == "records.not_found"
