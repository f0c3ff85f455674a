"""Asks for the password of an encrypted exhibit, which is kept only when it opens the file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.services.exhibit_passwords import SetOpeningPassword, set_opening_password
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Changes


def _tr(text: str) -> str:
    return QCoreApplication.translate("ExhibitPassword", text)


def password_dialog(workplace: Workplace, page: QWidget, exhibit: Exhibit) -> None:
    """The password is tried on the sealed file first. It is never drafted and never on the audit trail."""
    form = Form(workplace.setting)
    hint = _tr("As whoever sent the file gave it, with its capitals and spaces")
    typed = form.line("password", _tr("Password of the file"), required=True, hint=hint)

    def verb() -> Any:
        return partial(set_opening_password, SetOpeningPassword(exhibit.id, typed.value()))

    def done(_changes: Changes) -> None:
        workplace.toast(_tr("The password opens {0}. Packs print it from now on.").format(exhibit.reference))

    title = _tr("Password of {0}").format(exhibit.reference)
    save = _tr("Try it and keep it")
    FormDialog(workplace, page, title, form, save=save, verb=verb, done=done, width=560).open()
