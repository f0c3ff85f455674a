"""The commands for an auditor: a signed export, an anchor slip, who read whose record."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pikepdf
import pytest

from spoc_desk.bootstrap.machine import ThisMachine
from spoc_desk.domain.anchors import SeenHead
from tests.bootstrap.vaults import OFFICER, PASSPHRASE
from tests.cli.conftest import Run
from tests.cli.incidents import report_one


@pytest.fixture(scope="module")
def case(machine: ThisMachine, place: Path) -> dict[str, str]:
    opened = machine.open_vault(place / "vault", OFFICER, PASSPHRASE)
    report_one(opened.desk)
    (row,) = opened.desk.queries.rows("incidents", (1,))
    opened.close("exit")
    return {"incident": row.reference}


def commands_of(page: str, language: str) -> list[str]:
    """The commands of one kind that a page of documentation gives, one to a line."""
    text = (Path(__file__).parents[2] / "docs" / page).read_text("utf-8")
    blocks = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line]


def test_the_checkpoint_of_an_export_is_checked_with_stock_openssl_as_the_page_says(
    run: Run, place: Path
) -> None:
    told = json.loads(run("audit", "--to", str(place / "audit.jsonl"), "--replace", "--json")[1])
    assert len(told["checkpoint_files"]) == 3
    (verify, fingerprint) = commands_of("audit.md", "openssl")
    done = subprocess.run(verify.split(), cwd=place, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "Signature Verified Successfully"), done.stderr
    shown = subprocess.run(["sh", "-c", fingerprint], cwd=place, capture_output=True, text=True, check=True)
    anchor = json.loads(run("anchor", "--json")[1])
    assert shown.stdout.split()[-1] == anchor["fingerprint"]
    note = place / "audit.jsonl.checkpoint"
    assert note.read_text("ascii").split("\n")[1:3] == [str(told["anchor_sequence"]), told["anchor_head"]]
    note.write_text(note.read_text("ascii").replace("\n1", "\n2", 1) + " ", "ascii")
    assert subprocess.run(verify.split(), cwd=place, capture_output=True, check=False).returncode != 0


def test_an_anchor_slip_is_a_page_and_its_anchor_is_met(run: Run, place: Path) -> None:
    slip = place / "slip.pdf"
    told = json.loads(run("anchor", "--to", str(slip), "--json")[1])
    with pikepdf.open(slip) as pdf:
        assert len(pdf.pages) == 1
    anchor = f"{told['anchor_sequence']}:{told['anchor_head']}"
    assert run("verify", "--anchor", anchor)[0] == 0
    assert run("anchor", "--to", str(slip))[0] == 1  # nothing is written over


def test_who_read_a_record_is_told_and_saved(run: Run, case: dict[str, str], place: Path) -> None:
    run("show", case["incident"])
    told = json.loads(run("reads", case["incident"], "--json")[1])
    assert told["readings"][0]["what"] == "Incident read"
    assert told["readings"][0]["officer"] == OFFICER
    status, out, _ = run("reads", OFFICER, "--to", str(place / "reads.csv"))
    assert (status, "readings of" in out) == (0, True)
    assert b"Incident read" in (place / "reads.csv").read_bytes()
    status, _, err = run("reads", "Nobody")
    assert (status, "Nobody is neither" in err) == (1, True)


def test_the_alarm_of_an_older_vault_is_explained_and_ended_by_command(
    run: Run, machine: ThisMachine, place: Path
) -> None:
    opened = machine.open_vault(place / "vault", OFFICER, PASSPHRASE)
    opened.desk.memory.remember(SeenHead(500_000, "ab" * 32, opened.desk.clock.now()))
    opened.close("exit")
    status, _, err = run("anchor", "--json")
    assert status == 0
    assert "spoc-desk anchor VAULT --acknowledge restored" in err
    assert run("anchor", "--acknowledge", "restored", "--json")[0] == 0
    status, _, err = run("anchor", "--json")
    assert (status, "--acknowledge" in err) == (0, False)
    status, _, err = run("anchor", "--acknowledge", "restored")
    assert status == 1
    assert "nothing to acknowledge" in err
