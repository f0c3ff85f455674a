"""A field whose sentences leave the force: what may identify somebody is marked and must be settled."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QLineEdit, QTextEdit, QWidget

from spoc_desk.domain.disclosure_scan import KIND_WORDS, REASON_AT_LEAST, Confirmation, Finding
from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.fields.words import TextField
from spoc_desk.ui.widgets.layouts import Column, Row
from spoc_desk.ui.widgets.text import IconMark, Text


class FindingLine(QWidget):
    """One thing found: what it looks like, and room for the reason why it identifies nobody."""

    answered = Signal()

    def __init__(self, theme: Theme, finding: Finding, field: str, reason: str = "") -> None:
        super().__init__()
        self.theme, self.finding = theme, finding
        words = self.tr("“{0}” looks like {1}.").format(finding.excerpt, KIND_WORDS[finding.kind])
        self._mark = IconMark(theme, "triangle-alert", "warning", 15)
        self._state = Text(theme, "", "small", "text2")
        self.reason = QLineEdit(reason)
        self.reason.setPlaceholderText(self.tr("Reword it above, or say why it identifies nobody"))
        name = self.tr("{0}: why “{1}” identifies nobody")
        self.reason.setAccessibleName(name.format(field, finding.excerpt))
        self.reason.setMaxLength(300)
        head = Row(theme, self._mark, Text(theme, words, "value"), None, self._state, gap=8)
        self.setLayout(Column(theme, head, self.reason, gap=5))
        self.reason.textChanged.connect(self._typed)
        theme.follow(self.dress)
        self._show()

    def dress(self) -> None:
        """Takes the font in use."""
        self.reason.setFont(self.theme.font(13))
        self.reason.setFixedHeight(self.theme.px(34))

    def settled(self) -> bool:
        """Whether a reason long enough has been given."""
        return len(self.reason.text().strip()) >= REASON_AT_LEAST

    def _typed(self, _text: str) -> None:
        self._show()
        self.answered.emit()

    def _show(self) -> None:
        settled = self.settled()
        icon, tone = ("circle-check", "success") if settled else ("triangle-alert", "warning")
        self._mark.show_icon(icon, tone)
        self._state.setText(self.tr("confirmed") if settled else self.tr("to settle"))


class ScannedField(TextField):
    """Several lines of text that are read for anything that could identify somebody.

    where: the name of this text in findings and confirmations.
    """

    def __init__(
        self,
        theme: Theme,
        label: str,
        where: str,
        *,
        required: bool = False,
        hint: str = "",
        limit: int = 500,
        lines: int = 3,
    ) -> None:
        self._lines_found: list[FindingLine] = []
        self._kept: dict[Finding, str] = {}
        super().__init__(theme, label, required=required, hint=hint, limit=limit, lines=lines)
        self.where = where
        self._found = Column(theme, gap=10)
        self._column.addLayout(self._found)
        self.editor.textChanged.connect(self._drop_moved)
        theme.changed.connect(self._underline)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Marks what nobody has answered for yet; what was answered stays as long as it stands there."""
        self._drop_moved()
        held = {line.finding for line in self._lines_found}
        for finding in (*self._kept, *findings):
            if finding not in held and self._stands(finding):
                held.add(finding)
                line = FindingLine(self.theme, finding, self.label, self._kept.get(finding, ""))
                line.answered.connect(self.on_edit)
                self._found.addWidget(line)
                self._lines_found.append(line)
        self._kept = {}
        wanted = set(findings)
        self._keep_lines(lambda line: line.finding in wanted or line.settled())
        self._underline()

    def confirmations(self) -> tuple[Confirmation, ...]:
        """The officer's word for each finding answered."""
        kept = {finding: reason for finding, reason in self._kept.items() if self._stands(finding)}
        told = {line.finding: line.reason.text().strip() for line in self._lines_found if line.settled()}
        return tuple(Confirmation(self.where, finding, reason) for finding, reason in (kept | told).items())

    def unsettled(self) -> int:
        """How many findings nobody has answered for."""
        return sum(not line.settled() for line in self._lines_found)

    def draft(self) -> str:
        """What was entered, with the reasons given."""
        given = [
            [one.finding.start, one.finding.end, one.finding.kind, one.finding.excerpt, one.reason]
            for one in self.confirmations()
        ]
        return json.dumps({"text": self.editor.toPlainText(), "reasons": given}) if given else super().draft()

    def take_draft(self, text: str) -> None:
        """Enters what draft() gave."""
        try:
            kept = json.loads(text)
            reasons = {Finding(*one[:4]): str(one[4]) for one in kept["reasons"]}
            words = str(kept["text"])
        except (ValueError, TypeError, KeyError, IndexError):
            reasons, words = {}, text
        super().take_draft(words)
        self._kept = reasons

    def go(self) -> None:
        """Puts the cursor to the first finding left, or into the text."""
        left = next((line for line in self._lines_found if not line.settled()), None)
        if left is None:
            super().go()
            return
        cursor = self._cursor(left.finding)
        self.editor.setTextCursor(cursor)
        self.editor.setFocus()

    def _stands(self, finding: Finding) -> bool:
        return self.value()[finding.start : finding.end] == finding.excerpt

    def _drop_moved(self) -> None:
        self._keep_lines(lambda line: self._stands(line.finding))
        self._underline()

    def _keep_lines(self, wanted: Callable[[FindingLine], bool]) -> None:
        kept = []
        for line in self._lines_found:
            if wanted(line):
                kept.append(line)
            else:
                line.hide()
                self._found.removeWidget(line)
                line.deleteLater()
        self._lines_found = kept

    def _cursor(self, finding: Finding) -> QTextCursor:
        whole = self.editor.toPlainText()
        ahead = len(whole) - len(whole.lstrip())
        cursor = QTextCursor(self.editor.document())
        # Qt counts in UTF-16 units, Python in characters.
        cursor.setPosition(_units(whole[: ahead + finding.start]))
        cursor.setPosition(_units(whole[: ahead + finding.end]), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _underline(self) -> None:
        shape = QTextCharFormat()
        shape.setBackground(self.theme.colour("warningGround"))
        shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        shape.setUnderlineColor(self.theme.colour("warning"))
        marks = []
        for line in self._lines_found:
            if not line.settled() and self._stands(line.finding):
                mark = QTextEdit.ExtraSelection()
                mark.format = shape
                mark.cursor = self._cursor(line.finding)
                marks.append(mark)
        self.editor.setExtraSelections(marks)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
