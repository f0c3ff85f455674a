"""E-mail of both kinds, read as headers, words and attachments."""

import hashlib

from hypothesis import given, settings
from hypothesis import strategies as st

from spoc_desk.documents.mail import read_mail
from spoc_desk.documents.plain_words import plain_html
from tests.documents import outlook, samples


def test_an_outlook_message_tells_who_what_when_and_what_it_carries() -> None:
    photograph = samples.jpeg()
    content = outlook.message(
        "You will be sorry – Llŷr", "I know where you live.\n", ("Dilys Roe", "dilys@example.org"),
        {"door.jpg": photograph, "note.txt": b"short"},
    )  # fmt: skip
    mail = read_mail(content, outlook=True)
    told = dict(mail.headers)
    assert told["From"] == '"Dilys Roe" <dilys@example.org>'
    assert told["To"] == "The office <office@example.org>"
    assert told["Subject"] == "You will be sorry – Llŷr"
    assert told["Date"].startswith("Mon, 16 Nov 2026")
    assert mail.body.strip() == "I know where you live."
    assert [each.name for each in mail.attachments] == ["door.jpg", "note.txt"]
    assert mail.attachments[0].sha256 == hashlib.sha256(photograph).hexdigest()


def test_an_outlook_message_in_html_gives_its_words_and_fetches_nothing() -> None:
    html = "<p>Pay now</p><img src='http://t.example/x.gif'><script>x()</script>"
    mail = read_mail(outlook.message("Hi", "", ("A", "a@example.org"), {}, html), outlook=True)
    assert mail.body == "Pay now"
    assert any("not fetched" in note for note in mail.notes)


def test_the_second_body_of_a_mail_is_not_listed_as_an_attachment() -> None:
    message = samples.mail("Plain words\n", html="<p>The same words</p>")
    mail = read_mail(bytes(message), outlook=False)
    assert mail.body.strip() == "Plain words"
    assert mail.attachments == ()


def test_a_picture_inside_a_mail_is_listed() -> None:
    message = samples.mail("", html="<p>See <img src='cid:one'></p>")
    message.add_related(samples.jpeg(), "image", "jpeg", cid="<one>")
    mail = read_mail(bytes(message), outlook=False)
    assert [each.media_type for each in mail.attachments] == ["image/jpeg"]


def test_a_mail_inside_a_mail_shows_its_words_too() -> None:
    outer = samples.mail("Forwarding this.\n")
    outer.add_attachment(samples.mail("The inner threat.\n"))
    mail = read_mail(bytes(outer), outlook=False)
    carried = b"".join(each.content for each in mail.attachments)
    assert "Forwarding this." in mail.body
    assert b"The inner threat." in carried


@given(st.binary(max_size=600))
@settings(deadline=None)
def test_no_bytes_break_the_reader(content: bytes) -> None:
    for whole in (content, b"From: a@example.org\r\n" + content):
        mail = read_mail(whole, outlook=False)
        assert isinstance(mail.body, str)
        assert not mail.raw or mail.notes


@given(st.text(max_size=300))
@settings(deadline=None)
def test_no_text_breaks_the_html_reader(text: str) -> None:
    assert isinstance(plain_html(f"<p>{text}<div>{text}").text, str)


def test_table_cells_and_lines_stay_apart() -> None:
    plain = plain_html("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>x<br>y").text
    assert [line.split() for line in plain.splitlines() if line.strip()] == [["a", "b"], ["c"], ["x"], ["y"]]
