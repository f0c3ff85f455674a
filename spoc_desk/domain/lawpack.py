"""What a law-pack must be beyond its schema: complete, unambiguous and dated in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from spoc_desk.domain.limit_rules import LimbRole, RuleKind, TimeRule
from spoc_desk.domain.offences import ChargeRoute, Consent, LawPack, Mode, Offence

ROWS = frozenset(range(1, 40))
OUTCOMES = frozenset(str(number) for number in range(1, 23)) | {"1A", "2A", "3A", "not_assigned"}


def faults(pack: LawPack) -> tuple[str, ...]:
    """Everything wrong with a pack, each fault naming the entry. Empty when it may be used."""
    found = [*_pack_faults(pack), *_missing(pack)]
    for rule in pack.rules:
        found += (f"time limit {rule.key}: {fault}" for fault in _rule_faults(rule))
    known = {exclusion.key for exclusion in pack.exclusions}
    for offence in pack.offences:
        found += (f"offence {offence.code}: {fault}" for fault in _offence_faults(offence, known))
    return tuple(found)


def _repeated(keys: Iterable[str]) -> list[str]:
    return [key for key, count in Counter(keys).items() if count > 1]


def _pack_faults(pack: LawPack) -> Iterator[str]:
    keyed = {
        "offence": [offence.code for offence in pack.offences],
        "outcome": [outcome.code for outcome in pack.outcomes],
        "category": [term.key for term in pack.categories],
        "hate strand": [term.key for term in pack.hate_strands],
        "platform": [term.key for term in pack.platforms],
        "exclusion": [exclusion.key for exclusion in pack.exclusions],
        "time limit": [rule.key for rule in pack.rules],
        "evidence set": [evidence.key for evidence in pack.evidence_sets],
    }
    for kind, keys in keyed.items():
        for key in _repeated(keys):
            yield f"{kind} {key}: appears more than once"
    if bool(pack.signed_off_by.strip()) is not (pack.signed_off_on is not None):
        yield "signed off: needs both a name and a date, or neither"


def _missing(pack: LawPack) -> Iterator[str]:
    for row in sorted(ROWS - {offence.row for offence in pack.offences}):
        yield f"row {row}: has no offence"
    for code in sorted(OUTCOMES - {outcome.code for outcome in pack.outcomes}):
        yield f"outcome {code}: is missing"


def _rule_faults(rule: TimeRule) -> Iterator[str]:
    if rule.kind is not RuleKind.LIMBS:
        if rule.limbs or rule.exceptions:
            yield "has limbs or exceptions but no limit of its own"
        return
    if not rule.limbs_of(LimbRole.LIMIT):
        yield "has no limb that limits"
    for key in _repeated(limb.key for limb in rule.limbs):
        yield f"limb {key} appears more than once"
    for limb in rule.limbs:
        if limb.years + limb.months < 1:
            yield f"limb {limb.key} has no length"


def _offence_faults(offence: Offence, exclusions: set[str]) -> Iterator[str]:
    if offence.in_force_from and offence.in_force_to and offence.in_force_to < offence.in_force_from:
        yield "ceases before it comes into force"
    for key in _repeated(point.key for point in offence.points_to_prove):
        yield f"point to prove {key} appears more than once"
    for key in set(offence.exclusions) - exclusions:
        yield f"exclusion {key} is not known"
    if offence.enabled is bool(offence.disabled_reason.strip()):
        yield "needs a reason when disabled, and none when enabled"
    if not offence.verified and not offence.verification.strip():
        yield "is not verified and does not say what is in doubt"
    if (offence.consent is not Consent.NONE) is not ("consent" in offence.exclusions):
        yield "needs consent exactly when the exclusion for consent is named"
    follows = (offence.mode is Mode.FOLLOWS, offence.charge_route is ChargeRoute.FOLLOWS)
    if follows == (False, True):
        yield "is charged as its main offence but not tried as it"
    if offence.mode is Mode.SUMMARY and offence.time_rule.kind is not RuleKind.LIMBS:
        yield "is summary only but has no time limit"
