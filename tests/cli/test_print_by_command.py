"""Numbered copies from the command line, through a real CUPS, read back from its printer."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path

import pypdf
import pytest

from spoc_desk.cli import main
from spoc_desk.domain.changes import PackReleased
from spoc_desk.domain.issues import IssuedPack
from spoc_desk.services.exhibits import AddExhibit, add_exhibit
from spoc_desk.services.pack_building import BuildPack, build_pack
from spoc_desk.services.pack_content import PackTerms
from spoc_desk.services.pack_copies import register_of
from tests.bootstrap.vaults import OFFICER, PASSPHRASE, machine_in, make_vault, prove_sheet
from tests.desktop.printers import printers
from tests.services import casework
from tests.services.released import release

PACK = "PK/2026/0001"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("cli")


@pytest.fixture(scope="module")
def machine(place):
    """A vault with a released pack and, after it, a draft."""
    made = machine_in(place)
    with make_vault(made, place / "vault") as creation:
        prove_sheet(creation)
        desk = creation.vault.desk
        case = casework.casefile(desk, casework.incident(desk))
        (place / "note.txt").write_text("As it was said: Tŷ, dŵr.\n" * 120, "utf-8")
        add_exhibit(AddExhibit(case.id, place / "note.txt", "Note"), desk)
        for _ in range(2):
            build_pack(BuildPack(case.id, PackTerms("CPS", "Advice")), desk)
        with desk.unit_of_work() as work:
            pack = work.get(IssuedPack, 1)
            release(pack, work, desk)
            work.record(PackReleased(pack=1, manifest_sha256="c" * 64, self_authorised=True))
        creation.vault.close("exit")
    (place / "passphrase").write_text(PASSPHRASE + "\n", "utf-8")
    yield made
    made.close()


@pytest.fixture(scope="module")
def service():
    with (
        tempfile.TemporaryDirectory(prefix="cups-", ignore_cleanup_errors=True) as home,
        printers(Path(home), "Office") as made,
        made.chosen(),
    ):
        yield made


@pytest.fixture
def run(machine, place, service, capsys):
    def call(reference, *rest):
        opening = [str(place / "vault"), reference, "--passphrase-file", str(place / "passphrase")]
        status = main.run(["print", *opening, *rest], machine, lambda _options, _machine: None)
        told = capsys.readouterr()
        return status, told.out, told.err

    return call


def register(machine, place):
    vault = machine.open_vault(place / "vault", OFFICER, PASSPHRASE)
    try:
        return register_of(1, vault.desk)
    finally:
        vault.close("exit")


def texts(job):
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(job.content)).pages]


def test_three_numbered_copies_arrive_each_whole_with_its_own_line(run, service, machine, place):
    before = len(service.jobs(0))
    status, out, err = run(
        PACK, "--printer", "Office", "--copies", "3", "--duplex", "long", "--for", "J Doe", "--json"
    )
    assert (status, err) == (0, "")
    told = json.loads(out)
    assert [(each["number"], each["of"], each["state"]) for each in told["copies"]] == [
        (1, 3, "spooled"), (2, 3, "spooled"), (3, 3, "spooled")
    ]  # fmt: skip
    jobs = service.jobs(before + 3)[before:]
    for number, (job, recipient) in enumerate(zip(jobs, ("J Doe", "CPS", "CPS"), strict=True), 1):
        pages = texts(job)
        assert len(pages) == told["pages"] > 3
        assert all(f"Copy {number} of 3 · for {recipient}" in page for page in pages)
        assert all(f"Page {at} of {len(pages)}" in page for at, page in enumerate(pages, 1))
        assert (job.options["sides"], job.options["media"], job.title) == ("two-sided-long-edge", "A4", PACK)
        assert job.copies == 1
    assert [entry.state for entry in register(machine, place)] == ["spooled"] * 3


def test_only_the_pages_asked_for_leave_and_the_numbers_go_on(run, service):
    before = len(service.jobs(0))
    status, out, _ = run(PACK, "--printer", "Office", "--pages", "2-3")
    assert status == 0
    assert "for CPS: handed to Office" in out
    (job,) = service.jobs(before + 1)[before:]
    pages = texts(job)
    assert ["Page 2 of" in pages[0], "Page 3 of" in pages[1], len(pages)] == [True, True, 2]
    assert job.options["sides"] == "one-sided"


def test_the_printers_are_listed_without_a_vault(service, machine, capsys):
    service.run("lpadmin", "-d", "Office")
    assert main.run(["print", "--printers"], machine, lambda _options, _machine: None) == 0
    assert "Office: ready, the default" in capsys.readouterr().out
    assert main.run(["print", "--printers", "--json"], machine, lambda _options, _machine: None) == 0
    assert {"name": "Office", "ready": True, "default": True, "said": ""} in json.loads(
        capsys.readouterr().out
    )


@pytest.mark.parametrize(
    ("reference", "rest", "sentence"),
    [
        (PACK, ("--printer", "Attic"), "no printer called Attic"),
        (PACK, ("--printer", "Office", "--copies", "0"), "at least one copy"),
        (PACK, ("--printer", "Office", "--copies", "10000"), "too many for one run"),
        (PACK, ("--printer", "Office", "--pages", "5-2"), "cannot be printed"),
        (PACK, ("--printer", "Office", "--pages", "400-"), "cannot be printed"),
        (PACK, ("--printer", "Office", "--for", "A", "--for", "B"), "recipients"),
        ("PK/2026/0002", ("--printer", "Office"), "is a draft"),
    ],
)
def test_what_cannot_be_printed_is_refused_in_one_sentence(run, service, reference, rest, sentence):
    before = len(service.jobs(0))
    status, out, err = run(reference, *rest)
    assert (status, out) == (1, "")
    assert sentence in err
    assert len(err.splitlines()) == 1
    assert len(service.jobs(0)) == before


def test_a_stopped_printer_is_refused_with_its_reason_and_nothing_is_written_down(
    run, service, machine, place
):
    before = len(register(machine, place))
    service.run("cupsdisable", "-r", "Out of toner", "Office")
    status, _, err = run(PACK, "--printer", "Office")
    service.run("cupsenable", "Office")
    assert status == 1
    assert "The printer Office is stopped (Out of toner)." in err
    assert len(register(machine, place)) == before


def test_without_a_pack_the_command_says_what_it_wants(machine, capsys):
    assert main.run(["print"], machine, lambda _options, _machine: None) == 1
    assert "which pack" in capsys.readouterr().err


@pytest.fixture
def copies(machine, place, capsys):
    def call(*rest):
        opening = [str(place / "vault"), PACK, "--passphrase-file", str(place / "passphrase")]
        status = main.run(["copies", *opening, *rest], machine, lambda _options, _machine: None)
        told = capsys.readouterr()
        return status, told.out, told.err

    return call


def test_the_register_tells_what_became_of_each_copy_and_takes_what_was_seen(run, copies):
    run(PACK, "--printer", "Office", "--copies", "2", "--for", "J Doe", "--pages", "1")
    last = json.loads(copies("--json")[1])[-1]["first_number"]
    status, out, _ = copies("--came-out", f"{last - 1}")
    assert status == 0
    assert f"Copy {last - 1} of {last}, for J Doe" in out
    assert "printed on Office, pages 1: confirmed" in out
    status, out, _ = copies("--spoiled", f"{last}", "--sheets", "1", "--note", "Shredded")
    assert "spoiled, sheets: 1, Shredded" in out
    document = json.loads(copies("--json")[1])
    assert [each["state"] for each in document[-2:]] == ["confirmed", "spoiled"]
    assert [each["sheets"] for each in document[-1]["results"]] == [1, 1]


@pytest.mark.parametrize(
    ("rest", "sentence"),
    [
        (("--came-out", "99"), "no copy 99"),
        (("--came-out", "x"), "no copy x"),
        (("--spoiled", "1"), "how many sheets were spoiled"),
    ],
)
def test_what_cannot_have_been_seen_is_refused(run, copies, rest, sentence):
    run(PACK, "--printer", "Office", "--pages", "1")
    status, out, err = copies(*rest)
    assert (status, out) == (1, "")
    assert sentence in err
