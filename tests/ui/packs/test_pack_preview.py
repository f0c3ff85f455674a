"""A pack on screen, read through its seal: page by page when long, volume by volume when it has several."""

import io
import threading

import pytest
from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtPdf import QPdfPageRenderer
from PySide6.QtPdfWidgets import QPdfView

from spoc_desk.domain.errors import DomainError
from spoc_desk.services.packs import PackVolume
from spoc_desk.ui.packs import pack_preview
from spoc_desk.ui.packs.pack_preview import PackPreview
from spoc_desk.ui.packs.sealed_pdf import SealedPdf


def paper(pages: int) -> bytes:
    """So many pages, each another shade."""
    sheets = [Image.new("L", (120, 170), 40 + 10 * page) for page in range(pages)]
    target = io.BytesIO()
    sheets[0].save(target, "PDF", save_all=True, append_images=sheets[1:])
    return target.getvalue()


class Sealed(io.BytesIO):
    """Counts who is open, and may turn out damaged."""

    open_ones = 0
    damaged = False

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        Sealed.open_ones += 1

    def read(self, most: int = -1) -> bytes:  # type: ignore[override]
        if Sealed.damaged:
            raise DomainError("evidence.altered", name="ab" * 16)
        return super().read(most)

    def close(self) -> None:
        Sealed.open_ones -= not self.closed
        super().close()


def volume(number: int, pages: int) -> PackVolume:
    content = paper(pages)
    return PackVolume(number, pages, len(content), lambda: Sealed(content))


@pytest.fixture
def preview(theme, qtbot):
    Sealed.open_ones, Sealed.damaged = 0, False
    made = PackPreview(theme)
    qtbot.addWidget(made)
    made.resize(600, 700)
    made.show()
    yield made
    made.show_volumes(())
    assert Sealed.open_ones == 0


def test_a_short_pack_is_shown_as_one_roll_without_page_buttons(preview):
    preview.show_volumes([volume(1, 5)])
    assert preview.pane.pageMode() is QPdfView.PageMode.MultiPage
    assert preview.document_pages() == 5
    assert not preview.on.isVisible()
    assert not preview.later_volume.isVisible()


def test_a_long_pack_is_turned_page_by_page(preview, monkeypatch):
    monkeypatch.setattr(pack_preview, "ROLL_PAGES", 3)
    preview.show_volumes([volume(1, 9)])
    assert preview.pane.pageMode() is QPdfView.PageMode.SinglePage
    assert not preview.back.isEnabled()
    preview.on.click()
    assert (preview.page, preview.number.text(), preview.of.text()) == (1, "2", "of 9 pages")
    preview.number.setText("9")
    preview.number.editingFinished.emit()
    assert preview.page == 8
    assert not preview.on.isEnabled()
    preview.back.click()
    assert preview.page == 7


def test_a_page_that_there_is_not_leaves_the_one_looked_at(preview, monkeypatch):
    monkeypatch.setattr(pack_preview, "ROLL_PAGES", 3)
    preview.show_volumes([volume(1, 9)])
    preview.turn(4)
    preview.number.setText("99")
    preview.number.editingFinished.emit()
    assert (preview.page, preview.number.text()) == (4, "5")


def test_each_volume_is_opened_alone(preview):
    preview.show_volumes([volume(1, 2), volume(2, 4)])
    assert preview.volume.text() == "Volume 1 of 2"
    assert not preview.earlier_volume.isEnabled()
    preview.later_volume.click()
    assert preview.document_pages() == 4
    assert preview.volume.text() == "Volume 2 of 2"
    assert not preview.later_volume.isEnabled()
    assert Sealed.open_ones == 1


def test_what_was_read_is_let_go_of_when_it_grows(preview, monkeypatch):
    monkeypatch.setattr(pack_preview, "ROLL_PAGES", 1)
    monkeypatch.setattr(pack_preview, "_KEPT_BYTES", 1)
    preview.show_volumes([volume(1, 6)])
    first = preview.pdf
    preview.turn(3)
    assert preview.pdf is not first
    assert preview.page == 3
    assert Sealed.open_ones == 1


def test_a_preview_taken_down_lets_go_of_file_and_key(theme, qtbot):
    Sealed.open_ones = 0
    made = PackPreview(theme)
    made.show_volumes([volume(1, 4)])
    assert Sealed.open_ones == 1
    made.pane.turn_to(None)
    made.deleteLater()
    qtbot.waitUntil(lambda: Sealed.open_ones == 0)


def test_a_file_that_turns_out_damaged_is_told_once(preview, qtbot):
    preview.show_volumes([volume(1, 6)])
    Sealed.damaged = True
    with qtbot.waitSignal(preview.damaged) as told:
        preview.pdf._device.seek(0)
        preview.pdf._device.read(10)
    assert told.args[0].code == "evidence.altered"
    assert preview.pdf._device.read(10).isEmpty()
    Sealed.damaged = False


def test_pages_are_drawn_by_other_threads_while_the_window_asks_for_more(preview, qtbot):
    content, threads = paper(20), set()

    class Watched(io.BytesIO):
        def read(self, most: int = -1) -> bytes:  # type: ignore[override]
            threads.add(threading.get_ident())
            return super().read(most)

    pdf = SealedPdf(lambda: Watched(content), len(content))
    renderer = QPdfPageRenderer()
    renderer.setDocument(pdf.document)
    renderer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
    drawn = {}
    renderer.pageRendered.connect(lambda page, _size, image, _options, _id: drawn.setdefault(page, image))
    for page in range(20):
        renderer.requestPage(page, QSize(60, 85))
        pdf.document.pagePointSize(page)
    qtbot.waitUntil(lambda: len(drawn) == 20)
    shades = [drawn[page].pixelColor(30, 40).lightness() for page in range(20)]
    assert shades == sorted(shades)
    assert len(set(shades)) == 20
    renderer.setDocument(None)
    pdf.close()
