"""What each role may do in a vault: one table for verbs, the window and the command line.

Whoever unlocks a vault holds its key, so this keeps colleagues to their work; it is no wall against
an officer who takes the program apart.
"""

from __future__ import annotations

from spoc_desk.domain.change import Change, Permission
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.officers import ROLE_TITLES, Role

_KEEPING = frozenset({Permission.BACKUP, Permission.VERIFY})
_CASEWORK = frozenset({Permission.READ, Permission.WORK, Permission.DISCLOSE})

MAY: dict[Role, frozenset[Permission]] = {
    Role.SPOC: frozenset(Permission),
    Role.DEPUTY: frozenset(Permission),
    Role.CASE_OFFICER: _CASEWORK | _KEEPING,
    # Who looks after the computer needs nobody's record.
    Role.ADMINISTRATOR: _KEEPING
    | {Permission.OFFICERS, Permission.POLICY, Permission.RESTORE, Permission.AUDIT},
}


def may(role: Role, permission: Permission | None) -> bool:
    """Whether an officer of this role may do that; None is what everybody may."""
    return permission is None or permission in MAY[role]


def check_permitted(role: Role, permission: Permission | None) -> None:
    """Raises DomainError("permissions.refused", role=…) when an officer of this role may not do that."""
    if not may(role, permission):
        raise DomainError("permissions.refused", role=str(role), permission=str(permission))


def check_may_give(role: Role, *givers: Role) -> None:
    """Casework is opened to an officer by one who works on it: an administrator lets nobody in alone.

    givers: roles of the officer who asks and of the second officer, if any.
    Raises DomainError("officers.casework_needed").
    """
    if may(role, Permission.READ) and not any(may(giver, Permission.READ) for giver in givers):
        raise DomainError("officers.casework_needed", role=ROLE_TITLES[role])


def check_change(role: Role, change: Change) -> None:
    """Refuses a change that this role may not make, whichever verb makes it."""
    check_permitted(role, type(change).needs)
