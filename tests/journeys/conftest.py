"""What journeys share: an account of their own on this computer, and vaults that others made."""

import json
import shutil
from pathlib import Path

import pytest

from tests.ui.conftest import theme, window_theme  # noqa: F401
from tests.ui.real import *  # noqa: F403


@pytest.fixture
def account(desktop_environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """Variables of an officer who has never used the program on this computer."""
    own = {"XDG_CONFIG_HOME": str(tmp_path / "config"), "XDG_DATA_HOME": str(tmp_path / "data")}
    return {**desktop_environment, **own}


@pytest.fixture
def told_vault(told_template: Path, account: dict[str, str], tmp_path: Path) -> Path:
    """A vault with one case in it, which this account opened lately."""
    return _remembered(told_template, account, tmp_path)


def _remembered(template: Path, account: dict[str, str], folder: Path) -> Path:
    vault = folder / "vault"
    shutil.copytree(template / "vault", vault)
    settings = Path(account["XDG_CONFIG_HOME"]) / "SPOC Desk"
    settings.mkdir(parents=True)
    (settings / "recent.json").write_text(json.dumps([str(vault)]), "utf-8")
    return vault
