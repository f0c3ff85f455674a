"""Dialogs that print a new recovery sheet: alone, with a new key for the vault, or with an ended access."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.dual_control import Deed, SecondOfficer, StandingBy
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.officers import Officer
from spoc_desk.services.dual_control import standing_by
from spoc_desk.services.key_ports import RecoveryPaper, TransferWords
from spoc_desk.services.keys import RenewKey, draft_paper, renew_key, renew_recovery
from spoc_desk.ui.admin.keys import show_words
from spoc_desk.ui.unlock.create_steps import SheetStep, row_label
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.second_officer import SecondOfficerField
from spoc_desk.ui.widgets.secret_field import SecretField
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Changes, Desk


def _tr(text: str) -> str:
    return QCoreApplication.translate("RenewalDialogs", text)


def recovery_dialog(workplace: Workplace, owner: QWidget, *, shares: bool) -> None:
    """A new recovery sheet, or three shares; the earlier one opens nothing once this is proved."""
    told = _tr("What was printed before opens the vault until this is proved, and nothing from then on.")
    _ask(
        workplace, owner, _New(_tr("New recovery sheet"), told, _tr("Put it in force"), shares, renews=False)
    )


def rekey_dialog(workplace: Workplace, owner: QWidget, *, shares: bool) -> None:
    """A new key for the vault, with a new recovery sheet."""
    told = _tr(
        "The whole vault is copied under a new key, checked, and put in the old one's place. Officers who "
        "do not enter their passphrase here get words to come back with. A copy of the vault made before "
        "still opens with the old key."
    )
    _ask(workplace, owner, _New(_tr("Renew the vault's key"), told, _tr("Renew the key"), shares))


def revoke_dialog(workplace: Workplace, owner: QWidget, officer: Officer) -> None:
    """Ends a colleague's access by a new key."""
    told = _tr(
        "{0} will open this vault no more: it is copied under a new key, checked, and put in the old one's "
        "place. Other officers who do not enter their passphrase here get words to come back with. Whoever "
        "kept a copy of the vault made before still reads that copy."
    ).format(officer.name)
    _ask(workplace, owner, _New(_tr("End an access"), told, _tr("End the access"), False, revoked=officer.id))


class _New:
    """What is renewed beside the sheet."""

    def __init__(
        self, title: str, told: str, act: str, shares: bool, *, renews: bool = True, revoked: int = 0
    ) -> None:
        self.title, self.told, self.act, self.shares = title, told, act, shares
        self.renews, self.revoked = renews, revoked


class RenewalForm(Form):
    """The new sheet saved and printed, two parts of it typed back, and who does it with whom."""

    def __init__(self, workplace: Workplace, new: _New, paper: RecoveryPaper, there: StandingBy) -> None:
        super().__init__(workplace.setting)
        theme, care = self.theme, workplace.care
        self._paper, self._new = paper, new
        self.note(Text(theme, new.told, "body", wrap=True))
        self.section(_tr("1. Print the new sheet"))
        if care is not None:
            self.sheet = SheetStep(theme, paper.sheet, care.keeping.folder)
            self.note(self.sheet)
        self.section(_tr("2. Type back from the paper"))
        self.rows = {
            row: self.line(f"row{row}", row_label(paper.sheet, row), required=True) for row in paper.sheet.ask
        }
        self.section(_tr("3. Agree"))
        self.own = self.add("own", SecretField(theme, _tr("Your own passphrase"))) if new.renews else None
        self.second = self.add("second", SecondOfficerField(theme, there))

    def proved(self) -> None:
        """Raises recovery.row_wrong at the row that is not what the paper says."""
        for row, field in self.rows.items():
            if not self._paper.prove(row, field.value()):
                field.go()
                raise DomainError("recovery.row_wrong", place=row_label(self._paper.sheet, row))

    def verb(self, made: list[TransferWords]) -> Callable[[Desk], Changes]:
        """What puts the sheet in force, and the new key if there is one. made receives transfer words."""
        self.proved()
        second = self.second.value()
        if self.own is None:
            return partial(renew_recovery, self._paper, second)
        return partial(_renew, RenewKey(self.own.value(), self._paper, self._new.revoked), second, made)


def _renew(command: RenewKey, second: SecondOfficer | None, made: list[TransferWords], desk: Desk) -> Changes:
    done = renew_key(command, second, desk)
    made.extend(done.words)
    return done.changes


def _ask(workplace: Workplace, owner: QWidget, new: _New) -> None:
    def read(desk: Desk) -> tuple[RecoveryPaper, StandingBy]:
        return draft_paper(new.shares, desk), standing_by(Deed.OFFICERS, desk, but=new.revoked)

    def show(found: tuple[RecoveryPaper, StandingBy]) -> None:
        form = RenewalForm(workplace, new, *found)
        made: list[TransferWords] = []

        dialog = FormDialog(
            workplace, owner, new.title, form, save=new.act, verb=lambda: form.verb(made),
            done=lambda _changes: _landed(workplace, owner, made), width=640,
        )  # fmt: skip
        dialog.open()

    workplace.jobs.query(owner, read, show, workplace.refused)


def _landed(workplace: Workplace, owner: QWidget, made: Sequence[TransferWords]) -> None:
    workplace.toast(_tr("Done. The new sheet is in force; destroy the old one."))
    if made:
        show_words(workplace, owner, made)
