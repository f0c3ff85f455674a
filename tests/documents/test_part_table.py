"""Tables on paper: every cell there, heads repeated, columns in bands, what a workbook hides said."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pypdf
import pypdfium2
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment

from spoc_desk.documents.sheets import Row, Sheet, head_of, letters, read_csv
from spoc_desk.documents.style import BOTTOM, MARGIN, TOP
from spoc_desk.domain.errors import DomainError
from spoc_desk.system.child import Child
from tests.documents.test_normalise import converted


def workbook(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def with_member(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.namelist():
            held = old.read(each)
            new.writestr(each, change(held) if each == name else held)
    return buffer.getvalue()


def pages_of(tmp_path: Path) -> list[pypdf.PageObject]:
    return list(pypdf.PdfReader(tmp_path / "part.pdf").pages)


def test_every_cell_of_a_long_csv_is_printed_in_order_under_its_head(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    rows = "\n".join(f"2026-11-{n % 28 + 1:02d},user{n},message{n} to you" for n in range(1200))
    part, text = converted(tmp_path, child, fonts, "log.csv", f"Date,Sender,Words\n{rows}\n".encode())
    assert part.rendition.how == "table, every row and cell"
    words = text.split()
    assert [word for word in words if word.startswith("user")] == [f"user{n}" for n in range(1200)]
    assert all("Sender" in page.extract_text() for page in pages_of(tmp_path))
    assert {str(number) for number in range(1, 1202)} <= set(words)


def test_a_column_filled_in_a_single_row_far_down_is_printed(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    rows = [f"{n},user{n},,x" for n in range(4100)]
    rows[3777] = "3777,user3777,THREAT TO KILL HERE,x"
    _, text = converted(tmp_path, child, fonts, "log.csv", "\n".join(rows).encode())
    assert "THREAT TO KILL HERE" in " ".join(text.split())


def test_a_wide_table_lies_on_its_side_and_goes_on_in_bands_with_its_row_numbers(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    head = ",".join(f"Column{n}" for n in range(40))
    rows = "\n".join(",".join(f"cell{r}x{c}" for c in range(40)) for r in range(30))
    _, text = converted(tmp_path, child, fonts, "wide.csv", f"{head}\n{rows}".encode())
    pages = pages_of(tmp_path)
    assert {f"cell{r}x{c}" for r in range(30) for c in range(40)} <= set(text.split())
    assert all(page.mediabox.width > page.mediabox.height for page in pages)
    first, second = (pages[index].extract_text() for index in (0, 1))
    assert "columns A to" in first
    assert "cell0x0" in first
    assert "cell0x39" not in first
    assert "2" in second.split()
    assert "rows 2 to" in second


def test_a_cell_longer_than_a_page_is_kept_whole(tmp_path: Path, child: Child, fonts: Path) -> None:
    wanted = [f"word{n}" for n in range(4000)]
    content = f"Who,Said\nDilys,{' '.join(wanted)}\nEnid,short\n".encode()
    _, text = converted(tmp_path, child, fonts, "said.csv", content)
    assert [word for word in text.split() if word.startswith("word")] == wanted
    assert "Enid" in text


def test_nothing_of_a_table_stands_in_the_margins(tmp_path: Path, child: Child, fonts: Path) -> None:
    rows = "\n".join(",".join("x" * 60 for _ in range(9)) for _ in range(80))
    converted(tmp_path, child, fonts, "full.csv", f"{','.join('abcdefghi')}\n{rows}".encode())
    with pypdfium2.PdfDocument(tmp_path / "part.pdf") as document:
        for page in document:
            box = page.render(scale=1).to_pil().convert("L").point(lambda dot: 255 * (dot < 250)).getbbox()
            width, height = page.get_size()
            assert box is not None
            assert box[0] >= MARGIN - 1
            assert box[2] <= width - MARGIN + 1
            assert box[1] >= TOP - 9
            assert box[3] <= height - BOTTOM + 1


def test_quotes_line_ends_and_other_delimiters_are_read(tmp_path: Path, child: Child, fonts: Path) -> None:
    content = 'Name;Note\nSiân;"two\nlines; one cell"\n"Llŷr ""the lad""";x\n'.encode("cp1252", "replace")
    part, text = converted(tmp_path, child, fonts, "notes.csv", content)
    assert part.rendition.how == "table, every row and cell"
    assert "lines; one cell" in text
    assert '"the lad"' in text
    assert "parted by semicolons" in " ".join(text.split())


