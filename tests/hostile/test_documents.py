"""Hostile files in the preview: rows of hostile.md that concern reading, each as one test."""

import contextlib
import io
import socket
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage

import pikepdf
import pytest
from PIL import Image

from spoc_desk.documents.archives import list_zip
from spoc_desk.documents.child_modules import CHILD_MODULES
from spoc_desk.domain.errors import DomainError
from spoc_desk.system.child import Child
from tests.documents import samples


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    with Child(CHILD_MODULES) as made:
        yield made


@dataclass(frozen=True)
class Seen:
    """What the child answered."""

    kind: str
    text: str
    pages: list[bytes]
    page_count: int
    badges: list[tuple[str, str]]
    carried: list[tuple[str, int, str, str]]


@pytest.fixture
def look(child: Child) -> "Look":
    def ask(content: bytes, name: str, width: int = 1200) -> Seen:
        asked = {"filename": name, "width": width, "pages": 3, "size": len(content), "content": content}
        told = child.call("spoc_desk.documents.previews:look", asked)
        told.pop("media_type")
        return Seen(**told)

    return ask


Look = Callable[..., Seen]


def codes(seen: Seen) -> set[str]:
    return {code for code, _ in seen.badges}


def zipped(entries: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_row_1_a_zip_bomb_is_listed_and_never_unpacked(look: Look) -> None:
    bomb = zipped({f"{number}.bin": b"\0" * 2_000_000 for number in range(20)})
    seen = look(bomb, "papers.zip")
    assert "bomb" in codes(seen)
    assert len(seen.carried) == 20
    assert list_zip(zipped({"a.txt": b"plain words"})).bomb is False


def test_row_2_a_path_in_a_zip_is_text(look: Look) -> None:
    seen = look(zipped({"../../evil.exe": b"MZ"}), "papers.zip")
    assert [name for name, *_ in seen.carried] == ["../../evil.exe"]


def test_row_3_a_polyglot_and_a_false_name_are_badged(look: Look) -> None:
    both = samples.pdf(1) + zipped({"evil.js": b"x"})
    assert "polyglot" in codes(look(both, "letter.pdf"))
    assert {"mismatch", "program"} <= codes(look(b"MZ\x90\0" + b"\0" * 500, "photo.jpg"))
    assert "mismatch" in codes(look(samples.jpeg(), "letter.pdf"))
    assert codes(look(samples.jpeg(), "photo.jpeg")) == set()


def test_row_4_scripts_in_a_pdf_are_named_and_only_its_pages_are_drawn(look: Look) -> None:
    seen = look(samples.active_pdf(), "letter.pdf")
    assert {"script", "opens_itself", "attachments", "external"} <= codes(seen)
    assert seen.pages[0].startswith(b"\x89PNG")
    assert seen.page_count == 5
    assert [name for name, *_ in seen.carried] == ["evil.exe"]


def test_rows_5_and_8_nothing_is_fetched(look: Look) -> None:
    called: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/pixel.gif"

        def listen() -> None:
            try:
                called.append(server.accept())
            except OSError:
                return

        def refer(opened: pikepdf.Pdf) -> None:
            stream = pikepdf.Stream(opened, b"")
            stream.F = pikepdf.Dictionary(Type=pikepdf.Name.Filespec, FS=pikepdf.Name.URL, F=address)
            opened.pages[0].Contents = stream

        thread = threading.Thread(target=listen)
        thread.start()
        mail = look(bytes(samples.mail("", html=f"<p>hi</p><img src='{address}'>")), "a.eml")
        page = look(f"<html><body><img src='{address}'></body></html>".encode(), "a.html")
        look(samples.rewritten(samples.pdf(1), refer), "a.pdf")
        thread.join()
    assert not called
    assert "remote" in codes(mail)
    assert "remote" in codes(page)


@pytest.mark.parametrize("seed", range(12))
def test_row_6_a_mangled_pdf_never_takes_the_worker_down_for_good(look: Look, seed: int) -> None:
    content = bytearray(samples.pdf(2))
    for step in range(40):
        at = (seed * 7919 + step * 104_729) % len(content)
        content[at] = (content[at] + seed + step) % 256
    with contextlib.suppress(DomainError):
        look(bytes(content), "letter.pdf")
    assert look(samples.jpeg(), "photo.jpg").pages


def test_row_6_a_pdf_whose_page_tree_is_a_circle_is_refused_or_shown_in_time(look: Look) -> None:
    def circle(opened: pikepdf.Pdf) -> None:
        opened.Root.Pages.Kids.append(opened.Root.Pages)

    try:
        content = samples.rewritten(samples.pdf(1), circle)
    except (pikepdf.PdfError, RuntimeError):
        content = samples.pdf(1).replace(b"/Kids [ ", b"/Kids [ 2 0 R ")
    pages = 0
    with contextlib.suppress(DomainError):
        pages = look(content, "letter.pdf").page_count
    assert pages < 100


def test_row_7_a_locked_pdf_asks_for_its_password(look: Look) -> None:
    seen = look(samples.locked_pdf(), "letter.pdf")
    assert codes(seen) == {"encrypted"}
    assert seen.pages == []


def test_row_9_scripts_and_forms_in_mail_are_only_words(look: Look) -> None:
    html = "<form action=x><input name=p></form><script>steal()</script><p onclick=x()>Pay now</p>"
    seen = look(bytes(samples.mail("", html=html)), "a.eml")
    assert "Pay now" in seen.text
    assert "steal" not in seen.text
    assert "<" not in seen.text.split("\n\n", 1)[1]


def test_row_10_a_path_as_an_attachments_name_is_shown_and_used_for_nothing(look: Look) -> None:
    message = samples.mail()
    message.add_attachment(b"root:x", maintype="text", subtype="plain", filename="../../etc/passwd")
    seen = look(bytes(message), "a.eml")
    assert [name for name, *_ in seen.carried] == ["../../etc/passwd"]


def test_row_11_three_thousand_nested_parts_are_shown_raw(look: Look) -> None:
    lines = ["From: a@example.org", "Subject: deep", "MIME-Version: 1.0"]
    for depth in range(3000):
        lines += [f'Content-Type: multipart/mixed; boundary="b{depth}"', "", f"--b{depth}"]
    seen = look("\r\n".join([*lines, "", "the words"]).encode(), "deep.eml")
    assert "Subject: deep" in seen.text
    assert "damaged" in codes(seen)


def test_row_12_a_broken_charset_shows_what_can_be_read(look: Look) -> None:
    raw = (
        b"From: =?no-such?Q?x?= <a@example.org>\r\nSubject: =?utf-8?B?!!!?=\r\n"
        b"Content-Type: text/plain; charset=no-such\r\n\r\nCaf\xe9 words\xff\r\n"
    )
    assert "words" in look(raw, "a.eml").text


@pytest.mark.parametrize(
    "drawing",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
        b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>',
    ],
)
def test_row_13_a_drawing_with_code_is_never_drawn(look: Look, drawing: bytes) -> None:
    seen = look(drawing, "a.svg")
    assert "not_drawn" in codes(seen)
    assert seen.pages == []
    assert "root:" not in seen.text


