"""Candidacies: GSS codes, kinds of election and who protects them."""

import pytest

from spoc_desk.domain.candidacies import (
    OFFICE_LEVELS,
    REGIME_LABELS,
    Regime,
    checked_gss,
    election_type,
    office_level,
    regime_of,
)
from spoc_desk.domain.errors import DomainError


@pytest.mark.parametrize(
    ("typed", "code"), [("", ""), (" e05999901 ", "E05999901"), ("W07000049", "W07000049")]
)
def test_a_gss_code_is_one_letter_and_eight_digits_or_absent(typed, code):
    assert checked_gss(typed) == code


@pytest.mark.parametrize(
    "typed", ["E0599990", "X05999901", "E059999011", "E05 999901", "Ｅ05999901", "E0599990١"]
)
def test_any_other_code_is_refused(typed):
    with pytest.raises(DomainError) as caught:
        checked_gss(typed)
    assert (caught.value.code, caught.value.values) == ("candidacies.gss_wrong", {"code": typed})


@pytest.mark.parametrize(
    ("ballot", "kind", "regime", "level"),
    [
        ("parl.marsh-end.2027-05-06", "parl", Regime.BRIDGER, "uk"),
        ("local.northmere.quay.by.2027-05-06", "local", Regime.FORD, "local"),
        ("mayor.northmere.2027-05-06", "mayor", Regime.FORD, "mayor"),
        ("pcc.northmoor.2027-05-06", "pcc", Regime.FORD, "pcc"),
        ("senedd.r.west.2027-05-06", "senedd", Regime.OTHER, "devolved"),
        ("europarl.2019-05-23", "europarl", Regime.OTHER, "other"),
        ("", "", Regime.OTHER, "other"),
    ],
)
def test_the_ballot_paper_says_which_election_operation_and_level(ballot, kind, regime, level):
    assert election_type(ballot) == kind
    assert regime_of(kind) is regime
    assert office_level(kind) == level


def test_every_operation_has_its_words_and_every_level_is_one_a_return_knows():
    assert set(REGIME_LABELS) == set(Regime)
    assert set(OFFICE_LEVELS.values()) <= {"uk", "devolved", "mayor", "pcc", "local", "other"}
