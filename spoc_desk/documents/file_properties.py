"""What a finished pack says of itself as a file: title, author, language, dates, identifier."""

import hashlib
import json
import unicodedata
from datetime import UTC

from pikepdf import Array, Dictionary, Object, Pdf, String

from spoc_desk.documents.order import Order
from spoc_desk.domain.packs import PackContent

LANGUAGE = "en-GB"


def describe(pdf: Pdf, content: PackContent, order: Order, opens_at: Object) -> None:
    """Write the properties, in both forms that PDF has for them. The same content gives the same bytes.

    opens_at: the destination that a reader shows first.
    """
    root = pdf.Root
    root.OpenAction = opens_at
    root.Lang = String(LANGUAGE)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    if "/SPOCDesk" in root:
        del root["/SPOCDesk"]
    issued = content.issued_at.astimezone(UTC)
    when = f"D:{issued:%Y%m%d%H%M%S}Z"
    told = {
        "/Title": _title(content, order),
        "/Author": content.force,
        "/Subject": f"{content.casefile_reference} {content.crime_reference} {content.marking}".strip(),
        "/Creator": content.program,
        "/Producer": content.program,
        "/CreationDate": when,
        "/ModDate": when,
    }
    for key, value in told.items():
        pdf.docinfo[key] = String(value)
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as packet:
        packet["dc:title"] = _fit(told["/Title"])
        packet["dc:creator"] = [_fit(told["/Author"])]
        packet["dc:description"] = _fit(told["/Subject"])
        packet["dc:language"] = {LANGUAGE}
        packet["dc:format"] = "application/pdf"
        packet["xmp:CreatorTool"] = packet["pdf:Producer"] = content.program
        packet["xmp:CreateDate"] = packet["xmp:ModifyDate"] = f"{issued:%Y-%m-%dT%H:%M:%SZ}"
    pdf.trailer.ID = Array([_identifier(told, order)] * 2)


def _fit(words: str) -> str:
    """The words without what XML cannot hold."""
    return "".join(each for each in words if unicodedata.category(each) not in {"Cc", "Cs", "Cn"})


def _title(content: PackContent, order: Order) -> str:
    volume = f", {order.volume_told.lower()}" if order.volume_told else ""
    return f"{content.title}: evidence pack {content.pack_reference}{volume}"


def _identifier(told: dict[str, str], order: Order) -> String:
    """The file's permanent identifier: of what it says of itself, and of every exhibit in it."""
    pieces = [[p.exhibit.reference, p.exhibit.sha256, p.first, p.last] for p in order.pieces]
    words = json.dumps([told, order.volume, pieces], sort_keys=True)
    return String(hashlib.sha256(words.encode()).digest()[:16])
