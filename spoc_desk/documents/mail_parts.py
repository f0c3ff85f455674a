"""The parts of an e-mail taken apart: what holds others, what is a file, a message inside a message."""

import email.policy
from collections.abc import Iterator
from email.message import Message, MIMEPart
from typing import Any

from spoc_desk.documents.plain_words import decode

PARTS_AT_MOST = 500
_EMBEDDED_HEADER = 24
_ATTACHED_AS_MESSAGE = "__substg1.0_3701000D"
_CONTENT_ID = 0x3712


def parts_of(message: MIMEPart) -> Iterator[MIMEPart]:
    """The message and its parts in reading order; not those of a message inside it.

    Raises RecursionError above PARTS_AT_MOST.
    """
    waiting: list[MIMEPart] = [message]
    count = 0
    while waiting:
        part = waiting.pop()
        count += 1
        if count > PARTS_AT_MOST:
            raise RecursionError
        yield part
        if is_holder(part):
            waiting += reversed(list(_held(part)))


def is_holder(part: MIMEPart) -> bool:
    """Whether it only holds other parts of the same message."""
    return part.is_multipart() and part.get_content_maintype() != "message"


def words_of(part: MIMEPart) -> str:
    """The words of a text part, in its own character set or the likeliest one."""
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset()
    try:
        return raw.decode(charset, "replace") if charset else decode(raw)[0]
    except LookupError:
        return decode(raw)[0]


def attached_bytes(part: MIMEPart, line_end: str) -> tuple[str, bytes]:
    """(name, content) of an attached file, or of an attached message as it stood in this one."""
    name = part.get_filename()
    if part.get_content_maintype() == "message" and part.is_multipart():
        policy = email.policy.default.clone(refold_source="none", linesep=line_end)
        inner = [each.as_bytes(policy=policy) for each in _held(part)]
        subject = _subject(part) if part.get_content_type() == "message/rfc822" else "report.txt"
        return str(name or subject), b"".join(inner)
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    return str(name or f"{part.get_content_maintype()} part without a name"), content


def _held(part: MIMEPart) -> Iterator[Any]:
    payload = part.get_payload()
    return iter(payload if isinstance(payload, list) else [])


def _subject(part: MIMEPart) -> str:
    inner: Message[Any, Any] | None = next(_held(part), None)
    told = str(inner.get("Subject") or "") if inner is not None else ""
    return f"{' '.join(told.split()) or 'message without a subject'}.eml"


def outlook_file(attachment: Any) -> tuple[str, bytes, str, Any]:
    """(name, content, content id, the message when it is one) of an Outlook attachment."""
    from oxmsg import Message as Outlook
    from oxmsg.properties import Properties

    class Embedded(Outlook):
        """A message inside a message, whose properties have a shorter header."""

        @property
        def properties(self) -> Any:
            return Properties(self._storage, properties_header_offset=_EMBEDDED_HEADER)

        @property
        def _properties(self) -> Any:
            return self.properties

    name = attachment.file_name or "attachment without a name"
    content_id = str(attachment.properties.str_prop_value(_CONTENT_ID) or "").strip(" <>")
    storages = attachment._storage.storages  # noqa: SLF001  it gives a message inside no other way
    inner = next((each for each in storages if each.name == _ATTACHED_AS_MESSAGE), None)
    content = b"" if inner is not None else attachment.file_bytes or b""
    return name, content, content_id, Embedded(inner) if inner is not None else None
