"""The packs page: every pack issued, its marks, its pages as they will be printed, and where copies went."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

from spoc_desk.domain.changes import PackBuilt, PackCopyChecked, PackCopySent, PackExported, PackPrinted
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.issues import IssuedPack
from spoc_desk.domain.moments import full_stamp, stamp
from spoc_desk.services.outgoing import write_private
from spoc_desk.services.pack_copies import CopyEntry, CopyPack, log_copy, register_of
from spoc_desk.services.packs import consult_pack, file_name_of, read_pack
from spoc_desk.ui.packs.copies_card import copies_card
from spoc_desk.ui.packs.pdf_pane import PdfBytes, PdfPane
from spoc_desk.ui.packs.print_desk import PrintDesk
from spoc_desk.ui.widgets.badges import badge_of
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.card import Card, SummaryList
from spoc_desk.ui.widgets.list_detail import ListDetailPage, ListSpec
from spoc_desk.ui.widgets.record_detail import DetailAction, DetailHead, RecordDetail
from spoc_desk.ui.workplace import PageSpec, Workplace

if TYPE_CHECKING:
    from collections.abc import Callable

    from spoc_desk.services.ports import Changes, Desk

Register = tuple[CopyEntry, ...]
Answer = tuple[IssuedPack, Register, str]


STALE = (PackBuilt, PackExported, PackPrinted, PackCopySent, PackCopyChecked)


def _tr(text: str) -> str:
    return QCoreApplication.translate("PacksPage", text)


class PacksPage(ListDetailPage):
    """Packs, newest first. printing: takes a pack to a printer."""

    def __init__(self, workplace: Workplace) -> None:
        detail = RecordDetail(
            workplace.theme,
            _tr("Pack"),
            list_name=_tr("Packs"),
            tabs=[("pack", _tr("Pack")), ("preview", _tr("Preview"))],
        )
        spec = ListSpec(
            kind="packs",
            title=_tr("Packs"),
            empty=_tr("No packs yet. Build one from a casefile."),
            empty_icon="package",
            new_text=_tr("Go to casefiles"),
            chips=[("All", _tr("All")), ("Served", _tr("Served"))],
        )
        super().__init__(workplace, spec, detail)
        self._seen: Answer | None = None
        self._pdf: PdfBytes | None = None
        self.printing = PrintDesk(workplace, self)
        self.preview = PdfPane(_tr("Preview of the pack"))
        detail.set_body("preview", self.preview)
        detail.tab_changed.connect(self._tab_changed)

    def show_record(self, record_id: int) -> None:
        """Reads one pack's marks; the reading is on the audit trail."""
        self.asking.ask(partial(_read, pack_id=record_id), self._fill)

    def stale(self, changes: Changes) -> bool:
        """Whether a pack was made or a copy left."""
        return any(isinstance(change, STALE) for change in changes)

    def begin_new(self) -> None:
        """A pack is built from its casefile."""
        self.workplace.navigate("casefiles", 0)

    def _fill(self, answer: Answer) -> None:
        if self._seen is None or self._seen[0].id != answer[0].id:
            self._show_pdf(None)
        self._seen = answer
        pack, register, name = answer
        self.detail.show_head(
            DetailHead(
                pack.reference,
                pack.title,
                recorded=_tr("Issued {0}").format(stamp(pack.issued_at)),
                badge=badge_of("served" if pack.served else "internal"),
                tags=(_tr("{0} pages").format(f"{pack.pages:,}"),),
                facts=(("user", pack.recipient),),
            )
        )
        self.detail.show_actions(
            [
                DetailAction(_tr("Open casefile"), "folder-open", partial(self._go, pack.casefile_id)),
                DetailAction(_tr("Save a copy"), "hard-drive", self.save_copy),
                DetailAction(_tr("Print"), "printer", self.print_copy, "primary"),
            ]
        )
        self._fill_pack(pack, register, name)
        if self.detail.tab() == "preview":
            self._tab_changed("preview")

    def _fill_pack(self, pack: IssuedPack, register: Register, name: str) -> None:
        theme = self.workplace.theme
        cards = self.detail.cards("pack")
        cards.clear()
        for fault in pack.faults:
            words = _tr("Not printed, a slip sheet stands in its place: {0}").format(fault)
            cards.add(Banner(theme, Kind.WARNING, words), wide=True)
        facts = [
            (_tr("Recipient"), pack.recipient),
            (_tr("Issued"), full_stamp(pack.issued_at)),
            (_tr("Issued by"), pack.issued_by),
            (_tr("Pages"), f"{pack.pages:,}"),
            (_tr("Size"), _tr("{0} MB").format(f"{pack.size / 1e6:.1f}")),
            (_tr("File name"), name),
            (_tr("Exhibits"), ", ".join(pack.exhibits)),
        ]
        cards.add(Card(theme, _tr("This pack"), SummaryList(theme, facts)))
        marks = [
            ("SHA-256", pack.sha256),
            (_tr("Audit anchor"), f"{pack.anchor_sequence}\n{pack.anchor_head}"),
        ]
        cards.add(Card(theme, _tr("Marks that prove it"), SummaryList(theme, marks)))
        cards.add(copies_card(theme, register, self.printing.check_sheets), wide=True)

    def _tab_changed(self, tab: str) -> None:
        if tab == "preview" and self._seen and self._pdf is None:
            self._with_pdf(lambda _pdf: None)

    def _with_pdf(self, then: Callable[[PdfBytes], object]) -> None:
        if self._seen is None:
            return
        wanted = self._seen[0].id

        def opened(content: bytes) -> None:
            if self._seen and self._seen[0].id == wanted:
                if self._pdf is None:
                    self._show_pdf(PdfBytes(content, self))
                if self._pdf:
                    then(self._pdf)

        if self._pdf is not None:
            then(self._pdf)
            return
        self.workplace.jobs.query(self, partial(read_pack, wanted), opened, self._refused)

    def _show_pdf(self, pdf: PdfBytes | None) -> None:
        self._pdf = pdf
        self.preview.turn_to(pdf)

    def save_copy(self) -> None:
        """Asks where, writes down that a copy leaves, then saves the very bytes."""
        if self._seen is None:
            return
        dialog = QFileDialog(self, _tr("Save a copy of the pack"), str(Path.home() / self._seen[2]))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_tr("PDF (*.pdf)"))
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda chosen: self.save_to(Path(chosen)))
        dialog.open()

    def save_to(self, path: Path) -> None:
        """Saves the pack and its SHA-256 to this place: read back whole, written down, then written."""
        if self._seen is None:
            return
        pack, jobs = self._seen[0], self.workplace.jobs

        def read(content: bytes) -> None:
            verb = partial(log_copy, CopyPack(pack.id, "saved"))
            jobs.command(self, verb, partial(logged, content), self._refused)

        def logged(content: bytes, _changes: Changes) -> None:
            write = partial(_write, pack, path, content)
            jobs.query(self, write, self._saved, self._refused)

        jobs.query(self, partial(read_pack, pack.id), read, self._refused)

    def _saved(self, path: Path) -> None:
        self.workplace.toast(_tr("Saved as {0}, with its SHA-256 beside it.").format(path.name))

    def print_copy(self) -> None:
        """Opens the system's print dialog; the printing is written down first."""
        if self._seen is not None:
            self.printing.ask(self._seen[0])

    def _go(self, casefile: int) -> None:
        self.workplace.navigate("casefiles", casefile)

    def _refused(self, error: DomainError) -> None:
        self.workplace.trouble(self.workplace.messages.sentence(error))


def _read(desk: Desk, *, pack_id: int) -> Answer:
    pack = consult_pack(pack_id, desk).pack
    return pack, register_of(pack_id, desk), file_name_of(pack_id, desk)


def _write(pack: IssuedPack, path: Path, content: bytes, _desk: Desk) -> Path:
    """Puts a whole file in place or none. Raises DomainError when the folder will not take it."""
    write_private(path, content)
    write_private(path.with_name(path.name + ".sha256"), f"{pack.sha256}  {path.name}\n".encode())
    return path


def packs_page() -> PageSpec:
    """How the window makes this page."""
    return PageSpec(
        "packs", QCoreApplication.translate("Pages", "Packs"), "package", PacksPage, kinds=("packs",)
    )
