"""Each command that docs/verify_pack.md gives for Linux is run, as printed there, on a real release."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from spoc_desk.cli import main
from tests.architecture.sources import ROOT
from tests.bootstrap.vaults import PASSPHRASE, machine_in, make_vault
from tests.cli.test_commands import INCIDENT
from tests.documents import samples

GUIDE = (ROOT / "docs" / "verify_pack.md").read_text("utf-8")
PLAIN_SHELL = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": "/nonexistent"}


def commands(part: str) -> list[str]:
    """The commands for Linux under one of the guide's headings."""
    section = GUIDE.split(f"\n## {part}")[1].split("\n## ")[0]
    return [
        line for block in re.findall(r"```sh\n(.*?)```", section, re.DOTALL) for line in block.splitlines()
    ]


@pytest.fixture(scope="module")
def release(tmp_path_factory, request):
    """What a recipient has: the release folder, a copy for their key, and the disclosed log."""
    place = tmp_path_factory.mktemp("sent")
    machine = machine_in(place)
    with make_vault(machine, place / "vault") as creation:
        creation.vault.close("exit")
    for name, words in (("vault.txt", PASSPHRASE), ("p12.txt", "violet tractor Llyr")):
        (place / name).write_text(words + "\n", "utf-8")
    (place / "incident.json").write_text(json.dumps(INCIDENT), "utf-8")
    (place / "door.jpg").write_bytes(samples.jpeg())
    secret = ("--certificate-passphrase-file", str(place / "p12.txt"))
    capture = request.getfixturevalue("told_by")

    def does(command, *rest):
        opening = [str(place / "vault"), "--passphrase-file", str(place / "vault.txt"), "--json"]
        return capture(lambda: main.run([command, *opening, *map(str, rest)], machine, lambda _o, _m: None))

    case = does("add", "incident", "--from", place / "incident.json")["casefile"]
    does("add", "exhibit", case, place / "door.jpg", "--found-by", "Ann Marsh")
    pack = does("pack", case, "--draft", "--internal")["reference"]
    does("certificate", "--trial", *secret)
    told = does("release", pack, "--sign", *secret, "--to", place / "out")
    subprocess.run(["age-keygen", "-o", str(place / "key.txt")], check=True, capture_output=True)
    public = subprocess.run(["age-keygen", "-y", str(place / "key.txt")], check=True, capture_output=True)
    does("release", pack, "--to", place / "out", "--age", public.stdout.decode().strip())
    does("audit", "--to", place / "out" / "audit.jsonl")
    shutil.copy(ROOT / "docs" / "verify_audit.py", place / "out")
    machine.close()
    return place, place / "out" / pack.replace("/", "-"), told


@pytest.fixture(scope="module")
def told_by():
    """Runs a command and answers the JSON that it prints."""
    import contextlib
    import io

    def call(run):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            assert run() == 0
        return json.loads(out.getvalue())

    return call


@pytest.fixture
def shell(release):
    """Runs one command of the guide in the release folder, or beside it; answers what it says."""
    place, folder, _ = release
    contents = json.loads((folder / "contents.json").read_text("utf-8"))
    names = {file["role"]: file["name"] for file in contents["files"]}
    values = {
        "PACK": names["volume"],
        "SIGNED": names["signed"],
        "PAGE": str(contents["items"][0]["last_page"]),
        "KEY": str(place / "key.txt"),
        "NUMBER": str(contents["audit_anchor"]["sequence"]),
        "HASH": contents["audit_anchor"]["head"],
    }

    def call(command: str, within: Path = folder) -> str:
        done = subprocess.run(
            ["sh", "-c", command], cwd=within, env=PLAIN_SHELL | values, capture_output=True, check=False
        )
        said = (done.stdout + done.stderr).decode()
        assert done.returncode == 0, f"{command}\n{said}"
        return said

    return call


def test_the_files_are_whole_and_the_manifest_is_that_of_the_receipt(shell, release):
    whole, manifest = commands("1.")
    assert shell(whole).count(": OK") == 3
    assert release[2]["manifest_sha256"] in shell(manifest)


def test_the_pdf_is_sound(shell):
    (check,) = commands("2.")
    assert "No syntax or stream encoding errors" in shell(check)


def test_the_signature_is_valid_over_the_whole_file_and_its_certificate_can_be_compared(shell, release):
    look, dump, openssl, compare = commands("3.")
    said = shell(look)
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    shell(dump)
    told = shell(openssl)
    assert "TRIAL CERTIFICATE - proves nothing about who signed" in told
    assert release[2]["certificate_sha256"] in told.replace(":", "").lower()
    shell(compare)


def test_a_photograph_comes_out_as_the_very_original(shell, release):
    take, digest = commands("4.")
    shell(take)
    contents = json.loads((release[1] / "contents.json").read_text("utf-8"))
    assert contents["items"][0]["sha256"] in shell(digest)


def test_a_copy_for_a_key_opens_with_the_key(shell, release):
    place, folder, _ = release
    for command in commands("5."):
        shell(command.replace("unzip", "unzip -o -q -d opened"), within=place / "out")
    opened = place / "out" / "opened" / folder.name
    assert (opened / "MANIFEST.sha256").read_bytes() == (folder / "MANIFEST.sha256").read_bytes()


def test_the_log_stands_by_the_anchor_on_the_cover(shell, release):
    (check,) = commands("6.")
    assert shell(check, within=release[0] / "out").startswith("OK:")
