"""Pictures: original bytes where PDF holds them, exact pixels elsewhere, always upright."""

import hashlib
import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageCms, ImageOps

from spoc_desk.documents.jpeg_files import read_jpeg, without_metadata
from spoc_desk.documents.part_images import FRAMES_AT_MOST, PIXELS, STRIPPED, UNALTERED, image_pages
from spoc_desk.documents.parts import POINTS_PER_DOT, Rendition, page_size, placement
from spoc_desk.documents.places import place_taken_out
from spoc_desk.domain.errors import DomainError
from tests.documents import samples


def made(
    tmp_path: Path, content: bytes, media_type: str, *, strip: bool = False
) -> tuple[pikepdf.Pdf, Rendition]:
    source = tmp_path / "source"
    source.write_bytes(content)
    pdf = pikepdf.new()
    rendition = image_pages(pdf, source, media_type, strip=strip)
    return pdf, rendition


def drawn(pdf: pikepdf.Pdf, size: tuple[int, int], page: int = 0) -> Image.Image:
    """What another engine draws in the exhibit's place, as large as the picture."""
    buffer = io.BytesIO()
    pdf.save(buffer)
    zoom = 2.0
    picture = pypdfium2.PdfDocument(buffer.getvalue())[page].render(scale=zoom).to_pil().convert("RGB")
    scale, x, y = placement(*size, POINTS_PER_DOT)
    height = page_size(*size)[1]
    box = (x, height - y - size[1] * scale, x + size[0] * scale, height - y)
    return picture.crop(tuple(round(edge * zoom) for edge in box)).resize(size)


def difference(one: Image.Image, other: Image.Image) -> float:
    small = [each.convert("RGB").resize((32, 32), Image.Resampling.BOX) for each in (one, other)]
    histogram = ImageChops.difference(*small).convert("L").histogram()
    return sum(value * count for value, count in enumerate(histogram)) / sum(histogram)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_stands_upright_whatever_its_orientation(tmp_path: Path, orientation: int) -> None:
    content = samples.jpeg(orientation)
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(content)))
    pdf, rendition = made(tmp_path, content, "image/jpeg")
    assert rendition.how == UNALTERED
    assert difference(drawn(pdf, upright.size), upright) < 3


@pytest.mark.parametrize(
    ("options", "mode"), [({}, "RGB"), ({"progressive": True}, "RGB"), ({}, "L"), ({}, "CMYK")]
)
def test_every_kind_of_jpeg_keeps_its_bytes(tmp_path: Path, options: dict[str, bool], mode: str) -> None:
    content = samples.saved(samples.picture().convert(mode), "JPEG", **options)
    pdf, rendition = made(tmp_path, content, "image/jpeg")
    raw = pdf.pages[0].Resources.XObject["/I"].read_raw_bytes()
    assert hashlib.sha256(raw).digest() == hashlib.sha256(content).digest()
    assert rendition.how == UNALTERED
    limit = 30 if mode == "CMYK" else 3
    assert difference(drawn(pdf, (240, 160)), Image.open(io.BytesIO(content))) < limit


