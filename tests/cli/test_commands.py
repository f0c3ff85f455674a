"""The command line on a real vault: what it prints, what it writes, and its exit status."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from spoc_desk.bootstrap.machine import ThisMachine
from spoc_desk.cli import main
from tests.bootstrap.vaults import OFFICER
from tests.cli.conftest import Run

INCIDENT = {
    "title": "Threatening posts after the hustings",
    "crime_reference": "54/118126/26",
    "happened_at": "2026-11-14T22:41",
    "reported_at": "2026-11-15T09:00:00+00:00",
    "category": "threat_other",
    "channel": "online",
    "description": "Three posts in the night.",
    "platform": "x",
    "offences": ["osa-2023-s181"],
    "casefile": True,
}
CONTACTS = """person_id,person_name,election_id,ballot_paper_id,election_date,election_current,party_name,\
party_id,post_label,cancelled_poll,seats_contested,email
7001,Jo Fennimore,local.wessmere.2026-12-03,local.wessmere.alma.2026-12-03,2026-12-03,True,Common Ground,\
party:9001,Alma,False,3,jo@example.org
7002,Sam Adeyemi,local.wessmere.2026-12-03,local.wessmere.alma.2026-12-03,not a date,True,Rural Voice,\
party:9002,Alma,False,3,
"""


@pytest.fixture(scope="module")
def case(machine: ThisMachine, place: Path) -> dict[str, str]:
    """A casefile with one sealed exhibit, made by the commands themselves."""
    (place / "incident.json").write_text(json.dumps(INCIDENT), "utf-8")
    (place / "note.txt").write_text("As it was said: Tŷ, dŵr.\n", "utf-8")
    opening = ["--passphrase-file", str(place / "passphrase"), "--json"]
    told = _told(["add", str(place / "vault"), *opening, "incident", "--from", str(place / "incident.json")])
    told["exhibit"] = _told(
        ["add", str(place / "vault"), *opening, "exhibit", told["casefile"], str(place / "note.txt")]
    )[0]["reference"]
    return told


def _told(arguments: list[str]) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "spoc_desk", *arguments], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_an_incident_from_a_file_answers_its_references(case: dict[str, str]) -> None:
    assert case["incident"].startswith("IN/")
    assert case["casefile"].startswith("CF/")


def test_a_list_names_each_record(run: Run, case: dict[str, str]) -> None:
    status, out, _ = run("list", "incidents", "--json")
    rows = json.loads(out)
    assert status == 0
    assert [row["reference"] for row in rows] == [case["incident"]]
    assert rows[0]["title"] == INCIDENT["title"]
    assert json.loads(run("list", "incidents", "--search", "hust", "--json")[1]) == rows
    assert json.loads(run("list", "incidents", "--search", "zebra", "--json")[1]) == []


@pytest.mark.usefixtures("case")
def test_a_record_is_shown_whole_without_what_opens_its_file(run: Run, case: dict[str, str]) -> None:
    status, out, _ = run("show", case["casefile"], "--json")
    assert status == 0
    assert json.loads(out)["exhibits"][0]["reference"] == case["exhibit"]
    assert "AGE-SECRET-KEY" not in out
    assert json.loads(run("show", f"{case['casefile']}:{case['exhibit']}", "--json")[1])
    assert "As it was said" not in out


def test_an_unknown_reference_is_refused_in_one_sentence(run: Run) -> None:
    status, out, err = run("show", "CF/2026/9999")
    assert (status, out) == (1, "")
    assert "CF/2026/9999" in err
    assert err.count("\n") == 1


def test_a_dry_run_tells_and_changes_nothing(run: Run, place: Path) -> None:
    (place / "candidates.csv").write_text(CONTACTS, "utf-8")
    status, out, _ = run("import", "contacts", str(place / "candidates.csv"), "--dry-run", "--json")
    told = json.loads(out)
    assert (status, told["new"], told["rejected"]) == (0, 1, 1)
    assert told["rejections"][0]["row"] == 3
    assert json.loads(run("list", "contacts", "--json")[1]) == []


def test_an_import_can_be_done_twice_and_changes_once(run: Run, place: Path) -> None:
    (place / "candidates.csv").write_text(CONTACTS, "utf-8")
    assert json.loads(run("import", "contacts", str(place / "candidates.csv"), "--json")[1])["new"] == 1
    again = json.loads(run("import", "contacts", str(place / "candidates.csv"), "--json")[1])
    assert (again["new"], again["unchanged"]) == (0, 1)
    assert [row["name"] for row in json.loads(run("list", "contacts", "--json")[1])] == ["Jo Fennimore"]


def test_a_pack_is_written_with_its_digest_beside_it(run: Run, case: dict[str, str], place: Path) -> None:
    target = place / "out" / "pack.pdf"
    target.parent.mkdir(exist_ok=True)
    status, out, _ = run("pack", case["casefile"], "--to", str(target), "--json")
    told = json.loads(out)
    assert status == 0
    assert target.read_bytes().startswith(b"%PDF")
    assert (target.parent / "pack.pdf.sha256").read_text("utf-8") == f"{told['sha256']}  pack.pdf\n"
    refused = run("pack", case["casefile"], "--to", str(place / "other.pdf"), "--exhibits", "ZZ/9")
    assert refused[0] == 1
    assert "ZZ/9" in refused[2]


def test_a_file_that_is_there_is_not_written_over_unless_asked(
    run: Run, case: dict[str, str], place: Path
) -> None:
    for command in (("pack", case["casefile"]), ("audit",)):
        target = place / f"{command[0]}.out"
        target.write_text("mine", "utf-8")
        status, _, told = run(*command, "--to", str(target))
        assert (status, "--replace" in told) == (1, True)
        assert target.read_text("utf-8") == "mine"
        assert run(*command, "--to", str(target), "--replace")[0] == 0
        assert target.read_bytes() != b"mine"


def test_a_days_return_is_filed_once_and_written_in_three_forms(run: Run, place: Path) -> None:
    day = "2026-11-15"
    status, out, _ = run("return", "--date", day, "--to", str(place / "return"), "--json")
    told = json.loads(out)
    assert status == 0
    payload = json.loads((place / "return" / "return.json").read_text("utf-8"))
    assert payload["period_start"] == day
    assert payload["payload_sha256"] == told["payload_sha256"]
    assert {path.name for path in (place / "return").iterdir()} == {"return.json", "return.csv", "return.pdf"}
    again = json.loads(run("return", "--date", day, "--to", str(place / "return"), "--json")[1])
    assert again["reference"] == told["reference"]
    corrected = run("return", "--date", day, "--to", str(place / "return"), "--correction",
                    "One incident was recorded late.", "--json")  # fmt: skip
    assert json.loads(corrected[1])["reference"] != told["reference"]


def test_a_sound_vault_verifies_and_a_damaged_one_does_not(
    run: Run, case: dict[str, str], place: Path
) -> None:
    status, out, _ = run("verify", "--full", "--json")
    told = json.loads(out)
    assert (status, told["sound"]) == (0, True)
    assert told["exhibits"] >= 1
    sealed = max((place / "vault" / "evidence").rglob("*.age"), key=lambda path: path.stat().st_mtime)
    kept = sealed.read_bytes()
    sealed.write_bytes(kept[:-20] + bytes(20))
    status, out, err = run("verify", "--full", "--json")
    sealed.write_bytes(kept)
    assert (status, json.loads(out)["sound"]) == (1, False)
    assert err.strip()
    assert run("verify", "--full")[0] == 0


def test_an_exported_trail_stands_up_to_the_published_script(run: Run, place: Path) -> None:
    target = place / "audit.jsonl"
    told = json.loads(run("audit", "--to", str(target), "--json")[1])
    script = Path(__file__).parents[2] / "docs" / "verify_audit.py"
    anchor = [str(told["anchor_sequence"]), told["anchor_head"]]
    done = subprocess.run(
        [sys.executable, str(script), str(target), *anchor], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    target.write_text(target.read_text("utf-8").replace("VaultOpened", "VaultLocked", 1), "utf-8")
    done = subprocess.run(
        [sys.executable, str(script), str(target), *anchor], capture_output=True, check=False
    )
    assert done.returncode != 0


def test_a_wrong_passphrase_is_one_sentence_and_status_one(run: Run, place: Path) -> None:
    (place / "wrong").write_text("quite another passphrase here\n", "utf-8")
    status, out, err = run(
        "list", str(place / "vault"), "incidents", "--passphrase-file", str(place / "wrong"), opens=False
    )
    assert (status, out) == (1, "")
    assert "passphrase" in err


def test_nothing_is_asked_when_nobody_can_answer(run: Run, place: Path) -> None:
    status, _, err = run("list", str(place / "vault"), "incidents", opens=False)
    assert status == 1
    assert "--passphrase-file" in err


def test_wrong_usage_is_status_two(run: Run) -> None:
    with pytest.raises(SystemExit) as error:
        run("list", "nothing")
    assert error.value.code == 2


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"title": ""}, "title"),
        ({"category": "nonsense"}, "nonsense"),
        ({"channel": "by owl"}, "by owl"),
        ({"happened_at": "last Tuesday"}, "happened_at"),
        ({"favourite": "biscuit"}, "favourite"),
        ({"reported_at": "2026-11-13T09:00"}, "before"),
    ],
)
def test_a_file_that_will_not_do_is_refused_by_what_is_wrong(
    run: Run, place: Path, change: dict[str, Any], told: str
) -> None:
    path = place / "bad.json"
    path.write_text(json.dumps(INCIDENT | change), "utf-8")
    status, _, err = run("add", "incident", "--from", str(path))
    assert status == 1
    assert told in err


def test_a_new_vault_from_the_terminal_says_its_sheet_is_not_proved(
    machine: ThisMachine, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["create", str(place / "new"), "--force", "Wessmere Constabulary", "--officer", OFFICER,
                 "--passphrase-only", "--recovery-to", str(place / "sheet.pdf"), "--json"]  # fmt: skip
    assert main.run(arguments, machine, lambda _options, _machine: None) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["passphrase"].split()) == 6
    assert told["recovery_proved"] is False
    assert (place / "sheet.pdf").read_bytes().startswith(b"%PDF")


def test_a_null_in_a_file_is_a_missing_field_not_a_word(run: Run, place: Path) -> None:
    path = place / "null.json"
    path.write_text(json.dumps(INCIDENT | {"crime_reference": None}), "utf-8")
    status, _, err = run("add", "incident", "--from", str(path))
    assert status == 1
    assert "crime_reference" in err
    path.write_text(json.dumps(INCIDENT | {"location": {"street": "Quay"}}), "utf-8")
    assert "location" in run("add", "incident", "--from", str(path))[2]


def test_what_leaves_the_vault_is_readable_by_its_owner_alone(run: Run, place: Path) -> None:
    target = place / "private.jsonl"
    assert run("audit", "--to", str(target))[0] == 0
    assert target.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"happened_at": "2026-10-25T01:30"}, "twice"),
        ({"happened_at": "2026-03-29T01:30"}, "29 March 2026"),
        ({"happened_at": "2026-11-14"}, "not a time"),
        ({"happened_at": "0001-01-01T00:00+05:00"}, "not a time"),
        ({"casefile": "false"}, "casefile"),
    ],
)
def test_a_moment_or_a_choice_that_could_mean_two_things_is_refused(
    run: Run, place: Path, change: dict[str, Any], told: str
) -> None:
    path = place / "moment.json"
    path.write_text(json.dumps(INCIDENT | change), "utf-8")
    status, _, err = run("add", "incident", "--from", str(path))
    assert status == 1
    assert told in err
    assert err.count("\n") == 1


def test_a_file_nested_too_deep_is_refused(run: Run, place: Path) -> None:
    path = place / "deep.json"
    path.write_text("[" * 200_000, "utf-8")
    assert run("add", "incident", "--from", str(path))[0] == 1


def test_no_exhibit_is_sealed_when_one_of_its_files_is_not_there(run: Run, place: Path) -> None:
    incident = place / "for-exhibits.json"
    incident.write_text(json.dumps(INCIDENT), "utf-8")
    _, made, _ = run("add", "incident", "--from", str(incident), "--json")
    case = json.loads(made)["casefile"]
    there = place / "there.txt"
    there.write_text("Seen by the fence.", "utf-8")
    status, _, err = run(
        "add", "exhibit", case, str(there), str(place / "gone.txt"), "--found-by", "PC Quill"
    )
    assert status == 1
    assert "gone.txt" in err
    assert json.loads(run("show", case, "--json")[1])["exhibits"] == []


def test_a_title_that_could_steer_the_terminal_is_printed_as_code_points(run: Run, place: Path) -> None:
    path = place / "escape.json"
    path.write_text(json.dumps(INCIDENT | {"title": "Posts \x1b[2J\u202eafter", "casefile": False}), "utf-8")
    run("add", "incident", "--from", str(path))
    _, out, _ = run("list", "incidents")
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_a_bug_is_told_in_one_sentence_and_quotes_nothing(
    machine: ThisMachine, capsys: pytest.CaptureFixture[str], place: Path
) -> None:
    def broken(_options: object, _machine: object) -> None:
        raise KeyError("14 Tarn View")

    assert main.run(["demo", "--to", str(place / "demo")], machine, broken) == 1
    told = capsys.readouterr().err
    assert "KeyError" in told
    assert "Tarn View" not in told
    assert told.count("\n") == 1


def test_a_recovery_sheet_may_not_lie_in_the_vault_it_opens(
    machine: ThisMachine, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    vault = place / "careless"
    arguments = ["create", str(vault), "--force", "Wessmere Constabulary", "--officer", OFFICER,
                 "--passphrase-only", "--recovery-to", str(vault / "sheet.pdf")]  # fmt: skip
    assert main.run(arguments, machine, lambda _options, _machine: None) == 1
    assert "outside" in capsys.readouterr().err
    assert not vault.exists()


def test_the_forces_code_can_be_entered_later(run: Run) -> None:
    status, told, _ = run("force-code", "e23000099", "--json")
    assert (status, json.loads(told)["force_gss"]) == (0, "E23000099")


def test_a_code_that_is_none_is_refused_with_what_one_looks_like(run: Run) -> None:
    status, told, refused = run("force-code", "WESSMERE")
    assert (status, told) == (1, "")
    assert "WESSMERE" in refused
    assert "eight digits" in refused


def test_an_anchor_from_paper_is_compared_from_the_command_line(run: Run, place: Path) -> None:
    told = json.loads(run("audit", "--to", str(place / "anchored.jsonl"), "--json")[1])
    anchor = f"{told['anchor_sequence']}:{told['anchor_head'][:20]}"
    assert run("verify", "--anchor", anchor)[0] == 0
    status, out, _ = run("verify", "--anchor", anchor, "--anchor", f"{told['anchor_sequence']}:{'0' * 16}")
    assert status == 1
    assert f"audit entry {told['anchor_sequence']} is not met" in out
    status, _, err = run("verify", "--anchor", "no anchor")
    assert (status, "is not an anchor" in err) == (1, True)


def test_an_older_vault_is_told_at_the_terminal_too(run: Run, machine: ThisMachine, place: Path) -> None:
    assert run("list", "incidents")[2] == ""  # the newest memory is this vault's
    memory = max((machine.settings / "seen").iterdir(), key=lambda path: path.stat().st_mtime_ns)
    kept = memory.read_bytes()
    memory.write_text(json.dumps(json.loads(kept) | {"sequence": 90_000}), "utf-8")
    status, _, err = run("list", "incidents")
    memory.write_bytes(kept)
    assert status == 0
    assert "an older copy was put in its place" in err
