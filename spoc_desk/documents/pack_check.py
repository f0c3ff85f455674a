"""Runs in the child: reads a finished pack with another engine than wrote it, and says what is wrong."""

import contextlib
import ctypes
from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

_DEPTH_AT_MOST = 8


def check_pages(
    path: str,
    first: int,
    last: int,
    pages: int,
    marking: str,
    demonstration: bool,
    volume: str,
    links: list[list[int]],
) -> str:
    """Nothing for sound pages `first` to `last`, from 1, else the first fault found, in words.

    What was stamped on each carries its own number, its volume if there are several, the
    marking twice and, if it is one, the word DEMONSTRATION; `links` are all their links as
    (page, page it leads to).
    """
    stamped = [volume] if volume else []
    stamped += ["DEMONSTRATION"] if demonstration else []
    found: list[list[int]] = []
    with contextlib.closing(pypdfium2.PdfDocument(path)) as document:
        if len(document) != pages:
            return f"it has {len(document)} pages where {pages} were put together"
        for number in range(first, last + 1):
            # The library's own pages and texts cost a third more than reading does.
            page = pdfium.FPDF_LoadPage(document, number - 1)
            if not page:
                return f"page {number} cannot be opened"
            fault = _page_fault(page, number, pages, marking, stamped)
            found += [[number, target] for target in link_targets(document, page)]
            pdfium.FPDF_ClosePage(page)
            if fault:
                return fault
    if sorted(found) != sorted(links):
        wrong = [link for link in found if link not in links] or [link for link in links if link not in found]
        page, target = (wrong or [[first, 0]])[0]
        return f"a link on page {page} to page {target} is missing or wrong"
    return ""


def check_bookmarks(path: str, bookmarks: int) -> str:
    """Nothing when there are that many bookmarks and each leads to the page that it names."""
    found = 0
    with contextlib.closing(pypdfium2.PdfDocument(path)) as document:
        for title, page in bookmarks_of(document):
            found += 1
            if not title.endswith(f"(p.{page})"):
                return f"the bookmark “{title[:60]}” leads to page {page}"
    return "" if found == bookmarks else f"it has {found} bookmarks where {bookmarks} were made"


def _page_fault(page: Any, number: int, pages: int, marking: str, stamped: Sequence[str]) -> str:
    text = _stamped_text(page)
    if f"Page {number} of {pages}" not in text:
        return f"page {number} does not carry its number"
    if marking and text.count(marking) < 2:
        return f"page {number} does not carry the marking twice"
    missing = [words for words in stamped if words not in text]
    return f"page {number} is not marked {missing[0]}" if missing else ""


def _stamped_text(page: Any) -> str:
    """The words of what was stamped last: a form, then lines of numbers.

    All that stands before is taken off the page first, in memory only: reading a full page of small
    print costs four times as much, and an exhibit that shows a marking must not count as marked.
    """
    count = pdfium.FPDFPage_CountObjects(page)
    last = count - 1
    while last > 0 and _is_words(pdfium.FPDFPage_GetObject(page, last)):
        last -= 1
    for _ in range(last):
        earlier = pdfium.FPDFPage_GetObject(page, 0)
        pdfium.FPDFPage_RemoveObject(page, earlier)
        pdfium.FPDFPageObj_Destroy(earlier)
    words = pdfium.FPDFText_LoadPage(page)
    room = max(0, pdfium.FPDFText_CountChars(words)) + 1
    text = (ctypes.c_ushort * room)()
    pdfium.FPDFText_GetText(words, 0, room - 1, text)
    pdfium.FPDFText_ClosePage(words)
    return bytes(text).decode("utf-16-le", "replace")


def _is_words(item: Any) -> bool:
    return bool(pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_TEXT)


def link_targets(document: Any, page: Any) -> Iterator[int]:
    """The page, from 1, that each link of a page leads to; 0 for one that leads nowhere."""
    position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    while pdfium.FPDFLink_Enumerate(page, position, link):
        destination = pdfium.FPDFLink_GetDest(document, link)
        yield (pdfium.FPDFDest_GetDestPageIndex(document, destination) if destination else -1) + 1


def bookmarks_of(document: Any) -> Iterator[tuple[str, int]]:
    """Each bookmark's title, and the page, from 1, that it leads to; 0 for one that leads nowhere."""
    for bookmark in document.get_toc(max_depth=_DEPTH_AT_MOST):
        destination = bookmark.get_dest()
        index = destination.get_index() if destination else -1
        yield bookmark.get_title(), (-1 if index is None else index) + 1
