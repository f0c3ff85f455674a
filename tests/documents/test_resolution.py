"""The court copy: no image finer than 300 dots per inch where it is shown, measured by another library."""

import io
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image, ImageChops
from pypdf.generic import ContentStream

from spoc_desk.documents.part_images import image_pages
from spoc_desk.documents.part_pdf import pdf_pages
from spoc_desk.documents.parts import Rendition
from spoc_desk.documents.resolution import reduced
from tests.documents import pack_samples, samples

LARGE = (3000, 4200)


def densities(content: bytes) -> list[float]:
    """Dots per inch of every image as pypdf finds it placed, the finer of both directions."""
    found: list[float] = []
    reader = pypdf.PdfReader(io.BytesIO(content))

    def walk(holder: object, resources: object, start: tuple[float, ...]) -> None:
        matrix, kept = start, []
        forms = resources.get("/XObject", {}) if resources else {}
        for operands, operator in ContentStream(holder, reader).operations:
            if operator == b"q":
                kept.append(matrix)
            elif operator == b"Q":
                matrix = kept.pop()
            elif operator == b"cm":
                matrix = times([float(each) for each in operands], matrix)
            elif operator == b"Do":
                each = forms[operands[0]].get_object()
                if each["/Subtype"] == "/Image":
                    wide, high = abs(complex(*matrix[:2])), abs(complex(*matrix[2:4]))
                    found.append(max(each["/Width"] / wide, each["/Height"] / high) * 72)
                else:
                    own = [float(number) for number in each.get("/Matrix", (1, 0, 0, 1, 0, 0))]
                    walk(each, each.get("/Resources"), times(own, matrix))

    for page in reader.pages:
        walk(page["/Contents"].get_object(), page["/Resources"], (1, 0, 0, 1, 0, 0))
    return found


def times(first: object, then: object) -> tuple[float, ...]:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    linear = (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s)  # type: ignore[has-type]
    return (*linear, e * p + f * r + t, e * q + f * s + u)  # type: ignore[has-type]


def saved(pdf: pikepdf.Pdf) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer)
    return buffer.getvalue()


def difference(before: bytes, after: bytes) -> float:
    """The mean difference of two first pages, 0 to 255, drawn at 60 dots per inch."""
    drawn = [
        pypdfium2.PdfDocument(each)[0].render(scale=60 / 72).to_pil().convert("RGB")
        for each in (before, after)
    ]
    histogram = ImageChops.difference(*drawn).convert("L").histogram()
    return sum(level * count for level, count in enumerate(histogram)) / sum(histogram)


def bilevel() -> Image.Image:
    return samples.picture(*LARGE).convert("1", dither=Image.Dither.NONE)


def clear() -> Image.Image:
    image = samples.picture(*LARGE).convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(LARGE))
    return image


def turned_photograph() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return samples.saved(samples.picture(*LARGE), "JPEG", exif=exif)


PICTURES = {
    "photograph": ("image/jpeg", lambda: samples.saved(samples.picture(*LARGE), "JPEG", quality=95)),
    "grey": ("image/jpeg", lambda: samples.saved(samples.picture(*LARGE).convert("L"), "JPEG")),
    "four inks": ("image/jpeg", lambda: samples.saved(samples.picture(*LARGE).convert("CMYK"), "JPEG")),
    "turned": ("image/jpeg", turned_photograph),
    "screen": ("image/png", lambda: samples.saved(samples.picture(*LARGE), "PNG")),
    "few colours": ("image/png", lambda: samples.saved(samples.picture(*LARGE).quantize(16), "PNG")),
    "see-through": ("image/png", lambda: samples.saved(clear(), "PNG")),
    "sixteen bits": (
        "image/png",
        lambda: samples.saved(samples.picture(*LARGE).convert("L").convert("I;16"), "PNG"),
    ),
    "scan": ("image/tiff", lambda: samples.saved(samples.picture(*LARGE), "TIFF", compression="tiff_lzw")),
    "fax": ("image/tiff", lambda: samples.saved(bilevel(), "TIFF", compression="group4")),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_finer_than_the_court_wants_is_made_coarser_and_looks_the_same(
    tmp_path: Path, name: str
) -> None:
    media_type, make = PICTURES[name]
    (tmp_path / "picture").write_bytes(make())
    with pikepdf.new() as pdf:
        rendition = image_pages(pdf, tmp_path / "picture", media_type, strip=False)
        before = saved(pdf)
        made = reduced(pdf, rendition, 300)
        after = saved(pdf)
    assert max(densities(before)) > 380
    assert 290 < max(densities(after)) <= 300
    assert difference(before, after) < 2
    assert len(after) < len(before) or name in {"fax", "few colours"}
    assert made.how == "picture, reduced to 300 dots per inch for the court copy"


def test_a_picture_that_is_coarse_enough_keeps_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "picture").write_bytes(samples.jpeg())
    with pikepdf.new() as pdf:
        rendition = image_pages(pdf, tmp_path / "picture", "image/jpeg", strip=False)
        assert reduced(pdf, rendition, 300) == rendition
        assert samples.jpeg() in saved(pdf)


