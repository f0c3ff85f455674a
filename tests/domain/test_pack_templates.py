"""Templates that would show a recipient what they may not see are refused as data."""

from dataclasses import replace

import pytest

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.pack_templates import Offer, template_faults
from tests.fakes.desk import shipped_templates


def with_change(key, **changes):
    kinds = shipped_templates()
    changed = tuple(replace(each, **changes) if each.key == key else each for each in kinds.templates)
    return template_faults(replace(kinds, templates=changed))


def test_the_shipped_templates_have_no_fault_and_none_claims_to_be_verified():
    kinds = shipped_templates()
    assert template_faults(kinds) == ()
    assert [each.key for each in kinds.templates] == [
        "cps_file",
        "court_bundle",
        "defence_service",
        "internal_briefing",
        "handover",
    ]
    assert not any(each.verified for each in kinds.templates)


@pytest.mark.parametrize("offer", [Offer.SENSITIVE, Offer.SCHEDULE_SENSITIVE, Offer.ADDRESSES, Offer.UNUSED])
def test_no_template_may_offer_the_defence_what_it_may_never_see(offer):
    assert with_change("defence_service", offered=(offer,)) == (
        f"template defence_service: may never offer {offer}",
    )


def test_a_pack_for_the_court_is_always_a_served_copy():
    assert with_change("court_bundle", served_fixed=False) == (
        "template court_bundle: is always a served copy",
    )


def test_a_template_cannot_begin_with_a_schedule_that_it_does_not_offer():
    assert len(with_change("court_bundle", schedules=("unused",))) == 1
    assert len(with_change("cps_file", schedules=("sensitive",))) == 1


def test_an_unknown_kind_is_refused_with_those_that_are_known():
    with pytest.raises(DomainError) as refused:
        shipped_templates().template("press")
    assert refused.value.code == "packs.no_such_template"
    assert "court_bundle" in refused.value.values["known"]


def test_sensitive_material_is_offered_to_the_prosecutor_only_in_a_copy_that_is_not_served():
    kind = shipped_templates().template("cps_file")
    assert kind.offers(Offer.SCHEDULE_SENSITIVE, served=False)
    assert not kind.offers(Offer.SCHEDULE_SENSITIVE, served=True)
