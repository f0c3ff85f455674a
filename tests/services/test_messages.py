"""Refusals in words."""

import pytest

from spoc_desk.domain.errors import DomainError
from spoc_desk.services.messages import Messages

TABLE = {
    "exhibits": {"reference_taken": "Reference {reference} is taken. Choose {next}.", "odd": "{x.__class__}"}
}


@pytest.fixture
def messages() -> Messages:
    return Messages(TABLE)


def test_a_sentence_is_filled_with_the_values_of_the_refusal(messages):
    told = messages.sentence(DomainError("exhibits.reference_taken", reference="AM/1", next="AM/2"))
    assert told == "Reference AM/1 is taken. Choose AM/2."


def test_a_code_without_a_sentence_is_shown_rather_than_hidden(messages):
    assert messages.sentence(DomainError("exhibits.lost", n=3)) == "exhibits.lost"


def test_a_missing_value_shows_its_name_and_raises_nothing(messages):
    assert messages.sentence(DomainError("exhibits.reference_taken", reference="AM/1")).endswith(
        "Choose {next}."
    )


def test_values_cannot_reach_into_objects(messages):
    assert messages.sentence(DomainError("exhibits.odd", x=object())) == "{x.__class__}"


def test_values_with_braces_are_left_alone(messages):
    told = messages.sentence(DomainError("exhibits.reference_taken", reference="{next}", next="AM/2"))
    assert told == "Reference {next} is taken. Choose AM/2."
