"""Who decides the charge: police or CPS, with each reason (Director's Guidance on Charging, sixth edition).

Any excluded part sends the whole case to the CPS. A question nobody has answered counts as
a reason to refer: the program never sends a case down the shorter road by default.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum

from spoc_desk.domain.offences import ChargeRoute, Exclusion, Offence
from spoc_desk.domain.reasons import Reason, reason


class Decider(StrEnum):
    """Who decides. CPS_ADVISED: police may be able to, but early advice should be sought."""

    CPS = "cps"
    CPS_ADVISED = "cps_advised"
    POLICE = "police"


@dataclass(frozen=True, slots=True)
class ChargeFacts:
    """What the route turns on beside the offences; None while nobody has answered.

    person_under_18: the suspect or the victim of a sexual offence. suitable_for_magistrates:
    and unlikely to be given more than twelve months.
    """

    hate_crime: bool | None = None
    domestic_abuse: bool | None = None
    death: bool | None = None
    terrorism_or_official_secrets: bool | None = None
    harassment_or_stalking: bool | None = None
    person_under_18: bool | None = None
    guilty_plea_anticipated: bool | None = None
    suitable_for_magistrates: bool | None = None

    def answer(self, fact: str) -> bool | None:
        """The answer to one question by its name. Raises KeyError for a question that is not asked."""
        if fact not in FACTS:
            raise KeyError(fact)
        given: bool | None = getattr(self, fact)
        return given


FACTS = frozenset(field.name for field in fields(ChargeFacts))


@dataclass(frozen=True, slots=True)
class Routing:
    """Who decides, each reason why, and the questions still to be answered (fields of ChargeFacts)."""

    decider: Decider
    reasons: tuple[Reason, ...]
    unanswered: tuple[str, ...]


def charge_route(offences: Sequence[Offence], exclusions: Sequence[Exclusion], facts: ChargeFacts) -> Routing:
    """Who decides the charge for these suspected offences taken together."""
    if not offences:
        return Routing(Decider.CPS, (reason("charging.no_offence"),), ())
    refer = [*_referred(offences), *_excluded(offences, exclusions, facts)]
    unanswered = tuple(dict.fromkeys(_unanswered(offences, exclusions, facts)))
    refer += _plea(offences, facts)
    if refer:
        whole = (reason("charging.whole_case"),) if len(offences) > 1 else ()
        return Routing(Decider.CPS, (*refer, *whole), unanswered)
    if unanswered:
        asked = tuple(reason(f"charging.ask_{fact}") for fact in unanswered)
        return Routing(Decider.CPS, (reason("charging.unanswered"), *asked), unanswered)
    advised = [offence for offence in offences if offence.charge_route is ChargeRoute.CPS_ADVISED]
    if advised:
        told = tuple(reason("charging.advised", title=offence.title) for offence in advised)
        return Routing(Decider.CPS_ADVISED, told, ())
    return Routing(Decider.POLICE, tuple(_allowed(offence) for offence in offences), ())


def _referred(offences: Sequence[Offence]) -> Iterator[Reason]:
    for offence in offences:
        if offence.charge_route is ChargeRoute.CPS:
            yield reason("charging.must_refer", title=offence.title, note=offence.charge_note)
    if all(offence.charge_route is ChargeRoute.FOLLOWS for offence in offences):
        yield reason("charging.main_offence_missing", title=offences[0].title)


def _excluded(
    offences: Sequence[Offence], exclusions: Sequence[Exclusion], facts: ChargeFacts
) -> Iterator[Reason]:
    for exclusion in exclusions:
        holds = bool(exclusion.fact) and facts.answer(exclusion.fact) is True
        if holds and not exclusion.of_offence:
            yield reason("charging.excluded_case", exclusion=exclusion.text)
        for offence in offences:
            named = exclusion.key in offence.exclusions
            if named and (holds or not (exclusion.of_offence and exclusion.fact)):
                yield reason("charging.excluded", title=offence.title, exclusion=exclusion.text)


def _unanswered(
    offences: Sequence[Offence], exclusions: Sequence[Exclusion], facts: ChargeFacts
) -> Iterator[str]:
    for exclusion in exclusions:
        asked = not exclusion.of_offence or any(exclusion.key in offence.exclusions for offence in offences)
        if exclusion.fact and asked and facts.answer(exclusion.fact) is None:
            yield exclusion.fact
    if any(offence.charge_route is ChargeRoute.POLICE_IF_GUILTY for offence in offences):
        for fact in ("guilty_plea_anticipated", "suitable_for_magistrates"):
            if facts.answer(fact) is None:
                yield fact


def _plea(offences: Sequence[Offence], facts: ChargeFacts) -> Iterator[Reason]:
    for offence in offences:
        if offence.charge_route is not ChargeRoute.POLICE_IF_GUILTY:
            continue
        if facts.guilty_plea_anticipated is False:
            yield reason("charging.plea_not_anticipated", title=offence.title)
        if facts.suitable_for_magistrates is False:
            yield reason("charging.unsuitable_for_magistrates", title=offence.title)


def _allowed(offence: Offence) -> Reason:
    guilty = offence.charge_route is ChargeRoute.POLICE_IF_GUILTY
    return reason("charging.police_if_guilty" if guilty else "charging.police", title=offence.title)
