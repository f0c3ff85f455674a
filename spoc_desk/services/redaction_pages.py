"""The pages of an exhibit while redactions are drawn on them: pictures, words, suggestions, the result."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace

from spoc_desk.domain.changes import RecordConsulted
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.evidence import EvidenceKey
from spoc_desk.domain.exhibits import Exhibit, ExhibitState
from spoc_desk.domain.packs import PackExhibit
from spoc_desk.domain.redaction_suggestions import Suggestion, not_yet, of_people
from spoc_desk.domain.redactions import Box, Redaction, RedactionCheck, checked_term, standing
from spoc_desk.services.casefiles import view_casefile
from spoc_desk.services.pack_content import case_people, listed_exhibit
from spoc_desk.services.pack_redactions import pack_redaction
from spoc_desk.services.ports import Desk

VIEW = "spoc_desk.documents.redaction_view"
SECONDS = 120.0
SCRATCH = "scratch"


@dataclass(frozen=True, slots=True)
class RedactionPages:
    """An exhibit's printed pages, unredacted, held in memory only.

    sizes: width and height of each page in points. wordless: pages, from 1, on
    which no words can be found. machine_read: pages whose words lie unseen under
    a picture, perhaps not quite where it shows them. sha256: of the pages.
    """

    exhibit_id: int
    reference: str
    part: bytes = field(repr=False)
    sha256: str
    sizes: tuple[tuple[float, float], ...]
    wordless: tuple[int, ...]
    machine_read: tuple[int, ...] = ()


def open_pages(exhibit_id: int, desk: Desk) -> RedactionPages:
    """Makes the pages; the reading is on the audit trail first.

    Raises DomainError("redaction.not_sealed", "redaction.too_large", "preview.unavailable").
    """
    with desk.unit_of_work() as work:
        exhibit = work.get(Exhibit, exhibit_id)
        work.record(RecordConsulted(kind="exhibit", record=exhibit_id, casefile=exhibit.casefile_id))
    if exhibit.state is not ExhibitState.SEALED:
        raise DomainError("redaction.not_sealed", reference=exhibit.reference)
    key = EvidenceKey(exhibit.file_name, exhibit.file_identity)
    listed = _as_redacted(exhibit, desk)
    part = desk.documents.part_of(listed, lambda _: desk.evidence.open(key), desk.folder / SCRATCH)
    told = desk.parser.call(f"{VIEW}:describe", {"content": part}, SECONDS)
    return RedactionPages(
        exhibit_id=exhibit_id,
        reference=exhibit.reference,
        part=part,
        sha256=told["sha256"],
        sizes=tuple((width, height) for width, height in told["sizes"]),
        wordless=tuple(told["wordless"]),
        machine_read=tuple(told["machine_read"]),
    )


def page_picture(content: bytes, page: int, dots: int, desk: Desk) -> bytes:
    """One page, from 1, of these pages or of their redacted version as a PNG, so many dots per inch."""
    asked = {"content": content, "number": page, "dots": dots}
    return bytes(desk.parser.call(f"{VIEW}:picture", asked, SECONDS))


def find_word(pages: RedactionPages, word: str, desk: Desk) -> tuple[Box, ...]:
    """Where a word or phrase stands, one box for each line it runs over. Raises DomainError."""
    asked = {"content": pages.part, "term": checked_term(word)}
    return tuple(_box(found) for found in desk.parser.call(f"{VIEW}:find", asked, SECONDS))


def suggestions(pages: RedactionPages, desk: Desk) -> tuple[Suggestion, ...]:
    """What on these pages is likely to need redacting still: particulars of people, and look-alikes."""
    with desk.queries.snapshot() as reader:
        exhibit = reader.get(Exhibit, pages.exhibit_id)
        case = view_casefile(exhibit.casefile_id, reader)
        known = of_people(case_people(case, reader))
        have = [each.term for each in standing(reader.find(Redaction, exhibit_id=exhibit.id)) if each.term]
    asked = {"content": pages.part, "known": [[each.term, each.code, each.why] for each in known]}
    found = desk.parser.call(f"{VIEW}:suggest", asked, SECONDS)
    return not_yet((Suggestion(term, code, why, tuple(on)) for term, code, why, on in found), have)


def redacted_version(pages: RedactionPages, desk: Desk) -> tuple[bytes, str]:
    """The pages as they will be printed, proved free of what was taken out, and their SHA-256.

    Raises DomainError("redaction.pages_changed", "redaction.leaked").
    """
    with desk.queries.snapshot() as reader:
        exhibit = reader.get(Exhibit, pages.exhibit_id)
    as_redacted, count = _as_redacted(exhibit, desk), len(pages.sizes)
    made = desk.documents.redacted(as_redacted, pages.part, count, desk.folder / SCRATCH)
    return made, hashlib.sha256(made).hexdigest()


def _as_redacted(exhibit: Exhibit, desk: Desk) -> PackExhibit:
    with desk.queries.snapshot() as reader:
        case = view_casefile(exhibit.casefile_id, reader)
        listed = listed_exhibit(exhibit, case)
        drawn = reader.find(Redaction, exhibit_id=exhibit.id)
        checks = reader.find(RedactionCheck, exhibit_id=exhibit.id)
        people = case_people(case, reader)
    return replace(listed, redaction=pack_redaction(listed, drawn, checks, people, desk.redaction_reasons))


def _box(found: list[float]) -> Box:
    page, left, bottom, right, top = found
    return Box(int(page), round(left * 100), round(bottom * 100), round(right * 100), round(top * 100))
