"""Hostile tables, chats, pages and messages: nothing runs, is embedded, hides or breaks the program."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pypdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spoc_desk.documents.chat_records import read_csv_chat, read_json_chat
from spoc_desk.documents.chats import read_whatsapp
from spoc_desk.documents.child_modules import CHILD_MODULES
from spoc_desk.documents.mail import read_mail
from spoc_desk.documents.sheets import read_csv
from spoc_desk.documents.web_archives import archived_page, single_page
from spoc_desk.documents.web_pages import read_page
from spoc_desk.domain.errors import DomainError
from spoc_desk.system.child import Child
from spoc_desk.system.resources import resource_folder
from tests.documents import outlook, samples
from tests.documents.test_normalise import converted

ATTACK = (
    "<img src='{path}'/> <font color=\"[[[getattr(pow,Word('__globals__'))['os']]]]\">x</font> "
    "a\u202egpj.exe z\u200bw e" + "\u0301" * 30 + " nul\x00 &amp; =cmd|' /C calc'!A0"
)


@pytest.fixture(scope="module")
def fonts() -> Path:
    return resource_folder() / "fonts"


@pytest.fixture(scope="module")
def child():
    with Child(CHILD_MODULES) as made:
        yield made


def as_csv(words: str) -> tuple[str, bytes]:
    quoted = words.replace('"', '""')
    return "a.csv", f'Name,Note\n"{quoted}","{quoted}"\nx,y\n'.encode()


def as_workbook(words: str) -> tuple[str, bytes]:
    book = openpyxl.Workbook()
    book.active.append(["Name", "Note"])
    book.active.append([words.replace("\x00", ""), "y"])
    book.active.title = "a<b>&c"
    buffer = io.BytesIO()
    book.save(buffer)
    return "a.xlsx", buffer.getvalue()


def as_whatsapp(words: str) -> tuple[str, bytes]:
    return "chat.txt", f"16/11/2026, 09:00 - Anon <b>: {words}\n16/11/2026, 09:01 - Dilys: y\n".encode()


def as_telegram(words: str) -> tuple[str, bytes]:
    record = {"type": "message", "date": "2026-11-16T09:00:00", "from": words, "text": words}
    return "result.json", json.dumps({"name": words, "messages": [record, record]}).encode()


def as_page(words: str) -> tuple[str, bytes]:
    escaped = words.replace("&", "&amp;").replace("<", "&lt;")
    return "page.html", f"<html><title>{escaped}</title><p>{escaped}</p><li>{escaped}</html>".encode()


def as_mail(words: str) -> tuple[str, bytes]:
    message = samples.mail(words.replace("\x00", "") + "\n")
    message.add_attachment(words.encode(), maintype="text", subtype="plain", filename="../../etc/passwd.txt")
    return "a.eml", bytes(message)


KINDS = [as_csv, as_workbook, as_whatsapp, as_telegram, as_page, as_mail]


@pytest.mark.parametrize("wrapped", KINDS)
def test_markup_and_hidden_characters_are_words_in_every_kind_of_file(
    tmp_path: Path, child: Child, fonts: Path, wrapped: Callable[[str], tuple[str, bytes]]
) -> None:
    (tmp_path / "secret.png").write_bytes(samples.saved(samples.picture(), "PNG"))
    name, content = wrapped(ATTACK.format(path=tmp_path / "secret.png"))
    converted(tmp_path, child, fonts, name, content)
    with pypdfium2.PdfDocument(tmp_path / "part.pdf") as document:
        text = " ".join(
            " ".join(page.get_textpage().get_text_range() for page in document).replace("\ufffe", "").split()
        )
    assert "<img src=" in text
    assert "<font color=" in text
    assert "U+202E" in text
    assert "U+200B" in text
    assert "combining marks" in text
    reader = pypdf.PdfReader(tmp_path / "part.pdf")
    assert not any(page.images for page in reader.pages)
    assert not any("/Annots" in page for page in reader.pages)


def test_the_name_of_an_attachment_never_becomes_a_path(tmp_path: Path, child: Child, fonts: Path) -> None:
    folder = tmp_path / "scratch"
    folder.mkdir()
    name, content = as_mail("words")
    converted(folder, child, fonts, name, content)
    assert {each.name for each in folder.iterdir()} == {"source", "part.pdf"}
    assert {each.name for each in tmp_path.iterdir()} == {"scratch"}


def test_a_workbook_with_macros_and_links_says_so_and_runs_nothing(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    buffer = io.BytesIO(as_workbook("words")[1])
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"Sub Auto_Open")
        archive.writestr("xl/externalLinks/_rels/externalLink1.xml.rels", b'<R TargetMode="External"/>')
    part, text = converted(tmp_path, child, fonts, "a.xlsm", buffer.getvalue())
    told = " ".join(part.rendition.notes)
    assert "macros" in told
    assert "links to other programs" in told
    assert "words" in text
    assert "Auto_Open" not in text


def looked(child: Child, asked: dict[str, object]) -> str:
    """What kind of file the child took it for, or the code of its refusal."""
    try:
        return str(child.call("spoc_desk.documents.previews:look", asked)["kind"])
    except DomainError as refusal:
        return refusal.code


def test_a_preview_of_a_workbook_shows_its_cells_and_a_bomb_is_only_named(child: Child) -> None:
    name, content = as_workbook("words in a cell")
    asked = {"filename": name, "width": 100, "pages": 1, "size": 1, "content": content}
    assert "words in a cell" in child.call("spoc_desk.documents.previews:look", asked)["text"]
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b" " * 30_000_000)
    seen = child.call("spoc_desk.documents.previews:look", {**asked, "content": buffer.getvalue()})
    assert seen["text"] == ""
    assert "bomb" in [code for code, _ in seen["badges"]]


@pytest.mark.parametrize("cut", range(40, 4000, 180))
def test_an_outlook_message_that_breaks_off_is_read_or_refused(child: Child, cut: int) -> None:
    content = outlook.message("Hi", "words", ("A", "a@example.org"), {"a.txt": b"x"}, inner=("in", "ner"))
    asked = {"filename": "a.msg", "width": 100, "pages": 1, "size": cut, "content": content[:cut]}
    assert looked(child, asked) in {"mail", "preview.unavailable"}


def test_an_outlook_message_whose_folders_go_round_in_a_circle_is_refused(child: Child) -> None:
    content = bytearray(outlook.message("Hi", "words", ("A", "a@example.org"), {}, inner=("in", "ner")))
    at = content.index("__substg1.0_3701000D".encode("utf-16-le"))
    content[at + 76 : at + 80] = (0).to_bytes(4, "little")
    asked = {"filename": "a.msg", "width": 100, "pages": 1, "size": 1, "content": bytes(content)}
    assert looked(child, asked) in {"mail", "preview.unavailable"}


def test_a_table_of_very_many_cells_is_refused_and_not_printed_for_hours(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    with pytest.raises(DomainError) as refused:
        converted(tmp_path, child, fonts, "big.csv", b"a,b\n" + b"1,2\n" * 120_000)
    assert "supply it as a file" in str(refused.value.values["reason"])


@given(st.text(alphabet=st.sampled_from('ab,;\t|"\n\r\x00 é1'), max_size=200))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_text_breaks_the_reader_of_tables_and_no_cell_is_lost(words: str) -> None:
    table = read_csv(words)
    if table:
        read_csv_chat(table[0])
        kept = "".join(cell for row in table[0].rows for cell in row.cells)
        assert sorted(kept.replace("\n", "").replace("\r", "")).count("a") == words.count("a")


@given(st.text(alphabet=st.sampled_from("[]16/:,- aA\n\u200e\u202f"), max_size=200))
@settings(deadline=None)
def test_no_text_breaks_the_reader_of_chats(words: str) -> None:
    start = "16/11/2026, 09:00 - Anon: one\n16/11/2026, 09:01 - Dilys: two\n"
    chat = read_whatsapp(start + words)
    assert chat is None or sum(each.text.count("a") for each in chat.messages) <= words.count("a")
    read_whatsapp(words)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "date", "from", "text", "messages", "chats", "list", "sender", "time"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(_JSON)
@settings(deadline=None)
def test_no_json_breaks_the_reader_of_chats(held: object) -> None:
    chat = read_json_chat(json.dumps(held))
    assert chat is None or any(each.sender for each in chat.messages)


@given(st.text(alphabet=st.sampled_from("<>/=\"'tdrulipreah1 &;!-\n"), max_size=200))
@settings(deadline=None)
def test_no_page_breaks_the_reader_of_pages(words: str) -> None:
    assert all(block.text for block in read_page(words, lambda _: False).blocks)
    assert len(single_page(words).documents) == 1


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_no_bytes_break_the_reader_of_archives(content: bytes) -> None:
    head = (
        b"Subject: x\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n"
    )
    try:
        archived_page(head + content)
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError):
        assert read_mail(head + content, outlook=False)
