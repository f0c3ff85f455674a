"""The first tab of a contact: how to reach them, what they stand for, where they live, who they are."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.candidacies import REGIME_LABELS, Candidacy
from spoc_desk.domain.casefiles import CASE_ROLE_LABELS
from spoc_desk.domain.contacts import ROLE_LABELS, SEX_LABELS, Person
from spoc_desk.domain.moments import long_day, short_day
from spoc_desk.ui.contacts.home_address import HomeAddressCard
from spoc_desk.ui.contacts.reach_card import reach_card
from spoc_desk.ui.contacts.seen import ContactSeen
from spoc_desk.ui.contacts.words import election_words
from spoc_desk.ui.widgets.badges import badge_of
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.card import Card, SummaryList
from spoc_desk.ui.widgets.layouts import CardGrid, Column, Row, Rule, boxed
from spoc_desk.ui.widgets.link_row import LinkRow, RowsCard
from spoc_desk.ui.widgets.pill import Pill
from spoc_desk.ui.widgets.text import IconMark, Text
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.ui.contacts.page import ContactsPage


def _tr(text: str) -> str:
    return QCoreApplication.translate("ContactSummary", text)


def fill_summary(workplace: Workplace, cards: CardGrid, seen: ContactSeen, page: ContactsPage) -> None:
    """Everything an officer needs before picking up the telephone."""
    theme, view = workplace.theme, seen.view
    cards.clear()
    reach = reach_card(workplace, view.person, view.reaches, page.add_reach, page.edit_reach)
    home = HomeAddressCard(workplace, view.person, has_address=view.has_address, edit=page.edit_address)
    # Two columns of their own: beside a long list of telephones a short card would stand in a void.
    cards.add(boxed(Column(theme, reach, _particulars(workplace, seen, page), None, gap=14)))
    cards.add(boxed(Column(theme, _candidacies(workplace, seen, page), home, None, gap=14)))
    if seen.acts_for or seen.cases:
        cards.add(_tied(workplace, seen), wide=True)
    if view.person.notes:
        words = Text(theme, view.person.notes, "body", wrap=True, selectable=True)
        cards.add(Card(theme, _tr("Notes"), words, action=_tr("Change"), act=page.edit), wide=True)


def _candidacies(workplace: Workplace, seen: ContactSeen, page: ContactsPage) -> Card:
    theme = workplace.theme
    card = Card(theme, _tr("Candidacies"), action=_tr("Add"), act=page.add_candidacy, gap=11)
    for number, candidacy in enumerate(sorted(seen.view.candidacies, key=_latest, reverse=True)):
        if number:
            card.add(Rule())
        edit = partial(page.add_candidacy, candidacy)
        card.add(_candidacy(workplace, candidacy, seen.agents.get(candidacy.agent_id or 0), edit))
    if not seen.view.candidacies:
        none = _tr("Stands at no election known here. An import brings candidacies; one can also be added.")
        card.add(Text(theme, none, "plain", "hint", wrap=True))
    return card


def _latest(candidacy: Candidacy) -> tuple[object, int]:
    return (candidacy.poll_on, candidacy.id)


def _candidacy(
    workplace: Workplace, candidacy: Candidacy, agent: Person | None, edit: Callable[[], object]
) -> QWidget:
    theme = workplace.theme
    head = Row(theme, gap=8)
    head.addWidget(Text(theme, candidacy.area_name or candidacy.ballot_paper_id, "strong", wrap=True), 1)
    head.addWidget(Pill(theme, badge_of(str(candidacy.standing))))
    tip = _tr("Change the candidacy in {0}").format(candidacy.area_name or candidacy.ballot_paper_id)
    change = Button(theme, "", "pencil", "ghost", tip)
    change.clicked.connect(lambda _checked=False: edit())
    head.addWidget(change)
    facts = [
        (_tr("Election"), election_words(candidacy.election_type)),
        (_tr("Polling day"), long_day(candidacy.poll_on)),
        (_tr("On the ballot paper"), candidacy.description or candidacy.party_name),
        (_tr("Protected under"), REGIME_LABELS[candidacy.regime]),
    ]
    whole = Column(theme, head, SummaryList(theme, facts), gap=7)
    if agent is None:
        told = _tr("No agent is known.")
        whole.addWidget(Text(theme, told, "meta", "hint"))
    else:
        go = partial(workplace.navigate, "contacts", agent.id)
        detail = _tr("Election agent · {0}").format(agent.reference)
        chevron = IconMark(theme, "chevron-right", "hint", 16)
        whole.addWidget(LinkRow(theme, "user", agent.name, detail, go, chevron, margins=(0, 5, 0, 5)))
    return boxed(whole)


def _particulars(workplace: Workplace, seen: ContactSeen, page: ContactsPage) -> Card:
    theme, person = workplace.theme, seen.person
    roles = []
    for role in seen.view.roles:
        words = ROLE_LABELS[role.role]
        if role.to_on:
            words = _tr("{0} (until {1})").format(words, short_day(role.to_on))
        roles.append(words)
    facts = [
        (_tr("Known as"), person.known_as),
        (_tr("Pronouns"), person.pronouns),
        (_tr("Roles"), "\n".join(roles)),
        (_tr("Organisation"), person.organisation),
        (_tr("Campaign base"), person.campaign_base),
        (_tr("Accounts"), "\n".join(person.handles)),
        (_tr("Date of birth"), long_day(person.date_of_birth) if person.date_of_birth else ""),
        (_tr("Sex"), SEX_LABELS.get(person.sex.lower(), person.sex)),
        (_tr("Own agent"), _tr("Yes") if person.own_agent else ""),
    ]
    shown = [(name, value) for name, value in facts if value]
    card = Card(theme, _tr("Particulars"), action=_tr("Change"), act=page.edit)
    if shown:
        card.add(SummaryList(theme, shown))
    else:
        card.add(Text(theme, _tr("Only the name is known."), "plain", "hint"))
    return card


def _tied(workplace: Workplace, seen: ContactSeen) -> RowsCard:
    theme = workplace.theme
    card = RowsCard(theme, _tr("Tied to"))
    for person, candidacy in seen.acts_for:
        told = _tr("Acts as their agent in {0}").format(candidacy.area_name or candidacy.ballot_paper_id)
        go = partial(workplace.navigate, "contacts", person.id)
        card.add(LinkRow(theme, "user", person.name, f"{person.reference} · {told}", go))
    for part, case in seen.cases:
        told = _tr("{0} in casefile {1}").format(CASE_ROLE_LABELS[part.role], case.reference)
        go = partial(workplace.navigate, "casefiles", case.id)
        card.add(LinkRow(theme, "folder-open", case.title, told, go, Pill(theme, badge_of(str(case.status)))))
    return card
