"""Who is to authorise a pack: one of the officers who may, or nobody where its maker may do so alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from spoc_desk.domain.officers import ROLE_TITLES
from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.fields.choices import ChoiceField

if TYPE_CHECKING:
    from spoc_desk.domain.dual_control import StandingBy


def _tr(text: str) -> str:
    return QCoreApplication.translate("AuthoriserField", text)


class AuthoriserField(ChoiceField):
    """Chooses whom the cover names. They open their own slot when the pack is released."""

    def __init__(self, theme: Theme, there: StandingBy) -> None:
        officers = [(each.name, f"{each.name}, {ROLE_TITLES[each.role]}") for each in there.officers]
        hint = _tr("The cover names them. They enter their own passphrase when the pack is released.")
        super().__init__(theme, _tr("Authorised by"), officers, required=True, hint=hint if officers else "")
        if officers:
            return
        alone = _tr("Nobody else here may authorise it: the cover will say self-authorised.")
        stopped = _tr("Nobody here may authorise it. Have a SPOC or a deputy enrolled in Admin first.")
        self.editor.hide()
        self.note = Banner(theme, Kind.INFO, alone) if there.alone else Banner(theme, Kind.ERROR, stopped)
        self.required = not there.alone
        self.body.addWidget(self.note)
