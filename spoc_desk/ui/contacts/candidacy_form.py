"""The form of a candidacy: where and when they stand, as what, and who acts for them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoc_desk.domain.candidacies import OFFICE_LEVELS, REGIME_LABELS, Candidacy, Regime, Standing, regime_of
from spoc_desk.services.candidacies import set_candidacy
from spoc_desk.ui.contact_finder import contact_finder
from spoc_desk.ui.contacts.seen import ContactSeen
from spoc_desk.ui.contacts.words import election_words, standing_words
from spoc_desk.ui.widgets.dialogs import FormDialog
from spoc_desk.ui.widgets.fields.choices import Pick
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from spoc_desk.services.ports import Changes


def _tr(text: str) -> str:
    return QCoreApplication.translate("CandidacyForm", text)


class CandidacyFields:
    """Adds its fields to a form in reading order."""

    def __init__(self, workplace: Workplace, page: QWidget, form: Form) -> None:
        kinds = [(kind, election_words(kind)) for kind in OFFICE_LEVELS]
        self.kind = form.choice("kind", _tr("Election"), kinds, required=True)
        self.poll = form.date("poll", _tr("Polling day"), required=True)
        form.beside(self.kind, self.poll)
        self.area = form.line("area", _tr("Ward, constituency or area"), required=True, limit=160)
        self.gss = form.line("gss", _tr("Area code (GSS)"), limit=12)
        form.beside(self.area, self.gss)
        self.described = form.line("described", _tr("Description on the ballot paper"), limit=160)
        self.party = form.line("party", _tr("Party or Independent"), limit=160)
        form.beside(self.described, self.party)
        self.agent = form.pick("agent", _tr("Agent"), contact_finder(workplace, page))
        states = [(str(standing), standing_words(standing)) for standing in Standing]
        self.standing = form.choice("standing", _tr("How it stands"), states, required=True)
        form.beside(self.agent, self.standing)
        regimes = [(str(regime), words) for regime, words in REGIME_LABELS.items()]
        hint = _tr("Left open, it follows from the kind of election; choose for a parish council")
        self.regime = form.choice("regime", _tr("Protected under"), regimes, hint=hint)
        hint = _tr("From Democracy Club. Where one is made up, an import may add the candidacy again")
        self.ballot = form.line("ballot", _tr("Ballot paper id"), hint=hint, limit=200)
        self.standing.set_value(str(Standing.NOMINATED))

    def fill(self, held: Candidacy, agent: Pick | None) -> None:
        """Enters what is known."""
        for field, value in (
            (self.kind, held.election_type),
            (self.area, held.area_name),
            (self.gss, held.area_gss),
            (self.described, held.description),
            (self.party, held.party_name),
            (self.standing, str(held.standing)),
            (self.regime, str(held.regime)),
            (self.ballot, held.ballot_paper_id),
        ):
            field.set_value(value)
        self.poll.set_value(held.poll_on)
        self.agent.set_value(agent)

    def candidacy(self, person_id: int, held: Candidacy | None) -> Candidacy:
        """What is entered now."""
        kind, regime = self.kind.value(), self.regime.value()
        same_ballot = held is not None and self.ballot.value() == held.ballot_paper_id
        return Candidacy(
            id=held.id if held else 0,
            person_id=person_id,
            election_id=held.election_id if held and same_ballot else "",
            ballot_paper_id=self.ballot.value(),
            poll_on=self.poll.day(),
            election_type=kind,
            area_name=self.area.value(),
            area_gss=self.gss.value(),
            party_name=self.party.value(),
            party_id=held.party_id if held and held.party_name == self.party.value() else "",
            description=self.described.value(),
            agent_id=self.agent.value(),
            standing=Standing(self.standing.value()),
            regime=Regime(regime) if regime else regime_of(kind),
        )


def candidacy_dialog(
    workplace: Workplace, page: QWidget, seen: ContactSeen, held: Candidacy | None = None
) -> None:
    """Adds a candidacy, or changes one: its agent, or that they have withdrawn."""
    person = seen.person
    draft = f"contact.{person.id}.candidacy.{held.id if held else 'new'}"
    form = Form(workplace.setting, draft_key=draft)
    fields = CandidacyFields(workplace, page, form)
    if held:
        agent = seen.agents.get(held.agent_id or 0)
        fields.fill(held, Pick(agent.id, agent.name, agent.reference) if agent else None)

    def verb() -> Any:
        return partial(set_candidacy, fields.candidacy(person.id, held))

    def done(_changes: Changes) -> None:
        workplace.toast(_tr("Candidacy saved."))

    title = _tr("Change the candidacy") if held else _tr("Add a candidacy")
    FormDialog(workplace, page, title, form, save=_tr("Save"), verb=verb, done=done).open()
