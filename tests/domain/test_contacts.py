"""Reaching people: what is a phone number, what an e-mail, and the address trap."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spoc_desk.domain.contacts import (
    CHANNEL_LABELS,
    ROLE_LABELS,
    Channel,
    ContactRole,
    HomeAddress,
    Person,
    ReachKind,
    address_warning,
    checked_reach,
)
from spoc_desk.domain.errors import DomainError

ANN = Person(1, "uid-1", "CN/2027/0001", "Ann Marsh", datetime(2027, 4, 20, tzinfo=UTC))
HOME = HomeAddress(1, 1, "1 Quay Row", "ZZ9 9ZZ")


@pytest.mark.parametrize(
    "phone", ["07700 900123", "+44 (0)7700 900123", "01632 960123 ext 12", "0044-7700-900.123"]
)
def test_a_phone_number_is_kept_as_it_was_written(phone):
    assert checked_reach(ReachKind.PHONE, f" {phone} ") == phone


@pytest.mark.parametrize(
    "phone", ["", "12345", "1" * 16, "ring Bo on 07700 900123", "07700 900123\u202e", "=07700900123"]
)
def test_what_is_no_phone_number_is_refused_with_what_it_was(phone):
    with pytest.raises(DomainError) as caught:
        checked_reach(ReachKind.PHONE, phone)
    assert (caught.value.code, caught.value.values["value"]) == ("contacts.phone_wrong", phone[:80])


@pytest.mark.parametrize(
    "email", ["ann@example.org", "a.b+c@mail.example.org", "siân@example.org", "'x'@e.org"]
)
def test_an_email_is_kept_as_it_was_written(email):
    assert checked_reach(ReachKind.EMAIL, f" {email} ") == email


@pytest.mark.parametrize(
    "email",
    [
        "ann",
        "ann@example",
        "ann@@example.org",
        "a b@example.org",
        "Ann <ann@example.org>",
        "ann\u202e@example.org",
        "⟦U+202E⟧ann@example.org",
        "a" * 250 + "@example.org",
    ],
)
def test_what_is_no_email_is_refused(email):
    with pytest.raises(DomainError) as caught:
        checked_reach(ReachKind.EMAIL, email)
    assert caught.value.code == "contacts.email_wrong"
    assert len(caught.value.values["value"]) <= 80


@given(st.sampled_from(ReachKind), st.text(max_size=100))
def test_any_text_is_a_reach_or_a_refusal(kind, text):
    try:
        kept = checked_reach(kind, text)
    except DomainError as refused:
        kept = refused.values["value"]
    assert kept == kept.strip()[:254]


@pytest.mark.parametrize(
    ("person", "address", "warning"),
    [
        (ANN, None, ""),
        (replace(ANN, address_withheld=True), HOME, ""),
        (replace(ANN, own_agent=True), HOME, ""),
        (replace(ANN, address_withheld=True, own_agent=True), None, "contacts.own_agent_address"),
        (
            replace(ANN, address_withheld=True),
            replace(HOME, public_source="Companies register"),
            "contacts.address_already_public",
        ),
    ],
)
def test_a_withheld_address_that_comes_out_elsewhere_is_warned_of(person, address, warning):
    assert address_warning(person, address) == warning


def test_every_role_and_channel_has_its_words():
    assert set(ROLE_LABELS) == set(ContactRole)
    assert set(CHANNEL_LABELS) == set(Channel)
