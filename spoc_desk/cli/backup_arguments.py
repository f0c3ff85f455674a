"""What one may type after spoc-desk backup, backups and restore."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from spoc_desk.cli.release_arguments import second_options


def backup_options(backup: ArgumentParser) -> None:
    """Where the backup goes, and whether it is proved."""
    backup.add_argument(
        "--to", type=Path, metavar="FOLDER", help="where backups lie; without it, where Admin says"
    )
    backup.add_argument(
        "--prove", action="store_true", help="then open a copy of it, and read a sample of its evidence"
    )
    backup.add_argument("--full-proof", action="store_true", help="then open it, and read all its evidence")


def list_options(listed: ArgumentParser) -> None:
    """Which folder."""
    listed.add_argument("folder", type=Path, metavar="FOLDER")


def restore_options(restore: ArgumentParser) -> None:
    """From where, to where, by whom, and who stands by."""
    restore.add_argument("folder", type=Path, metavar="FOLDER", help="the folder of the backups")
    restore.add_argument(
        "--to", required=True, type=Path, metavar="VAULT", help="where the vault goes; one there is set aside"
    )
    restore.add_argument(
        "--snapshot", default="", metavar="STAMP", help="which backup; the newest usable one when not given"
    )
    restore.add_argument("--officer", required=True, metavar="NAME", help="who restores it")
    restore.add_argument("--passphrase-file", metavar="FILE", help="their passphrase when it was made")
    restore.add_argument(
        "--recovery-key-file",
        metavar="FILE",
        help="instead: the printed key, or two shares; -",
    )
    second_options(restore)
