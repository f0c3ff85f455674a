"""The forms of an incident: new, edited, reported again, closed with an outcome."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.candidacies import REGIME_LABELS, Regime
from spoc_desk.domain.contacts import CHANNEL_LABELS, Channel
from spoc_desk.domain.incidents import MODE_LABELS, RISK_LABELS, Incident, IncidentStatus, Mode, Risk
from spoc_desk.domain.offences import LawPack
from spoc_desk.services.incidents import (
    ReportIncident,
    TakeReport,
    change_incident,
    report_incident,
    take_report,
)
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.fields.choices import Find, Pick
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Changes, Desk


def _tr(text: str) -> str:
    return QCoreApplication.translate("IncidentForms", text)


def contact_finder(workplace: Workplace, owner: QWidget) -> Find:
    """Finds contacts as their name is typed."""

    def find(typed: str, show: Any) -> None:
        workplace.jobs.query(owner, partial(_contacts, typed=typed), show)

    return find


def _contacts(desk: Desk, *, typed: str) -> list[Pick]:
    ids = tuple(desk.queries.ids("contacts", typed)[:12])
    return [
        Pick(row.id, row.title, row.detail or row.reference) for row in desk.queries.rows("contacts", ids)
    ]


def _labelled(labels: Any) -> list[tuple[str, str]]:
    return [(str(key), words) for key, words in labels.items()]


def new_dialog(workplace: Workplace, page: QWidget) -> None:
    """A new incident: what happened, when, to whom, and the test for Bridger or Ford."""
    workplace.jobs.query(page, lambda desk: desk.lawpack, partial(_open_new, workplace, page))


def _open_new(workplace: Workplace, page: QWidget, lawpack: LawPack) -> None:
    form = Form(workplace.setting, draft_key="incident.new")
    title = form.line("title", _tr("What happened, in a line"), required=True, limit=160)
    contact = form.pick("contact", _tr("Contact affected"), contact_finder(workplace, page))
    category = form.choice(
        "category", _tr("Category"), [(term.key, term.label) for term in lawpack.categories], required=True
    )
    channel = form.choice("channel", _tr("How"), _labelled(MODE_LABELS), required=True)
    form.beside(category, channel)
    happened = form.moment("happened", _tr("Happened"), required=True)
    reported = form.moment("reported", _tr("Reported to police"), required=True)
    estimated = form.check_box("estimated", _tr("The time it happened is an estimate"))
    crime = form.line("crime", _tr("Crime reference"), hint=_tr("From the force's crime-recording system"))
    log = form.line("log", _tr("Log number"))
    form.beside(crime, log)
    not_crimed = form.line("not_crimed", _tr("If it was not crimed, why"))
    location = form.line("location", _tr("Place"))
    platform = form.choice(
        "platform", _tr("Platform"), [(term.key, term.label) for term in lawpack.platforms]
    )
    form.beside(location, platform)
    url = form.line("url", _tr("Address of the post"), limit=2000)
    description = form.text("description", _tr("What is alleged"), required=True)
    verbatim = form.text("verbatim", _tr("The very words used"), lines=3)
    form.section(_tr("Bridger or Ford"))
    regime = form.choice("regime", _tr("Which operation covers it"), _labelled(REGIME_LABELS), required=True)
    reason = form.line("reason", _tr("Why"), hint=_tr("Needed for Bridger or Ford"), limit=500)
    risk = form.choice("risk", _tr("Risk"), _labelled(RISK_LABELS), required=True)
    officer = form.line("officer", _tr("Officer in the case"))
    form.beside(risk, officer)
    risk.set_value("med")

    def verb() -> Any:
        when, told = happened.resolved(), reported.resolved()
        return partial(
            report_incident,
            ReportIncident(
                title=title.value(),
                crime_reference=crime.value(),
                happened_from=when.utc,
                happened_local=when.local,
                reported_at=told.utc,
                reported_local=told.local,
                happened_estimated=estimated.value(),
                category=category.value(),
                channel=Mode(channel.value()),
                description=description.value(),
                contact_id=contact.value(),
                log_number=log.value(),
                not_crimed_reason=not_crimed.value(),
                location=location.value(),
                platform=platform.value(),
                post_url=url.value(),
                verbatim=verbatim.value(),
                regime=Regime(regime.value()),
                regime_reason=reason.value(),
                risk=Risk(risk.value()),
                officer_in_case=officer.value(),
            ),
        )

    def done(changes: Changes) -> None:
        workplace.toast(_tr("Incident recorded."))
        for change in changes:
            workplace.navigate("incidents", getattr(change, "incident", 0))

    FormDialog(
        workplace, page, _tr("New incident"), form, save=_tr("Record incident"), verb=verb, done=done
    ).open()


def edit_dialog(workplace: Workplace, page: QWidget, incident: Incident) -> None:
    """An incident's facts that may change; its times stay as first recorded."""
    form = Form(workplace.setting, draft_key=f"incident.{incident.id}")
    title = form.line("title", _tr("What happened, in a line"), required=True, limit=160)
    crime = form.line("crime", _tr("Crime reference"))
    log = form.line("log", _tr("Log number"))
    form.beside(crime, log)
    location = form.line("location", _tr("Place"))
    officer = form.line("officer", _tr("Officer in the case"))
    form.beside(location, officer)
    risk = form.choice("risk", _tr("Risk"), _labelled(RISK_LABELS), required=True)
    regime = form.choice("regime", _tr("Which operation covers it"), _labelled(REGIME_LABELS), required=True)
    form.beside(risk, regime)
    reason = form.line("reason", _tr("Why Bridger or Ford"), limit=500)
    description = form.text("description", _tr("What is alleged"), required=True)
    verbatim = form.text("verbatim", _tr("The very words used"), lines=3)
    hostility = form.text("hostility", _tr("Evidence of hostility (Elections Act 2022 s30)"), lines=2)
    notable = form.check_box("notable", _tr("Tell the NPCC about this incident"))
    summary = form.text(
        "summary", _tr("Summary for the NPCC, identifying nobody"), limit=500, lines=3,
        hint=_tr("No names, places, parties, references or contact details"),
    )  # fmt: skip
    kept = (
        (title, incident.title), (crime, incident.crime_reference), (log, incident.log_number),
        (location, incident.location), (officer, incident.officer_in_case), (reason, incident.regime_reason),
        (description, incident.description), (verbatim, incident.verbatim), (hostility, incident.hostility),
        (summary, incident.notable_summary),
    )  # fmt: skip
    for field, value in kept:
        field.set_value(value)
    risk.set_value(str(incident.risk))
    regime.set_value(str(incident.regime))
    notable.set_value(incident.notable)

    def verb() -> Any:
        changed = replace(
            incident,
            title=title.value(),
            crime_reference=crime.value(),
            log_number=log.value(),
            location=location.value(),
            officer_in_case=officer.value(),
            risk=Risk(risk.value()),
            regime=Regime(regime.value()),
            regime_reason=reason.value(),
            description=description.value(),
            verbatim=verbatim.value(),
            hostility=hostility.value(),
            notable=notable.value(),
            notable_summary=summary.value(),
        )
        return partial(change_incident, changed)

    _open(workplace, page, _tr("Edit incident"), form, verb, _tr("Incident saved."))


