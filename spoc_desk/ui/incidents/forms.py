"""The forms of an incident that is recorded: edited, reported again, closed with an outcome."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.candidacies import REGIME_LABELS, Regime
from spoc_desk.domain.contacts import CHANNEL_LABELS, Channel
from spoc_desk.domain.incidents import RISK_LABELS, TITLE_LIMIT, Incident, IncidentStatus, Mode, Risk
from spoc_desk.domain.offences import LawPack
from spoc_desk.services.incidents import TakeReport, change_incident, take_report
from spoc_desk.ui.contact_finder import contact_finder
from spoc_desk.ui.incidents.facts import ask_strands, ask_until, ask_what, enter_until, offered
from spoc_desk.ui.incidents.words import labelled
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.fields.choices import Find, Pick
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.incidents import IncidentView


def _tr(text: str) -> str:
    return QCoreApplication.translate("IncidentForms", text)


class EditForm(Form):
    """An incident's facts that may change; when it began and was reported stays as first recorded."""

    def __init__(
        self, workplace: Workplace, incident: Incident, lawpack: LawPack, find_contact: Find
    ) -> None:
        super().__init__(workplace.setting, draft_key=f"incident.{incident.id}")
        self._incident = incident
        self._ask_what(lawpack, find_contact)
        self._ask_references()
        self._ask_grading()
        self._ask_words(lawpack)
        self._fill(incident)
        self._until_kept = self.until.draft()

    def changed(self) -> Incident:
        """The incident with what was entered."""
        return replace(
            self._until_changed(),
            title=self.title.value(),
            contact_id=self.contact.value(),
            category=self.category.value(),
            channel=Mode(self.channel.value()),
            platform=self.platform.value(),
            hate_strands=self.strands.value(),
            crime_reference=self.crime.value(),
            not_crimed_reason=self.not_crimed.value(),
            log_number=self.log.value(),
            location=self.location.value(),
            officer_in_case=self.officer.value(),
            risk=Risk(self.risk.value()),
            regime=Regime(self.regime.value()),
            regime_reason=self.reason.value(),
            description=self.description.value(),
            verbatim=self.verbatim.value(),
            hostility=self.hostility.value(),
            notable=self.notable.value(),
            notable_summary=self.summary.value(),
        )

    def _until_changed(self) -> Incident:
        """Left alone, the end stays to the second as it was recorded."""
        if self.until.draft() == self._until_kept:
            return self._incident
        until = self.until.moment()
        return replace(
            self._incident,
            happened_to=until.utc if until else None,
            happened_to_local=until.in_full() if until else "",
        )

    def _ask_what(self, lawpack: LawPack, find_contact: Find) -> None:
        self.title = self.line("title", _tr("What happened, in a line"), required=True, limit=TITLE_LIMIT)
        what = ask_what(self, lawpack, find_contact, self._incident)
        self.contact, self.category, self.channel = what.contact, what.category, what.channel
        platforms = offered(lawpack.platforms, self._incident.platform)
        self.platform = self.choice("platform", _tr("Platform"), platforms)
        self.until = ask_until(self)
        self.beside(self.platform, self.until)

    def _ask_references(self) -> None:
        self.crime = self.line("crime", _tr("Crime reference"))
        self.log = self.line("log", _tr("Log number"))
        self.beside(self.crime, self.log)
        self.not_crimed = self.line("not_crimed", _tr("If it was not crimed, why"))
        self.location = self.line("location", _tr("Place"))
        self.officer = self.line("officer", _tr("Officer in the case"))
        self.beside(self.location, self.officer)

    def _ask_grading(self) -> None:
        regimes = labelled(REGIME_LABELS)
        self.risk = self.choice("risk", _tr("Risk"), labelled(RISK_LABELS), required=True)
        self.regime = self.choice("regime", _tr("Which operation covers it"), regimes, required=True)
        self.beside(self.risk, self.regime)
        self.reason = self.line("reason", _tr("Why Bridger or Ford"), limit=500)

    def _ask_words(self, lawpack: LawPack) -> None:
        self.description = self.text("description", _tr("What is alleged"), required=True)
        self.verbatim = self.text("verbatim", _tr("The very words used"), lines=3)
        hostility = _tr("Evidence of hostility (Elections Act 2022 s30)")
        self.hostility = self.text("hostility", hostility, lines=2)
        self.strands = ask_strands(self, lawpack, self._incident.hate_strands)
        self.notable = self.check_box("notable", _tr("Tell the NPCC about this incident"))
        self.summary = self.text(
            "summary", _tr("Summary for the NPCC, identifying nobody"), limit=500, lines=3,
            hint=_tr("No names, places, parties, references or contact details"),
        )  # fmt: skip

    def _fill(self, incident: Incident) -> None:
        lines = (
            (self.title, incident.title), (self.crime, incident.crime_reference),
            (self.log, incident.log_number), (self.not_crimed, incident.not_crimed_reason),
            (self.location, incident.location), (self.officer, incident.officer_in_case),
            (self.reason, incident.regime_reason), (self.description, incident.description),
            (self.verbatim, incident.verbatim), (self.hostility, incident.hostility),
            (self.summary, incident.notable_summary), (self.risk, str(incident.risk)),
            (self.regime, str(incident.regime)), (self.category, incident.category),
            (self.channel, str(incident.channel)), (self.platform, incident.platform),
        )  # fmt: skip
        for field, value in lines:
            field.set_value(value)
        self.notable.set_value(incident.notable)
        self.strands.set_value(incident.hate_strands)
        if incident.happened_to:
            enter_until(self.until, incident.happened_to)


def edit_dialog(workplace: Workplace, page: QWidget, seen: IncidentView, lawpack: LawPack) -> None:
    """Asks for an incident's facts again."""
    form = EditForm(workplace, seen.incident, lawpack, contact_finder(workplace, page))
    if seen.contact:
        form.contact.set_value(Pick(seen.contact.id, seen.contact.name, seen.contact.reference))

    def verb() -> Any:
        return partial(change_incident, form.changed())

    _open(workplace, page, _tr("Edit incident"), form, verb, _tr("Incident saved."))


def report_dialog(workplace: Workplace, page: QWidget, incident: Incident) -> None:
    """One more telling of the same incident."""
    form = Form(workplace.setting, draft_key=f"report.{incident.id}")
    person = form.pick("person", _tr("A contact"), contact_finder(workplace, page))
    reporter = form.line("reporter", _tr("Or somebody else"), hint=_tr("Name"))
    form.beside(person, reporter)
    received = form.moment("received", _tr("When they told us"), required=True)
    channel = form.choice("channel", _tr("How"), labelled(CHANNEL_LABELS), required=True)
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
                received_local=told.in_full(),
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
