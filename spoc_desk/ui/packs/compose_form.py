"""The terms of a pack, asked in one form: its kind first, which decides what is offered below."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication, Signal

from spoc_desk.domain.court_profiles import CourtProfiles
from spoc_desk.domain.dual_control import StandingBy
from spoc_desk.domain.pack_templates import Offer, PackTemplate, PackTemplates
from spoc_desk.domain.packs import EXHIBITS, PackSection
from spoc_desk.services.casefiles import CasefileView
from spoc_desk.services.pack_content import PackTerms
from spoc_desk.services.pack_starts import offered_items, starting_terms
from spoc_desk.ui.packs.authoriser_field import AuthoriserField
from spoc_desk.ui.packs.contents_field import ContentsField
from spoc_desk.ui.packs.fault_list import FaultList
from spoc_desk.ui.packs.papers_field import PapersField
from spoc_desk.ui.widgets.form import Form
from spoc_desk.ui.widgets.text import Text
from spoc_desk.ui.workplace import Workplace

MEGABYTE = 1_000_000
SIZES = (10, 20, 36, 100, 500, 1000)
"""In megabytes: what mail systems and upload pages are known to take; 36 is one of the court's."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("ComposePack", text)


@dataclass(frozen=True, slots=True)
class ComposeMatter:
    """What the form is made of: the kinds of pack and what courts ask, of this edition of the data.

    there: who may authorise. reader: who reads scanned pages on this computer, empty where nobody can.
    """

    templates: PackTemplates
    profiles: CourtProfiles
    there: StandingBy
    reader: str = ""


