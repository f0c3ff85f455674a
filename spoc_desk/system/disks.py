"""Asks this machine which folders lie on other computers or are copied to them."""

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from spoc_desk.domain.places import NETWORK_KINDS, CloudFolder, Mount

_LINUX_MOUNTS = Path("/proc/self/mounts")
_OCTAL = re.compile(r"\\([0-7]{3})")
_ONEDRIVE_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_MARKERS = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".stfolder": "Syncthing",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".tmp.drivedownload": "Google Drive",
}


def mounts() -> tuple[Mount, ...]:
    """The disks and shares that this machine has in its folder tree; none known on other systems."""
    drives = tuple(_windows_drives())
    if drives or not _LINUX_MOUNTS.exists():
        return drives
    return read_mounts(_LINUX_MOUNTS.read_text(encoding="utf-8", errors="surrogateescape"))


def read_mounts(table: str) -> tuple[Mount, ...]:
    """The mounts in a table of the form of /proc/self/mounts, in its order."""
    found = []
    for line in table.splitlines():
        fields = line.split(" ")
        if len(fields) >= 3:
            point = _OCTAL.sub(lambda octal: chr(int(octal[1], 8)), fields[1])
            found.append(Mount(PurePosixPath(point), fields[2], fields[2] in NETWORK_KINDS))
    return tuple(found)


def cloud_folders(folder: Path, home: Path, environ: Mapping[str, str]) -> tuple[CloudFolder, ...]:
    """Folders that a service copies elsewhere, as far as settings and marker files above folder tell."""
    return tuple(
        CloudFolder(_resolved(path), service)
        for path, service in (
            *((Path(environ[name]), "OneDrive") for name in _ONEDRIVE_VARIABLES if environ.get(name)),
            *_dropbox_folders(home, environ),
            *_sharepoint_folders(),
            *_marked_folders(folder),
        )
    )


def _dropbox_folders(home: Path, environ: Mapping[str, str]) -> Iterator[tuple[Path, str]]:
    places = [Path(environ[name]) / "Dropbox" for name in ("APPDATA", "LOCALAPPDATA") if environ.get(name)]
    for settings in (*places, home / ".dropbox"):
        try:
            accounts = json.loads((settings / "info.json").read_text(encoding="utf-8"))
            yield from ((Path(account["path"]), "Dropbox") for account in accounts.values())
        except (OSError, ValueError, AttributeError, KeyError, TypeError):
            # No Dropbox here, or one that keeps its settings in another form.
            continue


def _marked_folders(folder: Path) -> Iterator[tuple[Path, str]]:
    for above in (folder, *folder.parents):
        for marker, service in _MARKERS.items():
            # The settings of Dropbox in a home folder bear the same name as its marker.
            is_settings = marker == ".dropbox" and (above / marker).is_dir()
            if not is_settings and os.path.lexists(above / marker):
                yield above, service


def _resolved(path: Path) -> Path:
    return path.resolve()


if sys.platform == "win32":
    import ctypes
    import winreg
    from pathlib import PureWindowsPath

    _REMOTE = 4
    _ONEDRIVE_MOUNTS = r"Software\SyncEngines\Providers\OneDrive"

    def _windows_drives() -> Iterator[Mount]:
        kernel = ctypes.windll.kernel32
        present = kernel.GetLogicalDrives()
        for number in range(26):
            root = f"{chr(ord('A') + number)}:\\"
            if present >> number & 1:
                kind = "network" if kernel.GetDriveTypeW(root) == _REMOTE else "disk"
                label = ctypes.create_unicode_buffer(261)
                # Google Drive shows itself as a disk of this computer, but under its own name.
                kernel.GetVolumeInformationW(root, label, 261, None, None, None, None, 0)
                named = label.value == "Google Drive"
                yield Mount(PureWindowsPath(root), label.value if named else kind, named or kind == "network")

    def _sharepoint_folders() -> Iterator[tuple[Path, str]]:
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _ONEDRIVE_MOUNTS) as providers:
                for number in range(winreg.QueryInfoKey(providers)[0]):
                    with winreg.OpenKey(providers, winreg.EnumKey(providers, number)) as provider:
                        yield Path(winreg.QueryValueEx(provider, "MountPoint")[0]), "OneDrive"
        except OSError:
            return
else:

    def _windows_drives() -> Iterator[Mount]:
        """None: not this system."""
        return iter(())

    def _sharepoint_folders() -> Iterator[tuple[Path, str]]:
        """None: known on Windows only."""
        return iter(())
