"""An exported trail: logged before it leaves, whole or of one casefile, and provable outside."""

import json
import subprocess
import sys

import pytest

from spoc_desk.domain.casefiles import Casefile
from spoc_desk.services.audit import export_audit
from spoc_desk.services.incidents import consult_incident
from tests.architecture.sources import ROOT
from tests.services.casework import casefile, incident
from tests.services.trail import all_of, events, expect_refusal, newest


@pytest.fixture
def cases(desk):
    """Two casefiles, and an incident that belongs to neither."""
    casefile(desk, title="Calls to candidates")
    casefile(desk, title="Paint on posters")
    incident(desk, title="Egg thrown")
    return all_of(desk, Casefile)


def entries(exported):
    return [json.loads(line) for line in exported.lines]


def proved(path, head):
    script = ROOT / "docs" / "verify_audit.py"
    command = [sys.executable, "-I", str(script), str(path), str(head.sequence), head.head]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def test_the_last_line_says_that_the_trail_was_exported(desk, cases):
    before = len(events(desk))
    exported = export_audit(None, desk)
    found = entries(exported)
    assert [entry["seq"] for entry in found] == list(range(1, before + 2))
    last = json.loads(found[-1]["payload"])
    assert (last["event"], last["verb"], last["entries"]) == ("AuditExported", "disclosure", before + 1)
    assert (exported.head.sequence, exported.head.head) == (before + 1, found[-1]["hash"])


def test_it_is_logged_before_a_line_is_read(desk, cases):
    export_audit(None, desk)
    assert newest(desk)["event"] == "AuditExported"


def test_what_happens_meanwhile_is_not_in_it(desk, cases):
    exported = export_audit(None, desk)
    consult_incident(1, desk)
    assert json.loads(entries(exported)[-1]["payload"])["event"] == "AuditExported"


@pytest.mark.parametrize("reference", [None, "CF/2027/0001", " cf/2027/0002 "])
def test_an_auditor_proves_what_was_exported_without_this_program(desk, cases, tmp_path, reference):
    exported = export_audit(reference, desk)
    path = tmp_path / "audit.jsonl"
    path.write_text("".join(exported.lines), encoding="utf-8")
    done = proved(path, exported.head)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"OK: {exported.head.sequence} entries, ")
    path.write_text(path.read_text(encoding="utf-8").replace("DESK-1", "DESK-2", 1), encoding="utf-8")
    assert proved(path, exported.head).returncode == 1


def test_an_extract_shows_its_own_casefile_and_nobody_elses(desk, cases):
    own, other = cases
    found = entries(export_audit(own.reference, desk))
    shown = [json.loads(entry["payload"]) for entry in found if entry["payload"]]
    assert {entry["casefile"] for entry in shown} == {own.id}
    assert shown[-1]["event"] == "AuditExported"
    hidden = [entry for entry in found if entry["payload"] is None]
    assert all(set(entry) == {"seq", "at", "payload", "salt", "commit", "prev", "hash"} for entry in hidden)
    assert all(entry["salt"] is None for entry in hidden)
    assert len(hidden) > len(shown) > 1
    assert other.id != own.id


def test_a_casefile_that_is_not_there_is_a_refusal_and_nothing_is_logged(desk, cases):
    with expect_refusal(desk, "records.reference_unknown", reference="CF/2027/9999"):
        export_audit("CF/2027/9999", desk)


def test_every_line_is_plain_text_whatever_a_payload_holds(desk, cases):
    lines = list(export_audit(None, desk).lines)
    assert all(line.isascii() and line.endswith("\n") and line.count("\n") == 1 for line in lines)
