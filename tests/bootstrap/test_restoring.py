"""Restoring a real vault: what comes back, what is refused, and that the place keeps one whole vault."""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from spoc_desk.domain.backups import Backup, BackupState
from spoc_desk.domain.changes import PartsKept
from spoc_desk.domain.dual_control import SecondOfficer
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.domain.kept_parts import KeptPart
from spoc_desk.services.backups import make_backup
from spoc_desk.services.restoring import RestoreVault
from spoc_desk.services.verify import verify_vault
from spoc_desk.storage import restore_place
from spoc_desk.storage.keyslot_file import KeyslotFile
from tests.architecture.sources import ROOT
from tests.bootstrap.backed_up import BackedUp, flip
from tests.bootstrap.restoring import refusal, restore, snapshot, tree
from tests.bootstrap.vaults import OFFICER, PASSPHRASE


def test_a_vault_comes_back_where_none_is_and_says_where_it_is_from(held: BackedUp) -> None:
    shutil.rmtree(held.folder)
    done = restore(held)
    held.reopen()
    assert len(held.find(Exhibit)) == 3
    report = verify_vault(held.desk, full=True)
    assert (report.faults, report.exhibits) == (0, 3)
    (event,) = held.events("VaultRestored")
    assert (event["sequence"], event["head"]) == (done.sequence, done.head)
    assert held.find(Backup)[-1].state is BackupState.PROVED
    told = [each.code for each in held.vault.notices]
    # It says that it was restored, and no more: nothing was rolled back unsaid, nothing is missing.
    assert told == ["sittings.restored", "sittings.recovery_unproved"]
    assert [each.code for each in done.back.told] == ["restore.not_compared", "restore.behind"]
    held.close()
    held.reopen()
    assert [each.code for each in held.vault.notices] == ["sittings.recovery_unproved"]
    assert sorted(p.name for p in held.folder.parent.iterdir() if "restor" in p.name) == []


def test_pages_kept_for_packs_are_not_backed_up_and_nobody_is_alarmed(held: BackedUp) -> None:
    held.reopen()
    key = held.desk.evidence.new_item()
    sealed = held.desk.evidence.seal_stream(io.BytesIO(b"%PDF"), key, lambda _d, _t: None, lambda: False)
    exhibit = held.find(Exhibit)[0]
    with held.desk.unit_of_work() as work:
        work.add(
            KeptPart(
                0, "key", exhibit.id, key.name, key.identity, sealed.size, sealed.sha256, 1, "text", (),
                held.desk.clock.now(), "1",
            )
        )  # fmt: skip
        work.record(PartsKept(kept=1, dropped=0))
    made = make_backup(held.drive, held.desk)
    held.close()
    assert not held.sealed(key.name, held.backups).exists()
    assert restore(held, stamp=made.snapshot.stamp).files == 4
    held.reopen()
    assert [each.code for each in held.vault.notices] == ["sittings.restored", "sittings.recovery_unproved"]
    assert held.find(KeptPart) == ()
    assert verify_vault(held.desk, full=True).faults == 0


def test_the_vault_that_was_there_is_set_aside_whole(held: BackedUp) -> None:
    before = tree(held.folder)
    done = restore(held)
    assert done.aside is not None
    assert done.self_authorised
    assert {**tree(done.aside), "vault.lock": b""} == {**before, "vault.lock": b""}
    held.reopen()
    assert len(held.find(Exhibit)) == 3
    held.close()
    held.reopen(done.aside)
    assert len(held.find(Exhibit)) == 4


def test_the_printed_recovery_key_restores_a_vault_on_any_computer(held: BackedUp) -> None:
    shutil.rmtree(held.folder)
    done = restore(held, passphrase="", recovery_key=held.identity)
    assert done.files == 3
    held.reopen()
    assert verify_vault(held.desk).faults == 0


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"passphrase": "six words that are not the ones"}, "keys.wrong_passphrase"),
        ({"officer": "DI Nobody"}, "keys.no_slot"),
        ({"stamp": "20200101T000000Z"}, "backup.unknown"),
        ({"stamp": "../../etc"}, "backup.unknown"),
        ({"second": SecondOfficer(OFFICER, PASSPHRASE)}, "dual.same_officer"),
    ],
)
def test_what_was_typed_wrong_replaces_nothing(held: BackedUp, terms: dict, code: str) -> None:
    before = tree(held.folder)
    assert refusal(lambda: restore(held, **terms)).code == code
    assert tree(held.folder) == before
    assert not restore_place.scratch_of(held.folder).exists()


