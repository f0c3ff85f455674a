"""A vault with one of everything that lies on the disk, to be damaged, and what the program says of it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from spoc_desk.domain.errors import DomainError
from spoc_desk.services.messages import Messages
from spoc_desk.services.pack_building import BuildPack, build_pack
from spoc_desk.services.pack_content import PackTerms
from spoc_desk.services.verify import verify_vault
from spoc_desk.services.verify_words import told_faults
from spoc_desk.storage.failed_unlocks import FAILED_UNLOCKS
from spoc_desk.system.resources import resource_folder
from tests.bootstrap.vaults import OFFICER, PASSPHRASE, machine_in
from tests.cli.incidents import report_one
from tests.faults import vaults

PACK = "pack"


@dataclass(frozen=True)
class Said:
    """What opening and a full check said: refused, found, noticed or nothing, and in which words."""

    how: str
    sentences: tuple[str, ...]


def make(folder: Path) -> None:
    """A vault with exhibits, a pack with its kept parts, and a wrong passphrase on record."""
    vaults.make(folder)
    machine = machine_in(folder)
    vault = machine.open_vault(vaults.vault_in(folder), OFFICER, PASSPHRASE)
    before = vault.desk.evidence.names()
    build_pack(BuildPack(1, PackTerms("CPS", "Advice")), vault.desk)
    names = sorted(vault.desk.evidence.names() - before)
    (folder / PACK).write_text("\n".join(names), "utf-8")
    vault.close("exit")
    machine.close()
    with pytest.raises(DomainError, match=r"keys\.wrong_passphrase"):
        machine_in(folder).open_vault(vaults.vault_in(folder), OFFICER, "not the passphrase at all")


def make_cut_off(folder: Path) -> None:
    """The same as the power left it: a log beside the database, with changes that are in nothing else."""
    working = folder / "working"
    working.mkdir()
    vaults.make(working)
    vault = vaults.opened(working)
    for number in range(6):
        report_one(vault.desk, f"Threat {number}")
    shutil.copytree(vaults.vault_in(working), vaults.vault_in(folder))
    shutil.copytree(working / "settings", folder / "settings")
    vault.close("exit")
    shutil.rmtree(working)


@cache
def _messages() -> Messages:
    return Messages.read(resource_folder() / "messages" / "en.toml")


def say_of(folder: Path) -> Said:
    """Opens the vault and checks it in full. Anything but a refusal with its sentence goes through."""
    try:
        vault = vaults.opened(folder)
    except DomainError as refused:
        return Said("refused", (worded(refused),))
    try:
        noticed = tuple(_messages().said(each) for each in vault.notices if each.code not in _USUAL)
        report = verify_vault(vault.desk, full=True)
        found = tuple(_messages().said(fault) for fault in told_faults(report))
        return Said("found" if found else "noticed" if noticed else "", noticed + found)
    except DomainError as refused:
        return Said("refused", (worded(refused),))
    finally:
        try:
            vault.close("exit")
        except DomainError as refused:
            worded(refused)


_USUAL = {"sittings.recovery_unproved", "sittings.unlocks_failed", "sittings.unlock_failed"}


def worded(refused: DomainError) -> str:
    """The sentence of a refusal. Fails when it has none."""
    sentence = _messages().sentence(refused)
    assert sentence != str(refused), f"{refused.code} has no sentence"
    return sentence


def files_of(folder: Path) -> dict[str, list[Path]]:
    """What lies on the disk, by kind."""
    vault = vaults.vault_in(folder)
    packs = (folder / PACK).read_text("utf-8").split() if (folder / PACK).exists() else []
    sealed = sorted((vault / "evidence").glob("??/*.age"))
    return {
        "database": [vault / "vault.db"],
        "log": [vault / "vault.db-wal"],
        "keyslots": [vault / "keyslots.json", vault / "keyslots.copy.json"],
        "recovery": sorted(vault.glob("recovery.age*")),
        "exhibit": [path for path in sealed if path.stem not in packs],
        "pack": [path for path in sealed if path.stem in packs],
        "failed unlocks": [vault / FAILED_UNLOCKS],
    }
