"""Packs by command: kinds of pack, disclosure, sections, schedules and preflight."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader

from spoc_desk.bootstrap.adapters import PrintedDocuments
from spoc_desk.system.resources import resource_folder
from tests.bootstrap.vaults import OFFICER
from tests.cli.conftest import Run
from tests.cli.test_commands import INCIDENT
from tests.documents import samples


@pytest.fixture
def casefile(run: Run, place: Path) -> str:
    """A casefile with three exhibits: used, unused and sensitive."""
    (place / "incident.json").write_text(json.dumps(INCIDENT), "utf-8")
    told = json.loads(run("add", "--json", "incident", "--from", str(place / "incident.json"))[1])
    case = str(told["casefile"])
    for name in ("call", "crowd", "source"):
        (place / f"{name}.txt").write_text(f"Words of the {name}.\n", "utf-8")
        described = ("--description", f"Recording of the {name}")
        run("add", "exhibit", case, str(place / f"{name}.txt"), "--found-by", "Ann Marsh", *described)
    return case


@pytest.fixture
def fonts() -> Path:
    return resource_folder() / "fonts"


def test_the_kinds_of_pack_are_listed_and_say_that_nobody_verified_them(run: Run) -> None:
    status, out, _ = run("list", "templates", "--json")
    told = json.loads(out)
    assert status == 0
    assert [each["reference"] for each in told][:2] == ["cps_file", "court_bundle"]
    assert "schedule_sensitive" not in told[2]["offered"]
    assert "not verified" in run("list", "templates")[1]


def test_disclosure_decides_which_exhibits_and_schedules_a_pack_prints(
    run: Run, casefile: str, place: Path
) -> None:
    assert run("disclose", f"{casefile}:AM/2", "--as", "unused")[0] == 0
    refused = run("disclose", f"{casefile}:AM/3", "--as", "sensitive")
    assert (refused[0], "Say why" in refused[2]) == (1, True)
    told = run("disclose", f"{casefile}:AM/3", "--as", "sensitive", "--reason", "Names a source", "--json")
    assert json.loads(told[1])["disclosure"] == "sensitive"
    target = place / "handover.pdf"
    options = ("--section", "The call=AM/1", "--papers", "people,chronology")
    built = run("pack", casefile, "--to", str(target), "--template", "handover", *options)
    assert built[0] == 0, built[2]
    words = "\n".join(page.extract_text() for page in PdfReader(target).pages)
    assert "Schedule of relevant sensitive unused material" in words
    assert "Names a source" in words
    assert "The call" in words
    assert f"{OFFICER}, self-authorised" in " ".join(words.split())
    served = place / "served.pdf"
    assert run("pack", casefile, "--to", str(served))[0] == 0
    words = "\n".join(page.extract_text() for page in PdfReader(served).pages)
    assert "AM/1" in words
    assert "AM/2" not in words


def test_preflight_lists_faults_and_fails_only_when_one_stops_the_pack(run: Run, casefile: str) -> None:
    status, out, _ = run("pack", casefile, "--preflight", "--template", "court_bundle", "--json")
    assert status == 0
    assert {each["code"] for each in json.loads(out)} >= {"packs.needs_urn", "packs.no_offence"}
    status, out, err = run("pack", casefile, "--preflight", "--template", "court_bundle", "--schedules",
                           "sensitive", "--json")  # fmt: skip
    assert status == 1
    assert "stop the pack" in err
    assert json.loads(out)[0]["severity"] == "blocks"
    assert run("pack", casefile, "--preflight", "--check-files")[0] == 0


def test_a_preflight_names_people_so_it_is_on_the_trail(run: Run, casefile: str, place: Path) -> None:
    def readings() -> int:
        assert run("audit", "--to", str(place / "trail.jsonl"), "--replace")[0] == 0
        return (place / "trail.jsonl").read_text("utf-8").count("RecordConsulted")

    before = readings()
    assert run("pack", casefile, "--preflight")[0] == 0
    assert readings() == before + 1


def test_what_cannot_be_understood_is_refused_in_a_sentence(run: Run, casefile: str) -> None:
    for options in (("--section", "no references"), ("--papers", "poems"), ("--template", "press")):
        status, _, err = run("pack", casefile, "--preflight", *options)
        assert status == 1
        assert err.strip().endswith(".")


def test_late_pages_follow_those_of_a_released_pack(run: Run, casefile: str, place: Path) -> None:
    status, out, _ = run("pack", casefile, "--to", str(place / "first.pdf"), "--exhibits", "AM/1", "--json")
    assert status == 0
    first = json.loads(out)
    target = place / "late.pdf"
    late = ("--to", str(target), "--continues", first["reference"], "--note", "Examined late")
    status, out, told = run("pack", casefile, *late, "--exhibits", "AM/2", "--json")
    assert status == 0, told
    later = json.loads(out)
    pages = [page.extract_text() for page in PdfReader(target).pages]
    assert len(pages) == later["pages"] > first["pages"]
    assert f"Page 1 of {later['pages']}" in pages[0]
    assert "Examined late" in pages[first["pages"]]
    again = ("--to", str(place / "again.pdf"), "--continues", later["reference"], "--note", "Again")
    status, _, told = run("pack", casefile, *again, "--exhibits", "AM/1")
    assert status == 1
    assert told.startswith(f"Exhibit AM/1 is in {later['reference']} already.")


def test_an_unknown_court_profile_is_refused_with_those_there_are(
    run: Run, casefile: str, place: Path
) -> None:
    status, _, told = run("pack", casefile, "--to", str(place / "p.pdf"), "--profile", "crown")
    assert status == 1
    assert "supreme_court" in told


def test_a_scan_can_be_searched_in_a_pack_that_asked_for_machine_read_text(
    run: Run, casefile: str, place: Path, fonts: Path
) -> None:
    scan = Image.new("L", (1240, 1754), 250)
    face = ImageFont.truetype(fonts / "noto" / "NotoSans-Regular.ttf", 60)
    ImageDraw.Draw(scan).text((120, 300), "Leave before Friday", font=face, fill=10)
    scan.save(place / "letter.tif")
    run("add", "exhibit", casefile, str(place / "letter.tif"), "--found-by", "Ann Marsh")
    words = {}
    for options in ((), ("--machine-text",)):
        target = place / f"scan{len(options)}.pdf"
        built = run("pack", casefile, "--to", str(target), "--exhibits", "AM/4", *options)
        assert built[0] == 0, built[2]
        words[options] = " ".join(page.extract_text() for page in PdfReader(target).pages)
    plain, read = words.values()
    assert "Leave before Friday" not in plain
    assert "Leave before Friday" in read
    assert "Machine-read text (OCR), not checked" in read


def test_machine_read_text_is_refused_where_no_program_reads_scans(
    run: Run, casefile: str, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PrintedDocuments, "machine_reader", "")
    status, _, told = run("pack", casefile, "--to", str(place / "read.pdf"), "--machine-text")
    assert status == 1
    assert "Install ocrmypdf and Tesseract" in told


def test_a_pack_is_split_into_files_no_larger_than_asked(run: Run, casefile: str, place: Path) -> None:
    for number in range(4):
        path = place / f"noise{number}.jpg"
        samples.noise(620, 460, number).save(path, "JPEG", quality=95)
        run("add", "exhibit", casefile, str(path), "--found-by", "Noel Roe")
    target = place / "split.pdf"
    exhibits = ",".join(f"NR/{number}" for number in range(1, 5))
    built = run("pack", casefile, "--to", str(target), "--exhibits", exhibits, "--volume-size", "1", "--json")
    assert built[0] == 0, built[2]
    files = sorted(place.glob("split*.pdf"))
    assert len(files) > 1
    assert all(path.stat().st_size <= 1_000_000 for path in files)
    assert sum(len(PdfReader(path).pages) for path in files) == json.loads(built[1])["pages"]


@pytest.mark.parametrize("size", ["0", "-3", "1.5", "big"])
def test_a_size_that_is_no_number_of_megabytes_is_wrong_usage(
    run: Run, size: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        run("pack", "CF/2026/0001", "--to", "p.pdf", f"--volume-size={size}")
    assert left.value.code == 2
    assert "megabytes" in capsys.readouterr().err


def test_an_exhibit_says_when_and_where_it_was_found_only_when_told(
    run: Run, casefile: str, place: Path
) -> None:
    (place / "note.txt").write_text("A note.\n", "utf-8")
    found = ("--found-at", "2026-11-16T09:42", "--found-where", "Tarn Hall", "--source", "Handed over")
    told = json.loads(run("add", "--json", "exhibit", casefile, str(place / "note.txt"), *found)[1])
    assert told[0]["found_at"] == "2026-11-16T09:42:00+00:00"
    shown = json.loads(run("show", f"{casefile}:{told[0]['reference']}", "--json")[1])
    assert "Tarn Hall" in json.dumps(shown)
    untold = json.loads(run("add", "--json", "exhibit", casefile, str(place / "note.txt"))[1])
    assert untold[0]["found_at"] is None
    assert run("add", "exhibit", casefile, str(place / "note.txt"), "--found-at", "yesterday")[0] == 1


def test_home_addresses_are_refused_in_a_served_copy(run: Run, casefile: str) -> None:
    status, _, told = run("pack", casefile, "--draft", "--with-addresses")
    assert (status, "--internal" in told) == (1, True)


def test_a_pack_saved_at_once_says_that_it_is_released_for_good(run: Run, casefile: str, place: Path) -> None:
    (place / "empty.pdf").write_bytes(b"")
    run("add", "exhibit", casefile, str(place / "empty.pdf"), "--found-by", "Ann Marsh")
    status, told, _ = run("pack", casefile, "--to", str(place / "whole.pdf"), "--exhibits", "AM/1,AM/4")
    assert status == 0
    assert "Released for good, unsigned, self-authorised; 1 slip sheet accepted." in told
    assert "--draft" in told
