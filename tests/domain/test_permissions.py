"""What each role may do."""

import pytest

from spoc_desk.domain import changes
from spoc_desk.domain.change import Permission
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.officers import Role
from spoc_desk.domain.permissions import MAY, check_change, may


def test_every_role_has_its_line_in_the_table():
    assert set(MAY) == set(Role)


@pytest.mark.parametrize("role", [Role.SPOC, Role.DEPUTY])
def test_the_spoc_and_the_deputy_may_do_everything(role):
    assert MAY[role] == set(Permission)


def test_a_case_officer_edits_and_never_removes_releases_or_erases():
    allowed = {each for each in Permission if may(Role.CASE_OFFICER, each)}
    assert {Permission.READ, Permission.WORK, Permission.DISCLOSE} <= allowed
    assert not allowed & {
        Permission.REMOVE, Permission.ERASE, Permission.AUTHORISE, Permission.OFFICERS, Permission.POLICY,
        Permission.RESTORE, Permission.AUDIT,
    }  # fmt: skip


def test_an_administrator_keeps_the_vault_and_reads_nobodys_record():
    assert not MAY[Role.ADMINISTRATOR] & {
        Permission.READ, Permission.WORK, Permission.REMOVE, Permission.DISCLOSE, Permission.AUTHORISE,
        Permission.ERASE,
    }  # fmt: skip
    assert may(Role.ADMINISTRATOR, Permission.OFFICERS)


def test_a_change_is_refused_to_a_role_that_may_not_make_it():
    with pytest.raises(DomainError) as refused:
        check_change(
            Role.CASE_OFFICER, changes.PackReleased(pack=1, manifest_sha256="", self_authorised=True)
        )
    assert refused.value.code == "permissions.refused"
    assert refused.value.values == {"role": "case_officer", "permission": "authorise"}


def test_what_the_program_writes_down_itself_is_refused_to_nobody():
    for role in Role:
        check_change(role, changes.VaultOpened())


def test_reading_a_record_takes_leave_to_read():
    with pytest.raises(DomainError):
        check_change(Role.ADMINISTRATOR, changes.RecordConsulted(kind="person", record=1))
