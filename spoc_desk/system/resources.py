"""Finds the resources folder: inside an installed package, or beside it in a checkout."""

from pathlib import Path


def resource_folder() -> Path:
    """The folder that holds fonts, icons, law-packs, schemas, checklists and messages.

    Raises FileNotFoundError when the installation is incomplete.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "resources", package.parent / "resources"):
        if (folder / "messages").is_dir():
            return folder
    raise FileNotFoundError(str(package.parent / "resources"))


def migration_folder() -> Path:
    """The folder of the database's revisions. Raises FileNotFoundError as above."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "db", package.parent / "db"):
        if (folder / "versions").is_dir():
            return folder
    raise FileNotFoundError(str(package.parent / "db"))
