"""One item of the checklist as a line that opens: how it stands, what done means, and its form."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.moments import day_of, short_day
from spoc_desk.domain.referral_gate import GateItem
from spoc_desk.domain.referrals import AnswerState, ChecklistItem
from spoc_desk.services.referrals import ReferralView
from spoc_desk.ui.referrals.item_form import ItemForm
from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.layouts import Column, Row, boxed, empty
from spoc_desk.ui.widgets.sentence import Sentence
from spoc_desk.ui.widgets.text import IconMark, Text
from spoc_desk.ui.workplace import Workplace


def _tr(text: str) -> str:
    return QCoreApplication.translate("ItemLine", text)


class LineHead(QPushButton):
    """The part that is always in sight; pressing it opens and closes the rest."""

    def __init__(self, theme: Theme, number: int, title: str) -> None:
        super().__init__()
        self._theme, self._title = theme, f"{number}. {title}"
        self.setProperty("kind", "line")
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._mark = IconMark(theme, "circle", "hint", 17)
        words = Text(theme, self._title, "value", wrap=True)
        words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._note = Text(theme, "", "small", "hint", tabular=True)
        self._arrow = IconMark(theme, "chevron-down", "hint", 16)
        row = Row(theme, self._mark, margins=(12, 9, 10, 9), gap=10)
        row.addWidget(words, 1)
        row.addWidget(self._note)
        row.addWidget(self._arrow)
        self.setLayout(row)
        for part in (self._mark, words, self._note, self._arrow):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.toggled.connect(self._turn)

    def show_state(self, icon: str, tone: str, said: str, note: str) -> None:
        """Shows how the item stands; said is for those who do not see the icon."""
        self._mark.show_icon(icon, tone)
        self._note.setText(note)
        self._note.set_tone("error" if tone == "error" else "warning" if tone == "warning" else "hint")
        self.setAccessibleName(", ".join(part for part in (self._title, said, note) if part))

    def sizeHint(self) -> QSize:
        """As large as what stands in it."""
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As small as what stands in it."""
        layout = self.layout()
        return layout.minimumSize() if layout is not None else super().minimumSizeHint()

    def hasHeightForWidth(self) -> bool:
        """The title wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As high as the title needs."""
        layout = self.layout()
        return layout.heightForWidth(width) if layout is not None else super().heightForWidth(width)

    def _turn(self, opened: bool) -> None:
        self._arrow.show_icon("chevron-up" if opened else "chevron-down", "hint")


class ItemLine(QFrame):
    """The form is made when the line is first opened, and kept while the referral is shown."""

    opened = Signal(int)

    def __init__(self, workplace: Workplace, item: ChecklistItem) -> None:
        super().__init__()
        self.workplace, self.item = workplace, item
        self._view: ReferralView | None = None
        self._lacks: tuple[GateItem, ...] = ()
        self.form: ItemForm | None = None
        self.save: Button | None = None
        self.setProperty("area", "card")
        self.head = LineHead(workplace.theme, item.number, item.title)
        self.head.toggled.connect(self._toggled)
        self._body: QWidget | None = None
        self._open_notes = Column(workplace.theme, gap=5)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(1, 1, 1, 1)
        self._layout.setSpacing(0)
        self._layout.addWidget(self.head)

    def show_view(self, view: ReferralView, lacks: Sequence[GateItem]) -> None:
        """Shows how the item stands now; an open form keeps what was typed."""
        self._view, self._lacks = view, tuple(lacks)
        answer = next((each for each in view.answers if each.item == self.item.number), None)
        state = answer.state if answer is not None else AnswerState.OPEN
        when = short_day(day_of(answer.at)) if answer is not None else ""
        if state is AnswerState.OPEN:
            half = bool(answer and (answer.note or answer.name))
            self.head.show_state("circle", "hint", _tr("not answered"), _tr("Begun") if half else "")
        elif lacks:
            self.head.show_state("triangle-alert", "warning", _tr("something is missing"), _tr("Incomplete"))
        elif state is AnswerState.NOT_APPLICABLE:
            self.head.show_state("circle-dashed", "hint", _tr("does not apply"), _tr("Does not apply"))
        else:
            self.head.show_state("circle-check", "success", _tr("done"), when)
        if not self.head.isChecked():
            self._drop()
        self._show_lacks()

    def open_up(self) -> None:
        """Opens the line and puts the cursor into its form."""
        self.head.setChecked(True)
        if self.form is not None:
            self.form.go()

    def close_up(self) -> None:
        """Closes the line; what was typed stays in the form and in its draft."""
        self.head.setChecked(False)

    def _toggled(self, opened: bool) -> None:
        if opened:
            self._build()
            self.opened.emit(self.item.number)
        elif self.form is not None:
            self.form.keep_draft()
        if self._body is not None:
            self._body.setVisible(opened)

    def _drop(self) -> None:
        """Lets the form go, so that it is made anew from what is stored; its draft is kept."""
        if self._body is not None:
            self._body.hide()
            self._layout.removeWidget(self._body)
            self._body.deleteLater()
        self._body = self.form = self.save = None

    def _build(self) -> None:
        if self.form is not None or self._view is None:
            return
        theme, item = self.workplace.theme, self.item
        means = _tr("Done means: {0}").format(item.done_means)
        source = item.source if item.verified else _tr("{0} (not verified)").format(item.source)
        self._open_notes = Column(theme, gap=5)
        self.form = ItemForm(self.workplace, self._view, item)
        self.save = Button(theme, _tr("Save"), kind="primary")
        self.save.setAccessibleName(_tr("Save item {0}").format(item.number))
        self.save.clicked.connect(self._submit)
        self._body = boxed(
            Column(
                theme,
                Text(theme, means, "plain", "text2", wrap=True),
                self._open_notes,
                self.form,
                Row(theme, self.save, None),
                Text(theme, source, "small", "hint", wrap=True),
                margins=(16, 2, 16, 14),
                gap=10,
            )
        )
        self._layout.addWidget(self._body)
        self._show_lacks()

    def _show_lacks(self) -> None:
        if self.form is None:
            return
        empty(self._open_notes)
        for lack in self._lacks:
            if lack.why.code != "referrals.item_open":
                words, tone = self.workplace.messages.said(lack.why), "warning"
                theme = self.workplace.theme
                line = Sentence(theme, "triangle-alert", words, tone=tone, icon_tone=tone, style="meta")
                self._open_notes.addWidget(line)

    def _submit(self, _checked: bool = False) -> None:
        if self.form is None or not self.form.check():
            return
        self._allow(False)
        self.workplace.jobs.command(self, self.form.verb(), self._saved, self._refused)

    def _saved(self, _changes: object) -> None:
        self._allow(True)
        if self.form is not None:
            self.form.saved()
        self.workplace.toast(_tr("{0}. {1}: saved.").format(self.item.number, self.item.title))
        self.close_up()
        self.head.setFocus()

    def _refused(self, error: DomainError) -> None:
        self._allow(True)
        if self.form is not None:
            about_reason = error.code == "referrals.na_reason_missing"
            self.form.refuse(error, self.form.reason if about_reason else None)

    def _allow(self, allowed: bool) -> None:
        if self.save is not None:
            self.save.setEnabled(allowed)
