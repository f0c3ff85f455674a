"""What this workstation remembers of a vault, outside it."""

from datetime import UTC, datetime

import pytest

from spoc_desk.domain.anchors import SeenHead
from spoc_desk.system.head_memory import FOLDER, HeadFile

SEEN = SeenHead(7, "ab" * 32, datetime(2027, 4, 20, 8, 42, tzinfo=UTC))


def test_what_was_seen_last_is_recalled_for_its_own_vault_alone(tmp_path):
    assert HeadFile(tmp_path, "vault-1").remember(SEEN)
    assert HeadFile(tmp_path, "vault-1").recall() == SEEN
    assert HeadFile(tmp_path, "vault-2").recall() is None


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[1]", b"\xff", b'{"sequence": 1, "head": "x", "at": "2027-01-01"}']
)
def test_a_memory_that_makes_no_sense_is_none(tmp_path, content):
    HeadFile(tmp_path, "vault-1").remember(SEEN)
    (tmp_path / FOLDER / "vault-1.json").write_bytes(content)
    assert HeadFile(tmp_path, "vault-1").recall() is None


def test_a_folder_that_takes_no_file_is_answered_not_raised(tmp_path):
    (tmp_path / FOLDER).write_text("in the way", "utf-8")
    assert HeadFile(tmp_path, "vault-1").remember(SEEN) is False


def test_a_vault_cannot_name_a_file_elsewhere(tmp_path):
    with pytest.raises(ValueError, match="uid"):
        HeadFile(tmp_path, "../vault")
