"""The change sheet on paper says what differs, and says it in the same bytes each time."""

from datetime import UTC, datetime
from io import BytesIO

from pypdf import PdfReader

from spoc_desk.documents.change_sheet import change_sheet_pdf
from spoc_desk.domain.change_sheets import ChangeSheet, Difference, ItemChange, SheetSide

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def sheet(changes=(), **more):
    return ChangeSheet(
        **{
            "force": "Wessmere Constabulary", "title": "R v Doe", "casefile_reference": "CF/2026/0001",
            "recipient": "CPS", "earlier": SheetSide("PK/2026/0001", 12, "a" * 64, AT),
            "later": SheetSide("PK/2026/0002", 14, "b" * 64, AT), "reason": "JS/1 came in colour <b>",
            "authorisation": "Det Supt Ada Marsh, self-authorised", "changes": tuple(changes),
            "unchanged": 3, "demonstration": True, **more,
        }
    )  # fmt: skip


def words(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_it_names_both_packs_their_hashes_and_the_reason(fonts):
    said = words(change_sheet_pdf(sheet(), fonts))
    halves = ("a" * 32 + " " + "a" * 32, "b" * 32 + " " + "b" * 32)
    marks = ("self-authorised", "DEMONSTRATION", "OFFICIAL-SENSITIVE", "3 exhibits are the same")
    for expected in ("PK/2026/0001", "PK/2026/0002", *halves, "JS/1 came in colour <b>", *marks):
        assert expected in said


def test_each_change_stands_with_its_pages_and_both_hashes(fonts):
    change = ItemChange(
        "JS/1", "Photograph", (Difference.REPLACED, Difference.REPAGED), "12–14", "15", "c" * 64, "d" * 64
    )
    said = words(change_sheet_pdf(sheet([change]), fonts))
    for expected in ("JS/1", "Photograph", "Replaced, On other pages", "12–14", "15", "c" * 32, "d" * 32):
        assert expected in said


def test_a_thousand_changes_fit_and_every_page_is_numbered(fonts):
    changes = [ItemChange(f"AM/{n}", "Item", (Difference.ADDED,), pages_after=f"{n}") for n in range(1000)]
    pages = PdfReader(BytesIO(change_sheet_pdf(sheet(changes), fonts))).pages
    assert f"Page 1 of {len(pages)}" in pages[0].extract_text()
    assert "AM/999" in pages[-1].extract_text() or "AM/999" in pages[-2].extract_text()


def test_the_same_sheet_gives_the_same_bytes(fonts):
    assert change_sheet_pdf(sheet(), fonts) == change_sheet_pdf(sheet(), fonts)
