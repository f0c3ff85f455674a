"""What one may type after spoc-desk pack."""

from __future__ import annotations

import argparse
from pathlib import Path

from spoc_desk.cli.release_arguments import second_options
from spoc_desk.services.pack_content import PAPERS
from spoc_desk.services.schedules import SCHEDULES


def pack_options(pack: argparse.ArgumentParser) -> None:
    """Which casefile, what becomes of the pack, and its terms."""
    pack.add_argument("casefile", metavar="CASEFILE")
    does = pack.add_mutually_exclusive_group(required=True)
    does.add_argument(
        "--to", type=Path, metavar="FILE.pdf", help="released for good, unsigned, and saved there"
    )
    does.add_argument(
        "--draft",
        action="store_true",
        help="only built: look at it, then release it, signed if need be, with release",
    )
    does.add_argument(
        "--preflight", action="store_true", help="build nothing; list faults, exit 1 if one stops the pack"
    )
    replaces(pack)
    pack.add_argument("--exhibits", default="", metavar="REF,…", help="only these, in this order")
    pack.add_argument("--recipient", default="", metavar="NAME", help="CPS, or who the template names")
    pack.add_argument(
        "--internal", action="store_true", help="not a served copy: may name phones and e-mails"
    )
    _terms(pack)
    second_options(pack)


def replaces(command: argparse.ArgumentParser) -> None:
    """Whether a file that is already there is written over."""
    command.add_argument("--replace", action="store_true", help="write over a file that is already there")


def _terms(pack: argparse.ArgumentParser) -> None:
    pack.add_argument("--template", default="", metavar="KEY", help="a kind of pack: list VAULT templates")
    pack.add_argument(
        "--section",
        action="append",
        default=[],
        metavar="TITLE=REF,…",
        help="exhibits and statements under a title of their own; may be given again",
    )
    pack.add_argument("--papers", metavar="A,B", help=f"case papers to print: {', '.join(PAPERS)}")
    pack.add_argument("--schedules", metavar="A,B", help=f"to print: {', '.join(SCHEDULES)}")
    pack.add_argument(
        "--profile", default="", metavar="KEY", help="evidential, court, or another court's: supreme_court …"
    )
    pack.add_argument(
        "--continues", default="", metavar="PK/…", help="add late pages to this released pack; needs --note"
    )
    pack.add_argument(
        "--supersedes", default="", metavar="PK/…", help="take the place of this released pack; needs --note"
    )
    pack.add_argument("--note", default="", metavar="TEXT", help="why they are late, or what has changed")
    pack.add_argument("--title", default="", metavar="TEXT")
    pack.add_argument("--purpose", default="", metavar="TEXT")
    pack.add_argument("--handling", metavar="TEXT", help="how the pack is to be handled")
    pack.add_argument(
        "--authorised-by",
        default="",
        metavar="NAME",
        help="whom the cover names; the second officer if not given",
    )
    pack.add_argument(
        "--with-addresses", action="store_true", help="print home addresses; only with --internal"
    )
    pack.add_argument(
        "--machine-text", action="store_true", help="read the words of scanned pages by OCR, marked as such"
    )
    pack.add_argument(
        "--volume-size", type=_megabytes, default=0, metavar="MB", help="split it into files no larger"
    )
    pack.add_argument(
        "--check-files", action="store_true", help="with --preflight: read every file against its digest"
    )


def _megabytes(typed: str) -> int:
    """Bytes."""
    if not typed.isdecimal() or not int(typed):
        raise argparse.ArgumentTypeError(f"{typed} is not a size in megabytes; write it as 36")
    return int(typed) * 1_000_000
