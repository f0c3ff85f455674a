"""The forms of a contact: new, particulars, a phone or e-mail, roles, the home address."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.changes import PersonAdded
from spoc_desk.domain.contacts import ROLE_LABELS, ContactPoint, ContactRole, HomeAddress, Person, ReachKind
from spoc_desk.domain.errors import DomainError
from spoc_desk.services.contacts import (
    AddPerson,
    add_person,
    change_person,
    set_home_address,
    set_reach,
    set_roles,
)
from spoc_desk.ui.contacts.lookalikes import Lookalikes, leaving
from spoc_desk.ui.contacts.particulars import Particulars
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.fields.ticks import TickField
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Changes


def _tr(text: str) -> str:
    return QCoreApplication.translate("ContactForms", text)


def role_choices() -> list[tuple[str, str]]:
    """The roles, by key and words."""
    return [(str(role), words) for role, words in ROLE_LABELS.items()]


def new_dialog(workplace: Workplace, page: QWidget) -> None:
    """A new contact; whoever may already be here is shown as the name is typed."""
    form = Form(workplace.setting, draft_key="contact.new")
    name = form.line("name", _tr("Name"), required=True, limit=200)
    similar = Lookalikes(workplace, lambda person: leaving(dialog, workplace, person))
    form.note(similar)
    phone = form.phone("phone", _tr("Phone"))
    email = form.email("email", _tr("E-mail"))
    form.beside(phone, email)
    roles = form.add("roles", TickField(workplace.theme, _tr("Roles"), role_choices(), lines=8))
    organisation = form.line(
        "organisation", _tr("Organisation"), hint=_tr("Party, campaign, council or office")
    )
    withheld = form.check_box("withheld", _tr("Home address withheld from the ballot paper"))
    notes = form.text("notes", _tr("Notes"), lines=3)

    def look(*_edited: object) -> None:
        similar.ask(name.value(), phone.value(), email.value())

    for field in (name, phone, email):
        field.edited.connect(look)

    def verb() -> Any:
        return partial(
            add_person,
            AddPerson(
                name.value(),
                tuple(ContactRole(role) for role in roles.value()),
                tuple(filter(None, (phone.value(),))),
                tuple(filter(None, (email.value(),))),
                organisation.value(),
                withheld.value(),
                notes.value(),
            ),
        )

    done = partial(_added, workplace)
    title, save = _tr("New contact"), _tr("Add contact")
    dialog = FormDialog(workplace, page, title, form, save=save, verb=verb, done=done)
    dialog.open()


def _added(workplace: Workplace, changes: Changes) -> None:
    workplace.toast(_tr("Contact added."))
    for change in changes:
        if isinstance(change, PersonAdded):
            workplace.navigate("contacts", change.person)


def edit_dialog(workplace: Workplace, page: QWidget, person: Person) -> None:
    """A contact's particulars; the home address has a form of its own."""
    form = Form(workplace.setting, draft_key=f"contact.{person.id}")
    particulars = Particulars(form)
    particulars.fill(person)

    def verb() -> Any:
        return partial(change_person, particulars.changed(person))

    _open(workplace, page, _tr("Edit contact"), form, verb, _tr("Contact saved."))


def reach_dialog(workplace: Workplace, page: QWidget, person: Person, reach: ContactPoint | None) -> None:
    """A phone or e-mail with what to know before using it."""
    draft = f"contact.{person.id}.reach.{reach.id if reach else 'new'}"
    form = Form(workplace.setting, draft_key=draft)
    kinds = [(str(ReachKind.PHONE), _tr("Phone")), (str(ReachKind.EMAIL), _tr("E-mail"))]
    kind = form.choice("kind", _tr("Phone or e-mail"), kinds, required=True)
    value = form.line("value", _tr("Number or address"), required=True, limit=254)
    form.beside(kind, value)
    label = form.line("label", _tr("What it is"), hint=_tr("Such as mobile, office, agent's phone"))
    window = form.line("window", _tr("When to use it"), hint=_tr("Such as after 18:00, not Tuesdays"))
    form.beside(label, window)
    safe = form.check_box("safe", _tr("Safe to leave a message: nobody else hears or reads it"))
    verified = form.check_box("verified", _tr("Verified: they confirmed that it is theirs"))
    avoid = form.check_box("avoid", _tr("Do not use: shared, watched, or no longer theirs"))
    kind.set_value(str(reach.kind) if reach else str(ReachKind.PHONE))
    if reach:
        for field, text in ((value, reach.value), (label, reach.label), (window, reach.preferred_window)):
            field.set_value(text)
        for box, ticked in (
            (safe, reach.safe_to_leave_message), (verified, reach.verified), (avoid, reach.do_not_use),
        ):  # fmt: skip
            box.set_value(ticked)

    def verb() -> Any:
        if safe.value() and avoid.value():
            raise DomainError("contacts.reach_contradicts")
        given = ContactPoint(
            reach.id if reach else 0, person.id, ReachKind(kind.value()), value.value(), label.value(),
            safe.value(), avoid.value(), window.value(), verified.value(),
        )  # fmt: skip
        return partial(set_reach, given)

    title = _tr("Change a phone or e-mail") if reach else _tr("Add a phone or e-mail")
    _open(workplace, page, title, form, verb, _tr("Saved how to reach them."))


def roles_dialog(workplace: Workplace, page: QWidget, person: Person, held: tuple[ContactRole, ...]) -> None:
    """Exactly the roles ticked; those that end keep their dates."""
    form = Form(workplace.setting)
    hint = _tr("A role taken away ends today and stays on the record")
    roles = form.add(
        "roles", TickField(workplace.theme, _tr("Roles now"), role_choices(), hint=hint, lines=8)
    )
    roles.set_value(str(role) for role in held)

    def verb() -> Any:
        return partial(set_roles, person.id, tuple(ContactRole(role) for role in roles.value()))

    _open(workplace, page, _tr("Roles"), form, verb, _tr("Roles saved."))


def address_dialog(workplace: Workplace, page: QWidget, person: Person, held: HomeAddress | None) -> None:
    """The home address. It keeps no draft: a draft would be a second place where it lies."""
    form = Form(workplace.setting)
    address = form.text("address", _tr("Address"), required=True, lines=3, limit=500)
    postcode = form.postcode("postcode", _tr("Postcode"))
    source = form.line(
        "source", _tr("Already public at"), hint=_tr("Such as a register, a company filing or an old leaflet")
    )
    form.beside(postcode, source)
    if held:
        address.set_value(held.address)
        postcode.set_value(held.postcode)
        source.set_value(held.public_source)

    def verb() -> Any:
        given = HomeAddress(0, person.id, address.value(), postcode.value(), source.value())
        return partial(set_home_address, given)

    _open(workplace, page, _tr("Home address"), form, verb, _tr("Home address saved."))


def _open(workplace: Workplace, page: QWidget, title: str, form: Form, verb: Any, told: str) -> None:
    def done(_changes: Changes) -> None:
        workplace.toast(told)

    FormDialog(workplace, page, title, form, save=_tr("Save"), verb=verb, done=done).open()
