"""What one may type after the commands for an auditor."""

from __future__ import annotations

import argparse
from pathlib import Path

from spoc_desk.domain.anchors import Explanation


def verify_options(made: argparse.ArgumentParser) -> None:
    """Options of verify."""
    made.add_argument("--full", action="store_true", help="read every evidence file against its digest")
    made.add_argument(
        "--anchor", action="append", default=[], metavar="NUMBER:HASH",
        help="an anchor printed on a pack, a return or a slip, as NUMBER:HASH; may be given again",
    )  # fmt: skip


def reads_options(made: argparse.ArgumentParser) -> None:
    """Options of reads."""
    made.add_argument(
        "of", metavar="REFERENCE|OFFICER",
        help="a record such as CN/2026/0001, an exhibit as CF/2026/0001:AM/1, or an officer's rank and name",
    )  # fmt: skip
    made.add_argument("--to", type=Path, metavar="FILE.csv", help="for a spreadsheet, formulas neutralised")
    made.add_argument("--replace", action="store_true", help="write over a file that is already there")


def anchor_options(made: argparse.ArgumentParser) -> None:
    """Options of anchor."""
    made.add_argument("--to", type=Path, metavar="FILE.pdf", help="the slip as a page to print")
    made.add_argument(
        "--acknowledge", choices=[each.value for each in Explanation],
        help="first end the alarm of an older vault: it was restored from a backup, or it has been reported",
    )  # fmt: skip
    made.add_argument("--replace", action="store_true", help="write over a file that is already there")
