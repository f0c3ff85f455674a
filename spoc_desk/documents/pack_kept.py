"""Runs in the child: measures an issued pack, and sees that a later one holds its pages unchanged."""

import contextlib
import re
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from spoc_desk.documents.pack_check import bookmarks_of, link_targets

_NUMBER = re.compile(r"Page (\d+) of \d+")


def measure(path: str) -> dict[str, Any]:
    """Pages, links as (page, page it leads to), bookmarks, and whether it is signed."""
    links: list[list[int]] = []
    with contextlib.closing(pypdfium2.PdfDocument(path)) as document:
        for number in range(1, len(document) + 1):
            page = document[number - 1]
            links += [[number, target] for target in link_targets(document, page)]
            page.close()
        return {
            "pages": len(document),
            "links": links,
            "bookmarks": sum(1 for _ in bookmarks_of(document)),
            "signed": pdfium.FPDF_GetSignatureCount(document) > 0,
        }


def compare(earlier: str, path: str, pages: int) -> str:
    """Nothing when the first `pages` pages say what those of the earlier pack say, but for the total."""
    with (
        contextlib.closing(pypdfium2.PdfDocument(earlier)) as before,
        contextlib.closing(pypdfium2.PdfDocument(path)) as after,
    ):
        for index in range(pages):
            if _words(before[index]) != _words(after[index]):
                return f"page {index + 1} is no longer what it was in the earlier pack"
    return ""


def _words(page: Any) -> tuple[str, tuple[float, float]]:
    words = page.get_textpage()
    text = str(words.get_text_range())
    words.close()
    size = page.get_size()
    page.close()
    return _NUMBER.sub(r"Page \1", text), size
