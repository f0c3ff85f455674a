"""Pictures of the rarer kinds: turned by their own tag, deep, transparent, compressed oddly, moving."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from tests.documents import samples
from tests.documents.test_part_images import difference, drawn, made


def turned(kind: str, orientation: int, **options: object) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return samples.saved(samples.picture(), kind, exif=exif, **options)


def deep_png(colour: int, samples_each: int) -> bytes:
    """A PNG of 60 × 40 with 16 bits a sample: red above, a soft ramp across."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b""
    for y in range(40):
        dots = [[65535 if y < 20 else 0, x * 1000, 20_000, 65535][:samples_each] for x in range(60)]
        rows += b"\0" + b"".join(struct.pack(f">{samples_each}H", *dot) for dot in dots)
    header = struct.pack(">IIBBBBB", 60, 40, 16, colour, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("orientation", [1, 3, 5, 6, 8])
@pytest.mark.parametrize(
    ("kind", "media_type"),
    [("PNG", "image/png"), ("WEBP", "image/webp"), ("TIFF", "image/tiff"), ("AVIF", "image/avif")],
)
def test_a_picture_of_any_kind_stands_as_its_own_tag_says(
    tmp_path: Path, kind: str, media_type: str, orientation: int
) -> None:
    content = turned(kind, orientation)
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(content)))
    pdf, _ = made(tmp_path, content, media_type)
    assert difference(drawn(pdf, upright.size), upright) < 6


def test_16_bits_of_colour_stay_16_bits(tmp_path: Path) -> None:
    pdf, rendition = made(tmp_path, deep_png(2, 3), "image/png")
    assert int(pdf.pages[0].Resources.XObject["/I"].BitsPerComponent) == 16
    assert rendition.notes == ()
    assert drawn(pdf, (60, 40)).getpixel((2, 5))[0] > 240  # type: ignore[index]


def test_16_bits_with_transparency_are_printed_with_8_and_that_is_said(tmp_path: Path) -> None:
    pdf, rendition = made(tmp_path, deep_png(6, 4), "image/png")
    assert any("8 of its 16 bits" in note for note in rendition.notes)
    assert drawn(pdf, (60, 40)).getpixel((2, 5))[0] > 240  # type: ignore[index]


@pytest.mark.parametrize("compression", ["tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg", None])
def test_a_tiff_compressed_in_any_way_is_drawn(tmp_path: Path, compression: str | None) -> None:
    content = samples.saved(samples.picture(), "TIFF", compression=compression)
    pdf, _ = made(tmp_path, content, "image/tiff")
    assert difference(drawn(pdf, (240, 160)), samples.picture()) < 4


def test_a_fax_is_drawn_in_black_and_white(tmp_path: Path) -> None:
    page = samples.picture().convert("1")
    pdf, _ = made(tmp_path, samples.saved(page, "TIFF", compression="group4"), "image/tiff")
    assert int(pdf.pages[0].Resources.XObject["/I"].BitsPerComponent) == 1
    assert difference(drawn(pdf, (240, 160)), page) < 4


@pytest.mark.parametrize(("kind", "media_type"), [("TIFF", "image/tiff"), ("JPEG", "image/jpeg")])
def test_red_printed_in_four_colours_stays_red(tmp_path: Path, kind: str, media_type: str) -> None:
    picture = Image.new("CMYK", (60, 40), (0, 255, 255, 0))
    pdf, _ = made(tmp_path, samples.saved(picture, kind), media_type)
    red, green, blue = drawn(pdf, (60, 40)).getpixel((30, 20))
    assert red > 180
    assert max(green, blue) < 90


def test_a_transparent_gif_shows_the_paper(tmp_path: Path) -> None:
    picture = Image.new("P", (60, 40), 0)
    picture.putpalette([255, 0, 0, 0, 0, 255] + [0] * 762)
    picture.paste(1, (0, 0, 30, 40))
    pdf, _ = made(tmp_path, samples.saved(picture, "GIF", transparency=0), "image/gif")
    seen = drawn(pdf, (60, 40))
    assert seen.getpixel((50, 20)) == (255, 255, 255)
    assert seen.getpixel((10, 20))[2] > 200  # type: ignore[index]


@pytest.mark.parametrize(("kind", "media_type"), [("WEBP", "image/webp"), ("AVIF", "image/avif")])
def test_of_a_moving_picture_the_first_frame_is_printed_and_said(
    tmp_path: Path, kind: str, media_type: str
) -> None:
    more = [Image.new("RGB", (240, 160), (n * 40, 0, 0)) for n in range(3)]
    content = samples.saved(samples.picture(), kind, save_all=True, append_images=more)
    pdf, rendition = made(tmp_path, content, media_type)
    assert len(pdf.pages) == 1
    assert "4 moving frames" in rendition.notes[0]
    assert difference(drawn(pdf, (240, 160)), samples.picture()) < 8


@pytest.mark.parametrize("kind", ["WEBP", "AVIF"])
def test_transparency_of_every_kind_shows_the_paper(tmp_path: Path, kind: str) -> None:
    picture = Image.new("RGBA", (60, 40), (255, 0, 0, 0))
    picture.paste((0, 0, 255, 255), (0, 0, 30, 40))
    pdf, _ = made(tmp_path, samples.saved(picture, kind, lossless=True), f"image/{kind.lower()}")
    assert min(drawn(pdf, (60, 40)).getpixel((50, 20))) > 240


@pytest.mark.parametrize("mode", ["I;16", "I", "F"])
def test_a_picture_of_deep_grey_is_not_printed_white(tmp_path: Path, mode: str) -> None:
    picture = Image.new(mode, (60, 40), 0)
    picture.paste(60_000, (0, 0, 30, 40))
    picture.paste(20_000, (30, 0, 60, 40))
    pdf, _ = made(tmp_path, samples.saved(picture, "TIFF"), "image/tiff")
    seen = drawn(pdf, (60, 40)).convert("L")
    assert seen.getpixel((10, 20)) > seen.getpixel((50, 20)) + 60
