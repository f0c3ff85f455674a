"""What a file is, told by its content; and whether its name claims something else."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

WEB_ARCHIVE = "multipart/related"
"""A web page saved as MHTML: built like an e-mail, but a page."""
HEAD = 8192
"""How many bytes from the start of a file `detect` wants to see."""


class Kind(StrEnum):
    """What can be done with a file."""

    IMAGE = "image"
    PDF = "pdf"
    MAIL = "mail"
    TEXT = "text"
    HTML = "html"
    SVG = "svg"
    VIDEO = "video"
    AUDIO = "audio"
    ARCHIVE = "archive"
    OFFICE = "office"
    PROGRAM = "program"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FileType:
    """A media type and what kind of thing it is. `mismatch`: the name claims another kind."""

    media_type: str
    kind: Kind
    mismatch: bool = False


_SIGNATURES: tuple[tuple[bytes, str, Kind], ...] = (
    (b"\xff\xd8\xff", "image/jpeg", Kind.IMAGE),
    (b"\x89PNG\r\n\x1a\n", "image/png", Kind.IMAGE),
    (b"GIF87a", "image/gif", Kind.IMAGE),
    (b"GIF89a", "image/gif", Kind.IMAGE),
    (b"II*\x00", "image/tiff", Kind.IMAGE),
    (b"MM\x00*", "image/tiff", Kind.IMAGE),
    (b"%PDF-", "application/pdf", Kind.PDF),
    (b"MZ", "application/vnd.microsoft.portable-executable", Kind.PROGRAM),
    (b"\x7fELF", "application/x-elf", Kind.PROGRAM),
    (b"\x1a\x45\xdf\xa3", "video/webm", Kind.VIDEO),
    (b"ID3", "audio/mpeg", Kind.AUDIO),
    *((bytes((0xFF, sync)), "audio/mpeg", Kind.AUDIO) for sync in (0xFB, 0xFA, 0xF3, 0xF2, 0xE3, 0xE2)),
    (b"fLaC", "audio/flac", Kind.AUDIO),
    (b"OggS", "audio/ogg", Kind.AUDIO),
    (b"#!AMR", "audio/amr", Kind.AUDIO),
    (b"Rar!", "application/vnd.rar", Kind.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed", Kind.ARCHIVE),
    (b"\x1f\x8b", "application/gzip", Kind.ARCHIVE),
    (b"{\\rtf", "application/rtf", Kind.OFFICE),
)
_RIFF = {
    b"WEBP": ("image/webp", Kind.IMAGE),
    b"WAVE": ("audio/wav", Kind.AUDIO),
    b"AVI ": ("video/x-msvideo", Kind.VIDEO),
}
_STILL_BRANDS = {b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heic", b"avif": "image/avif"}
_NAMES = (
    (Kind.IMAGE, "jpg jpeg jpe png gif tif tiff webp bmp heic heif avif"),
    (Kind.TEXT, "txt csv json log md xml"),
    (Kind.VIDEO, "mp4 mov m4v avi mkv webm"),
    (Kind.AUDIO, "mp3 wav m4a ogg opus flac amr aac"),
    (Kind.OFFICE, "doc docx xls xlsx ppt pptx odt ods odp rtf docm xlsm pptm"),
    (Kind.ARCHIVE, "zip rar 7z gz"),
    (Kind.PROGRAM, "exe dll scr com msi"),
    (Kind.HTML, "htm html mht mhtml"),
    (Kind.MAIL, "eml msg"),
    (Kind.PDF, "pdf"),
    (Kind.SVG, "svg"),
)
_BY_NAME = {ending: kind for kind, endings in _NAMES for ending in endings.split()}
_TEXT_TYPES = {"csv": "text/csv", "json": "application/json", "xml": "application/xml"}
_FIELD = re.compile(rb"[A-Za-z][A-Za-z0-9-]*:")
_TAG = re.compile(rb"<[a-z][a-z0-9]{0,9}(?:\s[^<>]*)?/?>", re.IGNORECASE)
_MAIL_NAMES = re.compile(
    rb"^(from|to|subject|date|received|message-id|mime-version):", re.IGNORECASE | re.MULTILINE
)


def claims(filename: str) -> Kind | None:
    """The kind that a file's name claims, if any."""
    return _BY_NAME.get(_ending(filename))


