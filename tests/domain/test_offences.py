"""The shipped law-pack as the domain sees it: what it holds, what may be picked, what says it is unsure."""

from dataclasses import replace
from datetime import date

import pytest

from spoc_desk.domain import return_codes
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.lawpack import faults
from spoc_desk.domain.limit_rules import RuleKind
from spoc_desk.domain.offences import ChargeRoute, Consent, LawPack, Mode, ScheduleNine
from spoc_desk.system.lawpack import load_lawpack
from spoc_desk.system.resources import resource_folder

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def pack() -> LawPack:
    return load_lawpack(resource_folder() / "lawpack" / "2026-11-20")


def test_all_39_rows_of_the_reference_table_are_there(pack: LawPack) -> None:
    assert {offence.row for offence in pack.offences} == set(range(1, 40))


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        (10, {"cjpa-2001-s42a", "cjpa-2001-s42"}),
        (12, {"sa-2020-s363", "spa-2019-s8"}),
        (14, {"ca-2003-s127-1", "ca-2003-s127-2c"}),
        (20, {"cja-1988-s39", "cja-1988-s39-da"}),
        (21, {"oapa-1861-s47", "oapa-1861-s20", "oapa-1861-s18"}),
        (24, {"poa-1986-s4", "poa-1986-s4a"}),
        (28, {"poa-1986-s2", "poa-1986-s3"}),
        (32, {"cda-1971-s1-1", "cda-1971-s1-2", "cda-1971-s1-3"}),
        (35, {"cma-1990-s1", "cma-1990-s2", "cma-1990-s3"}),
        (37, {"nsa-2023-s13", "nsa-2023-s16"}),
        (39, {"sca-2007-s44", "sca-2007-s45", "sca-2007-s46", "cla-1977-s1", "caa-1981-s1"}),
    ],
)
def test_a_row_of_several_offences_is_split_into_each(pack: LawPack, row: int, codes: set[str]) -> None:
    assert {offence.code for offence in pack.offences if offence.row == row} == codes


def test_the_corrections_of_the_legal_check_are_in(pack: LawPack) -> None:
    assert pack.offence("oapa-1861-s18").mode is Mode.INDICTABLE
    assert pack.offence("cla-1977-s1").mode is Mode.INDICTABLE
    assert pack.offence("cla-1977-s1").consent is Consent.DPP_IF_SUMMARY
    assert pack.offence("cda-1971-s1-1").charge_route is ChargeRoute.POLICE_IF_GUILTY
    assert pack.offence("soa-2003-s66b-1").time_rule.kind is RuleKind.LIMBS
    assert "obstructed the public" in pack.offence("pcsca-2022-s78").point("effect").text
    assert pack.offence("cda-1998-s32-fear").maximum == "14 years"
    assert pack.offence("nsa-2023-s13").maximum == "14 years"
    assert "Wales" in pack.offence("rpa-1983-s62c").extent


def test_every_row_names_its_source_and_an_unverified_one_says_what_is_in_doubt(pack: LawPack) -> None:
    for offence in pack.offences:
        assert offence.source.strip(), offence.code
        assert offence.verification.strip(), offence.code
        assert offence.points_to_prove, offence.code


def test_a_row_resting_on_own_knowledge_is_not_verified(pack: LawPack) -> None:
    for offence in pack.offences:
        if "rests on own knowledge" in offence.verification.casefold() and offence.row != 1:
            assert not offence.verified, offence.code


def test_exactly_the_rows_marked_in_the_reference_table_are_listed_in_schedule_9(pack: LawPack) -> None:
    listed = {offence.row for offence in pack.offences if offence.schedule_9 is ScheduleNine.YES}
    assert listed == {6, 7, 8, 9, 13, 14, 15, 16, 19, 20, 21, 22, 24, 25, 27, 28, 29, 31, 32, 33, 38}


def test_a_summary_offence_always_has_a_limit_and_a_graver_one_has_none_but_for_elections(
    pack: LawPack,
) -> None:
    for offence in pack.offences:
        limited = offence.time_rule.kind is RuleKind.LIMBS
        if offence.mode is Mode.SUMMARY:
            assert limited, offence.code
        elif offence.mode is not Mode.FOLLOWS and limited:
            assert offence.act == "Representation of the People Act 1983", offence.code


def test_a_disabled_offence_cannot_be_picked_and_says_why(pack: LawPack) -> None:
    with pytest.raises(DomainError) as refused:
        pack.pick("cpa-2026-home-protest", TODAY)
    assert refused.value.code == "lawpack.offence_disabled"
    assert "Commencement" in str(refused.value.values["why"])
    assert all(offence.code != "cpa-2026-home-protest" for offence in pack.selectable(TODAY))


def test_row_11_stays_findable_so_that_officers_learn_why_it_is_off(pack: LawPack) -> None:
    assert [offence.code for offence in pack.search("protest home")] == ["cpa-2026-home-protest"]


def test_an_offence_cannot_be_picked_for_a_day_before_it_was_in_force(pack: LawPack) -> None:
    assert pack.pick("poa-1986-s4b", date(2026, 4, 1)).title.endswith("because of sex")
    with pytest.raises(DomainError) as refused:
        pack.pick("poa-1986-s4b", date(2026, 3, 31))
    assert refused.value.code == "lawpack.not_in_force"


