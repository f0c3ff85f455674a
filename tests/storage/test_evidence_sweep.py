"""What a crash leaves in the evidence folder, and how the next start clears it."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from spoc_desk.domain.evidence import EvidenceKey, Sealed
from spoc_desk.storage.evidence_files import QUARANTINE, EvidenceFolder

NOTHING = frozenset[str]()

# Seals one item after another, telling of each in the order in which the database would hear of it.
_SEAL_UNTIL_KILLED = """
import os, sys
from pathlib import Path
from spoc_desk.storage.evidence_files import EvidenceFolder
vault, source = EvidenceFolder(Path(sys.argv[1])), Path(sys.argv[2])
log = os.open(sys.argv[3], os.O_WRONLY | os.O_APPEND)
print("ready", flush=True)
while True:
    key = vault.new_item()
    os.write(log, f"pending {key.name} {key.identity}\\n".encode())
    sealed = vault.seal(source, key, lambda done, total: None, lambda: False)
    os.write(log, f"sealed {key.name} {sealed.size} {sealed.sha256}\\n".encode())
"""


@pytest.fixture
def vault(tmp_path: Path) -> EvidenceFolder:
    return EvidenceFolder(tmp_path / "evidence")


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if not path.is_dir()}


def item(vault: EvidenceFolder) -> str:
    key = vault.new_item()
    vault.seal_bytes(b"exhibit", key)
    return key.name


def test_a_folder_that_was_never_made_has_nothing_to_sweep_but_reports_what_is_missing(
    vault: EvidenceFolder,
) -> None:
    swept = vault.sweep(NOTHING, frozenset({"a" * 32}))
    assert (swept.deleted_parts, swept.quarantined, swept.missing) == ((), (), ("a" * 32,))


def test_part_files_go_strays_are_kept_aside_and_what_is_missing_is_named(vault: EvidenceFolder) -> None:
    kept, stray, unfinished, gone = (item(vault) for _ in range(4))
    vault.path_of(gone).unlink()
    part = vault.path_of(kept).with_name("f" * 32 + ".age.part")
    part.write_bytes(b"half")
    swept = vault.sweep(frozenset({unfinished}), frozenset({kept, gone}))
    assert swept.deleted_parts == ("f" * 32,)
    assert set(swept.quarantined) == {f"{stray}.age", f"{unfinished}.age"}
    assert swept.missing == (gone,)
    folder = vault.path_of(kept).parent.parent
    assert names_in(folder) - names_in(folder / QUARANTINE) == {f"{kept}.age"}
    assert len(names_in(folder / QUARANTINE)) == 2


def test_a_second_sweep_finds_nothing_more_to_do(vault: EvidenceFolder) -> None:
    kept, _stray = item(vault), item(vault)
    vault.sweep(NOTHING, frozenset({kept}))
    again = vault.sweep(NOTHING, frozenset({kept}))
    assert (again.deleted_parts, again.quarantined, again.missing) == ((), (), ())


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_foreign_misplaced_and_linked_files_do_not_pass_for_evidence(
    vault: EvidenceFolder, tmp_path: Path
) -> None:
    kept, misplaced, linked = item(vault), item(vault), item(vault)
    root = vault.path_of(kept).parent.parent
    (root / "notes.txt").write_text("foreign")
    vault.path_of(misplaced).replace(root / f"{misplaced}.age")
    vault.path_of(linked).replace(tmp_path / "elsewhere")
    vault.path_of(linked).symlink_to(tmp_path / "elsewhere")
    swept = vault.sweep(NOTHING, frozenset({kept, misplaced, linked}))
    assert set(swept.quarantined) == {"notes.txt", f"{misplaced}.age", f"{linked}.age"}
    assert set(swept.missing) == {misplaced, linked}
    assert (tmp_path / "elsewhere").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_killed_at_any_moment_nothing_sealed_is_lost_and_nothing_stray_remains(tmp_path: Path) -> None:
    source, log, folder = tmp_path / "source", tmp_path / "log", tmp_path / "evidence"
    source.write_bytes(random.Random(1).randbytes(3 * 1024 * 1024 + 5))
    log.touch()
    draw = random.Random(24)
    for _ in range(10):
        kill_while_sealing(draw.uniform(0.0, 0.08), folder, source, log)
    told = [line.split() for line in log.read_text().splitlines()]
    identities = {name: rest[0] for word, name, *rest in told if word == "pending"}
    sealed = {name: Sealed(int(rest[0]), rest[1]) for word, name, *rest in told if word == "sealed"}
    vault = EvidenceFolder(folder)
    swept = vault.sweep(frozenset(identities.keys() - sealed.keys()), frozenset(sealed))
    assert swept.missing == ()
    for name, expected in sealed.items():
        vault.verify(EvidenceKey(name, identities[name]), expected, lambda _done, _total: None, lambda: False)
    remaining = names_in(folder) - names_in(folder / QUARANTINE)
    assert remaining == {f"{name}.age" for name in sealed}
    assert len(identities) >= 10


def kill_while_sealing(after_seconds: float, folder: Path, source: Path, log: Path) -> None:
    command = [sys.executable, "-c", _SEAL_UNTIL_KILLED, str(folder), str(source), str(log)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        with pytest.raises(subprocess.TimeoutExpired):
            child.wait(timeout=after_seconds)
        child.kill()
