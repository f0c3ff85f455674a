"""Kinds of pack as dated data: what each recipient is offered, and what nobody may ever offer them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from spoc_desk.domain.errors import DomainError


class Audience(StrEnum):
    """Whose hands a pack comes into."""

    PROSECUTION = "prosecution"
    COURT = "court"
    DEFENCE = "defence"
    POLICE = "police"


class Offer(StrEnum):
    """What a kind of pack may hold beside the exhibits of the case."""

    STATEMENTS = "statements"
    UNUSED = "unused"
    SENSITIVE = "sensitive"
    SCHEDULE_UNUSED = "schedule_unused"
    SCHEDULE_SENSITIVE = "schedule_sensitive"
    ADDRESSES = "addresses"
    UNREDACTED = "unredacted"


class Need(StrEnum):
    """What a kind of pack should not be without."""

    URN = "urn"
    STATEMENT = "statement"
    HANDLING = "handling"
    AUTHORISER = "authoriser"


AUDIENCE_LABELS = {
    Audience.PROSECUTION: "the prosecutor",
    Audience.COURT: "the court",
    Audience.DEFENCE: "the defence",
    Audience.POLICE: "police",
}

OFFER_LABELS = {
    Offer.STATEMENTS: "Statements",
    Offer.UNUSED: "Unused material",
    Offer.SENSITIVE: "Sensitive material",
    Offer.SCHEDULE_UNUSED: "The schedule of unused material",
    Offer.SCHEDULE_SENSITIVE: "The schedule of sensitive material",
    Offer.ADDRESSES: "Home addresses",
    Offer.UNREDACTED: "Pages that were redacted, without their redactions",
}

# Whatever a file of templates says. A rule of this program, and stricter than the law: what is disclosed of
# unused material is the prosecutor's to decide, and sensitive material may need the court's ruling.
NEVER = {
    audience: frozenset((Offer.UNUSED, Offer.SENSITIVE, Offer.SCHEDULE_SENSITIVE, Offer.ADDRESSES))
    for audience in (Audience.COURT, Audience.DEFENCE)
}
# What no served copy holds, whoever it is for.
NEVER_SERVED = frozenset((Offer.UNUSED, Offer.SENSITIVE, Offer.SCHEDULE_SENSITIVE, Offer.ADDRESSES))


class Holds(StrEnum):
    """What a section takes in to begin with."""

    STATEMENTS = "statements"
    EXHIBITS = "exhibits"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class TemplateSection:
    """A section that a pack begins with."""

    title: str
    holds: Holds


@dataclass(frozen=True, slots=True)
class PackTemplate:
    """One kind of pack. papers, schedules and sections: what is chosen to begin with.

    served_fixed: whether its being a served copy can be changed. verified is false until somebody
    checked the row against its source; the program then says so wherever the template is chosen.
    """

    key: str
    title: str
    about: str
    recipient: str
    purpose: str
    audience: Audience
    served: bool
    served_fixed: bool
    papers: tuple[str, ...]
    offered: tuple[Offer, ...]
    schedules: tuple[str, ...]
    needs: tuple[Need, ...]
    profile: str
    sections: tuple[TemplateSection, ...]
    handling: str
    source: str
    verified: bool

    def offers(self, offer: Offer, *, served: bool) -> bool:
        """Whether a pack of this kind may hold this, as a served copy or not."""
        return offer in self.offered and not (served and offer in NEVER_SERVED)


@dataclass(frozen=True, slots=True)
class PackTemplates:
    """One dated edition of the kinds of pack."""

    version: str
    title: str
    templates: tuple[PackTemplate, ...]

    def template(self, key: str) -> PackTemplate:
        """The template with this key. Raises DomainError("packs.no_such_template")."""
        for each in self.templates:
            if each.key == key:
                return each
        known = ", ".join(each.key for each in self.templates)
        raise DomainError("packs.no_such_template", key=key, known=known)


def template_faults(templates: PackTemplates) -> tuple[str, ...]:
    """Everything wrong with an edition beyond its schema. Empty when it may be used."""
    return tuple(_faults(templates))


def _faults(templates: PackTemplates) -> Iterator[str]:
    for key, count in Counter(each.key for each in templates.templates).items():
        if count > 1:
            yield f"template {key}: appears more than once"
    for each in templates.templates:
        forbidden = sorted(NEVER.get(each.audience, frozenset()) & set(each.offered))
        if forbidden:
            yield f"template {each.key}: may never offer {', '.join(forbidden)}"
        if each.audience in NEVER and not (each.served and each.served_fixed):
            yield f"template {each.key}: is always a served copy"
        for kind in each.schedules:
            if not each.offers(Offer(f"schedule_{kind}"), served=each.served):
                yield f"template {each.key}: begins with the schedule {kind}, which it does not offer"