def test_an_unknown_code_is_refused_with_the_edition(pack: LawPack) -> None:
    with pytest.raises(DomainError) as refused:
        pack.offence("made-up-s1")
    assert refused.value.values == {"code": "made-up-s1", "version": "2026-11-20"}


def test_an_unknown_point_to_prove_is_refused(pack: LawPack) -> None:
    with pytest.raises(DomainError) as refused:
        pack.offence("poa-1986-s5").point("intent")
    assert refused.value.code == "lawpack.unknown_point"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("stalking", "pha-1997-s2a"),
        ("KILL", "oapa-1861-s16"),
        ("s127(1)", "ca-2003-s127-1"),
        ("malicious communication", "mca-1988-s1"),
        ("perverted unicorn", None),
    ],
)
def test_search_finds_every_word_and_puts_titles_first(pack: LawPack, text: str, first: str | None) -> None:
    found = pack.search(text)
    assert (found[0].code if found else None) == first


def test_the_outcomes_are_1_to_22_with_their_sub_codes_and_none_yet(pack: LawPack) -> None:
    expected = [str(number) for number in range(1, 23)] + ["1A", "2A", "3A", "not_assigned"]
    assert sorted(outcome.code for outcome in pack.outcomes) == sorted(expected)


def test_outcomes_20_to_22_carry_the_published_wording(pack: LawPack) -> None:
    assert pack.outcome("22").wording.endswith(
        "resulting from the crime report, has been undertaken and it is not in the public interest "
        "to take any further action"
    )
    assert pack.outcome("21").wording.startswith("Further investigation to support formal action")
    assert (
        pack.outcome("20").wording == "Responsibility for further investigation transferred to another body"
    )
    assert [code for code in map(str, range(1, 23)) if pack.outcome(code).verified] == ["20", "21", "22"]


def test_outcome_17_is_the_expired_time_limit(pack: LawPack) -> None:
    assert pack.outcome("17").title == "Prosecution time limit expired"


def test_the_lists_agree_with_the_codes_of_the_national_return(pack: LawPack) -> None:
    assert {term.key for term in pack.categories} == set(return_codes.CATEGORIES)
    assert {term.key for term in pack.platforms} == set(return_codes.PLATFORMS)
    national = {term.key for term in pack.hate_strands} - {"sex"}
    assert national == set(return_codes.HATE_STRANDS) - {"sex"}
    assert {outcome.code for outcome in pack.outcomes} - {"not_assigned"} == set(return_codes.OUTCOMES)


def test_sex_is_recorded_but_marked_as_no_national_strand(pack: LawPack) -> None:
    sex = next(term for term in pack.hate_strands if term.key == "sex")
    assert sex.note.startswith("Not a national strand")


def test_a_category_is_found_by_its_key_or_refused(pack: LawPack) -> None:
    assert pack.category("doxxing").label == "Doxxing"
    with pytest.raises(DomainError):
        pack.category("doxing")


def test_the_shipped_pack_is_not_signed_off_and_says_so(pack: LawPack) -> None:
    assert (pack.signed_off_by, pack.signed_off_on) == ("", None)
    assert pack.statement.startswith("Not legal advice")
    assert [said.code for said in pack.cautions()] == ["lawpack.not_signed_off"]
    assert replace(pack, signed_off_by="Force solicitor", signed_off_on=TODAY).cautions() == ()


def test_every_unverified_or_disabled_offence_has_a_caution_to_show_and_no_other_has(pack: LawPack) -> None:
    for offence in pack.offences:
        said = [entry.code for entry in offence.cautions()]
        expected = "lawpack.offence_unverified" if offence.enabled else "lawpack.offence_disabled"
        assert said == ([] if offence.enabled and offence.verified else [expected]), offence.code


def test_consistency_names_a_repeated_code_a_missing_row_and_a_missing_outcome(pack: LawPack) -> None:
    doubled = replace(pack, offences=(*pack.offences, pack.offences[0]))
    assert f"offence {pack.offences[0].code}: appears more than once" in faults(doubled)
    rowless = replace(pack, offences=tuple(offence for offence in pack.offences if offence.row != 25))
    assert "row 25: has no offence" in faults(rowless)
    fewer = replace(pack, outcomes=pack.outcomes[:-1])
    assert "outcome 22: is missing" in faults(fewer)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"in_force_from": date(2026, 1, 1), "in_force_to": date(2025, 1, 1)}, "ceases before"),
        ({"enabled": False}, "needs a reason when disabled"),
        ({"disabled_reason": "a reason"}, "needs a reason when disabled"),
        ({"exclusions": ("imaginary",)}, "exclusion imaginary is not known"),
        ({"consent": Consent.DPP}, "needs consent exactly when"),
        ({"verified": False, "verification": " "}, "does not say what is in doubt"),
    ],
)
def test_consistency_names_what_is_wrong_with_an_offence(
    pack: LawPack, change: dict[str, object], fault: str
) -> None:
    wrong = replace(pack.offence("poa-1986-s5"), **change)
    others = tuple(offence for offence in pack.offences if offence.code != wrong.code)
    found = faults(replace(pack, offences=(*others, wrong)))
    assert any(fault in entry and wrong.code in entry for entry in found)


def test_consistency_names_a_summary_offence_without_a_limit(pack: LawPack) -> None:
    wrong = replace(pack.offence("poa-1986-s5"), time_rule=pack.offence("poa-1986-s2").time_rule)
    found = faults(replace(pack, offences=(*pack.offences, wrong)))
    assert "offence poa-1986-s5: is summary only but has no time limit" in found
