"""What a reader would find fault with on the pages of a built pack is told by the command that built it."""

from __future__ import annotations

import json
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from tests.cli.conftest import Run
from tests.cli.test_commands import INCIDENT


def test_print_too_small_to_read_is_told_with_its_page_and_ordinary_print_is_not(
    run: Run, place: Path
) -> None:
    (place / "incident.json").write_text(json.dumps(INCIDENT), "utf-8")
    told = json.loads(run("add", "--json", "incident", "--from", str(place / "incident.json"))[1])
    casefile = str(told["casefile"])
    for name, size in (("small", 4), ("ordinary", 11)):
        canvas = Canvas(str(place / f"{name}.pdf"))
        canvas.setFont("Helvetica", size)
        for line in range(30):
            canvas.drawString(60, 700 - 14 * line, "Terms and conditions of the meeting room")
        canvas.save()
        run("add", "exhibit", casefile, str(place / f"{name}.pdf"), "--found-by", "Ann Marsh")
    out = run("pack", casefile, "--to", str(place / "pack.pdf"), "--json")[1]
    (found,) = json.loads(out)["findings"]
    assert "Exhibit AM/1 is hard to read on page" in found
    assert "points high" in found
