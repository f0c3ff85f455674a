"""Dialogs on keys: one's own passphrase, a colleague's slot made anew, words for another workstation."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.dual_control import Deed, SecondOfficer, StandingBy
from spoc_desk.domain.moments import long_day
from spoc_desk.domain.officers import Officer
from spoc_desk.services.dual_control import standing_by
from spoc_desk.services.key_ports import TransferWords
from spoc_desk.services.keys import (
    ChangePassphrase,
    IssueTransfer,
    ReplaceSlot,
    change_passphrase,
    issue_transfer,
    replace_slot,
)
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.dialogs import FormDialog, Sheet
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.layouts import Column, boxed, framed
from spoc_desk.ui.widgets.new_key import NewKeyField
from spoc_desk.ui.widgets.second_officer import SecondOfficerField
from spoc_desk.ui.widgets.secret_field import SecretField
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Changes, Desk


def _tr(text: str) -> str:
    return QCoreApplication.translate("KeyDialogs", text)


def passphrase_dialog(workplace: Workplace, owner: QWidget) -> None:
    """The officer's own passphrase: the old one, then another of the same kind."""
    care = workplace.care
    if care is None:
        return
    alone = care.keeping.passphrase_only
    form = Form(workplace.setting)
    told = _tr(
        "The old passphrase opens the vault here no more. At another workstation, and in earlier copies of "
        "the vault, what you chose there stays."
    )
    form.note(Text(workplace.theme, told, "body", wrap=True))
    old = form.add("old", SecretField(workplace.theme, _tr("Present passphrase")))
    store = "" if alone else care.keeping.password_store
    new = form.add("new", NewKeyField(workplace.theme, _tr("New passphrase"), store, care.six_words))
    if alone:
        new.step.say_why(_tr("Your key opens with six words alone, so the new one is six words too."))
    for choice in (new.step.keyring, new.step.alone):
        choice.hide()  # it stays the kind of key it is
    FormDialog(
        workplace, owner, _tr("Change your passphrase"), form, save=_tr("Change it"),
        verb=lambda: partial(change_passphrase, ChangePassphrase(old.value(), new.value())),
        done=lambda _changes: workplace.toast(_tr("Your new passphrase opens the vault from now on.")),
        width=620,
    ).open()  # fmt: skip


def replace_dialog(workplace: Workplace, owner: QWidget, officer: Officer) -> None:
    """A colleague who lost passphrase or workstation types a new passphrase at this desk."""
    care = workplace.care
    if care is None:
        return

    def show(found: tuple[StandingBy, str]) -> None:
        there, store = found
        form, theme = Form(workplace.setting), workplace.theme
        told = _tr("{0} types a new passphrase here. Whatever they opened this vault with before is dead.")
        form.note(Text(theme, told.format(officer.name), "body", wrap=True))
        key = form.add("key", NewKeyField(theme, _tr("Their own passphrase"), store, care.six_words))
        second = form.add("second", SecondOfficerField(theme, there))

        def command() -> ReplaceSlot:
            return ReplaceSlot(officer.id, key.value(), key.alone)

        dialog = FormDialog(
            workplace, owner, _tr("Enrol again"), form, save=_tr("Enrol again"),
            verb=lambda: partial(replace_slot, command(), second.value()),
            done=lambda _changes: workplace.toast(_tr("Enrolled again, with the new passphrase.")),
            width=620,
        )  # fmt: skip
        key.edited.connect(dialog.fit)
        dialog.open()

    def read(desk: Desk) -> tuple[StandingBy, str]:
        return standing_by(Deed.OFFICERS, desk), care.store_here()

    workplace.jobs.query(owner, read, show, workplace.refused)


def transfer_dialog(workplace: Workplace, owner: QWidget, officer: Officer) -> None:
    """One-use words with which an officer opens the vault at another workstation."""

    def show(there: StandingBy) -> None:
        form, theme = Form(workplace.setting), workplace.theme
        told = _tr(
            "Six words are shown once. With them {0} opens this vault at another workstation, or under "
            "another account here, and chooses a passphrase there; then the words are dead."
        )
        form.note(Text(theme, told.format(officer.name), "body", wrap=True))
        alone = form.check_box("alone", _tr("Six words alone will do there, without a password store"))
        second = form.add("second", SecondOfficerField(theme, there))
        made: list[TransferWords] = []

        def run(command: IssueTransfer, by: SecondOfficer | None, desk: Desk) -> Changes:
            words, changes = issue_transfer(command, by, desk)
            made.append(words)
            return changes

        FormDialog(
            workplace, owner, _tr("Words for another workstation"), form, save=_tr("Make the words"),
            verb=lambda: partial(run, IssueTransfer(officer.id, alone.value()), second.value()),
            done=lambda _changes: show_words(workplace, owner, made), width=580,
        ).open()  # fmt: skip

    workplace.jobs.query(owner, partial(standing_by, Deed.OFFICERS), show, workplace.refused)


def show_words(workplace: Workplace, owner: QWidget, made: Sequence[TransferWords]) -> None:
    """Shows transfer words this once, each to be written down and handed over."""
    theme = workplace.theme
    told = _tr(
        "Write these down now: they are shown this once. Hand them over in person. Whoever they are for "
        "chooses “I have transfer words” in the unlock window, and a passphrase after that."
    )
    column = Column(theme, Text(theme, told, "body", wrap=True), gap=14)
    for words in made:
        shown = Text(theme, words.words, "pane", wrap=True, selectable=True)
        shown.setAccessibleName(_tr("Transfer words of {0}").format(words.officer))
        until = Text(theme, _tr("Good until {0}, once").format(long_day(words.expires)), "meta", "text2")
        who = Text(theme, words.officer, "strong")
        column.addWidget(framed("sunken", Column(theme, who, shown, until, margins=(16, 14, 16, 14), gap=6)))
    sheet = _ShownOnce(theme, _tr("Transfer words"), owner, width=560)
    sheet.set_body(boxed(column))
    done = Button(theme, _tr("I have written them down"), kind="primary")
    done.clicked.connect(sheet.accept)
    sheet.buttons.addWidget(done)
    sheet.open()


class _ShownOnce(Sheet):
    """Closed by its button alone: Esc would take away for good what nobody has written down yet."""

    def reject(self) -> None:
        """Stays."""
