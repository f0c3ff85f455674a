"""Office documents for tests, written part by part: letters, and the ways in which they can be hostile."""

import io
import zipfile
from collections.abc import Mapping
from types import MappingProxyType

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_BY = 'w:author="A" w:date="2026-11-16T09:00:00Z"'
TRACKED = (
    f'<w:p><w:ins w:id="1" {_BY}><w:r><w:t>added words</w:t></w:r></w:ins>'
    f'<w:del w:id="2" {_BY}><w:r><w:delText>struck words</w:delText></w:r></w:del></w:p>'
)
HIDDEN = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>words nobody sees</w:t></w:r></w:p>"


def paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def zipped(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, words in parts.items():
            archive.writestr(name, words)
    return buffer.getvalue()


def docx(body: str, head: str = "", more: Mapping[str, str | bytes] = MappingProxyType({})) -> bytes:
    """A Word document. head: what stands before its XML; more: further parts by their names."""
    relation = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    document = f"{head}<w:document {SPACES}><w:body>{body}</w:body></w:document>"
    own = {"[Content_Types].xml": _TYPES, "_rels/.rels": relations(relation), "word/document.xml": document}
    return zipped({**own, **more})


def relations(words: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{words}</Relationships>'


def linked_picture(address: str) -> bytes:
    """A letter with a picture that lies outside it."""
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    body = (
        f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{drawing}/wordprocessingDrawing">'
        '<wp:extent cx="1905000" cy="1905000"/><wp:docPr id="1" name="P"/>'
        f'<a:graphic xmlns:a="{drawing}/main"><a:graphicData uri="{drawing}/picture">'
        f'<pic:pic xmlns:pic="{drawing}/picture"><pic:nvPicPr><pic:cNvPr id="0" name="i"/><pic:cNvPicPr/>'
        '</pic:nvPicPr><pic:blipFill><a:blip r:link="rId9"/><a:stretch><a:fillRect/></a:stretch>'
        '</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1905000" cy="1905000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )
    image = f'<Relationship Id="rId9" Type="{_OFFICE}/image" Target="{address}" TargetMode="External"/>'
    return docx(paragraph("See the picture") + body, more={"word/_rels/document.xml.rels": relations(image)})


def odt(body: str, more: Mapping[str, str | bytes] = MappingProxyType({})) -> bytes:
    """An OpenDocument text."""
    space = "urn:oasis:names:tc:opendocument:xmlns"
    kind = "application/vnd.oasis.opendocument.text"
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{media_type}"/>'
        for path, media_type in (("/", kind), ("content.xml", "text/xml"))
    )
    content = (
        f'<office:document-content xmlns:office="{space}:office:1.0" xmlns:text="{space}:text:1.0" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    manifest = f'<manifest:manifest xmlns:manifest="{space}:manifest:1.0">{entries}</manifest:manifest>'
    own = {"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content}
    return zipped({**own, **more})


def wrapped(*names: str, word_flags: int | None = None) -> bytes:
    """What begins like a file of Office 97 to 2003 and names these streams in its directory."""
    directory = b"".join(f"{name}\0".encode("utf-16-le").ljust(128, b"\0") for name in names)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
    word = b""
    if word_flags is not None:
        word = (b"\xec\xa5" + bytes(8) + word_flags.to_bytes(2, "little")).ljust(512, b"\0")
    return head + word + directory
