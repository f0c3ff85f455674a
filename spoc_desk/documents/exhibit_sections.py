"""The exhibit pages of a pack: the list with continuity, and the hashes with the way to check them."""

from collections.abc import Mapping, Sequence

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, Spacer

from spoc_desk.documents.case_sections import EXHIBIT_LIST, HASHES, opened
from spoc_desk.documents.linked import exhibit_target
from spoc_desk.documents.part_text import size_told
from spoc_desk.documents.parts import Rendition
from spoc_desk.documents.rows import Press, Words
from spoc_desk.documents.style import TEXT_WIDTH, heading, text
from spoc_desk.domain.packs import PackContent, PackExhibit, PackMovement, exhibit_file_name, pack_file_name

_NUMBER_WIDTH = 70.0
_CONTINUITY = (126.0, 80.0, 80.0, TEXT_WIDTH - 360, 74.0)


def exhibits_story(content: PackContent, renditions: Mapping[str, Rendition], press: Press) -> list[Flowable]:
    """Every exhibit: what it is, where it came from, whose hands it passed through, its hash."""
    story = opened(EXHIBIT_LIST, press, 220)
    for index, exhibit in enumerate(content.exhibits):
        block = _exhibit(exhibit, renditions.get(exhibit.reference), press)
        # The first block follows the section's heading, which has made room for both.
        story += block if index else block[1:]
    return story


def _exhibit(exhibit: PackExhibit, rendition: Rendition | None, press: Press) -> list[Flowable]:
    look, target = press.styles, exhibit_target(exhibit.reference)
    title = Words(f"{exhibit.reference}\xa0\xa0{exhibit.description}", look.subheading, target)
    number = (Words("", look.subheading, target, number=True),) if rendition else ()
    told = [Words(_described(exhibit), look.cell)]
    if exhibit.withheld_reason:
        told.append(Words(f"Withheld from this pack: {exhibit.withheld_reason}", look.alarm))
    elif rendition:
        told.append(
            Words(f"Printed as: {rendition.how}. {' '.join(rendition.notes)}".strip(), look.cell_soft)
        )
    told += [Words(line, look.cell_mono) for line in _hashes(exhibit, rendition)]
    story: list[Flowable] = [
        # A block stays together unless its continuity alone would fill a page.
        CondPageBreak(min(100 + 23 * len(exhibit.continuity), 500)),
        Spacer(1, 8),
        press.rows([((title,), number)], (TEXT_WIDTH - _NUMBER_WIDTH, _NUMBER_WIDTH)),
        Spacer(1, 3),
        press.rows([(told,)], (TEXT_WIDTH,), ruled=False),
    ]
    if exhibit.continuity:
        head = ("When", "From", "To", "Why and seals", "Recorded by")
        moves = [_movement(move, press) for move in exhibit.continuity]
        story.append(press.rows(moves, _CONTINUITY, head))
    return story


def _hashes(exhibit: PackExhibit, rendition: Rendition | None) -> list[str]:
    if rendition is None or not rendition.hashes:
        return [f"SHA-256 {exhibit.sha256}"]
    further = [f"SHA-256 of {what}: {sha256}" for what, sha256 in rendition.hashes]
    return [f"SHA-256 of the original: {exhibit.sha256}", *further]


def _movement(move: PackMovement, press: Press) -> tuple[tuple[Words], ...]:
    why = "; ".join(filter(None, (move.purpose, _said("seals ", move.seals))))
    cells = (move.when, move.from_holder, move.to_holder, why, move.officer)
    return tuple((Words(each, press.styles.cell_soft),) for each in cells)


def _described(exhibit: PackExhibit) -> str:
    same = exhibit.acquired_by == exhibit.producer
    finder = "" if same else _said("found by ", exhibit.acquired_by)
    place = _said("at ", exhibit.acquired_where)
    found = " ".join(filter(None, (finder or "found", exhibit.acquired_at, place)))
    pieces = [
        "; ".join(filter(None, (_said("Produced by ", exhibit.producer), found if found != "found" else ""))),
        _said("Sealed ", exhibit.sealed_at),
        _said("Source: ", exhibit.source),
        _said("Seal ", exhibit.seal_number),
        f"File: {exhibit.filename}, {exhibit.media_type or 'type not known'}, {size_told(exhibit.size)}",
    ]
    return ". ".join(piece.rstrip(".") for piece in pieces if piece) + "."


def hashes_story(
    content: PackContent, renditions: Mapping[str, Rendition], versions: Sequence[str], press: Press
) -> list[Flowable]:
    """Each original's hash and how anybody can check it with what their computer already has."""
    look = press.styles
    told = (
        "Each line is the SHA-256 of an original file as it was sealed. When the originals are supplied, "
        "they carry the file names below, and the list supplied with them can be checked in one step."
    )
    rows = [
        (
            (Words(exhibit.reference, look.cell_link, target),),
            (
                Words(exhibit_file_name(exhibit), look.cell),
                Words(exhibit.sha256, look.cell_mono),
                *_further(renditions.get(exhibit.reference), look.cell_soft),
            ),
            () if exhibit.withheld_reason else (Words("", look.cell, target, number=True),),
        )
        for exhibit in content.exhibits
        for target in (exhibit_target(exhibit.reference),)
    ]
    return [
        *opened(HASHES, press),
        text(told, look.body),
        press.rows(rows, (70.0, TEXT_WIDTH - 140, 70.0), ("Reference", "File name and SHA-256", "")),
        *heading("How to check", look.subheading, 150),
        *(text(line, look.body) for line in _ways_to_check(pack_file_name(content))),
        *heading("How it was made", look.subheading),
        *(text(line, look.cell_soft) for line in versions),
    ]


def _further(rendition: Rendition | None, look: ParagraphStyle) -> list[Words]:
    """The hashes of what is printed in an original's place."""
    hashes = rendition.hashes if rendition else ()
    return [Words(f"SHA-256 of {what}: {sha256}", look) for what, sha256 in hashes]


def _ways_to_check(name: str) -> tuple[str, ...]:
    photographs = (
        "Photographs: pdfimages -all FILE.pdf gives back each JPEG; those printed as “original bytes”"
    )
    log = "Audit log: the anchor on the cover stands in the log exported with the case; the script supplied"
    pack = (
        "This pack: a file cannot hold its own hash. In a release folder it stands in MANIFEST.sha256, "
        "with those of contents.json (every item, its pages and hash), of the signed PDF and of the change "
        f"sheet where there are such; a copy saved alone has “{name}.sha256” beside it."
    )
    return (
        pack,
        "Linux: sha256sum -c MANIFEST.sha256, or the .sha256 file. macOS: shasum -a 256 -c.",
        "Windows: certutil -hashfile FILE.pdf SHA256.",
        f"{photographs} have the hash listed above.",
        f"{log} with it checks the whole chain.",
    )


def _said(label: str, value: str) -> str:
    return f"{label}{value}" if value else ""
