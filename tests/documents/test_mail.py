"""E-mail of both kinds, read as headers, words and attachments."""

import hashlib
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spoc_desk.documents.mail import HEAD_AT_MOST, read_mail
from spoc_desk.documents.plain_words import plain_html
from spoc_desk.system.child import Child
from tests.documents import outlook, samples
from tests.documents.test_normalise import converted


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


def test_an_html_version_that_says_something_else_is_shown_after_the_plain_one() -> None:
    message = samples.mail("See you soon\n", html="<p>I will <b>burn</b> your house down</p>")
    mail = read_mail(bytes(message), outlook=False)
    assert mail.body.strip() == "See you soon"
    assert mail.further == (("HTML version of the same message", "I will burn your house down"),)
    assert any("says something else" in note for note in mail.notes)
    assert mail.attachments == ()


def test_an_outlook_message_shows_both_versions_when_they_differ() -> None:
    html = "<p>I will burn your house down</p>"
    mail = read_mail(outlook.message("Hi", "See you soon", ("A", "a@example.org"), {}, html), outlook=True)
    assert mail.body == "See you soon"
    assert [words for _, words in mail.further] == ["I will burn your house down"]


@pytest.mark.parametrize(
    ("plain", "html"),
    [
        (
            "Come to Tŷ Llŵyd,\nat 9 – don't be late!\n",
            "<p>Come to T&#x177; Ll&#x175;yd, at <b>9</b> - don’t be late!</p>",
        ),
        ("* one\n* two\n", "<ul><li>one</li><li>two</li></ul>"),
        (
            "See https://example.org/a now",
            "<p>See <a href='https://example.org/a'>https://example.org/a</a> now</p>",
        ),
    ],
)
def test_an_html_version_with_the_same_words_is_neither_repeated_nor_listed(plain: str, html: str) -> None:
    mail = read_mail(bytes(samples.mail(plain, html=html)), outlook=False)
    assert mail.further == ()
    assert mail.attachments == ()


@pytest.mark.parametrize(
    ("plain", "html"),
    [
        ("See you 😊", "<p>See you 🔪</p>"),
        ("Read this", "<p><a href='https://trap.example.org/x'>Read</a> this</p>"),
        ("You are not safe", "<p>You are safe, not</p>"),
        ("", "<p>first</p>"),
    ],
)
def test_a_smiley_a_link_or_the_order_of_words_makes_a_difference(plain: str, html: str) -> None:
    message = samples.mail(plain or " ", html=html)
    assert len(read_mail(bytes(message), outlook=False).further) == 1


def test_words_in_further_parts_of_a_mail_are_shown_and_not_only_listed() -> None:
    message = samples.mail("See you soon\n")
    message.make_mixed()
    message.attach(part("html", "<p>Or else</p>"))
    message.attach(part("plain", "We are watching"))
    mail = read_mail(bytes(message), outlook=False)
    title = "Another part of the message"
    assert mail.further == ((f"{title}, in HTML", "Or else"), (title, "We are watching"))
    assert mail.attachments == ()


def part(subtype: str, words: str) -> EmailMessage:
    made = EmailMessage()
    made.set_content(words, subtype=subtype)
    return made


def test_a_picture_inside_a_mail_is_listed() -> None:
    message = samples.mail("", html="<p>See <img src='cid:one'></p>")
    message.add_related(samples.jpeg(), "image", "jpeg", cid="<one>")
    mail = read_mail(bytes(message), outlook=False)
    assert [each.media_type for each in mail.attachments] == ["image/jpeg"]


def test_a_mail_inside_a_mail_is_carried_whole_with_its_own_headers() -> None:
    inner = samples.mail("The inner threat.\n", html="<p>The inner fire.</p>")
    outer = samples.mail("Forwarding this.\n")
    outer.add_attachment(inner)
    mail = read_mail(bytes(outer), outlook=False)
    (carried,) = mail.attachments
    assert (carried.media_type, carried.name) == ("message/rfc822", "You will be sorry – Llŷr.eml")
    held = read_mail(carried.content, outlook=False)
    assert held.body.strip() == "The inner threat."
    assert dict(held.headers)["From"] == "Dilys Roe <dilys@example.org>"
    assert [words for _, words in held.further] == ["The inner fire."]


def test_an_outlook_message_inside_another_is_read() -> None:
    content = outlook.message(
        "Fwd", "See below", ("B", "b@example.org"), {}, inner=("You will pay", "The inner threat")
    )
    (carried,) = read_mail(content, outlook=True).attachments
    assert carried.nested is not None
    assert carried.nested.body == "The inner threat"
    assert dict(carried.nested.headers)["Subject"] == "You will pay"


def test_a_picture_in_the_words_is_named_after_the_attachment() -> None:
    message = samples.mail("", html="<p>See <img src='cid:one' alt='door'></p>")
    message.add_related(samples.jpeg(), "image", "jpeg", cid="<one>", filename="door.jpg")
    mail = read_mail(bytes(message), outlook=False)
    assert "[picture: attachment 1, door.jpg, door]" in mail.body


def test_an_html_version_that_only_adds_a_picture_is_not_repeated() -> None:
    message = samples.mail("See you\n", html="<p>See you <img src='cid:one'></p>")
    message.get_body(("html",)).add_related(samples.jpeg(), "image", "jpeg", cid="<one>")
    assert read_mail(bytes(message), outlook=False).further == ()


def test_every_header_is_kept_as_it_stands() -> None:
    content = b"Received: from [192.0.2.7]\r\n\tby mx.example.org\r\n" + bytes(samples.mail())
    assert "from [192.0.2.7]" in read_mail(content, outlook=False).head


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


@pytest.mark.parametrize(
    "source",
    [
        "<head><p>I will find you",
        "<noscript>I will find you</noscript>",
        "<object data='x'>I will find you</object>",
        "<svg><text>I will find you</text></svg>",
    ],
)
def test_words_that_a_mail_program_would_show_are_shown(source: str) -> None:
    assert plain_html(f"<style>p {{ color: red }}</style>{source}").text == "I will find you"


def test_headers_are_printed_to_the_last_and_what_is_left_out_is_said(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    received = "".join(f"Received: from [192.0.2.{n % 250}] by relay{n}.example.org\r\n" for n in range(2000))
    content = f"{received}X-Last: LAST-OF-ALL\r\n".encode() + bytes(samples.mail())
    _, text = converted(tmp_path, child, fonts, "mail.eml", content)
    assert "LAST-OF-ALL" in text
    head = read_mail(received.encode() * 30 + bytes(samples.mail()), outlook=False).head
    assert HEAD_AT_MOST < len(head) < HEAD_AT_MOST + 100
    assert "further characters of headers are left out here" in head
