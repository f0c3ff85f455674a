"""The command that gives an encrypted exhibit its password."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from tests.cli.conftest import Run
from tests.cli.test_commands import INCIDENT


@pytest.fixture
def case(run: Run, place: Path) -> str:
    (place / "incident.json").write_text(json.dumps(INCIDENT), "utf-8")
    told = json.loads(run("add", "--json", "incident", "--from", str(place / "incident.json"))[1])
    plain = io.BytesIO()
    canvas = Canvas(plain)
    canvas.drawString(72, 700, "Words behind a password")
    canvas.save()
    with pikepdf.open(plain) as pdf:
        pdf.save(place / "letter.pdf", encryption=pikepdf.Encryption(user="open sesame", owner="x"))
    run("add", "exhibit", str(told["casefile"]), str(place / "letter.pdf"), "--found-by", "Ann Marsh")
    return str(told["casefile"])


def test_a_password_is_tried_kept_and_used_and_never_shown(run: Run, case: str, place: Path) -> None:
    (place / "wrong").write_text("sesame\n", "utf-8")
    (place / "right").write_text("open sesame\n", "utf-8")
    exhibit = f"{case}:AM/1"
    refused = run("password", exhibit, "--password-file", str(place / "wrong"))
    assert refused[0] == 1
    assert "does not open exhibit AM/1" in refused[2]
    locked = run("pack", case, "--to", str(place / "locked.pdf"))
    assert "give that with the exhibit" in locked[1]
    status, out, error = run("password", exhibit, "--password-file", str(place / "right"), "--json")
    assert (status, error) == (0, "")
    assert json.loads(out) == {"exhibit": exhibit, "opens": True, "changed": True}
    assert run("pack", case, "--to", str(place / "pack.pdf"))[0] == 0
    words = "\n".join(page.extract_text() for page in PdfReader(place / "pack.pdf").pages)
    assert "Words behind a password" in words
    assert "sesame" not in words
    assert "sesame" not in run("show", exhibit, "--json")[1]
    assert run("audit", "--to", str(place / "trail.jsonl"))[0] == 0
    trail = (place / "trail.jsonl").read_text("utf-8")
    assert "ExhibitUnlocked" in trail or "exhibit_unlocked" in trail
    assert "sesame" not in trail
