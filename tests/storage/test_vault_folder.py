"""Who may use a vault's folder, and which folder may be one."""

import os
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.places import CloudFolder, Mount
from spoc_desk.storage.vault_folder import LOCK, VaultFolder

HOLDER = "Det Supt Ada Marsh on WS-03 since 09:30"

_HOLD = """
import sys
from pathlib import Path
from spoc_desk.storage.vault_folder import VaultFolder
claim = VaultFolder(Path(sys.argv[1])).claim(sys.argv[2])
print("held", flush=True)
sys.stdin.read()
"""

_TRY_AS_NOBODY = """
import os, sys
from pathlib import Path
from spoc_desk.domain.errors import DomainError
from spoc_desk.storage.vault_folder import VaultFolder
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
vault = VaultFolder(Path(sys.argv[1]))
for action in (vault.check_writable, lambda: vault.claim("x"), VaultFolder(vault.path / "new").make):
    try:
        action()
        print("done")
    except DomainError as refused:
        print(refused.code)
"""


@pytest.fixture
def vault(tmp_path: Path) -> VaultFolder:
    vault = VaultFolder(tmp_path / "vaults" / "may 2027")
    vault.make()
    return vault


def refusal(vault: VaultFolder, action: str, *arguments: object) -> DomainError:
    with pytest.raises(DomainError) as refused:
        getattr(vault, action)(*arguments)
    return refused.value


def test_a_new_vaults_folder_is_made_empty_and_private(vault: VaultFolder) -> None:
    assert list(vault.path.iterdir()) == []
    assert os.name == "nt" or vault.path.stat().st_mode & 0o077 == 0
    assert vault.database.parent == vault.evidence.parent == vault.recovery.parent == vault.path


def test_a_folder_with_anything_in_it_does_not_become_a_vault(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_text("x")
    assert refusal(VaultFolder(tmp_path), "make").code == "vault.folder_not_empty"
    assert [path.name for path in tmp_path.iterdir()] == ["holiday.jpg"]


def test_a_folder_below_a_file_cannot_be_reached(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert refusal(VaultFolder(tmp_path / "file" / "vault"), "make").code == "vault.folder_unreachable"
    assert refusal(VaultFolder(tmp_path / "gone"), "claim", HOLDER).code == "vault.folder_unreachable"
    assert refusal(VaultFolder(tmp_path / "gone"), "check_writable").code == "vault.folder_unreachable"


def test_a_folder_without_a_database_is_no_vault(vault: VaultFolder) -> None:
    assert refusal(vault, "check_is_vault").values == {"folder": str(vault.path)}
    vault.database.write_bytes(b"")
    assert vault.check_is_vault() is None


def test_a_second_instance_learns_who_has_the_vault(vault: VaultFolder) -> None:
    with vault.claim(HOLDER):
        refused = refusal(vault, "claim", "second")
        assert (refused.code, refused.values) == ("vault.already_open", {"holder": HOLDER})
    with vault.claim("second"):
        assert refusal(vault, "claim", "third").values == {"holder": "second"}


def test_the_holder_can_be_named_better_once_the_officer_is_known(vault: VaultFolder) -> None:
    claim = vault.claim("somebody on WS-03")
    claim.rename(HOLDER)
    assert refusal(vault, "claim", "second").values == {"holder": HOLDER}
    claim.release()
    claim.release()
    claim.rename("too late")
    with vault.claim("second") as second:
        assert second is not claim
        assert refusal(vault, "claim", "third").values == {"holder": "second"}


def test_another_process_is_kept_out_and_killing_the_holder_lets_it_in(vault: VaultFolder) -> None:
    command = [sys.executable, "-c", _HOLD, str(vault.path), HOLDER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"held\n"
        assert refusal(vault, "claim", "second").values == {"holder": HOLDER}
        child.kill()
        child.wait(timeout=30)
        with vault.claim("second"):
            assert (vault.path / LOCK).read_text() == "second"


def test_what_a_stranger_wrote_into_the_lock_file_is_shown_without_tricks(vault: VaultFolder) -> None:
    with vault.claim(HOLDER):
        (vault.path / LOCK).write_bytes("nobody\u202e\n\x1b[2J\x00 ".encode() + b"\xff" * 5000)
        holder = str(refusal(vault, "claim", "second").values["holder"])
    assert holder.startswith("nobody [2J")
    assert len(holder) <= 200
    with vault.claim(""):
        assert refusal(vault, "claim", "second").values == {"holder": "…"}


@pytest.mark.skipif(os.name == "nt", reason="uses permission bits")
def test_a_folder_that_may_only_be_read_is_refused(keyring_home: Path) -> None:
    # The administrator may write anywhere, so the child gives up that power if it has it.
    keyring_home.chmod(0o755)
    folder = keyring_home / "vault"
    folder.mkdir(mode=0o555)
    done = subprocess.run(
        [sys.executable, "-c", _TRY_AS_NOBODY, str(folder)], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.split() == ["vault.folder_not_writable"] * 3


@pytest.mark.parametrize(("number", "expected"), [(28, "vault.disk_full"), (30, "vault.folder_not_writable")])
def test_a_full_or_read_only_disk_is_told_from_a_missing_one(
    vault: VaultFolder, monkeypatch: pytest.MonkeyPatch, number: int, expected: str
) -> None:
    def refuse(*_arguments: object) -> int:
        raise OSError(number, "refused")

    monkeypatch.setattr(os, "open", refuse)
    assert refusal(vault, "check_writable").code == expected
    assert refusal(vault, "claim", HOLDER).code == expected


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_a_link_does_not_hide_a_share_or_a_synchronised_folder(tmp_path: Path) -> None:
    share, synced = tmp_path / "share", tmp_path / "synced"
    share.mkdir()
    synced.mkdir()
    (tmp_path / "innocent").symlink_to(share)
    (tmp_path / "harmless").symlink_to(synced)
    mounts = (Mount(PurePosixPath("/"), "ext4", False), Mount(share.resolve(), "nfs4", True))
    clouds = (CloudFolder(synced.resolve(), "OneDrive"),)
    hidden = VaultFolder(tmp_path / "innocent" / "vault")
    assert refusal(hidden, "check_place", mounts, clouds).code == "vault.on_network_drive"
    copied = VaultFolder(tmp_path / "harmless" / "vault")
    assert refusal(copied, "check_place", mounts, clouds).code == "vault.in_cloud_folder"
    assert VaultFolder(tmp_path / "vault").check_place(mounts, clouds) is None


def test_what_a_crash_left_half_written_beside_the_database_is_removed(vault: VaultFolder) -> None:
    vault.path.mkdir(parents=True, exist_ok=True)
    for name in (
        "keyslots.json.part",
        "vault-before-0001.db.part-wal",
        ".writable-00ff00ff",
        "keyslots.json",
    ):
        (vault.path / name).write_bytes(b"half")
    (vault.path / "odd.part").mkdir()
    vault.sweep()
    assert {path.name for path in vault.path.iterdir()} >= {"keyslots.json", "odd.part"}
    assert not list(vault.path.glob(".writable-*"))
    assert [path.name for path in vault.path.glob("*.part*")] == ["odd.part"]
