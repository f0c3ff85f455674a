"""Words out of pictures of pages by ocrmypdf and Tesseract, where both are installed: offline, in limits."""

import re
import shutil
import subprocess
import threading
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from spoc_desk.domain.errors import DomainError
from spoc_desk.system.programs import run_confined

SECONDS = 60.0
SECONDS_FOR_A_PAGE = 40.0
_LANGUAGES = {"eng": "English", "cym": "Welsh"}


class OcrProgram:
    """The installed programs that read pictures. Threads may share it: it reads one file at a time."""

    def __init__(self, program: Path, tesseract: Path) -> None:
        self._program = program
        self._tesseract = tesseract
        self._turn = threading.Lock()

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Which of English and Welsh it can read, by Tesseract's names; none without English."""
        known = _said(self._tesseract, "--list-langs").split()
        return tuple(each for each in _LANGUAGES if each in known) if "eng" in known else ()

    @cached_property
    def version(self) -> str:
        """Its name, version and languages, as "Tesseract 5.3.0 (English)"."""
        found = re.search(r"tesseract v?(\d+(?:\.\d+)*)", _said(self._tesseract, "--version"))
        languages = ", ".join(_LANGUAGES[each] for each in self.languages)
        return f"Tesseract {found[1] if found else ''}".strip() + f" ({languages})"

    def read(self, drawn: Path, pages: int, stopped: Callable[[], bool]) -> Path:
        """A PDF beside `drawn`, a PDF of that many pictures, which has their words too.

        Raises DomainError("preview.unavailable", reason=…).
        """
        with self._turn:
            folder = drawn.with_name(f"{drawn.name}.ocr")
            folder.mkdir(mode=0o700)
            try:
                return self._read(drawn, folder, pages, stopped)
            finally:
                shutil.rmtree(folder, ignore_errors=True)

    def _read(self, drawn: Path, folder: Path, pages: int, stopped: Callable[[], bool]) -> Path:
        made = folder / "read.pdf"
        command = [str(self._program), "--quiet", "--skip-text", "--pdf-renderer", "sandwich"]
        command += ["--optimize", "0", "--output-type", "pdf", "--jobs", "1"]
        command += ["--tesseract-timeout", f"{SECONDS_FOR_A_PAGE:g}", "--language", "+".join(self.languages)]
        seconds = SECONDS + SECONDS_FOR_A_PAGE * pages
        ended = run_confined([*command, str(drawn), str(made)], folder, seconds=seconds, stopped=stopped)
        if ended.code != 0 or not made.is_file():
            why = "it takes too long to read" if ended.late else "the OCR program could not read it"
            raise DomainError("preview.unavailable", reason=why)
        return made.replace(drawn.with_name(f"{drawn.name}.read"))


def find_ocr() -> OcrProgram | None:
    """Ocrmypdf and Tesseract on the search path, or None."""
    program, tesseract = shutil.which("ocrmypdf"), shutil.which("tesseract")
    return OcrProgram(Path(program), Path(tesseract)) if program and tesseract else None


def _said(program: Path, option: str) -> str:
    try:
        ran = subprocess.run([program, option], capture_output=True, timeout=20, check=False, text=True)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return ran.stdout + ran.stderr
