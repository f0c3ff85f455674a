"""Where the officer stood when the desk was locked, and the way back to it; nothing of what was shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLineEdit, QPlainTextEdit, QWidget

from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.record_detail import RecordDetail

if TYPE_CHECKING:
    from spoc_desk.ui.window import DeskWindow, Place

TRY_EVERY_MS, TRIES = 50, 100
# A record is there once what was put back has stayed so for as many looks.
SETTLED = 4


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a field: its key, which of its editors, and what is selected, from anchor to position."""

    field: str
    editor: int
    anchor: int = 0
    position: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Numbers and keys only. form: the draft key of the form in use, if its page can open it again."""

    place: Place
    tab: str = ""
    scrolls: tuple[int, ...] = ()
    form: str = ""
    cursor: Cursor | None = None
    lost_form: bool = False  # a form was open that no page can open again


def standing_in(window: DeskWindow) -> Standing | None:
    """Where the officer stands now; None before the first page."""
    place, page = window.place(), window.page()
    if place is None or page is None:
        return None
    form = _form_in_use(window)
    key = form.draft_key if form is not None and form.draft_key in page.doors() else ""
    return Standing(
        place,
        next((detail.tab() for detail in _details(page)), ""),
        tuple(area.verticalScrollBar().value() for area in _areas(page)),
        key,
        _cursor(form) if form is not None and key else None,
        lost_form=form is not None and not key,
    )


class ComingBack(QObject):
    """Puts things back one after another, as the page is filled; gives up after five seconds."""

    def __init__(self, window: DeskWindow, standing: Standing) -> None:
        super().__init__(window)
        self._window, self._standing = window, standing
        self._tries = self._same = 0
        self._opened = self._in_field = False
        self._timer = QTimer(self)
        self._timer.setInterval(TRY_EVERY_MS)
        self._timer.timeout.connect(self._step)
        self._timer.start()

    def _step(self) -> None:
        self._tries += 1
        there = self._put_back_page()
        self._same = self._same + 1 if there else 0
        if (
            (there and self._put_back_form() and self._same >= SETTLED)
            or self._tries >= TRIES
            or self._window.place() != self._standing.place
        ):
            self._timer.stop()

    def _put_back_page(self) -> bool:
        """Tab and scroll positions; whether they are as they were."""
        page, wanted = self._window.page(), self._standing
        if page is None or self._window.place() != wanted.place:
            return False
        for detail in _details(page):
            if wanted.tab and detail.tab() != wanted.tab:
                detail.show_tab(wanted.tab)
        areas = _areas(page)
        for area, value in zip(areas, wanted.scrolls, strict=False):
            area.verticalScrollBar().setValue(value)
        now = tuple(area.verticalScrollBar().value() for area in areas)
        return now[: len(wanted.scrolls)] == wanted.scrolls

    def _put_back_form(self) -> bool:
        page, wanted = self._window.page(), self._standing
        if not wanted.form or page is None:
            return True
        form = next((each for each in _forms() if each.draft_key == wanted.form), None)
        if form is not None:
            if not self._in_field:
                self._in_field = True
                _go_back_to(form, wanted.cursor)
            return True
        door = page.doors().get(wanted.form)
        if door is not None and not self._opened:
            self._opened = True
            door()
        return False


def _details(page: QWidget) -> list[RecordDetail]:
    return [each for each in page.findChildren(RecordDetail) if each.isVisible()]


def _areas(page: QWidget) -> list[QAbstractScrollArea]:
    window = page.window()
    found = page.findChildren(QAbstractScrollArea)
    return [each for each in found if each.isVisible() and each.window() is window]


def _forms() -> list[Form]:
    return [each for each in QApplication.allWidgets() if isinstance(each, Form) and each.isVisible()]


def _form_in_use(window: DeskWindow) -> Form | None:
    """The form of the dialog in sight, or else the one on the page that has the cursor."""
    forms = [form for form in _forms() if form.draft_key]
    apart = [form for form in forms if form.window() is not window]
    focus = _focus_in(window)
    here = [form for form in forms if form.isAncestorOf(focus)]
    return next(iter((*apart, *here)), None)


def _cursor(form: Form) -> Cursor | None:
    focus = _focus_in(form)
    for key, field in form.fields().items():
        for number, editor in enumerate(field.editors()):
            if editor is focus or editor.isAncestorOf(focus):
                return Cursor(key, number, *_selection(editor))
    return None


def _focus_in(widget: QWidget) -> QWidget:
    """What has the cursor in a window, also while another program is in front; the window if nothing has."""
    focus: QWidget | None = widget.window().focusWidget()
    return focus if focus is not None else widget.window()


def _selection(editor: QWidget) -> tuple[int, int]:
    if isinstance(editor, QPlainTextEdit):
        cursor = editor.textCursor()
        return cursor.anchor(), cursor.position()
    if isinstance(editor, QLineEdit):
        position = editor.cursorPosition()
        start, end = editor.selectionStart(), editor.selectionEnd()
        anchor = position if start < 0 else (end if position == start else start)
        return anchor, position
    return 0, 0


def _go_back_to(form: Form, cursor: Cursor | None) -> None:
    field = form.fields().get(cursor.field) if cursor is not None else None
    if cursor is None or field is None or cursor.editor >= len(field.editors()):
        return
    editor = field.editors()[cursor.editor]
    editor.setFocus()
    if isinstance(editor, QPlainTextEdit):
        there, last = editor.textCursor(), len(editor.toPlainText())
        there.setPosition(min(cursor.anchor, last))
        there.setPosition(min(cursor.position, last), QTextCursor.MoveMode.KeepAnchor)
        editor.setTextCursor(there)
    elif isinstance(editor, QLineEdit):
        if cursor.anchor == cursor.position:
            editor.setCursorPosition(cursor.position)
        else:
            editor.setSelection(cursor.anchor, cursor.position - cursor.anchor)