def test_row_14_entities_are_not_expanded(look: Look) -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    laughs = f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "lol">{entities}]><l>&l9;</l>'
    seen = look(laughs.encode(), "a.xml")
    assert len(seen.text) < 3000


def test_row_15_an_office_bomb_is_named(look: Look) -> None:
    bomb = zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:t>" + b"A" * 50_000_000})
    assert "bomb" in codes(look(bomb, "letter.docx"))


def test_row_16_macros_and_links_are_badged_and_nothing_is_opened(look: Look) -> None:
    macro = zipped(
        {"[Content_Types].xml": b"<Types/>", "word/vbaProject.bin": b"x" * 20, "word/document.xml": b"<a/>"}
    )
    linked = zipped(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": b"<w:instrText>DDEAUTO c:\\cmd</w:instrText>",
        }
    )
    assert {"macros", "not_drawn"} <= codes(look(macro, "letter.docm"))
    assert "links" in codes(look(linked, "letter.docx"))


@pytest.mark.parametrize("size", [8, 512, 4096])
def test_row_17_a_malformed_outlook_file_is_refused(look: Look, size: int) -> None:
    with pytest.raises(DomainError, match="unavailable"):
        look(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xfe" * size, "a.msg")


def test_row_18_a_picture_bomb_is_refused_before_it_is_decoded(look: Look) -> None:
    with pytest.raises(DomainError, match="unavailable"):
        look(samples.png_claiming(14_000, 14_000), "a.png")
    with pytest.raises(DomainError, match="unavailable"):
        look(samples.png_claiming(60_000, 60_000), "a.png")


def test_row_19_of_a_tiff_with_many_pages_one_is_drawn(look: Look) -> None:
    content = samples.saved(
        Image.new("1", (8, 8)), "TIFF", save_all=True, append_images=[Image.new("1", (8, 8))] * 300
    )
    seen = look(content, "a.tif")
    assert (seen.page_count, len(seen.pages)) == (301, 1)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) run"),
        ("a.psd", b"8BPS\0\x01" + b"\0" * 90),
        ("a.fits", b"SIMPLE  =                    T" + b" " * 60),
        ("a.ico", b"\0\0\x01\0" + b"\0" * 90),
    ],
)
def test_row_20_only_a_few_kinds_of_picture_are_ever_decoded(look: Look, name: str, content: bytes) -> None:
    assert look(content, name).pages == []


def test_row_21_a_photograph_that_tells_its_place_is_badged(look: Look) -> None:
    assert "place" in codes(look(samples.jpeg(place=True), "a.jpg"))
    assert "place" not in codes(look(samples.jpeg(), "a.jpg"))