class ComposeForm(Form):
    """Asks for a pack's terms. start: the terms to begin with, as of an earlier pack."""

    link_followed = Signal(object)  # a FaultLink

    def __init__(
        self, workplace: Workplace, view: CasefileView, matter: ComposeMatter, start: PackTerms | None = None
    ) -> None:
        tied = start.supersedes or start.continues if start else ""
        super().__init__(workplace.setting, draft_key=f"pack.{view.casefile.id}{f'.{tied}' if tied else ''}")
        self._view, self._matter = view, matter
        self._start = start or starting_terms(matter.templates.templates[0], view)
        self._settling, self._restoring = True, False
        self._begun: dict[str, str] = {}  # what each field was given; one that differs was changed by hand
        self.faults = FaultList(workplace.theme, workplace.messages, self.link_followed.emit)
        self.note(self.faults)
        self._ask_kind()
        self._ask_words(bool(tied))
        self._ask_content()
        self._settling = False
        self._fill(self._start)
        self.template.edited.connect(self._kind_chosen)
        self.served.edited.connect(self._offer)

    def terms(self) -> PackTerms:
        """What has been chosen."""
        kind = self._kind()
        served = self.served.value()
        return replace(
            self._start,
            recipient=self.recipient.value(),
            purpose=self.purpose.value(),
            served=served,
            references=(),
            title=self.title.value(),
            handling=self.handling.value(),
            redacted=not (self.unredacted.value() and _may_bare(kind, served)),
            with_addresses=self.addresses.value() and kind.offers(Offer.ADDRESSES, served=served),
            machine_text=self.machine_text.value() and bool(self._matter.reader),
            sections=self.contents.sections(),
            papers=self.papers.value(),
            schedules=self.schedules.value(),
            template=kind.key,
            audience=str(kind.audience),
            profile=self.profile.value() or kind.profile,
            volume_size=int(self.split.value() or 0) * MEGABYTE,
            change_note=self.change_note.value(),
            authorised_by=self.authorised_by.value(),
        )

    def restore_draft(self) -> bool:
        """Enters the draft kept last; the kind in it does not put its own words over the draft's."""
        self._restoring = True
        restored = super().restore_draft()
        self._restoring = False
        return restored

    def discard_draft(self) -> None:
        """Throws the draft away; the fields hold what they held to begin with."""
        self._restoring = True
        super().discard_draft()
        self._restoring = False

    def _ask_kind(self) -> None:
        kinds = [(each.key, each.title) for each in self._matter.templates.templates]
        self.template = self.choice("template", _tr("Kind of pack"), kinds, required=True)
        self.about = Text(self.theme, "", "meta", "text2", wrap=True)
        self.note(self.about)
        self.served = self.check_box("served", _tr("A served copy"))
        self.served_means = Text(self.theme, "", "meta", "text2", wrap=True)
        self.note(self.served_means)

    def _ask_words(self, tied: bool) -> None:
        self.change_note = self.text(
            "change_note", _tr("What has changed, and why"), required=tied, limit=400, lines=2
        )
        self.change_note.setVisible(tied)
        self.title = self.line("title", _tr("Title"), required=True, limit=160)
        self.recipient = self.line("recipient", _tr("Recipient"), required=True, limit=120)
        self.purpose = self.line("purpose", _tr("Purpose"), required=True, limit=120)
        self.beside(self.recipient, self.purpose)
        self.handling = self.line("handling", _tr("Handling instruction"), limit=200)
        field = AuthoriserField(self.theme, self._matter.there)
        self.authorised_by = self.add("authorised_by", field)
        profiles = [(each.key, each.title) for each in self._matter.profiles.profiles]
        self.profile = self.choice("profile", _tr("Made to the rules of"), profiles, required=True)
        self.rules = Text(self.theme, "", "meta", "text2", wrap=True)
        self.note(self.rules)
        sizes = [("0", _tr("One file, unless it would pass 1.9 GB"))]
        sizes += [(f"{size}", _tr("Files of at most {0} MB").format(size)) for size in SIZES]
        self.split = self.choice("split", _tr("Split"), sizes, required=True)
        self.profile.edited.connect(self._tell_rules)

    def _ask_content(self) -> None:
        papers = (
            ("chronology", _tr("Chronology")),
            ("people", _tr("People in the case")),
            ("statements", _tr("List of statements")),
            ("offences", _tr("Offences and points to prove")),
        )
        self.papers = self.add("papers", PapersField(self.theme, _tr("Case papers"), papers))
        schedules = (
            ("unused", _tr("Schedule of unused material")),
            ("sensitive", _tr("Schedule of sensitive material, for the prosecutor alone")),
        )
        self.schedules = self.add("schedules", PapersField(self.theme, _tr("Schedules"), schedules))
        self.beside(self.papers, self.schedules)
        self.addresses = self.check_box("addresses", _tr("Print home addresses"))
        bare = _tr("Print redacted exhibits without their redactions")
        self.unredacted = self.check_box("unredacted", bare)
        marked = _tr("{0}. Marked on each page as not checked; takes 2 to 3 seconds a page.")
        self.machine_text = self.check_box(
            "machine_text", _tr("Read the words of scans by machine"), hint=marked.format(self._matter.reader)
        )
        self.machine_text.setVisible(bool(self._matter.reader))
        self.contents = self.add("contents", ContentsField(self.theme, _tr("What is printed, in this order")))

    def _kind(self) -> PackTemplate:
        chosen = self.template.value()
        kinds = self._matter.templates.templates
        return next((each for each in kinds if each.key == chosen), kinds[0])

    def _kind_chosen(self) -> None:
        if self._settling or not self.template.value():
            return
        if self._restoring:
            self._offer()
            return
        held = self.parts()
        touched = [key for key in held if key != "template" and held[key] != self._begun.get(key)]
        self._fill(starting_terms(self._kind(), self._view))
        for key in touched:
            self._fields[key].take_draft(held[key])

    def _tell_rules(self) -> None:
        chosen = self.profile.value()
        rules = next((each for each in self._matter.profiles.profiles if each.key == chosen), None)
        self.rules.setText(f"{rules.about} {rules.standing}" if rules else "")

    def _fill(self, terms: PackTerms) -> None:
        before, self._settling = self._settling, True
        if terms.template:
            self.template.set_value(terms.template)
        else:
            self.template.set_value(self._matter.templates.templates[0].key)
        self.served.set_value(terms.served)
        self.title.set_value(terms.title or self._view.casefile.title)
        self.recipient.set_value(terms.recipient)
        self.purpose.set_value(terms.purpose)
        self.handling.set_value(terms.handling)
        self.profile.set_value(terms.profile)
        self.papers.set_value(terms.papers)
        self.schedules.set_value(terms.schedules)
        self.addresses.set_value(terms.with_addresses)
        self.unredacted.set_value(not terms.redacted)
        self.machine_text.set_value(terms.machine_text)
        size = terms.volume_size // MEGABYTE
        self.split.set_value(f"{size if size in SIZES else 0}")
        self._settling = before
        self._offer()
        self.contents.set_sections(terms.sections or (PackSection(EXHIBITS, terms.references),))
        self._begun = self.parts()

    def _offer(self) -> None:
        """Shows what this recipient may see in such a copy, and nothing else."""
        if self._settling:
            return
        kind = self._kind()
        if kind.served_fixed and self.served.value() is not kind.served:
            self.served.set_value(kind.served)
        served = self.served.value()
        self.served.editor.setEnabled(not kind.served_fixed)
        verified = "" if kind.verified else _tr(" Not verified. {0}").format(kind.source)
        self.about.setText(f"{kind.about}{verified}")
        self.served_means.setText(_served_words(kind, served))
        untouched = [k for k in ("schedules", "contents") if self._fields[k].draft() == self._begun.get(k)]
        self.schedules.offer(
            name for name in ("unused", "sensitive") if kind.offers(Offer(f"schedule_{name}"), served=served)
        )
        self.addresses.setVisible(kind.offers(Offer.ADDRESSES, served=served))
        self.unredacted.setVisible(_may_bare(kind, served))
        self.contents.offer(offered_items(kind, self._view, served=served))
        self._begun |= {key: self._fields[key].draft() for key in untouched}


def _may_bare(kind: PackTemplate, served: bool) -> bool:
    """Whether exhibits may be printed without their redactions: never in a served copy."""
    return not served and kind.offers(Offer.UNREDACTED, served=served)


def _served_words(kind: PackTemplate, served: bool) -> str:
    if not served:
        return _tr("Not a served copy: telephones and e-mail addresses of people in the case are printed.")
    means = _tr("No address, phone, e-mail or date of birth is printed in the case papers.")
    always = _tr("A pack of this kind is always one.") if kind.served_fixed else ""
    return f"{always} {means}".strip()