def test_a_colour_profile_travels_along(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    pdf, _ = made(tmp_path, samples.saved(samples.picture(), "JPEG", icc_profile=profile), "image/jpeg")
    space = pdf.pages[0].Resources.XObject["/I"].ColorSpace
    assert space[0] == pikepdf.Name.ICCBased
    assert space[1].read_bytes() == profile


def test_place_and_camera_are_taken_out_of_a_served_copy_without_touching_the_scan(tmp_path: Path) -> None:
    content = samples.jpeg(6, place=True)
    pdf, rendition = made(tmp_path, content + b"trailing bytes", "image/jpeg", strip=True)
    raw = pdf.pages[0].Resources.XObject["/I"].read_raw_bytes()
    assert b"Exif" in content
    assert b"Exif" not in raw
    assert b"trailing" not in raw
    assert raw.endswith(content[-400:])
    assert "removed" in rendition.how
    assert difference(drawn(pdf, (160, 240)), ImageOps.exif_transpose(Image.open(io.BytesIO(content)))) < 3


def test_a_stripped_photograph_decodes_to_the_same_picture() -> None:
    for options in ({}, {"progressive": True}):
        content = samples.jpeg(place=True, **options)
        before, after = (
            Image.open(io.BytesIO(each)).convert("RGB") for each in (content, without_metadata(content))
        )
        assert before.tobytes() == after.tobytes()


def telling() -> bytes:
    """A photograph without a place that tells a name in every other way a JPEG can, and lies on its side."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exif = Image.Exif()
    exif[0x0112], exif[0x010E], exif[0x013B] = 6, NAME, NAME
    content = samples.saved(
        samples.picture(), "JPEG", exif=exif, comment=NAME, icc_profile=profile, progressive=True
    )
    thumbnail = samples.saved(samples.picture(16, 16), "JPEG", comment=NAME)
    fields = {0xE0: b"JFXX\0\x10" + thumbnail, 0xE1: b"http://ns.adobe.com/xap/1.0/\0" + NAME.encode()}
    fields |= {0xED: b"Photoshop 3.0\0" + NAME.encode()}
    told = b"".join(
        bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2) + body for marker, body in fields.items()
    )
    between = content.rindex(b"\xff\xda")
    comment = b"\xff\xfe" + (len(NAME) + 2).to_bytes(2) + NAME.encode()
    return content[:2] + told + content[2:between] + comment + content[between:] + NAME.encode()


NAME = "Jane Quillfeather"


def test_a_served_photograph_tells_nothing_besides_its_picture(tmp_path: Path) -> None:
    content = telling()
    assert content.count(NAME.encode()) >= 7
    pdf, rendition = made(tmp_path, content, "image/jpeg", strip=True)
    image = pdf.pages[0].Resources.XObject["/I"]
    raw = image.read_raw_bytes()
    assert NAME.encode() not in raw
    assert b"Exif" not in raw
    assert rendition.how == STRIPPED
    assert image.ColorSpace[0] == pikepdf.Name.ICCBased
    last = content.rindex(b"\xff\xda")
    assert raw.endswith(content[last : content.rindex(b"\xff\xd9") + 2])
    before, after = (Image.open(io.BytesIO(each)) for each in (content, raw))
    assert before.convert("RGB").tobytes() == after.convert("RGB").tobytes()
    assert after.info["icc_profile"] == before.info["icc_profile"]
    assert difference(drawn(pdf, (160, 240)), ImageOps.exif_transpose(before)) < 3


def test_a_photograph_inside_a_served_pdf_tells_nothing_besides_its_picture() -> None:
    with pikepdf.new() as pdf:
        held = pikepdf.Stream(pdf, telling())
        held.Filter = pikepdf.Name.DCTDecode
        pdf.Root.Held = pdf.make_indirect(held)
        assert place_taken_out(pdf) == 1
        assert NAME.encode() not in pdf.Root.Held.read_raw_bytes()
        assert place_taken_out(pdf) == 0


def test_a_photograph_that_tells_nothing_stays_whole_in_a_served_copy(tmp_path: Path) -> None:
    content = samples.saved(samples.picture(), "JPEG")
    pdf, rendition = made(tmp_path, content, "image/jpeg", strip=True)
    assert rendition.how == UNALTERED
    assert pdf.pages[0].Resources.XObject["/I"].read_raw_bytes() == content


def test_a_photograph_that_breaks_off_is_printed_and_noted(tmp_path: Path) -> None:
    content = samples.jpeg()
    _, rendition = made(tmp_path, content[: len(content) * 2 // 3], "image/jpeg")
    assert "damaged" in rendition.notes[0]


@pytest.mark.parametrize("mode", ["RGB", "L", "1", "P"])
def test_an_opaque_png_keeps_its_compressed_rows(tmp_path: Path, mode: str) -> None:
    image = samples.picture().quantize(16) if mode == "P" else samples.picture().convert(mode)
    content = samples.saved(image, "PNG")
    pdf, rendition = made(tmp_path, content, "image/png")
    raw = pdf.pages[0].Resources.XObject["/I"].read_raw_bytes()
    assert raw in content
    assert rendition.how == PIXELS
    assert difference(drawn(pdf, image.size), image.convert("RGB")) < 4


def test_16_bits_of_grey_stay_16_bits(tmp_path: Path) -> None:
    image = Image.new("I;16", (50, 40), 30_000)
    pdf, _ = made(tmp_path, samples.saved(image, "PNG"), "image/png")
    held = pdf.pages[0].Resources.XObject["/I"]
    assert int(held.BitsPerComponent) == 16
    assert held.read_bytes()[:2] == (30_000).to_bytes(2)


def test_transparency_shows_the_paper(tmp_path: Path) -> None:
    image = samples.picture().convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    pdf, _ = made(tmp_path, samples.saved(image, "PNG"), "image/png")
    assert difference(drawn(pdf, image.size), paper) < 3


def test_a_transparent_palette_is_honoured(tmp_path: Path) -> None:
    content = samples.saved(samples.picture().quantize(4), "PNG", transparency=0)
    wanted = Image.open(io.BytesIO(content)).convert("RGBA")
    paper = Image.new("RGB", wanted.size, "white")
    paper.paste(wanted, mask=wanted.getchannel("A"))
    pdf, _ = made(tmp_path, content, "image/png")
    assert difference(drawn(pdf, wanted.size), paper) < 3


@pytest.mark.parametrize(
    ("kind", "media_type", "limit"),
    [
        ("WEBP", "image/webp", 4.0),
        ("BMP", "image/bmp", 3.0),
        ("TIFF", "image/tiff", 3.0),
        ("AVIF", "image/avif", 6.0),
    ],
)
def test_other_kinds_of_picture_are_drawn_right(
    tmp_path: Path, kind: str, media_type: str, limit: float
) -> None:
    pdf, _ = made(tmp_path, samples.saved(samples.picture(), kind), media_type)
    assert difference(drawn(pdf, (240, 160)), samples.picture()) < limit


def test_a_heic_photograph_is_drawn(tmp_path: Path) -> None:
    # Made with heif-enc from the same picture; the decoder used here cannot write HEIC.
    content = (Path(__file__).parent / "files" / "corners.heic").read_bytes()
    pdf, rendition = made(tmp_path, content, "image/heic")
    assert "re-encoded" in rendition.how
    assert difference(drawn(pdf, (240, 160)), samples.picture()) < 6


def test_each_page_of_a_tiff_is_a_page(tmp_path: Path) -> None:
    more = [samples.picture(100, 200), samples.picture(50, 60)]
    content = samples.saved(samples.picture(), "TIFF", save_all=True, append_images=more)
    pdf, _ = made(tmp_path, content, "image/tiff")
    assert len(pdf.pages) == 3
    assert difference(drawn(pdf, (100, 200), 1), more[0]) < 3


def test_a_tiff_with_very_many_pages_is_cut_and_says_so(tmp_path: Path) -> None:
    more = [Image.new("1", (4, 4))] * (FRAMES_AT_MOST + 10)
    content = samples.saved(Image.new("1", (4, 4)), "TIFF", save_all=True, append_images=more)
    pdf, rendition = made(tmp_path, content, "image/tiff")
    assert len(pdf.pages) == FRAMES_AT_MOST
    assert f"{FRAMES_AT_MOST + 11} pages" in rendition.notes[0]


def test_of_a_moving_gif_the_first_frame_is_printed_and_said(tmp_path: Path) -> None:
    content = samples.saved(
        samples.picture(), "GIF", save_all=True, append_images=[Image.new("RGB", (240, 160))]
    )
    pdf, rendition = made(tmp_path, content, "image/gif")
    assert len(pdf.pages) == 1
    assert "2 moving frames" in rendition.notes[0]


@pytest.mark.parametrize("side", [8_000, 30_000, 2_000_000_000])
def test_a_picture_that_claims_to_be_enormous_is_refused_before_it_is_decoded(
    tmp_path: Path, side: int
) -> None:
    with pytest.raises(DomainError) as refused:
        made(tmp_path, samples.png_claiming(side, side), "image/png")
    assert "more than is safe" in refused.value.values["reason"]


def test_a_png_that_breaks_off_is_not_printed_as_if_whole(tmp_path: Path) -> None:
    content = samples.saved(samples.picture(400, 400), "PNG")
    with pytest.raises((ValueError, OSError)):
        made(tmp_path, content[: len(content) // 2], "image/png")


def test_a_jpeg_with_twelve_bits_is_left_to_the_decoder() -> None:
    content = bytearray(samples.jpeg())
    at = content.index(b"\xff\xc0")
    content[at + 4] = 12
    assert read_jpeg(bytes(content)) is None
