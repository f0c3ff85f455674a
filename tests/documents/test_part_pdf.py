"""Other people's PDFs: upright, whole, and with nothing left that acts."""

import base64
import io
import zlib
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from spoc_desk.documents.part_pdf import PICTURES, UNALTERED, pdf_pages
from spoc_desk.documents.parts import EDGE, SIDE, Rendition, save_part
from spoc_desk.documents.places import place_taken_out
from spoc_desk.domain.errors import DomainError
from tests.documents import samples


def made(tmp_path: Path, content: bytes, *, strip: bool = False) -> tuple[Path, Rendition]:
    source, part = tmp_path / "source.pdf", tmp_path / "part.pdf"
    source.write_bytes(content)
    with pikepdf.new() as pdf:
        rendition = pdf_pages(pdf, source, strip=strip)
        save_part(pdf, part, rendition)
    return part, rendition


def test_every_page_is_a4_upright_with_its_words(tmp_path: Path) -> None:
    part, rendition = made(tmp_path, samples.pdf())
    pages = pypdf.PdfReader(part).pages
    words = [page.extract_text() for page in pages]
    assert rendition.how == UNALTERED
    assert ["Sheet 1" in words[0], "Wide sheet" in words[3], "Turned sheet" in words[4]] == [True] * 3
    assert all(page.rotation == 0 for page in pages)
    wide = [float(page.mediabox.width) > float(page.mediabox.height) for page in pages]
    # The last is a wide sheet that its file turns by 90 degrees, so it is seen upright.
    assert wide == [False, False, False, True, False]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_rotated_page_reads_from_left_to_right(tmp_path: Path, rotation: int) -> None:
    def turn(opened: pikepdf.Pdf) -> None:
        opened.pages[0].obj.Rotate = rotation

    part, _ = made(tmp_path, samples.rewritten(samples.pdf(1), turn))
    across = {0: (1, 0), 90: (0, -1), 180: (-1, 0), 270: (0, 1)}[rotation]
    with pikepdf.open(part) as pdf:
        form = pdf.pages[0].Resources.XObject["/P"]
        matrix = [round(float(each)) for each in form.get("/Matrix", [1, 0, 0, 1, 0, 0])][:2]
    assert tuple(matrix) == across


def test_what_is_larger_than_a4_is_scaled_inside_the_margins(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(2384, 3370), invariant=1)
    canvas.rect(1, 1, 2382, 3368)
    canvas.showPage()
    canvas.save()
    part, _ = made(tmp_path, buffer.getvalue())
    with pikepdf.open(part) as pdf:
        page = pdf.pages[0]
        scale, *_, x, y = (float(each) for each in page.Contents.read_bytes().split()[1:7])
        assert x >= SIDE - 0.1
        assert y >= EDGE - 0.1
        assert x + 2384 * scale <= float(page.MediaBox[2]) - SIDE + 0.1
        assert y + 3370 * scale <= float(page.MediaBox[3]) - EDGE + 0.1


def test_nothing_that_acts_is_left(tmp_path: Path) -> None:
    part, rendition = made(tmp_path, samples.active_pdf())
    forbidden = {
        "/JavaScript",
        "/JS",
        "/OpenAction",
        "/AA",
        "/A",
        "/Launch",
        "/EmbeddedFile",
        "/Metadata",
        "/Annots",
    }
    with pikepdf.open(part) as pdf:
        for each in pdf.objects:
            if isinstance(each, (pikepdf.Dictionary, pikepdf.Stream)):
                assert not forbidden & set(each.keys())
                assert str(each.get("/S", "")) not in forbidden
            if isinstance(each, pikepdf.Stream):
                assert b"secret words" not in each.read_bytes()
                assert b"MZ evil" not in each.read_bytes()
    told = " ".join(rendition.notes)
    for words in ("script", "attached files", "Asked to act", "evil.exe", "SHA-256"):
        assert words in told


def carrying(photograph: bytes, stored: bytes, filters: object, parameters: object = None) -> bytes:
    """A PDF that shows the photograph, stored behind these filters."""

    def carry(opened: pikepdf.Pdf) -> None:
        image = pikepdf.Stream(opened, stored)
        image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        image.Filter = filters
        if parameters is not None:
            image.DecodeParms = parameters
        image.Width, image.Height = 240, 160
        image.ColorSpace, image.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
        page = opened.pages[0].obj
        page.Resources.XObject = pikepdf.Dictionary(I=opened.make_indirect(image))
        page.Contents = pikepdf.Stream(opened, b"q 240 0 0 160 72 400 cm /I Do Q")

    assert Image.open(io.BytesIO(photograph)).getexif().get_ifd(0x8825)
    return samples.rewritten(samples.pdf(1), carry)


