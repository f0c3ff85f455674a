"""What an exhibit's PDF does not show is not in a pack either: layers switched off, words beyond the crop."""

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from spoc_desk.system.child import Child
from tests.documents import redaction_samples as rs
from tests.documents import samples
from tests.documents.pack_samples import build
from tests.documents.reading_back import drawn, page_texts

SECRET = rs.SECRET


def everything(path: Path) -> str:
    """All words that two engines find on the pages of a finished pack."""
    with pypdfium2.PdfDocument(path) as document:
        own = [page.get_textpage().get_text_range() for page in document]
    return "\n".join((*page_texts(path), *own))


def outside(x: int, y: int, *, matrix: bytes = b"1 0 0 1 0 0", crop: bool = True) -> bytes:
    """A page with the name where its crop, or its whole sheet, does not reach."""
    content = rs.raw(
        b"BT /F 12 Tf 72 600 Td (The public words.) Tj ET q " + matrix + b" cm "
        + f"BT /F 12 Tf {x} {y} Td ({SECRET}) Tj ET Q".encode()
    )  # fmt: skip

    def cut(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.CropBox = pikepdf.Array([50, 500, 500, 800])

    return samples.rewritten(content, cut) if crop else content


@pytest.mark.parametrize("served", [True, False])
def test_a_layer_that_is_switched_off_is_not_seen_in_a_pack(
    tmp_path: Path, child: Child, fonts: Path, served: bool
) -> None:
    files = {"AM/1": ("layers.pdf", rs.with_hidden_layer())}
    built = build(tmp_path, child, fonts, files, served=served)
    with pikepdf.open(built.path) as pdf:
        pages = len(pdf.pages)
    last = drawn(built.path, pages, 1.0).convert("L").point(lambda dot: 255 * (dot < 128))
    height = last.height
    assert last.crop((50, height - 640, 400, height - 560)).getbbox()
    assert not last.crop((50, height - 340, 400, height - 260)).getbbox()
    assert SECRET not in everything(built.path)
    assert "Its hidden layers are not printed" in " ".join(everything(built.path).split())


def test_layers_that_are_all_shown_keep_their_words(tmp_path: Path, child: Child, fonts: Path) -> None:
    def show(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OCProperties.D.OFF = pikepdf.Array([])

    shown = samples.rewritten(rs.with_hidden_layer(), show)
    built = build(tmp_path, child, fonts, {"AM/1": ("layers.pdf", shown)})
    assert SECRET in everything(built.path)


@pytest.mark.parametrize(
    "content",
    [
        outside(72, 100),
        outside(10, 20, matrix=b"1 0 0 1 20 30"),
        outside(72, -300, crop=False),
        outside(3000, 300, crop=False),
    ],
)
def test_words_outside_of_the_shown_page_cannot_be_copied_out_of_a_served_copy(
    tmp_path: Path, child: Child, fonts: Path, content: bytes
) -> None:
    built = build(tmp_path, child, fonts, {"AM/1": ("cropped.pdf", content)})
    told = everything(built.path)
    assert SECRET not in told
    assert "what stands outside of the shown part is not in this copy" in " ".join(told.split())


def test_words_of_a_note_outside_of_the_crop_cannot_be_copied_out_either(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    def note(pdf: pikepdf.Pdf) -> None:
        font = pikepdf.Dictionary(F=pdf.pages[0].obj.Resources.Font.F)
        drawing = pikepdf.Stream(pdf, f"BT /F 12 Tf 5 5 Td ({SECRET}) Tj ET".encode())
        drawing.Type, drawing.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        drawing.BBox, drawing.Resources = pikepdf.Array([0, 0, 200, 30]), pikepdf.Dictionary(Font=font)
        told = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Stamp, F=4,
            Rect=pikepdf.Array([72, 100, 272, 130]), AP=pikepdf.Dictionary(N=pdf.make_indirect(drawing)),
        )  # fmt: skip
        pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(told)])
        pdf.pages[0].obj.CropBox = pikepdf.Array([50, 500, 500, 800])

    content = samples.rewritten(rs.raw(b"BT /F 12 Tf 72 600 Td (The public words.) Tj ET"), note)
    assert SECRET not in everything(build(tmp_path, child, fonts, {"AM/1": ("a.pdf", content)}).path)


def test_a_page_that_only_has_a_background_beyond_its_edge_keeps_its_words(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    content = rs.raw(b"0.9 g -9 -9 620 860 re f 0 g BT /F 12 Tf 72 600 Td (The public words.) Tj ET")
    built = build(tmp_path, child, fonts, {"AM/1": ("plain.pdf", content)})
    assert "The public words." in everything(built.path)


def test_an_internal_copy_says_that_words_outside_of_the_crop_can_be_copied(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    files = {"AM/1": ("cropped.pdf", outside(72, 100))}
    told = " ".join(everything(build(tmp_path, child, fonts, files, served=False).path).split())
    assert "is not shown, but its words can be copied out of this file" in told


def test_a_page_made_a_picture_stands_in_its_own_place(tmp_path: Path, child: Child, fonts: Path) -> None:
    plain = [rs.raw(f"BT /F 12 Tf 72 600 Td ({words}) Tj ET".encode()) for words in ("Before.", "After.")]
    with pikepdf.new() as pdf:
        for content in (plain[0], outside(72, 100), plain[1]):
            with pikepdf.open(io.BytesIO(content)) as own:
                pdf.pages.extend(own.pages)
        buffer = io.BytesIO()
        pdf.save(buffer)
    texts = page_texts(build(tmp_path, child, fonts, {"AM/1": ("three.pdf", buffer.getvalue())}).path)
    before = next(number for number, words in enumerate(texts) if "Before." in words)
    assert "After." in texts[before + 2]
    assert "words" not in texts[before + 1]
