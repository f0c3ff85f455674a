"""Destroying a casefile or a contact: what goes and what stays first, then two officers, in one dialog."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.dual_control import Deed, StandingBy
from spoc_desk.domain.moments import day_of, long_day
from spoc_desk.services.destruction import Destroy, Preview, destroy, preview_destruction
from spoc_desk.services.dual_control import standing_by
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.card import Card, SummaryList
from spoc_desk.ui.widgets.dialogs import DangerDialog, Sheet
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.layouts import Column, boxed
from spoc_desk.ui.widgets.second_officer import SecondOfficerField
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Desk

    Seen = tuple[Preview, StandingBy]


def _tr(text: str) -> str:
    return QCoreApplication.translate("DestroyDialog", text)


class DestroyForm(Form):
    """What goes and stays, why, and who stands by. Nothing of it is kept as a draft."""

    def __init__(self, workplace: Workplace, seen: Preview, there: StandingBy) -> None:
        super().__init__(workplace.setting)
        theme = workplace.theme
        told = _tr("This cannot be undone. {0} and all that hangs on it leave the vault for good.")
        self.note(Banner(theme, Kind.ERROR, told.format(seen.reference)))
        self.note(preview_card(workplace, seen))
        self.incidents = self.check_box(
            "incidents",
            _tr("Destroy its incidents and their reports too"),
            hint=_tr("Their descriptions say what happened to whom; what was filed in returns stays"),
        )
        self.incidents.set_value(True)
        self.incidents.setVisible(bool(seen.incidents))
        hint = _tr("It stays in the register for ever: identify nobody")
        self.reason = self.text("reason", _tr("Why"), required=True, limit=300, lines=2, hint=hint)
        self.second = self.add("second", SecondOfficerField(theme, there))
        self._seen = seen

    def command(self) -> Destroy:
        """What was asked for."""
        return Destroy(self._seen.kind, self._seen.record, self.reason.value(), self.incidents.value())


def preview_card(workplace: Workplace, seen: Preview) -> Card:
    """Everything that goes, in counts, and what stays."""
    facts = [
        (_tr("What"), f"{seen.reference} {seen.title}"),
        (_tr("Retention group"), seen.group),
        (_tr("Policy"), seen.policy_reference),
        (_tr("Records"), ", ".join(f"{kind} ({number})" for kind, number in seen.counts)),
        (_tr("Sealed files"), _tr("{0}, {1} bytes").format(f"{seen.files:,}", f"{seen.size:,}")),
        (_tr("Incidents"), ", ".join(seen.incidents)),
        (_tr("Stays"), ", ".join(seen.stays)),
        (_tr("Drafts"), _tr("Unsaved text about them, and everybody’s drafts of returns and of new records")),
        *((_tr("Second officer"), _alone(name, at)) for name, at in seen.enrolled_alone),
    ]
    return Card(workplace.theme, "", SummaryList(workplace.theme, [fact for fact in facts if fact[1]]))


def _alone(name: str, at: datetime) -> str:
    told = _tr("{0} was enrolled by you alone on {1}. The certificate and the register will say so.")
    return told.format(name, long_day(day_of(at)))


def destroy_dialog(workplace: Workplace, owner: QWidget, kind: str, record: int) -> None:
    """Asks, when nothing stands against it; otherwise says what does."""

    def read(desk: Desk) -> Seen:
        return preview_destruction(kind, record, desk), standing_by(Deed.ERASE, desk)

    def show(found: Seen) -> None:
        seen, there = found
        if seen.blocks:
            _not_now(workplace, owner, seen)
            return
        form = DestroyForm(workplace, seen, there)
        dialog = DangerDialog(
            workplace, owner, _tr("Destroy {0}").format(seen.reference), form, save=_tr("Destroy for good"),
            verb=lambda: partial(destroy, form.command(), form.second.value()),
            done=lambda _changes: workplace.toast(
                _tr("{0} is destroyed. Its certificate is in Admin, Retention.").format(seen.reference)
            ),
            width=620,
        )  # fmt: skip
        dialog.open()

    workplace.jobs.query(owner, read, show, workplace.refused)


def _not_now(workplace: Workplace, owner: QWidget, seen: Preview) -> None:
    """Every reason why not, each with how to put it right."""
    theme = workplace.theme
    sheet = Sheet(theme, _tr("{0} cannot be destroyed now").format(seen.reference), owner, width=560)
    lines: list[QWidget] = [
        Banner(theme, Kind.WARNING, workplace.messages.said(block)) for block in seen.blocks
    ]
    lead = Text(theme, _tr("Each of these stands against it:"), "body", wrap=True)
    sheet.set_body(boxed(Column(theme, lead, *lines, gap=8)))
    close = Button(theme, _tr("Close"), kind="primary")
    close.clicked.connect(sheet.accept)
    sheet.buttons.addWidget(close)
    sheet.open()
