"""Whom a new contact may already be: by an alike name, the same phone, the same e-mail."""

import pytest

from spoc_desk.services.contact_lookalikes import Why, similar_contacts
from spoc_desk.services.contacts import AddPerson, add_person


@pytest.fixture
def held(stored):
    for command in (
        AddPerson("Jo Fennimore", phones=("07700 900123",), emails=("jo@example.org",)),
        AddPerson("Tomasz Brandt"),
        AddPerson("Zoë Ångström"),
    ):
        add_person(command, stored)
    return stored


def found(desk, name, *reaches):
    return [(one.name, one.why) for one in similar_contacts(name, reaches, desk)]


@pytest.mark.parametrize("typed", ["Jo Fenimore", "Jo Fennimor", "Joe Fennimore"])
def test_a_name_nearly_the_same_is_found(held, typed):
    assert found(held, typed) == [("Jo Fennimore", Why.NEAR_NAME)]


@pytest.mark.parametrize(
    ("typed", "name"), [("fennimore jo", "Jo Fennimore"), ("ZOE ANGSTROM", "Zoë Ångström")]
)
def test_case_order_and_accents_make_no_other_person(held, typed, name):
    assert found(held, typed) == [(name, Why.SAME_NAME)]


@pytest.mark.parametrize("typed", ["07700900123", "+44 7700 900123", "JO@example.org"])
def test_a_shared_phone_or_e_mail_is_found_under_any_name(held, typed):
    assert found(held, "Somebody Else", typed) == [("Jo Fennimore", Why.SAME_REACH)]


@pytest.mark.parametrize("typed", ["", "J", "Harriet Pell", "Jo Brandt"])
def test_others_are_left_in_peace(held, typed):
    assert found(held, typed) == []


def test_looking_leaves_no_entry_on_the_trail(held):
    before = held.queries.audit_head()
    similar_contacts("Jo Fennimore", (), held)
    assert held.queries.audit_head() == before
