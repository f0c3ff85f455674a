"""Tables as people really send them: encodings, delimiters, limits, damage."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spoc_desk.domain.errors import DomainError
from spoc_desk.exchange import tabular
from spoc_desk.exchange.contact_files import read_contacts
from tests.exchange.contact_texts import CORE, codes, kept, read, table

NAMED = {"name": "Zoë Bryn", "email": "zoe@example.org"}


def refusal(folder, content, name="list.csv"):
    with pytest.raises(DomainError) as caught:
        read(folder, content, name)
    return caught.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_files_are_read_with_or_without_a_mark(tmp_path, encoding):
    file = read(tmp_path, table(NAMED).encode(encoding))
    assert [row.name for row in kept(file)] == ["Zoë Bryn"]
    assert file.notices == ()


def test_a_windows_file_is_read_and_that_is_told(tmp_path):
    file = read(tmp_path, table(NAMED | {"name": "Siân O’Dea"}).encode("cp1252"))
    assert [row.name for row in kept(file)] == ["Siân O’Dea"]
    assert codes(file.notices) == ["imports.read_as_windows"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_usual_delimiters_are_told_apart(tmp_path, delimiter):
    (row,) = kept(read(tmp_path, table(NAMED, delimiter=delimiter)))
    assert row.emails == ("zoe@example.org",)


def test_a_spreadsheets_hint_and_blank_lines_are_passed_over(tmp_path):
    text = "sep=;\r\n\r\n" + table(NAMED, delimiter=";").replace("\r\n", "\r\n\r\n", 1)
    (row,) = kept(read(tmp_path, text))
    assert (row.name, row.number) == ("Zoë Bryn", 5)


def test_a_cell_may_hold_line_ends_and_the_next_row_keeps_its_number(tmp_path):
    rows = [{"name": "Ann Marsh", "party": "one\ntwo\u2028three"}, {"name": "Bo Hill", "party": ""}]
    assert [(row.number, row.name) for row in kept(read(tmp_path, table(*rows)))] == [
        (2, "Ann Marsh"),
        (4, "Bo Hill"),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "imports.empty"),
        (b" \r\n\r\n", "imports.empty"),
        (b"PK\x03\x04\x00\x00 a workbook", "imports.not_text"),
        (b"name\r\n\x81\x8d\xff\r\n", "imports.not_text"),
        (b"\xff\xfea", "imports.not_text"),
        (b'name,email\r\n"Ann,ann@example.org\r\nBo,\r\n', "imports.not_csv"),
        (b'name\r\n"Ann" Marsh\r\n', "imports.not_csv"),
        (b"who,where\r\nAnn,here\r\n", "imports.columns_unknown"),
        (b"name,email,Email\r\nAnn,,\r\n", "imports.column_twice"),
    ],
)
def test_what_is_no_usable_table_is_refused_whole(tmp_path, content, code):
    assert refusal(tmp_path, content).code == code


def test_a_torn_table_names_the_line(tmp_path):
    assert refusal(tmp_path, b'name\r\nBo\r\n"Ann" Marsh\r\n').values["line"] == 3


def test_a_file_over_the_limit_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr("spoc_desk.exchange.contact_files.TABLE_LIMIT", 1024 * 1024)
    refused = refusal(tmp_path, b"name\r\n" + b"A" * 1024 * 1024)
    assert (refused.code, refused.values["limit"]) == ("imports.too_large", 1)


def test_too_many_rows_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(tabular, "ROW_LIMIT", 3)
    assert refusal(tmp_path, "name\r\n" + "Ann\r\n" * 4).code == "imports.too_many_rows"
    assert len(read(tmp_path, "name\r\n" + "Ann\r\n" * 3).rows) == 3


def test_too_many_columns_are_refused(tmp_path):
    assert refusal(tmp_path, ",".join(f"c{n}" for n in range(501))).code == "imports.too_many_columns"


def test_a_cell_beyond_the_readers_own_limit_is_refused_plainly(tmp_path):
    assert refusal(tmp_path, "name\r\n" + "A" * 200_000 + "\r\n").code == "imports.not_csv"


@pytest.mark.parametrize("name", ["contacts.xlsx", "contacts.pdf", "contacts"])
def test_other_kinds_of_file_are_refused_by_name(tmp_path, name):
    assert refusal(tmp_path, b"name\r\nAnn\r\n", name).code == "imports.kind_unknown"


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    (tmp_path / "folder.csv").mkdir()
    for name, code in (("none.csv", "imports.file_missing"), ("folder.csv", "imports.not_a_file")):
        with pytest.raises(DomainError) as caught:
            read_contacts(tmp_path / name)
        assert caught.value.code == code


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes in folders")
def test_a_pipe_is_refused_and_never_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(DomainError) as caught:
        read_contacts(tmp_path / "pipe.csv")
    assert caught.value.code == "imports.not_a_file"


def test_columns_that_are_not_read_are_named(tmp_path):
    file = read(tmp_path, table(CORE | {"favourite_biscuit": "ginger"}))
    assert "favourite_biscuit" in dict(file.notices[0].values)["columns"]


def outcome(path):
    try:
        return "read" if all(row.number > 1 for row in read_contacts(path).rows) else "wrong numbers"
    except DomainError as refused:
        return refused.code


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_a_refusal(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(b"name,email\r\n" + content)
    assert outcome(path) == "read" or outcome(path).startswith("imports.")
