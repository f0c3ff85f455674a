"""Authorising a return: by another officer than froze it, at the desk or standing by in the same dialog."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.services.returns import authorise_return, who_may_stand_by
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.second_officer import SecondOfficerField
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from collections.abc import Callable

    from spoc_desk.domain.dual_control import StandingBy
    from spoc_desk.domain.filed_returns import FiledReturn
    from spoc_desk.services.ports import Changes, Desk


def _tr(text: str) -> str:
    return QCoreApplication.translate("AuthoriseReturn", text)


class AuthoriseForm(Form):
    """there: who could stand by for who froze the return; None when somebody else did."""

    def __init__(self, workplace: Workplace, filed: FiledReturn, there: StandingBy | None) -> None:
        super().__init__(workplace.setting)
        told = _tr("Its figures stay as they are and it may then be sent to the NPCC.")
        self.note(Text(workplace.theme, told, "body", wrap=True))
        self.second: SecondOfficerField | None = None
        if there is None:
            theirs = _tr("{0} froze it, and you authorise it as the second officer.")
            self.note(Text(workplace.theme, theirs.format(filed.frozen_by), "body", wrap=True))
            return
        yours = _tr("You froze it, so a colleague who has read it authorises it, and it bears their role.")
        self.second = self.add("second", SecondOfficerField(workplace.theme, there, yours))

    def verb(self, filed_id: int) -> Callable[[Desk], Changes]:
        """What authorises it."""
        second = self.second.value() if self.second else None
        return partial(authorise_return, filed_id, second=second)


def ask_authorise(
    workplace: Workplace, page: QWidget, filed: FiledReturn, done: Callable[[Changes], None]
) -> None:
    """Opens the dialog for one frozen return."""

    def show(there: StandingBy | None) -> None:
        form = AuthoriseForm(workplace, filed, there)
        alone = there is not None and there.alone
        FormDialog(
            workplace, page, _tr("Authorise {0}?").format(filed.reference), form,
            save=_tr("Authorise it myself") if alone else _tr("Authorise"),
            verb=lambda: form.verb(filed.id), done=done, width=520,
        ).open()  # fmt: skip

    workplace.jobs.query(page, partial(who_may_stand_by, filed), show)
