"""The whole main job, at the terminal and in the window, where any try to reach a network fails it."""

import json
import os
import re
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.desktop.offline import Offline
from tests.journeys.officer import PROGRAM, ROOT, at_the_window
from tests.ui.real import OFFICER, PASSPHRASE

CONTACTS = "name,role,email,phone,ward\nJo Fennimore,candidate,jo@example.org,07700 900123,Northgate\n"


@pytest.mark.desktop
def test_the_main_job_needs_no_network(account, told_vault, tmp_path):
    offline = Offline.within(tmp_path, account)
    vault, files = tmp_path / "made", tmp_path / "files"
    files.mkdir()
    secret = files / "passphrase.txt"
    secret.write_text(PASSPHRASE, "utf-8")
    opens = ("--officer", OFFICER, "--passphrase-file", str(secret), "--json")
    day = datetime.now(UTC).date() - timedelta(days=1)
    (files / "contacts.csv").write_text(CONTACTS, "utf-8")
    (files / "incident.json").write_text(json.dumps(incident(day)), "utf-8")
    (files / "message.txt").write_text("We know where you live.\n", "utf-8")

    def do(*words: object) -> dict:
        command = offline.command([*PROGRAM, *map(str, words), *opens])
        environment = with_program(offline.environment)
        done = subprocess.run(
            command, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=120
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    do("create", vault, "--force", "Wessmere Constabulary", "--force-gss", "E23000099",
       "--passphrase-only", "--recovery-to", files / "sheet.pdf")  # fmt: skip
    (files / "key.txt").write_text(printed_key(files / "sheet.pdf"), "utf-8")
    do("prove-recovery", vault, "--recovery-key-file", files / "key.txt")
    do("import", vault, "contacts", files / "contacts.csv")
    made = do("add", vault, "incident", "--from", files / "incident.json")
    do("add", vault, "exhibit", made["casefile"], files / "message.txt")
    do("pack", vault, made["casefile"], "--to", files / "pack.pdf")
    do("return", vault, "--date", day, "--to", files / "return")
    do("audit", vault, "--to", files / "audit.jsonl")
    report = do("verify", vault, "--full")
    assert report["exhibits"] == 1
    assert offline.tries() == ""
    use_window(offline)
    assert offline.tries() == ""


def incident(day) -> dict[str, object]:
    return {
        "title": "Threat by direct message", "crime_reference": "54/118/26",
        "happened_at": f"{day}T09:10:00+00:00", "reported_at": f"{day}T09:45:00+00:00",
        "category": "threat_other", "channel": "online", "casefile": True,
        "description": "A direct message threatened the candidate.",
    }  # fmt: skip


def printed_key(sheet: Path) -> str:
    """The key as it stands on the paper."""
    told = subprocess.run(["pdftotext", "-layout", sheet, "-"], stdout=subprocess.PIPE, text=True, check=True)
    return " ".join(re.findall(r"(?m)^ *\d +([A-Z0-9]{2,4}(?: +[A-Z0-9]{2,4}){1,2})\b", told.stdout))


def with_program(environment: dict[str, str]) -> dict[str, str]:
    return {**environment, "PYTHONPATH": os.pathsep.join([environment["PYTHONPATH"], str(ROOT)])}


def use_window(offline: Offline) -> None:
    """Unlocks in the window, looks at each page, and leaves."""
    with at_the_window(with_program(offline.environment), offline.command(PROGRAM)) as officer:
        officer.unlock(PASSPHRASE)
        for number, title in enumerate(
            ("Contacts", "Incidents", "Casefiles", "Referrals", "Packs", "Returns", "Admin"), 2
        ):
            officer.go_to(number, title)
        officer.keys("alt+F4")
        assert officer.ends() == 0
