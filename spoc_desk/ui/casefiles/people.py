"""The People tab of a casefile: everybody by their part in it, and the statements they made."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.casefiles import CASE_ROLE_LABELS, CasePerson, CaseRole, Statement
from spoc_desk.domain.moments import long_day, stamp
from spoc_desk.services.casefiles import CasefileView
from spoc_desk.ui.theme import Theme, Tone
from spoc_desk.ui.widgets.card import Card, EventLine, PersonLine
from spoc_desk.ui.widgets.layouts import CardGrid, Row, boxed
from spoc_desk.ui.widgets.sentence import LineLink
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.ui.casefiles.page import CasefilesPage

TONES: Mapping[CaseRole, Tone] = MappingProxyType(
    {
        CaseRole.VICTIM: Tone.NEW,
        CaseRole.SUSPECT: Tone.WAITING,
        CaseRole.WITNESS: Tone.DONE,
        CaseRole.REPORTER: Tone.ACTIVE,
        CaseRole.OTHER: Tone.CLOSED,
    }
)


def _tr(text: str) -> str:
    return QCoreApplication.translate("CasefilePeople", text)


def fill_people(workplace: Workplace, cards: CardGrid, view: CasefileView, page: CasefilesPage) -> None:
    """Everybody by role, and the statements they made."""
    theme = workplace.theme
    cards.clear()
    for role, label in CASE_ROLE_LABELS.items():
        held = [person for person in view.people if person.role is role]
        if held:
            card = Card(theme, label, gap=11)
            for person in held:
                card.add(_person(theme, person, page))
            cards.add(card)
    words = _tr("Somebody may be a victim in one case and a suspect in another.")
    add = Card(theme, _tr("People"), action=_tr("Add person"), act=page.add_person)
    add.add(Text(theme, words, "plain", "hint", wrap=True))
    cards.add(add)
    statements = Card(theme, _tr("Statements"), action=_tr("Add statement"), act=page.add_statement, gap=11)
    for statement in view.statements:
        statements.add(_statement(theme, statement, page))
    if not view.statements:
        statements.add(Text(theme, _tr("No statements yet."), "plain", "hint"))
    cards.add(statements, wide=True)


def _person(theme: Theme, person: CasePerson, page: CasefilesPage) -> QWidget:
    told = [person.special_measures, person.vps, person.custody, person.identified_by]
    for words, moment in (
        (_tr("Arrested {0}"), person.arrested_at),
        (_tr("Interviewed {0}"), person.interviewed_at),
    ):
        told += [words.format(stamp(moment))] if moment else []
    detail = " · ".join(filter(None, (*told, person.notes)))
    line = PersonLine(theme, person.name, detail, person.phone, TONES[person.role])
    return _changeable(theme, line, person.name, partial(page.change_person, person))


def _statement(theme: Theme, statement: Statement, page: CasefilesPage) -> QWidget:
    signed = _tr("Unsigned")
    if statement.signed_on:
        signed = _tr("Signed {0}").format(long_day(statement.signed_on))
    checked, unchecked = _tr("address absent from page 1"), _tr("page 1 not checked for an address")
    title = f"{statement.reference} · {statement.kind} · {statement.witness}"
    line = EventLine(theme, "file-text", title, checked if statement.address_absent else unchecked, signed)
    return _changeable(theme, line, title, partial(page.change_statement, statement))


def _changeable(theme: Theme, line: QWidget, about: str, act: partial[None]) -> QWidget:
    link = LineLink(theme, _tr("Change"), about)
    link.clicked.connect(lambda _checked=False: act())
    row = Row(theme, gap=12)
    row.addWidget(line, 1)
    row.addWidget(link)
    return boxed(row)
