"""The redaction window over a real desk, with a letter that has something to hide."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog

from spoc_desk.domain.exhibits import Exhibit
from spoc_desk.services.exhibits import AddExhibit, add_exhibit
from spoc_desk.ui.redaction.window import RedactionWindow
from tests.ui.real import empty_template, open_desk, told_desk, told_template

LETTER = (
    "Northmoor, Tuesday\n\nJane Quillfeather opened the door of 14 Tarn View at nine.\n"
    "She rang 07700 900123 and wrote to jane@example.org.\n"
    "The statement of Mrs Quillfeather, born on 3 May 1970, follows.\n\n"
    + "The rest of the afternoon passed without anything that anybody could remember.\n"
    * 60
)


@pytest.fixture
def redacting(told_desk, tmp_path: Path, qtbot) -> Iterator[RedactionWindow]:
    """The window open on the letter, its pages made."""
    path = tmp_path / "letter.txt"
    path.write_text(LETTER, encoding="utf-8")
    add_exhibit(AddExhibit(1, path, "Letter handed over"), told_desk.desk)
    with told_desk.desk.queries.snapshot() as reader:
        exhibit = reader.find(Exhibit, casefile_id=1)[-1]
    made = RedactionWindow(told_desk.workplace, told_desk.window, exhibit.id, exhibit.reference)
    made.open()
    qtbot.waitUntil(lambda: made.pages is not None and made.page.has_picture, timeout=20_000)
    yield made
    for dialog in told_desk.window.findChildren(QDialog):
        dialog.hide()


__all__ = ["empty_template", "open_desk", "redacting", "told_desk", "told_template"]
