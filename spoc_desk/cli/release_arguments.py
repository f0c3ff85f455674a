"""What one may type after spoc-desk release and spoc-desk certificate, and for a second officer."""

from __future__ import annotations

import argparse
from pathlib import Path


def second_options(made: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """The second officer, for every command whose deed takes two."""
    made.add_argument("--second-officer", default="", metavar="NAME", help="the colleague who stands by")
    made.add_argument(
        "--second-passphrase-file", metavar="FILE",
        help="their own passphrase, or - for standard input: the line after the vault's own passphrase",
    )  # fmt: skip
    return made


def release_options(release: argparse.ArgumentParser) -> None:
    """A pack released, and the copies saved of it."""
    release.add_argument("reference", metavar="PACK", help="such as PK/2026/0001")
    release.add_argument("--authorised-by", default="", metavar="NAME", help="as the cover says")
    release.add_argument("--sign", action="store_true", help="with the certificate in the vault")
    release.add_argument("--time-stamp", action="store_true", help="sign, and have it time-stamped")
    release.add_argument(
        "--accept-slip-sheets",
        "--accept-faults",
        action="store_true",
        help="although exhibits could not be printed, pages show how to reach somebody, or redactions "
        "were not checked",
    )
    release.add_argument("--to", type=Path, metavar="FOLDER", help="save the whole release there")
    release.add_argument(
        "--age", action="append", default=[], metavar="KEY", help="for this age key instead; may be repeated"
    )
    release.add_argument("--pdf-password-file", metavar="FILE", help="behind a password instead, unsigned")
    release.add_argument("--although-superseded", action="store_true", help="save a copy all the same")
    release.add_argument("--replace", action="store_true", help="write over a file that is already there")
    _opens_certificate(release)
    second_options(release)


def certificate_options(keeps: argparse.ArgumentParser) -> None:
    """The certificate added, made for trial, removed or shown; the time-stamp server set."""
    what = keeps.add_mutually_exclusive_group()
    what.add_argument("--add", type=Path, metavar="FILE.p12", help="keep the force's certificate")
    what.add_argument("--trial", action="store_true", help="make a self-signed one to try with")
    what.add_argument("--remove", action="store_true", help="take it out of the vault")
    what.add_argument("--show", action="store_true", help="only say what is there")
    keeps.add_argument("--time-stamp-server", metavar="ADDRESS", help="an empty one turns time-stamps off")
    _opens_certificate(keeps)


def _opens_certificate(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--certificate-passphrase-file", metavar="FILE", help="its first line opens the certificate"
    )
