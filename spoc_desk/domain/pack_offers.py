"""Refuses what a pack's recipient may not see, whether a template or nobody chose it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spoc_desk.domain.exhibits import Disclosure
from spoc_desk.domain.pack_templates import (
    AUDIENCE_LABELS,
    NEVER,
    OFFER_LABELS,
    Audience,
    Offer,
    PackTemplate,
)
from spoc_desk.domain.reasons import Reason, reason


@dataclass(frozen=True, slots=True)
class Asked:
    """What a pack is asked to hold. exhibits: reference and disclosure of each one to be printed."""

    served: bool
    exhibits: tuple[tuple[str, Disclosure], ...] = ()
    statements: bool = False
    schedules: tuple[str, ...] = ()
    addresses: bool = False
    unredacted: bool = False


def offer_faults(
    asked: Asked, template: PackTemplate | None = None, audience: str = ""
) -> tuple[Reason, ...]:
    """Each thing asked for that the recipient may not see. audience: when no template says it."""
    return (*_served(asked, template), *_unoffered(asked, template, audience))


def _served(asked: Asked, template: PackTemplate | None) -> Iterator[Reason]:
    if template and template.served_fixed and asked.served != template.served:
        yield reason("packs.served_fixed", template=template.title)
    if not asked.served:
        return
    for reference, disclosure in asked.exhibits:
        if disclosure is Disclosure.UNUSED:
            yield reason("packs.unused_served", reference=reference)
        elif disclosure is Disclosure.SENSITIVE:
            yield reason("packs.sensitive_exhibit_served", reference=reference)
    if "sensitive" in asked.schedules:
        yield reason("packs.sensitive_served")


def _unoffered(asked: Asked, template: PackTemplate | None, audience: str) -> Iterator[Reason]:
    known = template.audience if template else Audience(audience) if audience in set(Audience) else None
    if known is None:
        return
    offered = frozenset(template.offered) if template else frozenset(Offer)
    for offer in _wanted(asked):
        if offer not in offered - NEVER.get(known, frozenset()):
            yield reason("packs.not_offered", what=OFFER_LABELS[offer], audience=AUDIENCE_LABELS[known])


def _wanted(asked: Asked) -> tuple[Offer, ...]:
    kinds = {disclosure for _, disclosure in asked.exhibits}
    wanted = {
        Offer.STATEMENTS: asked.statements,
        Offer.UNUSED: Disclosure.UNUSED in kinds,
        Offer.SENSITIVE: Disclosure.SENSITIVE in kinds,
        Offer.SCHEDULE_UNUSED: "unused" in asked.schedules,
        Offer.SCHEDULE_SENSITIVE: "sensitive" in asked.schedules,
        Offer.ADDRESSES: asked.addresses,
        Offer.UNREDACTED: asked.unredacted,
    }
    return tuple(offer for offer, is_wanted in wanted.items() if is_wanted)
