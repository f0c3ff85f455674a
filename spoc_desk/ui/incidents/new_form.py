"""The form of a new incident: what happened, when, to whom, and the test for Bridger or Ford."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.candidacies import REGIME_LABELS, Regime
from spoc_desk.domain.changes import IncidentReported
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.incidents import RISK_LABELS, TITLE_LIMIT, Mode, Risk
from spoc_desk.domain.offences import LawPack
from spoc_desk.services.incidents import ReportIncident, report_incident
from spoc_desk.ui.contact_finder import contact_finder
from spoc_desk.ui.incidents.facts import ask_strands, ask_until, ask_what, offered
from spoc_desk.ui.incidents.words import labelled
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.fields.choices import Find, Pick
from spoc_desk.ui.widgets.fields.field import Field
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Changes, Desk


def _tr(text: str) -> str:
    return QCoreApplication.translate("IncidentForms", text)


class NewIncidentForm(Form):
    """The questions, in the order in which a caller tells it."""

    def __init__(
        self, workplace: Workplace, lawpack: LawPack, find_contact: Find, contact: Pick | None = None
    ) -> None:
        # A form begun for one contact must not come back with another's draft in it.
        super().__init__(workplace.setting, f"incident.new.{contact.id}" if contact else "incident.new")
        self._ask_what(lawpack, find_contact)
        self._ask_when()
        self._ask_references()
        self._ask_where(lawpack)
        self._ask_words(lawpack)
        self._ask_operation()
        if contact is not None:
            self.contact.set_value(contact)

    def command(self) -> ReportIncident:
        """What was entered, once the form has been checked."""
        happened, reported = self.happened.resolved(), self.reported.resolved()
        until = self.until.moment()
        return ReportIncident(
            title=self.title.value(),
            contact_id=self.contact.value(),
            category=self.category.value(),
            channel=Mode(self.channel.value()),
            happened_from=happened.utc,
            happened_local=happened.in_full(),
            happened_to=until.utc if until else None,
            happened_estimated=self.estimated.value(),
            reported_at=reported.utc,
            reported_local=reported.in_full(),
            crime_reference=self.crime.value(),
            log_number=self.log.value(),
            not_crimed_reason=self.not_crimed.value(),
            location=self.location.value(),
            platform=self.platform.value(),
            post_url=self.url.value(),
            account=self.account.value(),
            description=self.description.value(),
            verbatim=self.verbatim.value(),
            hate_strands=self.strands.value(),
            regime=Regime(self.regime.value()),
            regime_reason=self.reason.value(),
            risk=Risk(self.risk.value()),
            officer_in_case=self.officer.value(),
        )

    def field_of(self, error: DomainError) -> Field | None:
        """The field that a refusal is about."""
        return {
            "incidents.title_missing": self.title,
            "incidents.title_long": self.title,
            "incidents.description_missing": self.description,
            "incidents.crime_reference_missing": self.crime,
            "incidents.regime_reason_missing": self.reason,
            "incidents.ends_before_start": self.until,
            "incidents.reported_before_happened": self.reported,
            "incidents.reported_in_future": self.reported,
        }.get(error.code)

    def _ask_what(self, lawpack: LawPack, find_contact: Find) -> None:
        self.title = self.line("title", _tr("What happened, in a line"), required=True, limit=TITLE_LIMIT)
        what = ask_what(self, lawpack, find_contact)
        self.contact, self.category, self.channel = what.contact, what.category, what.channel

    def _ask_when(self) -> None:
        self.happened = self.moment("happened", _tr("Happened"), required=True)
        self.until = ask_until(self)
        self.reported = self.moment("reported", _tr("Reported to police"), required=True)
        self.estimated = self.check_box("estimated", _tr("The time it happened is an estimate"))

    def _ask_references(self) -> None:
        self.crime = self.line(
            "crime", _tr("Crime reference"), hint=_tr("From the force's crime-recording system")
        )
        self.log = self.line("log", _tr("Log number"))
        self.beside(self.crime, self.log)
        self.not_crimed = self.line("not_crimed", _tr("If it was not crimed, why"))

    def _ask_where(self, lawpack: LawPack) -> None:
        self.location = self.line("location", _tr("Place"))
        self.platform = self.choice("platform", _tr("Platform"), offered(lawpack.platforms))
        self.beside(self.location, self.platform)
        self.url = self.line("url", _tr("Address of the post"), limit=2000)
        self.account = self.line("account", _tr("Account it came from"))
        self.beside(self.url, self.account)

    def _ask_words(self, lawpack: LawPack) -> None:
        self.description = self.text("description", _tr("What is alleged"), required=True)
        self.verbatim = self.text("verbatim", _tr("The very words used"), lines=3)
        self.strands = ask_strands(self, lawpack)

    def _ask_operation(self) -> None:
        self.section(_tr("Bridger or Ford"))
        regimes = labelled(REGIME_LABELS)
        self.regime = self.choice("regime", _tr("Which operation covers it"), regimes, required=True)
        self.reason = self.line("reason", _tr("Why"), hint=_tr("Needed for Bridger or Ford"), limit=500)
        self.risk = self.choice("risk", _tr("Risk"), labelled(RISK_LABELS), required=True)
        self.officer = self.line("officer", _tr("Officer in the case"))
        self.beside(self.risk, self.officer)
        self.risk.set_value(str(Risk.MEDIUM))


class NewIncidentDialog(FormDialog):
    """Records the incident; a refusal is told below the field that it is about."""

    def __init__(self, workplace: Workplace, page: QWidget, form: NewIncidentForm) -> None:
        super().__init__(
            workplace, page, _tr("New incident"), form, save=_tr("Record incident"),
            verb=lambda: partial(report_incident, form.command()), done=self._recorded,
        )  # fmt: skip
        self.form = form

    def _recorded(self, changes: Changes) -> None:
        self._workplace.toast(_tr("Incident recorded."))
        for change in changes:
            if isinstance(change, IncidentReported):
                self._workplace.navigate("incidents", change.incident)

    def _refused(self, error: DomainError) -> None:
        self._free()
        self.form.refuse(error, self.form.field_of(error))


def new_dialog(workplace: Workplace, page: QWidget, contact: Pick | None = None) -> None:
    """Opens the form of a new incident, to this contact if one is given, once the law-pack has been read."""

    def ready(lawpack: LawPack) -> None:
        form = NewIncidentForm(workplace, lawpack, contact_finder(workplace, page), contact)
        NewIncidentDialog(workplace, page, form).open()

    workplace.jobs.query(page, _lawpack, ready)


def _lawpack(desk: Desk) -> LawPack:
    return desk.lawpack
