"""Composes a pack: asks its terms, tells its faults as they change, and builds it in the background."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.changes import PackBuilt
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.pack_faults import FaultLink, PackFault, refuse_blocked
from spoc_desk.services.casefiles import CasefileView
from spoc_desk.services.pack_authority import authorisers
from spoc_desk.services.pack_building import BuildPack, build_pack
from spoc_desk.services.pack_choice import STATEMENT
from spoc_desk.services.pack_content import PackTerms
from spoc_desk.services.preflight import check_files, preflight
from spoc_desk.ui.fault_links import kind_of
from spoc_desk.ui.jobs import LatestOnly
from spoc_desk.ui.packs.compose_form import ComposeForm, ComposeMatter
from spoc_desk.ui.packs.refusal import RefusalSheet
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from collections.abc import Callable

    from spoc_desk.services.ports import Cancelled, Changes, Desk, Progress

    Work = Callable[[Desk, Progress, Cancelled], Changes]

PAUSE_MS = 400


def _tr(text: str) -> str:
    return QCoreApplication.translate("BuildPack", text)


def _heading(form: ComposeForm) -> str:
    """What the dialog is for, naming the pack whose place the new one takes."""
    replaced = form.terms().supersedes
    if replaced:
        return _tr("Build a pack that takes the place of {0}").format(replaced)
    return _tr("Build an evidence pack")


class ComposeDialog(FormDialog):
    """The form with its faults above it; they are worked out anew a moment after each change."""

    def __init__(self, workplace: Workplace, page: QWidget, view: CasefileView, form: ComposeForm) -> None:
        self.workplace, self.view, self.form = workplace, view, form
        super().__init__(
            workplace, page, _heading(form), form, save=_tr("Build pack"), width=840,
            verb=lambda: partial(_checked, view.casefile.id, form.terms()),
            done=lambda _changes: self._build(page), hands_on=True,
        )  # fmt: skip
        self.faults = form.faults
        self._of_files: tuple[PackFault, ...] = ()
        self.faults.check_asked.connect(self.check_files)
        form.link_followed.connect(self.go_to)
        self._latest: LatestOnly[tuple[PackFault, ...]] = LatestOnly(workplace.jobs, self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.look)
        form.edited.connect(self._pause.start)
        self.look()

    def _build(self, page: QWidget) -> None:
        command = BuildPack(self.view.casefile.id, self.form.terms())
        build_in_background(self.workplace, page, partial(_build, command), self.form.handed_on())

    def look(self) -> None:
        """Works the faults of the terms as they are now out."""
        question = partial(preflight, self.view.casefile.id, self.form.terms())
        self._latest.ask(question, self._show_faults)

    def _show_faults(self, faults: tuple[PackFault, ...]) -> None:
        """What files told when they were read is kept until they are read again."""
        chosen = {key.removeprefix(STATEMENT) for key in self.form.contents.value()}
        of_files = (fault for fault in self._of_files if fault.reason.mapping().get("reference") in chosen)
        self.faults.show_faults((*faults, *of_files))

    def go_to(self, link: FaultLink) -> None:
        """Closes the dialog, its draft kept, and opens where a fault is put right."""
        self.reject()
        self.workplace.navigate(kind_of(link), link.record_id)

    def check_files(self) -> None:
        """Reads every chosen file against its digest, with progress and cancel in the job tray."""
        self.faults.check.setEnabled(False)
        work = partial(_check_files, self.view.casefile.id, self.form.terms())
        title = _tr("Checking the files of a pack")
        self.workplace.jobs.long(self, work, title, self._files_checked, self._not_checked)

    def _files_checked(self, faults: tuple[PackFault, ...]) -> None:
        self.faults.check.setEnabled(True)
        self._of_files = tuple(fault for fault in faults if fault.reason.code.startswith("packs.file_"))
        self.faults.show_faults(faults)
        self.workplace.toast(_tr("Every file of the pack was read against its digest."))

    def _not_checked(self, error: DomainError) -> None:
        self.faults.check.setEnabled(True)
        if error.code != "work.cancelled":
            self.workplace.trouble(self.workplace.messages.sentence(error))


def build_dialog(
    workplace: Workplace, page: QWidget, view: CasefileView, start: PackTerms | None = None
) -> None:
    """Opens the dialog for one casefile. start: the terms to begin with, such as an earlier pack's."""

    def opened(matter: ComposeMatter) -> None:
        ComposeDialog(workplace, page, view, ComposeForm(workplace, view, matter, start)).open()

    workplace.jobs.query(page, _matter, opened)


def _matter(desk: Desk) -> ComposeMatter:
    return ComposeMatter(
        desk.templates, desk.court_profiles, authorisers(desk), desk.documents.machine_reader
    )


def _check_files(
    casefile_id: int, terms: PackTerms, desk: Desk, progress: Progress, cancelled: Cancelled
) -> tuple[PackFault, ...]:
    return check_files(casefile_id, terms, desk, progress, cancelled)


def _checked(casefile_id: int, terms: PackTerms, desk: Desk) -> Changes:
    """Refuses, in the dialog, what building would refuse later."""
    if not terms.wanted:
        raise DomainError("packs.nothing_chosen")
    refuse_blocked(preflight(casefile_id, terms, desk))
    return ()


def _build(command: BuildPack, desk: Desk, progress: Progress, cancelled: Cancelled) -> Changes:
    return build_pack(command, desk, progress, cancelled)


def build_in_background(
    workplace: Workplace, page: QWidget, work: Work, end_draft: Callable[[], None]
) -> None:
    """Builds with progress and cancel in the job tray, then shows the pack. end_draft: called once built."""

    def built(changes: Changes) -> None:
        end_draft()
        workplace.jobs.announce(changes)
        for change in changes:
            if isinstance(change, PackBuilt):
                workplace.toast(_tr("The pack is built and sealed."))
                workplace.navigate("packs", change.pack)

    def refused(error: DomainError) -> None:
        if error.code == "work.cancelled":
            workplace.toast(
                _tr("The pack was cancelled. Nothing of it was kept; what you entered is still in its form.")
            )
        elif error.code.startswith("redaction."):
            RefusalSheet(workplace, page, error).open()
        else:
            workplace.trouble(workplace.messages.sentence(error))

    workplace.jobs.long(page, work, _tr("Building a pack"), built, refused)
