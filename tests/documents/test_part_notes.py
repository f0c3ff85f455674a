"""Notes left in a PDF are read on paper: their words stand after its pages."""

from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

from spoc_desk.documents.part_notes import NOTES_AT_MOST, TITLE
from spoc_desk.system.child import Child
from tests.documents import samples
from tests.documents.pack_samples import build
from tests.documents.reading_back import page_texts
from tests.documents.test_normalise import converted


def noted(*notes: dict[str, object]) -> bytes:
    def write(pdf: pikepdf.Pdf) -> None:
        for note in notes:
            if "AP" in note:
                note["AP"] = Dictionary(N=drawing(pdf))
        page = pdf.pages[1].obj
        page.Annots = Array(
            [
                pdf.make_indirect(Dictionary(Type=Name.Annot, Rect=Array([100, 400, 300, 430]), **note))
                for note in notes
            ]
        )

    return samples.rewritten(samples.pdf(2), write)


def drawing(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    made = pikepdf.Stream(pdf, b"0 0 5 5 re f")
    made.Type, made.Subtype, made.BBox = Name.XObject, Name.Form, Array([0, 0, 200, 30])
    return pdf.make_indirect(made)


STICKY = {
    "Subtype": Name.Text, "Contents": "He told me he would do it", "T": "DC Jo Sands",
    "M": "D:20261103141500Z", "F": 28,
}  # fmt: skip


def test_the_words_of_every_note_stand_after_the_pages_of_a_pack(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    content = noted(
        STICKY,
        {"Subtype": Name.FreeText, "Contents": "Written without a drawing", "DA": "/Helv 12 Tf"},
        {"Subtype": Name.Highlight, "Contents": "Look at this line", "QuadPoints": Array([0] * 8)},
    )
    texts = page_texts(build(tmp_path, child, fonts, {"AM/1": ("noted.pdf", content)}).path)
    (page,) = (" ".join(words.split()) for words in texts if TITLE in words)
    for words in (
        "Page 2 · Note · DC Jo Sands · 2026-11-03 14:15 He told me he would do it",
        "Written without a drawing",
        "Page 2 · Highlight Look at this line",
    ):
        assert words in page
    assert "Notes in it are printed after its pages: 3." in " ".join(" ".join(texts).split())


def test_hidden_notes_are_counted_and_drawn_words_are_not_printed_twice(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    hidden = STICKY | {"F": 2}
    drawn = {"Subtype": Name.FreeText, "Contents": "Seen", "F": 4, "AP": None}
    part, text = converted(tmp_path, child, fonts, "noted.pdf", noted(hidden, drawn))
    assert part.pages == 4
    assert TITLE not in text
    assert part.rendition.notes == ("Notes in it that its author hid, not printed: 1.",)


def test_the_notes_of_a_pdf_inside_an_e_mail_are_printed_too(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    mail = samples.mail()
    mail.add_attachment(noted(STICKY), maintype="application", subtype="pdf", filename="noted.pdf")
    _, text = converted(tmp_path, child, fonts, "mail.eml", bytes(mail))
    assert "He told me he would do it" in text


def test_more_notes_than_can_be_printed_are_counted(tmp_path: Path, child: Child, fonts: Path) -> None:
    part, _ = converted(tmp_path, child, fonts, "noted.pdf", noted(*[STICKY] * (NOTES_AT_MOST + 3)))
    assert "Further notes in it, not printed: 3; read the original." in part.rendition.notes
