"""What each role may do, in words for the officers page and its dialogs."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from spoc_desk.domain.officers import Role


def role_words(role: Role) -> str:
    """One sentence or two on a role."""
    return {
        Role.SPOC: _tr("Does everything, and answers for the vault."),
        Role.DEPUTY: _tr("Does everything the SPOC does, and stands by as second officer."),
        Role.CASE_OFFICER: _tr(
            "Records, changes, prints and hands out what is released. Withdraws nothing, releases "
            "nothing, and does not read the audit trail."
        ),
        Role.ADMINISTRATOR: _tr(
            "Looks after officers, settings, backups and checks. Sees nobody’s record and no casework."
        ),
    }[role]


def _tr(text: str) -> str:
    return QCoreApplication.translate("RoleWords", text)
