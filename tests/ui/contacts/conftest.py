"""The contacts page over a vault with one contact who needs care, shown in a window's width."""

from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QDialog

from spoc_desk.domain.contacts import ContactPoint, ContactRole, HomeAddress, ReachKind
from spoc_desk.services import contacts
from spoc_desk.ui.contacts.page import ContactsPage
from tests.ui.real_desk import empty_vault, place_at, stored

__all__ = ["empty_vault", "stored"]


@pytest.fixture
def jo(stored):
    """Jo Fennimore: a safe mobile, a shared telephone, a withheld address."""
    command = contacts.AddPerson("Jo Fennimore", (ContactRole.CANDIDATE,), address_withheld=True)
    person = contacts.add_person(command, stored)[0].person
    for reach in (
        ContactPoint(0, person, ReachKind.PHONE, "07700 900188", "Shared", do_not_use=True),
        ContactPoint(
            0, person, ReachKind.PHONE, "07700 900123", "Mobile", safe_to_leave_message=True, verified=True
        ),
        ContactPoint(0, person, ReachKind.EMAIL, "jo@example.org"),
    ):
        contacts.set_reach(reach, stored)
    contacts.set_home_address(HomeAddress(0, person, "14 Alma Street", "NM1 1ZZ"), stored)
    return person


@pytest.fixture
def workplace(theme, kept_drafts, stored):
    place = place_at(stored, theme, kept_drafts)
    yield place
    place.jobs.close()


@pytest.fixture
def page(jo, workplace, qtbot):
    made = ContactsPage(workplace)
    qtbot.addWidget(made)
    made.resize(1220, 800)
    made.show()
    made.open_record(jo)
    qtbot.waitUntil(lambda: made._seen is not None)
    return made


@pytest.fixture
def desk_of(stored, qtbot, page):
    """What the tests of this page do over and over."""

    def dialog():
        return [found for found in page.findChildren(QDialog) if found.isVisible()][-1]

    def events():
        return [entry["event"] for entry in stored.queries.recent_changes(50)]

    return SimpleNamespace(desk=stored, dialog=dialog, events=events)
