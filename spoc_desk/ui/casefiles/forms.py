"""The forms of a casefile: its facts, its status and outcome, a person, a statement."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.casefiles import CASE_ROLE_LABELS, Casefile, CasefileStatus, CaseRole
from spoc_desk.domain.incidents import STATUS_LABELS, IncidentStatus
from spoc_desk.domain.offences import LawPack
from spoc_desk.services.casefiles import (
    AddCasePerson,
    AddStatement,
    CasefileView,
    add_case_person,
    add_statement,
    change_casefile,
)
from spoc_desk.ui.contact_finder import contact_finder
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Changes


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


def person_dialog(workplace: Workplace, page: QWidget, case: Casefile) -> None:
    """Somebody's part in this case."""
    form = Form(workplace.setting, draft_key=f"casefile.{case.id}.person")
    roles = [(str(role), words) for role, words in CASE_ROLE_LABELS.items()]
    role = form.choice("role", _tr("Part in this case"), roles, required=True)
    contact = form.pick("contact", _tr("A contact"), contact_finder(workplace, page))
    name = form.line("name", _tr("Or somebody else"), hint=_tr("Name"))
    form.beside(contact, name)
    phone = form.phone("phone", _tr("Phone"))
    identified = form.line("identified", _tr("How a suspect was identified"), limit=300)
    form.beside(phone, identified)
    measures = form.line("measures", _tr("Needs and special measures"), limit=300)
    statement = form.line("vps", _tr("Victim personal statement"), hint=_tr("Offered, taken or declined"))
    form.beside(measures, statement)
    arrested = form.moment("arrested", _tr("Arrested"))
    interviewed = form.moment("interviewed", _tr("Interviewed"))
    notes = form.text("notes", _tr("Notes"), lines=3)

    def verb() -> Any:
        arrest, interview = arrested.moment(), interviewed.moment()
        return partial(
            add_case_person,
            AddCasePerson(
                casefile_id=case.id,
                role=CaseRole(role.value()),
                name=name.value(),
                person_id=contact.value(),
                phone=phone.value(),
                special_measures=measures.value(),
                vps=statement.value(),
                identified_by=identified.value(),
                notes=notes.value(),
                arrested_at=arrest.utc if arrest else None,
                interviewed_at=interview.utc if interview else None,
            ),
        )

    _open(workplace, page, _tr("Add a person"), form, verb, _tr("Person added."))


def statement_dialog(workplace: Workplace, page: QWidget, view: CasefileView) -> None:
    """A statement taken in this case; the signed paper may be one of its exhibits."""
    form = Form(workplace.setting, draft_key=f"casefile.{view.casefile.id}.statement")
    witness = form.line("witness", _tr("Witness"), required=True)
    kinds = [
        ("MG11", _tr("MG11 witness statement")),
        ("VPS", _tr("Victim personal statement")),
        ("Interview", _tr("Record of interview")),
    ]
    kind = form.choice("kind", _tr("Form"), kinds, required=True)
    form.beside(witness, kind)
    signed = form.date("signed", _tr("Signed on"))
    papers = [(str(e.id), f"{e.reference} {e.description}") for e in view.exhibits]
    paper = form.choice("paper", _tr("The signed paper"), papers, hint=_tr("An exhibit of this case"))
    form.beside(signed, paper)
    absent = form.check_box("absent", _tr("The witness's address is not on page 1"))
    text = form.text("text", _tr("What it says, in short"), lines=4)
    kind.set_value("MG11")

    def verb() -> Any:
        return partial(
            add_statement,
            AddStatement(
                casefile_id=view.casefile.id,
                witness=witness.value(),
                kind=kind.value(),
                signed_on=signed.value(),
                address_absent=absent.value(),
                text=text.value(),
                exhibit_id=int(paper.value()) if paper.value() else None,
            ),
        )

    _open(workplace, page, _tr("Add a statement"), form, verb, _tr("Statement added."))


def _open(workplace: Workplace, page: QWidget, title: str, form: Form, verb: Any, told: str) -> None:
    def done(_changes: Changes) -> None:
        workplace.toast(told)

    FormDialog(workplace, page, title, form, save=_tr("Save"), verb=verb, done=done).open()
