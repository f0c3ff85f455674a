"""Fields that a new incident and a correction share: closed lists, hate strands, until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from spoc_desk.domain.incidents import MODE_LABELS, Incident
from spoc_desk.domain.offences import LawPack, Term
from spoc_desk.ui.incidents.words import labelled
from spoc_desk.ui.widgets.fields.choices import ChoiceField, Find, PickField
from spoc_desk.ui.widgets.fields.moment import MomentField
from spoc_desk.ui.widgets.fields.ticks import TickField
from spoc_desk.ui.widgets.form import Form


def _tr(text: str) -> str:
    return QCoreApplication.translate("IncidentForms", text)


def offered(terms: Sequence[Term], *kept: str) -> list[tuple[str, str]]:
    """A closed list by key and words; what is kept from before the list stays on offer."""
    listed = [(term.key, f"{term.label}. {term.note}" if term.note else term.label) for term in terms]
    known = {term.key for term in terms}
    return [*listed, *((key, key) for key in kept if key and key not in known)]


@dataclass(frozen=True, slots=True)
class WhatFields:
    """Whom it befell, and its category and channel."""

    contact: PickField
    category: ChoiceField
    channel: ChoiceField


def ask_what(form: Form, lawpack: LawPack, find_contact: Find, kept: Incident | None = None) -> WhatFields:
    """Asks for the contact, the category and the channel."""
    contact = form.pick("contact", _tr("Contact affected"), find_contact)
    categories = offered(lawpack.categories, kept.category if kept else "")
    category = form.choice("category", _tr("Category"), categories, required=True)
    channel = form.choice("channel", _tr("How"), labelled(MODE_LABELS), required=True)
    form.beside(category, channel)
    return WhatFields(contact, category, channel)


def ask_strands(form: Form, lawpack: LawPack, kept: tuple[str, ...] = ()) -> TickField:
    """Asks for the hate strands, with what the law-pack notes of each."""
    hint = _tr("Every strand that the victim or anybody else believes it was aimed at")
    choices = offered(lawpack.hate_strands, *kept)
    return form.add("strands", TickField(form.theme, _tr("Hate strands"), choices, hint=hint))


def ask_until(form: Form) -> MomentField:
    """Asks until when it went on."""
    return form.moment("until", _tr("Until"), hint=_tr("Only if it went on for a time"))


def enter_until(field: MomentField, moment: datetime) -> None:
    """Enters a moment already recorded, telling which of two when its hour came twice."""
    here = moment.astimezone(ZoneInfo(field.zone))
    twice = here.replace(fold=0).utcoffset() != here.replace(fold=1).utcoffset()
    turn = ("first", "second")[here.fold] if twice else ""
    field.take_draft(f"{here:%d/%m/%Y}\n{here:%H:%M}\n{turn}")
