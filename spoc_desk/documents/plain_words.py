"""The words of a file: decoded text, and HTML without anything that acts or calls home."""

import codecs
import html.parser
import re
from collections.abc import Mapping
from dataclasses import dataclass

_BLOCK_TAGS = (
    "address article blockquote br dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre section table tr ul"
)
_BLOCKS = frozenset(_BLOCK_TAGS.split(" "))
# Only what no mail program shows either: words in noscript, object and svg are seen where those are off.
_SILENT = frozenset(["script", "style", "title", "template"])
_REMOTE = re.compile(r"(?:https?:)?//|ftp:|file:", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class PlainHtml:
    """The words of an HTML page, and the addresses it would have fetched."""

    text: str
    remote: tuple[str, ...]


def decode(content: bytes) -> tuple[str, str]:
    """(text, encoding): by its byte order mark, as UTF-8, else as Western European."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace"), encoding.removesuffix("-sig")
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace"), "windows-1252"


def plain_html(source: str, pictures: Mapping[str, str] | None = None) -> PlainHtml:
    """The text of an HTML page. Nothing is run and nothing is fetched.

    pictures: what to call a picture that came along, by its address.
    """
    reader = _Reader(pictures or {})
    reader.feed(source)
    reader.close()
    text = re.sub(r"[ \t\xa0]+", " ", "".join(reader.pieces))
    text = re.sub(r" ?\n ?", "\n", text)
    return PlainHtml(re.sub(r"\n{3,}", "\n\n", text).strip(), tuple(dict.fromkeys(reader.remote)))


class _Reader(html.parser.HTMLParser):
    """Collects words, line ends at blocks, and what would have been fetched."""

    def __init__(self, pictures: Mapping[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self._pictures = pictures
        self.pieces: list[str] = []
        self.remote: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag in _BLOCKS:
            self.pieces.append("\n")
        elif tag in {"td", "th"}:
            self.pieces.append("\t")
        told = dict(attrs)
        for name in ("src", "background", "poster", "data"):
            if _REMOTE.match(told.get(name) or ""):
                self.remote.append(told[name] or "")
        if tag == "img" and not self._silent:
            known = self._pictures.get(told.get("src") or "")
            named = ", ".join(each for each in (known, told.get("alt")) if each)
            self.pieces.append(f"[picture: {named}]" if named else "")
        if tag == "a" and _REMOTE.match(told.get("href") or "") and not self._silent:
            self.pieces.append(f"<{told['href']}> ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SILENT:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            while self._silent and self._silent.pop() != tag:
                continue
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(re.sub(r"\s+", " ", data))
