"""Saved web pages on paper: words in their order, pictures in their place, nothing run or fetched."""

import base64
import html
from email.message import EmailMessage
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from PIL import Image

from spoc_desk.documents.filetypes import WEB_ARCHIVE, detect
from spoc_desk.documents.web_archives import archived_page, single_page
from spoc_desk.documents.web_pages import read_page
from spoc_desk.system.child import Child
from tests.documents import samples
from tests.documents.test_normalise import converted

POST = """<html><head><title>Anon on Ward Talk</title><style>p{color:red}</style>
<script>document.write('scripted')</script></head><body onload="steal()">
<h1>Ward Talk</h1>
<p>I know where you <a href="https://example.org/where">live</a> <img alt="😡" src="e.png"></p>
<img src="img/door.jpg" alt="the door"><ul><li>first<ol><li>inner</li></ol></li><li>second</li></ul>
<table><tr><th>Who</th><th>When</th></tr><tr><td>Anon</td><td>16 Nov</td></tr></table>
<pre>kept   as
it stands</pre><form action="http://t.example/"><input value="typed words">
<input type=hidden value=token></form>
<img src="http://t.example/track.gif"><img src="dot.png"><noscript>No script words</noscript></body></html>"""


def archive(*, frame: bool = True) -> bytes:
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = "https://talk.example.org/post/7?x=1"
    message["Subject"] = "Anon on Ward Talk"
    message["Date"] = "Mon, 16 Nov 2026 09:00:00 -0000"
    message.make_related()
    parts = [("text/html", "https://talk.example.org/post/7?x=1", POST.encode())]
    parts.append(("image/jpeg", "https://talk.example.org/post/img/door.jpg", samples.jpeg()))
    dot = samples.saved(Image.new("RGB", (1, 1)), "PNG")
    icon = samples.saved(Image.new("RGBA", (32, 32), (200, 0, 0, 90)), "PNG")
    parts.append(("image/png", "https://talk.example.org/post/dot.png", dot))
    if frame:
        words = b"<p>Words in a frame</p><img src='cid:icon@mhtml' alt='bell'>"
        parts.append(("text/html", "cid:frame-1@mhtml", words))
    for kind, location, content in parts:
        main, _, sub = kind.partition("/")
        part = EmailMessage()
        part.set_content(content, maintype=main, subtype=sub)
        part["Content-Location"] = location
        message.attach(part)
    part = EmailMessage()
    part.set_content(icon, maintype="image", subtype="png", cid="<icon@mhtml>")
    message.attach(part)
    return bytes(message)


def text_of(folder: Path) -> str:
    with pypdfium2.PdfDocument(folder / "part.pdf") as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "\n")


