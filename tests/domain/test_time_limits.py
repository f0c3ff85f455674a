"""The last day to charge: every worked example of the legal check, and what must hold for any date."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.limit_rules import Limb, LimbRole, RuleKind, StartEvent, TimeRule, last_day
from spoc_desk.domain.offences import LawPack
from spoc_desk.domain.suspected_offences import OffenceDate, OffenceEvent
from spoc_desk.domain.time_limits import (
    LimitFacts,
    LimitKind,
    ProsecutorDate,
    TimeLimit,
    limit_facts,
    time_limit,
)
from spoc_desk.system.lawpack import load_lawpack
from spoc_desk.system.resources import resource_folder

DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))


@pytest.fixture(scope="module")
def pack() -> LawPack:
    return load_lawpack(resource_folder() / "lawpack" / "2026-11-20")


def day(text: str) -> date:
    number, month, year = (int(part) for part in text.split("."))
    return date(2000 + year, month, number)


def limit_of(pack: LawPack, code: str, *acts: str, prosecutor: str = "", **more: object) -> TimeLimit:
    reached = (ProsecutorDate("CPS North", day(prosecutor)),) if prosecutor else ()
    facts = LimitFacts(acts=tuple(day(act) for act in acts), prosecutors=reached, **more)
    return time_limit(pack.offence(code).time_rule, facts)


def codes(limit: TimeLimit) -> list[str]:
    return [warning.code for warning in limit.warnings]


@pytest.mark.parametrize(
    ("example", "code", "acts", "last", "weekday"),
    [
        (1, "cja-1988-s39", ["15.1.26"], "15.7.26", "Wed"),
        (2, "poa-1986-s5", ["31.8.26"], "28.2.27", "Sun"),
        (4, "poa-1986-s5", ["31.8.27"], "29.2.28", "Tue"),
        (5, "poa-1986-s4", ["29.2.28"], "29.8.28", "Tue"),
        (7, "cja-1988-s39", ["30.6.26"], "30.12.26", "Wed"),
        (8, "tulrca-1992-s241", ["31.10.26"], "30.4.27", "Fri"),
        (10, "pha-1997-s2", ["3.2.26", "20.5.26", "4.7.26"], "4.1.27", "Mon"),
        (12, "pha-1997-s2a", ["2.1.26", "31.3.26"], "30.9.26", "Wed"),
        (23, "rpa-1983-s106", ["6.11.26"], "6.11.27", "Sat"),
        (24, "rpa-1983-s114a", ["7.5.26"], "7.5.27", "Fri"),
    ],
)
def test_the_worked_examples_of_a_simple_limit_come_out(
    pack: LawPack, example: int, code: str, acts: list[str], last: str, weekday: str
) -> None:
    limit = limit_of(pack, code, *acts)
    assert limit.shown == day(last), f"example {example}"
    assert f"{limit.shown:%a}" == weekday
    assert limit.strict is None


def test_worked_example_16_damage_of_400_pounds_has_no_limit(pack: LawPack) -> None:
    limit = limit_of(pack, "cda-1971-s1-1", "1.2.25")
    assert (limit.kind, limit.shown) == (LimitKind.NONE, None)


def test_worked_example_17_counts_the_prosecutors_day_and_the_offence_day(pack: LawPack) -> None:
    limit = limit_of(pack, "ca-2003-s127-1", "15.10.25", prosecutor="15.10.26")
    assert (limit.shown, limit.outer) == (day("14.4.27"), day("14.10.28"))
    assert f"{limit.shown:%a}" == "Wed"


def test_worked_example_20_shows_the_earlier_day_and_names_the_strict_one(pack: LawPack) -> None:
    limit = limit_of(pack, "ca-2003-s127-2c", "2.3.26", prosecutor="31.8.26")
    assert (limit.shown, limit.strict) == (day("27.2.27"), day("28.2.27"))
    assert "time_limits.earlier_day_shown" in codes(limit)


def test_worked_example_21_runs_from_the_first_sending_whatever_others_repost(pack: LawPack) -> None:
    limit = limit_of(pack, "osa-2023-s179", "10.3.26", "2.6.26", prosecutor="30.9.26")
    assert (limit.shown, limit.outer) == (day("29.3.27"), day("10.3.29"))


def test_worked_example_24_an_order_fixes_the_day_within_24_months(pack: LawPack) -> None:
    granted = limit_of(pack, "rpa-1983-s114a", "7.5.26", extended_to=day("7.5.28"), applied_on=day("7.5.27"))
    plain = limit_of(pack, "rpa-1983-s114a", "7.5.26")
    assert (granted.shown, plain.extendable_to) == (day("7.5.28"), day("7.5.28"))


def test_worked_example_24_no_limit_applies_with_the_foreign_power_condition(pack: LawPack) -> None:
    limit = limit_of(pack, "rpa-1983-s114a", "7.5.26", exceptions=frozenset({"nsa-2023-s16"}))
    assert (limit.kind, limit.shown) == (LimitKind.NONE, None)
    assert dict(limit.warnings[0].values)["last"] == "Friday 7 May 2027"


def test_sections_97_and_106_keep_their_limit_under_the_foreign_power_condition(pack: LawPack) -> None:
    for code in ("rpa-1983-s97", "rpa-1983-s106"):
        limit = limit_of(pack, code, "7.5.26", exceptions=frozenset({"nsa-2023-s16"}))
        assert limit.shown == day("7.5.27")


@pytest.mark.parametrize(
    ("order", "applied", "refusal"),
    [
        ("8.5.28", "1.3.27", "time_limits.extension_too_long"),
        ("7.5.28", "8.5.27", "time_limits.extension_late"),
        ("6.5.27", "1.3.27", "time_limits.extension_shorter"),
    ],
)
def test_an_extension_outside_the_act_is_refused(
    pack: LawPack, order: str, applied: str, refusal: str
) -> None:
    with pytest.raises(DomainError) as refused:
        limit_of(pack, "rpa-1983-s97", "7.5.26", extended_to=day(order), applied_on=day(applied))
    assert refused.value.code == refusal


def test_a_limit_without_extension_takes_none(pack: LawPack) -> None:
    with pytest.raises(DomainError) as refused:
        limit_of(pack, "poa-1986-s5", "7.5.26", extended_to=day("7.12.26"))
    assert refused.value.code == "time_limits.no_extension"


def test_an_extension_without_its_application_date_asks_for_it(pack: LawPack) -> None:
    limit = limit_of(pack, "rpa-1983-s97", "7.5.26", extended_to=day("7.5.28"))
    assert "time_limits.application_date_missing" in codes(limit)


def test_while_no_prosecutor_has_the_evidence_the_outer_limit_is_shown(pack: LawPack) -> None:
    limit = limit_of(pack, "ca-2003-s127-1", "15.10.25")
    assert limit.shown == limit.outer == day("14.10.28")
    assert limit.missing == ("evidence_reached_prosecutor",)
    assert "time_limits.prosecutor_awaited" in codes(limit)
    assert "time_limits.limb_awaited" in [said.code for said in limit.basis]


def test_time_runs_from_the_earliest_prosecutor(pack: LawPack) -> None:
    facts = LimitFacts(
        acts=(day("15.10.25"),),
        prosecutors=(
            ProsecutorDate("CPS appeal lawyer", day("20.11.26")),
            ProsecutorDate("CPS first reviewer", day("15.10.26")),
        ),
    )
    limit = time_limit(pack.offence("ca-2003-s127-1").time_rule, facts)
    assert limit.shown == day("14.4.27")
    said = next(entry for entry in limit.warnings if entry.code == "time_limits.earliest_prosecutor")
    assert said.mapping()["prosecutor"] == "CPS first reviewer"


def test_the_outer_limit_binds_when_the_prosecutor_heard_late(pack: LawPack) -> None:
    limit = limit_of(pack, "ca-2003-s127-1", "15.10.25", prosecutor="1.9.28")
    assert limit.shown == day("14.10.28")


def test_evidence_cannot_reach_a_prosecutor_before_the_offence(pack: LawPack) -> None:
    with pytest.raises(DomainError) as refused:
        limit_of(pack, "ca-2003-s127-1", "15.10.25", prosecutor="14.10.25")
    assert refused.value.code == "time_limits.prosecutor_before_offence"


def test_a_first_statement_cannot_come_before_the_offence(pack: LawPack) -> None:
    with pytest.raises(DomainError) as refused:
        limit_of(pack, "cja-1988-s39-da", "15.10.25", first_statement=day("14.10.25"))
    assert refused.value.code == "time_limits.statement_before_offence"


def test_a_domestic_abuse_assault_runs_from_the_first_statement(pack: LawPack) -> None:
    limit = limit_of(pack, "cja-1988-s39-da", "15.1.26", first_statement=day("10.6.26"))
    assert (limit.shown, limit.outer) == (day("10.12.26"), day("15.1.28"))


def test_a_domestic_abuse_assault_never_outlasts_two_years(pack: LawPack) -> None:
    limit = limit_of(pack, "cja-1988-s39-da", "15.1.26", first_statement=day("1.10.27"))
    assert limit.shown == day("15.1.28")


def test_a_domestic_abuse_assault_shows_six_months_until_the_statement_is_dated(pack: LawPack) -> None:
    limit = limit_of(pack, "cja-1988-s39-da", "15.1.26")
    assert limit.shown == day("15.7.26")
    assert limit.missing == ("complainants_first_statement",)


def test_no_act_means_no_day_and_the_missing_fact_is_named(pack: LawPack) -> None:
    limit = limit_of(pack, "poa-1986-s5")
    assert (limit.kind, limit.shown, limit.missing) == (LimitKind.UNKNOWN, None, ("offence",))


def test_several_acts_of_a_single_act_offence_show_the_first_and_say_so(pack: LawPack) -> None:
    limit = limit_of(pack, "poa-1986-s5", "4.7.26", "3.2.26")
    assert limit.shown == day("3.8.26")
    assert "time_limits.several_acts" in codes(limit)


def test_a_weekend_is_named_but_never_extended(pack: LawPack) -> None:
    limit = limit_of(pack, "poa-1986-s5", "31.8.26")
    assert limit.shown == day("28.2.27")
    assert "time_limits.weekend_not_extended" in codes(limit)


def test_an_unverified_limit_says_so(pack: LawPack) -> None:
    assert "time_limits.rule_unverified" in codes(limit_of(pack, "soa-2003-s66b-1", "5.1.26"))
    assert "time_limits.rule_unverified" not in codes(limit_of(pack, "poa-1986-s5", "5.1.26"))


def test_the_basis_begins_with_the_limb_that_binds(pack: LawPack) -> None:
    limit = limit_of(pack, "ca-2003-s127-1", "15.10.25", prosecutor="15.10.26")
    first = limit.basis[0]
    assert first.code == "time_limits.limb_counting_first_day"
    assert first.mapping()["start"] == "15 October 2026"
    assert first.mapping()["last"] == "Wednesday 14 April 2027"
    assert limit.runs_from == day("15.10.26")


def test_an_inchoate_offence_takes_the_limit_of_its_main_offence(pack: LawPack) -> None:
    main = pack.offence("poa-1986-s5").time_rule
    limit = limit_of(pack, "cla-1977-s1", "15.1.26", main=main)
    assert limit.shown == day("15.7.26")
    assert limit.basis[-1].code == "time_limits.follows"


def test_an_inchoate_offence_without_its_main_offence_asks_for_it(pack: LawPack) -> None:
    limit = limit_of(pack, "sca-2007-s44", "15.1.26")
    assert (limit.kind, limit.missing) == (LimitKind.UNKNOWN, ("main_offence",))


def test_conspiring_to_damage_has_no_limit_as_damage_has_none(pack: LawPack) -> None:
    limit = limit_of(pack, "cla-1977-s1", "15.1.26", main=pack.offence("cda-1971-s1-1").time_rule)
    assert limit.kind is LimitKind.NONE


def test_an_implausible_year_is_refused(pack: LawPack) -> None:
    with pytest.raises(DomainError) as refused:
        time_limit(pack.offence("poa-1986-s5").time_rule, LimitFacts(acts=(date(9999, 12, 31),)))
    assert refused.value.code == "time_limits.date_implausible"


def test_stored_dates_become_the_facts_of_a_limit() -> None:
    stored = [
        OffenceDate(1, 7, OffenceEvent.ACT, day("4.7.26")),
        OffenceDate(2, 7, OffenceEvent.ACT, day("3.2.26")),
        OffenceDate(3, 7, OffenceEvent.EVIDENCE_REACHED, day("9.9.26"), "CPS North"),
        OffenceDate(4, 7, OffenceEvent.FIRST_STATEMENT, day("8.7.26")),
        OffenceDate(5, 7, OffenceEvent.EXTENDED_TO, day("1.2.28")),
    ]
    facts = limit_facts(stored)
    assert facts.acts == (day("3.2.26"), day("4.7.26"))
    assert facts.prosecutors == (ProsecutorDate("CPS North", day("9.9.26")),)
    assert (facts.first_statement, facts.extended_to) == (day("8.7.26"), day("1.2.28"))


def limb(*, counts: bool, months: int) -> Limb:
    return Limb("limb", LimbRole.LIMIT, "a limb", "an Act", StartEvent.OFFENCE, counts, months=months)


def test_the_corresponding_date_less_one_is_not_one_less_and_then_the_months() -> None:
    ends = last_day(limb(counts=True, months=6), date(2026, 3, 1))
    assert ends.shown == ends.strict == date(2026, 8, 31)


@pytest.mark.parametrize("start", [29, 30, 31])
def test_a_counted_first_day_meeting_a_short_february_shows_the_day_before_its_end(start: int) -> None:
    ends = last_day(limb(counts=True, months=6), date(2026, 8, start))
    assert (ends.shown, ends.strict) == (date(2027, 2, 27), date(2027, 2, 28))


@given(start=DAYS, months=st.integers(1, 36), counts=st.booleans())
def test_the_day_shown_is_never_after_the_strict_day_nor_more_than_one_before(
    start: date, months: int, counts: bool
) -> None:
    ends = last_day(limb(counts=counts, months=months), start)
    assert timedelta(0) <= ends.strict - ends.shown <= timedelta(1)


@given(start=DAYS, months=st.integers(1, 36), counts=st.booleans())
def test_a_later_start_never_ends_earlier(start: date, months: int, counts: bool) -> None:
    period = limb(counts=counts, months=months)
    today, tomorrow = last_day(period, start), last_day(period, start + timedelta(1))
    assert today.shown <= tomorrow.shown
    assert today.strict <= tomorrow.strict


@given(start=DAYS, months=st.integers(1, 36))
def test_counting_the_first_day_ends_exactly_one_day_sooner(start: date, months: int) -> None:
    counted = last_day(limb(counts=True, months=months), start).shown
    assert last_day(limb(counts=False, months=months), start).shown - counted == timedelta(1)


@given(start=DAYS, months=st.integers(1, 36))
def test_the_end_never_leaves_the_corresponding_month(start: date, months: int) -> None:
    ends = last_day(limb(counts=False, months=months), start).shown
    assert (ends.year * 12 + ends.month) - (start.year * 12 + start.month) == months
    assert ends.day <= start.day


@given(first=DAYS, more=st.lists(st.integers(0, 400), min_size=1, max_size=5), late=st.integers(0, 900))
def test_a_second_prosecutor_never_lengthens_a_limit(first: date, more: list[int], late: int) -> None:
    rule = TimeRule(
        "k6", RuleKind.LIMBS, "six months", "an Act",
        (Limb("six", LimbRole.LIMIT, "six", "s", StartEvent.PROSECUTOR, True, months=6),
         Limb("three", LimbRole.OUTER, "three", "s", StartEvent.OFFENCE, True, years=3)),
        verified=True,
    )  # fmt: skip
    one = (ProsecutorDate("first", first + timedelta(late)),)
    others = tuple(ProsecutorDate("other", first + timedelta(days)) for days in more)
    alone = time_limit(rule, LimitFacts(acts=(first,), prosecutors=one)).shown
    together = time_limit(rule, LimitFacts(acts=(first,), prosecutors=one + others)).shown
    assert alone is not None
    assert together is not None
    assert together <= alone
