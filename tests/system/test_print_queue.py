"""Copies handed to a real CUPS: what arrives, and what is refused in words."""

import tempfile
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.printing import KnownPrinter, PrintJob, Sides
from spoc_desk.system.print_queue import LpQueue, _read
from tests.desktop.printers import printers

JOB = PrintJob("Office", "PK/2026/0001", Sides.LONG)
PAPER = b"%PDF-1.4\nshort, and never looked into\n%%EOF\n"


@pytest.fixture(scope="module")
def service():
    with (
        tempfile.TemporaryDirectory(prefix="cups-", ignore_cleanup_errors=True) as home,
        printers(Path(home), "Office", "Landing") as made,
        made.chosen(),
    ):
        yield made


def unheard(done, total):
    raise AssertionError("CUPS does not tell how far it is")


def never():
    return False


def refused(job=JOB, write=lambda stream: stream.write(PAPER), cancelled=never):
    with pytest.raises(DomainError) as refusal:
        LpQueue().send(job, write, unheard, cancelled)
    return refusal.value


def test_the_printers_of_this_computer_are_told(service):
    service.run("lpadmin", "-d", "Landing")
    known = {each.name: each for each in LpQueue().printers()}
    assert known["Office"] == KnownPrinter("Office", ready=True)
    assert known["Landing"] == KnownPrinter("Landing", ready=True, default=True)


@pytest.mark.parametrize(
    ("sides", "option"),
    [(Sides.ONE, "one-sided"), (Sides.LONG, "two-sided-long-edge"), (Sides.SHORT, "two-sided-short-edge")],
)
def test_a_copy_arrives_whole_with_its_sides_and_under_its_reference(service, sides, option):
    number = LpQueue().send(replace(JOB, sides=sides), lambda stream: stream.write(PAPER), unheard, never)
    job = service.job(number)
    assert (job.content, job.title, job.copies) == (PAPER, "PK/2026/0001", 1)
    assert (job.options["sides"], job.options["media"]) == (option, "A4")


def test_a_printer_that_is_not_there_is_refused_by_name_with_those_that_are(service):
    refusal = refused(replace(JOB, printer="Attic"))
    assert refusal.code == "print.no_printer"
    assert refusal.values["printer"] == "Attic"
    assert "Office" in refusal.values["known"]


@pytest.mark.parametrize("how", ["cupsdisable", "cupsreject"])
def test_a_queue_that_is_stopped_is_refused_with_its_own_reason(service, how):
    service.add("Cellar")
    service.run(how, "-r", "Out of toner", "Cellar")
    refusal = refused(replace(JOB, printer="Cellar"))
    assert (refusal.code, refusal.values) == ("print.stopped", {"printer": "Cellar", "said": "Out of toner"})
    service.run("lpadmin", "-x", "Cellar")


def test_a_printer_that_goes_while_a_copy_is_sent_is_refused_in_cups_own_words(service):
    service.add("Gone")

    def write(stream):
        service.run("lpadmin", "-x", "Gone")
        stream.write(PAPER)

    refusal = refused(replace(JOB, printer="Gone"), write)
    assert refusal.code == "print.refused"
    assert refusal.values["said"]


def test_cancelling_ends_the_copy_under_way_and_nothing_of_it_is_printed(service):
    before = len(service.jobs(0))
    stop = threading.Event()

    def write(stream):
        stream.write(PAPER)
        stream.flush()
        stop.set()
        while True:
            stream.write(b"x" * 65536)

    assert refused(write=write, cancelled=stop.is_set).code == "work.cancelled"
    LpQueue().send(JOB, lambda stream: stream.write(PAPER), unheard, never)
    assert len(service.jobs(before + 1)) == before + 1


def test_a_fault_of_our_own_while_writing_ends_lp_and_is_not_hidden(service):
    before = len(service.jobs(0))

    def write(stream):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        LpQueue().send(JOB, write, unheard, never)
    assert len(service.jobs(0)) == before


def test_without_a_print_service_there_is_one_sentence(monkeypatch, tmp_path):
    monkeypatch.setenv("CUPS_SERVER", str(tmp_path / "none"))
    with pytest.raises(DomainError) as refusal:
        LpQueue().printers()
    assert refusal.value.code == "print.no_scheduler"


def test_without_lp_there_is_one_sentence():
    queue = LpQueue(lp="no-such-program")
    assert not queue.here
    with pytest.raises(DomainError) as refusal:
        queue.printers()
    assert refusal.value.code == "print.no_lp"


def test_a_service_without_printers_tells_of_none(keyring_home):
    with printers(keyring_home) as service, service.chosen():
        assert LpQueue().printers() == ()


def test_what_lpstat_says_of_a_busy_printer_is_understood():
    listing = (
        "printer A now printing A-7.  enabled since Fri Nov 20 15:27:50 2026\n"
        "printer B disabled since Fri Nov 20 15:27:51 2026 -\n\tPaper jam\n"
        "A accepting requests since Fri Nov 20 15:27:50 2026\n"
        "no system default destination\n"
    )
    assert _read(listing) == (KnownPrinter("A", ready=True), KnownPrinter("B", ready=False, said="Paper jam"))
