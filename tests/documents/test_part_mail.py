"""An e-mail with everything it carries, on paper."""

import hashlib
from email.message import EmailMessage
from pathlib import Path

import pypdf
import pytest
from PIL import Image

from spoc_desk.documents import part_mail
from spoc_desk.documents.mail import NESTED_AT_MOST
from spoc_desk.system.child import Child
from tests.documents import outlook, samples
from tests.documents.test_normalise import converted
from tests.documents.test_part_table import workbook


def test_attachments_of_every_kind_are_printed_after_the_message(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    message = samples.mail("See the files.\n")
    message.add_attachment(b"Words of the note", maintype="text", subtype="plain", filename="note.txt")
    message.add_attachment(
        b"Who,What\nAnon,threat1\nAnon,threat2\n", maintype="text", subtype="csv", filename="log.csv"
    )
    book = workbook(lambda each: each.active.append(["cell words", 7]))
    message.add_attachment(book, maintype="application", subtype="octet-stream", filename="book.xlsx")
    message.add_attachment(
        b"<html><p>Page words</p></html>", maintype="text", subtype="html", filename="page.html"
    )
    message.add_attachment(samples.jpeg(), maintype="image", subtype="jpeg", filename="door.jpg")
    message.add_attachment(samples.pdf(1), maintype="application", subtype="pdf", filename="letter.pdf")
    part, text = converted(tmp_path, child, fonts, "threat.eml", bytes(message))
    for words in ("Words of the note", "threat2", "cell words", "Page words", "Sheet 1 of the letter"):
        assert words in text
    for number, name in enumerate(("note.txt", "log.csv", "book.xlsx", "page.html", "door.jpg"), 1):
        assert f"Attachment {number}: {name}" in text
    assert part.pages == 1 + 5 + 3


def test_what_does_not_print_is_listed_with_its_hash_and_the_reason(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    message = samples.mail()
    program, archive = b"MZ" + b"\0" * 99, b"PK\x03\x04" + b"\0" * 99
    message.add_attachment(program, maintype="image", subtype="jpeg", filename="holiday.jpg")
    message.add_attachment(archive, maintype="application", subtype="zip", filename="../../evil.zip")
    message.add_attachment(b"", maintype="text", subtype="plain", filename="empty.txt")
    part, text = converted(tmp_path, child, fonts, "threat.eml", bytes(message))
    flat = text.replace("\n", "")
    for content in (program, archive):
        assert hashlib.sha256(content).hexdigest() in flat
    assert part.pages == 1
    assert text.count("Not printed:") == 3
    told = " ".join(part.rendition.notes)
    assert "Attachment 1 is not printed: program, supplied as a file." in told
    assert "Attachment 3 is not printed: it is empty." in told


def test_a_forwarded_message_is_printed_with_its_own_headers_and_attachments(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    inner = EmailMessage()
    inner["From"] = "Anon <anon@example.org>"
    inner["Subject"] = "You will pay"
    inner["Received"] = "from [192.0.2.7] by mx.example.org"
    inner.set_content("The inner threat.\n")
    inner.add_attachment(samples.jpeg(), maintype="image", subtype="jpeg", filename="door.jpg")
    outer = samples.mail("Forwarding this.\n")
    outer.add_attachment(inner)
    _, text = converted(tmp_path, child, fonts, "fwd.eml", bytes(outer))
    for words in (
        "Anon <anon@example.org>",
        "The inner threat.",
        "192.0.2.7",
        "Attachment 1: You will pay.eml",
        "Attachment 1.1: door.jpg",
    ):
        assert words in text
    assert text.index("Forwarding this.") < text.index("The inner threat.")


def test_messages_in_messages_are_printed_to_a_depth_that_is_said(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    message = samples.mail("depth 0\n")
    for depth in range(1, NESTED_AT_MOST + 3):
        outer = samples.mail(f"depth {depth}\n")
        outer.add_attachment(message)
        message = outer
    part, text = converted(tmp_path, child, fonts, "deep.eml", bytes(message))
    assert f"depth {NESTED_AT_MOST + 2}" in text
    assert "depth 2" in text
    assert "depth 1\n" not in text
    assert any(f"printed {NESTED_AT_MOST} deep and no deeper" in note for note in part.rendition.notes)


def test_very_many_attachments_are_printed_to_a_count_that_is_said(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    message = samples.mail()
    for number in range(part_mail.PRINTED_AT_MOST + 2):
        message.add_attachment(f"words{number}".encode(), maintype="text", subtype="plain", filename="a.txt")
    _, text = converted(tmp_path, child, fonts, "many.eml", bytes(message))
    assert f"words{part_mail.PRINTED_AT_MOST - 1}" in text
    assert f"words{part_mail.PRINTED_AT_MOST}\n" not in text
    assert f"{part_mail.PRINTED_AT_MOST} attachments of this e-mail are printed and no more" in text


def test_a_picture_in_the_message_is_printed_and_a_logo_stands_beside_its_name(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    message = samples.mail("", html="<p>Look <img src='cid:one'></p><p><img src='cid:two'></p>")
    message.add_related(samples.jpeg(), "image", "jpeg", cid="<one>", filename="door.jpg")
    logo = samples.saved(Image.new("RGBA", (40, 30), (200, 0, 0, 128)), "PNG")
    message.add_related(logo, "image", "png", cid="<two>", filename="logo.png")
    part, text = converted(tmp_path, child, fonts, "a.eml", bytes(message))
    assert "[picture: attachment 1, door.jpg]" in text
    assert "Attachment 1: door.jpg" in text
    assert part.pages == 2
    reader = pypdf.PdfReader(tmp_path / "part.pdf")
    assert [len(page.images) for page in reader.pages] == [1, 1]


def test_an_outlook_message_prints_what_it_carries(tmp_path: Path, child: Child, fonts: Path) -> None:
    files = {"note.txt": b"Words of the note", "door.jpg": samples.jpeg()}
    inner = ("You will pay", "The inner threat")
    content = outlook.message("Hi", "See below", ("B", "b@example.org"), files, inner=inner)
    part, text = converted(tmp_path, child, fonts, "a.msg", content)
    for words in (
        "Words of the note",
        "Attachment 2: door.jpg",
        "The inner threat",
        "Attachment 3: You will pay",
    ):
        assert words in text
    assert part.pages == 4


@pytest.mark.parametrize("count", [400, 3000])
def test_thousands_of_nested_parts_are_read_or_shown_raw(
    tmp_path: Path, child: Child, fonts: Path, count: int
) -> None:
    head = b"From: a@example.org\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
    nested = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(count)
    )
    content = head + nested + b"Content-Type: text/plain\r\n\r\nburied words\r\n"
    _, text = converted(tmp_path, child, fonts, "deep.eml", content)
    assert "buried words" in text


def test_a_broken_character_set_loses_nothing_but_is_shown(tmp_path: Path, child: Child, fonts: Path) -> None:
    content = (
        b"From: =?bogus?Q?=E9=?= <a@example.org>\r\nSubject: =?utf-8?B?////?=\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: text/plain; charset=no-such-set\r\n\r\nCaf\xe9 threat\r\n"
    )
    _, text = converted(tmp_path, child, fonts, "odd.eml", content)
    assert "Café threat" in text


def test_scripts_and_forms_in_a_mail_are_words_only(tmp_path: Path, child: Child, fonts: Path) -> None:
    html = "<form action='http://t.example/'><input name=a>Pay <b>now</b></form><script>alert(1)</script>"
    _, text = converted(tmp_path, child, fonts, "a.eml", bytes(samples.mail("", html=html)))
    assert "Pay now" in text
    assert "alert" not in text
    reader = pypdf.PdfReader(tmp_path / "part.pdf")
    assert not any("/Annots" in page for page in reader.pages)
