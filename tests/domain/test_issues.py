"""Where a pack stands: draft, released, superseded; and that drafts never leave."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.issues import IssuedPack, PackRelease, PackState, check_leaves, state_of

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
PACK = IssuedPack(
    1, "u", 1, "PK/2026/0001", "R v Doe", "CPS", True, NOW, "DC A", 3, 9, "a" * 64, "f", "i", (), (), 1, "h"
)
RELEASE = PackRelease(1, 1, NOW, "DC A", "", True, "b" * 64)
NEXT = replace(PACK, id=2, reference="PK/2026/0002", supersedes="PK/2026/0001")


def test_a_built_pack_is_a_draft_until_it_is_released() -> None:
    assert state_of(PACK, (), ()) is PackState.DRAFT
    assert state_of(PACK, (RELEASE,), ()) is PackState.RELEASED


def test_a_pack_is_superseded_only_once_the_later_one_is_released() -> None:
    assert state_of(PACK, (RELEASE,), ((NEXT, False),)) is PackState.RELEASED
    assert state_of(PACK, (RELEASE,), ((NEXT, True),)) is PackState.SUPERSEDED


def test_a_draft_never_leaves() -> None:
    check_leaves(PACK, PackState.RELEASED)
    with pytest.raises(DomainError) as refused:
        check_leaves(PACK, PackState.DRAFT)
    assert refused.value.code == "packs.not_released"
