"""Dialogs on colleagues: enrolled, given another role, renamed. Each asks the second officer in place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.dual_control import Deed, StandingBy
from spoc_desk.domain.officers import ROLE_TITLES, Officer, Role
from spoc_desk.services.dual_control import standing_by
from spoc_desk.services.officers import (
    ChangeRole,
    EnrolOfficer,
    RenameOfficer,
    change_role,
    enrol_officer,
    rename_officer,
)
from spoc_desk.ui.admin.role_words import role_words
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.new_key import NewKeyField
from spoc_desk.ui.widgets.second_officer import SecondOfficerField
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.machine import VaultCare
    from spoc_desk.services.ports import Desk


def _tr(text: str) -> str:
    return QCoreApplication.translate("OfficerForms", text)


def _roles() -> list[tuple[str, str]]:
    return [(str(role), ROLE_TITLES[role]) for role in reversed(Role)]


class EnrolForm(Form):
    """Who the colleague is and may do, their own passphrase, and who stands by."""

    def __init__(self, workplace: Workplace, there: StandingBy, store: str, care: VaultCare) -> None:
        super().__init__(workplace.setting)
        theme = workplace.theme
        told = _tr(
            "Your colleague sits down here and types a passphrase that nobody else knows. Whoever unlocks "
            "the vault holds its key: a role keeps honest colleagues to their work, it is no lock."
        )
        self.note(Text(theme, told, "body", wrap=True))
        self.rank = self.line("rank", _tr("Rank"), required=True, limit=40)
        self.name = self.line("name", _tr("Name"), required=True, limit=120)
        self.beside(self.rank, self.name)
        self.role = self.choice("role", _tr("Role"), _roles(), required=True)
        self._may = Text(theme, "", "meta", "text2", wrap=True)
        self._may.hide()
        self.note(self._may)
        self.key = self.add("key", NewKeyField(theme, _tr("Their own passphrase"), store, care.six_words))
        self.second = self.add("second", SecondOfficerField(theme, there))
        self.role.edited.connect(self._tell_role)

    def command(self) -> EnrolOfficer:
        """What was entered."""
        return EnrolOfficer(
            f"{self.rank.value()} {self.name.value()}",
            Role(self.role.value()),
            self.key.value(),
            passphrase_only=self.key.alone,
            second=self.second.value(),
        )

    def _tell_role(self) -> None:
        chosen = self.role.value()
        self._may.setText(role_words(Role(chosen)) if chosen else "")
        self._may.setVisible(bool(chosen))


def enrol_dialog(workplace: Workplace, owner: QWidget) -> None:
    """A colleague types a passphrase of their own at this desk."""
    care = workplace.care
    if care is None:
        return

    def show(found: tuple[StandingBy, str]) -> None:
        form = EnrolForm(workplace, *found, care)
        dialog = FormDialog(
            workplace, owner, _tr("Enrol a colleague"), form, save=_tr("Enrol"),
            verb=lambda: partial(enrol_officer, form.command()),
            done=lambda _changes: workplace.toast(_tr("Enrolled. They unlock with their own passphrase.")),
            width=620,
        )  # fmt: skip
        for changes_height in (form.role, form.key):
            changes_height.edited.connect(dialog.fit)
        dialog.open()

    def read(desk: Desk) -> tuple[StandingBy, str]:
        return standing_by(Deed.OFFICERS, desk), care.store_here()

    workplace.jobs.query(owner, read, show, workplace.refused)


def role_dialog(workplace: Workplace, owner: QWidget, officer: Officer) -> None:
    """Another role for a colleague."""

    def show(there: StandingBy) -> None:
        form = Form(workplace.setting)
        told = _tr("{0} is {1} now. The new role holds from their next unlocking on.")
        words = told.format(officer.name, ROLE_TITLES[officer.role])
        form.note(Text(workplace.theme, words, "body", wrap=True))
        others = [each for each in _roles() if each[0] != str(officer.role)]
        role = form.choice("role", _tr("New role"), others, required=True)
        second = form.add("second", SecondOfficerField(workplace.theme, there))
        FormDialog(
            workplace, owner, _tr("Change a role"), form, save=_tr("Change the role"),
            verb=lambda: partial(change_role, ChangeRole(officer.id, Role(role.value()), second.value())),
            done=lambda _changes: workplace.toast(_tr("The role is changed.")), width=560,
        ).open()  # fmt: skip

    workplace.jobs.query(owner, partial(standing_by, Deed.OFFICERS), show, workplace.refused)


def rename_dialog(workplace: Workplace, owner: QWidget, officer: Officer) -> None:
    """A new rank or name."""

    def show(there: StandingBy) -> None:
        form = Form(workplace.setting)
        told = _tr("What they have done so far keeps the name it was done under.")
        form.note(Text(workplace.theme, told, "body", wrap=True))
        name = form.line("name", _tr("Rank and name"), required=True, limit=160)
        name.set_value(officer.name)
        second = form.add("second", SecondOfficerField(workplace.theme, there))
        FormDialog(
            workplace, owner, _tr("New rank or name"), form, save=_tr("Save"),
            verb=lambda: partial(rename_officer, RenameOfficer(officer.id, name.value(), second.value())),
            done=lambda _changes: workplace.toast(_tr("The name is changed.")), width=560,
        ).open()  # fmt: skip

    workplace.jobs.query(owner, partial(standing_by, Deed.OFFICERS), show, workplace.refused)
