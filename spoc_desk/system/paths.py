"""Where this program keeps what belongs to this account on this computer, outside any vault."""

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

_PROGRAM = "SPOC Desk"


@dataclass(frozen=True, slots=True)
class ProgramPaths:
    """settings: choices and the workstation's id; log: without personal data; vaults: proposed."""

    settings: Path
    log: Path
    vaults: Path


def program_paths() -> ProgramPaths:
    """This account's folders, none of which roams to other computers. Nothing is made yet."""
    dirs = platformdirs.PlatformDirs(_PROGRAM, appauthor=False, roaming=False)
    return ProgramPaths(
        settings=Path(dirs.user_config_dir),
        log=Path(dirs.user_log_dir),
        # Not the documents folder, which office computers often copy to OneDrive.
        vaults=Path(dirs.user_data_dir) / "Vaults",
    )


def make_own_folder(folder: Path) -> Path:
    """Make a folder that this account alone may read, and give it back."""
    for missing in reversed([path for path in (folder, *folder.parents) if not path.exists()]):
        missing.mkdir(mode=0o700, exist_ok=True)
    return folder


def write_own_file(path: Path, text: str) -> None:
    """Replace a small file that this account alone may read, whole or not at all."""
    make_own_folder(path.parent)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
