"""An inchoate offence's limit comes from the main offences suspected beside it."""

from datetime import date

import pytest

from spoc_desk.domain.case_limits import limit_in_case
from spoc_desk.domain.offences import LawPack
from spoc_desk.domain.time_limits import LimitFacts, LimitKind
from spoc_desk.system.lawpack import load_lawpack
from spoc_desk.system.resources import resource_folder

FACTS = LimitFacts(acts=(date(2026, 1, 15),))


@pytest.fixture(scope="module")
def pack() -> LawPack:
    return load_lawpack(resource_folder() / "lawpack" / "2026-11-20")


def test_an_ordinary_offence_keeps_its_own_limit_whatever_stands_beside_it(pack: LawPack) -> None:
    others = [pack.offence("mca-1988-s1"), pack.offence("rpa-1983-s97")]
    assert limit_in_case(pack.offence("poa-1986-s5"), FACTS, others).shown == date(2026, 7, 15)


def test_a_conspiracy_shows_the_earliest_limit_of_what_may_be_its_object(pack: LawPack) -> None:
    others = [pack.offence("rpa-1983-s97"), pack.offence("poa-1986-s5"), pack.offence("mca-1988-s1")]
    assert limit_in_case(pack.offence("cla-1977-s1"), FACTS, others).shown == date(2026, 7, 15)


def test_a_conspiracy_beside_offences_without_a_limit_has_none(pack: LawPack) -> None:
    others = [pack.offence("mca-1988-s1"), pack.offence("sca-2007-s44")]
    assert limit_in_case(pack.offence("cla-1977-s1"), FACTS, others).kind is LimitKind.NONE


def test_an_inchoate_offence_alone_cannot_be_worked_out(pack: LawPack) -> None:
    limit = limit_in_case(pack.offence("caa-1981-s1"), FACTS, [pack.offence("sca-2007-s44")])
    assert (limit.kind, limit.missing) == (LimitKind.UNKNOWN, ("main_offence",))


def test_suspecting_the_foreign_power_offence_does_not_by_itself_lift_the_one_year(pack: LawPack) -> None:
    limit = limit_in_case(pack.offence("rpa-1983-s114a"), FACTS, [pack.offence("nsa-2023-s16")])
    assert limit.shown == date(2027, 1, 15)
