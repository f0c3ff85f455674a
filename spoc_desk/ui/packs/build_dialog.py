"""Asks what a pack shall hold, says what a reader would find fault with, and builds it in the background."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.changes import PackBuilt
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.reasons import Reason
from spoc_desk.services.casefiles import CasefileView
from spoc_desk.services.pack_content import PackTerms
from spoc_desk.services.packs import BuildPack, build_pack, preflight
from spoc_desk.ui.packs.exhibit_order import ExhibitOrder
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Cancelled, Changes, Desk, Progress


def _tr(text: str) -> str:
    return QCoreApplication.translate("BuildPack", text)


def build_dialog(workplace: Workplace, page: QWidget, view: CasefileView) -> None:
    """Opens the dialog for one casefile, with its faults already worked out."""
    command = BuildPack(view.casefile.id, PackTerms(recipient="CPS", purpose=""))
    workplace.jobs.query(page, partial(preflight, command), partial(_open, workplace, page, view))


def _open(workplace: Workplace, page: QWidget, view: CasefileView, faults: tuple[Reason, ...]) -> None:
    form = Form(workplace.setting, draft_key=f"pack.{view.casefile.id}")
    for fault in faults:
        form.note(Banner(workplace.theme, Kind.WARNING, workplace.messages.said(fault)))
    title = form.line("title", _tr("Title"), required=True, limit=160)
    title.set_value(view.casefile.title)
    recipient = form.line("recipient", _tr("Recipient"), required=True, limit=120)
    recipient.set_value("Crown Prosecution Service")
    purpose = form.line("purpose", _tr("Purpose"), required=True, limit=120)
    purpose.set_value(_tr("Charging advice"))
    form.beside(recipient, purpose)
    handling = form.line("handling", _tr("Handling instruction"), limit=200)
    served = form.check_box(
        "served", _tr("A served copy"), hint=_tr("No address, phone, e-mail or date of birth is printed")
    )
    served.set_value(True)
    order = form.add(
        "exhibits", ExhibitOrder(workplace.theme, _tr("Exhibits, in the order printed"), view.exhibits)
    )

    def verb() -> partial[Changes]:
        terms = PackTerms(
            recipient=recipient.value(),
            purpose=purpose.value(),
            served=served.value(),
            references=order.value(),
            title=title.value(),
            handling=handling.value(),
        )
        return partial(_checked, BuildPack(view.casefile.id, terms))

    def done(_changes: Changes) -> None:
        start_building(workplace, page, verb().args[0])

    FormDialog(
        workplace, page, _tr("Build an evidence pack"), form, save=_tr("Build pack"), verb=verb, done=done
    ).open()


def _checked(command: BuildPack, _desk: Desk) -> Changes:
    """Refuses, in the dialog, what building would refuse later."""
    if not command.terms.references:
        raise DomainError("packs.nothing_chosen")
    return ()


def start_building(workplace: Workplace, page: QWidget, command: BuildPack) -> None:
    """Builds in the background, with progress and cancel in the job tray."""

    def work(desk: Desk, progress: Progress, cancelled: Cancelled) -> Changes:
        return build_pack(command, desk, progress, cancelled)

    def built(changes: Changes) -> None:
        workplace.jobs.announce(changes)
        for change in changes:
            if isinstance(change, PackBuilt):
                workplace.toast(_tr("The pack is built and sealed."))
                workplace.navigate("packs", change.pack)

    def refused(error: DomainError) -> None:
        workplace.trouble(workplace.messages.sentence(error))

    workplace.jobs.long(page, work, _tr("Building a pack"), built, refused)
