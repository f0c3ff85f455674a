"""Where a vault may lie: on a disk of this computer, in a folder that nothing copies elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath, PureWindowsPath

from spoc_desk.domain.errors import DomainError

NETWORK_KINDS = frozenset(
    {
        "9p", "afs", "ceph", "cifs", "coda", "davfs", "drvfs", "fuse.ceph", "fuse.davfs2",
        "fuse.glusterfs", "fuse.google-drive-ocamlfuse", "fuse.gvfsd-fuse", "fuse.onedriver",
        "fuse.portal", "fuse.rclone", "fuse.s3fs", "fuse.sshfs", "fuse.vmhgfs-fuse", "gfs2",
        "glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "ocfs2", "prl_fs", "smb3", "smbfs", "sshfs",
        "vboxsf", "virtiofs", "vmhgfs",
    }
)  # fmt: skip

_SERVICES = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "icloud drive": "iCloud",
    "iclouddrive": "iCloud",
    "mobile documents": "iCloud",
    "box sync": "Box",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "pcloud drive": "pCloud",
    "pclouddrive": "pCloud",
    "mega": "MEGA",
    "megasync": "MEGA",
}


@dataclass(frozen=True, slots=True)
class Mount:
    """One disk or share in the folder tree, and what kind of file system it is."""

    point: PurePath
    kind: str
    network: bool


@dataclass(frozen=True, slots=True)
class CloudFolder:
    """A folder that a service copies off this computer."""

    path: PurePath
    service: str


def refuse_shared_place(
    folder: PurePath, mounts: Iterable[Mount], cloud_folders: Iterable[CloudFolder]
) -> None:
    """Refuse a folder, given in full and without links, that other computers can reach.

    Two computers that write one database damage it, and a copy that a service makes of it is
    neither whole nor ours to give. Raises vault.on_network_drive, vault.in_cloud_folder.
    """
    kind = _network_kind(folder, mounts)
    if kind:
        raise DomainError("vault.on_network_drive", folder=str(folder), kind=kind)
    service = _service(folder, cloud_folders)
    if service:
        raise DomainError("vault.in_cloud_folder", folder=str(folder), service=service)


def refuse_synced_place(folder: PurePath, cloud_folders: Iterable[CloudFolder]) -> None:
    """Refuse a folder that a service copies off this computer, for a backup.

    A share of the force's own may hold backups: they are written by this computer alone, and all but
    names and sizes is encrypted. A service outside is for the force to contract, not for an officer.
    Raises backup.in_cloud_folder.
    """
    service = _service(folder, cloud_folders)
    if service:
        raise DomainError("backup.in_cloud_folder", folder=str(folder), service=service)


def _network_kind(folder: PurePath, mounts: Iterable[Mount]) -> str:
    if isinstance(folder, PureWindowsPath) and _is_share(folder.drive):
        return folder.drive
    holding = [mount for mount in mounts if folder.is_relative_to(mount.point)]
    # A later mount on the same point hides the earlier one.
    nearest = max(enumerate(holding), key=lambda pair: (len(pair[1].point.parts), pair[0]), default=None)
    return nearest[1].kind if nearest and nearest[1].network else ""


def _is_share(drive: str) -> bool:
    bare = drive.replace("/", "\\")
    return bare.startswith("\\\\") and (
        not bare.startswith(("\\\\?\\", "\\\\.\\")) or "\\UNC\\" in bare.upper()
    )


def _service(folder: PurePath, cloud_folders: Iterable[CloudFolder]) -> str:
    for cloud in cloud_folders:
        if folder.is_relative_to(cloud.path):
            return cloud.service
    for part in folder.parts:
        # Work accounts add the employer: "OneDrive - Northmere Police", "Dropbox (Personal)".
        name = part.casefold().partition(" - ")[0].partition(" (")[0]
        if name in _SERVICES:
            return _SERVICES[name]
    return ""