def swapped_keyslots(held: BackedUp) -> None:
    path = snapshot(held) / "keyslots.json"
    path.write_text(path.read_text().replace("vault", "valut"), "utf-8")


def manifest_with(held: BackedUp, change: Callable[[dict], None]) -> None:
    path = snapshot(held) / "manifest.json"
    told = json.loads(path.read_text())
    change(told)
    path.write_text(json.dumps(told), "utf-8")


def pooled(held: BackedUp, number: int = 0) -> Path:
    return sorted((held.backups / "evidence").rglob("*.age"))[number]


def swap_evidence(held: BackedUp) -> None:
    one, other = pooled(held), pooled(held, 1)
    keep = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(keep)


def link_instead(path: Path, to: str) -> None:
    path.unlink()
    path.symlink_to(to)


def pipe_instead(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


HARMS: dict[str, Callable[[BackedUp], object]] = {
    "a file outside": lambda held: manifest_with(
        held, lambda told: told["files"].update({"../../vault.db": told["files"]["vault.db"]})
    ),
    "evidence outside": lambda held: manifest_with(held, lambda told: told["evidence"].update({"../x": 3})),
    "evidence added": lambda held: manifest_with(held, lambda told: told["evidence"].update({"a" * 32: 3})),
    "evidence left out": lambda held: manifest_with(held, lambda told: told["evidence"].popitem()),
    "evidence called missing": lambda held: manifest_with(
        held, lambda told: told["missing"].append(told["evidence"].popitem()[0])
    ),
    "another vault": lambda held: manifest_with(held, lambda told: told.update(vault="0" * 36)),
    "another head": lambda held: manifest_with(held, lambda told: told.update(head="0" * 64)),
    "an endless size": lambda held: manifest_with(
        held, lambda told: told["evidence"].update({next(iter(told["evidence"])): 1 << 60})
    ),
    "no signature": lambda held: manifest_with(held, lambda told: told.update(signature="")),
    "not even JSON": lambda held: (snapshot(held) / "manifest.json").write_bytes(b"\xff" * 900),
    "deep JSON": lambda held: (snapshot(held) / "manifest.json").write_bytes(b"[" * 100_000),
    "a link for the manifest": lambda held: link_instead(snapshot(held) / "manifest.json", "/etc/passwd"),
    "a link for the database": lambda held: link_instead(snapshot(held) / "vault.db", "/etc/passwd"),
    "a pipe for the keyslots": lambda held: pipe_instead(snapshot(held) / "keyslots.json"),
    "a pipe for the marker": lambda held: pipe_instead(held.backups / "backup.json"),
    "a pipe in the pool": lambda held: pipe_instead(pooled(held)),
    "a link in the pool": lambda held: link_instead(pooled(held), "/etc/passwd"),
    "swapped evidence": swap_evidence,
    "missing evidence": lambda held: pooled(held).unlink(),
    "a bit of evidence": lambda held: flip(pooled(held)),
    "a bit of the database": lambda held: flip(snapshot(held) / "vault.db", 9000),
    "a missing database": lambda held: (snapshot(held) / "vault.db").unlink(),
    "keyslots of another": swapped_keyslots,
}


@pytest.mark.parametrize("harm", HARMS)
def test_a_hostile_backup_is_refused_in_one_sentence_and_replaces_nothing(held: BackedUp, harm: str) -> None:
    HARMS[harm](held)
    before = tree(held.folder)
    refused = refusal(lambda: restore(held, stamp=snapshot(held).name))
    assert refused.code.partition(".")[0] in {"backup", "restore"}
    told = held.machine.messages.sentence(refused)
    assert told.count("\n") == 0
    assert told != refused.code
    assert tree(held.folder) == before
    assert not restore_place.scratch_of(held.folder).exists()


def test_keyslots_of_another_vault_are_told_apart_even_when_the_list_fits_them(held: BackedUp) -> None:
    path = snapshot(held) / "keyslots.json"
    slots = KeyslotFile(snapshot(held)).read().slots
    KeyslotFile(snapshot(held)).write(tuple(replace(slot, vault="another") for slot in slots))
    (snapshot(held) / "keyslots.copy.json").unlink()
    content = path.read_bytes()
    manifest_with(
        held,
        lambda told: told["files"].update({"keyslots.json": [len(content), sha256(content).hexdigest()]}),
    )
    assert refusal(lambda: restore(held)).code == "backup.other_vault_inside"


def test_a_damaged_newest_backup_gives_way_to_the_one_before(held: BackedUp) -> None:
    held.reopen()
    first = snapshot(held).name
    newest = make_backup(held.drive, held.desk).snapshot.stamp
    held.close()
    (held.backups / "snapshots" / newest / "manifest.json").write_text("{}", "utf-8")
    assert restore(held).stamp == first


def test_a_vault_that_is_open_is_not_replaced(held: BackedUp) -> None:
    held.reopen()
    assert refusal(lambda: restore(held)).code == "vault.already_open"
    held.close()


def test_a_folder_of_something_else_is_not_replaced(held: BackedUp) -> None:
    place = held.folder.parent / "letters"
    place.mkdir()
    (place / "letter.txt").write_text("Dear", "utf-8")
    assert refusal(lambda: restore(held, place=place)).code == "vault.folder_not_empty"
    assert (place / "letter.txt").exists()


def test_a_cancelled_restore_leaves_the_place_as_it_was(held: BackedUp) -> None:
    before = tree(held.folder)
    asked: list[None] = []

    def cancelled() -> bool:
        asked.append(None)
        return len(asked) > 8

    command = RestoreVault(held.drive, held.folder, OFFICER, PASSPHRASE)
    refused = refusal(lambda: held.machine.restore_vault(command, lambda _d, _t: None, cancelled))
    assert refused.code == "work.cancelled"
    assert tree(held.folder) == before
    assert not restore_place.scratch_of(held.folder).exists()


CUT_OFF = """
import os, sys
from pathlib import Path
from spoc_desk.services.restoring import RestoreVault
from spoc_desk.storage import restore_place
from tests.bootstrap.vaults import OFFICER, PASSPHRASE, machine_in
folder, drive = map(Path, sys.argv[1:])
restore_place._move_in = lambda scratch, place: os._exit(9)
machine_in(folder.parent).restore_vault(
    RestoreVault(drive, folder, OFFICER, PASSPHRASE), lambda done, total: None, lambda: False
)
"""


def test_a_restore_killed_between_its_renamings_is_finished_by_the_next_start(held: BackedUp) -> None:
    told = [sys.executable, "-c", CUT_OFF, str(held.folder), str(held.drive)]
    assert subprocess.run(told, cwd=ROOT, check=False).returncode == 9
    assert not held.folder.exists()
    assert [each.name for each in held.machine.officers(held.folder)] == [OFFICER]
    held.reopen()
    assert len(held.find(Exhibit)) == 3
    assert not restore_place.scratch_of(held.folder).exists()
    assert not (held.folder / restore_place.WHOLE).exists()
    held.close()


def test_when_the_last_renaming_fails_the_old_vault_is_put_back(
    held: BackedUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(held.folder)

    def failing(_scratch: Path, _place: Path) -> None:
        raise OSError(errno.EIO, "the disk")

    monkeypatch.setattr(restore_place, "_move_in", failing)
    assert refusal(lambda: restore(held)).code == "vault.disk_fault"
    assert tree(held.folder) == before
    assert not restore_place.scratch_of(held.folder).exists()


def test_a_restore_cut_off_earlier_leaves_the_old_vault_and_is_cleared_away(held: BackedUp) -> None:
    scratch = restore_place.scratch_of(held.folder)
    shutil.copytree(snapshot(held), scratch)
    (scratch / restore_place.WHOLE).write_text("{}", "utf-8")
    held.reopen()
    assert len(held.find(Exhibit)) == 4
    assert not scratch.exists()
    held.close()
