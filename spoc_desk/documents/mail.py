"""Reads an e-mail, .eml or .msg, as its headers, its words and its attachments. Nothing is fetched."""

import email
import email.policy
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage, MIMEPart
from email.utils import format_datetime
from typing import Any

from spoc_desk.documents.mail_words import FURTHER, HTML_VERSION, Passage, further_words
from spoc_desk.documents.plain_words import decode, plain_html

HEADERS = (
    "From",
    "Sender",
    "Reply-To",
    "To",
    "Cc",
    "Bcc",
    "Date",
    "Subject",
    "Message-ID",
    "X-Originating-IP",
)
PARTS_AT_MOST = 500


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file carried by an e-mail. `name` is for display only, never for a path."""

    name: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The hash of the attached file, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Mail:
    """What an e-mail says. `raw` when it could only be shown as it stands in the file.

    further: (title, words) of each other part whose words are not those of the body.
    """

    headers: tuple[tuple[str, str], ...]
    body: str
    attachments: tuple[Attachment, ...] = ()
    notes: tuple[str, ...] = ()
    raw: bool = False
    further: tuple[tuple[str, str], ...] = ()


def read_mail(content: bytes, *, outlook: bool) -> Mail:
    """The e-mail; one that cannot be taken apart is given whole, as raw text."""
    if outlook:
        return _read_outlook(content)
    try:
        return _read_standard(content)
    except (RecursionError, LookupError, ValueError, AttributeError, TypeError, IndexError) as fault:
        nested = isinstance(fault, RecursionError)
        reason = "It is nested too deeply to take apart" if nested else "Its structure is broken"
        return Mail((), decode(content)[0], notes=(f"{reason}; shown as it stands in the file.",), raw=True)


def _read_standard(content: bytes) -> Mail:
    message = email.message_from_bytes(content, policy=email.policy.default)
    notes: list[str] = []
    if message.defects or any(part.defects for part in _some(message)):
        notes.append("The message does not keep to the standard; odd characters may be its own.")
    headers = tuple((name, value) for name in HEADERS for value in _header(message, name))
    body_part = message.get_body(("plain", "html"))
    body = ""
    if body_part is not None:
        body = _words(body_part)
        if body_part.get_content_type() == "text/html":
            plain = plain_html(body)
            body = plain.text
            notes.append("The body is HTML; its words are shown without layout.")
            if plain.remote:
                notes.append(f"{len(plain.remote)} remote pictures or files were not fetched.")
    rest = [part for part in _some(message) if part is not body_part and not part.is_multipart()]
    further, told = further_words(
        body, _passages(message, body_part, [part for part in rest if _inline(part)])
    )
    attachments = tuple(_attachment(part) for part in rest if not _inline(part))
    return Mail(headers, body, attachments, (*notes, *told), further=further)


def _inline(part: MIMEPart) -> bool:
    """Whether it is words to be read in the message itself, and not a file."""
    words = part.get_content_type() in {"text/plain", "text/html"}
    return words and part.get_filename() is None and not part.is_attachment()


def _passages(message: EmailMessage, body: MIMEPart | None, parts: list[MIMEPart]) -> Iterator[Passage]:
    versions = [
        {id(one) for one in each.walk()}
        for each in _some(message)
        if each.get_content_type() == "multipart/alternative"
    ]
    for part in parts:
        html = part.get_content_type() == "text/html"
        same = any({id(part), id(body)} <= each for each in versions)
        title = f"{FURTHER}, in HTML" if html else FURTHER
        yield Passage(HTML_VERSION if html and same else title, _words(part), html)


def _some(message: EmailMessage) -> Iterator[MIMEPart]:
    for index, part in enumerate(message.walk()):
        if index >= PARTS_AT_MOST:
            raise RecursionError
        yield part


def _header(message: EmailMessage, name: str) -> list[str]:
    try:
        return [str(value) for value in message.get_all(name, [])]
    except (ValueError, IndexError, AttributeError, TypeError):
        return [str(value) for key, value in message.raw_items() if key.lower() == name.lower()]


def _words(part: MIMEPart) -> str:
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset()
    try:
        return raw.decode(charset, "replace") if charset else decode(raw)[0]
    except LookupError:
        return decode(raw)[0]


def _attachment(part: MIMEPart) -> Attachment:
    payload = part.get_payload(decode=True)
    name = part.get_filename() or f"{part.get_content_maintype()} part without a name"
    return Attachment(str(name), part.get_content_type(), payload if isinstance(payload, bytes) else b"")


def _read_outlook(content: bytes) -> Mail:
    from oxmsg import Message

    message: Any = Message.load(io.BytesIO(content))
    notes: list[str] = []
    body = message.body or ""
    other = [Passage(HTML_VERSION, message.html_body, html=True)] if body and message.html_body else []
    further, told = further_words(body, other)
    if not body and message.html_body:
        plain = plain_html(message.html_body)
        body = plain.text
        notes.append("The body is HTML; its words are shown without layout.")
        if plain.remote:
            notes.append(f"{len(plain.remote)} remote pictures or files were not fetched.")
    to = "; ".join(f"{each.name} <{each.email_address}>" for each in message.recipients)
    sent = format_datetime(message.sent_date) if message.sent_date else ""
    known = [("From", message.sender or ""), ("To", to), ("Date", sent), ("Subject", message.subject or "")]
    carried = {str(key).lower(): str(value) for key, value in (message.message_headers or {}).items()}
    known += [
        (name, carried[name.lower()])
        for name in HEADERS
        if name.lower() in carried and name not in dict(known)
    ]
    attachments = tuple(
        Attachment(
            each.file_name or "attachment without a name",
            each.mime_type or "application/octet-stream",
            each.file_bytes or b"",
        )
        for each in message.attachments
    )
    return Mail(tuple(pair for pair in known if pair[1]), body, attachments, (*notes, *told), further=further)
