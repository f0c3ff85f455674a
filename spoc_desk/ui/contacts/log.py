"""The other tabs of a contact: advice given, what was offered to them, and the incidents they are part of."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.contacts import CHANNEL_LABELS, Advice, Channel
from spoc_desk.domain.engagement import Briefing, BriefingState, Measure
from spoc_desk.domain.moments import day_of, short_day, stamp
from spoc_desk.ui.contacts.seen import ContactSeen
from spoc_desk.ui.theme import Badge, Theme, Tone
from spoc_desk.ui.widgets.badges import badge_of
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.card import Card
from spoc_desk.ui.widgets.empty import EmptyState
from spoc_desk.ui.widgets.layouts import CardGrid, Column, boxed
from spoc_desk.ui.widgets.link_row import LinkRow, RowsCard
from spoc_desk.ui.widgets.pill import Pill
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.ui.contacts.page import ContactsPage

CHANNEL_ICONS = {
    Channel.PHONE: "phone",
    Channel.EMAIL: "mail",
    Channel.IN_PERSON: "handshake",
    Channel.ONLINE: "monitor",
    Channel.LETTER: "file-text",
    Channel.OTHER: "message-square",
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("ContactLog", text)


def fill_advice(workplace: Workplace, cards: CardGrid, seen: ContactSeen, page: ContactsPage) -> None:
    """Every piece of advice, newest first. Nothing here can be changed: a correction is a new entry."""
    theme = workplace.theme
    cards.clear()
    if not seen.view.advice:
        words = _tr("No advice is logged yet. Write down what was asked and what you said, word for word.")
        empty = EmptyState(theme, words, _tr("Log advice"), page.log_advice, "message-square")
        cards.add(empty, wide=True)
        return
    due = seen.open_follow_up()
    if due is not None and due.follow_up_on is not None:
        late = due.follow_up_on < day_of(workplace.now())
        told = _tr("Follow-up was due on {0}") if late else _tr("Follow-up promised for {0}")
        kind = Kind.WARNING if late else Kind.INFO
        words = told.format(short_day(due.follow_up_on))
        cards.add(Banner(theme, kind, words, _tr("Log the follow-up"), page.log_advice), wide=True)
    for advice in seen.view.advice:
        cards.add(_advice(theme, advice), wide=True)


def _advice(theme: Theme, advice: Advice) -> Card:
    title = _tr("{0}, by {1}").format(stamp(advice.given_at), CHANNEL_LABELS[advice.channel].lower())
    card = Card(theme, title, gap=9)
    for label, text in (
        (_tr("Asked"), advice.asked),
        (_tr("Advised, word for word"), advice.advice),
        (_tr("Why"), advice.rationale),
    ):
        if text:
            words = Text(theme, text, "body", wrap=True, selectable=True)
            card.add(boxed(Column(theme, Text(theme, label, "micro", "text2"), words, gap=2)))
    told = [_tr("Given by {0}").format(advice.officer)]
    if advice.recorded_at is not None:
        told.append(_tr("written down {0}").format(stamp(advice.recorded_at)))
    if advice.follow_up_on is not None:
        told.append(_tr("follow-up {0}").format(short_day(advice.follow_up_on)))
    card.add(Text(theme, " · ".join(told), "small", "hint", wrap=True, tabular=True))
    return card


def fill_engagement(workplace: Workplace, cards: CardGrid, seen: ContactSeen, page: ContactsPage) -> None:
    """What was offered and what came of it, and the measures that protect them."""
    theme = workplace.theme
    cards.clear()
    briefings = RowsCard(
        theme, _tr("Briefings and guidance"), action=_tr("Record an offer"), act=page.record_briefing
    )
    for briefing in seen.view.briefings[::-1]:
        briefings.add(_briefing(theme, briefing, page))
    if not seen.view.briefings:
        briefings.add_words(_tr("Nothing has been offered yet. Every candidate is offered the same."))
    cards.add(briefings, wide=True)
    measures = RowsCard(theme, _tr("Protective measures"), action=_tr("Add"), act=page.add_measure)
    for measure in seen.view.measures[::-1]:
        measures.add(_measure(workplace, measure, page))
    if not seen.view.measures:
        measures.add_words(_tr("None. Record an alarm, a marker or a patrol plan as it is asked for."))
    cards.add(measures, wide=True)


def briefing_badge(state: BriefingState) -> Badge:
    """What came of an offer, as icon and word."""
    return {
        BriefingState.OFFERED: Badge(Tone.WAITING, _tr("Offered"), "send"),
        BriefingState.ACCEPTED: Badge(Tone.ACTIVE, _tr("Accepted"), "calendar-check-2"),
        BriefingState.GIVEN: Badge(Tone.DONE, _tr("Given")),
        BriefingState.DECLINED: Badge(Tone.CLOSED, _tr("Declined"), "circle-x"),
    }[state]


def _briefing(theme: Theme, briefing: Briefing, page: ContactsPage) -> QWidget:
    badge = briefing_badge(briefing.state)
    title = " · ".join(filter(None, (briefing.title, briefing.version)))
    why = _tr("Declined: {0}").format(briefing.declined_reason) if briefing.declined_reason else ""
    detail = " · ".join(filter(None, (stamp(briefing.at), briefing.method, briefing.officer, why)))
    go = partial(page.record_briefing, briefing)
    return LinkRow(theme, "book-open", title, detail, go, Pill(theme, badge), said=badge.word)


def _measure(workplace: Workplace, measure: Measure, page: ContactsPage) -> QWidget:
    theme = workplace.theme
    badge = Badge(Tone.WAITING, _tr("Requested"), "clock")
    if measure.returned_on:
        badge = Badge(Tone.CLOSED, _tr("Returned"))
    elif measure.review_on and measure.review_on < day_of(workplace.now()):
        badge = Badge(Tone.URGENT, _tr("Review overdue"))
    elif measure.fitted_on:
        badge = Badge(Tone.DONE, _tr("In place"), "shield-check")
    dates = (
        (_tr("asked for {0}"), measure.requested_on),
        (_tr("in place since {0}"), measure.fitted_on),
        (_tr("review {0}"), measure.review_on),
        (_tr("returned {0}"), measure.returned_on),
    )
    told = [measure.provider, *(words.format(short_day(day)) for words, day in dates if day)]
    go = partial(page.add_measure, measure)
    detail = " · ".join(filter(None, told))
    return LinkRow(theme, "shield", measure.kind, detail, go, Pill(theme, badge), said=badge.word)


def fill_incidents(workplace: Workplace, cards: CardGrid, seen: ContactSeen, page: ContactsPage) -> None:
    """The incidents they are affected by, and what they themselves reported."""
    theme, view = workplace.theme, seen.view
    cards.clear()
    if not (view.incidents or view.reports):
        words = _tr("No incident is linked to this contact. Record the first one as it is reported.")
        cards.add(EmptyState(theme, words, _tr("New incident"), page.new_incident, "siren"), wide=True)
        return
    incidents = RowsCard(theme, _tr("Incidents"), action=_tr("New incident"), act=page.new_incident)
    for incident in view.incidents:
        badge = badge_of(str(incident.status))
        detail = " · ".join(
            filter(None, (incident.reference, incident.happened_local, incident.crime_reference))
        )
        go = partial(workplace.navigate, "incidents", incident.id)
        pill = Pill(theme, badge)
        incidents.add(LinkRow(theme, "siren", incident.title, detail, go, pill, said=badge.word))
    if not view.incidents:
        incidents.add_words(_tr("None."))
    cards.add(incidents, wide=True)
    reports = RowsCard(theme, _tr("Reports they made"))
    for report in view.reports[::-1]:
        detail = _tr("{0}, {1}, by {2}").format(
            report.reference, report.received_local, CHANNEL_LABELS[report.channel].lower()
        )
        go = partial(workplace.navigate, "incidents", report.incident_id or 0)
        reports.add(LinkRow(theme, CHANNEL_ICONS[report.channel], report.text[:160], detail, go))
    if not view.reports:
        reports.add_words(_tr("None. One incident may be reported by many people."))
    cards.add(reports, wide=True)
