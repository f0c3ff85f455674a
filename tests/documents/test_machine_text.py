"""Scanned pages in a pack: their words, read by a machine, under a picture that stays exactly as it was."""

import io
import re
import subprocess
from pathlib import Path
from threading import Event

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from spoc_desk.documents.machine_text import MARK, draw, graft, scanned
from spoc_desk.documents.packs import build_pack
from spoc_desk.documents.part_making import Programs, Wanted, make_part
from spoc_desk.documents.part_text import Source
from spoc_desk.documents.parts import Part, read_part
from spoc_desk.domain.errors import DomainError
from spoc_desk.system.child import Child
from spoc_desk.system.ocr import OcrProgram, find_ocr
from tests.documents import samples
from tests.documents.pack_samples import build, content, opener

SHEET = (1240, 1754)
THREAT = "You have until Friday to leave Northmoor"


def sheet(fonts: Path, words: str = THREAT, mode: str = "L") -> Image.Image:
    """An A4 letter scanned at 150 dots per inch."""
    image = Image.new("L", SHEET, 250)
    face = ImageFont.truetype(fonts / "noto" / "NotoSans-Regular.ttf", 40)
    for line in range(6):
        ImageDraw.Draw(image).text((120, 160 + 90 * line), words, font=face, fill=10)
    return image.convert(mode)