def letter(*images: tuple[Image.Image, dict[str, object]], width: float = 400) -> bytes:
    """A PDF page with a form that shows each image, the page turned a quarter."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842)).obj
        held = Dictionary()
        for number, (image, more) in enumerate(images):
            colours = {"RGB": Name.DeviceRGB, "L": Name.DeviceGray, "1": Name.DeviceGray}[image.mode]
            stream = Stream(pdf, image.tobytes())
            stream.Type, stream.Subtype, stream.ColorSpace = Name.XObject, Name.Image, colours
            stream.Width, stream.Height = image.size
            stream.BitsPerComponent = 1 if image.mode == "1" else 8
            for key, value in more.items():
                stream[f"/{key}"] = value
            held[f"/I{number}"] = pdf.make_indirect(stream)
        drawing = "".join(
            f"q {width} 0 0 {width / 2} 20 {20 + 220 * n} cm /I{n} Do Q " for n in range(len(images))
        )
        form = Stream(pdf, drawing.encode())
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 595, 842])
        form.Resources = Dictionary(XObject=held)
        page.Resources = Dictionary(XObject=Dictionary(F=pdf.make_indirect(form)))
        page.Contents = Stream(pdf, b"q 0.9 0 0 0.9 10 10 cm /F Do Q")
        page.Rotate = 90
        return saved(pdf)


def cleaned(tmp_path: Path, content: bytes) -> tuple[bytes, bytes, Rendition]:
    (tmp_path / "letter.pdf").write_bytes(content)
    with pikepdf.new() as pdf:
        rendition = pdf_pages(pdf, tmp_path / "letter.pdf")
        before = saved(pdf)
        made = reduced(pdf, rendition, 300)
        return before, saved(pdf), made


def test_images_inside_a_pdf_are_made_coarser_where_they_stand(tmp_path: Path) -> None:
    wide = samples.picture(3200, 1600)
    content = letter((wide, {}), (wide.convert("L"), {}), (wide.convert("1"), {}))
    before, after, made = cleaned(tmp_path, content)
    assert min(densities(before)) > 400
    assert all(290 < each <= 300 for each in densities(after))
    assert difference(before, after) < 3
    assert made.how == "PDF, its own pages"
    assert "3 images reduced to 300 dots per inch for the court copy." in made.notes


def test_rare_kinds_of_image_are_left_alone_and_counted(tmp_path: Path) -> None:
    wide = samples.picture(3200, 1600)
    shape = {"ImageMask": True, "BitsPerComponent": 1}
    inverted = {"Decode": Array([1, 0] * 3)}
    before, after, made = cleaned(tmp_path, letter((wide, inverted), (wide.convert("1"), shape)))
    assert densities(after) == densities(before)
    assert "2 images finer than 300 dots per inch left as found." in made.notes


def test_an_image_shown_twice_is_as_fine_as_its_largest_place_needs(tmp_path: Path) -> None:
    def again(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].contents_add(b"q 0.1 0 0 0.1 500 700 cm /F Do Q")

    content = samples.rewritten(letter((samples.picture(3200, 1600), {})), again)
    _, after, _ = cleaned(tmp_path, content)
    assert 290 < min(densities(after)) <= 300


def test_a_damaged_image_is_left_as_found(tmp_path: Path) -> None:
    (tmp_path / "picture").write_bytes(samples.saved(samples.picture(*LARGE), "JPEG"))
    with pikepdf.new() as pdf:
        rendition = image_pages(pdf, tmp_path / "picture", "image/jpeg", strip=False)
        for each in pdf.objects:
            if isinstance(each, Stream) and each.get("/Subtype") == Name.Image:
                each.write(b"\xff\xd8 torn", filter=Name.DCTDecode)
        made = reduced(pdf, rendition, 300)
    assert made.how == rendition.how
    assert made.notes[-1] == "1 image finer than 300 dots per inch left as found."


def test_only_a_court_copy_is_reduced(tmp_path: Path, child, fonts: Path) -> None:
    original = samples.saved(samples.picture(*LARGE), "JPEG", quality=95)
    files = {"AM/1": ("door.jpg", original)}
    evidential = pack_samples.build(tmp_path, child, fonts, files, served=False)
    assert original in evidential.path.read_bytes()
    court = pack_samples.build(tmp_path, child, fonts, files, served=False, dpi_at_most=300)
    assert max(densities(court.path.read_bytes())) <= 300
    words = "\n".join(page.extract_text() for page in pypdf.PdfReader(court.path).pages)
    assert "reduced to 300 dots per inch for the court copy" in " ".join(words.split())
