"""The contacts page: the list, one contact under its tabs, and contacts out of a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

from spoc_desk.domain import changes as made
from spoc_desk.domain.contacts import ROLE_LABELS, ContactPoint, HomeAddress
from spoc_desk.domain.moments import stamp
from spoc_desk.ui.actions import Command, Where
from spoc_desk.ui.contacts import forms, log_forms
from spoc_desk.ui.contacts.candidacy_form import candidacy_dialog
from spoc_desk.ui.contacts.import_sheet import ImportSheet
from spoc_desk.ui.contacts.log import fill_advice, fill_engagement, fill_incidents
from spoc_desk.ui.contacts.seen import ContactSeen, read_contact
from spoc_desk.ui.contacts.summary import fill_summary
from spoc_desk.ui.incidents.new_form import new_dialog as new_incident_dialog
from spoc_desk.ui.reads_sheet import reads_action
from spoc_desk.ui.widgets.badges import badge_of
from spoc_desk.ui.widgets.buttons import Button
from spoc_desk.ui.widgets.fields.choices import Pick
from spoc_desk.ui.widgets.list_detail import ListDetailPage, ListSpec
from spoc_desk.ui.widgets.record_detail import DetailAction, DetailHead, RecordDetail
from spoc_desk.ui.workplace import NavBadge, PageSpec, Workplace

if TYPE_CHECKING:
    from spoc_desk.domain.candidacies import Candidacy
    from spoc_desk.domain.engagement import Briefing, Measure
    from spoc_desk.services.ports import Changes, Desk

_MOVES = (
    made.PersonAdded,
    made.PersonChanged,
    made.ContactsImported,
    made.AdviceLogged,
    made.EngagementRecorded,
    made.IncidentReported,
    made.IncidentChanged,
    made.ReportTaken,
    made.CasePersonAdded,
)


def _tr(text: str) -> str:
    return QCoreApplication.translate("ContactsPage", text)


class ContactsPage(ListDetailPage):
    """Contacts, newest first."""

    def __init__(self, workplace: Workplace) -> None:
        detail = RecordDetail(workplace.theme, _tr("Contact"), list_name=_tr("Contacts"), tabs=_tabs(0, 0, 0))
        spec = ListSpec(
            kind="contacts",
            title=_tr("Contacts"),
            empty=_tr("No contacts yet. Add the first one, or import candidates from a file."),
            empty_icon="users",
            new_text=_tr("New contact"),
            chips=[
                ("All", _tr("All")),
                ("Candidates", _tr("Candidates")),
                ("Prior threat", _tr("Prior threat")),
                ("Address withheld", _tr("Withheld")),
            ],
        )
        super().__init__(workplace, spec, detail)
        self._seen: ContactSeen | None = None
        self.import_button = Button(workplace.theme, "", "upload", "ghost", _tr("Import contacts"))
        self.import_button.clicked.connect(self.ask_file)
        self.list.add_tool(self.import_button)
        workplace.actions.add(
            Command("contacts.import", _tr("Import contacts from a file"), "Ctrl+Shift+I", Where.RECORD),
            self._import_from_anywhere,
        )

    def show_record(self, record_id: int) -> None:
        """Reads one contact; the reading is on the audit trail."""
        self.asking.ask(partial(read_contact, person_id=record_id), self._fill)

    def stale(self, changes: Changes) -> bool:
        """Whether a contact, or what is linked to one, changed."""
        return any(isinstance(change, _MOVES) for change in changes)

    def begin_new(self) -> None:
        """Opens the form for a new contact."""
        forms.new_dialog(self.workplace, self)

    def doors(self) -> Mapping[str, Callable[[], None]]:
        """The forms of the contact shown."""
        doors: dict[str, Callable[[], None]] = {"contact.new": self.begin_new}
        if self._seen is not None:
            key = f"contact.{self._seen.person.id}"
            doors |= {
                key: self.edit, f"{key}.advice": self.log_advice, f"{key}.briefing": self.record_briefing
            }  # fmt: skip
        return doors

    def _fill(self, seen: ContactSeen) -> None:
        self._seen = seen
        person, view = seen.person, seen.view
        tags = [_tr("Address withheld")] if person.address_withheld else []
        tags += [ROLE_LABELS[role] for role in seen.held_roles()]
        self.detail.show_head(
            DetailHead(
                person.reference,
                person.name,
                recorded=_tr("Added {0}").format(stamp(person.created_at)),
                badge=badge_of("prior_threat") if person.prior_threat else None,
                tags=tuple(tags),
                facts=(("building-2", person.organisation),) if person.organisation else (),
            )
        )
        self._show_actions(person.reference)
        linked = len(view.incidents) + len(view.reports)
        offered = len(view.briefings) + len(view.measures)
        self.detail.set_tabs(_tabs(len(view.advice), offered, linked))
        fill_summary(self.workplace, self.detail.cards("summary"), seen, self)
        fill_advice(self.workplace, self.detail.cards("advice"), seen, self)
        fill_engagement(self.workplace, self.detail.cards("engagement"), seen, self)
        fill_incidents(self.workplace, self.detail.cards("incidents"), seen, self)

    def _show_actions(self, reference: str) -> None:
        actions = [
            DetailAction(_tr("Edit"), "pencil", self.edit),
            DetailAction(_tr("Log advice"), "message-square", self.log_advice, "primary"),
        ]
        more = [
            DetailAction(_tr("Add a phone or e-mail"), "phone", self.add_reach),
            DetailAction(_tr("Add a candidacy"), "vote", self.add_candidacy),
            DetailAction(_tr("Roles"), "id-card", self.set_roles),
            DetailAction(_tr("Record an offer of a briefing"), "book-open", self.record_briefing),
            DetailAction(_tr("Add a protective measure"), "shield", self.add_measure),
            DetailAction(_tr("New incident"), "siren", self.new_incident),
            DetailAction(_tr("Import contacts"), "upload", self.ask_file),
            reads_action(self.workplace, self, reference),
        ]
        self.detail.show_actions(actions, more)

    # What the cards and the menu ask for

    def edit(self) -> None:
        """Changes the particulars."""
        if self._seen:
            forms.edit_dialog(self.workplace, self, self._seen.person)

    def add_reach(self) -> None:
        """Adds a phone or e-mail."""
        if self._seen:
            forms.reach_dialog(self.workplace, self, self._seen.person, None)

    def edit_reach(self, reach: ContactPoint) -> None:
        """Changes a phone or e-mail, or what to know before using it."""
        if self._seen:
            forms.reach_dialog(self.workplace, self, self._seen.person, reach)

    def edit_address(self, held: HomeAddress | None) -> None:
        """Enters the home address; held is the one on screen now, if it is."""
        if self._seen:
            forms.address_dialog(self.workplace, self, self._seen.person, held)

    def add_candidacy(self, held: Candidacy | None = None) -> None:
        """Adds a candidacy, or changes one."""
        if self._seen:
            candidacy_dialog(self.workplace, self, self._seen, held)

    def set_roles(self) -> None:
        """Gives and takes roles."""
        if self._seen:
            forms.roles_dialog(self.workplace, self, self._seen.person, self._seen.held_roles())

    def log_advice(self) -> None:
        """Adds to the advice log."""
        if self._seen:
            log_forms.advice_dialog(self.workplace, self, self._seen)

    def record_briefing(self, earlier: Briefing | None = None) -> None:
        """Records an offer, or what came of an earlier one."""
        if self._seen:
            log_forms.briefing_dialog(self.workplace, self, self._seen, earlier)

    def add_measure(self, held: Measure | None = None) -> None:
        """Adds a protective measure, or changes its dates."""
        if self._seen:
            log_forms.measure_dialog(self.workplace, self, self._seen, held)

    def new_incident(self) -> None:
        """Records what happened to them."""
        if self._seen is not None:
            person = self._seen.person
            new_incident_dialog(self.workplace, self, Pick(person.id, person.name, person.reference))

    # Contacts out of a file

    def ask_file(self) -> None:
        """Asks for a file of contacts; nothing is imported before its plan was seen."""
        dialog = QFileDialog(self, _tr("Choose a file of contacts"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([_tr("Contacts (*.csv *.vcf)"), _tr("Every file (*)")])
        dialog.fileSelected.connect(lambda chosen: self.plan_file(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def plan_file(self, path: Path) -> ImportSheet:
        """Shows what importing this file would do."""
        sheet = ImportSheet(self.workplace, self, path)
        sheet.open()
        return sheet

    def _import_from_anywhere(self) -> None:
        self.workplace.navigate("contacts")
        self.ask_file()


def _tabs(advice: int, engagement: int, incidents: int) -> list[tuple[str, str]]:
    return [
        ("summary", _tr("Summary")),
        ("advice", _tr("Advice log  {0}").format(advice)),
        ("engagement", _tr("Engagement  {0}").format(engagement)),
        ("incidents", _tr("Incidents  {0}").format(incidents)),
    ]


def contacts_page() -> PageSpec:
    """How the window makes this page."""
    return PageSpec(
        "contacts",
        QCoreApplication.translate("Pages", "Contacts"),
        "users",
        ContactsPage,
        kinds=("contacts",),
        new_text=QCoreApplication.translate("Pages", "New contact"),
        badge=_badge,
    )


def _badge(desk: Desk) -> NavBadge:
    return NavBadge(desk.queries.chips("contacts").get("All", 0))
