"""The second officer a deed takes: who stands by, and their own passphrase, typed in the same dialog."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QHideEvent

from spoc_desk.domain.dual_control import Deed, SecondOfficer, StandingBy
from spoc_desk.domain.officers import ROLE_TITLES
from spoc_desk.ui.theme import Theme
from spoc_desk.ui.unlock.passphrase import PassphraseLine
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.combo import Combo
from spoc_desk.ui.widgets.fields.field import Field


class SecondOfficerField(Field):
    """Asks who stands by; says so where nobody need, or where nobody can and the deed must wait.

    The passphrase is never part of a draft, and is emptied when it is refused and when the dialog goes.
    told: what they stand by for, in words of the dialog; the deed's own words when not given.
    """

    def __init__(self, theme: Theme, there: StandingBy, told: str = "") -> None:
        hint = (told or what_for(there.deed)) if there.officers else ""
        super().__init__(theme, _tr("Second officer"), required=True, hint=hint)
        self._there = there
        self.editor = Combo(theme)
        self.passphrase = PassphraseLine(theme, _tr("Their own passphrase"))
        self.note = Banner(theme, Kind.INFO if there.alone else Kind.ERROR, note_for(there))
        if there.officers:
            self._ask()
        else:
            self.body.addWidget(self.note)

    @property
    def may_go_on(self) -> bool:
        """Whether the deed can be done here and now at all."""
        return self._there.alone or bool(self._there.officers)

    def value(self) -> SecondOfficer | None:
        """Who stands by, as typed; None where one officer acts alone."""
        if not self._there.officers:
            return None
        return SecondOfficer(str(self.editor.currentData() or ""), self.passphrase.text())

    def is_empty(self) -> bool:
        """Whether nothing has been entered."""
        return bool(self._there.officers) and not (self.editor.currentData() and self.passphrase.text())

    def missing(self) -> str:
        """Names what is lacking."""
        if not self.editor.currentData():
            return _tr("Choose who stands by.")
        return _tr("{0} enters their own passphrase here.").format(self.editor.currentData())

    def own_problem(self) -> str:
        """Nothing can be entered that would help where nobody may stand by."""
        return "" if self.may_go_on else self.note.text()

    def answers_for(self, code: str) -> bool:
        """Refusals of who stands by and of their passphrase."""
        return code.startswith(("dual.", "keys.")) or code == "packs.second_needed"

    def refused(self, sentence: str) -> None:
        """Says it, and empties the passphrase."""
        self.forget()
        self.show_problem(sentence)

    def forget(self) -> None:
        """Empties the passphrase."""
        blocked = self.passphrase.edit.blockSignals(True)
        self.passphrase.take()
        self.passphrase.edit.blockSignals(blocked)

    def go(self) -> None:
        """To the passphrase, once somebody is chosen."""
        (self.passphrase.edit if self.editor.currentData() else self.editor).setFocus()

    def draft(self) -> str:
        """Nothing of it is kept."""
        return ""

    def take_draft(self, _text: str) -> None:
        """Nothing of it was kept."""

    def hideEvent(self, event: QHideEvent) -> None:
        """Leaves no passphrase behind when the dialog is closed or the desk locks."""
        self.forget()
        super().hideEvent(event)

    def _ask(self) -> None:
        officers = self._there.officers
        if len(officers) > 1:
            self.editor.addItem(_tr("Choose…"), "")
        for officer in officers:
            self.editor.addItem(f"{officer.name}, {ROLE_TITLES[officer.role]}", officer.name)
        self.watch(self.editor)
        self.watch(self.passphrase.edit, _tr("Second officer's own passphrase"))
        self.body.addWidget(self.editor)
        self.body.addWidget(self.passphrase)
        self.editor.currentIndexChanged.connect(self.on_edit)
        self.passphrase.edit.textChanged.connect(self.on_edit)


def what_for(deed: Deed) -> str:
    """What a second officer stands by for, in words."""
    for_what = {
        Deed.ERASE: _tr("destroying these records for good"),
        Deed.EXPORT: _tr("handing out the whole of this"),
        Deed.RESTORE: _tr("putting a backup in this vault's place"),
        Deed.OFFICERS: _tr("changing who may use this vault, and how"),
        Deed.RELEASE: _tr("releasing this pack"),
        Deed.RETURN: _tr("authorising this return"),
    }[deed]
    return _tr("They stand by for {0}: they have seen it, agree, and enter their own passphrase.").format(
        for_what
    )


def note_for(there: StandingBy) -> str:
    """What is said where there is nobody to ask."""
    if there.alone:
        return _tr("Nobody else here may stand by: this is recorded and printed as self-authorised.")
    return _tr(
        "This takes two officers, and nobody else in this vault may stand by. Enrol a deputy in Admin first."
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("SecondOfficer", text)
