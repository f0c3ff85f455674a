"""Asks whether the whole audit trail goes out, which takes two officers, or one casefile's part of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.dual_control import Deed
from spoc_desk.services.audit import ExportAsked, check_export_asked
from spoc_desk.services.dual_control import standing_by
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.second_officer import SecondOfficerField
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from collections.abc import Callable

    from spoc_desk.domain.dual_control import StandingBy
    from spoc_desk.services.ports import Changes, Desk


def _tr(text: str) -> str:
    return QCoreApplication.translate("ExportTrail", text)


class ExportForm(Form):
    """Which entries. The second officer is asked for only while the whole trail is to go out."""

    def __init__(self, workplace: Workplace, there: StandingBy) -> None:
        super().__init__(workplace.setting)
        note = _tr(
            "One JSON object to a line. Of one casefile: the other entries keep number, time and commitment, "
            "so that the chain can be checked, and show nothing else. verify_audit.py checks it without us."
        )
        self.note(Text(workplace.theme, note, "body", wrap=True))
        hint = _tr("Such as CF/2026/0001. Left empty, the whole trail goes out.")
        self.case = self.line("casefile", _tr("Only of this casefile"), hint=hint, limit=40)
        self.second = self.add("second", SecondOfficerField(workplace.theme, there))
        self.case.edited.connect(self._case_edited)

    def asked(self) -> ExportAsked:
        """What is to go out."""
        case = self.case.value()
        return ExportAsked(case) if case else ExportAsked(second=self.second.value())

    def _case_edited(self) -> None:
        self.second.setVisible(not self.case.value())


def ask_export(workplace: Workplace, parent: QWidget, done: Callable[[ExportAsked], None]) -> None:
    """Opens the dialog; done is called once what was asked for would be granted."""

    def show(there: StandingBy) -> None:
        form = ExportForm(workplace, there)
        granted: list[ExportAsked] = []

        def verb() -> Callable[[Desk], Changes]:
            granted[:] = [form.asked()]
            return partial(check_export_asked, granted[0])

        dialog = FormDialog(
            workplace, parent, _tr("Export the audit trail"), form, save=_tr("Choose where to"),
            verb=verb, done=lambda _changes: done(granted.pop()), width=560,
        )  # fmt: skip
        form.case.edited.connect(dialog.fit)
        dialog.open()

    workplace.jobs.query(parent, partial(standing_by, Deed.EXPORT), show)
