"""What this machine says about its disks and synchronised folders."""

import json
import sys
from pathlib import Path, PurePosixPath

import pytest

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.places import CloudFolder, Mount, refuse_shared_place
from spoc_desk.system.disks import cloud_folders, mounts, read_mounts

TABLE = r"""/dev/vda1 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
//northmere-fs/case\040work /srv/case\040work cifs rw,vers=3.1.1 0 0
am@host: /srv/ssh fuse.sshfs rw 0 0
/dev/sdb1 /media/am/USB\134DISK fuseblk rw 0 0
broken line
"""


def test_the_mount_table_is_read_with_its_escapes() -> None:
    read = read_mounts(TABLE)
    assert read[0] == Mount(PurePosixPath("/"), "ext4", False)
    assert read[2] == Mount(PurePosixPath("/srv/case work"), "cifs", True)
    assert read[3] == Mount(PurePosixPath("/srv/ssh"), "fuse.sshfs", True)
    assert read[4] == Mount(PurePosixPath("/media/am/USB\\DISK"), "fuseblk", False)
    assert len(read) == 5


@pytest.mark.skipif(sys.platform != "linux", reason="reads the mount table of Linux")
def test_this_machine_knows_the_disk_under_its_root() -> None:
    assert any(mount.point == PurePosixPath("/") and not mount.network for mount in mounts())


@pytest.mark.parametrize("variable", ["OneDrive", "OneDriveCommercial", "OneDriveConsumer"])
def test_onedrive_is_known_by_its_variables(tmp_path: Path, variable: str) -> None:
    synced = tmp_path / "Northmere Police"
    synced.mkdir()
    found = cloud_folders(tmp_path / "vault", tmp_path, {variable: str(synced)})
    assert found == (CloudFolder(synced.resolve(), "OneDrive"),)


@pytest.mark.parametrize("where", ["APPDATA", "LOCALAPPDATA", ".dropbox"])
def test_dropbox_is_known_by_its_settings_wherever_the_folder_was_moved(tmp_path: Path, where: str) -> None:
    settings = tmp_path / ".dropbox" if where == ".dropbox" else tmp_path / where / "Dropbox"
    settings.mkdir(parents=True)
    accounts = {"personal": {"path": str(tmp_path / "mine")}, "business": {"path": str(tmp_path / "ours")}}
    (settings / "info.json").write_text(json.dumps(accounts))
    found = cloud_folders(tmp_path / "vault", tmp_path, {where: str(tmp_path / where)})
    assert {(cloud.path, cloud.service) for cloud in found} == {
        ((tmp_path / "mine").resolve(), "Dropbox"),
        ((tmp_path / "ours").resolve(), "Dropbox"),
    }


@pytest.mark.parametrize("settings", ["", "[]", '{"personal": {}}', '{"personal": 3}', "\x00"])
def test_settings_that_make_no_sense_are_passed_over(tmp_path: Path, settings: str) -> None:
    (tmp_path / ".dropbox").mkdir()
    (tmp_path / ".dropbox" / "info.json").write_text(settings)
    assert cloud_folders(tmp_path / "vault", tmp_path, {}) == ()


@pytest.mark.parametrize(
    ("marker", "service"),
    [(".stfolder", "Syncthing"), (".dropbox.cache", "Dropbox"), (".nextcloudsync.log", "Nextcloud")],
)
def test_a_marker_anywhere_above_gives_a_service_away(tmp_path: Path, marker: str, service: str) -> None:
    vault = tmp_path / "work" / "2027" / "vault"
    vault.mkdir(parents=True)
    (tmp_path / "work" / marker).mkdir()
    with pytest.raises(DomainError) as refused:
        refuse_shared_place(vault.resolve(), (), cloud_folders(vault, tmp_path, {}))
    assert refused.value.values["service"] == service


def test_an_ordinary_folder_has_no_service(tmp_path: Path) -> None:
    assert cloud_folders(tmp_path / "vault", tmp_path, {}) == ()
