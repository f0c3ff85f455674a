"""The rules of recording an incident, each on its own."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from spoc_desk.domain.candidacies import Regime
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.incidents import (
    MODE_LABELS,
    RISK_LABELS,
    SHORT,
    STATUS_LABELS,
    Incident,
    IncidentStatus,
    Mode,
    Risk,
    check_closure,
    checked,
)

AT = datetime(2027, 4, 20, 8, tzinfo=UTC)
SOUND = Incident(
    1,
    "uid-1",
    "IN/2027/0001",
    "Threat by telephone",
    "42NM/7731/27",
    AT,
    "09:00",
    AT,
    "09:00",
    AT,
    "threat_other",
    Mode.OFFLINE,
    "A man rang.",
)


def test_a_sound_incident_passes_as_it_is():
    assert checked(SOUND) is SOUND


def test_it_may_happen_be_reported_and_recorded_in_one_moment_but_not_backwards():
    later = AT + timedelta(microseconds=1)
    checked(replace(SOUND, happened_to=AT))
    for more, code in (
        ({"happened_from": later}, "incidents.reported_before_happened"),
        ({"reported_at": later}, "incidents.reported_in_future"),
        ({"happened_from": AT, "happened_to": AT - timedelta(seconds=1)}, "incidents.ends_before_start"),
    ):
        with pytest.raises(DomainError) as caught:
            checked(replace(SOUND, **more))
        assert caught.value.code == code


@pytest.mark.parametrize("regime", [Regime.BRIDGER, Regime.FORD])
def test_an_operation_needs_its_reason_and_neither_needs_none(regime):
    with pytest.raises(DomainError) as caught:
        checked(replace(SOUND, regime=regime, regime_reason=" "))
    assert caught.value.code == "incidents.regime_reason_missing"
    checked(replace(SOUND, regime=regime, regime_reason="Councillor, over a vote"))
    checked(replace(SOUND, regime=Regime.OTHER))


def test_limits_are_counted_in_characters_to_the_last_one():
    checked(replace(SOUND, title="x" * 160, description="y" * 20_000))
    for more in ({"title": "x" * 161}, {"description": "y" * 20_001}, {"verbatim": "z" * 20_001}):
        with pytest.raises(DomainError) as caught:
            checked(replace(SOUND, **more))
        assert caught.value.values["limit"] in (160, 20_000)


@pytest.mark.parametrize("name", SHORT)
def test_no_field_takes_a_megabyte(name):
    checked(replace(SOUND, **{name: "x" * 2_000}))
    with pytest.raises(DomainError) as caught:
        checked(replace(SOUND, **{name: "x" * 2_001}))
    assert (caught.value.code, caught.value.values) == ("incidents.field_long", {"limit": 2_000})


def test_only_a_closure_needs_an_outcome():
    for status in IncidentStatus:
        if status is not IncidentStatus.CLOSED:
            check_closure(replace(SOUND, status=status))
    check_closure(replace(SOUND, status=IncidentStatus.CLOSED, outcome="18"))
    with pytest.raises(DomainError) as caught:
        check_closure(replace(SOUND, status=IncidentStatus.CLOSED))
    assert caught.value.values == {"reference": "IN/2027/0001"}


def test_every_status_risk_and_mode_has_its_words():
    assert (set(STATUS_LABELS), set(RISK_LABELS), set(MODE_LABELS)) == (
        set(IncidentStatus),
        set(Risk),
        set(Mode),
    )
