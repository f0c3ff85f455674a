"""Whether an exhibit is used, unused or sensitive: shown on its page, and changed in one small form."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.exhibits import Disclosure, Exhibit
from spoc_desk.services.disclosure import SetDisclosure, set_disclosure
from spoc_desk.ui.widgets.badges import badge_of
from spoc_desk.ui.widgets.card import Card
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.layouts import Row
from spoc_desk.ui.widgets.pill import Pill
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Changes, Desk

USED = "used"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Disclosure", text)


def disclosure_card(workplace: Workplace, page: QWidget, exhibit: Exhibit) -> Card:
    """How the exhibit stands, what follows from it, and the way to change it."""
    theme = workplace.theme
    change = partial(disclosure_dialog, workplace, page, exhibit)
    card = Card(theme, _tr("Disclosure"), action=_tr("Change"), act=change, gap=9)
    card.add(Row(theme, Pill(theme, badge_of(str(exhibit.disclosure) or USED)), None))
    follows = {
        Disclosure.USED: _tr("Part of the prosecution case: listed and printed in packs."),
        Disclosure.UNUSED: _tr("Listed in the schedule of unused material; never printed in a served copy."),
        Disclosure.SENSITIVE: _tr(
            "Listed only in the schedule for the prosecutor; never printed in a served copy."
        ),
    }
    card.add(Text(theme, follows[exhibit.disclosure], "value", wrap=True))
    if exhibit.disclosure_reason:
        card.add(Text(theme, exhibit.disclosure_reason, "meta", "text2", wrap=True))
    return card


def disclosure_dialog(workplace: Workplace, page: QWidget, exhibit: Exhibit) -> None:
    """Asks what the exhibit is to the case, and why."""
    form = Form(workplace.setting, draft_key=f"exhibit.{exhibit.id}.disclosure")
    choices = (
        (USED, _tr("Used: part of the prosecution case")),
        (str(Disclosure.UNUSED), _tr("Unused material")),
        (str(Disclosure.SENSITIVE), _tr("Sensitive unused material")),
    )
    chosen = form.choice("disclosure", _tr("This exhibit is"), choices, required=True)
    hint = _tr("Needed for sensitive material. The schedule prints it, but never in a served copy.")
    why = form.text("reason", _tr("Why"), hint=hint, limit=400, lines=3)
    chosen.set_value(str(exhibit.disclosure) or USED)
    why.set_value(exhibit.disclosure_reason)

    def clear_old_reason(*_: object) -> None:
        # Why something was sensitive must not become, unseen, why it is unused.
        if chosen.value() != (str(exhibit.disclosure) or USED) and why.value() == exhibit.disclosure_reason:
            why.set_value("")

    chosen.editor.currentIndexChanged.connect(clear_old_reason)

    def verb() -> Callable[[Desk], Changes]:
        kind = Disclosure.USED if chosen.value() == USED else Disclosure(chosen.value())
        return partial(set_disclosure, SetDisclosure(exhibit.id, kind, why.value()))

    def done(_changes: Changes) -> None:
        workplace.toast(_tr("Disclosure of {0} recorded.").format(exhibit.reference))

    title = _tr("Disclosure of {0}").format(exhibit.reference)
    FormDialog(workplace, page, title, form, save=_tr("Save"), verb=verb, done=done, width=560).open()