def report_dialog(workplace: Workplace, page: QWidget, incident: Incident) -> None:
    """One more telling of the same incident."""
    form = Form(workplace.setting, draft_key=f"report.{incident.id}")
    person = form.pick("person", _tr("A contact"), contact_finder(workplace, page))
    reporter = form.line("reporter", _tr("Or somebody else"), hint=_tr("Name"))
    form.beside(person, reporter)
    received = form.moment("received", _tr("When they told us"), required=True)
    channel = form.choice("channel", _tr("How"), _labelled(CHANNEL_LABELS), required=True)
    text = form.text("text", _tr("What they said"), required=True)

    def verb() -> Any:
        told = received.resolved()
        return partial(
            take_report,
            TakeReport(
                text=text.value(),
                reporter=reporter.value(),
                channel=Channel(channel.value()),
                received_at=told.utc,
                incident_id=incident.id,
                person_id=person.value(),
                received_local=told.local,
            ),
        )

    _open(workplace, page, _tr("Add a report"), form, verb, _tr("Report written down."))


def outcome_dialog(workplace: Workplace, page: QWidget, incident: Incident, lawpack: LawPack) -> None:
    """Closes an incident with a Home Office outcome."""
    form = Form(workplace.setting)
    codes = [(outcome.code, f"{outcome.code} · {outcome.title}") for outcome in lawpack.outcomes]
    outcome = form.choice("outcome", _tr("Outcome"), codes, required=True)
    close = form.check_box("close", _tr("Close the incident"))
    close.set_value(True)

    def verb() -> Any:
        status = IncidentStatus.CLOSED if close.value() else incident.status
        return partial(change_incident, replace(incident, outcome=outcome.value(), status=status))

    _open(workplace, page, _tr("Record an outcome"), form, verb, _tr("Outcome recorded."))


def _open(workplace: Workplace, page: QWidget, title: str, form: Form, verb: Any, told: str) -> None:
    FormDialog(
        workplace, page, title, form, save=_tr("Save"), verb=verb, done=lambda _changes: workplace.toast(told)
    ).open()
