"""Where a pack stands: draft, released, superseded; and that drafts never leave."""

from datetime import UTC, datetime

import pytest

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.issues import IssuedPack, PackRelease, PackState, check_leaves, check_sent, state_of

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
PACK = IssuedPack(
    1, "u", 1, "PK/2026/0001", "R v Doe", "CPS", True, NOW, "DC A", 3, 9, "a" * 64, "f", "i", (), (), 1, "h"
)
RELEASE = PackRelease(1, 1, NOW, "DC A", "", True, "b" * 64)


def test_a_built_pack_is_a_draft_until_it_is_released() -> None:
    assert state_of(PACK, (), superseded=False) is PackState.DRAFT
    assert state_of(PACK, (RELEASE,), superseded=False) is PackState.RELEASED


def test_a_released_pack_is_superseded_and_a_draft_never_is() -> None:
    assert state_of(PACK, (RELEASE,), superseded=True) is PackState.SUPERSEDED
    assert state_of(PACK, (), superseded=True) is PackState.DRAFT


def test_a_draft_never_leaves() -> None:
    check_leaves(PACK, PackState.RELEASED)
    with pytest.raises(DomainError) as refused:
        check_leaves(PACK, PackState.DRAFT)
    assert refused.value.code == "packs.not_released"


def test_a_draft_is_known_by_its_digest_in_capitals_too() -> None:
    with pytest.raises(DomainError) as refused:
        check_sent((PACK,), (PackState.DRAFT,), f" {PACK.sha256.upper()}\n")
    assert refused.value.code == "referrals.pack_not_released"
