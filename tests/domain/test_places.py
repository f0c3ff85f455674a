"""Where a vault may lie."""

from pathlib import PurePosixPath, PureWindowsPath

import pytest

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.places import NETWORK_KINDS, CloudFolder, Mount, refuse_shared_place

ROOT = Mount(PurePosixPath("/"), "ext4", False)
SHARE = Mount(PurePosixPath("/srv/share"), "cifs", True)
LOCAL_INSIDE = Mount(PurePosixPath("/srv/share/local"), "xfs", False)
MAPPED = Mount(PureWindowsPath("H:\\"), "network", True)
DISK = Mount(PureWindowsPath("C:\\"), "disk", False)


@pytest.mark.parametrize("folder", ["/srv/share", "/srv/share/vaults/may"])
def test_a_folder_on_a_share_is_refused_with_the_kind_of_share(folder: str) -> None:
    with pytest.raises(DomainError) as refused:
        refuse_shared_place(PurePosixPath(folder), (ROOT, SHARE, LOCAL_INSIDE), ())
    assert refused.value.code == "vault.on_network_drive"
    assert refused.value.values == {"folder": folder, "kind": "cifs"}


@pytest.mark.parametrize("folder", ["/", "/srv", "/srv/shared", "/srv/share/local/vault", "/var/lib/vault"])
def test_a_folder_on_a_disk_of_this_computer_is_taken(folder: str) -> None:
    assert refuse_shared_place(PurePosixPath(folder), (ROOT, SHARE, LOCAL_INSIDE), ()) is None


def test_a_share_mounted_over_a_disk_hides_it() -> None:
    over = Mount(PurePosixPath("/"), "nfs4", True)
    with pytest.raises(DomainError, match=r"vault\.on_network_drive"):
        refuse_shared_place(PurePosixPath("/vault"), (ROOT, over), ())
    assert refuse_shared_place(PurePosixPath("/vault"), (over, ROOT), ()) is None


@pytest.mark.parametrize(
    "folder",
    [
        "\\\\northmere-fs\\casework\\vault",
        "//northmere-fs/casework/vault",
        "\\\\?\\UNC\\northmere-fs\\casework\\vault",
        "H:\\vault",
        "h:\\Vault",
    ],
)
def test_windows_shares_are_refused_by_name_and_by_letter(folder: str) -> None:
    with pytest.raises(DomainError, match=r"vault\.on_network_drive"):
        refuse_shared_place(PureWindowsPath(folder), (DISK, MAPPED), ())


@pytest.mark.parametrize("folder", ["C:\\SPOC\\vault", "\\\\?\\C:\\SPOC\\vault"])
def test_a_windows_disk_is_taken(folder: str) -> None:
    assert refuse_shared_place(PureWindowsPath(folder), (DISK, MAPPED), ()) is None


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("C:\\Users\\am\\OneDrive - Northmere Police\\Documents\\vault", "OneDrive"),
        ("C:\\Users\\am\\ONEDRIVE\\vault", "OneDrive"),
        ("C:\\Users\\am\\Dropbox (Personal)\\vault", "Dropbox"),
        ("G:\\My Drive\\vault", "Google Drive"),
        ("C:\\Users\\am\\iCloudDrive\\vault", "iCloud"),
        ("C:\\Users\\am\\Nextcloud\\vault", "Nextcloud"),
        ("C:\\Users\\am\\Box Sync", "Box"),
    ],
)
def test_folders_named_by_a_service_are_refused_with_its_name(folder: str, service: str) -> None:
    with pytest.raises(DomainError) as refused:
        refuse_shared_place(PureWindowsPath(folder), (DISK,), ())
    assert (refused.value.code, refused.value.values["service"]) == ("vault.in_cloud_folder", service)


@pytest.mark.parametrize(
    "folder", ["/vaults/dropbox audit 2027", "/vaults/onedrives", "/vaults/Megan", "/my/drive"]
)
def test_names_that_only_resemble_a_service_are_taken(folder: str) -> None:
    assert refuse_shared_place(PurePosixPath(folder), (ROOT,), ()) is None


def test_a_folder_that_the_computer_says_is_copied_is_refused() -> None:
    cloud = CloudFolder(PureWindowsPath("C:\\Users\\am\\Northmere Police\\Team"), "OneDrive")
    with pytest.raises(DomainError, match=r"vault\.in_cloud_folder"):
        refuse_shared_place(
            PureWindowsPath("c:\\users\\AM\\northmere police\\team\\vault"), (DISK,), (cloud,)
        )
    assert refuse_shared_place(PureWindowsPath("C:\\Users\\am\\vault"), (DISK,), (cloud,)) is None


@pytest.mark.parametrize(
    "kind", ["ext4", "xfs", "btrfs", "tmpfs", "overlay", "fuseblk", "zfs", "vfat", "ntfs3"]
)
def test_kinds_of_file_system_on_local_disks_are_not_taken_for_shares(kind: str) -> None:
    assert kind not in NETWORK_KINDS
