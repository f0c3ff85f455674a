"""The forms of a casefile itself: its facts, its status and outcome, one more incident."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.casefiles import Casefile, CasefileStatus
from spoc_desk.domain.incidents import STATUS_LABELS, IncidentStatus
from spoc_desk.domain.offences import LawPack
from spoc_desk.services.casefiles import CasefileView, change_casefile, link_incident
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.fields.choices import Pick
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spoc_desk.services.listing import ShownLists
    from spoc_desk.services.ports import Changes, Desk

OFFERED = 12


def _tr(text: str) -> str:
    return QCoreApplication.translate("CasefileForms", text)


def edit_dialog(workplace: Workplace, page: QWidget, case: Casefile) -> None:
    """A casefile's facts."""
    form = Form(workplace.setting, draft_key=f"casefile.{case.id}")
    title = form.line("title", _tr("Title"), required=True, limit=160)
    officer = form.line("officer", _tr("Officer in the case"))
    supervisor = form.line("supervisor", _tr("Supervisor"))
    form.beside(officer, supervisor)
    urn = form.line("urn", _tr("URN"), hint=_tr("Unique reference number from the case system"))
    advice = form.date("advice", _tr("CPS early advice on"))
    form.beside(urn, advice)
    summary = form.text("summary", _tr("Summary"), lines=8)
    for field, value in (
        (title, case.title), (officer, case.officer_in_case), (supervisor, case.supervisor), (urn, case.urn),
        (summary, case.summary),
    ):  # fmt: skip
        field.set_value(value)
    if case.early_advice_on:
        advice.set_value(case.early_advice_on)

    def verb() -> Any:
        changed = replace(
            case,
            title=title.value(),
            officer_in_case=officer.value(),
            supervisor=supervisor.value(),
            urn=urn.value(),
            early_advice_on=advice.value(),
            summary=summary.value(),
        )
        return partial(change_casefile, changed)

    _open(workplace, page, _tr("Edit casefile"), form, verb, _tr("Casefile saved."))


def status_dialog(workplace: Workplace, page: QWidget, case: Casefile, lawpack: LawPack) -> None:
    """Moves a casefile on; closing it needs a Home Office outcome."""
    form = Form(workplace.setting)
    steps = [(str(status), STATUS_LABELS[IncidentStatus(status.value)]) for status in CasefileStatus]
    status = form.choice("status", _tr("Status"), steps, required=True)
    codes = [(outcome.code, f"{outcome.code} · {outcome.title}") for outcome in lawpack.outcomes]
    outcome = form.choice("outcome", _tr("Outcome"), codes, hint=_tr("Needed to close it"))
    status.set_value(str(case.status))
    outcome.set_value(case.outcome)

    def verb() -> Any:
        changed = replace(case, status=CasefileStatus(status.value()), outcome=outcome.value())
        return partial(change_casefile, changed)

    _open(workplace, page, _tr("Status and outcome"), form, verb, _tr("Status saved; its incidents follow."))


def incident_dialog(workplace: Workplace, page: QWidget, view: CasefileView) -> None:
    """One more incident that this casefile investigates."""
    form = Form(workplace.setting)

    def find(typed: str, show: Callable[[Sequence[Pick]], None]) -> None:
        workplace.jobs.query(page, partial(_incidents, typed=typed, shown=workplace.shown), show)

    hint = _tr("Its status then follows the casefile's")
    incident = form.pick("incident", _tr("Incident"), find, required=True, hint=hint)
    verb = lambda: partial(link_incident, view.casefile.id, incident.value() or 0)  # noqa: E731
    _open(workplace, page, _tr("Add an incident"), form, verb, _tr("Incident added to the casefile."))


def _incidents(desk: Desk, *, typed: str, shown: ShownLists) -> list[Pick]:
    ids = tuple(desk.queries.ids("incidents", typed)[:OFFERED])
    shown.tell("incidents", len(ids), desk)
    rows = desk.queries.rows("incidents", ids)
    return [Pick(row.id, f"{row.reference} {row.title}", row.detail) for row in rows]


def _open(workplace: Workplace, page: QWidget, title: str, form: Form, verb: Any, told: str) -> None:
    def done(_changes: Changes) -> None:
        workplace.toast(told)

    FormDialog(workplace, page, title, form, save=_tr("Save"), verb=verb, done=done).open()
