"""The last day to charge one offence, seen beside the others suspected in its casefile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spoc_desk.domain.limit_alerts import nearest
from spoc_desk.domain.limit_rules import RuleKind
from spoc_desk.domain.offences import Offence
from spoc_desk.domain.time_limits import LimitFacts, TimeLimit, time_limit


def limit_in_case(offence: Offence, facts: LimitFacts, others: Sequence[Offence]) -> TimeLimit:
    """The limit of an offence; an inchoate one takes that of the main offence beside it.

    With several that could be the main offence, the earliest day is shown: CLA 1977 s4(4) bars a
    conspiracy once its summary object is barred. An exception such as RPA 1983 s176(1A) is never
    taken from the company an offence keeps; somebody has to claim it. Raises as time_limit does.
    """
    if offence.time_rule.kind is not RuleKind.FOLLOWS or facts.main is not None:
        return time_limit(offence.time_rule, facts)
    mains = {
        other.time_rule.key: other.time_rule
        for other in others
        if other.time_rule.kind is not RuleKind.FOLLOWS
    }
    limits = [time_limit(offence.time_rule, replace(facts, main=rule)) for rule in mains.values()]
    if not limits:
        return time_limit(offence.time_rule, facts)
    return nearest(limits) or limits[0]
