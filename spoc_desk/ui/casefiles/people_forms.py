"""The forms of the people in a case: somebody's part in it, and a statement."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.casefiles import CASE_ROLE_LABELS, Casefile, CasePerson, CaseRole, Statement
from spoc_desk.domain.moments import local
from spoc_desk.services.casefiles import (
    AddCasePerson,
    AddStatement,
    CasefileView,
    add_case_person,
    add_statement,
    change_case_person,
)
from spoc_desk.services.statements import change_statement
from spoc_desk.ui.casefiles.offence_forms import exhibit_choices
from spoc_desk.ui.contact_finder import contact_finder
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.fields.choices import Pick
from spoc_desk.ui.widgets.fields.moment import MomentField
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Changes


def _tr(text: str) -> str:
    return QCoreApplication.translate("PeopleForms", text)


class PersonForm(Form):
    """Somebody's part in a case; person: who is changed, None for somebody new."""

    def __init__(
        self, workplace: Workplace, page: QWidget, case: Casefile, person: CasePerson | None
    ) -> None:
        key = f"case_person.{person.id}" if person else f"casefile.{case.id}.person"
        super().__init__(workplace.setting, draft_key=key)
        self._case, self._person = case, person
        roles = [(str(role), words) for role, words in CASE_ROLE_LABELS.items()]
        self.role = self.choice("role", _tr("Part in this case"), roles, required=True)
        self.contact = self.pick("contact", _tr("A contact"), contact_finder(workplace, page))
        self.name = self.line("name", _tr("Or somebody else"), hint=_tr("Name"))
        self.beside(self.contact, self.name)
        self.mobile = self.phone("phone", _tr("Phone"))
        self.identified = self.line("identified", _tr("How a suspect was identified"), limit=300)
        self.beside(self.mobile, self.identified)
        self.measures = self.line("measures", _tr("Needs and special measures"), limit=300)
        self.vps = self.line("vps", _tr("Victim personal statement"), hint=_tr("Offered, taken or declined"))
        self.beside(self.measures, self.vps)
        self.arrested = self.moment("arrested", _tr("Arrested"))
        self.interviewed = self.moment("interviewed", _tr("Interviewed"))
        self.notes = self.text("notes", _tr("Notes"), lines=3)
        if person is not None:
            self._fill(person)

    def verb(self) -> Any:
        """What to run to save what was entered."""
        given: dict[str, Any] = {
            "role": CaseRole(self.role.value()),
            "name": self.name.value(),
            "person_id": self.contact.value(),
            "phone": self.mobile.value(),
            "special_measures": self.measures.value(),
            "vps": self.vps.value(),
            "identified_by": self.identified.value(),
            "notes": self.notes.value(),
            "arrested_at": _moment(self.arrested),
            "interviewed_at": _moment(self.interviewed),
        }
        if self._person is None:
            return partial(add_case_person, AddCasePerson(casefile_id=self._case.id, **given))
        if self.contact.value() is not None:
            given["name"] = self.contact.editor.text().strip()
        return partial(change_case_person, replace(self._person, **given))

    def _fill(self, person: CasePerson) -> None:
        self.role.set_value(str(person.role))
        if person.person_id is not None:
            self.contact.set_value(Pick(person.person_id, person.name))
        else:
            self.name.set_value(person.name)
        for field, value in (
            (self.mobile, person.phone), (self.identified, person.identified_by), (self.vps, person.vps),
            (self.measures, person.special_measures),
        ):  # fmt: skip
            field.set_value(value)
        self.notes.set_value(person.notes)
        for when, moment in ((self.arrested, person.arrested_at), (self.interviewed, person.interviewed_at)):
            if moment is not None:
                here = local(moment)
                when.set_moment(here.date(), here.time())


class StatementForm(Form):
    """A statement taken in a case; the signed paper may be one of its exhibits."""

    def __init__(self, workplace: Workplace, view: CasefileView, statement: Statement | None) -> None:
        key = f"statement.{statement.id}" if statement else f"casefile.{view.casefile.id}.statement"
        super().__init__(workplace.setting, draft_key=key)
        self._case, self._statement = view.casefile, statement
        self.witness = self.line("witness", _tr("Witness"), required=True)
        kinds = [
            ("MG11", _tr("MG11 witness statement")),
            ("VPS", _tr("Victim personal statement")),
            ("Interview", _tr("Record of interview")),
        ]
        self.kind = self.choice("kind", _tr("Form"), kinds, required=True)
        self.beside(self.witness, self.kind)
        self.signed = self.date("signed", _tr("Signed on"))
        hint = _tr("An exhibit of this case")
        self.paper = self.choice("paper", _tr("The signed paper"), exhibit_choices(view), hint=hint)
        self.beside(self.signed, self.paper)
        self.absent = self.check_box("absent", _tr("The witness's address is not on page 1"))
        self.gist = self.text("text", _tr("What it says, in short"), lines=4)
        self.kind.set_value("MG11")
        if statement is not None:
            self._fill(statement)

    def verb(self) -> Any:
        """What to run to save what was entered."""
        given: dict[str, Any] = {
            "witness": self.witness.value(),
            "kind": self.kind.value(),
            "signed_on": self.signed.value(),
            "address_absent": self.absent.value(),
            "text": self.gist.value(),
            "exhibit_id": int(self.paper.value()) if self.paper.value() else None,
        }
        if self._statement is None:
            return partial(add_statement, AddStatement(casefile_id=self._case.id, **given))
        return partial(change_statement, replace(self._statement, **given))

    def _fill(self, statement: Statement) -> None:
        self.witness.set_value(statement.witness)
        self.kind.set_value(statement.kind)
        if statement.signed_on:
            self.signed.set_value(statement.signed_on)
        self.absent.set_value(statement.address_absent)
        self.gist.set_value(statement.text)
        self.paper.set_value(str(statement.exhibit_id or ""))


def person_dialog(
    workplace: Workplace, page: QWidget, case: Casefile, person: CasePerson | None = None
) -> None:
    """Somebody's part in this case, new or changed."""
    form = PersonForm(workplace, page, case, person)
    title = _tr("Change {0}").format(person.name) if person else _tr("Add a person")
    _open(workplace, page, title, form, _tr("Person saved.") if person else _tr("Person added."))


def statement_dialog(
    workplace: Workplace, page: QWidget, view: CasefileView, statement: Statement | None = None
) -> None:
    """A statement taken in this case, new or changed."""
    form = StatementForm(workplace, view, statement)
    title = _tr("Change {0}").format(statement.reference) if statement else _tr("Add a statement")
    _open(workplace, page, title, form, _tr("Statement saved.") if statement else _tr("Statement added."))


def _moment(field: MomentField) -> datetime | None:
    moment = field.moment()
    return moment.utc if moment else None


def _open(
    workplace: Workplace, page: QWidget, title: str, form: PersonForm | StatementForm, told: str
) -> None:
    def done(_changes: Changes) -> None:
        workplace.toast(told)

    FormDialog(workplace, page, title, form, save=_tr("Save"), verb=form.verb, done=done).open()
