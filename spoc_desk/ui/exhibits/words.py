"""How an exhibit's kind and size read: Photograph, PDF, E-mail; 412 KB."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QCoreApplication


def _tr(text: str) -> str:
    return QCoreApplication.translate("ExhibitWords", text)


def kind_of(media_type: str, filename: str) -> tuple[str, str]:
    """A file's kind in a word, and its icon, by its declared type and the end of its name."""
    ending = filename.rpartition(".")[2].casefold()
    if ending in {"eml", "msg"} or media_type == "message/rfc822":
        return _tr("E-mail"), "mail"
    if media_type == "application/pdf":
        return _tr("PDF"), "file-text"
    if ending in {"csv", "xlsx", "xls", "ods"}:
        return _tr("Spreadsheet"), "file-spreadsheet"
    if ending in {"zip", "7z", "tar", "gz", "rar"}:
        return _tr("Archive"), "file-archive"
    if ending in {"doc", "docx", "odt", "rtf", "ppt", "pptx"}:
        return _tr("Document"), "file-text"
    family = media_type.partition("/")[0]
    return {
        "image": (_tr("Picture"), "image"),
        "video": (_tr("Video"), "video"),
        "audio": (_tr("Sound"), "headphones"),
        "text": (_tr("Text"), "file-text"),
    }.get(family, (_tr("File"), "file"))


def shown_name(filename: str) -> str:
    """A file's name with each character that is made to be overlooked, such as ⟦U+202E⟧, in sight."""
    hidden = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    return "".join(
        f"⟦U+{ord(character):04X}⟧" if unicodedata.category(character) in hidden else character
        for character in filename
    )


def size_words(size: int) -> str:
    """Bytes as people say them, in units of 1,000."""
    if size < 1000:
        return _tr("{0} bytes").format(size)
    for unit, factor in (("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000)):
        if size < factor * 1000:
            number = size / factor
            return f"{number:.1f} {unit}" if number < 10 else f"{number:,.0f} {unit}"
    return f"{size / 1_000_000_000_000:.1f} TB"


def spaced_digest(sha256: str) -> str:
    """A SHA-256 in groups of eight, so that it can be read out and wraps between groups."""
    return " ".join(sha256[start : start + 8] for start in range(0, len(sha256), 8))
