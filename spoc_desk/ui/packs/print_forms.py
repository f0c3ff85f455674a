"""The forms around printing: who receives each copy before it, and whether all sheets came out after it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.copy_results import CopyState
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.printing import Sides
from spoc_desk.services.pack_copies import CopyEntry, SettleCopy, settle_copies
from spoc_desk.services.pack_printing import PrintedSample, PrintPack, check_print
from spoc_desk.ui.packs.pdf_pane import PdfBytes, PdfPane
from spoc_desk.ui.packs.print_words import told_numbers
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.card import Card, SummaryList
from spoc_desk.ui.widgets.dialogs import FormDialog, Sheet
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.domain.issues import IssuedPack
    from spoc_desk.services.ports import Changes, Desk


def _tr(text: str) -> str:
    return QCoreApplication.translate("PrintForms", text)


class CopiesForm(Form):
    """What was chosen in the system's dialog, and the names of those who receive the copies."""

    def __init__(self, workplace: Workplace, pack: IssuedPack, asked: PrintPack, *, pictures: bool) -> None:
        """pictures: the printer is sent pictures of the pages, so their sharpness can be chosen."""
        super().__init__(workplace.setting, draft_key=f"pack.{pack.id}.copies")
        self._asked = asked
        sides = {
            Sides.ONE: _tr("One side"),
            Sides.LONG: _tr("Both sides, turned over the long edge"),
            Sides.SHORT: _tr("Both sides, turned over the short edge"),
        }
        facts = [
            (_tr("Pack"), pack.reference),
            (_tr("Printer"), asked.printer),
            (_tr("Pages"), asked.pages or _tr("All {0}").format(f"{pack.pages:,}")),
            (_tr("Sides"), sides[asked.sides]),
            (_tr("Copies"), f"{asked.copies}"),
        ]
        self.note(Card(workplace.theme, "", SummaryList(workplace.theme, facts)))
        hint = (
            _tr("One name on each line, in the order of the copies. Copies beyond them are for {0}.")
            if asked.copies > 1
            else _tr("If not {0}")
        )
        label = _tr("Recipients") if asked.copies > 1 else _tr("Recipient")
        self.names = self.text(
            "names", label, hint=hint.format(pack.recipient), limit=8_000, lines=min(asked.copies, 6)
        )
        self.fine = self.check_box("fine", _tr("Finer print for small type: 600 dpi, slower"))
        self.fine.setVisible(pictures)

    def command(self) -> PrintPack:
        """The run asked for."""
        asked = self._asked
        names = tuple(line.strip() for line in self.names.value().splitlines() if line.strip())
        return replace(asked, recipients=names)


def copies_dialog(
    workplace: Workplace,
    page: QWidget,
    pack: IssuedPack,
    form: CopiesForm,
    start: Callable[[PrintPack], object],
    preview: Callable[[QWidget, PrintPack], object],
) -> FormDialog:
    """Asks for the recipients; Print is last, and what will be sent can be looked at before."""

    def done(_changes: Changes) -> None:
        start(form.command())

    copies = form.command().copies
    words = _tr("Print {0} copies").format(copies) if copies > 1 else _tr("Print")
    dialog = FormDialog(
        workplace, page, _tr("Print {0}").format(pack.reference), form, save=words,
        verb=lambda: partial(check_print, form.command()), done=done, width=620,
    )  # fmt: skip
    look = Button(workplace.theme, _tr("Preview as printed"), "eye")
    look.clicked.connect(lambda: preview(dialog, form.command()))
    dialog.buttons.insertWidget(dialog.buttons.indexOf(dialog.save_button), look)
    return dialog


