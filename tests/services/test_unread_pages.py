"""Where a word goes everywhere, pages without text are named: no word could be looked for in them."""

import pytest
from PIL import Image, ImageDraw

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.services.exhibits import AddExhibit, add_exhibit
from spoc_desk.services.pack_content import PackTerms
from spoc_desk.services.page_findings import findings_of
from spoc_desk.services.preflight import preflight
from spoc_desk.services.redaction_pages import open_pages
from spoc_desk.services.redactions import RedactWord, redact_word
from tests.services.test_redactions import all_of, at, built, case, words_in  # noqa: F401

WORD = "Zebedee Quillfeather"


@pytest.fixture
def scan(at, case, tmp_path):  # noqa: F811
    """Three scanned pages that show the name."""
    sheet = Image.new("L", (1240, 1754), 250)
    ImageDraw.Draw(sheet).text((200, 400), f"{WORD} lives here", fill=0, font_size=40)
    path = tmp_path / "scan.tiff"
    sheet.save(path, save_all=True, append_images=[sheet, sheet])
    add_exhibit(AddExhibit(case.id, path, "Three pages"), at)
    (found,) = (each for each in all_of(at, Exhibit) if each.filename == "scan.tiff")
    redact_word(RedactWord(open_pages(found.id, at), WORD, "WIT", everywhere=True), at)
    return found


def test_the_proof_does_not_vouch_for_pages_that_are_pictures(at, case, scan, tmp_path):  # noqa: F811
    pack, content = built(case, at)
    assert "pictures, streams" not in pack.proof
    assert "No words could be looked for on pages 6-8, which hold pictures without text" in pack.proof
    words = words_in(content, tmp_path)
    assert "0 redactions" not in words
    assert "Nothing is redacted on its pages, only in the pack's own words" in words


def test_a_release_has_to_accept_those_pages_and_preflight_names_the_picture(at, case, scan):  # noqa: F811
    told = preflight(case.id, PackTerms("CPS", ""), at)
    assert [each.link.record_id for each in told if each.reason.code == "redaction.picture_unread"] == [
        scan.id
    ]
    pack, _ = built(case, at)
    with at.queries.snapshot() as reader:
        (found,) = (each for each in findings_of(pack.id, reader) if each.reason.code == "packs.page_unread")
    assert found.reason.mapping()["reference"] == scan.reference
    assert found.reason.mapping()["pages"] == "6, 7, 8"
    assert found.link.record_id == scan.id


def test_a_leak_is_told_by_exhibit_and_its_own_page(at, case, scan, tmp_path):  # noqa: F811
    path = tmp_path / "late.txt"
    path.write_text("line\n" * 70 + f"from {WORD}\n", "utf-8")
    add_exhibit(AddExhibit(case.id, path, "A long letter"), at)
    reference = all_of(at, Exhibit)[-1].reference
    with pytest.raises(DomainError) as refused:
        built(case, at)
    assert refused.value.code == "redaction.leaked"
    assert refused.value.values["where"] == f"exhibit {reference}, its page 2"
    assert refused.value.values["exhibit"] == all_of(at, Exhibit)[-1].id


def test_nothing_is_named_when_no_word_goes_everywhere(at, case, tmp_path):  # noqa: F811
    path = tmp_path / "photo.png"
    Image.effect_noise((300, 300), 50).save(path)
    add_exhibit(AddExhibit(case.id, path, "A photograph"), at)
    pack, _ = built(case, at)
    with at.queries.snapshot() as reader:
        assert findings_of(pack.id, reader) == ()
    assert pack.proof == ""
