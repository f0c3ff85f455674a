"""The codes of a return are those casework uses."""

import json

import pytest

from spoc_desk.domain import return_codes as codes
from spoc_desk.domain.candidacies import OFFICE_LEVELS
from spoc_desk.domain.contacts import ContactRole
from spoc_desk.domain.incidents import Mode, Risk
from spoc_desk.domain.officers import Role
from spoc_desk.domain.return_rules import OFFENCE_CODE
from spoc_desk.system.resources import resource_folder

LAWPACK = max((resource_folder() / "lawpack").iterdir())


def listed(name: str) -> list[dict]:
    return json.loads((LAWPACK / f"{name}.json").read_text("utf-8"))[name]


@pytest.mark.parametrize(
    ("name", "returned"),
    [
        ("categories", codes.CATEGORIES),
        ("platforms", codes.PLATFORMS),
    ],
)
def test_each_list_of_the_law_pack_has_the_same_codes_and_labels_here(name, returned):
    assert {row["key"]: row["label"] for row in listed(name)} == returned


def test_a_strand_of_the_law_pack_is_either_sent_or_kept_in_the_force():
    strands = {
        row["key"]: row["label"] for row in listed("hate_strands") if row["key"] not in codes.LOCAL_STRANDS
    }
    assert strands == codes.HATE_STRANDS


def test_outcomes_are_those_of_the_law_pack_but_for_not_yet_assigned():
    assert {row["code"] for row in listed("outcomes")} - {"not_assigned"} == set(codes.OUTCOMES)


def test_every_offence_code_may_stand_in_a_return():
    assert [row["code"] for row in listed("offences") if not OFFENCE_CODE.fullmatch(row["code"])] == []


def test_roles_channels_risks_and_offices_are_those_of_casework():
    assert set(codes.ROLES) == set(Role)
    assert set(ContactRole) <= set(codes.VICTIM_ROLES)
    assert set(codes.CHANNELS) == set(Mode)
    assert set(codes.RISKS) == set(Risk)
    assert set(OFFICE_LEVELS) <= set(codes.ELECTION_TYPES)
    assert {*OFFICE_LEVELS.values(), "other"} == set(codes.OFFICE_LEVELS)
