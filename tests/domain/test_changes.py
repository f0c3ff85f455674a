"""The audit trail is fit to disclose: a change carries numbers, codes and digests, never anybody's words."""

import types
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Union, get_args, get_origin, get_type_hints

import pytest

from spoc_desk.domain import changes
from spoc_desk.domain.changes import Change, Verb

# Every text that a change may carry, and what kind of code it is.
CODES = {
    "kind": "a kind of record, or of engagement",
    "name": "the name of a setting",
    "fields": "names of fields",
    "code": "an offence of the law-pack",
    "limit": "a day",
    "point": "a point to prove of the law-pack",
    "fault": "the code of a fault",
    "state": "a state of the checklist",
    "decision": "a decision of the CPS",
    "disclosure": "used, unused or sensitive",
    "head": "a hash of the audit trail",
    "role": "a role of an officer",
    "before": "the role they had",
    "deed": "what takes two officers",
    "rule": "whether one may do it alone",
    "explanation": "the kind of reason an older vault is in place",
    "tried": "uids of officers whose passphrase was wrong",
}


def every_change():
    return [
        kind
        for kind in vars(changes).values()
        if isinstance(kind, type) and issubclass(kind, Change) and kind is not Change
    ]


def bare_types(hint):
    if get_origin(hint) in (Union, types.UnionType, tuple):
        return {bare for part in get_args(hint) if part is not ... for bare in bare_types(part)}
    return {hint}


@pytest.mark.parametrize("kind", every_change(), ids=lambda kind: kind.__name__)
def test_a_change_carries_no_free_text(kind):
    hints = get_type_hints(kind)
    for field in fields(kind):
        bare = bare_types(hints[field.name])
        assert bare <= {int, bool, str, datetime, type(None)}, field.name
        if str in bare:
            assert field.name in CODES or field.name.endswith(("sha256", "hmac")), field.name


@pytest.mark.parametrize("kind", every_change(), ids=lambda kind: kind.__name__)
def test_a_change_is_frozen_and_says_what_kind_of_processing_it_is(kind):
    assert is_dataclass(kind)
    assert kind.__dataclass_params__.frozen
    assert isinstance(kind.verb, Verb)
    assert kind.__doc__.strip().endswith(".")


def test_the_six_verbs_of_the_data_protection_act_are_all_there():
    assert {"collection", "alteration", "consultation", "disclosure", "combination", "erasure"} <= set(Verb)


def test_what_leaves_the_vault_is_a_disclosure():
    for name in (
        "PackExported",
        "PackPrinted",
        "PackBuilt",
        "ReturnExported",
        "ReferralSent",
        "AuditExported",
    ):
        assert getattr(changes, name).verb is Verb.DISCLOSURE
