"""The first tab of a casefile: its facts and where it stands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from spoc_desk.domain.casefiles import CASE_ROLE_LABELS
from spoc_desk.domain.moments import day_of, long_day, short_day, stamp
from spoc_desk.domain.referrals import ReferralState
from spoc_desk.services.casefiles import CasefileView
from spoc_desk.ui.casefiles.people import TONES
from spoc_desk.ui.retention.card import retention_card
from spoc_desk.ui.widgets.badges import badge_of
from spoc_desk.ui.widgets.card import Card, CheckLine, CheckState, EventLine, PersonLine, SummaryList
from spoc_desk.ui.widgets.layouts import CardGrid
from spoc_desk.ui.widgets.sentence import Sentence
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.ui.casefiles.answer import CaseAnswer
    from spoc_desk.ui.casefiles.page import CasefilesPage

_LONGEST = 80


def _tr(text: str) -> str:
    return QCoreApplication.translate("CasefileOverview", text)


def fill_overview(workplace: Workplace, cards: CardGrid, seen: CaseAnswer, page: CasefilesPage) -> None:
    """Facts, the way to the CPS, people, the latest exhibits, the incidents and the packs."""
    theme, view = workplace.theme, seen.view
    case = view.casefile
    cards.clear()
    outcome = seen.lawpack.outcome(case.outcome) if case.outcome else None
    facts = [
        (_tr("Officer in the case"), case.officer_in_case),
        (_tr("Supervisor"), case.supervisor),
        (_tr("Crime reference"), "\n".join(i.crime_reference for i in view.incidents if i.crime_reference)),
        (_tr("URN"), case.urn),
        (_tr("Last day to charge"), long_day(case.limit_on) if case.limit_on else ""),
        (_tr("CPS early advice"), short_day(case.early_advice_on) if case.early_advice_on else ""),
        (_tr("Outcome"), f"{outcome.code} · {outcome.title}" if outcome else ""),
    ]
    cards.add(Card(theme, _tr("Key facts"), SummaryList(theme, facts), action=_tr("Change"), act=page.edit))
    cards.add(_readiness(workplace, seen))
    cards.add(_people(workplace, view, page))
    cards.add(_exhibits(workplace, view, page))
    if case.summary:
        words = Text(theme, case.summary, "body", wrap=True, selectable=True)
        cards.add(Card(theme, _tr("Summary"), words, action=_tr("Edit"), act=page.edit), wide=True)
    cards.add(retention_card(workplace, page, case, seen.retention, seen.rules), wide=True)
    cards.add(_incidents(workplace, view, page), wide=True)
    if view.packs:
        packs = Card(
            theme, _tr("Packs"), gap=11, action=_tr("Open the newest"),
            act=partial(workplace.navigate, "packs", view.packs[-1].id),
        )  # fmt: skip
        for pack, state in reversed(tuple(zip(view.packs, view.pack_states, strict=True))):
            told = _tr("{0} pages for {1}").format(f"{pack.pages:,}", pack.recipient)
            packs.add(
                EventLine(
                    theme,
                    "package",
                    f"{pack.reference} · {badge_of(state).word} · {told}",
                    pack.title,
                    stamp(pack.issued_at),
                )
            )
        cards.add(packs, wide=True)


def _readiness(workplace: Workplace, seen: CaseAnswer) -> Card:
    theme, view, case = workplace.theme, seen.view, seen.view.casefile
    referral = view.referrals[-1] if view.referrals else None
    card = Card(theme, _tr("On the way to the CPS"), gap=7)
    if referral is not None:
        card = Card(
            theme, _tr("On the way to the CPS"), gap=7, action=_tr("Open"),
            act=partial(workplace.navigate, "referrals", referral.id),
        )  # fmt: skip
    proved = {(link.offence_id, link.point) for link in view.proofs}
    points = sum(len(each.offence.points_to_prove) for each in seen.referred)
    signed = sum(1 for statement in view.statements if statement.signed_on)
    unchecked = [o for o in view.offences if not o.checked_by]
    lines = (
        (_tr("Crime reference and URN"), bool(case.urn), ""),
        (_tr("An offence is suspected"), bool(view.offences), ""),
        (_tr("Last day to charge checked by a second person"), bool(view.offences) and not unchecked, ""),
        (_tr("Points to prove have evidence"), 0 < points == len(proved), f"{len(proved)}/{points}"),
        (_tr("Statements signed"), 0 < signed == len(view.statements), f"{signed}/{len(view.statements)}"),
        (_tr("Exhibits sealed"), bool(view.exhibits), str(len(view.exhibits))),
        (_tr("Sent to the CPS"), bool(referral and referral.state is not ReferralState.PREPARING), ""),
    )
    for words, done, note in lines:
        card.add(CheckLine(theme, words, CheckState.DONE if done else CheckState.OPEN, note))
    return card


def _incidents(workplace: Workplace, view: CasefileView, page: CasefilesPage) -> Card:
    theme = workplace.theme
    card = Card(theme, _tr("Incidents"), action=_tr("Add incident"), act=page.add_incident, gap=9)
    for incident in view.incidents:
        words = f"{incident.reference} · {incident.title} · {incident.happened_local}"
        go = partial(workplace.navigate, "incidents", incident.id)
        card.add(Sentence(theme, "siren", words, style="value", action=_tr("Open"), act=go))
    return card


def _people(workplace: Workplace, view: CasefileView, page: CasefilesPage) -> Card:
    theme = workplace.theme
    card = Card(theme, _tr("People"), action=_tr("Add person"), act=page.add_person, gap=11)
    for person in view.people[:5]:
        role = CASE_ROLE_LABELS[person.role]
        card.add(PersonLine(theme, person.name, role, person.phone, TONES[person.role]))
    if not view.people:
        card.add(Text(theme, _tr("Nobody is in this casefile yet."), "plain", "hint"))
    return card


def in_short(words: str) -> str:
    """Long words cut in the middle, so that a file's ending stays; the exhibit shows them whole."""
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 16]}…{words[-15:]}"


def _exhibits(workplace: Workplace, view: CasefileView, page: CasefilesPage) -> Card:
    theme = workplace.theme
    card = Card(theme, _tr("Latest exhibits"), action=_tr("Add exhibit"), act=page.add_exhibit, gap=11)
    for exhibit in view.exhibits[::-1][:4]:
        name = in_short(exhibit.filename)
        detail = _tr("{0} · SHA-256 checked").format(name)
        if str(exhibit.state) != "sealed":
            detail = _tr("{0} · {1}").format(name, str(exhibit.state))
        card.add(
            EventLine(
                theme,
                "paperclip",
                f"{exhibit.reference} {in_short(exhibit.description)}",
                detail,
                short_day(day_of(exhibit.recorded_at)),
            )
        )
    if not view.exhibits:
        card.add(
            Text(theme, _tr("No exhibits yet. Drop files on the Exhibits tab."), "plain", "hint", wrap=True)
        )
    return card
