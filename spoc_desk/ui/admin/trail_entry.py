"""One audit entry whole: what was done in words, and its place in the chain."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.moments import full_stamp
from spoc_desk.services.trail import TrailEntry
from spoc_desk.ui.admin.trail_filters import verb_words
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.card import Card, SummaryList
from spoc_desk.ui.widgets.dialogs import Sheet
from spoc_desk.ui.widgets.layouts import Column, boxed
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace


def _tr(text: str) -> str:
    return QCoreApplication.translate("TrailEntry", text)


class EntrySheet(Sheet):
    """Shows one entry. only_sitting: narrows the list behind it to the sitting of this entry."""

    def __init__(
        self,
        workplace: Workplace,
        parent: QWidget,
        shown: TrailEntry,
        only_sitting: Callable[[str], object],
    ) -> None:
        theme, line = workplace.theme, shown.line
        title = _tr("Entry {0}: {1}").format(f"{line.number:,}", line.words)
        super().__init__(theme, title, parent, width=640)
        self._workplace, self._shown = workplace, shown
        note = _tr(
            "The hash binds number, time, commitment and the hash before it. The commitment binds what "
            "happened, by way of the salt, so that it can be withheld and the chain still be checked."
        )
        self.set_body(
            boxed(
                Column(
                    theme,
                    Card(theme, _tr("What was done"), SummaryList(theme, _told(shown))),
                    Card(
                        theme,
                        _tr("In the chain"),
                        SummaryList(theme, _chained(shown)),
                        Text(theme, note, "meta", "text2", wrap=True),
                    ),
                    gap=12,
                )
            )
        )
        self.close_button = Button(theme, _tr("Close"))
        self.close_button.clicked.connect(self.reject)
        self.sitting = Button(theme, _tr("Only this sitting"))
        self.sitting.clicked.connect(lambda _checked=False: self._leave(only_sitting, shown.session))
        self.record = Button(theme, _tr("Open {0}").format(line.reference), kind="primary")
        self.record.clicked.connect(
            lambda _checked=False: self._leave(workplace.navigate, line.kind, line.record)
        )
        self.record.setVisible(bool(line.reference))
        for button in (self.close_button, self.sitting, self.record):
            self.buttons.addWidget(button)

    def _leave(self, run: Callable[..., object], *values: object) -> None:
        self.accept()
        run(*values)


def _told(shown: TrailEntry) -> list[tuple[str, str]]:
    line = shown.line
    rows = [
        (_tr("When"), full_stamp(line.at)),
        (_tr("Kind"), verb_words().get(line.verb, line.verb)),
        (_tr("Record"), line.reference),
        (_tr("Officer"), line.officer),
        (_tr("Workstation"), line.workstation),
        (_tr("Sitting"), shown.session),
    ]
    rows += [(name.replace("_", " ").capitalize(), value) for name, value in shown.fields if value]
    rows.append((_tr("Records written"), f"{shown.written:,}" if shown.written else _tr("None")))
    return [row for row in rows if row[1]]


def _chained(shown: TrailEntry) -> list[tuple[str, str]]:
    entry = shown.entry
    named = (
        (_tr("Hash"), entry.hash),
        (_tr("Hash before"), entry.prev),
        (_tr("Commitment"), entry.commit),
        (_tr("Salt"), entry.salt),
    )
    return [(name, " ".join(text[at : at + 8] for at in range(0, len(text), 8))) for name, text in named]
