"""A pack on paper by keyboard and screen reader: the system's print dialog, the recipients, the sheets."""

import io

import pypdf
import pytest

from spoc_desk.services.pack_copies import register_of
from tests.desktop.printers import printers
from tests.journeys.officer import at_the_window
from tests.ui.real import OFFICER, PASSPHRASE, SetClock, _machine


def with_desk(vault, folder, do):
    """Does something at the desk of a vault that no window has open."""
    machine = _machine(folder / "elsewhere", SetClock())
    opened = machine.open_vault(vault, OFFICER, PASSPHRASE)
    try:
        return do(opened.desk)
    finally:
        opened.close("exit")
        machine.close()


@pytest.mark.desktop
def test_a_copy_is_printed_by_the_systems_dialog_and_its_sheets_are_confirmed(
    account, told_vault, secret_service, tmp_path, keyring_home
):
    with printers(keyring_home, "Office") as service:
        printing = {**account, "CUPS_SERVER": service.environment["CUPS_SERVER"]}
        with at_the_window(printing) as officer:
            officer.unlock(PASSPHRASE)
            officer.go_to(6, "Packs")
            officer.find("list item", "PK/2026/0001")
            officer.press("Print")
            officer.find("dialog", "Print")
            officer.press("Print")
            officer.find("dialog", "Print PK/2026/0001")
            officer.write("Recipient", "J Doe")
            officer.press("Print")
            officer.find("dialog", "Did all the sheets come out?")
            officer.choose("What came out", "All")
            officer.press("Write it down")
            officer.sees("Written down in the register of copies.")
        (job,) = service.jobs(1)
    texts = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(job.content)).pages]
    assert all("Copy 1 of 1 · for J Doe" in text for text in texts)
    (entry,) = with_desk(told_vault, tmp_path, lambda desk: register_of(1, desk))
    assert [result.state for result in entry.results] == ["spooled", "confirmed"]
