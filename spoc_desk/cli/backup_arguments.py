"""What one may type after spoc-desk backup and backups."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path


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
