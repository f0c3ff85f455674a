"""What a recipient may not see is refused, whatever was asked for and whatever a template says."""

import pytest

from spoc_desk.domain.exhibits import Disclosure
from spoc_desk.domain.pack_offers import Asked, offer_faults
from tests.fakes.desk import shipped_templates


def codes(asked, template="", audience=""):
    kind = shipped_templates().template(template) if template else None
    return [fault.code for fault in offer_faults(asked, kind, audience)]


EVERYTHING = Asked(
    served=False,
    exhibits=(("AM/1", Disclosure.USED), ("AM/2", Disclosure.UNUSED), ("AM/3", Disclosure.SENSITIVE)),
    statements=True,
    schedules=("unused", "sensitive"),
    addresses=True,
    unredacted=True,
)


def test_the_receiving_officer_may_have_everything():
    assert codes(EVERYTHING, "handover") == []


@pytest.mark.parametrize("audience", ["court", "defence"])
def test_court_and_defence_never_get_sensitive_material_or_addresses_even_without_a_template(audience):
    refused = [fault.mapping()["what"] for fault in offer_faults(EVERYTHING, None, audience)]
    assert refused == [
        "Unused material",
        "Sensitive material",
        "The schedule of sensitive material",
        "Home addresses",
    ]


def test_no_served_copy_prints_unused_or_sensitive_material_or_its_schedule():
    served = Asked(True, EVERYTHING.exhibits, schedules=("unused", "sensitive"))
    assert codes(served, "cps_file") == [
        "packs.unused_served",
        "packs.sensitive_exhibit_served",
        "packs.sensitive_served",
    ]


def test_a_pack_for_the_defence_cannot_be_made_an_unserved_copy():
    assert codes(Asked(served=False), "defence_service") == ["packs.served_fixed"]
    assert codes(Asked(served=True, schedules=("unused",)), "defence_service") == []


def test_the_court_is_not_offered_the_schedule_of_unused_material():
    assert codes(Asked(served=True, schedules=("unused",)), "court_bundle") == ["packs.not_offered"]