def test_row_22_a_film_is_not_parsed_here(look: Look) -> None:
    seen = look(b"\0\0\0\x20ftypisom" + b"\xff" * 5000, "a.mp4")
    assert (seen.kind, seen.pages) == ("video", [])


def test_row_25_a_name_of_300_characters_or_with_nul_does_no_harm(look: Look) -> None:
    assert look(samples.jpeg(), "x" * 300 + ".jpg").pages
    assert "hidden_characters" in codes(look(samples.jpeg(), "a\x00b.jpg"))


def test_row_26_a_name_that_runs_backwards_is_shown_for_what_it_is(look: Look) -> None:
    seen = look(b"MZ\x90" + b"\0" * 99, "\u202egpj.exe")
    told = dict(seen.badges)["hidden_characters"]
    assert "⟦U+202E⟧gpj.exe" in told


def test_rows_26_and_28_hidden_characters_in_text_are_visible(look: Look) -> None:
    seen = look("pay\u202egro.knab\u202c \u200bnow e".encode() + "\u0301".encode() * 500, "a.txt")
    assert "pay⟦U+202E⟧gro.knab⟦U+202C⟧" in seen.text
    assert "⟦U+200B⟧now" in seen.text
    assert seen.text.count("\u0301") <= 4


def test_an_unreadable_file_says_why_and_nothing_of_its_content(look: Look) -> None:
    with pytest.raises(DomainError) as caught:
        look(b"\xff\xd8\xff\xe0 Llinos Harte, 14 Tarn View", "a.jpg")
    assert "Tarn" not in str(caught.value.values)


def test_a_picture_that_breaks_off_is_shown_as_far_as_it_goes(look: Look) -> None:
    content = samples.jpeg()
    seen = look(content[: len(content) * 2 // 3], "a.jpg")
    assert seen.pages
    assert "damaged" in codes(seen)


def test_a_stray_nul_does_not_make_a_chat_unreadable(look: Look) -> None:
    seen = look(samples.chat(50).replace("word7 ", "word7\x00 ").encode(), "chat.txt")
    assert seen.kind == "text"
    assert "word7⟦U+0000⟧" in seen.text


def test_a_preview_of_a_mail_lists_each_attachments_hash_and_false_names(look: Look) -> None:
    message: EmailMessage = samples.mail()
    message.add_attachment(b"MZ\x90\0" + b"\0" * 99, maintype="image", subtype="jpeg", filename="photo.jpg")
    seen = look(bytes(message), "a.eml")
    assert len(seen.carried[0][3]) == 64
    assert "mismatch" in codes(seen)


def test_a_preview_is_upright_and_no_wider_than_asked(look: Look) -> None:
    drawn = Image.open(io.BytesIO(look(samples.jpeg(6), "photo.jpg", width=100).pages[0]))
    assert drawn.width < drawn.height <= 100


@pytest.mark.parametrize("lines", [60, 2000])
def test_folded_header_lines_without_end_do_not_hold_up_telling_the_type(child: Child, lines: int) -> None:
    content = b"A:\r\n" + b" x\r\n" * lines + b"!"
    asked = {"filename": "a.txt", "width": 9, "pages": 1, "size": len(content), "content": content}
    told = child.call("spoc_desk.documents.previews:look", asked, 10.0)
    assert told["kind"] == "text"


@pytest.mark.parametrize("name", ["a.eml", "exported"])
def test_a_mail_that_carries_a_pdf_unencoded_is_still_a_mail(look: Look, name: str) -> None:
    message = samples.mail("", html="")
    head = (
        bytes(message).rstrip()
        + b"\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    )
    body = b"--b\r\nContent-Type: text/plain\r\n\r\nPay or else\r\n--b\r\nContent-Type: application/pdf\r\n"
    carried = b"Content-Transfer-Encoding: binary\r\n\r\n" + samples.pdf(1) + b"\r\n--b--\r\n"
    content = head + body + carried
    assert b"%PDF-" in content[:1024]
    seen = look(content, name)
    assert seen.kind == "mail"
    assert "Pay or else" in seen.text
    assert len(seen.carried) == 1


def test_a_pdf_behind_a_few_words_is_a_pdf_and_not_a_mail(look: Look) -> None:
    for before in (b"scanned by desk 4\n", b"Job: 4\nSubject: scan\n"):
        assert look(before + samples.pdf(1), "letter.pdf").kind == "pdf"


def test_a_threat_in_the_html_of_a_mail_is_seen_in_the_preview_after_the_plain_words(look: Look) -> None:
    seen = look(bytes(samples.mail("See you soon", html="<p>I will burn your house down</p>")), "a.eml")
    assert seen.text.index("See you soon") < seen.text.index("HTML version of the same message")
    assert seen.text.endswith("I will burn your house down")


def test_a_threat_behind_more_plain_words_than_are_shown_leaves_a_word(look: Look) -> None:
    seen = look(bytes(samples.mail("See you soon\n" * 40_000, html="<p>I will burn it</p>")), "a.eml")
    assert "cut" in codes(seen)
