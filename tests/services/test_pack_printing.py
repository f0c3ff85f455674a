"""A run of copies: written down first, then each sent with its line, and what became of each kept."""

import io
from dataclasses import replace

import pytest

from spoc_desk.domain.changes import PackBuilt
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.issues import FileRole, PackFile
from spoc_desk.domain.printing import Sides
from spoc_desk.services import pack_printing
from spoc_desk.services.pack_copies import register_of
from spoc_desk.services.pack_printing import PrintPack, preview_printed, print_pack
from tests.services.released import a_released_pack


class Stamps:
    """Documents that put the line before what they are given."""

    def write_numbered(self, source, target, line, pages):
        target.write(self.numbered_copy(source, line, pages))

    def numbered_copy(self, source, line, pages):
        return f"{line} {pages[0]}-{pages[-1]} ".encode() + source.read()


class FakePaper:
    """Keeps what it is sent. fails: the copy, from 1, at which it does, and how."""

    def __init__(self, desk=None, pack=None, fails=0, fault=None):
        self.sent, self.jobs, self.logged = [], [], []
        self._desk, self._pack, self._fails, self._fault = desk, pack, fails, fault

    def check_ready(self, printer):
        if printer == "Attic":
            raise DomainError("print.no_printer", printer=printer, known="Office")

    def send(self, job, write, progress, cancelled):
        if self._desk:
            self.logged.append([entry.state for entry in register_of(self._pack.id, self._desk)])
        if len(self.sent) + 1 == self._fails:
            raise self._fault
        target = io.BytesIO()
        write(target)
        self.sent.append(target.getvalue().decode())
        self.jobs.append(job)
        return "Office-1"


@pytest.fixture
def printing(desk):
    return replace(desk, documents=Stamps())


@pytest.fixture
def pack(printing):
    return a_released_pack(printing)


def states(desk, pack):
    return [entry.state for entry in register_of(pack.id, desk)]


def test_each_copy_is_a_job_of_its_own_with_its_number_and_recipient(printing, pack):
    paper = FakePaper()
    run = print_pack(PrintPack(pack.id, "Office", 3, "2-4", Sides.LONG, ("J Doe", "K Roe")), paper, printing)
    assert paper.sent == [
        "Copy 1 of 3 · for J Doe 2-4 the pack",
        "Copy 2 of 3 · for K Roe 2-4 the pack",
        "Copy 3 of 3 · for CPS 2-4 the pack",
    ]
    assert {(job.printer, job.title, job.sides) for job in paper.jobs} == {
        ("Office", pack.reference, Sides.LONG)
    }
    assert run.fault is None
    assert [copy.first_number for copy in run.sent] == [1, 2, 3]


def test_the_run_is_written_down_before_the_first_byte_and_each_end_as_soon_as_known(printing, pack):
    paper = FakePaper(printing, pack)
    print_pack(PrintPack(pack.id, "Office", 2), paper, printing)
    assert paper.logged == [["logged", "logged"], ["spooled", "logged"]]
    assert states(printing, pack) == ["spooled", "spooled"]


def test_the_log_has_printer_pages_sides_and_how_many_sheets(printing, pack):
    print_pack(PrintPack(pack.id, "Office", 1, "1-5", Sides.SHORT), FakePaper(), printing)
    (entry,) = register_of(pack.id, printing)
    copy = entry.copy
    assert (copy.printer, copy.page_range, copy.duplex) == ("Office", "1-5", "short")
    assert entry.results[0].sheets == 3


def test_a_printer_that_vanishes_leaves_the_rest_of_the_run_unsent_and_says_so(printing, pack):
    gone = DomainError("print.refused", printer="Office", said="No such printer")
    run = print_pack(PrintPack(pack.id, "Office", 3), FakePaper(fails=2, fault=gone), printing)
    assert run.fault is gone
    assert states(printing, pack) == ["spooled", "failed", "stopped"]
    assert register_of(pack.id, printing)[1].results[0].note == "No such printer"


def test_cancelling_says_how_many_pages_of_the_copy_under_way_had_gone(printing, pack):
    stop = DomainError("work.cancelled", pages_out=4)
    command = PrintPack(pack.id, "Office", 3, sides=Sides.LONG)
    run = print_pack(command, FakePaper(fails=2, fault=stop), printing)
    assert [(each.state, each.pages) for each in run.copies] == [
        ("spooled", 9),
        ("stopped", 4),
        ("stopped", 0),
    ]
    assert register_of(pack.id, printing)[1].results[0].sheets == 2


def test_a_run_cancelled_before_it_began_sends_nothing(printing, pack):
    paper = FakePaper()
    run = print_pack(PrintPack(pack.id, "Office", 2), paper, printing, cancelled=lambda: True)
    assert (run.fault.code, run.sent, paper.sent) == ("work.cancelled", (), [])
    assert states(printing, pack) == ["stopped", "stopped"]


def test_of_a_damaged_pack_nothing_is_printed_and_the_log_says_failed(printing, pack):
    printing.evidence.files[pack.file_name] = b"the pact"
    paper = FakePaper()
    run = print_pack(PrintPack(pack.id, "Office", 2), paper, printing)
    assert (run.fault.code, paper.sent) == ("evidence.altered", [])
    assert states(printing, pack) == ["failed", "stopped"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"printer": "Attic"}, "print.no_printer"),
        ({"copies": 0}, "packs.copies_wrong"),
        ({"copies": -1}, "packs.copies_wrong"),
        ({"copies": 10_000}, "packs.copies_many"),
        ({"pages": "5-2"}, "packs.pages_wrong"),
        ({"pages": "0"}, "packs.pages_wrong"),
        ({"pages": "400-"}, "packs.pages_wrong"),
        ({"recipients": ("A", "B")}, "packs.names_many"),
    ],
)
def test_what_cannot_be_done_is_refused_before_anything_is_written_down(printing, pack, more, code):
    asked = {"pack_id": pack.id, "printer": "Office"} | more
    with pytest.raises(DomainError) as refusal:
        print_pack(PrintPack(**asked), FakePaper(), printing)
    assert refusal.value.code == code
    assert register_of(pack.id, printing) == ()