def scan_pdf(image: Image.Image) -> bytes:
    """A PDF with a scanned page, a typed page and a scanned page on its side."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    canvas.drawImage(ImageReader(image), 0, 0, 595, 842)
    canvas.showPage()
    canvas.drawString(72, 700, "A typed page")
    canvas.showPage()
    canvas.setPageSize((842, 595))
    canvas.drawImage(ImageReader(image.crop((0, 0, 1240, 876))), 0, 0, 842, 595)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@pytest.fixture(scope="module")
def reader() -> OcrProgram:
    found = find_ocr()
    assert found is not None
    return found


def made(folder: Path, child: Child, fonts: Path, original: bytes, wanted: Wanted, name: str) -> Part:
    folder.mkdir(exist_ok=True)
    (folder / "source").write_bytes(original)
    told = Source("AM/1", "A letter", name, "", len(original), "ab" * 32)
    return make_part(told, folder / "source", folder / "part.pdf", fonts, child, wanted)


@pytest.fixture(scope="module")
def both(
    tmp_path_factory: pytest.TempPathFactory, child: Child, fonts: Path, reader: OcrProgram
) -> tuple[Part, Part]:
    """The same scan without and with its words."""
    folder = tmp_path_factory.mktemp("scan")
    original = scan_pdf(sheet(fonts))
    plain, read = Wanted(), Wanted(programs=Programs(reader=reader), machine_text=True)
    parts = [
        made(folder / name, child, fonts, original, wanted, "letter.pdf")
        for name, wanted in (("plain", plain), ("read", read))
    ]
    assert sorted(path.name for path in (folder / "read").iterdir()) == ["part.pdf"]
    return parts[0], parts[1]


def words(part: Part, page: int) -> str:
    ran = subprocess.run(
        ["pdftotext", "-f", f"{page}", "-l", f"{page}", str(part.path), "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    return " ".join(ran.stdout.split())


def test_words_of_a_scan_can_be_found_and_are_marked_as_read_by_a_machine(both: tuple[Part, Part]) -> None:
    plain, read = both
    assert words(plain, 1) == words(plain, 3) == ""
    for page in (1, 3):
        assert THREAT in words(read, page)
        assert MARK in words(read, page)


def test_a_typed_page_stays_as_it_is(both: tuple[Part, Part]) -> None:
    assert words(both[1], 2) == "A typed page"


def test_the_list_of_exhibits_says_how_many_pages_were_read_and_by_what(both: tuple[Part, Part]) -> None:
    rendition = both[1].rendition
    assert rendition.how == both[0].rendition.how
    assert f"{MARK}: 2 of 3 pages, by Tesseract" in rendition.notes[-1]
    assert rendition == read_part(both[1].path).rendition


def test_nothing_of_the_page_changes_but_the_line_that_marks_it(both: tuple[Part, Part]) -> None:
    pages = [pypdfium2.PdfDocument(part.path) for part in both]
    for before, after in zip(*pages, strict=True):
        assert before.get_size() == after.get_size()
        drawn = [page.render(scale=1.5).to_pil().convert("L") for page in (before, after)]
        changed = ImageChops.difference(*drawn).getbbox()
        if changed:
            left, top, _, bottom = changed
            assert (left >= 75, top >= 50, bottom <= 80) == (True, True, True)


def test_the_scans_own_bytes_are_not_encoded_again(both: tuple[Part, Part], tmp_path: Path) -> None:
    held = []
    for number, part in enumerate(both):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        subprocess.run(["pdfimages", "-all", str(part.path), str(folder / "x")], check=True)
        held.append([path.read_bytes() for path in sorted(folder.iterdir())])
    assert len(held[0]) == 2
    assert held[0] == held[1]


def test_the_words_lie_where_they_stand_and_are_not_painted(both: tuple[Part, Part]) -> None:
    told = subprocess.run(
        ["pdftotext", "-bbox", "-l", "1", str(both[1].path), "-"], capture_output=True, text=True, check=True
    ).stdout
    places = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)".*>until<', told)
    # The sheet is shown at 0.867 of its size, its top 56 points below the page's.
    for line, (_, top) in enumerate(sorted(places, key=lambda place: float(place[1]))):
        assert float(top) == pytest.approx(56 + 0.867 * (165 + 90 * line) * 842 / 1754, abs=8)
    assert len(places) == 6
    with pikepdf.open(both[1].path) as pdf:
        layer = pdf.pages[0].Resources.XObject["/SpocRead"]
        forms = [layer, *layer.Resources.XObject.values()]
        modes = {
            int(each.operands[0])
            for form in forms
            for each in pikepdf.parse_content_stream(form)
            if str(each.operator) == "Tr"
        }
        assert modes == {3}
        assert not any(form.get("/Subtype") == pikepdf.Name.Image for form in forms)


def test_the_same_scan_gives_the_same_part(
    both: tuple[Part, Part], tmp_path: Path, child: Child, fonts: Path, reader: OcrProgram
) -> None:
    wanted = Wanted(programs=Programs(reader=reader), machine_text=True)
    again = made(tmp_path / "again", child, fonts, scan_pdf(sheet(fonts)), wanted, "letter.pdf")
    assert again.path.read_bytes() == both[1].path.read_bytes()


def test_qpdf_finds_nothing_wrong(both: tuple[Part, Part]) -> None:
    assert (
        subprocess.run(["qpdf", "--check", str(both[1].path)], capture_output=True, check=False).returncode
        == 0
    )


@pytest.mark.parametrize(
    ("kind", "make", "pages"),
    [
        ("tiff", lambda fonts: samples.saved(sheet(fonts, mode="RGB"), "TIFF"), [0]),
        ("picture", lambda fonts: samples.saved(sheet(fonts), "PNG"), [0]),
        ("picture", lambda fonts: samples.saved(sheet(fonts, mode="1"), "PNG"), [0]),
        ("picture", lambda fonts: samples.saved(sheet(fonts, mode="RGB"), "JPEG"), []),
        ("picture", lambda fonts: samples.saved(samples.picture().convert("L"), "PNG"), []),
    ],
)
def test_sheets_of_paper_are_scans_and_photographs_are_not(
    tmp_path: Path, child: Child, fonts: Path, kind: str, make, pages: list[int]
) -> None:
    part = made(tmp_path, child, fonts, make(fonts), Wanted(), "scan")
    assert scanned(str(part.path), kind) == pages


class Failing:
    """A reader that cannot."""

    version, languages = "Nobody", ("eng",)

    def read(self, drawn: Path, pages: int, stopped: object) -> Path:
        raise DomainError("preview.unavailable", reason="it could not")


def test_a_scan_that_cannot_be_read_is_printed_without_words_and_says_so(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    wanted = Wanted(programs=Programs(reader=Failing()), machine_text=True)
    part = made(tmp_path, child, fonts, scan_pdf(sheet(fonts)), wanted, "letter.pdf")
    assert part.pages == 3
    assert part.rendition.notes[-1] == "Scanned pages that the machine could not read, which have no text: 2."


def test_whatever_a_reader_draws_besides_words_is_left_out(tmp_path: Path, fonts: Path, child: Child) -> None:
    part = made(tmp_path, child, fonts, scan_pdf(sheet(fonts)), Wanted(), "letter.pdf")
    draw(str(part.path), [0], str(tmp_path / "drawn.pdf"))
    drawn = pypdfium2.PdfDocument(tmp_path / "drawn.pdf")[0]
    assert [round(edge) for edge in drawn.get_size()] == [595, 842]

    def meddle(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].contents_add(b"1 0 0 rg 0 0 600 900 re f BT 0 Tr ET")

    (tmp_path / "read.pdf").write_bytes(samples.rewritten((tmp_path / "drawn.pdf").read_bytes(), meddle))
    graft(str(part.path), [(str(tmp_path / "read.pdf"), [0])], str(tmp_path / "out.pdf"), str(fonts), "X", 0)
    picture = pypdfium2.PdfDocument(tmp_path / "out.pdf")[0].render().to_pil().convert("RGB")
    assert picture.getpixel((300, 800)) == (255, 255, 255)


def test_only_a_pack_that_asks_for_it_is_read(tmp_path: Path, child: Child, fonts: Path) -> None:
    assert not Wanted.of(content(), Programs(reader=Failing())).reader
    assert Wanted.of(content(machine_text=True), Programs(reader=Failing())).reader
    assert not Wanted.of(content(machine_text=True), Programs()).reader
    assert build(tmp_path, child, fonts, {"AM/1": ("a.pdf", samples.pdf())}).faults == ()


class Endless:
    """A reader that reads until nobody waits for it any more."""

    version, languages = "Nobody", ("eng",)

    def __init__(self) -> None:
        self.began, self.ended = Event(), Event()

    def read(self, drawn: Path, pages: int, stopped) -> Path:
        self.began.set()
        while not stopped():
            self.ended.wait(0.02)
        self.ended.set()
        raise DomainError("preview.unavailable", reason="stopped")


def test_a_pack_can_be_cancelled_while_a_scan_is_read(tmp_path: Path, child: Child, fonts: Path) -> None:
    reader, files = Endless(), {"AM/1": ("letter.pdf", scan_pdf(sheet(fonts)))}
    with pytest.raises(DomainError) as caught:
        build_pack(
            content(files, machine_text=True), opener(files), tmp_path / "p.pdf", tmp_path / "scratch", child,
            lambda *_: None, reader.began.is_set, fonts=fonts, programs=Programs(reader=reader),
        )  # fmt: skip
    assert caught.value.code == "work.cancelled"
    assert reader.ended.is_set()
    assert not (tmp_path / "p.pdf").exists()
