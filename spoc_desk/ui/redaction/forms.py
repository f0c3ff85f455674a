"""The forms of redaction: a word, a reason, a second person's check, and what is suggested."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QCheckBox, QListWidget, QListWidgetItem, QWidget

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.redaction_suggestions import Suggestion
from spoc_desk.domain.redactions import Redaction, RedactionReasons
from spoc_desk.services.redaction_pages import RedactionPages
from spoc_desk.services.redactions import (
    CheckRedactions,
    RedactWord,
    change_reason,
    check_redactions,
    redact_word,
    redact_words,
)
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.dialogs import FormDialog, Sheet
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.layouts import Column, boxed, framed
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Changes

Done = Callable[["Changes"], None]


def _tr(text: str) -> str:
    return QCoreApplication.translate("RedactionForms", text)


def reason_choices(reasons: RedactionReasons) -> list[tuple[str, str]]:
    """Each reason as a list shows it."""
    return [(reason.code, f"{reason.code} · {reason.label}") for reason in reasons.reasons]


def word_dialog(
    workplace: Workplace,
    parent: QWidget,
    pages: RedactionPages,
    reasons: RedactionReasons,
    code: str,
    done: Done,
) -> None:
    """A word or phrase, wherever it stands on the pages. code: the reason proposed."""
    form = Form(workplace.setting, draft_key=f"exhibit.{pages.exhibit_id}.redact-word")
    hint = _tr("Capitals, accents, line breaks and the spaces of a number make no difference")
    word = form.line("word", _tr("Word or phrase"), required=True, hint=hint, limit=120)
    reason = form.choice("reason", _tr("Reason"), reason_choices(reasons), required=True)
    reason.set_value(code)
    everywhere = form.check_box(
        "everywhere",
        _tr("It may stand nowhere in a pack"),
        hint=_tr("Also not in descriptions, file names, the chronology or notes; else no pack is kept"),
    )
    note = form.line("note", _tr("Note"), hint=_tr("For the record only; never printed"), limit=300)

    def verb() -> Any:
        command = RedactWord(pages, word.value(), reason.value(), everywhere.value(), note.value())
        return partial(redact_word, command)

    title, save = _tr("Redact a word everywhere"), _tr("Redact it")
    FormDialog(workplace, parent, title, form, save=save, verb=verb, done=done, width=560).open()


def reason_dialog(
    workplace: Workplace, parent: QWidget, redaction: Redaction, reasons: RedactionReasons, done: Done
) -> None:
    """Another reason for a redaction; its place stays."""
    form = Form(workplace.setting, draft_key=f"redaction.{redaction.id}.reason")
    reason = form.choice("reason", _tr("Reason"), reason_choices(reasons), required=True)
    note = form.line("note", _tr("Note"), hint=_tr("For the record only; never printed"), limit=300)
    reason.set_value(redaction.code)
    note.set_value(redaction.note)

    def verb() -> Any:
        return partial(change_reason, redaction.id, reason.value(), note.value())

    title, save = _tr("Change the reason"), _tr("Change it")
    FormDialog(workplace, parent, title, form, save=save, verb=verb, done=done, width=520).open()


def check_dialog(workplace: Workplace, parent: QWidget, exhibit_id: int, done: Done) -> None:
    """Who looked at the redactions besides those who made them."""
    form = Form(workplace.setting, draft_key=f"exhibit.{exhibit_id}.redaction-check")
    hint = _tr("Rank and name of somebody who made none of them")
    name = form.line("name", _tr("Checked by"), required=True, hint=hint, limit=80)
    remark = form.line("remark", _tr("Remark"), limit=300)
    said = _tr("The pack prints this name, and that {0} entered it.").format(workplace.officer.name)
    form.note(Text(workplace.theme, said, "meta", "text2", wrap=True))

    def verb() -> Any:
        return partial(check_redactions, CheckRedactions(exhibit_id, name.value(), remark.value()))

    title, save = _tr("Record the second person's check"), _tr("Record the check")
    FormDialog(workplace, parent, title, form, save=save, verb=verb, done=done, width=520).open()


class SuggestionSheet(Sheet):
    """What is likely to need redacting; only what is ticked is redacted."""

    def __init__(
        self,
        workplace: Workplace,
        parent: QWidget,
        pages: RedactionPages,
        found: Sequence[Suggestion],
        done: Done,
    ) -> None:
        super().__init__(workplace.theme, _tr("Suggestions"), parent, width=620)
        self._workplace, self._pages, self._found, self._after = workplace, pages, tuple(found), done
        theme = workplace.theme
        self.list = QListWidget()
        self.list.setAccessibleName(_tr("Suggestions; Space ticks"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        for each in self._found:
            on = ", ".join(map(str, each.pages))
            words = _tr("{0}   {1} · {2}, page {3}").format(each.term, each.code, each.why, on)
            item = QListWidgetItem(words)
            item.setToolTip(words)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.list.addItem(item)
        said = _tr(
            "Particulars of people in the case, and what looks like a number, address or postcode. "
            "Tick what is to be redacted."
        )
        if not self._found:
            said = _tr("Nothing on these pages looks private to the program. Read them all the same.")
        self.said = Text(theme, said, "body", wrap=True)
        self.everywhere = QCheckBox(_tr("They may stand nowhere in a pack"))
        self.everywhere.setVisible(bool(self._found))
        self._card = framed("card", Column(theme, self.list, margins=(4, 4, 4, 4)))
        self._card.setVisible(bool(self._found))
        self.accept_button = Button(theme, _tr("Redact the ticked"), kind="primary")
        self.accept_button.setEnabled(bool(self._found))
        self.accept_button.clicked.connect(self._accept_ticked)
        close = Button(theme, _tr("Close"))
        close.clicked.connect(self.reject)
        self.buttons.addWidget(close)
        self.buttons.addWidget(self.accept_button)
        theme.follow(self.dress)
        self.set_body(boxed(Column(theme, self.said, self._card, self.everywhere, gap=10)))

    def dress(self) -> None:
        """Takes font and height at the text scale in use."""
        self.list.setFont(self.theme.font(13))
        self.everywhere.setFont(self.theme.font(13))
        self.list.setMinimumHeight(self.theme.px(min(360, 34 * max(3, len(self._found)))))
        for place in range(self.list.count()):
            self.list.item(place).setSizeHint(QSize(0, self.theme.px(30)))

    def ticked(self) -> tuple[Suggestion, ...]:
        """What was ticked."""
        states = [self.list.item(place).checkState() for place in range(self.list.count())]
        return tuple(
            each for each, state in zip(self._found, states, strict=True) if state is Qt.CheckState.Checked
        )

    def _accept_ticked(self) -> None:
        everywhere = self.everywhere.isChecked()
        commands = tuple(RedactWord(self._pages, each.term, each.code, everywhere) for each in self.ticked())
        if commands:
            self.accept_button.setEnabled(False)
            run = partial(redact_words, commands)
            self._workplace.jobs.command(self, run, self._landed, self._refused)
        else:
            self.reject()

    def _landed(self, changes: Changes) -> None:
        self.accept()
        self._after(changes)

    def _refused(self, error: DomainError) -> None:
        self.accept_button.setEnabled(True)
        self.said.setText(self._workplace.messages.sentence(error))
