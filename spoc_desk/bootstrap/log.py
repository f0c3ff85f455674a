"""The program's own log on this computer: what broke, where and when, and nothing of anybody's case."""

from __future__ import annotations

import logging
import time
from pathlib import Path

from spoc_desk.system.paths import make_own_folder

LOG_NAME = "spoc-desk.log"
LARGEST, OLDER = 256 * 1024, 3


class _Plain(logging.Formatter):
    """Times in UTC, and never a traceback: it would quote what was being worked on."""

    def __init__(self) -> None:
        super().__init__("%(asctime)sZ %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%S")
        self.converter = time.gmtime

    def format(self, record: logging.LogRecord) -> str:
        bare = logging.makeLogRecord(
            {**record.__dict__, "exc_info": None, "exc_text": None, "stack_info": None}
        )
        return super().format(bare)


def keep_log(folder: Path) -> logging.Handler | None:
    """Logs into this folder from now on, in a few small files that replace each other; None if it cannot."""
    from logging.handlers import RotatingFileHandler  # not before the first window has been painted

    try:
        make_own_folder(folder)
        handler = RotatingFileHandler(
            folder / LOG_NAME, maxBytes=LARGEST, backupCount=OLDER, encoding="utf-8"
        )
    except OSError:
        return None  # a desk without a log is better than no desk
    handler.setFormatter(_Plain())
    logging.getLogger("spoc_desk").addHandler(handler)
    return handler


def end_log(handler: logging.Handler | None) -> None:
    """Lets go of the log file."""
    if handler is not None:
        logging.getLogger("spoc_desk").removeHandler(handler)
        handler.close()
