"""What the incidents page shows of one incident, card by card."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from spoc_desk.domain.candidacies import REGIME_LABELS
from spoc_desk.domain.contacts import CHANNEL_LABELS
from spoc_desk.domain.incidents import MODE_LABELS, Incident
from spoc_desk.domain.moments import stamp
from spoc_desk.ui.incidents.words import platform_of, strands_of
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.card import Card, EventLine, PersonLine, SummaryList
from spoc_desk.ui.widgets.layouts import CardGrid
from spoc_desk.ui.widgets.text import Text

if TYPE_CHECKING:
    from spoc_desk.domain.offences import LawPack
    from spoc_desk.services.incidents import IncidentView
    from spoc_desk.ui.theme import Theme
    from spoc_desk.ui.workplace import Workplace

REPORTERS_SHOWN = 3


def _tr(text: str) -> str:
    return QCoreApplication.translate("IncidentsPage", text)


def fill_summary(
    workplace: Workplace, cards: CardGrid, seen: IncidentView, lawpack: LawPack, edit: Callable[[], object]
) -> None:
    """The facts, the people, the outcome, the words and the test."""
    theme, incident = workplace.theme, seen.incident
    cards.clear()
    facts = SummaryList(theme, _facts(incident, lawpack))
    cards.add(Card(theme, _tr("Key facts"), facts, action=_tr("Change"), act=edit))
    cards.add(_people(theme, seen))
    if incident.outcome:
        outcome = lawpack.outcome(incident.outcome)
        told = [(_tr("Outcome"), f"{outcome.code} · {outcome.title}")]
        if incident.outcome_at:
            told.append((_tr("Recorded"), stamp(incident.outcome_at)))
        cards.add(Card(theme, _tr("Outcome"), SummaryList(theme, told)))
    said = ((_tr("What happened"), incident.description), (_tr("The very words"), incident.verbatim))
    for title, words in said:
        if words:
            body = Text(theme, words, "body", wrap=True, selectable=True)
            cards.add(Card(theme, title, body), wide=True)
    test = [
        (_tr("Operation"), REGIME_LABELS[incident.regime]),
        (_tr("Why"), incident.regime_reason),
        (_tr("Hostility evidence"), incident.hostility),
    ]
    if incident.hate_strands:
        test.append((_tr("Hate strands"), strands_of(incident, lawpack)))
    cards.add(Card(theme, _tr("Bridger or Ford"), SummaryList(theme, test)), wide=True)
    for offence in (lawpack.offence(code) for code in incident.offence_codes):
        for why in offence.cautions():
            words = _tr("{0}: {1}").format(offence.title, workplace.messages.said(why))
            cards.add(Banner(theme, Kind.WARNING, words), wide=True)


def fill_reports(
    workplace: Workplace, cards: CardGrid, seen: IncidentView, add: Callable[[], object]
) -> None:
    """Each telling of the incident, in the order it reached us."""
    theme = workplace.theme
    cards.clear()
    for report in seen.reports:
        words = Text(theme, report.text, "body", wrap=True, selectable=True)
        who = _tr("{0}, by {1}. Taken by {2}.").format(
            report.received_local, CHANNEL_LABELS[report.channel].lower(), report.taken_by
        )
        title = f"{report.reference} · {report.reporter}"
        cards.add(Card(theme, title, Text(theme, who, "meta", "text2", wrap=True), words), wide=True)
    more = Card(theme, "", action=_tr("Add a report"), act=add)
    if not seen.reports:
        none = _tr("One incident may be reported by many people. None is written down here yet.")
        more.add(Text(theme, none, "plain", "hint", wrap=True))
    cards.add(more, wide=True)


def _facts(incident: Incident, lawpack: LawPack) -> list[tuple[str, str]]:
    happened = incident.happened_local
    if incident.happened_to_local:
        happened = _tr("{0} until {1}").format(happened, incident.happened_to_local)
    if incident.happened_estimated:
        happened = _tr("{0} (estimated)").format(happened)
    offences = "\n".join(lawpack.offence(code).title for code in incident.offence_codes)
    facts = [
        (_tr("Happened"), happened),
        (_tr("Reported"), incident.reported_local),
        (_tr("Recorded"), stamp(incident.recorded_at)),
        (_tr("Crime reference"), incident.crime_reference or incident.not_crimed_reason),
        (_tr("Log number"), incident.log_number),
        (_tr("Category"), lawpack.category(incident.category).label),
        (_tr("How"), MODE_LABELS[incident.channel]),
        (_tr("Place"), incident.location),
        (_tr("Platform"), platform_of(incident, lawpack)),
        (_tr("Account"), incident.account),
        (_tr("Post"), incident.post_url),
        (_tr("Offences thought of"), offences),
    ]
    known_only = {_tr("Place"), _tr("Platform"), _tr("Account"), _tr("Post"), _tr("Offences thought of")}
    return [(name, value) for name, value in facts if value or name not in known_only]


def _people(theme: Theme, seen: IncidentView) -> Card:
    card = Card(theme, _tr("Who and where it leads"))
    if seen.contact:
        card.add(PersonLine(theme, seen.contact.name, _tr("Contact affected"), seen.contact.reference))
    for report in seen.reports[:REPORTERS_SHOWN]:
        card.add(PersonLine(theme, report.reporter, _tr("Reported it"), CHANNEL_LABELS[report.channel]))
    more = len(seen.reports) - REPORTERS_SHOWN
    if more > 0:
        card.add(Text(theme, _tr("and {0} more under Reports").format(more), "plain", "hint"))
    for case in seen.casefiles:
        card.add(EventLine(theme, "folder-open", case.title, case.officer_in_case, case.reference))
    if not (seen.contact or seen.reports or seen.casefiles):
        card.add(Text(theme, _tr("Nobody is linked yet."), "plain", "hint"))
    return card
