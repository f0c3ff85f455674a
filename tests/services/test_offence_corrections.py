"""Dates struck out, exceptions claimed, suspicions dropped: the last day to charge follows each time."""

from datetime import date

import pytest

from spoc_desk.domain.casefiles import Casefile
from spoc_desk.domain.changes import OffenceChanged, OffenceWithdrawn
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.incidents import Mode
from spoc_desk.domain.suspected_offences import OffenceDate, OffenceEvent, SuspectedOffence
from spoc_desk.services.casefiles import OpenCasefile, consult_casefile, open_casefile
from spoc_desk.services.incidents import ReportIncident, report_incident
from spoc_desk.services.offence_corrections import (
    ClaimException,
    claim_exception,
    strike_date,
    withdraw_offence,
)
from spoc_desk.services.offences import (
    DateOffence,
    SuspectOffence,
    check_limit,
    date_offence,
    suspect_offence,
)
from spoc_desk.services.referrals import referred_offences

ACT = date(2027, 4, 12)
MESSAGE, CONSPIRACY, PERSONATION = "ca-2003-s127-1", "cla-1977-s1", "rpa-1983-s60"


@pytest.fixture
def case(desk):
    now = desk.clock.now()
    report_incident(
        ReportIncident("Threats", "54/1", now, now, "threat_other", Mode.ONLINE, "Threats by message."), desk
    )
    open_casefile(OpenCasefile("Threats to a candidate", (1,)), desk)
    return 1


def suspect(desk, code: str, *acts: date) -> int:
    changes = suspect_offence(SuspectOffence(1, code, acts or (ACT,)), desk)
    return changes[0].offence


def stored(desk, kind, key: int):
    with desk.queries.snapshot() as reader:
        return reader.get(kind, key)


def refusal(verb, *arguments) -> str:
    with pytest.raises(DomainError) as refused:
        verb(*arguments)
    return refused.value.code


def test_a_date_struck_out_moves_the_last_day_back_and_needs_a_new_check(desk, case):
    key = suspect(desk, MESSAGE)
    before = stored(desk, SuspectedOffence, key).limit_on
    date_offence(DateOffence(key, OffenceEvent.ACT, date(2027, 1, 3)), desk)
    assert stored(desk, SuspectedOffence, key).limit_on < before
    check_limit(key, "DS Kit Hughes", desk)
    wrong = next(d for d in consult_casefile(case, desk).offence_dates if d.on == date(2027, 1, 3))
    strike_date(wrong.id, desk)
    after = stored(desk, SuspectedOffence, key)
    assert (after.limit_on, after.checked_by) == (before, "")


def test_the_only_act_cannot_be_struck_out(desk, case):
    suspect(desk, MESSAGE)
    only = consult_casefile(case, desk).offence_dates[0]
    assert refusal(strike_date, only.id, desk) == "offences.only_act"
    assert stored(desk, OffenceDate, only.id) == only


def test_conspiracy_takes_its_last_day_once_the_main_offence_is_added(desk, case):
    conspiracy = suspect(desk, CONSPIRACY)
    assert stored(desk, SuspectedOffence, conspiracy).limit_on is None
    main = suspect(desk, MESSAGE)
    expected = stored(desk, SuspectedOffence, main).limit_on
    assert stored(desk, SuspectedOffence, conspiracy).limit_on == expected is not None


def test_a_main_offence_that_moves_the_day_undoes_the_check_of_what_follows_it(desk, case):
    conspiracy, main = suspect(desk, CONSPIRACY), suspect(desk, MESSAGE)
    check_limit(conspiracy, "DS Kit Hughes", desk)
    check_limit(main, "DS Kit Hughes", desk)
    assert stored(desk, SuspectedOffence, conspiracy).checked_by == "DS Kit Hughes"
    changes = suspect_offence(SuspectOffence(1, "cja-1988-s39", (ACT,)), desk)
    assert stored(desk, SuspectedOffence, main).checked_by == "DS Kit Hughes"
    moved = stored(desk, SuspectedOffence, conspiracy)
    assert (moved.checked_by, moved.checked_at) == ("", None)
    followed = [change for change in changes if isinstance(change, OffenceChanged) and change.follows]
    assert [change.offence for change in followed] == [conspiracy]


def test_an_exception_takes_the_last_day_away_and_giving_it_up_brings_it_back(desk, case):
    key = suspect(desk, PERSONATION)
    before = stored(desk, SuspectedOffence, key).limit_on
    exception = desk.lawpack.offence(PERSONATION).time_rule.exceptions[0].key
    assert (
        refusal(claim_exception, ClaimException(key, exception, True), desk)
        == "offences.exception_reason_missing"
    )
    claim_exception(ClaimException(key, exception, True, "The foreign power condition is met."), desk)
    assert stored(desk, SuspectedOffence, key).limit_on is None
    claim_exception(ClaimException(key, exception, False), desk)
    assert stored(desk, SuspectedOffence, key).limit_on == before is not None


def test_an_exception_that_the_rule_does_not_have_is_refused(desk, case):
    key = suspect(desk, MESSAGE)
    command = ClaimException(key, "nsa", True, "because")
    assert refusal(claim_exception, command, desk) == "offences.unknown_exception"


def test_an_extension_with_the_day_it_was_applied_for_leaves_no_warning_about_that(desk, case):
    key = suspect(desk, PERSONATION)
    last = stored(desk, SuspectedOffence, key).limit_on
    date_offence(DateOffence(key, OffenceEvent.EXTENDED_TO, date(last.year, last.month + 1, 1)), desk)
    limit = referred_offences(consult_casefile(case, desk), desk)[0].limit
    assert "time_limits.application_date_missing" in {warning.code for warning in limit.warnings}
    date_offence(DateOffence(key, OffenceEvent.EXTENSION_APPLIED, date(2027, 4, 19)), desk)
    limit = referred_offences(consult_casefile(case, desk), desk)[0].limit
    assert "time_limits.application_date_missing" not in {warning.code for warning in limit.warnings}


def test_whoever_entered_the_dates_cannot_check_them(desk, case):
    key = suspect(desk, MESSAGE)
    assert stored(desk, SuspectedOffence, key).entered_by == desk.officer.name
    assert refusal(check_limit, key, desk.officer.name.upper(), desk) == "offences.second_name_missing"


def test_a_dropped_suspicion_counts_no_longer_but_stays_in_the_vault(desk, case):
    key = suspect(desk, MESSAGE)
    assert refusal(withdraw_offence, key, " ", desk) == "offences.withdrawal_reason_missing"
    made = withdraw_offence(key, "Entered in the wrong casefile.", desk)
    assert isinstance(made[0], OffenceWithdrawn)
    assert consult_casefile(case, desk).offences == ()
    assert stored(desk, Casefile, case).limit_on is None
    assert stored(desk, SuspectedOffence, key).withdrawn == "Entered in the wrong casefile."
    late = DateOffence(key, OffenceEvent.ACT, ACT)
    assert refusal(date_offence, late, desk) == "offences.withdrawn"
