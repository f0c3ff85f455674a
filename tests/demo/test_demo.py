"""The demonstration does the whole main job and leaves what the README promises."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from spoc_desk.bootstrap.machine import ThisMachine
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.domain.issues import IssuedPack, PackItem
from spoc_desk.domain.referrals import Referral, ReferralState


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where one demonstration was left, by the command itself."""
    target = tmp_path_factory.mktemp("demo") / "out"
    done = subprocess.run(
        [sys.executable, "-m", "spoc_desk", "demo", "--to", str(target), "--no-window", "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture(scope="module")
def summary(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "summary.json").read_text("utf-8")))


def test_the_story_has_the_promised_extent(summary: dict[str, Any]) -> None:
    counts = summary["counts"]
    assert counts["contacts"] >= 300
    assert (counts["incidents"], counts["casefiles"], counts["exhibits"]) == (60, 12, 80)
    assert summary["verified"] == {"faults": 0, "exhibits": 80, "packs": 4}


def test_it_leaves_a_backup_that_was_proved_whole(folder: Path, summary: dict[str, Any]) -> None:
    told = summary["backup"]
    assert told["files"] == told["proved_files"] >= 80
    seen = ThisMachine().seen_backups(folder / "backup")
    assert [(each.stamp, each.fault) for each in seen.snapshots] == [(told["stamp"], "")]


def test_its_vault_opens_with_the_printed_passphrase(folder: Path, summary: dict[str, Any]) -> None:
    machine = ThisMachine()
    opened = machine.open_vault(folder / "vault", "Det Supt Ada Marsh", summary["passphrase"])
    with opened.desk.queries.snapshot() as reader:
        kinds = Counter(Path(each.filename).suffix for each in reader.find(Exhibit))
        sent = [each for each in reader.find(Referral) if each.state is not ReferralState.PREPARING]
    opened.close("exit")
    machine.close()
    assert {".jpg", ".png", ".pdf", ".eml", ".txt", ".csv", ".mp4"} <= set(kinds)
    assert len(sent) == 1


def test_every_page_of_the_pack_is_marked_as_a_demonstration(folder: Path, summary: dict[str, Any]) -> None:
    content = (folder / "pack.pdf").read_bytes()
    assert hashlib.sha256(content).hexdigest() == summary["pack"]["sha256"]
    pages = PdfReader(folder / "pack.pdf").pages
    assert len(pages) == summary["pack"]["pages"]
    for number, page in enumerate(pages, 1):
        words = page.extract_text()
        assert "DEMONSTRATION" in words
        assert f"Page {number} of {len(pages)}" in words


def test_no_home_address_and_no_telephone_stands_in_the_served_pack(folder: Path) -> None:
    words = "".join(page.extract_text() for page in PdfReader(folder / "pack.pdf").pages)
    assert "Example Terrace" not in words
    assert "07700" not in words.replace("7700900471", "")


def test_the_return_names_nobody(folder: Path) -> None:
    payload = json.loads((folder / "return" / "return.json").read_text("utf-8"))
    words = "".join((folder / "return" / name).read_text("utf-8") for name in ("return.json", "return.csv"))
    assert payload["nil_return"] in {True, False}
    for secret in ("Fennimore", "Adeyemi", "Common Ground", "Civic Alliance", "54/118", "example.org"):
        assert secret not in words


def test_there_is_a_picture_of_each_screen_in_light_and_dark(folder: Path) -> None:
    names = {path.stem for path in (folder / "screenshots").glob("*.png")}
    screens = (
        "unlock",
        "today",
        "contacts",
        "incidents",
        "casefiles",
        "referrals",
        "packs",
        "returns",
        "admin",
    )
    assert {f"{screen}-{look}" for screen in screens for look in ("light", "dark")} <= names
    for path in (folder / "screenshots").glob("*.png"):
        with Image.open(path) as picture:
            assert len(picture.convert("RGB").getcolors(1 << 24) or ()) > 20


def test_the_exported_trail_verifies_outside_the_program(folder: Path, summary: dict[str, Any]) -> None:
    script = Path(__file__).parents[2] / "docs" / "verify_audit.py"
    anchor = summary["audit_anchor"]
    done = subprocess.run(
        [sys.executable, str(script), str(folder / "audit.jsonl"), str(anchor["sequence"]), anchor["head"]],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_it_never_clears_a_folder_that_is_not_its_own(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "spoc_desk", "demo", "--to", str(tmp_path), "--no-window"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Choose another folder" in done.stderr
    assert (tmp_path / "letter.txt").read_text("utf-8") == "mine"


def test_it_clears_nothing_but_what_a_demonstration_left(tmp_path: Path) -> None:
    (tmp_path / "recovery-sheet.pdf").write_bytes(b"%PDF a real one")
    done = subprocess.run(
        [sys.executable, "-m", "spoc_desk", "demo", "--to", str(tmp_path), "--no-window"],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert (tmp_path / "recovery-sheet.pdf").exists()


def test_the_defence_s_release_is_whole_and_shows_no_account_number(
    folder: Path, summary: dict[str, Any]
) -> None:
    (release,) = (folder / "release").iterdir()
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "MANIFEST.sha256"], cwd=release, capture_output=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
    assert sorted(path.name for path in release.iterdir()) == summary["release"]["files"]
    told = json.loads((release / "contents.json").read_text("utf-8"))
    assert (told["supersedes"], told["authorised_by"]) == ("PK/2026/0003", "DCI B Lowe")
    (redacted,) = [item for item in told["items"] if item["redactions"]]
    (pack,) = [each["name"] for each in told["files"] if each["role"] == "volume"]
    pages = PdfReader(release / pack).pages[redacted["first_page"] - 1 : redacted["last_page"]]
    words = " ".join(word for page in pages for word in page.extract_text().split())
    assert "7700900471" not in words
    assert "Stand down" in words


def test_late_pages_stand_after_the_pages_that_the_prosecutor_has(folder: Path) -> None:
    machine = ThisMachine()
    summary = json.loads((folder / "summary.json").read_text("utf-8"))
    opened = machine.open_vault(folder / "vault", "Det Supt Ada Marsh", summary["passphrase"])
    with opened.desk.queries.snapshot() as reader:
        first, late, *_ = reader.find(IssuedPack)
        before = {item.reference: item.first_page for item in reader.find(PackItem, pack_id=first.id)}
        after = {item.reference: item.first_page for item in reader.find(PackItem, pack_id=late.id)}
    opened.close("exit")
    machine.close()
    assert late.continues == first.reference
    assert {reference: after[reference] for reference in before} == before
    assert min(page for reference, page in after.items() if reference not in before) > first.pages
