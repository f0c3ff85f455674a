"""Who decides the charge: any excluded part sends the whole case to the CPS."""

from dataclasses import fields, replace

import pytest

from spoc_desk.domain.charge_routes import FACTS, ChargeFacts, Decider, Routing, charge_route
from spoc_desk.domain.offences import LawPack
from spoc_desk.system.lawpack import load_lawpack
from spoc_desk.system.resources import resource_folder

CLEAR = ChargeFacts(**{field.name: False for field in fields(ChargeFacts)})
GUILTY = replace(CLEAR, guilty_plea_anticipated=True, suitable_for_magistrates=True)


@pytest.fixture(scope="module")
def pack() -> LawPack:
    return load_lawpack(resource_folder() / "lawpack" / "2026-11-20")


def route(pack: LawPack, facts: ChargeFacts, *codes: str) -> Routing:
    return charge_route([pack.offence(code) for code in codes], pack.exclusions, facts)


def said(routing: Routing) -> list[str]:
    return [entry.code for entry in routing.reasons]


def test_police_may_charge_a_summary_offence_whatever_the_plea(pack: LawPack) -> None:
    assert route(pack, CLEAR, "poa-1986-s5").decider is Decider.POLICE


def test_police_may_charge_either_way_on_an_anticipated_guilty_plea(pack: LawPack) -> None:
    assert route(pack, GUILTY, "mca-1988-s1").decider is Decider.POLICE


def test_no_anticipated_guilty_plea_sends_an_either_way_offence_to_the_cps(pack: LawPack) -> None:
    routing = route(pack, CLEAR, "mca-1988-s1")
    assert routing.decider is Decider.CPS
    assert {"charging.plea_not_anticipated", "charging.unsuitable_for_magistrates"} <= set(said(routing))


@pytest.mark.parametrize(
    "fact",
    ["hate_crime", "domestic_abuse", "death", "terrorism_or_official_secrets", "harassment_or_stalking"],
)
def test_any_exclusion_of_the_case_sends_police_offences_to_the_cps(pack: LawPack, fact: str) -> None:
    routing = route(pack, replace(GUILTY, **{fact: True}), "poa-1986-s5")
    assert routing.decider is Decider.CPS
    assert "charging.excluded_case" in said(routing)


def test_one_excluded_offence_sends_the_whole_case(pack: LawPack) -> None:
    routing = route(pack, GUILTY, "poa-1986-s5", "poa-1986-s3")
    assert routing.decider is Decider.CPS
    assert said(routing)[-1] == "charging.whole_case"


def test_a_restraining_order_goes_to_the_cps_only_when_harassment_is_part_of_it(pack: LawPack) -> None:
    assert route(pack, GUILTY, "sa-2020-s363").decider is Decider.POLICE
    harassed = replace(GUILTY, harassment_or_stalking=True)
    assert route(pack, harassed, "sa-2020-s363").decider is Decider.CPS


def test_a_sexual_image_with_somebody_under_18_goes_to_the_cps(pack: LawPack) -> None:
    assert route(pack, GUILTY, "soa-2003-s66a").decider is Decider.CPS_ADVISED
    assert route(pack, replace(GUILTY, person_under_18=True), "soa-2003-s66a").decider is Decider.CPS


def test_somebody_under_18_changes_nothing_outside_sexual_offences(pack: LawPack) -> None:
    assert route(pack, replace(GUILTY, person_under_18=True), "poa-1986-s5").decider is Decider.POLICE


def test_every_election_offence_goes_to_the_cps(pack: LawPack) -> None:
    for offence in pack.offences:
        if offence.act == "Representation of the People Act 1983":
            assert charge_route([offence], pack.exclusions, GUILTY).decider is Decider.CPS


def test_every_offence_that_needs_consent_goes_to_the_cps(pack: LawPack) -> None:
    for code in ("poa-1986-s18", "dpa-2018-s170", "nsa-2023-s13", "cla-1977-s1"):
        routing = route(pack, GUILTY, code)
        assert routing.decider is Decider.CPS
        assert "charging.excluded" in said(routing)


def test_questions_without_an_answer_send_the_case_to_the_cps_and_are_named(pack: LawPack) -> None:
    routing = route(pack, ChargeFacts(), "mca-1988-s1")
    assert routing.decider is Decider.CPS
    assert set(routing.unanswered) == FACTS - {"person_under_18"}
    assert "charging.ask_hate_crime" in said(routing)


def test_an_inchoate_offence_alone_asks_for_its_main_offence(pack: LawPack) -> None:
    routing = route(pack, GUILTY, "sca-2007-s44")
    assert (routing.decider, said(routing)) == (Decider.CPS, ["charging.main_offence_missing"])


def test_an_inchoate_offence_follows_its_main_offence(pack: LawPack) -> None:
    assert route(pack, GUILTY, "sca-2007-s44", "poa-1986-s5").decider is Decider.POLICE


def test_no_offence_is_the_cps_and_says_so(pack: LawPack) -> None:
    routing = route(pack, GUILTY)
    assert (routing.decider, said(routing)) == (Decider.CPS, ["charging.no_offence"])


def test_every_exclusion_turns_on_a_question_that_is_asked(pack: LawPack) -> None:
    assert {entry.fact for entry in pack.exclusions} - {""} <= FACTS


def test_a_question_nobody_asks_is_our_bug() -> None:
    with pytest.raises(KeyError):
        CLEAR.answer("weather")
