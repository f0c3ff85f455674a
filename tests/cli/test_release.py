"""A draft is released on the command line, signed on trial, superseded, and saved in each form."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.cli.conftest import Run
from tests.cli.test_commands import INCIDENT

PASSPHRASE = "violet tractor Llyr"


@pytest.fixture(scope="module")
def made(place: Path) -> dict[str, str]:
    """What the tests of this file make for one another: they run in order on one vault."""
    (place / "p12-passphrase").write_text(PASSPHRASE + "\n", "utf-8")
    (place / "wrong").write_text("not it\n", "utf-8")
    return {}


@pytest.fixture
def does(run: Run, place: Path, made: dict[str, str], deputy: tuple[str, ...]) -> Any:
    def call(command: str, *rest: str) -> Any:
        status, out, err = run(command, "--json", *rest)
        assert status == 0, err
        return json.loads(out)

    if not made:
        (place / "incident.json").write_text(json.dumps(INCIDENT), "utf-8")
        made["case"] = call("add", "incident", "--from", str(place / "incident.json"))["casefile"]
        (place / "call.txt").write_text("Words of the call.\n", "utf-8")
        call("add", "exhibit", made["case"], str(place / "call.txt"), "--found-by", "Ann Marsh")
    return call


def test_a_draft_is_built_listed_as_one_and_never_saved(does: Any, run: Run, place: Path, made: Any) -> None:
    told = does("pack", made["case"], "--draft", "--authorised-by", "Ch Supt Lena Ward")
    made["first"] = told["reference"]
    assert (told["state"], told["signed"]) == ("draft", False)
    assert does("list", "packs")[0]["status"] == "Draft"
    assert does("show", made["first"])["state"] == "draft"


def test_a_certificate_for_trial_is_made_and_shown_without_its_key(does: Any, run: Run, place: Path) -> None:
    assert does("certificate")["certificate"] is None
    assert run("certificate", "--trial")[0] == 1
    told = does("certificate", "--trial", "--certificate-passphrase-file", str(place / "p12-passphrase"))
    assert told["certificate"]["trial"]
    assert "pkcs12" not in told["certificate"]
    assert run("certificate", "--add", str(place / "call.txt"), "--certificate-passphrase-file",
               str(place / "wrong"))[0] == 1  # fmt: skip


def test_a_wrong_passphrase_releases_nothing(
    does: Any, run: Run, place: Path, made: Any, deputy: tuple[str, ...]
) -> None:
    status, _, told = run(
        "release", made["first"], "--sign", "--certificate-passphrase-file", str(place / "wrong"), *deputy
    )
    assert (status, "does not open the certificate" in told) == (1, True)
    assert does("show", made["first"])["state"] == "draft"


def test_a_signed_release_asks_for_the_file_that_opens_the_certificate(
    does: Any, run: Run, made: Any
) -> None:
    status, _, told = run("release", made["first"], "--sign")
    assert (status, "--certificate-passphrase-file" in told) == (1, True)
    assert does("show", made["first"])["state"] == "draft"


def test_whom_the_cover_names_stands_by_with_their_own_passphrase(
    does: Any, run: Run, place: Path, made: Any
) -> None:
    alone = run("release", made["first"])
    assert (alone[0], "says that Ch Supt Lena Ward authorises it" in alone[2]) == (1, True)
    unsaid = run("release", made["first"], "--second-officer", "Ch Supt Lena Ward")
    assert (unsaid[0], "--second-passphrase-file" in unsaid[2]) == (1, True)
    nobody = run("release", made["first"], "--second-passphrase-file", str(place / "deputy"))
    assert (nobody[0], "--second-officer" in nobody[2]) == (1, True)
    wrong = ("--second-officer", "Ch Supt Lena Ward", "--second-passphrase-file", str(place / "wrong"))
    refused = run("release", made["first"], *wrong)
    assert (refused[0], "That is not" in refused[2]) == (1, True)
    unasked = run("pack", made["case"], "--draft")
    assert (unasked[0], "Choose who authorises this pack: Ch Supt Lena Ward" in unasked[2]) == (1, True)
    assert does("show", made["first"])["state"] == "draft"


def test_a_draft_is_released_signed_and_saved_whole(
    does: Any, run: Run, place: Path, made: Any, deputy: tuple[str, ...]
) -> None:
    refused = run("release", made["first"], "--authorised-by", "Somebody Else", *deputy)
    assert (refused[0], "not by Somebody Else" in refused[2]) == (1, True)
    told = does(
        "release", made["first"], "--sign", "--certificate-passphrase-file", str(place / "p12-passphrase"),
        "--authorised-by", "Ch Supt Lena Ward", "--to", str(place / "out"), *deputy,
    )  # fmt: skip
    assert (told["trial"], told["self_authorised"], told["authorised_by"]) == (
        True,
        False,
        "Ch Supt Lena Ward",
    )
    folder = place / "out" / made["first"].replace("/", "-")
    check = ["sha256sum", "--strict", "-c", "MANIFEST.sha256"]
    assert subprocess.run(check, cwd=folder, capture_output=True, check=False).returncode == 0
    assert does("list", "packs")[0]["status"] == "Released"
    shown = does("show", made["first"])
    assert (shown["state"], shown["release"]["trial"]) == ("released", True)
    assert "file_identity" not in json.dumps(shown)
    again = run("release", made["first"])
    assert (again[0], "released already" in again[2]) == (1, True)
    assert run("release", made["first"], "--to", str(place / "out"))[0] == 1
    late = run(
        "release", made["first"], "--to", str(place / "more"), "--sign", "--certificate-passphrase-file",
        str(place / "p12-passphrase"),
    )  # fmt: skip
    assert (late[0], "released already" in late[2]) == (1, True)
    assert not (place / "more").exists()


def test_copies_for_a_key_and_behind_a_password_leave_later(
    does: Any, run: Run, place: Path, made: Any
) -> None:
    key = place / "key.txt"
    subprocess.run(["age-keygen", "-o", str(key)], check=True, capture_output=True)
    public = subprocess.run(["age-keygen", "-y", str(key)], check=True, capture_output=True, text=True).stdout
    (place / "password").write_text("heather 94 quay side\n", "utf-8")
    (place / "short").write_text("short\n", "utf-8")
    refused = run(
        "release", made["first"], "--to", str(place / "sent"), "--age", public.strip(),
        "--pdf-password-file", str(place / "short"),
    )  # fmt: skip
    assert refused[0] == 1
    assert not (place / "sent").exists()
    told = does(
        "release", made["first"], "--to", str(place / "sent"), "--age", public.strip(),
        "--pdf-password-file", str(place / "password"),
    )  # fmt: skip
    zipped, locked = told["files"]
    opened = subprocess.run(["age", "-d", "-i", str(key), zipped], capture_output=True, check=True).stdout
    assert opened.startswith(b"PK")
    with pikepdf.open(locked, password="heather 94 quay side") as pdf:
        assert len(pdf.pages) == told["pages"]


def test_a_pack_that_takes_another_s_place_says_why(
    does: Any, run: Run, place: Path, made: Any, deputy: tuple[str, ...]
) -> None:
    later = ("pack", made["case"], "--to", str(place / "later.pdf"), "--supersedes", made["first"])
    assert run(*later, *deputy)[0] == 1
    assert run("pack", made["case"], "--draft", "--supersedes", "PK/1999/0001", "--note", "x")[0] == 1
    note = ("--note", "The call was played again")
    alone = run(*later, *note)
    assert (alone[0], "takes two officers" in alone[2]) == (1, True)
    assert len(does("list", "packs")) == 1
    built = does(*later, *note, *deputy)
    assert (built["state"], built["signed"], built["self_authorised"]) == ("released", False, False)
    assert [each["status"] for each in does("list", "packs")] == ["Released", "Superseded"]
    assert does("show", made["first"])["superseded_by"]
    refused = run("release", made["first"], "--to", str(place / "old"))
    assert (refused[0], "is superseded by" in refused[2]) == (1, True)
    does("release", made["first"], "--to", str(place / "old"), "--although-superseded")
    assert does("show", made["first"])["copies"][-1]["superseded"]


def test_the_time_stamp_server_is_set_and_taken_away(does: Any, run: Run) -> None:
    assert does("certificate", "--time-stamp-server", "https://tsa.example.org/")["time_stamp_server"]
    assert run("certificate", "--time-stamp-server", "nonsense")[0] == 1
    assert does("certificate", "--time-stamp-server", "")["time_stamp_server"] == ""
    assert does("certificate", "--remove")["certificate"] is None
