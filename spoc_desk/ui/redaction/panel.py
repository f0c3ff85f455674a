"""Beside the page: the reason in use, what is redacted and by whom, and the second person's check."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from spoc_desk.domain.moments import short_day, stamp
from spoc_desk.domain.redactions import Redaction, RedactionCheck, RedactionReasons, current_check, standing
from spoc_desk.ui.redaction.forms import reason_choices
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.card import Card
from spoc_desk.ui.widgets.combo import Combo
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.layouts import Column, Row
from spoc_desk.ui.widgets.sentence import Sentence
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import FormSetting

_ID = int(Qt.ItemDataRole.UserRole)


def _tr(text: str) -> str:
    return QCoreApplication.translate("RedactionPanel", text)


class RedactionPanel(QWidget):
    """Reason, list and check. The window decides what its buttons do."""

    picked = Signal(int)

    def __init__(self, setting: FormSetting, reasons: RedactionReasons, draft_key: str) -> None:
        """draft_key: what the note is kept under until it is used."""
        super().__init__()
        theme = setting.theme
        self._theme, self._reasons = theme, reasons
        self._drawn: tuple[Redaction, ...] = ()
        self.reason = Combo(theme)
        self.reason.setAccessibleName(_tr("Reason for the next redaction"))
        for code, words in reason_choices(reasons):
            self.reason.addItem(words, code)
        self._means = Text(theme, "", "meta", "text2", wrap=True)
        self.notes = Form(setting, draft_key=draft_key)
        hint = _tr("For the record only; never printed")
        self.note = self.notes.line("note", _tr("Note for the next redaction"), hint=hint, limit=300).editor
        self.keep = Button(theme, _tr("Redact the box"), kind="primary")
        self.add = Button(theme, _tr("Add a box"), "plus")
        self.word = Button(theme, _tr("Redact a word…"), "search")
        self.suggest = Button(theme, _tr("Suggestions…"), "list-checks")
        self.list = QListWidget()
        self.list.setAccessibleName(_tr("Redactions of this exhibit"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.change = Button(theme, _tr("Change reason…"), "pencil")
        self.withdraw = Button(theme, _tr("Withdraw"), "undo-2")
        self.check = Button(theme, _tr("Record a check…"), "user-check")
        self._nothing = Text(theme, _tr("Nothing is redacted yet."), "meta", "text2", wrap=True)
        self._checked = Column(theme)
        self.reason.currentIndexChanged.connect(self._explain)
        self.list.currentRowChanged.connect(self._chosen)
        self._lay_out()
        self._explain()
        self.set_draft(drawn=False)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes font and height at the text scale in use."""
        self.list.setFont(self._theme.font(12.5))
        for place in range(self.list.count()):
            self.list.item(place).setSizeHint(QSize(0, self._theme.px(44)))
        self.list.setMinimumHeight(self._theme.px(150))

    def code(self) -> str:
        """The reason chosen."""
        return str(self.reason.currentData())

    def clear_note(self) -> None:
        """The note has been used; the next redaction is given one of its own."""
        self.note.clear()
        self.notes.saved()

    def set_draft(self, *, drawn: bool) -> None:
        """Allows the box to be kept once there is one."""
        self.keep.setEnabled(drawn)

    def current(self) -> Redaction | None:
        """The redaction that the list's cursor is on, if it stands."""
        chosen = self._row_id()
        return next((each for each in standing(self._drawn) if each.id == chosen), None)

    def show_redactions(self, drawn: Sequence[Redaction], checks: Sequence[RedactionCheck]) -> None:
        """Lists what stands by page, then what was withdrawn."""
        kept = self.current()
        self._drawn = tuple(drawn)
        up = sorted(standing(drawn), key=lambda each: (each.page, -each.top, each.left))
        gone = [each for each in drawn if each.withdrawn_at]
        self.list.blockSignals(True)
        self.list.clear()
        for each in (*up, *gone):
            self.list.addItem(self._item(each))
        self.list.blockSignals(False)
        self.list.setVisible(bool(drawn))
        self._nothing.setVisible(not drawn)
        self.dress()
        if kept is not None:
            self.pick(kept.id)
        self._allow()
        self._say_checked(current_check(drawn, checks), bool(up))

    def pick(self, redaction: int) -> None:
        """Puts the list's cursor on a redaction."""
        for place in range(self.list.count()):
            if self.list.item(place).data(_ID) == redaction:
                self.list.setCurrentRow(place)

    def _item(self, each: Redaction) -> QListWidgetItem:
        where = _tr("Page {0}").format(each.page) if each.page else _tr("On no page")
        what = f"“{each.term}”" if each.term else _tr("drawn box")
        everywhere = _tr(", nowhere in a pack") if each.everywhere else ""
        by = _tr("{0}, {1}").format(each.made_by, stamp(each.made_at))
        if each.withdrawn_at:
            by = _tr("withdrawn by {0}, {1}").format(each.withdrawn_by, stamp(each.withdrawn_at))
        item = QListWidgetItem(f"{where} · {each.code} · {what}{everywhere}\n{by}")
        item.setToolTip(f"{item.text()}\n{each.note}".strip())
        item.setData(_ID, each.id)
        if each.withdrawn_at:
            item.setForeground(QBrush(self._theme.colour("hint")))
        return item

    def _chosen(self, _row: int) -> None:
        self._allow()
        self.picked.emit(self._row_id())

    def _row_id(self) -> int:
        row = self.list.currentRow()
        return int(self.list.item(row).data(_ID)) if row >= 0 else 0

    def _allow(self) -> None:
        stands = self.current() is not None
        self.change.setEnabled(stands)
        self.withdraw.setEnabled(stands)

    def _explain(self, _index: int = 0) -> None:
        reason = self._reasons.named(self.code())
        doubt = (
            "" if reason.verified else _tr(" Not verified, as at {0}.").format(short_day(self._reasons.as_at))
        )
        self._means.setText(f"{reason.means}{doubt}")
        self._means.setToolTip(reason.source)

    def _say_checked(self, check: RedactionCheck | None, stands: bool) -> None:
        while self._checked.count():
            held = self._checked.takeAt(0)
            widget = held.widget() if held else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.check.setEnabled(stands)
        if check is not None:
            words = _tr("Checked by {0}, entered by {1}, {2}.").format(
                check.checked_by, check.recorded_by, stamp(check.at)
            )
            said = f"{words} {check.remark}".strip()
            self._checked.addWidget(Sentence(self._theme, "circle-check", said, icon_tone="success"))
        else:
            words = _tr("Not checked by a second person. Any change asks for a new check.")
            self._checked.addWidget(Sentence(self._theme, "triangle-alert", words, icon_tone="warning"))

    def _lay_out(self) -> None:
        theme = self._theme
        first = Card(theme, _tr("Redact"), self.reason, self._means, self.notes, gap=8)
        first.add(Row(theme, self.add, self.keep, None, gap=8))
        first.add(Row(theme, self.word, self.suggest, None, gap=8))
        held = Card(theme, _tr("Redactions"), self._nothing, self.list, gap=8)
        held.add(Row(theme, self.change, self.withdraw, None, gap=8))
        second = Card(theme, _tr("Second check"), self._checked, gap=8)
        second.add(Row(theme, self.check, None))
        self.setLayout(Column(theme, first, held, second, None, margins=(16, 16, 16, 16), gap=14))
