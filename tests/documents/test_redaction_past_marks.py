"""A word redacted everywhere is gone from the finished pack though numbers, quotes or marks stand in it."""

import hashlib
import re
import subprocess
from dataclasses import replace

import pytest

from spoc_desk.documents.packs import build_pack
from spoc_desk.documents.part_making import Programs
from spoc_desk.documents.redaction_check import check_words
from spoc_desk.documents.redaction_drawing import pages_to_redact
from spoc_desk.domain.redactions import Box, PackRedaction, RedactedPlace
from tests.documents import pack_samples, samples
from tests.documents import redaction_samples as rs

TERMS = ("Zebedee Quillfeather", "14 Larkspur Mews", "07700 900123")
NOTE = "Zebedee\nQuillfeather lives at 14\nLarkspur Mews, phone 07700\n900123 ok\n"
FILES = {
    "AM/1": ("note.txt", NOTE.encode()),
    "AM/2": ("quoted.eml", bytes(samples.mail("Hello\n> quoted Zebedee\n> Quillfeather again\n"))),
    "AM/3": (
        "unseen.txt",
        "met Zebe\u200bdee Quill\u2060feather and after that went home outside\n".encode(),
    ),
}
TOLD = "Zebedee|Quill|Zebe|feather|Larkspur|07700|900123"


def redacted(exhibit, folder, fonts, child):
    told = PackRedaction((), (), "", exhibit.reference, exhibit.description, exhibit.filename)
    asked = replace(exhibit, redaction=told)
    part = pages_to_redact(asked, pack_samples.opener(FILES), folder, fonts, child, Programs())
    made = folder / "drawn.pdf"
    made.write_bytes(part)
    places = tuple(
        RedactedPlace(Box(number, *(round(100 * edge) for edge in edges)), code, word)
        for term in TERMS
        for number, *edges, code, word in rs.boxes_for(made, term)
    )
    digest = hashlib.sha256(part).hexdigest()
    return replace(exhibit, redaction=replace(told, places=places, terms=TERMS, part_sha256=digest))


def words(path) -> str:
    return subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True, text=True).stdout


def test_no_part_of_the_words_can_be_read_in_the_finished_pack(tmp_path, child, fonts, faces):
    own = pack_samples.content(FILES).exhibits
    drawn = [redacted(each, tmp_path, fonts, child) for each in own]
    drawn[0] = replace(drawn[0], description="From Zebe\u27e6U+200B zero-width space\u27e7dee Quillfeather")
    built = build_pack(
        pack_samples.content(FILES, exhibits=tuple(drawn)),
        pack_samples.opener(FILES),
        tmp_path / "pack.pdf",
        tmp_path / "scratch",
        child,
        lambda _done, _total: None,
        lambda: False,
        fonts=fonts,
        programs=Programs(),
    )
    told = words(built.path)
    assert re.findall(TOLD, told) == []
    assert "outside" in told
    assert "> quoted" in told


@pytest.mark.parametrize(("reference", "term"), [("AM/1", term) for term in TERMS] + [
    ("AM/2", TERMS[0]), ("AM/3", TERMS[0])])  # fmt: skip
def test_the_proof_sees_them_where_a_careless_redaction_leaves_them(tmp_path, fonts, faces, reference, term):
    name, content = FILES[reference]
    made = rs.part(tmp_path, fonts, content, name)
    assert check_words(str(made), [term], 1, 1) == [(1, "a redacted word can still be read or copied")]