def test_what_only_calls_itself_a_table_is_printed_by_lines(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    part, text = converted(tmp_path, child, fonts, "list.csv", b"one line\nanother, with a comma\nthird\n")
    assert part.rendition.how == "text rendition"
    assert "another, with a comma" in text


def test_a_workbook_prints_every_sheet_and_says_what_it_hides(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        calls = book.active
        calls.title = "Calls"
        calls.append(["Call data of 07700 900123"])
        calls.append(["When", "Number", "Cost"])
        for index in range(5):
            calls.append(
                [
                    datetime(2026, 11, 16, 9, index, tzinfo=UTC).replace(tzinfo=None),
                    f"07700900{index:03d}",
                    1234.5,
                ]
            )
            calls.cell(calls.max_row, 3).number_format = "£#,##0.00"
        calls.row_dimensions[4].hidden = True
        calls.column_dimensions["B"].hidden = True
        calls["B3"].comment = Comment("His second phone", "AM")  # type: ignore[index]
        secret = book.create_sheet("Secret")
        secret.append(["hidden words"])
        secret.sheet_state = "hidden"

    part, text = converted(tmp_path, child, fonts, "calls.xlsx", workbook(fill))
    told = " ".join(part.rendition.notes)
    assert part.rendition.how == "workbook, printed as tables"
    for words in ("Calls", "Call data of 07700 900123", "2026-11-16 09:04:00", "07700900004", "£1,234.50"):
        assert words in text
    assert "hidden words" in text
    for words in ("Rows hidden in the file, printed all the same: 4.", "printed all the same: B."):
        assert words in told
    assert "“Secret” is hidden" in told
    assert "Remark on B3: His second phone" in told


def test_a_formula_shows_its_stored_result_and_itself_when_there_is_none(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.append(["Sum", "=SUM(A9:A12)", "=1+1"])

    content = with_member(
        workbook(fill),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>").replace(
            b"<f>1+1</f><v/>", b"<f>1+1</f><v>2</v>"
        ),
    )
    part, text = converted(tmp_path, child, fonts, "sum.xlsx", content)
    assert "=SUM(A9:A12) (no stored result)" in " ".join(text.split())
    assert "=1+1" not in text
    assert any("1 formula holds no stored result" in note for note in part.rendition.notes)


def test_rows_that_a_workbook_denies_having_are_printed(tmp_path: Path, child: Child, fonts: Path) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        for index in range(30):
            book.active.append([f"line{index}", index])

    content = with_member(
        workbook(fill), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'ref="A1:B30"', b'ref="A1"')
    )
    assert "line29" in converted(tmp_path, child, fonts, "denied.xlsx", content)[1]


def test_a_workbook_that_would_unpack_to_far_more_is_refused(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    bomb = with_member(
        workbook(lambda book: book.active.append(["x"])),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml + b" " * 30_000_000,
    )
    with pytest.raises(DomainError) as caught:
        converted(tmp_path, child, fonts, "bomb.xlsx", bomb)
    assert "unpack to far more" in str(caught.value.values["reason"])


@pytest.mark.parametrize("member", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "docProps/core.xml"])
def test_a_workbook_with_entities_of_its_own_is_refused(
    tmp_path: Path, child: Child, fonts: Path, member: str
) -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    content = with_member(
        workbook(lambda book: book.active.append(["x"])),
        member,
        lambda xml: laughs + xml[xml.index(b"?>") + 2 :] if xml.startswith(b"<?xml") else laughs + xml,
    )
    with pytest.raises(DomainError) as caught:
        converted(tmp_path, child, fonts, "laughs.xlsx", content)
    assert "entities" in str(caught.value.values["reason"])


def test_what_a_spreadsheet_would_run_is_only_words(tmp_path: Path, child: Child, fonts: Path) -> None:
    _, text = converted(tmp_path, child, fonts, "x.csv", b"a,b\n=cmd|' /C calc'!A0,<img src='/etc/passwd'>\n")
    assert "=cmd|' /C calc'!A0" in text
    assert "<img src='/etc/passwd'>" in text


def test_columns_are_named_as_in_a_spreadsheet() -> None:
    assert [letters(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_head_is_only_a_row_of_different_words() -> None:
    def sheet(*rows: tuple[str, ...]) -> Sheet:
        return Sheet("", tuple(Row(number, row) for number, row in enumerate(rows, 1)))

    assert head_of(sheet(("Date", "Text"), ("1", "a"))) == 0
    assert head_of(sheet(("Title",), ("Date", "Text"), ("1", "a"))) == 1
    assert head_of(sheet(("1", "2"), ("3", "4"))) is None
    assert head_of(sheet(("2026-11-16", "hello"), ("2026-11-17", "you"))) is None
    assert head_of(sheet(("a", "a"), ("3", "4"))) is None


def test_text_without_columns_is_no_table() -> None:
    assert read_csv("only\nwords\nhere") is None
    assert read_csv("") is None


def test_a_head_that_would_fill_every_page_is_an_ordinary_row(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    wanted = [f"word{n}" for n in range(3000)]
    content = f"Who,{' '.join(wanted)}\nAnon,x\nDilys,y\n".encode()
    part, text = converted(tmp_path, child, fonts, "head.csv", content)
    assert [word for word in text.split() if word.startswith("word")] == wanted
    assert part.pages < 12


def test_an_empty_sheet_and_a_cell_far_away_are_printed(tmp_path: Path, child: Child, fonts: Path) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        for row in range(1, 300):
            book.active.cell(row, 16_384, f"far{row}")
        book.create_sheet("Nothing here")

    part, text = converted(tmp_path, child, fonts, "far.xlsx", workbook(fill))
    assert {f"far{row}" for row in range(1, 300)} <= set(text.split())
    assert "XFD" in text
    assert "Nothing here" in text
    assert part.pages < 12


def test_headers_text_boxes_and_charts_of_a_sheet_are_named(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        for name in ("Calls", "Costs"):
            sheet = book.create_sheet(name)
            for row in range(5):
                sheet.append([f"number {row}", row])
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=5))  # type: ignore[possibly-undefined]
        sheet.add_chart(chart, "E5")
        sheet.oddHeader.center.text = "Prepared for J Quillfeather"
        sheet.oddHeader.center.font = "Arial,Bold"
        sheet.oddFooter.left.text = "Second & last"
        del book["Sheet"]

    def boxed(drawing: bytes) -> bytes:
        shape = (
            '<sp xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><txBody>'
            "<a:p><a:r><a:t>Burn after</a:t></a:r></a:p>"
            "<a:p><a:r><a:t>reading</a:t></a:r></a:p></txBody></sp>"
        )
        return drawing.replace(b"<graphicFrame>", shape.encode() + b"<graphicFrame>", 1)

    content = with_member(workbook(fill), "xl/drawings/drawing1.xml", boxed)
    part, text = converted(tmp_path, child, fonts, "calls.xlsx", content)
    words = " ".join(text.split())
    for told in (
        "Header or footer: Prepared for J Quillfeather",
        "Header or footer: Second & last",
        "Text box: Burn after reading",
        "Charts and drawings over the cells, not printed: 1.",
    ):
        assert told in words
        assert f"Sheet “Costs”: {told}" in part.rendition.notes
    assert not [note for note in part.rendition.notes if "Calls" in note]
