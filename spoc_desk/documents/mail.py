"""Reads an e-mail, .eml or .msg, as its headers, its words and its attachments. Nothing is fetched."""

import email
import email.policy
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage, MIMEPart
from email.utils import format_datetime
from typing import Any

from spoc_desk.documents.counted import remote_told
from spoc_desk.documents.mail_parts import attached_bytes, is_holder, outlook_file, parts_of, words_of
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
HEAD_AT_MOST = 1_000_000
"""So many characters of headers are printed as they stand; what is left out is said."""
NESTED_AT_MOST = 5
"""How many messages deep a message in a message is read."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file carried by an e-mail. `name` is for display only, never for a path.

    nested: the message, when it is one that has no file of its own.
    """

    name: str
    media_type: str
    content: bytes
    content_id: str = ""
    nested: "Mail | None" = None

    @property
    def sha256(self) -> str:
        """The hash of the attached file, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Mail:
    """What an e-mail says. `raw` when it could only be shown as it stands in the file.

    further: (title, words) of each other part whose words are not those of the body. head: every header
    as it stands in the file.
    """

    headers: tuple[tuple[str, str], ...]
    body: str
    attachments: tuple[Attachment, ...] = ()
    notes: tuple[str, ...] = ()
    raw: bool = False
    further: tuple[tuple[str, str], ...] = ()
    head: str = ""


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
    if message.defects or any(part.defects for part in parts_of(message)):
        notes.append("The message does not keep to the standard; odd characters may be its own.")
    headers = tuple((name, value) for name in HEADERS for value in _header(message, name))
    body_part = message.get_body(("plain", "html"))
    rest = [part for part in parts_of(message) if part is not body_part and not is_holder(part)]
    line_end = "\r\n" if b"\r\n" in content[:4096] else "\n"
    attachments = tuple(_attachment(part, line_end) for part in rest if not _inline(part))
    shown = _pictures(attachments)
    body = ""
    if body_part is not None:
        body = words_of(body_part)
        if body_part.get_content_type() == "text/html":
            body = _html_body(body, shown, notes)
    passages = _passages(message, body_part, [part for part in rest if _inline(part)])
    further, told = further_words(body, passages, shown)
    return Mail(headers, body, attachments, (*notes, *told), further=further, head=_head(content))


def _html_body(source: str, shown: Mapping[str, str], notes: list[str]) -> str:
    plain = plain_html(source, shown)
    notes.append("The body is HTML; its words are shown without layout.")
    if plain.remote:
        notes.append(remote_told(len(plain.remote)))
    return plain.text


def _pictures(attachments: Sequence[Attachment]) -> dict[str, str]:
    """What to call a picture that the words refer to, by its address."""
    return {
        f"cid:{each.content_id}": f"attachment {number}, {each.name}"
        for number, each in enumerate(attachments, 1)
        if each.content_id
    }


def _head(content: bytes) -> str:
    end = min((at for at in (content.find(b"\r\n\r\n"), content.find(b"\n\n")) if at >= 0), default=0)
    return _limited(decode(content[:end])[0].replace("\r\n", "\n"))


def _limited(head: str) -> str:
    left_out = len(head) - HEAD_AT_MOST
    if left_out <= 0:
        return head
    told = f"[{left_out:,} further characters of headers are left out here; read the original.]"
    return f"{head[:HEAD_AT_MOST]}\n{told}"


def _inline(part: MIMEPart) -> bool:
    """Whether it is words to be read in the message itself, and not a file."""
    words = part.get_content_type() in {"text/plain", "text/html"}
    return words and part.get_filename() is None and not part.is_attachment()


def _passages(message: EmailMessage, body: MIMEPart | None, parts: list[MIMEPart]) -> Iterator[Passage]:
    versions = [
        {id(one) for one in parts_of(each)}
        for each in parts_of(message)
        if each.get_content_type() == "multipart/alternative"
    ]
    for part in parts:
        html = part.get_content_type() == "text/html"
        same = any({id(part), id(body)} <= each for each in versions)
        title = f"{FURTHER}, in HTML" if html else FURTHER
        yield Passage(HTML_VERSION if html and same else title, words_of(part), html)


def _header(message: EmailMessage, name: str) -> list[str]:
    try:
        return [str(value) for value in message.get_all(name, [])]
    except (ValueError, IndexError, AttributeError, TypeError):
        return [str(value) for key, value in message.raw_items() if key.lower() == name.lower()]


def _attachment(part: MIMEPart, line_end: str) -> Attachment:
    name, content = attached_bytes(part, line_end)
    content_id = str(part.get("Content-ID") or "").strip(" <>\t\r\n")
    return Attachment(name, part.get_content_type(), content, content_id)


def _outlook_attachment(each: Any, depth: int) -> Attachment:
    name, content, content_id, inner = outlook_file(each)
    if inner is None:
        return Attachment(name, each.mime_type or "application/octet-stream", content, content_id)
    if depth >= NESTED_AT_MOST:
        return Attachment(name, "application/vnd.ms-outlook", b"")
    mail = _outlook_mail(inner, depth + 1)
    subject = next((value for key, value in mail.headers if key == "Subject"), name)
    return Attachment(subject, "application/vnd.ms-outlook", b"", nested=mail)


def _read_outlook(content: bytes) -> Mail:
    from oxmsg import Message

    return _outlook_mail(Message.load(io.BytesIO(content)), 0)


def _outlook_mail(message: Any, depth: int) -> Mail:
    """What an Outlook message says, and the messages inside it."""
    notes: list[str] = []
    attachments = tuple(_outlook_attachment(each, depth) for each in message.attachments)
    shown = _pictures(attachments)
    body = message.body or ""
    other = [Passage(HTML_VERSION, message.html_body, html=True)] if body and message.html_body else []
    further, told = further_words(body, other, shown)
    if not body and message.html_body:
        body = _html_body(message.html_body, shown, notes)
    to = "; ".join(f"{each.name} <{each.email_address}>" for each in message.recipients)
    sent = format_datetime(message.sent_date) if message.sent_date else ""
    known = [("From", message.sender or ""), ("To", to), ("Date", sent), ("Subject", message.subject or "")]
    carried = [(str(key), str(value)) for key, value in (message.message_headers or {}).items()]
    by_name = {key.lower(): value for key, value in carried}
    known += [
        (name, by_name[name.lower()])
        for name in HEADERS
        if name.lower() in by_name and name not in dict(known)
    ]
    return Mail(
        tuple(pair for pair in known if pair[1]),
        body,
        attachments,
        (*notes, *told),
        further=further,
        head=_limited("\n".join(f"{key}: {value}" for key, value in carried)),
    )