def photographs_in(part: Path) -> list[tuple[bytes, object]]:
    """The JPEG of each picture in the part, whatever it is stored behind, with its decoding parameters."""
    found = []
    for page in pypdf.PdfReader(part).pages:
        drawn: Any = page["/Resources"]
        for held in drawn["/XObject"]["/P"]["/Resources"].get("/XObject", {}).values():
            stored, content = held.get_object(), held.get_object()._data
            names = stored["/Filter"] if isinstance(stored["/Filter"], list) else [stored["/Filter"]]
            for name in names[:-1]:
                content = {"/FlateDecode": zlib.decompress, "/ASCII85Decode": from_ascii85}[name](content)
            found.append((content, stored.get("/DecodeParms")))
    return found


def from_ascii85(content: bytes) -> bytes:
    return base64.a85decode(content.removesuffix(b"~>"))


DCT, FLATE, ASCII85 = pikepdf.Name.DCTDecode, pikepdf.Name.FlateDecode, pikepdf.Name.ASCII85Decode


@pytest.mark.parametrize("filters", [(DCT,), (ASCII85, DCT), (FLATE, DCT), (ASCII85, FLATE, DCT), None])
def test_a_photograph_inside_a_pdf_does_not_tell_its_place_in_a_served_copy(
    tmp_path: Path, filters: tuple[pikepdf.Name, ...] | None
) -> None:
    stored = photograph = samples.jpeg(place=True)
    for each in reversed((filters or (DCT,))[:-1]):
        stored = zlib.compress(stored) if each == FLATE else base64.a85encode(stored) + b"~>"
    content = carrying(photograph, stored, pikepdf.Array(filters) if filters else DCT)
    kept, kept_as = made(tmp_path, content)
    assert [jpeg for jpeg, _ in photographs_in(kept)] == [photograph]
    assert kept_as.notes == ()
    served, served_as = made(tmp_path, content, strip=True)
    ((jpeg, _),) = photographs_in(served)
    assert "Place, camera and other metadata removed from 1 photograph in it." in served_as.notes
    assert b"Exif" not in jpeg
    assert not Image.open(io.BytesIO(jpeg)).getexif().get_ifd(0x8825)
    assert jpeg.endswith(photograph[-300:])


def test_taking_the_place_out_of_a_photograph_leaves_how_its_colours_are_read(tmp_path: Path) -> None:
    photograph = samples.jpeg(place=True)
    parameters = pikepdf.Array([pikepdf.Object.parse(b"null"), pikepdf.Dictionary(ColorTransform=1)])
    content = carrying(photograph, zlib.compress(photograph), pikepdf.Array([FLATE, DCT]), parameters)
    served, _ = made(tmp_path, content, strip=True)
    ((jpeg, told),) = photographs_in(served)
    assert b"Exif" not in jpeg
    assert "ColorTransform" in str(told)


def test_a_place_in_a_photograph_that_no_reader_here_can_open_is_taken_out_too(tmp_path: Path) -> None:
    photograph = samples.jpeg(place=True).replace(b"\xff\xc0\x00\x11\x08", b"\xff\xc0\x00\x11\x0c")
    content = carrying(samples.jpeg(place=True), photograph, DCT)
    with pikepdf.new() as pdf, pikepdf.open(io.BytesIO(content)) as original:
        pdf.pages.extend(original.pages)
        place_taken_out(pdf)
        held = [each.read_raw_bytes() for each in pdf.objects if "/Width" in each]
    assert [b"Exif" in each for each in held] == [False]


