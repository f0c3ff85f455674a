"""What an office document holds is told before any office program sees it; hostile ones go no further."""

from pathlib import Path

import pytest

from spoc_desk.documents.office_files import BOMB, ENTITIES, LOCKED, examine
from spoc_desk.domain.errors import DomainError
from tests.documents import office_samples as samples

MACROS = {"word/vbaProject.bin": b"\0"}
COMMENTS = {"word/comments.xml": f"<w:comments {samples.SPACES}><w:comment w:id='1'/></w:comments>"}


def examined(tmp_path: Path, content: bytes) -> tuple[str, list[str]]:
    path = tmp_path / "document"
    path.write_bytes(content)
    found = examine(str(path))
    return found["ending"], found["notes"]


def slides() -> bytes:
    """Two slides, one hidden; only the notes of the first say more than its number."""
    number = "<a:fld type='slidenum'><a:t>1</a:t></a:fld>"
    return samples.zipped(
        {
            "ppt/presentation.xml": "<p:presentation/>",
            "ppt/slides/slide1.xml": "<p:sld xmlns:p='p'/>",
            "ppt/slides/slide2.xml": '<p:sld xmlns:p="p" show="0"/>',
            "ppt/notesSlides/notesSlide1.xml": f"<p:notes><a:r><a:t>Say it</a:t></a:r>{number}</p:notes>",
            "ppt/notesSlides/notesSlide2.xml": f"<p:notes>{number}</p:notes>",
        }
    )


@pytest.mark.parametrize(
    ("content", "ending", "notes"),
    [
        (samples.docx(samples.paragraph("Dear Sir")), "docx", []),
        (samples.docx(samples.TRACKED), "docx", ["2 tracked changes, printed as the document shows them."]),
        (samples.docx(samples.HIDDEN), "docx", ["1 passage of hidden text, not printed."]),
        (samples.docx("", more=COMMENTS), "docx", ["1 comment, not printed."]),
        (samples.docx("", more=MACROS), "docm", ["Holds macros, which were not run."]),
        (
            samples.linked_picture("http://tracker.example/p.png"),
            "docx",
            ["Links to pictures or files outside it, which were not fetched."],
        ),
        (
            slides(),
            "pptx",
            ["1 slide with speaker's notes, which are not printed.", "1 hidden slide, not printed."],
        ),
        (samples.odt("<text:p>Dear Sir</text:p>"), "odt", []),
        (
            samples.odt("", {"Basic/Standard/script-lb.xml": "<x/>"}),
            "odt",
            ["Holds macros, which were not run."],
        ),
        (rb"{\rtf1 \v secret}", "rtf", ["Holds hidden text, not printed."]),
        (samples.wrapped("WordDocument", word_flags=0), "doc", []),
        (samples.wrapped("Workbook", "_VBA_PROJECT_CUR"), "xls", ["Holds macros, which were not run."]),
        (samples.wrapped("PowerPoint Document"), "ppt", []),
    ],
)
def test_the_kind_and_what_print_does_not_show_are_told(
    tmp_path: Path, content: bytes, ending: str, notes: list[str]
) -> None:
    assert examined(tmp_path, content) == (ending, notes)


ENTITY = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
LOCKED_ODT = {"META-INF/manifest.xml": "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (samples.wrapped("EncryptedPackage", "EncryptionInfo"), LOCKED),
        (samples.wrapped("WordDocument", word_flags=0x0100), LOCKED),
        (samples.odt("", LOCKED_ODT), LOCKED),
        (samples.docx(samples.paragraph("&b;"), head=ENTITY), ENTITIES),
        (samples.docx(samples.paragraph("a" * 3_000_000)), BOMB),
        (samples.zipped({"word/other.xml": "<x/>"}), "this kind of file has no printed form"),
        (samples.wrapped("Catalog"), "this kind of file has no printed form"),
    ],
)
def test_what_is_locked_or_hostile_is_refused_with_the_reason(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    with pytest.raises(DomainError) as caught:
        examined(tmp_path, content)
    assert caught.value.values["reason"] == reason


def test_entities_hidden_by_another_encoding_are_found(tmp_path: Path) -> None:
    words = f"{ENTITY}<w:document {samples.SPACES}/>".encode("utf-16")
    with pytest.raises(DomainError) as caught:
        examined(tmp_path, samples.docx("", more={"word/document.xml": words}))
    assert caught.value.values["reason"] == ENTITIES


def test_a_document_that_is_cut_short_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(DomainError) as caught:
        examined(tmp_path, samples.docx(samples.paragraph("Dear Sir"))[:-40])
    assert "cut short" in str(caught.value.values["reason"])
