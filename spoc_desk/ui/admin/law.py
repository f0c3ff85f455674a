"""The law-pack: its edition, every offence in it with its source, and what has not been verified."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QWidget

from spoc_desk.domain.moments import long_day
from spoc_desk.domain.offences import LawPack, Offence
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.buttons import ChipGroup
from spoc_desk.ui.widgets.card import Card, SummaryList
from spoc_desk.ui.widgets.empty import EmptyState
from spoc_desk.ui.widgets.layouts import Column
from spoc_desk.ui.widgets.search_field import SearchField
from spoc_desk.ui.widgets.table import Table, TableRow
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace

SIDE_BY_SIDE_FROM = 760


def _tr(text: str) -> str:
    return QCoreApplication.translate("LawSection", text)


class LawSection(QWidget):
    """Offences to search at the left; the one chosen, with its source, at the right."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._law: LawPack | None = None
        theme = workplace.theme
        self._edition = Text(theme, "", "meta", "text2", wrap=True)
        self._cautions = Column(theme, gap=8)
        self.search = SearchField(theme, _tr("Search an offence by title, act or point to prove"), height=34)
        chips = [("all", _tr("All")), ("unverified", _tr("Not verified")), ("off", _tr("Cannot be picked"))]
        self.chips = ChipGroup(theme, _tr("Which offences"), chips)
        titles = (_tr("Row"), _tr("Offence"), _tr("Standing"))
        self.table = Table(theme, _tr("Offences"), titles, (48, 0, 132))
        self._detail = QScrollArea()
        self._detail.setWidgetResizable(True)
        self._detail.setFrameShape(QFrame.Shape.NoFrame)
        self._detail.setAccessibleName(_tr("The offence chosen"))
        self._lay_out()
        self.search.searched.connect(self._list)
        self.chips.chosen.connect(self._list)
        self.table.chosen.connect(self._show)

    def show_law(self, law: LawPack) -> None:
        """Shows an edition."""
        self._law = law
        told = _tr("Edition {0}, as at {1}. {2}. {3}")
        self._edition.setText(told.format(law.version, long_day(law.as_at), law.extent, law.statement))
        while self._cautions.count():
            item = self._cautions.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        for why in law.cautions():
            self._cautions.addWidget(
                Banner(self._workplace.theme, Kind.WARNING, self._workplace.messages.said(why))
            )
        unverified = sum(not offence.verified for offence in law.offences)
        off = sum(not offence.enabled for offence in law.offences)
        self.chips.set_counts({"all": len(law.offences), "unverified": unverified, "off": off})
        self._list()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The offence below the list where there is no room for it beside."""
        super().resizeEvent(event)
        wide = self.width() / self._workplace.theme.scale >= SIDE_BY_SIDE_FROM
        self._split.setOrientation(Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical)

    def _lay_out(self) -> None:
        theme = self._workplace.theme
        self._detail.setWidget(EmptyState(theme, _tr("Choose an offence to see its source."), icon="scale"))
        left = QWidget()
        left_column = Column(theme, self.search, self.chips, margins=(0, 0, 14, 0), gap=10)
        left_column.addWidget(self.table, 1)
        left.setLayout(left_column)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        self._split.addWidget(left)
        self._split.addWidget(self._detail)
        self._split.setStretchFactor(0, 1)
        self._split.setStretchFactor(1, 1)
        layout = Column(theme, self._edition, self._cautions, margins=(20, 16, 16, 16), gap=12)
        layout.addWidget(self._split, 1)
        self.setLayout(layout)

    def _list(self, _words: str = "") -> None:
        if self._law is None:
            return
        typed = self.search.text().strip()
        found = self._law.search(typed) if typed else self._law.offences
        chip = self.chips.current()
        rows = [
            TableRow(offence.code, (str(offence.row), offence.title, standing(offence)), _mark(offence))
            for offence in found
            if chip == "all" or (not offence.verified if chip == "unverified" else not offence.enabled)
        ]
        self.table.show_rows(rows)

    def _show(self, code: str) -> None:
        if self._law is not None:
            self._detail.setWidget(self._card(self._law.offence(code)))

    def _card(self, offence: Offence) -> QWidget:
        theme = self._workplace.theme
        card = Card(theme, "", Text(theme, offence.title, "card", wrap=True))
        for why in offence.cautions():
            kind = Kind.WARNING if offence.enabled else Kind.ERROR
            card.add(Banner(theme, kind, self._workplace.messages.said(why)))
        card.add(SummaryList(theme, list(_facts(offence))))
        if offence.points_to_prove:
            card.add(Text(theme, _tr("Points to prove"), "strong"))
            for number, point in enumerate(offence.points_to_prove, 1):
                card.add(Text(theme, f"{number}. {point.text}", "plain", wrap=True))
        for note in offence.notes:
            card.add(Text(theme, note, "meta", "text2", wrap=True))
        box = QWidget()
        box.setLayout(Column(theme, card, None, margins=(14, 0, 0, 0)))
        return box


def standing(offence: Offence) -> str:
    """How far an offence may be relied on, in a word or two."""
    if not offence.enabled:
        return _tr("Cannot be picked")
    return _tr("Verified") if offence.verified else _tr("Not verified")


def _mark(offence: Offence) -> tuple[str, str]:
    if not offence.enabled:
        return "ban", "error"
    return ("circle-check", "success") if offence.verified else ("triangle-alert", "warning")


def _facts(offence: Offence) -> Iterator[tuple[str, str]]:
    rule = offence.time_rule
    yield _tr("Provision"), offence.provision
    yield _tr("Extent"), offence.extent
    yield _tr("In force"), _in_force(offence.in_force_from, offence.in_force_to)
    yield _tr("Maximum"), offence.maximum
    yield _tr("Time limit"), rule.title
    if rule.provision:
        yield _tr("Limit from"), rule.provision
    yield _tr("Charging"), offence.charge_note
    yield _tr("Source"), offence.source
    yield _tr("Verification"), offence.verification or standing(offence)
    if rule.source and rule.source != offence.source:
        yield _tr("Limit's source"), rule.source
        yield _tr("Limit verified"), _tr("Yes") if rule.verified else rule.verification
    yield _tr("Code"), offence.code


def _in_force(begun: date | None, ended: date | None) -> str:
    if begun is None and ended is None:
        return _tr("No date in the sources")
    parts = [_tr("from {0}").format(long_day(begun))] if begun else []
    parts += [_tr("until {0}").format(long_day(ended))] if ended else []
    return " ".join(parts)
