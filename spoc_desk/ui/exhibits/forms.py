"""The forms of an exhibit: a file to be sealed, and a movement."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.changes import ExhibitAdded
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.exhibits import Exhibit, Movement
from spoc_desk.domain.moments import local
from spoc_desk.services.exhibits import (
    AddExhibit,
    MoveExhibit,
    add_exhibit,
    move_exhibit,
    propose_reference,
)
from spoc_desk.ui.exhibits.words import shown_name, size_words
from spoc_desk.ui.jobs import LatestOnly
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.fields.field import Field
from spoc_desk.ui.widgets.fields.file import Choose, FileField, choose_files
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Cancelled, Changes, Desk, Progress


def _tr(text: str) -> str:
    return QCoreApplication.translate("ExhibitForms", text)


def file_words(path: Path) -> str:
    """A file's name and size."""
    size = size_words(path.stat().st_size) if path.is_file() else _tr("not found")
    return f"{shown_name(path.name)}  ·  {size}"


class SealForm(Form):
    """The questions about one file. The reference proposed follows whoever found it, until it is changed.

    A draft belongs to the file's name, so that choosing the file again brings back what was typed about it.
    """

    def __init__(
        self, workplace: Workplace, casefile_id: int, path: Path, choose: Choose = choose_files
    ) -> None:
        super().__init__(workplace.setting, draft_key=f"casefile.{casefile_id}.exhibit.{path.name}")
        self._casefile_id, self._proposed, self._officer = casefile_id, "", workplace.officer.name
        self._asking: LatestOnly[str] = LatestOnly(workplace.jobs, self)
        self.file = self.add("file", FileField(self.theme, _tr("File"), file_words, choose=choose))
        self.description = self.line(
            "description",
            _tr("What it is"),
            required=True,
            hint=_tr("As an exhibit list would say it"),
            limit=300,
        )
        who = _tr("Rank and name, or the witness")
        self.found_by = self.line("found_by", _tr("Found or produced by"), required=True, hint=who)
        self.reference = self.line("reference", _tr("Reference"), hint=_tr("The next free one is proposed"))
        self.beside(self.found_by, self.reference)
        self.found = self.moment("found", _tr("When it was found"), hint=_tr("Now, if left empty"))
        self.where = self.line("where", _tr("Where it was found"), hint=_tr("A place or an account"))
        self.beside(self.found, self.where)
        self.source = self.line(
            "source", _tr("Where it came from"), hint=_tr("Such as “sent by the candidate”")
        )
        self.seal = self.line("seal", _tr("Seal number"), hint=_tr("Of the bag, if there is one"))
        self.beside(self.source, self.seal)
        self.found_by.set_value(workplace.officer.name)
        self.file.set_value(path)
        self.found_by.edited.connect(self._propose)
        self._propose()

    def command(self) -> AddExhibit:
        """What was entered. An untouched proposal is left to the vault, which knows what is free by then."""
        found, path = self.found.moment(), self.file.value()
        if path is None:
            raise DomainError("evidence.source_missing", name="")
        reference = self.reference.value()
        return AddExhibit(
            casefile_id=self._casefile_id,
            path=path,
            description=self.description.value(),
            found_by=self.found_by.value(),
            found_at=found.utc if found else None,
            found_local=found.in_full() if found else "",
            found_where=self.where.value(),
            reference="" if reference == self._proposed else reference,
            source=self.source.value(),
            seal_number=self.seal.value(),
        )

    def field_of(self, error: DomainError) -> Field | None:
        """The field that a refusal is about."""
        return {
            "exhibits.reference_taken": self.reference,
            "exhibits.reference_malformed": self.reference,
            "exhibits.description_missing": self.description,
            "exhibits.found_in_future": self.found,
        }.get(error.code, self.file if error.code.startswith("evidence.") else None)

    def take_over(self, other: SealForm) -> None:
        """Takes who, when, where and whence from the file before."""
        for mine, theirs in (
            (self.found_by, other.found_by), (self.found, other.found), (self.where, other.where),
            (self.source, other.source),
        ):  # fmt: skip
            mine.take_draft(theirs.draft())

    def _propose(self) -> None:
        finder = self.found_by.value() or self._officer
        self._asking.ask(partial(propose_reference, self._casefile_id, finder), self._show_proposed)

    def _show_proposed(self, reference: str) -> None:
        if self.reference.value() in ("", self._proposed):
            self.reference.set_value(reference)
        self._proposed = reference


