"""What the law tells the user reads as whole sentences, with every value filled in."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from spoc_desk.domain.charge_routes import ChargeFacts, charge_route
from spoc_desk.domain.offences import LawPack, Offence
from spoc_desk.domain.reasons import Reason, reason
from spoc_desk.domain.referral_gate import CaseFacts, ReferredOffence, gate
from spoc_desk.domain.referrals import Answer, AnswerState, Checklist, Referral
from spoc_desk.domain.suspected_offences import SuspectedOffence
from spoc_desk.domain.time_limits import LimitFacts, ProsecutorDate, time_limit
from spoc_desk.services.messages import Messages
from spoc_desk.system.lawpack import load_checklist, load_lawpack
from spoc_desk.system.resources import resource_folder

ACTS = (date(2026, 2, 28), date(2026, 3, 1))
REACHED = (ProsecutorDate("CPS North", date(2026, 8, 31)), ProsecutorDate("Sgt Noor", date(2026, 9, 2)))
SITUATIONS = (
    LimitFacts(),
    LimitFacts(acts=ACTS),
    LimitFacts(acts=ACTS, prosecutors=REACHED, first_statement=date(2026, 3, 9)),
    LimitFacts(acts=ACTS, exceptions=frozenset({"nsa-2023-s16"})),
)
ROUTES = (ChargeFacts(), ChargeFacts(*[True] * 8), ChargeFacts(*[False] * 8))


@pytest.fixture(scope="module")
def pack() -> LawPack:
    return load_lawpack(resource_folder() / "lawpack" / "2026-11-20")


@pytest.fixture(scope="module")
def checklist() -> Checklist:
    return load_checklist(resource_folder() / "checklists" / "cps_referral.json")


@pytest.fixture(scope="module")
def messages() -> Messages:
    return Messages.read(resource_folder() / "messages" / "en.toml")


def said_of(offence: Offence, pack: LawPack, checklist: Checklist) -> Iterator[Reason]:
    at = datetime(2026, 11, 20, tzinfo=UTC)
    yield from (*offence.cautions(), *pack.cautions())
    for facts in SITUATIONS:
        limit = time_limit(offence.time_rule, facts)
        yield from (*limit.basis, *limit.warnings)
        record = SuspectedOffence(9, 4, offence.code, pack.version, override_on=date(2020, 1, 1))
        case = CaseFacts(Referral(1, "u", "RF/1", 4, at, "x", "1"), "", "", date(2026, 11, 20), statements=())
        for state in AnswerState:
            answers = [Answer(item.number, 1, item.number, state, "x", at) for item in checklist.items]
            passed = gate(checklist, answers, [ReferredOffence(offence, record, limit)], case)
            yield from (entry.why for entry in (*passed.open, *passed.later, *passed.warnings))
    for route in ROUTES:
        yield from charge_route([offence], pack.exclusions, route).reasons


def test_everything_said_of_every_offence_is_a_whole_sentence(
    pack: LawPack, checklist: Checklist, messages: Messages
) -> None:
    said = {entry for offence in pack.offences for entry in said_of(offence, pack, checklist)}
    assert len({entry.code for entry in said}) > 50
    for entry in said:
        sentence = messages.said(entry)
        assert "{" not in sentence, entry
        assert sentence[-1] in ".?", entry
        assert ".." not in sentence, entry


def test_a_reason_keeps_its_values_as_text() -> None:
    entry = reason("referrals.still_open", count=3, reference="RF/2026/0001")
    assert entry.mapping() == {"count": "3", "reference": "RF/2026/0001"}
