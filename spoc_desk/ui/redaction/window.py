"""The window in which an exhibit is redacted: its page, what is taken out of it, and both versions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.redaction_suggestions import Suggestion
from spoc_desk.domain.redactions import PAD, Redaction, RedactionCheck, standing
from spoc_desk.domain.retention_changes import RecordsDestroyed
from spoc_desk.services.redaction_pages import RedactionPages, open_pages, page_picture, suggestions
from spoc_desk.services.redactions import (
    DrawRedaction,
    confirm_redactions,
    consult_redactions,
    draw_redaction,
    withdraw_redactions,
)
from spoc_desk.ui.jobs import LatestOnly
from spoc_desk.ui.redaction.compare import CompareView
from spoc_desk.ui.redaction.forms import SuggestionSheet, check_dialog, reason_dialog, word_dialog
from spoc_desk.ui.redaction.notes import PageNotes
from spoc_desk.ui.redaction.page_view import PageView, Shown
from spoc_desk.ui.redaction.panel import RedactionPanel
from spoc_desk.ui.redaction.tools import PageTools
from spoc_desk.ui.widgets.announce import announce
from spoc_desk.ui.widgets.banner import Kind
from spoc_desk.ui.widgets.layouts import Column, Row
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Changes, Desk

_Held = tuple[tuple[Redaction, ...], tuple[RedactionCheck, ...]]
PANEL_WIDTH = 380


def _tr(text: str) -> str:
    return QCoreApplication.translate("RedactionWindow", text)


class RedactionWindow(QDialog):
    """As large as the window it lies over. Shown by open(); nothing is kept outside the vault."""

    def __init__(self, workplace: Workplace, parent: QWidget, exhibit_id: int, reference: str) -> None:
        super().__init__(parent)
        self.workplace, self._over, self._exhibit = workplace, parent, exhibit_id
        self.pages: RedactionPages | None = None
        self.drawn: tuple[Redaction, ...] = ()
        self.checks: tuple[RedactionCheck, ...] = ()
        self._mine: list[tuple[int, ...]] = []  # of each act in this window
        self._expecting = False
        self.number = 1
        theme = workplace.theme
        self.setWindowTitle(_tr("Redact {0}").format(reference))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._pictures: LatestOnly[bytes | DomainError] = LatestOnly(workplace.jobs, self)
        self.tools = PageTools(theme, self.windowTitle())
        self.page = PageView(theme)
        reasons = workplace.jobs.inline(lambda desk: desk.redaction_reasons)
        self.panel = RedactionPanel(workplace.setting, reasons, f"exhibit.{exhibit_id}.redaction-note")
        self.compare = CompareView(workplace)
        self.notes = PageNotes(theme)
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self._allow(ready=False)
        theme.follow(self.dress)
        workplace.jobs.changed.connect(self._changed)

    def _changed(self, changes: Changes) -> None:
        """Goes once records are destroyed: nothing of them may stay in sight, nor be kept as a draft."""
        if any(isinstance(change, RecordsDestroyed) for change in changes):
            self.done(QDialog.DialogCode.Rejected)

    def dress(self) -> None:
        """Takes the panel's width at the text scale in use."""
        self._side.setFixedWidth(self.workplace.theme.px(PANEL_WIDTH))

    def open(self) -> None:
        """Shows the window over its parent's and asks for the pages."""
        self.resize(self._over.window().size())
        super().open()
        self.notes.say(Kind.INFO, _tr("Making the pages…"))
        self.workplace.jobs.query(self, partial(open_pages, self._exhibit), self._opened, self._refused)

    def reject(self) -> None:
        """Closes and keeps the note that was typed."""
        self.panel.notes.keep_draft()
        super().reject()

    def _opened(self, pages: RedactionPages) -> None:
        self.pages = pages
        self._allow(ready=True)
        self.refresh()
        self.turn_to(1)
        self.page.setFocus()

    def refresh(self, _changes: object = None) -> None:
        """Reads the redactions anew."""
        self.workplace.jobs.query(self, partial(consult_redactions, self._exhibit), self._listed)

    def turn_to(self, number: int) -> None:
        """Shows a page, from 1."""
        pages = self.pages
        if pages is None:
            return
        self.number = min(max(1, number), len(pages.sizes))
        name = _tr("Page {0} of {1}").format(self.number, len(pages.sizes))
        self.page.show_page(self.number, pages.sizes[self.number - 1], self.tools.zoom, name)
        self.tools.show_place(self.number, len(pages.sizes))
        self._show_boxes()
        dots = round(96 * self.tools.zoom * self.devicePixelRatioF())
        self._pictures.ask(partial(_picture, pages.part, self.number, dots), self._pictured)
        if self._stack.currentWidget() is self.compare:
            self.compare.turn_to(self.number)

    def keep_box(self) -> None:
        """Redacts the box that was drawn."""
        box = self.page.box()
        if box is None or self.pages is None:
            return
        command = DrawRedaction(self.pages, box, self.panel.code(), self.panel.note.text())
        kept = partial(self._box_kept, command)
        self.workplace.jobs.command(self, partial(draw_redaction, command), kept, self._refused)

    def _box_kept(self, command: DrawRedaction, changes: Changes) -> None:
        if self.page.box() == command.box:
            self.page.clear()
        if self.panel.note.text() == command.note:
            self.panel.clear_note()
        self._word_done(changes)

    def undo(self) -> None:
        """Withdraws all that the last act in this window redacted."""
        if self._mine:
            self._run(partial(withdraw_redactions, self._mine[-1]))

    def _withdraw(self) -> None:
        chosen = self.panel.current()
        if chosen is not None:
            self._run(partial(withdraw_redactions, (chosen.id,)))

    def _run(self, verb: partial[Changes]) -> None:
        self.workplace.jobs.command(self, verb, self.refresh, self._refused)

    def _listed(self, held: _Held) -> None:
        before = {each.id for each in self.drawn}
        self.drawn, self.checks = held
        up = [each.id for each in standing(self.drawn)]
        if self._expecting:
            self._mine.append(tuple(each for each in up if each not in before))
            self._expecting = False
        still = (tuple(each for each in act if each in up) for act in self._mine)
        self._mine = [act for act in still if act]
        self.tools.undo.setEnabled(bool(self._mine))
        self.panel.show_redactions(self.drawn, self.checks)
        self._show_boxes()
        self._warn()
        announce(self, _tr("Redactions: {0}").format(len(up)))

    def _warn(self) -> None:
        if self.pages is None:
            self.notes.clear()
        else:
            confirm = partial(self._run, partial(confirm_redactions, self.pages))
            self.notes.warn(self.pages, self.drawn, confirm)

    def _show_boxes(self) -> None:
        pages = self.pages
        if pages is None:
            return
        size = pages.sizes[self.number - 1]
        here = [each for each in standing(self.drawn) if each.page == self.number]
        self.page.show_redactions([Shown(each.id, _painted(each, *size), each.code) for each in here])

    def _picked(self, redaction: int) -> None:
        found = next((each for each in self.drawn if each.id == redaction), None)
        self.page.choose(redaction)
        if found is not None and found.page and found.page != self.number:
            self.turn_to(found.page)

    def _pictured(self, drawn: bytes | DomainError) -> None:
        if isinstance(drawn, DomainError):
            self._refused(drawn)
        else:
            self.page.show_picture(drawn)

    def _show_part(self, part: str) -> None:
        compare = part == "compare"
        if compare and self.pages is not None:
            self.compare.show_pages(self.pages, self.number)
        self._stack.setCurrentIndex(1 if compare else 0)
        self._side.setVisible(not compare)
        self.tools.allow_drawing(drawing=not compare)

    def _ask_suggestions(self) -> None:
        if self.pages is not None:
            self.panel.suggest.setEnabled(False)
            question = partial(suggestions, self.pages)
            self.workplace.jobs.query(self, question, self._suggested, self._refused)

    def _suggested(self, found: tuple[Suggestion, ...]) -> None:
        self.panel.suggest.setEnabled(True)
        if self.pages is not None:
            SuggestionSheet(self.workplace, self, self.pages, found, self._word_done).open()

    def _ask_word(self) -> None:
        if self.pages is not None:
            reasons = self.workplace.jobs.inline(lambda desk: desk.redaction_reasons)
            code = self.panel.code()
            word_dialog(self.workplace, self, self.pages, reasons, code, self._word_done)

    def _word_done(self, _changes: Changes) -> None:
        self._expecting = True
        self.refresh()

    def _ask_reason(self) -> None:
        chosen = self.panel.current()
        if chosen is not None:
            reasons = self.workplace.jobs.inline(lambda desk: desk.redaction_reasons)
            reason_dialog(self.workplace, self, chosen, reasons, self.refresh)

    def _ask_check(self) -> None:
        check_dialog(self.workplace, self, self._exhibit, self.refresh)

    def _refused(self, error: DomainError) -> None:
        self.panel.suggest.setEnabled(self.pages is not None)
        self._warn()
        self.notes.refuse(self.workplace.messages.sentence(error))

    def _allow(self, *, ready: bool) -> None:
        self.panel.setEnabled(ready)
        self.tools.allow_pages(ready=ready)

    def _connect(self) -> None:
        tools, panel, page = self.tools, self.panel, self.page
        tools.turned.connect(lambda step: self.turn_to(self.number + step))
        tools.zoomed.connect(lambda: self.turn_to(self.number))
        tools.part.chosen.connect(self._show_part)
        tools.undo.clicked.connect(lambda _checked=False: self.undo())
        tools.close_button.clicked.connect(lambda _checked=False: self.reject())
        page.turned.connect(lambda step: self.turn_to(self.number + step))
        page.drafted.connect(lambda: panel.set_draft(drawn=page.draft is not None))
        page.accepted.connect(self.keep_box)
        page.picked.connect(panel.pick)
        panel.picked.connect(self._picked)
        panel.keep.clicked.connect(lambda _checked=False: self.keep_box())
        panel.add.clicked.connect(lambda _checked=False: page.begin())
        panel.word.clicked.connect(lambda _checked=False: self._ask_word())
        panel.suggest.clicked.connect(lambda _checked=False: self._ask_suggestions())
        panel.change.clicked.connect(lambda _checked=False: self._ask_reason())
        panel.withdraw.clicked.connect(lambda _checked=False: self._withdraw())
        panel.check.clicked.connect(lambda _checked=False: self._ask_check())

    def _lay_out(self) -> None:
        theme = self.workplace.theme
        desk = QScrollArea()
        desk.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        desk.setFrameShape(QFrame.Shape.NoFrame)
        desk.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        desk.setAccessibleName(_tr("Page"))
        desk.setWidget(self.page)
        self._stack.addWidget(desk)
        self._stack.addWidget(self.compare)
        self._side = QScrollArea()
        self._side.setWidgetResizable(True)
        self._side.setFrameShape(QFrame.Shape.NoFrame)
        self._side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._side.setAccessibleName(_tr("Redactions"))
        self._side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.panel.setProperty("area", "canvas")
        self._side.setWidget(self.panel)
        left = Column(theme, self.notes, gap=8)
        left.addWidget(self._stack, 1)
        body = Row(theme, gap=0)
        body.addLayout(left, 1)
        body.addWidget(self._side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.tools)
        layout.addLayout(body, 1)


def _painted(each: Redaction, width: float, height: float) -> QRectF:
    """The place as it will be painted, in points from the page's upper left corner."""
    left, top = (each.left - PAD) / 100, height - (each.top + PAD) / 100
    long, high = ((edge + 2 * PAD) / 100 for edge in (each.right - each.left, each.top - each.bottom))
    return QRectF(left, top, long, high) & QRectF(0, 0, width, height)


def _picture(content: bytes, number: int, dots: int, desk: Desk) -> bytes | DomainError:
    try:
        return page_picture(content, number, dots, desk)
    except DomainError as refused:
        return refused