class SealDialog(FormDialog):
    """Seals as long work: the dialog steps aside at once, and comes back as it was when it is refused."""

    def __init__(
        self,
        workplace: Workplace,
        parent: QWidget,
        form: SealForm,
        sealed: Callable[[int], object],
        more: int,
    ) -> None:
        title = _tr("Add an exhibit")
        if more:
            title = _tr("Add an exhibit: {0} more after this").format(more)
        super().__init__(
            workplace, parent, title, form, save=_tr("Seal the exhibit"), verb=lambda: _unused, width=680
        )
        self.form, self._sealed_one = form, sealed
        self.resize(self.width(), self.height() + workplace.theme.px(40))
        self.submitted: Callable[[], object] = lambda: None

    def submit(self) -> None:
        """Hands the file over to be sealed, with progress and Cancel in the tray."""
        if not self.form.check():
            return
        try:
            command = self.form.command()
        except DomainError as error:
            self.form.refuse(error, self.form.field_of(error))
            return
        self.form.keep_draft()
        self.hide()
        title = _tr("Sealing {0}").format(shown_name(command.path.name))
        self._workplace.jobs.long(self, partial(_seal, command), title, self._done_sealing, self._stopped)
        self.submitted()

    def _done_sealing(self, changes: Changes) -> None:
        self.form.saved()
        self._workplace.jobs.announce(changes)
        self._workplace.toast(_tr("Sealed and read back. The original can be put away."))
        for change in changes:
            if isinstance(change, ExhibitAdded):
                self._sealed_one(change.exhibit)
        self.deleteLater()

    def _stopped(self, error: DomainError) -> None:
        if error.code == "work.cancelled":
            self._workplace.toast(_tr("Sealing was cancelled. Nothing was kept."))
            self.form.saved()
            self.deleteLater()
            return
        self.open()
        self.form.refuse(error, self.form.field_of(error))


def _unused(_desk: Desk) -> Changes:
    return ()


def _seal(command: AddExhibit, desk: Desk, progress: Progress, cancelled: Cancelled) -> Changes:
    return add_exhibit(command, desk, progress, cancelled)


def move_dialog(workplace: Workplace, page: QWidget, exhibit: Exhibit, held: tuple[Movement, ...]) -> None:
    """One more entry of continuity; nothing edits those before it."""
    form = Form(workplace.setting, draft_key=f"exhibit.{exhibit.id}.movement")
    giver = form.line("from", _tr("Handed over by"), required=True)
    taker = form.line("to", _tr("Taken by"), required=True)
    form.beside(giver, taker)
    purpose = form.line("purpose", _tr("Why"), required=True, hint=_tr("Such as “For forensic download”"))
    when = form.moment("when", _tr("When"), required=True)
    seals = form.line("seals", _tr("Seals"), hint=_tr("Numbers broken and put on"))
    form.beside(when, seals)
    if held:
        giver.set_value(held[-1].to_holder)
    now = local(workplace.now())
    when.set_moment(now.date(), now.time())

    def verb() -> Any:
        moved = when.resolved()
        return partial(
            move_exhibit,
            MoveExhibit(
                exhibit_id=exhibit.id,
                from_holder=giver.value(),
                to_holder=taker.value(),
                purpose=purpose.value(),
                moved_at=moved.utc,
                moved_local=moved.in_full(),
                seals=seals.value(),
            ),
        )

    def done(_changes: Changes) -> None:
        workplace.toast(_tr("Movement recorded."))

    title = _tr("Record a movement of {0}").format(exhibit.reference)
    save = _tr("Record the movement")
    FormDialog(workplace, page, title, form, save=save, verb=verb, done=done, width=640).open()
