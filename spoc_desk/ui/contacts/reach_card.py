"""How somebody may safely be reached: each phone and e-mail with its flags, always as icon and word."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.contacts import ContactPoint, Person, ReachKind
from spoc_desk.services.contact_import import REACH_LABEL
from spoc_desk.ui.theme import Theme
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.card import Card, SummaryList
from spoc_desk.ui.widgets.layouts import Column, Row, Rule
from spoc_desk.ui.widgets.text import IconMark, IconText, Text
from spoc_desk.ui.workplace import Workplace


def _tr(text: str) -> str:
    return QCoreApplication.translate("ReachCard", text)


class ReachLine(QWidget):
    """One phone or e-mail: its value, what it is, its flags; copying it clears the clipboard later."""

    def __init__(self, workplace: Workplace, reach: ContactPoint, edit: Callable[[], object]) -> None:
        super().__init__()
        theme = workplace.theme
        icon = "phone" if reach.kind is ReachKind.PHONE else "mail"
        tone = "hint" if reach.do_not_use else "text"
        value = Text(theme, reach.value, "strong", tone, wrap=True, tabular=True, selectable=True)
        copy = Button(theme, "", "copy", "ghost", _tr("Copy {0}").format(reach.value))
        copy.setEnabled(not reach.do_not_use)
        copy.clicked.connect(partial(self._copy, workplace, reach.value))
        change = Button(theme, "", "pencil", "ghost", _tr("Change {0}").format(reach.value))
        change.clicked.connect(lambda _checked=False: edit())
        top = Row(theme, IconMark(theme, "ban" if reach.do_not_use else icon, "hint", 16), gap=10)
        top.addWidget(value, 1)
        top.addWidget(copy)
        top.addWidget(change)
        told = Column(theme, margins=(28, 0, 0, 0), gap=3)
        if reach.label and reach.label != REACH_LABEL:  # its flag below says the same
            told.addWidget(Text(theme, reach.label, "meta", "text2", wrap=True))
        for mark, words, tone in reach_flags(reach):
            told.addWidget(_flag(theme, mark, words, tone))
        self.setLayout(Column(theme, top, told, gap=2))
        said = ", ".join((reach.value, reach.label, *(words for _, words, _ in reach_flags(reach))))
        self.setAccessibleName(said)

    def _copy(self, workplace: Workplace, value: str, _checked: bool = False) -> None:
        workplace.clipboard.copy(value, sensitive=True)
        workplace.toast(_tr("Copied. The clipboard is cleared in 30 seconds."))


def reach_flags(reach: ContactPoint) -> list[tuple[str, str, str]]:
    """What to know before using a phone or e-mail: icon, words and tone of each flag."""
    if reach.do_not_use:
        return [("ban", _tr("Do not use"), "error")]
    phone = reach.kind is ReachKind.PHONE
    if reach.safe_to_leave_message:
        safe = _tr("Safe to leave a message") if phone else _tr("Safe to write to")
        flags = [("message-square", safe, "success")]
    else:
        unsafe = _tr("Do not leave a message") if phone else _tr("Not known to be safe to write to")
        flags = [("circle-alert", unsafe, "warning")]
    if reach.preferred_window:
        flags.append(("clock", reach.preferred_window, "text2"))
    if reach.verified:
        flags.append(("badge-check", _tr("Verified"), "success"))
    else:
        flags.append(("triangle-alert", _tr("Verify before sensitive contact"), "warning"))
    return flags


def _flag(theme: Theme, icon: str, words: str, tone: str) -> QWidget:
    line = IconText(theme, icon, words, style="meta", tone=tone, icon_tone=tone, size=13)
    line.words.setWordWrap(True)
    return line


def reach_card(
    workplace: Workplace,
    person: Person,
    reaches: tuple[ContactPoint, ...],
    add: Callable[[], object],
    edit: Callable[[ContactPoint], object],
) -> Card:
    """Everything known of how to reach somebody; what must not be used comes last."""
    theme = workplace.theme
    card = Card(theme, _tr("How to reach"), action=_tr("Add"), act=add, gap=10)
    for number, reach in enumerate(sorted(reaches, key=_usefulness)):
        if number:
            card.add(Rule())
        card.add(ReachLine(workplace, reach, partial(edit, reach)))
    if not reaches:
        card.add(Text(theme, _tr("No phone or e-mail yet."), "plain", "hint"))
    if person.code_word or person.accessibility:
        card.add(Rule())
        facts = [(_tr("Code word"), person.code_word), (_tr("Access needs"), person.accessibility)]
        card.add(SummaryList(theme, [(name, value) for name, value in facts if value]))
    return card


def _usefulness(reach: ContactPoint) -> tuple[bool, bool, bool, int]:
    return (reach.do_not_use, not reach.verified, not reach.safe_to_leave_message, reach.id)
