"""Takes what photographs inside a PDF tell besides their picture, behind whatever they are stored."""

from collections.abc import Sequence

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from spoc_desk.documents.jpeg_files import without_metadata

_JPEG = frozenset({"/DCTDecode", "/DCT"})


def place_taken_out(pdf: Pdf) -> int:
    """Take place and camera data, comments and thumbnails out of photographs that hold any; how many.

    Their scans stay bit for bit. Raises PdfError when one cannot be unpacked.
    """
    changed = 0
    for held in list(pdf.objects):
        if not isinstance(held, Stream):
            continue
        filters, parameters = _listed(held.get("/Filter")), _listed(held.get("/DecodeParms"))
        if not filters or str(filters[-1]) not in _JPEG:
            continue
        content = _unpacked(pdf, held, filters[:-1], parameters[: len(filters) - 1])
        bare = without_metadata(content)
        if bare != content:
            own = next(
                (each for each in parameters[len(filters) - 1 :] if isinstance(each, Dictionary)), None
            )
            held.write(bare, filter=Name.DCTDecode, decode_parms=own)
            changed += 1
    return changed


def _unpacked(pdf: Pdf, held: Stream, filters: Sequence[Object], parameters: Sequence[Object]) -> bytes:
    """The JPEG out of what it is wrapped in: qpdf unwraps nothing of a chain that ends in one."""
    content = held.read_raw_bytes()
    if not filters:
        return content
    wrapped = Stream(pdf, content)
    wrapped.Filter = Array(filters)
    if parameters:
        wrapped.DecodeParms = Array(parameters)
    return wrapped.read_bytes()


def _listed(value: Object | None) -> list[Object]:
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]
