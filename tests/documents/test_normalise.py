"""Any exhibit through the child process: text, mail, files that are only named."""

import hashlib
from pathlib import Path

import pypdf
import pytest

from spoc_desk.documents.parts import Part, read_part
from spoc_desk.domain.errors import DomainError
from spoc_desk.system.child import Child
from tests.documents import samples


def converted(tmp_path: Path, child: Child, fonts: Path, name: str, content: bytes) -> tuple[Part, str]:
    source, part = tmp_path / "source", tmp_path / "part.pdf"
    source.write_bytes(content)
    facts = {
        "reference": "AM/1",
        "description": "An item",
        "filename": name,
        "media_type": "",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    arguments = {"source": str(source), "destination": str(part), "fonts": str(fonts), "facts": facts}
    child.call("spoc_desk.documents.normalise:normalise", arguments, 120)
    return read_part(part), "\n".join(page.extract_text() for page in pypdf.PdfReader(part).pages)


def test_a_chat_export_is_printed_message_by_message(tmp_path: Path, child: Child, fonts: Path) -> None:
    part, text = converted(tmp_path, child, fonts, "chat.txt", samples.chat(200).encode())
    assert part.rendition.how == "chat, printed as a conversation"
    assert {f"word{number}" for number in range(200)} <= set(text.split())
    assert "Tŷ Llŵyd" in text
    assert "😡" in text
    assert not any("marks" in note for note in part.rendition.notes)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_whatever_encoding_it_came(
    tmp_path: Path, child: Child, fonts: Path, encoding: str
) -> None:
    _, text = converted(tmp_path, child, fonts, "note.txt", "Café – £5 a week".encode(encoding))
    assert "Café – £5 a week" in text


def test_a_csv_keeps_each_line(tmp_path: Path, child: Child, fonts: Path) -> None:
    rows = "\n".join(f"2026-11-16,user{number},=cmd|' /C calc'!A0" for number in range(150))
    part, text = converted(tmp_path, child, fonts, "log.csv", rows.encode())
    assert part.pages > 1
    assert text.count("2026-11-16") == text.count("=cmd|' /C calc'!A0") == 150
    assert {f"user{number}" for number in range(150)} <= set(text.split())


def test_a_mail_prints_headers_body_and_each_attachments_hash(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    message = samples.mail("I know where you live.\n\nSecond paragraph.\n")
    photograph, letter = samples.jpeg(), samples.pdf(2)
    message.add_attachment(photograph, maintype="image", subtype="jpeg", filename="../../etc/passwd.jpg")
    message.add_attachment(letter, maintype="application", subtype="pdf", filename="letter.pdf")
    part, text = converted(tmp_path, child, fonts, "threat.eml", bytes(message))
    for words in (
        "Dilys Roe <dilys@example.org>",
        "You will be sorry – Llŷr",
        "Second paragraph.",
        "passwd.jpg",
    ):
        assert words in text
    for attached in (photograph, letter):
        assert hashlib.sha256(attached).hexdigest() in text
    assert part.pages == 1 + 1 + 4
    assert "Sheet 2 of the letter" in text
    assert text.count("Attachment 2: letter.pdf") == 4


def test_a_mail_whose_html_says_something_else_is_printed_in_both_versions(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    message = samples.mail("See you soon", html="<p>I will <i>burn</i> your house down</p>")
    part, text = converted(tmp_path, child, fonts, "threat.eml", bytes(message))
    plain, title, threat = ("See you soon", "HTML version of the same message", "I will burn your house down")
    assert text.index(plain) < text.index(title) < text.index(threat)
    assert any("both are shown" in note for note in part.rendition.notes)


def test_a_broken_attachment_is_named_and_the_mail_still_prints(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    message = samples.mail()
    message.add_attachment(samples.locked_pdf(), maintype="application", subtype="pdf", filename="a.pdf")
    message.add_attachment(b"\xff\xd8\xff torn", maintype="image", subtype="jpeg", filename="b.jpg")
    part, text = converted(tmp_path, child, fonts, "threat.eml", bytes(message))
    assert "I know where you live." in text
    told = " ".join(part.rendition.notes)
    assert "Attachment 1 is not printed: it is encrypted" in told
    assert "Attachment 2 is not printed: it is damaged" in told


def test_html_mail_prints_its_words_and_fetches_nothing(tmp_path: Path, child: Child, fonts: Path) -> None:
    html = "<p>Words &amp; more</p><script>alert(1)</script><img src='http://t.example/x.png' alt='logo'>"
    part, text = converted(tmp_path, child, fonts, "a.eml", bytes(samples.mail("", html=html)))
    assert "Words & more" in text
    assert "alert" not in text
    assert "1 remote picture or file was not fetched." in part.rendition.notes


@pytest.mark.parametrize(
    ("name", "content", "how"),
    [
        ("clip.mp4", b"\0\0\0\x20ftypisom" + b"\0" * 99, "video, supplied as a file"),
        ("voice.m4a", b"\0\0\0\x20ftypM4A " + b"\0" * 99, "recording, supplied as a file"),
        ("files.zip", b"PK\x03\x04" + b"\0" * 99, "archive, supplied as a file"),
        (
            "letter.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99,
            "office document, supplied as a file",
        ),
        ("draw.svg", b"<svg xmlns='x'><script>1</script></svg>", "drawing with code, supplied as a file"),
        ("photo.jpg", b"MZ" + b"\0" * 99, "program, supplied as a file"),
    ],
)
def test_what_is_not_printed_gets_a_page_that_says_so(
    tmp_path: Path, child: Child, fonts: Path, name: str, content: bytes, how: str
) -> None:
    part, text = converted(tmp_path, child, fonts, name, content)
    assert part.pages == 1
    assert part.rendition.how.startswith(how)
    assert hashlib.sha256(content).hexdigest() in text.replace("\n", "")


def test_a_file_whose_name_lies_is_treated_by_its_content(tmp_path: Path, child: Child, fonts: Path) -> None:
    part, _ = converted(tmp_path, child, fonts, "holiday.pdf", samples.jpeg())
    assert part.rendition.how == "picture, original bytes"
    assert "Its name says otherwise" in part.rendition.notes[0]


@pytest.mark.parametrize("content", [b"", bytes(range(256)) * 10])
def test_what_has_no_printed_form_is_refused_with_the_reason(
    tmp_path: Path, child: Child, fonts: Path, content: bytes
) -> None:
    with pytest.raises(DomainError) as caught:
        converted(tmp_path, child, fonts, "thing.bin", content)
    assert caught.value.code == "preview.unavailable"
    assert caught.value.values["reason"]


def test_the_same_exhibit_gives_the_same_part(tmp_path: Path, child: Child, fonts: Path) -> None:
    parts = []
    with Child(child.allowed) as other:
        for worker in (child, other, child):
            text = samples.chat(30) + "\nالسلام عليكم शुभ 𝓗"
            converted(tmp_path, worker, fonts, "chat.txt", text.encode())
            parts.append((tmp_path / "part.pdf").read_bytes())
    assert parts[0] == parts[1] == parts[2]


def test_the_same_mail_gives_the_same_part_with_the_captions_of_what_it_carries(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    message = samples.mail()
    message.add_attachment(samples.jpeg(), maintype="image", subtype="jpeg", filename="door.jpg")
    content, parts = bytes(message), []
    for _ in range(2):
        _, text = converted(tmp_path, child, fonts, "threat.eml", content)
        parts.append((tmp_path / "part.pdf").read_bytes())
    assert "Attachment 1: door.jpg" in text  # type: ignore[possibly-undefined]
    assert parts[0] == parts[1]
