"""A saved web page with what was saved along with it: one file of HTML, or an MHTML archive."""

import base64
import binascii
import email
import email.policy
import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import unquote, unquote_to_bytes, urljoin, urlsplit

from spoc_desk.documents.mail_parts import is_holder, parts_of, words_of

_SAVED = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->", re.IGNORECASE)
_SINGLE_FILE = re.compile(r"Page saved with SingleFile\s+url:\s*(\S+)\s+saved date:\s*([^\n]+)")
_DATA = re.compile(r"data:(image/[\w.+-]+)((?:;[\w=.+-]+)*),(.*)", re.DOTALL)
_DATA_AT_MOST = 30_000_000


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A file saved along with a page. `name` is for display only."""

    name: str
    content: bytes


@dataclass(slots=True)
class SavedPage:
    """A page and its frames as HTML, each with the address it came from; pictures by their address."""

    documents: list[tuple[str, str]]
    address: str = ""
    saved: str = ""
    files: dict[str, SavedFile] = field(default_factory=dict)

    def file(self, address: str, base: str) -> SavedFile | None:
        """What was saved from an address in a document, or stands in the address itself."""
        if address.startswith("data:"):
            return _data_file(address)
        return self.files.get(address) or self.files.get(urljoin(base, address) if base else address)


def single_page(source: str) -> SavedPage:
    """One HTML file, and where it says that it was saved from."""
    head = source[:20_000]
    found = _SINGLE_FILE.search(head)
    if found:
        return SavedPage([(found[1], source)], found[1], found[2].strip())
    saved = _SAVED.search(head)
    address = saved[1] if saved else ""
    return SavedPage([(address, source)], address)


def archived_page(content: bytes) -> SavedPage:
    """An MHTML archive. Raises ValueError when it holds no page, RecursionError for very many parts."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    page = SavedPage([], str(message.get("Snapshot-Content-Location") or ""), str(message.get("Date") or ""))
    for part in parts_of(message):
        if is_holder(part):
            continue
        location = str(part.get("Content-Location") or "").strip()
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            page.documents.append((location, words_of(part)))
            continue
        payload = part.get_payload(decode=True)
        name = PurePosixPath(unquote(urlsplit(location).path)).name or part.get_filename() or "picture"
        held = SavedFile(name, payload if isinstance(payload, bytes) else b"")
        content_id = str(part.get("Content-ID") or "").strip(" <>\t\r\n")
        for key in (location, f"cid:{content_id}" if content_id else ""):
            if key:
                page.files.setdefault(key, held)
    if not page.documents:
        raise ValueError("no page in it")
    page.address = page.address or page.documents[0][0]
    return page


def _data_file(address: str) -> SavedFile | None:
    found = _DATA.fullmatch(address[:_DATA_AT_MOST])
    if not found:
        return None
    try:
        content = (
            base64.b64decode(unquote_to_bytes(found[3]), validate=False)
            if ";base64" in found[2]
            else unquote_to_bytes(found[3])
        )
    except (binascii.Error, ValueError):
        return None
    return SavedFile(f"picture in the page, {found[1]}", content)
