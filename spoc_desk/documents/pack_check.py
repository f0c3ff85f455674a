"""Reads a finished pack with another engine than wrote it, and says what is wrong with it."""

import contextlib
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

_DEPTH_AT_MOST = 8


def check_pack(
    path: str, pages: int, marking: str, demonstration: bool, links: int, bookmarks: int, rests: list[int]
) -> str:
    """Nothing for a sound pack, else the first fault found, in words.

    `rests`: pages before which the pack is opened afresh, because the engine
    keeps every stream it has touched in memory until then.

    Sound: it opens; it has that many pages, links and bookmarks; every page
    carries its own number and the marking twice; every bookmark leads to the
    page that it names.
    """
    with contextlib.closing(pypdfium2.PdfDocument(path)) as document:
        if len(document) != pages:
            return f"it has {len(document)} pages where {pages} were put together"
        fault = _bookmark_fault(document, bookmarks)
    found_links = 0
    for first, last in pairwise([0, *rests, pages]):
        with contextlib.closing(pypdfium2.PdfDocument(path)) as document:
            for index in range(first, last):
                page = document[index]
                fault = fault or _page_fault(page, index + 1, pages, marking, demonstration)
                found_links += _links(page)
                page.close()
    if not fault and found_links != links:
        fault = f"it has {found_links} links where {links} were drawn"
    return fault


def _page_fault(page: Any, number: int, pages: int, marking: str, demonstration: bool) -> str:
    words = page.get_textpage()
    text = words.get_text_range()
    words.close()
    if f"Page {number} of {pages}" not in text:
        return f"page {number} does not carry its number"
    if marking and text.count(marking) < 2:
        return f"page {number} does not carry the marking twice"
    if demonstration and "DEMONSTRATION" not in text:
        return f"page {number} is not marked DEMONSTRATION"
    return ""


def _links(page: Any) -> int:
    count = pdfium.FPDFPage_GetAnnotCount(page)
    return sum(_is_link(page, index) for index in range(count))


def _is_link(page: Any, index: int) -> bool:
    annotation = pdfium.FPDFPage_GetAnnot(page, index)
    kind = pdfium.FPDFAnnot_GetSubtype(annotation)
    pdfium.FPDFPage_CloseAnnot(annotation)
    return bool(kind == pdfium.FPDF_ANNOT_LINK)


def _bookmark_fault(document: Any, expected: int) -> str:
    found = 0
    for title, page in _bookmarks(document):
        found += 1
        if not title.endswith(f"(p.{page})"):
            return f"the bookmark “{title[:60]}” leads to page {page}"
    return "" if found == expected else f"it has {found} bookmarks where {expected} were made"


def _bookmarks(document: Any) -> Iterator[tuple[str, int]]:
    for bookmark in document.get_toc(max_depth=_DEPTH_AT_MOST):
        destination = bookmark.get_dest()
        index = destination.get_index() if destination else -1
        yield bookmark.get_title(), (-1 if index is None else index) + 1
