"""Files that leave the vault: into folders that are there."""

import pytest

from spoc_desk.domain.errors import DomainError
from spoc_desk.services.outgoing import keep_existing, own_folder, write_private


@pytest.mark.parametrize(
    "write",
    [
        lambda path: write_private(path, b"x"),
        lambda path: keep_existing(path, replace=True),
        own_folder,
    ],
)
def test_a_mistyped_folder_is_refused_and_not_made(tmp_path, write):
    mistyped = tmp_path / "mistyped"
    with pytest.raises(DomainError) as refused:
        write(mistyped / "reads.csv")
    assert (refused.value.code, refused.value.values["folder"]) == ("outgoing.folder_missing", str(mistyped))
    assert not mistyped.exists()


def test_one_folder_is_made_and_one_that_is_there_is_left(tmp_path):
    own_folder(tmp_path / "return")
    write_private(tmp_path / "return" / "return.json", b"{}")
    own_folder(tmp_path / "return")
    assert (tmp_path / "return" / "return.json").read_bytes() == b"{}"
