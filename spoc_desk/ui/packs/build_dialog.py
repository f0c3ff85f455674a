"""Asks what a pack shall hold, says what a reader would find fault with, and builds it in the background."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.changes import PackBuilt
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.pack_faults import PackFault
from spoc_desk.services.casefiles import CasefileView
from spoc_desk.services.pack_building import BuildPack, build_pack
from spoc_desk.services.pack_content import PackTerms
from spoc_desk.services.preflight import preflight
from spoc_desk.ui.packs.exhibit_order import ExhibitOrder
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Cancelled, Changes, Desk, Progress


def _tr(text: str) -> str:
    return QCoreApplication.translate("BuildPack", text)


class BuildForm(Form):
    """The terms of a pack; its faults stand above them."""

    def __init__(self, workplace: Workplace, view: CasefileView, faults: tuple[PackFault, ...]) -> None:
        super().__init__(workplace.setting, draft_key=f"pack.{view.casefile.id}")
        self._casefile_id = view.casefile.id
        for fault in faults:
            self.note(Banner(workplace.theme, Kind.WARNING, workplace.messages.said(fault.reason)))
        self.title = self.line("title", _tr("Title"), required=True, limit=160)
        self.recipient = self.line("recipient", _tr("Recipient"), required=True, limit=120)
        self.purpose = self.line("purpose", _tr("Purpose"), required=True, limit=120)
        self.beside(self.recipient, self.purpose)
        self.handling = self.line("handling", _tr("Handling instruction"), limit=200)
        never_printed = _tr("No address, phone, e-mail or date of birth is printed")
        self.served = self.check_box("served", _tr("A served copy"), hint=never_printed)
        listed = _tr("Exhibits, in the order printed")
        self.exhibits = self.add("exhibits", ExhibitOrder(workplace.theme, listed, view.exhibits))
        self.title.set_value(view.casefile.title)
        self.recipient.set_value(_tr("Crown Prosecution Service"))
        self.purpose.set_value(_tr("Charging advice"))
        self.served.set_value(True)

    def command(self) -> BuildPack:
        """The pack asked for."""
        terms = PackTerms(
            recipient=self.recipient.value(),
            purpose=self.purpose.value(),
            served=self.served.value(),
            references=self.exhibits.value(),
            title=self.title.value(),
            handling=self.handling.value(),
        )
        return BuildPack(self._casefile_id, terms)


def build_dialog(workplace: Workplace, page: QWidget, view: CasefileView) -> None:
    """Opens the dialog for one casefile, with its faults already worked out."""
    question = partial(preflight, view.casefile.id, PackTerms(recipient="CPS", purpose=""))
    workplace.jobs.query(page, question, partial(_open, workplace, page, view))


def _open(workplace: Workplace, page: QWidget, view: CasefileView, faults: tuple[PackFault, ...]) -> None:
    form = BuildForm(workplace, view, faults)

    def done(_changes: Changes) -> None:
        start_building(workplace, page, form.command())

    FormDialog(
        workplace, page, _tr("Build an evidence pack"), form, save=_tr("Build pack"),
        verb=lambda: partial(_checked, form.command()), done=done,
    ).open()  # fmt: skip


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
        if error.code == "work.cancelled":
            workplace.toast(_tr("The pack was cancelled. Nothing of it was kept."))
        else:
            workplace.trouble(workplace.messages.sentence(error))

    workplace.jobs.long(page, work, _tr("Building a pack"), built, refused)
