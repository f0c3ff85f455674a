"""A pack with redacted exhibits: proved volume by volume, and nothing left of one that leaks."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from PIL import Image

from spoc_desk.documents.packs import build_pack
from spoc_desk.documents.part_making import Programs
from spoc_desk.documents.redacted_parts import Hidden, prove
from spoc_desk.documents.redaction_drawing import pages_to_redact
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.packs import PackExhibit
from spoc_desk.domain.redactions import Box, PackRedaction, RedactedPlace
from tests.documents import pack_samples, samples
from tests.documents import redaction_samples as rs

MAIL = samples.mail(f"See what {rs.SECRET} wrote.\n")
MAIL.add_attachment(rs.letter(), maintype="application", subtype="pdf", filename="letter.pdf")
NOISE = samples.saved(Image.effect_noise((400, 300), 60), "JPEG", quality=90)
FILES = {
    "AM/1": ("threat.eml", bytes(MAIL)),
    "AM/2": ("letter.pdf", rs.letter(pages=6)),
    "AM/3": ("door.jpg", NOISE),
    "AM/4": ("again.jpg", NOISE),
}
UNDRAWN = PackRedaction((), (), "", "", "", "")


def redacted(exhibit: PackExhibit, folder: Path, fonts: Path, child, terms=(rs.SECRET,)) -> PackExhibit:
    """The exhibit with a redaction over every place where the name stands."""
    told = replace(
        UNDRAWN, reference=exhibit.reference, description=exhibit.description, filename=exhibit.filename
    )
    opener = pack_samples.opener(FILES)
    part = pages_to_redact(replace(exhibit, redaction=told), opener, folder, fonts, child, Programs())
    made = folder / "drawn.pdf"
    made.write_bytes(part)
    places = tuple(
        RedactedPlace(Box(number, *(round(100 * edge) for edge in edges)), code, word)
        for number, *edges, code, word in rs.boxes_for(made, rs.SECRET)
    )
    assert places
    digest = hashlib.sha256(part).hexdigest()
    return replace(exhibit, redaction=replace(told, places=places, terms=terms, part_sha256=digest))


def build(folder: Path, child, fonts: Path, exhibits, **changes):
    return build_pack(
        pack_samples.content(FILES, exhibits=tuple(exhibits), **changes),
        pack_samples.opener(FILES),
        folder / "pack.pdf",
        folder / "scratch",
        child,
        lambda _done, _total: None,
        lambda: False,
        fonts=fonts,
        programs=Programs(),
    )


@pytest.fixture
def exhibits(tmp_path, child, fonts, faces):
    scratch = tmp_path / "drawing"
    scratch.mkdir()
    first, second, *rest = pack_samples.content(FILES).exhibits
    return [redacted(first, scratch, fonts, child), redacted(second, scratch, fonts, child), *rest]


def words(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(path).pages).split())


def test_a_mail_and_the_letter_attached_to_it_are_redacted_alike(tmp_path, child, fonts, exhibits):
    assert {place.box.page for place in exhibits[0].redaction.places} >= {1, 2}
    built = build(tmp_path, child, fonts, exhibits)
    told = words(built.path)
    assert "Quillfeather" not in told
    assert "Nothing private here." in told
    assert [(reference, count) for reference, count, _ in built.redacted] == [
        ("AM/1", len(exhibits[0].redaction.places)),
        ("AM/2", len(exhibits[1].redaction.places)),
    ]
    assert "Nothing survived there. No words could be looked for on pages 14-15," in built.proof
    assert built.unread == ((1, 14), (1, 15))
    assert "not checked by a second person" in told


def test_each_volume_is_proved(tmp_path, child, fonts, exhibits):
    built = build(tmp_path, child, fonts, exhibits, volume_size=580_000)
    assert len(built.volumes) > 1
    for volume in built.volumes:
        assert "Quillfeather" not in words(volume.path)
    assert built.proof


def test_the_same_redacted_content_gives_the_same_pack(tmp_path, child, fonts, exhibits):
    folders = (tmp_path / "one", tmp_path / "two")
    for folder in folders:
        folder.mkdir()
    first, second = (build(folder, child, fonts, exhibits).sha256 for folder in folders)
    assert first == second


def test_a_pack_that_leaks_is_not_kept(tmp_path, child, fonts, exhibits):
    one_left = replace(exhibits[1], redaction=None)
    with pytest.raises(DomainError) as refused:
        build(tmp_path, child, fonts, [exhibits[0], one_left, *exhibits[2:]])
    assert refused.value.code == "redaction.leaked"
    assert int(refused.value.values["page"]) > 1  # type: ignore[call-overload]
    assert [path for path in tmp_path.rglob("*") if path.name.startswith("pack.pdf")] == []


def test_pages_other_than_those_drawn_on_are_refused(tmp_path, child, fonts, exhibits):
    other = replace(exhibits[1], redaction=replace(exhibits[1].redaction, part_sha256="00" * 32))
    with pytest.raises(DomainError) as refused:
        build(tmp_path, child, fonts, [exhibits[0], other, *exhibits[2:]])
    assert refused.value.code == "redaction.pages_changed"
    assert refused.value.values["reference"] == "AM/2"


def test_a_proof_that_cannot_be_finished_is_no_proof(tmp_path, child, fonts, exhibits):
    class Order:
        spans = pieces = ()
        total = 1

        def rests(self, _weight):
            return []

    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 no more")
    content = pack_samples.content(FILES, exhibits=tuple(exhibits))
    with pytest.raises(DomainError) as refused:
        prove(content, Order(), broken, {"AM/1": Hidden((), (), "")}, fonts, child)
    assert refused.value.code == "redaction.proof_failed"