def test_an_archive_prints_its_page_with_its_pictures_and_says_where_it_is_from(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    part, _ = converted(tmp_path, child, fonts, "post.mhtml", archive())
    text = text_of(tmp_path)
    assert part.rendition.how == "web page, its words and pictures"
    assert (
        "Web page saved from https://talk.example.org/post/7?x=1, Mon, 16 Nov 2026" in part.rendition.notes[0]
    )
    assert "Web page saved from https://talk.example.org/post/7?x=1" in " ".join(text.split())
    assert text.index("Ward Talk") < text.index("I know where you live") < text.index("Picture 1: door.jpg")
    assert text.index("Picture 1: door.jpg, “the door”, 240 × 160") < text.index("inner")
    assert "<https://example.org/where>" in text
    assert "😡" in text
    assert "Words in a frame" in text
    assert "Small pictures in the page (1)" in text
    pictures = [image for page in pypdf.PdfReader(tmp_path / "part.pdf").pages for image in page.images]
    assert len(pictures) == 2


def test_no_script_style_or_hidden_field_is_printed_and_nothing_is_fetched(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    part, _ = converted(tmp_path, child, fonts, "post.html", POST.encode())
    text = text_of(tmp_path)
    for words in ("scripted", "color", "steal", "token"):
        assert words not in text
    for words in ("[filled in: typed words]", "No script words", "[picture: the door]", "kept as"):
        assert words in text
    assert "1 remote picture or file was not fetched." in part.rendition.notes


def test_rows_lists_and_headings_keep_their_structure() -> None:
    blocks = read_page(POST, lambda _: False).blocks
    told = [(each.kind, each.text, each.level, each.mark) for each in blocks]
    assert ("heading", "Ward Talk", 1, "") in told
    assert ("item", "first", 1, "•") in told
    assert ("item", "inner", 2, "1.") in told
    assert ("item", "second", 1, "•") in told
    assert ("row", "Who   |   When", 0, "") in told
    assert ("lines", "kept   as\nit stands", 0, "") in told


def test_a_table_that_only_lays_out_a_page_keeps_its_paragraphs() -> None:
    blocks = read_page(
        "<table><tr><td><p>One</p><p>Two</p>three</td><td>Four</td></tr></table>", lambda _: False
    ).blocks
    assert [each.text for each in blocks] == ["One", "Two", "three", "Four"]


def test_a_picture_inside_the_page_itself_is_printed(tmp_path: Path, child: Child, fonts: Path) -> None:
    held = base64.b64encode(samples.jpeg()).decode()
    words = f"<html><p>Look</p><img src='data:image/jpeg;base64,{held}'><p>after</p></html>"
    converted(tmp_path, child, fonts, "page.html", words.encode())
    (page,) = pypdf.PdfReader(tmp_path / "part.pdf").pages
    assert len(page.images) == 1
    assert "Picture 1: picture in the page, image/jpeg" in text_of(tmp_path)


@pytest.mark.parametrize(
    ("head", "address"),
    [
        (
            "<!-- saved from url=(0028)https://talk.example.org/post --><html>",
            "https://talk.example.org/post",
        ),
        (
            "<!--\n Page saved with SingleFile \n url: https://talk.example.org/p\n saved date: Mon\n--><p>",
            "https://talk.example.org/p",
        ),
        ("<html>", ""),
    ],
)
def test_where_a_page_was_saved_from_is_read_from_its_head(head: str, address: str) -> None:
    assert single_page(f"{head}<p>words</p>").address == address


def test_the_same_picture_is_printed_once_and_named_again(tmp_path: Path, child: Child, fonts: Path) -> None:
    held = base64.b64encode(samples.jpeg()).decode()
    words = f"<html><img src='data:image/jpeg;base64,{held}' alt='door'>" * 3
    converted(tmp_path, child, fonts, "page.html", words.encode())
    assert text_of(tmp_path).count("[picture 1: door]") == 2


def test_a_picture_that_is_a_bomb_or_broken_is_left_out_and_said(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    bomb = base64.b64encode(samples.png_claiming(60_000, 60_000)).decode()
    drawing = base64.b64encode(b"<svg xmlns='x'><script>1</script></svg>").decode()
    words = (
        f"<html><p>Words</p><img src='data:image/png;base64,{bomb}' alt='big'>"
        f"<img src='data:image/svg+xml;base64,{drawing}'></html>"
    )
    part, _ = converted(tmp_path, child, fonts, "page.html", words.encode())
    assert "[picture: big]" in text_of(tmp_path)
    assert any("2 pictures in the page could not be drawn" in note for note in part.rendition.notes)


def test_an_archive_without_a_page_is_shown_as_what_it_is(tmp_path: Path, child: Child, fonts: Path) -> None:
    part, text = converted(tmp_path, child, fonts, "odd.mht", bytes(samples.mail("Only words\n")))
    assert part.rendition.how == "e-mail, text rendition"
    assert "Only words" in text


def test_an_archive_is_known_by_its_name_or_its_content() -> None:
    assert detect(archive(), "post.mhtml").media_type == WEB_ARCHIVE
    assert detect(archive(), "post").media_type == WEB_ARCHIVE
    assert not detect(archive(), "post.mht").mismatch
    assert detect(bytes(samples.mail()), "a.eml").media_type == "message/rfc822"


def test_relative_addresses_are_found_from_the_page_they_stand_in() -> None:
    page = archived_page(archive())
    assert page.file("img/door.jpg", "https://talk.example.org/post/7?x=1") is not None
    assert page.file("img/door.jpg", "") is None
    assert page.file("file:///etc/passwd", "https://talk.example.org/") is None


@pytest.mark.parametrize("words", ["<div>" * 20_000 + "deep words", "<table><tr><td>" * 5_000 + "deep words"])
def test_a_very_deep_page_is_printed(tmp_path: Path, child: Child, fonts: Path, words: str) -> None:
    assert "deep words" in converted(tmp_path, child, fonts, "deep.html", f"<html>{words}".encode())[1]


def test_a_form_says_what_was_ticked_and_chosen(tmp_path: Path, child: Child, fonts: Path) -> None:
    page = (
        "<input type=radio name=plea value=guilty><input type=radio name=plea value=innocent checked>"
        "<input type=CHECKBOX value=sorry><input type=checkbox checked>"
        "<select><option>Monday</option><option selected>Tuesday</option></select>"
    )
    _, text = converted(tmp_path, child, fonts, "form.html", f"<html><body>{page}</body></html>".encode())
    words = " ".join(text.split())
    assert "[not ticked: guilty] [ticked: innocent] [not ticked: sorry] [ticked]" in words
    assert "Monday [selected] Tuesday" in words
    assert "filled in" not in words


def test_a_frame_that_stands_in_the_page_itself_is_read(tmp_path: Path, child: Child, fonts: Path) -> None:
    frame = "<p>A threat in a frame</p><img src='http://tracker.example.org/a'>"
    page = f'<html><body>Before<iframe srcdoc="{html.escape(frame)}"></iframe>After</body></html>'
    _, text = converted(tmp_path, child, fonts, "frame.html", page.encode())
    words = " ".join(text.split())
    assert "Before Frame in the page A threat in a frame After" in words
    assert "1 remote picture or file was not fetched." in words


def test_frames_within_frames_end_as_they_stand_in_the_file() -> None:
    page = "INNERMOST"
    for _ in range(9):
        page = f'<iframe srcdoc="{html.escape(page)}"></iframe>'
    assert "INNERMOST" in read_page(page, lambda _: False).blocks[-1].text


def test_an_empty_cell_keeps_its_column() -> None:
    row = "<table><tr><td>Who<td><td>When</tr><tr><td><td></tr></table>"
    assert [block.text for block in read_page(row, lambda _: False).blocks] == ["Who   |      |   When"]
