"""The fields of a contact's particulars: filled from a person, and read back into one."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from spoc_desk.domain.contacts import SEX_LABELS, Person
from spoc_desk.ui.widgets.form import Form


def _tr(text: str) -> str:
    return QCoreApplication.translate("Particulars", text)


def sexes(kept: str) -> list[tuple[str, str]]:
    """What may be chosen. What stood in the free line of earlier vaults stays on offer as it was written."""
    listed = [(kept if kept.lower() == key else key, words) for key, words in SEX_LABELS.items()]
    return listed if not kept or kept.lower() in SEX_LABELS else [*listed, (kept, kept)]


class Particulars:
    """Adds its fields to a form in reading order."""

    def __init__(self, form: Form) -> None:
        self.name = form.line("name", _tr("Name"), required=True, limit=200)
        self.known_as = form.line("known_as", _tr("Known as"))
        self.pronouns = form.line("pronouns", _tr("Pronouns"))
        form.beside(self.known_as, self.pronouns)
        self.birth = form.date("birth", _tr("Date of birth"))
        self.sex = form.choice("sex", _tr("Sex"), sexes(""))
        form.beside(self.birth, self.sex)
        self.organisation = form.line("organisation", _tr("Organisation"))
        self.base = form.line("base", _tr("Campaign base"))
        form.beside(self.organisation, self.base)
        hint = _tr("Agreed with them, to know who is calling")
        self.code_word = form.line("code_word", _tr("Code word"), hint=hint)
        self.access = form.line("access", _tr("Access needs"), hint=_tr("Interpreter, large print, hours"))
        form.beside(self.code_word, self.access)
        hint = _tr("One to a line, such as X: @name")
        self.handles = form.text("handles", _tr("Accounts"), lines=3, hint=hint)
        self.threat = form.check_box("threat", _tr("Threatened before"))
        self.withheld = form.check_box("withheld", _tr("Home address withheld from the ballot paper"))
        self.own_agent = form.check_box("own_agent", _tr("Acts as their own agent"))
        self.notes = form.text("notes", _tr("Notes"), lines=4)

    def fill(self, person: Person) -> None:
        """Enters what is known."""
        self.sex.set_choices(sexes(person.sex))
        for field, value in (
            (self.name, person.name),
            (self.known_as, person.known_as),
            (self.pronouns, person.pronouns),
            (self.sex, person.sex),
            (self.organisation, person.organisation),
            (self.base, person.campaign_base),
            (self.code_word, person.code_word),
            (self.access, person.accessibility),
            (self.handles, "\n".join(person.handles)),
            (self.notes, person.notes),
        ):
            field.set_value(value)
        self.threat.set_value(person.prior_threat)
        self.withheld.set_value(person.address_withheld)
        self.own_agent.set_value(person.own_agent)
        if person.date_of_birth:
            self.birth.set_value(person.date_of_birth)

    def changed(self, person: Person) -> Person:
        """The person with what is entered now."""
        lines = (line.strip() for line in self.handles.value().split("\n"))
        return replace(
            person,
            name=self.name.value(),
            known_as=self.known_as.value(),
            pronouns=self.pronouns.value(),
            date_of_birth=self.birth.value(),
            sex=self.sex.value(),
            organisation=self.organisation.value(),
            campaign_base=self.base.value(),
            code_word=self.code_word.value(),
            accessibility=self.access.value(),
            handles=tuple(filter(None, lines)),
            prior_threat=self.threat.value(),
            address_withheld=self.withheld.value(),
            own_agent=self.own_agent.value(),
            notes=self.notes.value(),
        )
