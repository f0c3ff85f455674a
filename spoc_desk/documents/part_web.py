"""A saved web page on paper: its words in order, its pictures where they stand, each with its name."""

import hashlib
import io
from dataclasses import dataclass

from PIL import Image, ImageOps
from reportlab.lib.colors import Color
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from spoc_desk.documents.counted import counted, remote_told
from spoc_desk.documents.filetypes import HEAD, Kind, detect
from spoc_desk.documents.fonts import BOLD, MONO, SANS
from spoc_desk.documents.lines import LineSetter
from spoc_desk.documents.part_images import open_image
from spoc_desk.documents.part_text import Source, TextPart, strip, titled
from spoc_desk.documents.printable import printable
from spoc_desk.documents.shared_faces import begin_alike
from spoc_desk.documents.style import BOTTOM, FAINT, INK, MARGIN, NAVY, PAGE_HEIGHT, PAGE_WIDTH, SOFT, TOP
from spoc_desk.documents.typeset import TextPages
from spoc_desk.documents.web_archives import SavedFile, SavedPage
from spoc_desk.documents.web_pages import Block, WebPage, read_page
from spoc_desk.domain.errors import DomainError

PICTURES_AT_MOST = 300
PIXELS_AT_MOST = 200_000_000
_PHOTOGRAPHS = ("photograph in the page is", "photographs in the page are")
_SMALL = 48
_UNSEEN = 3
_POINTS_A_DOT = 0.6
_HIGH_AT_MOST = 330.0
_PLAIN_DOTS_AT_MOST = 250_000
_INDENT = 14.0
_HEADINGS = {1: (14.0, 19.0), 2: (11.5, 16.0), 3: (9.8, 14.0)}
WORDS = "Its words and pictures in their order, without layout or scripts; the file itself is the exhibit."


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A picture ready to be drawn, and its size in dots."""

    number: int
    name: str
    size: tuple[int, int]
    reader: ImageReader | None


def web_part(source: Source, saved: SavedPage) -> tuple[TextPart, tuple[str, ...]]:
    """(the pages, notes on them)."""
    pages_said = [
        read_page(words, lambda address, base=base: saved.file(address, base) is not None)  # type: ignore[misc]
        for base, words in saved.documents
    ]
    notes = list(_told(saved, pages_said))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1)
    begin_alike(canvas)
    pages = TextPages(canvas, SANS, 9.2, 12.8)
    strip(pages, source, " ".join([*notes, WORDS]))
    press = _Press(pages, saved)
    for index, ((base, _), page) in enumerate(zip(saved.documents, pages_said, strict=True)):
        if index:
            press.block(Block("heading", f"Frame in the page: {base or 'without an address'}", 2), base)
        if page.title:
            press.block(Block("heading", page.title, 1), base)
        for block in page.blocks:
            press.block(block, base)
    press.small_pictures()
    pages.finish()
    canvas.save()
    return TextPart(buffer.getvalue(), pages.marks, pages.toned), (*notes, *press.notes())


def _told(saved: SavedPage, pages: list[WebPage]) -> list[str]:
    told = ["Web page."]
    if saved.address:
        when = f", {saved.saved}" if saved.saved else ""
        told = [f"Web page saved from {saved.address}{when}."]
    elif saved.saved:
        told = [f"Web page saved {saved.saved}."]
    remote = {address for page in pages for address in page.remote}
    if remote:
        told.append(remote_told(len(remote)))
    return told


class _Press:
    """Sets blocks down the page."""

    def __init__(self, pages: TextPages, saved: SavedPage) -> None:
        self._pages, self._canvas, self._saved = pages, pages.canvas, saved
        self._words, self._fine = LineSetter(SANS, 9.2), LineSetter(SANS, 7)
        self._mono = LineSetter(MONO, 7.6)
        self._heads = {level: LineSetter(BOLD, size) for level, (size, _) in _HEADINGS.items()}
        self._seen: dict[str, _Drawn | None] = {}
        self._small: list[_Drawn] = []
        self._dots = self._refused = self._recoded = 0
        self._before = ""

    def block(self, block: Block, base: str) -> None:
        """One block; `base` is the address of its document."""
        if block.kind != self._before:
            self._pages.y -= 4
        self._before = block.kind
        if block.kind == "picture":
            self._picture(block, self._saved.file(block.address, base))
        elif block.kind == "heading":
            self._pages.room(60)
            self._pages.y -= 9
            self._set(block.text, self._heads[block.level], 0, _HEADINGS[block.level][1], NAVY)
            self._pages.y -= 2
        elif block.kind == "lines":
            self._set(block.text, self._mono, block.level * _INDENT, 10.4, INK)
        elif block.kind == "item":
            self._pages.room(12.8)
            y = self._pages.y - 12.8
            left = block.level * _INDENT
            self._canvas.setFillColor(SOFT)
            self._words.draw(self._canvas, block.mark, (MARGIN + left - 11, y), 20, block.mark)
            self._set(block.text, self._words, left + 3, 12.8, INK)
        else:
            self._set(block.text, self._words, 0, 12.8, INK)
            self._pages.y -= 1 if block.kind == "row" else 4

    def small_pictures(self) -> None:
        """Icons and the like, after the words, each beside its name."""
        if not self._small:
            return
        titled(self._pages, f"Small pictures in the page ({len(self._small)})")
        self._pages.y -= 4
        for each in self._small:
            self._pages.room(20)
            self._pages.y -= 18
            wide, high = (side * min(_POINTS_A_DOT, 15 / max(each.size)) for side in each.size)
            self._canvas.drawImage(each.reader, MARGIN, self._pages.y, wide, high, mask="auto")
            self._one_line(f"Picture {each.number}: {each.name}", MARGIN + 24, self._pages.y + 4)

    def notes(self) -> list[str]:
        """What is to be said of the pictures."""
        told = []
        if self._refused:
            count = counted(self._refused, "picture", "pictures")
            told.append(f"{count} in the page could not be drawn; see the original.")
        if self._recoded:
            told.append(f"{counted(self._recoded, *_PHOTOGRAPHS)} re-encoded as JPEG for print.")
        return told

    def _set(self, text: str, setter: LineSetter, left: float, leading: float, colour: Color) -> None:
        safe = printable(text)
        self._pages.note(safe)
        room = self._pages.text_width - left
        for paragraph in safe.text.expandtabs(4).split("\n"):
            for line in setter.wrapped(paragraph, room):
                self._pages.room(leading)
                self._pages.y -= leading
                self._canvas.setFillColor(colour)
                setter.draw(self._canvas, line, (MARGIN + left, self._pages.y), room, paragraph)

    def _one_line(self, words: str, left: float, y: float) -> None:
        told = printable(words).text.replace("\n", " ")
        room = PAGE_WIDTH - MARGIN - left
        self._canvas.setFillColor(FAINT)
        line = next(self._fine.wrapped(told, room))
        self._fine.draw(self._canvas, line, (left, y), room, told)

    def _picture(self, block: Block, file: SavedFile | None) -> None:
        if file is None:
            return
        key = hashlib.sha256(file.content).hexdigest()
        known = key in self._seen
        if not known:
            self._seen[key] = self._drawn(file)
        drawn = self._seen[key]
        if drawn is None:
            if block.text:
                self._set(f"[picture: {block.text}]", self._words, 0, 12.8, SOFT)
            return
        name = f"{drawn.name}, “{block.text}”" if block.text else drawn.name
        if known or max(drawn.size) <= _SMALL:
            if block.text:
                self._set(f"[picture {drawn.number}: {block.text}]", self._words, 0, 12.8, SOFT)
            if not known:
                self._small.append(drawn)
            return
        room = PAGE_HEIGHT - TOP - BOTTOM - 30
        scale = min(
            _POINTS_A_DOT, self._pages.text_width / drawn.size[0], min(_HIGH_AT_MOST, room) / drawn.size[1]
        )
        wide, high = drawn.size[0] * scale, drawn.size[1] * scale
        self._pages.room(high + 22)
        self._pages.y -= high + 6
        self._canvas.drawImage(drawn.reader, MARGIN, self._pages.y, wide, high, mask="auto")
        self._pages.y -= 9
        dots = f"{drawn.size[0]} × {drawn.size[1]}"
        self._one_line(f"Picture {drawn.number}: {name}, {dots}", MARGIN, self._pages.y)
        self._pages.y -= 6

    def _drawn(self, file: SavedFile) -> _Drawn | None:
        """The picture; None for one that is not to be seen, or that no decoder here can open."""
        found = detect(file.content[:HEAD], "")
        number = sum(each is not None for each in self._seen.values()) + 1
        try:
            if found.kind is not Kind.IMAGE or number > PICTURES_AT_MOST:
                raise DomainError("preview.unavailable", reason="not a picture that is drawn")
            with open_image(io.BytesIO(file.content), found.media_type) as image:
                size = image.size
                self._dots += image.width * image.height
                if max(size) < _UNSEEN:
                    return None
                if self._dots > PIXELS_AT_MOST:
                    raise DomainError("preview.unavailable", reason="too many")
                turned = ImageOps.exif_transpose(image)
                return _Drawn(number, file.name, turned.size, self._reader(turned))
        except Exception:  # noqa: BLE001  whatever a decoder throws, the words of the page still print
            self._refused += 1
            return None

    def _reader(self, image: Image.Image) -> ImageReader:
        clear = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
        if image.width * image.height <= _PLAIN_DOTS_AT_MOST or clear:
            return ImageReader(image.convert("RGBA" if clear else "RGB"))
        self._recoded += 1
        buffer = io.BytesIO()
        image.convert("RGB").save(buffer, "JPEG", quality=92)
        buffer.seek(0)
        return ImageReader(buffer)
