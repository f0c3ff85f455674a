"""Runs in the child process: looks into an office document before LibreOffice may see it."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

from spoc_desk.documents.archives import list_zip
from spoc_desk.domain.errors import DomainError

BYTES_AT_MOST = 200_000_000
BOMB = "it would unpack to far more than it is, so it is not opened"
ENTITIES = "it defines entities of its own, which office documents never need, so it is not opened"
LOCKED = "it is encrypted; ask whoever sent it for the password, and add a copy saved without one"
MACROS = "Holds macros, which were not run."
_LINKS = "Links to pictures or files outside it, which were not fetched."
_OPEN_DOCUMENT = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}
_OLD = (("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"), ("PowerPoint Document", "ppt"))
_WORD_IS_LOCKED = 0x0100
_CHANGED = re.compile(rb"<(?:w:ins|w:del|w:moveFrom|w:moveTo|text:changed-region)[ >]")
_HIDDEN = re.compile(rb'<w:vanish(?: */|>|(?! w:val="(?:0|false)")[ ])|text:display="none"')
_COMMENT = re.compile(rb"<(?:w:comment|office:annotation)[ >]")
_SPEAKER = re.compile(rb"<a:r>(?:(?!</a:r>).)*<a:t>[^<]*\S[^<]*</a:t>", re.DOTALL)
_HIDDEN_SLIDE = re.compile(rb"""<p:sld\s[^>]*show=["'](?:0|false)["']""")
_RELATION = re.compile(rb"<Relationship [^>]*>")


def examine(source: str) -> dict[str, Any]:
    """The kind of document by its content, as "docx", and what the printed pages do not show, in sentences.

    Raises DomainError("preview.unavailable", reason=…) for one that is locked,
    a bomb, or no document that can be printed.
    """
    path = Path(source)
    if path.stat().st_size > BYTES_AT_MOST:
        raise _refused("it is too large to convert")
    content = path.read_bytes()
    if content.startswith(b"{\\rtf"):
        return {"ending": "rtf", "notes": _rich_text(content)}
    if content.startswith(b"PK"):
        try:
            return _zipped(content)
        except zipfile.BadZipFile as fault:
            raise _refused("it is damaged or cut short: its table of contents cannot be read") from fault
    return _old(content)


def _refused(reason: str) -> DomainError:
    return DomainError("preview.unavailable", reason=reason)


def _rich_text(content: bytes) -> list[str]:
    held = [
        (b"\\object", "Holds embedded objects, printed as pictures at most."),
        (b"\\revised", "Holds tracked changes, printed as they stand."),
        (b"\\deleted", "Holds deleted text kept by change tracking."),
        (b"\\v ", "Holds hidden text, not printed."),
        (b"\\annotation", "Holds comments, not printed."),
    ]
    return [words for sign, words in held if sign in content]


def _zipped(content: bytes) -> dict[str, Any]:
    listing = list_zip(content)
    if listing.bomb:
        raise _refused(BOMB)
    if listing.encrypted:
        raise _refused(LOCKED)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {
            info.filename: archive.read(info)
            for info in archive.infolist()
            if info.filename.endswith((".xml", ".rels")) or info.filename == "mimetype"
        }
        names = archive.namelist()
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise _refused(LOCKED)
    if any(b"<!ENTITY" in _plain(words) for words in parts.values()):
        raise _refused(ENTITIES)
    return {"ending": _ending(parts, names), "notes": _held(parts, names)}


def _plain(words: bytes) -> bytes:
    """As one byte for each character, so that no other encoding hides a declaration."""
    return words.replace(b"\0", b"")


def _ending(parts: dict[str, bytes], names: list[str]) -> str:
    said = parts.get("mimetype", b"").decode("ascii", "replace")
    kind = said.removeprefix("application/vnd.oasis.opendocument.")
    macros = any(name.endswith("vbaProject.bin") for name in names)
    for known, ending in _OPEN_DOCUMENT.items():
        if kind.startswith(known):
            return ending
    if "word/document.xml" in names:
        return "docm" if macros else "docx"
    if "ppt/presentation.xml" in names:
        return "pptm" if macros else "pptx"
    raise _refused("this kind of file has no printed form")


def _held(parts: dict[str, bytes], names: list[str]) -> list[str]:
    words = b"\n".join(
        part for name, part in parts.items() if name.startswith(("word/", "ppt/")) or "/" not in name
    )
    notes = []
    if any(name.endswith("vbaProject.bin") or name.startswith(("Basic/", "Scripts/")) for name in names):
        notes.append(MACROS)
    changes, hidden, comments = (len(each.findall(words)) for each in (_CHANGED, _HIDDEN, _COMMENT))
    if changes:
        notes.append(f"{_count(changes, 'tracked change')}, printed as the document shows them.")
    if hidden:
        notes.append(f"{_count(hidden, 'passage')} of hidden text, not printed.")
    if comments:
        notes.append(f"{_count(comments, 'comment')}, not printed.")
    notes += _slides(parts)
    relations = b"".join(part for name, part in parts.items() if name.endswith(".rels"))
    outside = [each for each in _RELATION.findall(relations) if b'TargetMode="External"' in each]
    if any(b"/hyperlink" not in each for each in outside):
        notes.append(_LINKS)
    return notes


def _slides(parts: dict[str, bytes]) -> list[str]:
    """What a presentation holds besides the slides that are shown."""
    spoken = sum(
        name.startswith("ppt/notesSlides/") and _SPEAKER.search(part) is not None
        for name, part in parts.items()
    )
    hidden = sum(
        name.startswith("ppt/slides/") and _HIDDEN_SLIDE.search(part) is not None
        for name, part in parts.items()
    )
    told = [f"{_count(spoken, 'slide')} with speaker's notes, which are not printed."] if spoken else []
    return told + ([f"{_count(hidden, 'hidden slide')}, not printed."] if hidden else [])


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"


def _old(content: bytes) -> dict[str, Any]:
    """A document of Office 97 to 2003, or a locked newer one, which is wrapped in the same way."""
    if _names(content, "EncryptedPackage"):
        raise _refused(LOCKED)
    ending = next((ending for name, ending in _OLD if _names(content, name)), "")
    if not ending:
        raise _refused("this kind of file has no printed form")
    if ending == "doc" and _is_locked_word(content):
        raise _refused(LOCKED)
    macros = _names(content, "VBA") or _names(content, "_VBA_PROJECT_CUR")
    return {"ending": ending, "notes": [MACROS] if macros else []}


def _names(content: bytes, name: str) -> bool:
    return f"{name}\0".encode("utf-16-le") in content


def _is_locked_word(content: bytes) -> bool:
    for start in range(512, len(content) - 12, 512):
        if content[start : start + 2] == b"\xec\xa5":
            return bool(int.from_bytes(content[start + 10 : start + 12], "little") & _WORD_IS_LOCKED)
    return False
