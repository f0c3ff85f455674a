"""Contacts that the one being typed may already be, shown under the name and never in the way."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QWidget

from spoc_desk.services.contact_lookalikes import Similar, Why, similar_contacts
from spoc_desk.ui.jobs import LatestOnly
from spoc_desk.ui.widgets.announce import announce
from spoc_desk.ui.widgets.layouts import Column, Row
from spoc_desk.ui.widgets.link_row import LinkRow
from spoc_desk.ui.widgets.text import IconMark, Text
from spoc_desk.ui.workplace import Workplace


def _tr(text: str) -> str:
    return QCoreApplication.translate("Lookalikes", text)


class Lookalikes(QFrame):
    """Asks as the name, phone or e-mail is typed; opening one leaves the draft kept."""

    def __init__(self, workplace: Workplace, open_it: Callable[[int], object]) -> None:
        super().__init__()
        self._theme, self._open = workplace.theme, open_it
        self.setProperty("banner", "info")
        self.rows: dict[int, LinkRow] = {}
        self._asking: LatestOnly[tuple[Similar, ...]] = LatestOnly(workplace.jobs, self)
        self._body = Column(self._theme, gap=0)
        heading = Row(self._theme, IconMark(self._theme, "users", "accent", 16), gap=10, margins=(8, 0, 0, 2))
        heading.addWidget(Text(self._theme, _tr("May already be here"), "strong"), 1)
        self.setLayout(Column(self._theme, heading, self._body, margins=(4, 8, 4, 6), gap=2))
        self.hide()

    def ask(self, name: str, *reaches: str) -> None:
        """Looks for contacts like this."""
        question = partial(similar_contacts, name, tuple(filter(None, reaches)))
        self._asking.ask(question, self.show_found)

    def show_found(self, found: tuple[Similar, ...]) -> None:
        """Shows those found; with none, nothing stands here."""
        if list(self.rows) == [one.person_id for one in found]:
            return
        for row in self.rows.values():
            row.hide()
            row.deleteLater()
        self.rows = {one.person_id: self._row(one) for one in found}
        for row in self.rows.values():
            self._body.addWidget(row)
        self.setVisible(bool(found))
        if found:
            announce(self, _tr("May already be here: {0}").format(", ".join(one.name for one in found)))

    def _row(self, one: Similar) -> LinkRow:
        why = {
            Why.SAME_REACH: _tr("same phone or e-mail"),
            Why.SAME_NAME: _tr("same name"),
            Why.NEAR_NAME: _tr("name nearly the same"),
        }[one.why]
        detail = " · ".join(filter(None, (one.reference, why, one.detail)))
        return LinkRow(self._theme, "user", one.name, detail, partial(self._open, one.person_id))


def leaving(dialog: QWidget, workplace: Workplace, person_id: int) -> None:
    """Closes the dialog that asked, which keeps its draft, and opens the contact found."""
    dialog.close()
    workplace.navigate("contacts", person_id)
