"""The whole main job in the real window, by role and name, from the first start to the exported return."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.journeys.officer import Officer, at_the_terminal, at_the_window

PASSPHRASE = "four steady brass kettles"
OFFICER = "Det Supt Ada Marsh"
UNSAVED = "The caller gave no name and rang off"


@pytest.mark.desktop
def test_the_main_job_from_an_empty_computer_to_the_exported_return(account, secret_service, tmp_path):
    vault, out = tmp_path / "Wessmere", tmp_path / "out"
    out.mkdir()
    with at_the_window(account) as officer:
        make_vault(officer, vault, tmp_path / "sheet.pdf")
        record_incident(officer)
        start_casefile(officer)
        add_exhibit(officer, tmp_path / "message.txt")
        suspect_offence(officer)
        build_pack(officer)
        file_return(officer, out)
        lock_and_come_back(officer)
        quit_program(officer)
    files = sorted(path.name for path in out.rglob("*") if path.is_file())
    assert files == ["return.csv", "return.json", "return.pdf"]
    check_by_terminal(vault, account, tmp_path)


def make_vault(officer: Officer, vault: Path, sheet: Path) -> None:
    officer.press("Create a new vault")
    for name, text in (
        ("Force", "Wessmere Constabulary"), ("Force code", "E23000099"), ("Your rank", "Det Supt"),
        ("Your name", "Ada Marsh"), ("Folder for the vault", str(vault)),
    ):  # fmt: skip
        officer.write(name, text)
    officer.press("Next")
    officer.type_into("Passphrase, 12", PASSPHRASE)
    officer.type_into("The same passphrase again", PASSPHRASE)
    officer.press("Create the vault")
    officer.press("Save the recovery sheet")
    officer.write("File name", str(sheet))
    officer.press("Save")
    officer.sees("Saved as")
    officer.press("Next")
    officer.sees("Prove the recovery sheet")
    for row, words in printed_rows(sheet).items():
        for field in officer.root.find_all("text", f"Row {row}"):
            field.write(words)
    officer.press("Open the vault")
    officer.find("frame", "Today")


def printed_rows(sheet: Path) -> dict[int, str]:
    """The numbered rows of the key, as somebody reads them off the paper."""
    text = subprocess.run(
        ["pdftotext", "-layout", str(sheet), "-"], capture_output=True, encoding="utf-8", check=True
    ).stdout
    found = re.findall(r"^ *(\d) +((?:[0-9A-Z]{2,4}(?: +|$))+)", text, re.MULTILINE)
    return {int(number): " ".join(blocks.split()) for number, blocks in found}


def record_incident(officer: Officer) -> None:
    officer.go_to(3, "Incidents")
    officer.keys("ctrl+n")
    officer.find("dialog", "New incident")
    officer.type_into("What happened, in a line", "Threat by direct message")
    officer.choose("Category", "Oth")
    officer.choose("How", "Online")
    officer.type_into("Happened: date", "yest 0910")
    officer.type_into("Reported to police: date", "yest 0945")
    officer.write("Crime reference", "54/118/26")
    officer.choose("Platform", "Inst")
    officer.write("What is alleged", "A direct message threatened the candidate.")
    officer.choose("Which operation covers it", "Nei")
    officer.press("Record incident")
    officer.sees("Incident recorded.")
    officer.sees("54/118/26")


def start_casefile(officer: Officer) -> None:
    officer.press("Start casefile")
    officer.find("frame", "CF/")


def add_exhibit(officer: Officer, path: Path) -> None:
    path.write_text("We know where you live.\n", "utf-8")
    officer.press("Exhibits", "page tab")
    officer.press("Add exhibit")
    officer.write("File name", str(path))
    officer.press("Open")
    officer.find("dialog", "Add an exhibit")
    officer.type_into("What it is", "Message as the candidate received it")
    officer.press("Seal the exhibit")
    officer.sees("Sealed and read back.")


def suspect_offence(officer: Officer) -> None:
    officer.press("Offences", "page tab")
    officer.press("Suspect an offence")
    officer.find("dialog", "Suspect an offence")
    officer.type_into("Search the law-pack", "127")
    officer.waits(lambda: len(officer.root.find_all("list item")) < 8, "the offences found")
    officer.find("list", "Offences found").focus()
    officer.keys("Down")
    officer.press("Suspect this offence")
    officer.sees("Offence suspected.")


def build_pack(officer: Officer) -> None:
    officer.press("Build pack")
    officer.find("dialog", "Build an evidence pack")
    officer.press("Build pack")
    officer.sees("The pack is built and sealed.")
    officer.find("frame", "PK/")
    officer.press("Preview", "page tab")
    officer.find("filler", "Preview of the pack")
    officer.press("Release…")
    officer.find("dialog", "Release PK/")
    officer.press("Release")
    officer.sees("The pack is released.")
    officer.find("push button", "Print")


def file_return(officer: Officer, folder: Path) -> None:
    officer.go_to(7, "Returns")
    officer.keys("ctrl+n")
    officer.find("dialog", "New return")
    officer.choose("Overall", "Med")
    officer.choose("Trend", "St")
    officer.press("Freeze the")
    officer.sees("Frozen. It waits")
    officer.press("Authorise")
    officer.find("dialog", "Authorise")
    officer.press("Authorise it myself")
    officer.sees("Authorised, labelled self-authorised.")
    officer.press("Export to a folder")
    officer.write("Directory", str(folder))
    officer.press("Choose")
    officer.sees("Exported as JSON, CSV and PDF")


def lock_and_come_back(officer: Officer) -> None:
    """Text typed a moment before the lock is there again, and so is the record."""
    officer.go_to(3, "Incidents")
    record = officer.sees("IN/").name
    officer.keys("ctrl+n")
    officer.find("dialog", "New incident")
    officer.type_into("What happened, in a line", UNSAVED)
    officer.keys("ctrl+l")
    officer.sees("Locked. Unsaved text is kept.")
    assert not officer.root.find_all("text", "What happened, in a line")
    officer.write("Passphrase", PASSPHRASE)
    officer.press("Unlock")
    assert officer.sees("IN/").name == record
    officer.keys("ctrl+n")
    field = officer.find("text", "What happened, in a line")
    officer.waits(lambda: field.text == UNSAVED, "the text that was typed")
    officer.sees("Draft restored.")
    officer.keys("Escape")


def quit_program(officer: Officer) -> None:
    officer.keys("alt+F4")
    assert officer.ends() == 0


def check_by_terminal(vault: Path, account: dict[str, str], folder: Path) -> None:
    secret = folder / "passphrase.txt"
    secret.write_text(PASSPHRASE + "\n", "utf-8")
    opens = ("--officer", OFFICER, "--passphrase-file", secret, "--json")
    verified = at_the_terminal("verify", vault, "--full", *opens, environment=account)
    assert verified.returncode == 0, verified.stderr
    report = json.loads(verified.stdout)
    assert (report["exhibits"], report["packs"]) == (1, 1)
    listed = at_the_terminal("list", vault, "incidents", *opens, environment=account)
    assert [each["title"] for each in json.loads(listed.stdout)] == ["Threat by direct message"]