class PrintedPreview(Sheet):
    """The pages of the first copy, of a long one the first of them, with its line, as they will be sent."""

    def __init__(self, workplace: Workplace, parent: QWidget, seen: PrintedSample) -> None:
        super().__init__(workplace.theme, _tr("As it will be printed"), parent, width=860)
        self.pane = PdfPane(_tr("Preview of the first copy as printed"))
        self.pane.setMinimumHeight(workplace.theme.px(560))
        self.pane.turn_to(PdfBytes(seen.content, self))
        self.set_body(self.pane)
        told = _tr("At the foot of each page: {0}").format(seen.line)
        if seen.shown < seen.of:
            told = _tr("{0}. The first {1} of {2} pages.").format(told, seen.shown, f"{seen.of:,}")
        self.foot_note.setText(told)
        close = Button(workplace.theme, _tr("Close"))
        close.clicked.connect(self.reject)
        self.buttons.addWidget(close)
        self.finished.connect(lambda _result: self.pane.turn_to(None))


class SheetsForm(Form):
    """Whether all sheets of copies just printed came out, or some were spoiled and what became of them."""

    def __init__(self, workplace: Workplace, waiting: Sequence[CopyEntry]) -> None:
        first, last = waiting[0].copy, waiting[-1].copy
        super().__init__(workplace.setting, draft_key=f"pack.{first.pack_id}.sheets.{first.id}-{last.id}")
        self._waiting = waiting
        numbers = [entry.copy.first_number for entry in waiting]
        words = _tr("Look at the sheets of {0} before they leave the room.").format(told_numbers(numbers))
        self.note(Banner(workplace.theme, Kind.INFO, words))
        choices = [("all", _tr("All sheets came out")), ("spoiled", _tr("Some sheets were spoiled"))]
        if any(entry.state is CopyState.LOGGED for entry in waiting):
            choices[0] = ("unknown", _tr("It is not known what came out"))
        self.seen = self.choice("seen", _tr("What came out"), choices, required=True)
        named = _tr("Copy {0}, for {1}")
        which = [
            (str(entry.copy.id), named.format(entry.copy.first_number, entry.copy.recipient))
            for entry in waiting
        ]
        self.copy = self.choice("copy", _tr("Which copy"), which, required=True)
        self.sheets = self.line("sheets", _tr("Sheets spoiled"), required=True, limit=5)
        hint = _tr("Such as: shredded by me in the SPOC office")
        self.note_field = self.line(
            "note", _tr("What became of the sheets"), required=True, hint=hint, limit=200
        )
        self.copy.set_value(which[0][0])
        self.seen.edited.connect(self._choose)
        self._choose()

    def commands(self) -> tuple[SettleCopy, ...]:
        """What was seen. Raises DomainError("packs.spoils_untold") when the sheets are no number."""
        if self.seen.value() == "all":
            return tuple(SettleCopy(entry.copy.id, CopyState.CONFIRMED) for entry in self._waiting)
        note = self.note_field.value()
        if self.seen.value() == "unknown":
            return tuple(SettleCopy(entry.copy.id, CopyState.UNKNOWN, 0, note) for entry in self._waiting)
        typed = self.sheets.value().strip()
        if not (typed.isascii() and typed.isdigit()):
            raise DomainError("packs.spoils_untold")
        return (SettleCopy(int(self.copy.value()), CopyState.SPOILED, int(typed), note),)

    def _choose(self) -> None:
        spoiled = self.seen.value() == "spoiled"
        self.copy.setVisible(spoiled and len(self._waiting) > 1)
        self.sheets.setVisible(spoiled)
        self.note_field.setVisible(self.seen.value() in {"spoiled", "unknown"})


def sheets_dialog(workplace: Workplace, page: QWidget, waiting: Sequence[CopyEntry]) -> FormDialog:
    """Asks what came out of the printer; left unanswered, the register goes on asking."""
    form = SheetsForm(workplace, waiting)

    def verb() -> Callable[[Desk], Changes]:
        return partial(settle_copies, form.commands())

    def done(_changes: Changes) -> None:
        workplace.toast(_tr("Written down in the register of copies."))

    dialog = FormDialog(
        workplace, page, _tr("Did all the sheets come out?"), form, save=_tr("Write it down"),
        verb=verb, done=done, width=560,
    )  # fmt: skip
    form.seen.edited.connect(dialog.fit)
    return dialog