def test_what_was_typed_into_a_form_is_printed(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    canvas.acroForm.textfield(name="told", x=100, y=600, value="Filled in by hand", fieldFlags="")
    canvas.showPage()
    canvas.save()
    part, _ = made(tmp_path, buffer.getvalue())
    with pikepdf.open(part) as pdf:
        assert "/AcroForm" not in pdf.Root
        assert "/Annots" not in pdf.pages[0]
    assert "Filled in by hand" in pypdf.PdfReader(part).pages[0].extract_text()


def test_a_crop_is_kept_and_said(tmp_path: Path) -> None:
    def crop(opened: pikepdf.Pdf) -> None:
        opened.pages[0].obj.CropBox = pikepdf.Array([50, 600, 400, 750])

    part, rendition = made(tmp_path, samples.rewritten(samples.pdf(1), crop))
    assert any("cropped" in note for note in rendition.notes)
    with pikepdf.open(part) as pdf:
        assert [float(each) for each in pdf.pages[0].Resources.XObject["/P"].BBox] == [50, 600, 400, 750]


def test_a_locked_pdf_says_what_is_needed(tmp_path: Path) -> None:
    with pytest.raises(DomainError) as refused:
        made(tmp_path, samples.locked_pdf())
    assert "password" in refused.value.values["reason"]


def test_a_pdf_that_only_restricts_its_reader_is_printed(tmp_path: Path) -> None:
    encryption = pikepdf.Encryption(user="", owner="sesame")
    part, rendition = made(tmp_path, samples.rewritten(samples.pdf(1), lambda _: None, encryption=encryption))
    assert "Sheet 1" in pypdf.PdfReader(part).pages[0].extract_text()
    assert any("restricted" in note for note in rendition.notes)
    with pikepdf.open(part) as pdf:
        assert not pdf.is_encrypted


def test_a_pdf_that_breaks_off_is_mended_or_refused_never_lost(tmp_path: Path) -> None:
    content = samples.pdf(3)
    part, _ = made(tmp_path, content[: len(content) - 300])
    assert "Sheet 1" in pypdf.PdfReader(part).pages[0].extract_text()
    with pytest.raises(DomainError) as refused:
        made(tmp_path, content[:30])
    assert "two PDF readers" in refused.value.values["reason"]


def test_a_pdf_that_one_reader_cannot_open_is_drawn_by_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise pikepdf.PdfError("unreadable")

    source = tmp_path / "source.pdf"
    source.write_bytes(samples.pdf(1))
    with pikepdf.new() as pdf:
        monkeypatch.setattr("spoc_desk.documents.part_pdf.pikepdf.open", fail)
        rendition = pdf_pages(pdf, source)
        assert rendition.how == PICTURES
        assert len(pdf.pages) == 3
        assert pdf.pages[0].Resources.XObject["/I"].Filter == pikepdf.Name.DCTDecode


def test_what_others_wrote_on_a_page_is_printed_and_what_they_hid_is_not(tmp_path: Path) -> None:
    def annotate(opened: pikepdf.Pdf) -> None:
        name, array, dictionary = pikepdf.Name, pikepdf.Array, pikepdf.Dictionary
        face = dictionary(Type=name.Font, Subtype=name.Type1, BaseFont=name.Helvetica)
        notes = []
        for words, flags in (("Written on it", 4), ("Hidden from all", 6)):
            drawing = pikepdf.Stream(opened, f"BT /F 12 Tf 5 5 Td ({words}) Tj ET".encode())
            drawing.Type, drawing.Subtype, drawing.BBox = name.XObject, name.Form, array([0, 0, 200, 30])
            drawing.Resources = dictionary(Font=dictionary(F=face))
            notes.append(
                opened.make_indirect(
                    dictionary(
                        Type=name.Annot, Subtype=name.FreeText, F=flags, Rect=array([100, 400, 300, 430]),
                        AP=dictionary(N=opened.make_indirect(drawing)),
                    )
                )
            )  # fmt: skip
        opened.pages[0].obj.Annots = array(notes)

    part, _ = made(tmp_path, samples.rewritten(samples.pdf(1), annotate))
    text = pypdf.PdfReader(part).pages[0].extract_text()
    assert "Written on it" in text
    assert "Hidden from all" not in text


@pytest.mark.parametrize("size", [(30, 20), (420, 595), (842, 1191), (1191, 842), (5000, 100), (100, 14_000)])
@pytest.mark.parametrize("rotation", [0, 90])
def test_a_page_of_any_size_stands_inside_the_margins_of_a4(
    tmp_path: Path, size: tuple[int, int], rotation: int
) -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, invariant=1)
    canvas.rect(0, 0, *size, fill=1)
    canvas.showPage()
    canvas.save()

    def turn(opened: pikepdf.Pdf) -> None:
        opened.pages[0].obj.Rotate = rotation

    part, _ = made(tmp_path, samples.rewritten(buffer.getvalue(), turn))
    with pypdfium2.PdfDocument(part) as document:
        (page,) = document
        width, height = page.get_size()
        dark = page.render(scale=1).to_pil().convert("L").point(lambda dot: 255 * (dot < 128)).getbbox()
    assert {round(width), round(height)} == {595, 842}
    across, down = size if rotation == 0 else size[::-1]
    assert (width > height) is (across > down)
    assert dark is not None
    assert dark[0] >= SIDE - 1
    assert dark[1] >= EDGE - 1
    assert dark[2] <= width - SIDE + 1
    assert dark[3] <= height - EDGE + 1
