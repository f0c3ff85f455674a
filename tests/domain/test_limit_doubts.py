"""A last day to charge is never told surer than it is."""

from dataclasses import replace
from datetime import date

import pytest

from spoc_desk.domain.limit_doubts import dates_needed, limit_in_words
from spoc_desk.domain.offences import LawPack
from spoc_desk.domain.suspected_offences import SuspectedOffence
from spoc_desk.domain.time_limits import LimitFacts, ProsecutorDate, time_limit
from spoc_desk.system.lawpack import load_lawpack
from spoc_desk.system.resources import resource_folder

ACT = date(2025, 10, 15)
RECORD = SuspectedOffence(9, 4, "", "2026-11-20")


@pytest.fixture(scope="module")
def pack() -> LawPack:
    return load_lawpack(resource_folder() / "lawpack" / "2026-11-20")


def words(pack: LawPack, code: str, record: SuspectedOffence = RECORD, **known: object) -> str:
    rule = pack.offence(code).time_rule
    facts = LimitFacts(**({"acts": (ACT,), "exceptions": frozenset(record.exceptions)} | known))
    return limit_in_words(record, time_limit(rule, facts), rule)


def test_an_outer_limit_alone_is_told_as_the_latest_day_with_the_date_that_is_wanting(pack: LawPack) -> None:
    assert words(pack, "ca-2003-s127-1") == (
        "Last day to charge 14 October 2028 at the latest; six months run from the day sufficient "
        "evidence reached the prosecutor, not yet entered; not yet checked"
    )


def test_once_every_date_is_entered_and_checked_the_day_stands_alone(pack: LawPack) -> None:
    checked = replace(RECORD, checked_by="DI Omar Reyes")
    reached = (ProsecutorDate("CPS", date(2026, 10, 15)),)
    told = words(pack, "ca-2003-s127-1", checked, prosecutors=reached)
    assert told == "Last day to charge 14 April 2027; checked by DI Omar Reyes"


def test_a_rule_that_nobody_read_at_its_source_is_told_as_not_verified(pack: LawPack) -> None:
    assert "not verified" in words(pack, "pha-1997-s2")
    assert "not verified" not in words(pack, "poa-1986-s5")


def test_a_claimed_exception_is_told_with_the_day_that_holds_without_it(pack: LawPack) -> None:
    exception = pack.offence("rpa-1983-s60").time_rule.exceptions[0]
    told = words(pack, "rpa-1983-s60", replace(RECORD, exceptions=(exception.key,)))
    assert told.startswith(f"No time limit; exception claimed: {exception.text} ({exception.provision}); ")
    assert "without it, the last day is Thursday 15 October 2026" in told


def test_an_extension_without_the_day_it_was_applied_for_says_so(pack: LawPack) -> None:
    told = words(pack, "rpa-1983-s60", extended_to=date(2027, 2, 1))
    assert told.startswith("Last day to charge 1 February 2027; the day the extension was applied for")


def test_a_day_put_in_by_hand_stands_beside_the_one_worked_out(pack: LawPack) -> None:
    put = replace(RECORD, override_on=date(2026, 4, 1))
    assert "put in by an officer, worked out: 15 April 2026" in words(pack, "poa-1986-s5", put)


def test_several_acts_and_a_doubtful_count_are_told(pack: LawPack) -> None:
    told = words(pack, "poa-1986-s5", acts=(ACT, date(2025, 11, 1)))
    assert "counted from the first act, 15 October 2025" in told


def test_without_a_main_offence_the_day_is_not_known_and_why(pack: LawPack) -> None:
    told = words(pack, "cla-1977-s1")
    assert told.startswith("Last day to charge not yet known; that of its main offence, not yet suspected")


def test_a_fallback_that_binds_leaves_no_date_needed(pack: LawPack) -> None:
    limits = {code: time_limit(pack.offence(code).time_rule, LimitFacts((ACT,))) for code in codes(pack)}
    needed = {code for code, limit in limits.items() if dates_needed(limit)}
    assert "ca-2003-s127-1" in needed
    assert "complainants_first_statement" not in {
        limb.start.value for limit in limits.values() for limb in dates_needed(limit)
    }


def codes(pack: LawPack) -> list[str]:
    return [offence.code for offence in pack.offences]
