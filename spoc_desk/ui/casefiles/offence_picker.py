"""Suspects an offence: found in the law-pack, shown with its limit, its route and its doubts, then dated."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSizePolicy, QWidget

from spoc_desk.domain.casefiles import CaseRole
from spoc_desk.domain.moments import day_of
from spoc_desk.domain.offences import LawPack, Offence
from spoc_desk.services.casefiles import CasefileView
from spoc_desk.services.messages import Messages
from spoc_desk.services.offences import SuspectOffence, suspect_offence
from spoc_desk.ui.casefiles.law_words import consent_words, mode_words, route_words, schedule_words
from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.card import SummaryList
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.fields.days import DaysField
from spoc_desk.ui.widgets.fields.field import Field
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.layouts import Column, empty, framed
from spoc_desk.ui.widgets.search_field import SearchField
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Changes

_CODE = Qt.ItemDataRole.UserRole


def _tr(text: str) -> str:
    return QCoreApplication.translate("OffencePicker", text)


class OffenceField(Field):
    """An offence of the law-pack. Those that cannot be suspected are listed in grey and say why."""

    def __init__(self, theme: Theme, messages: Messages, lawpack: LawPack) -> None:
        hint = _tr("Type part of its title, its section or what has to be proved")
        super().__init__(theme, _tr("Offence"), required=True, hint=hint)
        self._messages, self._lawpack = messages, lawpack
        self.search = SearchField(theme, _tr("Search the law-pack"), icon="search", height=34)
        self.offers = QListWidget()
        self.offers.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.offers.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._facts = Column(theme, margins=(14, 11, 14, 12), gap=8)
        self.shown = framed("card", self._facts)
        self.shown.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.shown.hide()
        self.watch(self.search, _tr("Search the law-pack"))
        self.watch(self.offers, _tr("Offences found"))
        self.body.addWidget(self.search)
        self.body.addWidget(framed("card", Column(theme, self.offers, margins=(4, 4, 4, 4))))
        self.search.searched.connect(self.look_for)
        self.search.left_down.connect(self._go_in)
        self.offers.currentItemChanged.connect(self._chosen)
        self.look_for("")
        theme.follow(self.dress)

    def dress(self) -> None:
        """Takes font and height at the text scale in use."""
        self.offers.setFont(self.theme.font(13))
        self.offers.setFixedHeight(self.theme.px(184))
        for number in range(self.offers.count()):
            self.offers.item(number).setSizeHint(QSize(0, self.theme.px(26)))

    def look_for(self, text: str) -> None:
        """Lists the offences that hold these words; the one chosen stays chosen if it is among them."""
        chosen = self.value()
        found = self._lawpack.search(text) if text else self._lawpack.offences
        self.offers.blockSignals(True)
        self.offers.clear()
        for offence in found:
            self.offers.addItem(self._item(offence))
        self.offers.blockSignals(False)
        self.set_value(chosen)

    def value(self) -> str:
        """The code chosen, or empty."""
        row = self.offers.currentRow()
        return str(self.offers.item(row).data(_CODE)) if row >= 0 else ""

    def set_value(self, code: str) -> None:
        """Chooses an offence by its code."""
        for number in range(self.offers.count()):
            if self.offers.item(number).data(_CODE) == code:
                self.offers.setCurrentRow(number)
                return
        self.offers.setCurrentRow(-1)
        self.shown.hide()

    def is_empty(self) -> bool:
        """Whether nothing has been chosen."""
        return not self.value()

    def missing(self) -> str:
        """One must be chosen."""
        return _tr("Choose an offence from the list.")

    def own_problem(self) -> str:
        """Why the offence chosen cannot be suspected."""
        offence = self._lawpack.offence(self.value())
        return "" if offence.enabled else " ".join(self._messages.said(why) for why in offence.cautions())

    def draft(self) -> str:
        """The code chosen."""
        return self.value()

    def take_draft(self, text: str) -> None:
        """Chooses what draft() gave."""
        self.set_value(text)

    def _item(self, offence: Offence) -> QListWidgetItem:
        words = f"{offence.title}  ·  {offence.provision}"
        if not offence.enabled:
            words = _tr("{0}  ·  cannot be picked").format(words)
        item = QListWidgetItem(words)
        item.setData(_CODE, offence.code)
        item.setToolTip(words)
        item.setSizeHint(QSize(0, self.theme.px(26)))
        if not offence.enabled:
            item.setForeground(QBrush(self.theme.colour("hint")))
            item.setIcon(self.theme.icon("ban", "hint", 14))
        elif not offence.verified:
            item.setIcon(self.theme.icon("triangle-alert", "warning", 14))
        else:
            item.setIcon(self.theme.icon("gavel", "hint", 14))
        return item

    def _chosen(self, *_items: object) -> None:
        code = self.value()
        empty(self._facts)
        if code:
            for part in offence_parts(self.theme, self._messages, self._lawpack.offence(code)):
                self._facts.addWidget(part)
        self.shown.setVisible(bool(code))
        self.on_edit()

    def _go_in(self) -> None:
        self.offers.setFocus()
        if self.offers.currentRow() < 0:
            self.offers.setCurrentRow(0)


def offence_parts(theme: Theme, messages: Messages, offence: Offence) -> list[QWidget]:
    """What to know of an offence before it is suspected: doubts first, then the facts."""
    kind = Kind.WARNING if offence.enabled else Kind.ERROR
    parts: list[QWidget] = [Banner(theme, kind, messages.said(why)) for why in offence.cautions()]
    if not offence.time_rule.verified:
        told = _tr("This time limit is not verified: have legal services check it.")
        parts.append(Banner(theme, Kind.WARNING, told))
    facts = [
        (_tr("Provision"), offence.provision),
        (_tr("Tried"), f"{mode_words(offence.mode)} · {offence.maximum}"),
        (_tr("Time limit"), f"{offence.time_rule.title} ({offence.time_rule.provision})"),
        (_tr("Who may charge"), route_words(offence)),
        (_tr("Schedule 9"), schedule_words(offence.schedule_9)),
    ]
    if consent_words(offence.consent):
        facts.append((_tr("Consent"), consent_words(offence.consent)))
    facts.append((_tr("To prove"), "\n".join(f"• {point.text}" for point in offence.points_to_prove)))
    facts += [(_tr("Note"), note) for note in offence.notes]
    facts.append((_tr("Source"), offence.source))
    parts.append(SummaryList(theme, facts))
    return parts


def pick_dialog(workplace: Workplace, page: QWidget, view: CasefileView, lawpack: LawPack) -> FormDialog:
    """Suspects an offence of acts on one day or several; the last day to charge is worked out at once."""
    form = Form(workplace.setting, draft_key=f"casefile.{view.casefile.id}.offence")
    setting = workplace.setting
    for why in lawpack.cautions():
        form.note(Text(workplace.theme, workplace.messages.said(why), "meta", "text2", wrap=True))
    offence = form.add("offence", OffenceField(workplace.theme, workplace.messages, lawpack))
    acts = form.add(
        "acts",
        DaysField(
            setting.theme, setting.messages, setting.now, _tr("Days on which it was done"),
            zone=setting.zone, required=True, hint=_tr("Several with commas between"),
        ),
    )  # fmt: skip
    suspect = form.line("suspect", _tr("Suspect"), hint=_tr("Leave empty while nobody is identified"))
    form.beside(acts, suspect)
    form.note(offence.shown)
    known = [person.name for person in view.people if person.role is CaseRole.SUSPECT]
    happened = [incident.happened_from for incident in view.incidents]
    if known:
        suspect.set_value(known[0])
    if happened:
        acts.set_days(tuple(sorted({day_of(moment) for moment in happened})))

    def verb() -> Any:
        command = SuspectOffence(view.casefile.id, offence.value(), acts.days(), suspect.value())
        return partial(suspect_offence, command)

    def done(_changes: Changes) -> None:
        workplace.toast(_tr("Offence suspected. Its last day to charge was worked out."))

    title, save = _tr("Suspect an offence"), _tr("Suspect this offence")
    dialog = FormDialog(workplace, page, title, form, save=save, verb=verb, done=done)
    dialog.resize(dialog.width(), workplace.theme.px(760))
    dialog.open()
    return dialog
