"""Finds whether an officer let a colleague in alone, whom they would then have stand by for them."""

from __future__ import annotations

import json
from datetime import datetime

from spoc_desk.domain.key_changes import KeyslotReplaced
from spoc_desk.domain.officer_changes import OfficerEnrolled
from spoc_desk.services.ports import Desk
from spoc_desk.services.trail_query import TrailQuery

_LETS_IN = frozenset({OfficerEnrolled.__name__, KeyslotReplaced.__name__})


def enrolled_alone(colleague: int, desk: Desk) -> datetime | None:
    """When the officer at the desk last gave this colleague a key with nobody standing by, from the trail.

    None when two officers did, or when it was somebody else.
    """
    asked = TrailQuery(officer=desk.officer.uid, fields=(("enrolled", colleague),))
    for entry in desk.queries.find_entries(asked):
        told = json.loads(entry.payload)
        if told["event"] in _LETS_IN and told["self_authorised"]:
            return datetime.fromisoformat(entry.at)
    return None
