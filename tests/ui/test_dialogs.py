"""Dialogs: a form of its own, and the question before what cannot be undone."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLineEdit, QScrollArea, QWidget

from spoc_desk.domain.errors import DomainError
from spoc_desk.ui.widgets.dialogs import AskDialog, FormDialog
from spoc_desk.ui.widgets.form import Form


def test_a_form_dialog_saves_by_its_verb_and_then_closes(window, workplace, kept_drafts, qtbot):
    done, form = [], Form(workplace.setting, "incident.new")
    title = form.line("title", "What happened", required=True)
    dialog = FormDialog(
        workplace, window, "New incident", form, save="Record incident",
        verb=lambda: lambda desk: (title.value(),), done=done.append,
    )  # fmt: skip
    dialog.open()
    dialog.submit()
    assert not done
    title.set_value("Threat")
    form.keep_draft()
    dialog.save_button.click()
    qtbot.waitUntil(lambda: bool(done))
    assert done == [("Threat",)]
    assert not kept_drafts.kept


def test_a_form_dialog_begins_in_its_first_field_even_with_a_draft(window, workplace, kept_drafts, qtbot):
    kept_drafts.kept["incident.new"] = '{"at": "2026-11-16T14:00:00+00:00", "parts": {"title": "Threat"}}'
    form = Form(workplace.setting, "incident.new")
    title = form.line("title", "What happened")
    dialog = FormDialog(workplace, window, "New", form, save="Record", verb=lambda: lambda desk: ())
    dialog.open()
    assert form._notice.isVisible()
    assert dialog.focusWidget() is title.editor
    dialog.reject()


def test_a_refused_verb_keeps_the_dialog_open_and_says_why(window, workplace, qtbot):
    form = Form(workplace.setting)
    form.line("title", "What happened")

    def refuse(_desk):
        raise DomainError("times.no_time")

    dialog = FormDialog(workplace, window, "New incident", form, save="Record", verb=lambda: refuse)
    dialog.open()
    dialog.submit()
    qtbot.waitUntil(form._summary.isVisible)
    assert dialog.isVisible()
    assert dialog.save_button.isEnabled()
    assert "24-hour clock" in form._summary.text()
    dialog.reject()


def test_the_safe_answer_of_an_irreversible_question_has_the_focus(window, theme, qtbot):
    done = []
    dialog = AskDialog(
        theme,
        window,
        "Seal this pack?",
        "It cannot be changed.",
        act="Seal the pack",
        run=lambda: done.append(1),
    )
    dialog.open()
    assert dialog.safe.isDefault()
    assert dialog.act.text() == "Seal the pack"
    dialog.act.click()
    assert done == [1]


def test_every_part_of_a_dialog_that_takes_the_focus_has_a_name(window, workplace, qtbot):
    form = Form(workplace.setting)
    form.line("a", "Line")
    form.text("b", "Text")
    form.moment("c", "Happened")
    form.date("d", "Due")
    form.choice("e", "Category", [("x", "X")])
    form.check_box("f", "They agreed")
    form.pick("g", "Person", lambda text, show: None)
    form.phone("h", "Phone")
    dialog = FormDialog(workplace, window, "New incident", form, save="Record", verb=lambda: lambda desk: ())
    dialog.open()
    nameless = [
        type(widget).__name__
        for widget in dialog.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(widget, QScrollArea)
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]
    assert nameless == []
    assert all(line.accessibleName() for line in dialog.findChildren(QLineEdit))
    dialog.reject()
