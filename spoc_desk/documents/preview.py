"""What the window shows of a sealed file: pictures of its pages, its words, and what to be wary of."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

PREVIEW_MODULES = ("spoc_desk.documents.previews",)
SECONDS = 30.0
BYTES_AT_MOST = 128 << 20


class Reader(Protocol):
    """The child process that reads what others sent."""

    def call(self, function: str, arguments: Mapping[str, Any], timeout: float = 30.0) -> Any:
        """Runs one allowed function there. Raises DomainError("preview.unavailable")."""


@dataclass(frozen=True, slots=True)
class Badge:
    """A warning: a code for the window to translate, and the same in plain words.

    Codes: mismatch, polyglot, hidden_characters, encrypted, script, opens_itself,
    attachments, external, remote, place, frames, dynamic_form, signature, layers,
    macros, links, bomb, damaged, program, not_drawn, cut.
    """

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Carried:
    """A file inside a file: an e-mail's attachment, a PDF's, an archive's entry. Its name is display only."""

    name: str
    size: int
    media_type: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What there is to see. `pages` are PNG pictures of the first pages; `page_count` counts them all."""

    kind: str
    media_type: str
    text: str = ""
    pages: tuple[bytes, ...] = ()
    page_count: int = 0
    badges: tuple[Badge, ...] = ()
    carried: tuple[Carried, ...] = ()


def preview(
    source: bytes | Path, filename: str, child: Reader, *, width: int = 1200, pages: int = 3
) -> Preview:
    """Look at a file in the child process.

    `source` is its content, which then never touches the disk, or a path. At
    most 128 MB are looked at. Raises DomainError("preview.unavailable", reason=…);
    the original is not touched either way.
    """
    whole = len(source) if isinstance(source, bytes) else source.stat().st_size
    arguments: dict[str, Any] = {"filename": filename, "width": width, "pages": pages, "size": whole}
    if isinstance(source, bytes):
        arguments["content"] = source[:BYTES_AT_MOST]
    else:
        arguments["path"] = str(source.resolve())
    told = child.call("spoc_desk.documents.previews:look", arguments, SECONDS)
    return Preview(
        told["kind"],
        told["media_type"],
        told["text"],
        tuple(told["pages"]),
        told["page_count"],
        tuple(Badge(*pair) for pair in told["badges"]),
        tuple(Carried(*four) for four in told["carried"]),
    )
