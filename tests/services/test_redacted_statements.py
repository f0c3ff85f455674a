"""A redacted statement is printed as a statement: its boxes were drawn on its paper, by another name."""

import io
import subprocess
from dataclasses import replace

import pypdf
import pytest

from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.domain.issues import IssuedPack, PackItem
from spoc_desk.services.casefiles import AddStatement, add_statement
from spoc_desk.services.exhibits import AddExhibit, add_exhibit
from spoc_desk.services.pack_building import BuildPack, build_pack
from spoc_desk.services.pack_starts import starting_terms
from spoc_desk.services.packs import pack_volumes
from spoc_desk.services.redaction_pages import open_pages, redacted_version
from spoc_desk.services.redactions import RedactWord, redact_word
from tests.documents import redaction_samples as rs
from tests.services import casework
from tests.services.colleagues import enrolled
from tests.services.test_disclosure import view
from tests.services.trail import all_of

TEXT = b"I am a farmer. I saw Jane Quillfeather at the gate.\n"


@pytest.fixture
def at(stored, printing):
    return printing(stored)


@pytest.fixture
def case(at, tmp_path):
    """Two statements with their papers, one of them an MG11 as PDF, and an exhibit."""
    case = casework.casefile(at)
    for number, (name, words) in enumerate((("mg11.pdf", rs.letter()), ("told.txt", TEXT)), 1):
        path = tmp_path / name
        path.write_bytes(words)
        add_exhibit(AddExhibit(case.id, path, f"Paper {number}", found_by="PC Ann Marsh"), at)
        add_statement(AddStatement(case.id, "Jo Fennimore", exhibit_id=number), at)
    note = tmp_path / "note.txt"
    note.write_text("Nothing private in this one.\n", "utf-8")
    add_exhibit(AddExhibit(case.id, note, "Note", found_by="PC Ann Marsh"), at)
    return case


@pytest.mark.parametrize("template", ["cps_file", "defence_service"])
def test_a_redacted_statement_is_printed_in_a_served_pack(at, case, tmp_path, template):
    for exhibit in all_of(at, Exhibit)[:2]:
        pages = open_pages(exhibit.id, at)
        redact_word(RedactWord(pages, "Quillfeather", "WIT"), at)
        assert redacted_version(pages, at)[0]
    asked = replace(
        starting_terms(at.templates.template(template), view(at, case)), authorised_by=enrolled(at).name
    )
    build_pack(BuildPack(case.id, asked), at)
    items = {each.reference: each for each in all_of(at, PackItem)}
    assert [items[name].redactions for name in ("ST/1", "ST/2")] == [1, 1]
    content = pack_volumes(all_of(at, IssuedPack)[-1].id, at)[0].opened().read()
    (tmp_path / "pack.pdf").write_bytes(content)
    copied = subprocess.run(
        ["pdftotext", str(tmp_path / "pack.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout
    words = " ".join([copied, *(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)])
    assert "Quillfeather" not in words
    assert "I am a farmer" in words
    assert "The candidate opened the door" in words