def _ending(filename: str) -> str:
    return PurePosixPath(filename.replace("\\", "/")).suffix.lower().lstrip(".")[:10]


def detect(head: bytes, filename: str) -> FileType:
    """The type of a file from its first bytes (at least `HEAD` of them, or all)."""
    ending = _ending(filename)
    media_type, kind = _by_content(head, ending)
    claimed = _BY_NAME.get(ending)
    related = {claimed, kind} <= {Kind.TEXT, Kind.HTML, Kind.SVG, Kind.MAIL} or {claimed, kind} <= {
        Kind.VIDEO,
        Kind.AUDIO,
    }
    return FileType(media_type, kind, claimed is not None and claimed != kind and not related)


def _by_content(head: bytes, ending: str) -> tuple[str, Kind]:
    for signature, media_type, kind in _SIGNATURES:
        if head.startswith(signature):
            return media_type, kind
    if head[:4] == b"RIFF" and head[8:12] in _RIFF:
        return _RIFF[head[8:12]]
    if head[4:8] == b"ftyp":
        return _boxed(head)
    if (
        head[:2] == b"BM"
        and len(head) > 26
        and head[14:18] in {b"\x28\0\0\0", b"\x7c\0\0\0", b"\x6c\0\0\0", b"\x0c\0\0\0"}
    ):
        return "image/bmp", Kind.IMAGE
    if head[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        return _zipped(head)
    if head[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return (
            ("application/vnd.ms-outlook", Kind.MAIL)
            if ending == "msg"
            else ("application/x-ole-storage", Kind.OFFICE)
        )
    return _textual(head, ending)


def _begins_as_mail(head: bytes, ending: str) -> bool:
    """Whether header lines stand at the start: two known ones, or any in a file that is called .eml."""
    fields = 0
    for line in head.removeprefix(b"\xef\xbb\xbf").split(b"\n")[:-1]:
        folded = fields and line[:1] in {b" ", b"\t"}
        if not folded and not _FIELD.match(line):
            return False
        fields += not folded
        if ending == "eml" or fields == 2:
            break
    return fields > 0 and (ending == "eml" or (fields == 2 and len(_MAIL_NAMES.findall(head[:4096])) >= 2))


def _boxed(head: bytes) -> tuple[str, Kind]:
    brand = head[8:12]
    if brand in _STILL_BRANDS:
        return _STILL_BRANDS[brand], Kind.IMAGE
    if brand in {b"M4A ", b"M4B "}:
        return "audio/mp4", Kind.AUDIO
    return ("video/quicktime" if brand == b"qt  " else "video/mp4"), Kind.VIDEO


def _zipped(head: bytes) -> tuple[str, Kind]:
    for sign, media_type in (
        (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        (b"opendocument", "application/vnd.oasis.opendocument"),
        (b"[Content_Types].xml", "application/vnd.openxmlformats-officedocument"),
    ):
        if sign in head:
            return media_type, Kind.OFFICE
    return "application/zip", Kind.ARCHIVE


def _textual(head: bytes, ending: str) -> tuple[str, Kind]:
    holds_pdf = b"%PDF-" in head[:1024]
    # A mail may carry a PDF as it is; what is called .pdf is opened as one whatever stands before it.
    if not (holds_pdf and ending == "pdf") and _begins_as_mail(head, ending):
        archive = ending in {"mht", "mhtml"} or b"\nsnapshot-content-location:" in head.lower()
        return (WEB_ARCHIVE if archive else "message/rfc822"), Kind.MAIL
    if holds_pdf:
        return "application/pdf", Kind.PDF
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return "text/plain", Kind.TEXT
    controls = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head)
    claimed = _BY_NAME.get(ending) in {Kind.TEXT, Kind.MAIL, Kind.HTML}
    if controls > len(head) // 50 or (b"\x00" in head and not claimed):
        return "application/octet-stream", Kind.UNKNOWN
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:2000].lower()
    if b"<svg" in start and start.startswith((b"<svg", b"<?xml", b"<!doctype", b"<!--")):
        return "image/svg+xml", Kind.SVG
    named = ending in {"html", "htm"} and _TAG.search(head)
    if named or start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "text/html", Kind.HTML
    if ending == "eml":
        return "message/rfc822", Kind.MAIL
    return _TEXT_TYPES.get(ending, "text/plain"), Kind.TEXT
