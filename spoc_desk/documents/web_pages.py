"""A web page as what it says and in which order: headings, paragraphs, lists, table rows, pictures."""

import html.parser
import re
from collections.abc import Callable
from dataclasses import dataclass, field

_REMOTE = re.compile(r"(?:https?:)?//|ftp:|file:", re.IGNORECASE)
_SILENT = frozenset(["script", "style", "template"])
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 3, "h5": 3, "h6": 3, "caption": 3, "legend": 3, "summary": 3}
_BLOCK_TAGS = (
    "address article aside blockquote br dd details div dl dt fieldset figcaption figure footer form header "
    "hr li main nav ol option p section table tbody thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_TAGS.split(" "))
_ALT_AT_MOST = 8
_DEPTH_AT_MOST = 6
_FRAMES_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a page. kind: heading, paragraph, item, lines (as they stand), row or picture.

    level: of a heading, from 1, or how deep in lists. mark: before an item. address: of a picture.
    """

    kind: str
    text: str
    level: int = 0
    mark: str = ""
    address: str = ""


@dataclass(slots=True)
class WebPage:
    """What a page says. remote: the addresses it would have fetched, each once."""

    title: str = ""
    blocks: list[Block] = field(default_factory=list)
    remote: tuple[str, ...] = ()


def read_page(source: str, holds: Callable[[str], bool]) -> WebPage:
    """The page. Nothing is run or fetched. holds: whether a picture's address came along with the page."""
    reader = _Reader(holds)
    reader.feed(source)
    reader.close()
    return reader.finished()


class _Reader(html.parser.HTMLParser):
    """Collects blocks; a table's row is one block as long as its cells hold plain words."""

    def __init__(self, holds: Callable[[str], bool], depth: int = 0) -> None:
        super().__init__(convert_charrefs=True)
        self._holds, self._depth = holds, depth
        self._page = WebPage()
        self._pieces: list[str] = []
        self._remote: list[str] = []
        self._silent: list[str] = []
        self._lists: list[int] = []
        self._links: list[str] = []
        self._cells: list[str] | None = None
        self._cell_broken = self._in_cell = False
        self._heading = self._lines = 0
        self._mark = ""
        self._in_title = False

    def finished(self) -> WebPage:
        self._flush()
        self._end_row()
        self._page.remote = tuple(dict.fromkeys(self._remote))
        self._page.title = " ".join(self._page.title.split())
        return self._page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self._note_remote(tag, told)
        if tag in _SILENT:
            self._silent.append(tag)
        if self._silent:
            return
        if tag == "title":
            self._in_title = True
        elif tag in _HEADINGS:
            self._flush()
            self._heading = _HEADINGS[tag]
        elif tag in {"ul", "ol"}:
            self._flush()
            self._lists.append(0 if tag == "ol" else -1)
        elif tag == "pre":
            self._flush()
            self._lines += 1
        elif tag == "tr":
            self._flush()
            self._end_row()
            self._cells = []
        elif tag in {"td", "th"}:
            self._end_cell()
            self._in_cell = True
        elif tag in _BLOCKS:
            self._flush()
            if tag == "li":
                self._mark = self._next_mark()
        self._inline(tag, told)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SILENT:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            while self._silent and self._silent.pop() != tag:
                continue
        if self._silent:
            return
        if tag == "title":
            self._in_title = False
        elif tag == "a" and self._links:
            address = self._links.pop()
            if address and address not in "".join(self._pieces[-4:]):
                self._pieces.append(f" <{address}>")
        elif tag in {"td", "th"}:
            self._end_cell()
        elif tag == "tr" or (tag == "table" and self._cells):
            self._end_cell()
            self._end_row()
        elif tag in _HEADINGS or tag in _BLOCKS or tag == "pre":
            self._flush()
            self._heading = 0 if tag in _HEADINGS else self._heading
            self._lines -= tag == "pre" and self._lines > 0
            if tag in {"ul", "ol"} and self._lists:
                self._lists.pop()

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self._page.title += data
        elif not self._silent:
            self._pieces.append(data if self._lines else re.sub(r"\s+", " ", data))

    def _note_remote(self, tag: str, told: dict[str, str]) -> None:
        for name in ("src", "background", "poster", "data"):
            address = told.get(name, "")
            if _REMOTE.match(address) and not (tag == "img" and self._holds(address)):
                self._remote.append(address)
        if tag == "link" and "stylesheet" in told.get("rel", "") and _REMOTE.match(told.get("href", "")):
            self._remote.append(told["href"])

    def _inline(self, tag: str, told: dict[str, str]) -> None:
        if tag == "a":
            address = told.get("href", "")
            self._links.append(address if _REMOTE.match(address) or address.startswith("mailto:") else "")
        elif tag == "input":
            self._pieces.append(_entered(told))
        elif tag == "option":
            self._pieces.append("[selected] " if "selected" in told else "")
        elif tag == "iframe" and told.get("srcdoc"):
            self._frame(told["srcdoc"])
        elif tag == "img":
            self._picture(told.get("src", ""), told.get("alt", "").strip())

    def _frame(self, source: str) -> None:
        """The words of a frame that stands whole in the page."""
        self._flush()
        if self._depth == _FRAMES_AT_MOST:
            self._page.blocks.append(Block("lines", source))
            return
        inner = _Reader(self._holds, self._depth + 1)
        inner.feed(source)
        inner.close()
        page = inner.finished()
        self._cell_broken = self._cells is not None
        title = f"Frame in the page: {page.title}".removesuffix(": ")
        self._page.blocks += [Block("heading", title, 2), *page.blocks]
        self._remote += page.remote

    def _picture(self, address: str, alt: str) -> None:
        emoji = alt and len(alt) <= _ALT_AT_MOST and not alt.isascii()
        if emoji:
            self._pieces.append(alt)
        elif self._holds(address):
            self._flush()
            self._page.blocks.append(Block("picture", alt, address=address))
        elif alt:
            self._pieces.append(f"[picture: {alt}]")

    def _next_mark(self) -> str:
        if not self._lists or self._lists[-1] < 0:
            return "•"
        self._lists[-1] += 1
        return f"{self._lists[-1]}."

    def _end_cell(self) -> None:
        if self._cells is None:
            self._flush()
        elif self._cell_broken:
            self._flush()
            self._cell_broken = False
        else:
            words = _tidy("".join(self._pieces))
            if words or self._in_cell:
                self._cells.append(words)
            self._pieces.clear()
        self._in_cell = False

    def _end_row(self) -> None:
        cells, self._cells, self._cell_broken = self._cells, None, False
        told = "   |   ".join(cells or ())
        if any(cells or ()):
            self._page.blocks.append(Block("row", told))

    def _flush(self) -> None:
        raw = "".join(self._pieces)
        text = raw.strip("\n") if self._lines else _tidy(raw)
        self._pieces.clear()
        if not text.strip():
            return
        self._cell_broken = self._cells is not None
        depth = min(len(self._lists), _DEPTH_AT_MOST)
        if self._heading:
            block = Block("heading", text, self._heading)
        elif self._lines:
            block = Block("lines", text, depth)
        elif depth:
            block = Block("item", text, depth, self._mark)
        else:
            block = Block("paragraph", text)
        self._mark = ""
        self._page.blocks.append(block)


def _entered(told: dict[str, str]) -> str:
    """What was entered into a field: of a box or button, whether it was ticked."""
    kind, value = told.get("type", "").lower(), told.get("value", "")
    if kind in {"checkbox", "radio"}:
        state = "ticked" if "checked" in told else "not ticked"
        return f" [{state}: {value}] " if value else f" [{state}] "
    return f" [filled in: {value}] " if value and kind not in {"hidden", "submit", "button"} else ""


def _tidy(text: str) -> str:
    return re.sub(r"[ \t\xa0\n]+", " ", text).strip()
