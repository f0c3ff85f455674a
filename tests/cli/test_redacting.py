"""Redaction by command, and the pack that follows it, read back with other programs."""

from __future__ import annotations

import io
import json
import subprocess
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from tests.cli.conftest import Run
from tests.cli.test_commands import INCIDENT

SECRET = "Jane Quillfeather"


@pytest.fixture
def exhibit(run: Run, place: Path) -> str:
    """An exhibit that names somebody and gives a number."""
    (place / "incident.json").write_text(json.dumps(INCIDENT), "utf-8")
    told = json.loads(run("add", "--json", "incident", "--from", str(place / "incident.json"))[1])
    (place / "letter.txt").write_text(f"{SECRET} opened the door.\nShe rang 07700 900123.\n", "utf-8")
    case = str(told["casefile"])
    run("add", "exhibit", case, str(place / "letter.txt"), "--found-by", "Ann Marsh")
    return f"{case}:AM/1"


def test_a_word_and_a_box_are_redacted_checked_and_gone_from_the_pack(
    run: Run, exhibit: str, place: Path
) -> None:
    word = run("redact", exhibit, "--word", SECRET, "--reason", "WIT", "--everywhere", "--json")
    assert word[0] == 0, word[2]
    (drawn,) = json.loads(word[1])["redactions"]
    assert (drawn["page"], drawn["word"], drawn["everywhere"]) == (1, SECRET, True)
    number = json.loads(run("redact", exhibit, "--word", "07700 900123", "--reason", "TEL", "--json")[1])
    found = number["redactions"][1]
    assert run("redact", exhibit, "--withdraw", str(found["id"]))[0] == 0
    box = ",".join(map(str, (1, *found["box"])))
    assert run("redact", exhibit, "--box", box, "--reason", "TEL", "--note", "hers")[0] == 0
    checked = run("redact", exhibit, "--check-by", "DS Amir Khan", "--json")
    assert json.loads(checked[1])["checked_by"] == "DS Amir Khan"
    target = place / "pack.pdf"
    built = run("pack", exhibit.partition(":")[0], "--to", str(target), "--recipient", "CPS")
    assert built[0] == 0, built[2]
    words = " ".join("\n".join(each.extract_text() for each in PdfReader(target).pages).split())
    other = subprocess.run(["pdftotext", str(target), "-"], capture_output=True, text=True, check=True).stdout
    assert [each for each in ("Quillfeather", "900123") if each in words + other] == []
    assert "2 redactions on 1 page" in words
    assert "checked by DS Amir Khan" in words


def test_the_list_shows_what_was_withdrawn(run: Run, exhibit: str) -> None:
    drawn = json.loads(run("redact", exhibit, "--word", SECRET, "--reason", "WIT", "--json")[1])["redactions"]
    assert run("redact", exhibit, "--withdraw", str(drawn[0]["id"]))[0] == 0
    status, out, _ = run("redact", exhibit, "--list")
    assert status == 0
    assert "0 redactions stand, not checked by a second person." in out
    assert "withdrawn by" in out


def test_what_looks_private_is_suggested(run: Run, exhibit: str) -> None:
    told = json.loads(run("redact", exhibit, "--suggest", "--json")[1])
    assert [(each["word"], each["reason"]) for each in told["suggestions"]] == [("07700 900123", "TEL")]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--box", "1,2,3", "--reason", "TEL"), "PAGE,LEFT,BOTTOM,RIGHT,TOP"),
        (("--box", "1,inf,0,50,50", "--reason", "TEL"), "PAGE,LEFT,BOTTOM,RIGHT,TOP"),
        (("--box", "nan,0,0,50,50", "--reason", "TEL"), "PAGE,LEFT,BOTTOM,RIGHT,TOP"),
        (("--box", "inf,0,0,50,50", "--reason", "TEL"), "PAGE,LEFT,BOTTOM,RIGHT,TOP"),
        (("--box", "1.9,0,0,50,50", "--reason", "TEL"), "PAGE,LEFT,BOTTOM,RIGHT,TOP"),
        (("--word", "", "--reason", "TEL"), "word"),
        (("--box", "9,10,10,90,90", "--reason", "TEL"), "There is no page 9"),
        (("--word", SECRET), "is not a reason code"),
        (("--word", "Zebedee", "--reason", "TEL"), "stands nowhere"),
        (("--withdraw", "77"), "77"),
        (("--check-by", "DS Amir Khan"), "no redactions to check"),
    ],
)
def test_a_mistake_is_refused_in_one_sentence(
    run: Run, exhibit: str, asked: tuple[str, ...], said: str
) -> None:
    status, _, error = run("redact", exhibit, *asked)
    assert status == 1
    assert said in error


def test_what_is_redacted_is_not_suggested_again(run: Run, exhibit: str) -> None:
    assert "07700 900123" in run("redact", exhibit, "--suggest")[1]
    status, out, _ = run("redact", exhibit, "--word", "07700 900123", "--reason", "TEL")
    assert status == 0
    assert out.startswith("1 redaction stands, not checked by a second person.")
    assert "07700 900123" not in run("redact", exhibit, "--suggest")[1]


def test_a_word_for_a_picture_says_where_it_could_not_be_looked_for(
    run: Run, exhibit: str, place: Path
) -> None:
    case = exhibit.partition(":")[0]
    Image.effect_noise((300, 300), 40).save(place / "photo.png")
    run("add", "exhibit", case, str(place / "photo.png"), "--found-by", "Ann Marsh")
    how = ("--word", SECRET, "--reason", "WIT", "--everywhere")
    assert "No words can be found on page 1;" in run("redact", f"{case}:AM/2", *how)[1]
    refusal = run("redact", f"{case}:AM/2", *how[:-1])[2]
    assert "everywhere" not in refusal
    assert "draw a box over the word by hand" in refusal


def test_the_word_is_read_from_a_file_or_standard_input(
    run: Run, exhibit: str, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "word.txt").write_text(f"{SECRET}\n", "utf-8")
    first = run("redact", exhibit, "--word-file", str(place / "word.txt"), "--reason", "WIT", "--json")
    assert [each["word"] for each in json.loads(first[1])["redactions"]] == [SECRET]
    monkeypatch.setattr("sys.stdin", io.StringIO("07700 900123\n"))
    second = run("redact", exhibit, "--word-file", "-", "--reason", "TEL", "--json")
    assert json.loads(second[1])["redactions"][1]["word"] == "07700 900123"
