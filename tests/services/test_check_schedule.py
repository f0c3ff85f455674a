"""When a vault is due to be checked, and what is kept of the last check."""

import pytest

from spoc_desk.domain.changes import VaultVerified
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.reasons import reason
from spoc_desk.services.check_schedule import (
    Checked,
    CheckPolicy,
    check_standing,
    note_checked,
    set_check_policy,
)
from spoc_desk.services.today import What, needs, today


def checked(desk, *, full=False, faults=0):
    told = (reason("verify.stray", name="abc"),) * faults
    with desk.unit_of_work() as work:
        note_checked(work, Checked(desk.clock.now(), full, faults, told))
        work.record(VaultVerified(full=full, faults=faults))


def test_a_vault_never_checked_is_due_for_a_full_check(desk):
    standing = check_standing(desk)
    assert (standing.due, standing.last, standing.policy) == ("full", None, CheckPolicy(1, 7))


def test_a_quick_check_is_due_each_day_and_a_full_one_each_week(desk):
    checked(desk, full=True)
    assert check_standing(desk).due == ""
    desk.clock.forward(hours=25)
    assert check_standing(desk).due == "quick"
    checked(desk)
    assert check_standing(desk).due == ""
    desk.clock.forward(days=6)
    assert check_standing(desk).due == "full"


def test_a_check_dated_in_the_future_proves_nothing(desk):
    checked(desk, full=True)
    desk.clock.forward(days=-2)
    assert check_standing(desk).due == "full"


def test_the_newest_check_counts_and_what_it_found_is_kept(desk):
    checked(desk, full=True, faults=2)
    standing = check_standing(desk)
    assert (standing.faults, standing.last.told) == (2, (reason("verify.stray", name="abc"),) * 2)
    desk.clock.forward(hours=1)
    checked(desk)
    assert check_standing(desk).faults == 0


def test_what_was_found_comes_before_everything_else_on_today(stored):
    checked(stored, full=True, faults=2)
    assert needs(stored)[0].what is What.VAULT
    assert (today(stored).checks.faults, today(stored).overdue) == (2, 1)


def test_the_force_chooses_how_often(desk):
    checked(desk, full=True)
    set_check_policy(CheckPolicy(3, 30), desk)
    desk.clock.forward(days=2)
    assert check_standing(desk).due == ""
    desk.clock.forward(days=2)
    assert check_standing(desk).due == "quick"


@pytest.mark.parametrize("policy", [CheckPolicy(0, 7), CheckPolicy(1, 0), CheckPolicy(1, 367)])
def test_checks_cannot_be_put_off_for_good(desk, policy):
    with pytest.raises(DomainError) as refused:
        set_check_policy(policy, desk)
    assert refused.value.code == "verify.days_wrong"
