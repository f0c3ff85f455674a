"""The incidents page: the list, one incident with its facts, its reports and its casefiles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from spoc_desk.domain.candidacies import REGIME_LABELS
from spoc_desk.domain.changes import (
    CasefileOpened,
    IncidentChanged,
    IncidentLinked,
    IncidentReported,
    ReportTaken,
)
from spoc_desk.domain.incidents import RISK_LABELS, Risk
from spoc_desk.domain.moments import stamp
from spoc_desk.services.casefiles import OpenCasefile, open_casefile
from spoc_desk.services.incidents import IncidentView, change_incident, consult_incident
from spoc_desk.ui.incidents.cards import fill_reports, fill_summary
from spoc_desk.ui.incidents.forms import edit_dialog, outcome_dialog, report_dialog
from spoc_desk.ui.incidents.new_form import new_dialog
from spoc_desk.ui.incidents.words import where_of
from spoc_desk.ui.reads_sheet import reads_action
from spoc_desk.ui.widgets.badges import badge_of
from spoc_desk.ui.widgets.list_detail import ListDetailPage, ListSpec
from spoc_desk.ui.widgets.record_detail import DetailAction, DetailHead, RecordDetail
from spoc_desk.ui.workplace import NavBadge, PageSpec, Workplace

if TYPE_CHECKING:
    from spoc_desk.domain.offences import LawPack
    from spoc_desk.services.ports import Changes, Desk

_MOVES = (IncidentReported, IncidentChanged, IncidentLinked, ReportTaken)


def _tr(text: str) -> str:
    return QCoreApplication.translate("IncidentsPage", text)


class IncidentsPage(ListDetailPage):
    """Incidents, newest first."""

    def __init__(self, workplace: Workplace) -> None:
        detail = RecordDetail(
            workplace.theme,
            _tr("Incident"),
            list_name=_tr("Incidents"),
            tabs=[("summary", _tr("Summary")), ("reports", _tr("Reports"))],
        )
        spec = ListSpec(
            kind="incidents",
            title=_tr("Incidents"),
            empty=_tr("No incidents yet. Record the first one as it is reported."),
            empty_icon="siren",
            new_text=_tr("New incident"),
            chips=[(name, _tr(name)) for name in ("Open", "High risk", "Notable", "Closed", "All")],
        )
        super().__init__(workplace, spec, detail)
        self._seen: IncidentView | None = None
        self._lawpack: LawPack | None = None

    def show_record(self, record_id: int) -> None:
        """Reads one incident; the reading is on the audit trail."""
        self.asking.ask(partial(_read, incident_id=record_id), self._fill)

    def stale(self, changes: Changes) -> bool:
        """Whether an incident, its reports or its casefiles changed."""
        return any(isinstance(change, _MOVES) for change in changes)

    def begin_new(self) -> None:
        """Opens the form for a new incident."""
        new_dialog(self.workplace, self)

    def doors(self) -> Mapping[str, Callable[[], None]]:
        """The forms of the incident shown."""
        doors: dict[str, Callable[[], None]] = {"incident.new": self.begin_new}
        if self._seen and self._lawpack:
            number = self._seen.incident.id
            doors |= {f"incident.{number}": self._edit, f"report.{number}": self._report}
        return doors

    def _fill(self, answer: tuple[IncidentView, LawPack]) -> None:
        self._seen, self._lawpack = answer
        seen, lawpack = answer
        incident = seen.incident
        place = where_of(incident, lawpack)
        tags = [RISK_LABELS[incident.risk] + _tr(" risk"), REGIME_LABELS[incident.regime]]
        if incident.notable:
            tags.append(_tr("NPCC notable"))
        facts = [("user", incident.officer_in_case)] if incident.officer_in_case else []
        self.detail.show_head(
            DetailHead(
                incident.reference,
                incident.title,
                recorded=_tr("Recorded {0}").format(stamp(incident.recorded_at)),
                badge=badge_of(str(incident.status)),
                tags=tuple(tags),
                facts=(*facts, *((("map-pin", place),) if place else ())),
            )
        )
        self._show_actions(seen)
        self.detail.set_tabs(
            [("summary", _tr("Summary")), ("reports", _tr("Reports  {0}").format(len(seen.reports)))]
        )
        fill_summary(self.workplace, self.detail.cards("summary"), seen, lawpack, self._edit)
        fill_reports(self.workplace, self.detail.cards("reports"), seen, self._report)

    def _show_actions(self, seen: IncidentView) -> None:
        actions = [DetailAction(_tr("Edit"), "pencil", self._edit)]
        if seen.casefiles:
            actions.append(DetailAction(_tr("Open casefile"), "folder-open", self._go_to_case, "primary"))
        else:
            actions.append(DetailAction(_tr("Start casefile"), "folder-open", self._start_case, "primary"))
        more = [
            DetailAction(_tr("Add a report"), "message-square", self._report),
            DetailAction(_tr("Record an outcome"), "gavel", self._outcome),
        ]
        if seen.incident.risk in (Risk.LOW, Risk.MEDIUM):
            more.append(DetailAction(_tr("Mark as high risk"), "triangle-alert", self._raise_risk))
        more.append(reads_action(self.workplace, self, seen.incident.reference))
        self.detail.show_actions(actions, more)

    def _edit(self) -> None:
        if self._seen and self._lawpack:
            edit_dialog(self.workplace, self, self._seen, self._lawpack)

    def _report(self) -> None:
        if self._seen:
            report_dialog(self.workplace, self, self._seen.incident)

    def _outcome(self) -> None:
        if self._seen and self._lawpack:
            outcome_dialog(self.workplace, self, self._seen.incident, self._lawpack)

    def _raise_risk(self) -> None:
        if self._seen:
            raised = replace(self._seen.incident, risk=Risk.HIGH)
            self.workplace.jobs.command(
                self, partial(change_incident, raised), self._saved, self.workplace.refused
            )

    def _start_case(self) -> None:
        if self._seen:
            incident = self._seen.incident
            command = OpenCasefile(incident.title, (incident.id,), incident.officer_in_case)
            verb = partial(open_casefile, command)
            self.workplace.jobs.command(self, verb, self._case_started, self.workplace.refused)

    def _case_started(self, changes: Changes) -> None:
        for change in changes:
            if isinstance(change, CasefileOpened) and change.casefile:
                self.workplace.navigate("casefiles", change.casefile)

    def _go_to_case(self) -> None:
        if self._seen and self._seen.casefiles:
            self.workplace.navigate("casefiles", self._seen.casefiles[0].id)

    def _saved(self, _changes: Changes) -> None:
        self.workplace.toast(_tr("Saved."))


def _read(desk: Desk, *, incident_id: int) -> tuple[IncidentView, LawPack]:
    return consult_incident(incident_id, desk), desk.lawpack


def incidents_page() -> PageSpec:
    """How the window makes this page."""
    return PageSpec(
        "incidents",
        QCoreApplication.translate("Pages", "Incidents"),
        "siren",
        IncidentsPage,
        kinds=("incidents",),
        new_text=QCoreApplication.translate("Pages", "New incident"),
        badge=_badge,
    )


def _badge(desk: Desk) -> NavBadge:
    return NavBadge(desk.queries.chips("incidents").get("Open", 0))
