"""Office documents as PDF by LibreOffice, where it is installed: alone, offline, its macros off."""

import os
import re
import shutil
import subprocess
import threading
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from spoc_desk.domain.errors import DomainError
from spoc_desk.system.programs import run_confined

SECONDS = 90.0
_FAILED = "LibreOffice could not convert it; it may be damaged. Add a PDF made from it to have it printed"
_LATE = "LibreOffice takes too long to convert it. Add a PDF made from it to have it printed"
# How each ending is to be read, so that what only pretends to be a letter is not read as something else.
_READ_AS = {
    "docx": "MS Word 2007 XML",
    "docm": "MS Word 2007 XML",
    "doc": "MS Word 97",
    "odt": "writer8",
    "rtf": "Rich Text Format",
}
_SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
_SETTINGS = (
    (_SECURITY, "DisableMacrosExecution", "true"),
    (_SECURITY, "MacroSecurityLevel", "3"),
    (_SECURITY, "BlockUntrustedRefererLinks", "true"),
    (_SECURITY, "DisableActiveContent", "true"),
    (_SECURITY, "CheckDocumentEvents", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Office.Writer/Content/Update", "Field", "false"),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "1"),
    ("/org.openoffice.Office.Java/VirtualMachine", "Enable", "false"),
    ("/org.openoffice.Office.Common/Misc", "FirstRun", "false"),
    ("/org.openoffice.Office.Common/Misc", "UseOpenCL", "false"),
)


class LibreOffice:
    """The installed LibreOffice. Threads may share it: it converts one document at a time."""

    def __init__(self, program: Path) -> None:
        self._program = program
        self._turn = threading.Lock()

    @cached_property
    def version(self) -> str:
        """Its name and version, as "LibreOffice 7.4.7"."""
        try:
            ran = subprocess.run(
                [self._program, "--version"], capture_output=True, timeout=20, check=False, text=True
            )
        except (OSError, subprocess.TimeoutExpired):
            return "LibreOffice"
        found = re.search(r"LibreOffice \d+(\.\d+){0,2}", ran.stdout)
        return found[0] if found else "LibreOffice"

    def convert(self, source: Path, ending: str, stopped: Callable[[], bool]) -> Path:
        """A PDF beside `source`. `ending`: the kind of document, as "docx".

        Its profile, its temporary files and its copy of the document are gone
        afterwards. Raises DomainError("preview.unavailable", reason=…).
        """
        with self._turn:
            folder = source.with_name(f"{source.name}.office")
            folder.mkdir(mode=0o700)
            try:
                return self._converted(source, ending, folder, stopped)
            finally:
                shutil.rmtree(folder, ignore_errors=True)

    def _converted(self, source: Path, ending: str, folder: Path, stopped: Callable[[], bool]) -> Path:
        profile = folder / "profile"
        _write_settings(profile)
        document = folder / f"document.{ending}"
        os.link(source, document)
        command = [str(self._program), f"-env:UserInstallation={profile.as_uri()}"]
        command += ["--headless", "--invisible", "--norestore", "--nodefault", "--nolockcheck", "--nologo"]
        command += ["--nofirststartwizard", "--convert-to", "pdf", "--outdir", str(folder)]
        if ending in _READ_AS:
            command.append(f"--infilter={_READ_AS[ending]}")
        ended = run_confined([*command, str(document)], folder, seconds=SECONDS, stopped=stopped)
        made = folder / "document.pdf"
        if not made.is_file() or made.stat().st_size == 0:
            raise DomainError("preview.unavailable", reason=_LATE if ended.late else _FAILED)
        return made.replace(source.with_name(f"{source.name}.converted"))


def find_libreoffice() -> LibreOffice | None:
    """LibreOffice on the search path or in Windows' usual folders, or None."""
    found = shutil.which("soffice")
    places = [Path(found)] if found else []
    homes = (os.environ.get(name, "") for name in ("PROGRAMFILES", "PROGRAMFILES(X86)"))
    places += [Path(home) / "LibreOffice" / "program" / "soffice.com" for home in homes if home]
    return next((LibreOffice(place) for place in places if place.is_file()), None)


def _write_settings(profile: Path) -> None:
    folder = profile / "user"
    folder.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>\n"
        for path, name, value in _SETTINGS
    )
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
        f"{items}</oor:items>\n",
        encoding="utf-8",
    )
