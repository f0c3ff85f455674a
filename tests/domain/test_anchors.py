"""An anchor as people type, paste and scan it."""

import pytest

from spoc_desk.domain.anchors import Anchor, read_anchor
from spoc_desk.domain.errors import DomainError

HEAD = "9f2c41d07be3a8155d0e" + "ab" * 22


@pytest.mark.parametrize(
    "typed",
    [
        f"1042:{HEAD}",
        f"1,042 {HEAD}",
        f"SPOC Desk audit anchor 1042 {HEAD}",
        f"Audit anchor 1042\n{HEAD[:32]}\n{HEAD[32:]}",
        "Audit anchor 1042 " + " ".join(HEAD[at : at + 4] for at in range(0, 64, 4)),
        f"entry 1,042, head {HEAD.upper()}.",
    ],
)
def test_an_anchor_is_read_however_it_stands_on_paper(typed):
    assert read_anchor(typed) == Anchor(1042, HEAD)


def test_the_first_sixteen_characters_of_a_head_will_do():
    assert read_anchor(f"7: {HEAD[:16]}…") == Anchor(7, HEAD[:16])
    assert Anchor(7, HEAD[:16]).is_met_by(HEAD)
    assert not Anchor(7, HEAD[:16]).is_met_by("0" + HEAD[1:])
    assert not Anchor(7, HEAD[:16]).is_met_by(None)


@pytest.mark.parametrize(
    "typed",
    ["", "1042", f"0:{HEAD}", f"1042:{HEAD[:15]}", f"1042:{HEAD}0", f"x:{HEAD}", "1042:zzzzzzzzzzzzzzzzzz"],
)
def test_what_is_no_anchor_is_refused(typed):
    with pytest.raises(DomainError) as refused:
        read_anchor(typed)
    assert (refused.value.code, refused.value.values) == ("audit.anchor_unreadable", {"least": 16})