def test_a_draft_is_neither_printed_nor_shown_as_printed(printing):
    draft = a_released_pack(printing, released=False)
    for verb in (
        lambda: print_pack(PrintPack(draft.id, "Office"), FakePaper(), printing),
        lambda: preview_printed(PrintPack(draft.id, "Office"), printing),
    ):
        with pytest.raises(DomainError) as refusal:
            verb()
        assert refusal.value.code == "packs.not_released"


def test_the_preview_is_what_the_next_copy_will_be_sent_as(printing, pack):
    print_pack(PrintPack(pack.id, "Office"), FakePaper(), printing)
    command, paper = PrintPack(pack.id, "Office", 2, "3-", recipients=("J Doe",)), FakePaper()
    seen = preview_printed(command, printing).content.decode()
    print_pack(command, paper, printing)
    assert seen == paper.sent[0] == "Copy 2 of 3 · for J Doe 3-9 the pack"


def test_progress_goes_through_all_copies_page_by_page(printing, pack):
    seen = []
    print_pack(
        PrintPack(pack.id, "Office", 2), FakePaper(), printing, lambda done, of: seen.append((done, of))
    )
    assert seen == [(9, 18), (18, 18)]


@pytest.fixture
def volumes(printing, pack):
    """The pack of nine pages, of which the last four are in a second volume."""
    key = printing.evidence.new_item()
    content = b"volume two"
    sealed = printing.evidence.seal_stream(io.BytesIO(content), key, lambda _d, _t: None, lambda: False)
    further = PackFile(
        0, pack.id, FileRole.VOLUME, 2, 4, sealed.size, sealed.sha256, key.name, key.identity
    )  # fmt: skip
    with printing.unit_of_work() as work:
        work.add(further)
        work.record(PackBuilt(casefile=pack.casefile_id, pack=pack.id, sha256="", exhibits=0))
    return key


def test_a_pack_of_volumes_is_printed_whole_volume_by_volume(printing, pack, volumes):
    paper = FakePaper()
    run = print_pack(PrintPack(pack.id, "Office", 2, sides=Sides.LONG), paper, printing)
    assert paper.sent == [
        "Copy 1 of 2 · for CPS 1-5 the pack",
        "Copy 1 of 2 · for CPS 1-4 volume two",
        "Copy 2 of 2 · for CPS 1-5 the pack",
        "Copy 2 of 2 · for CPS 1-4 volume two",
    ]
    assert (run.pages, run.copies[0].pages) == (9, 9)
    assert register_of(pack.id, printing)[0].results[0].sheets == 5


def test_pages_are_counted_through_all_volumes(printing, pack, volumes):
    paper = FakePaper()
    print_pack(PrintPack(pack.id, "Office", pages="4-6"), paper, printing)
    print_pack(PrintPack(pack.id, "Office", pages="7-"), paper, printing)
    assert [sent.partition("CPS ")[2] for sent in paper.sent] == [
        "4-5 the pack",
        "1-1 volume two",
        "2-4 volume two",
    ]


def test_a_damaged_second_volume_stops_the_run_before_its_first_sheet(printing, pack, volumes):
    printing.evidence.files[volumes.name] = b"volume too"
    paper = FakePaper()
    run = print_pack(PrintPack(pack.id, "Office"), paper, printing)
    assert (run.fault.code, paper.sent) == ("evidence.altered", [])


def test_what_went_out_before_a_fault_in_the_second_volume_is_counted(printing, pack, volumes):
    gone = DomainError("print.not_taken", pages_out=1)
    run = print_pack(PrintPack(pack.id, "Office"), FakePaper(fails=2, fault=gone), printing)
    assert [(each.state, each.pages) for each in run.copies] == [("failed", 6)]


def test_a_superseded_pack_is_printed_only_when_that_is_wanted_and_says_so_on_each_page(printing, pack):
    a_released_pack(printing, b"the later pack", supersedes=pack)
    paper = FakePaper()
    with pytest.raises(DomainError) as refusal:
        print_pack(PrintPack(pack.id, "Office"), paper, printing)
    assert refusal.value.code == "packs.superseded"
    wanted = PrintPack(pack.id, "Office", superseded_wanted=True)
    seen = preview_printed(wanted, printing)
    print_pack(wanted, paper, printing)
    assert paper.sent == ["Superseded · Copy 1 of 1 · for CPS 1-9 the pack"] == [seen.content.decode()]
    assert register_of(pack.id, printing)[0].copy.superseded


@pytest.mark.parametrize("broken", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_whatever_breaks_a_run_off_every_copy_of_it_is_accounted_for(printing, pack, broken):
    with pytest.raises(type(broken)):
        print_pack(PrintPack(pack.id, "Office", 3), FakePaper(fails=2, fault=broken), printing)
    assert states(printing, pack) == ["spooled", "failed", "stopped"]
    assert "look for its sheets" in register_of(pack.id, printing)[1].results[0].note


def test_of_a_long_copy_only_the_beginning_is_held_to_be_looked_at(printing, pack, monkeypatch):
    monkeypatch.setattr(pack_printing, "SAMPLE_PAGES", 4)
    seen = preview_printed(PrintPack(pack.id, "Office", pages="2-"), printing)
    assert seen.content.decode() == "Copy 1 of 1 · for CPS 2-5 the pack"
    assert (seen.shown, seen.of) == (4, 8)
