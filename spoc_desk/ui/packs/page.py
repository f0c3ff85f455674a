"""The packs page: every pack issued, its marks, its pages as they will be printed, and where copies went."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from spoc_desk.domain.change import Permission
from spoc_desk.domain.changes import (
    PackBuilt,
    PackCopyChecked,
    PackCopySent,
    PackExported,
    PackPrinted,
    PackReleased,
)
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.issues import IssuedPack, PackState
from spoc_desk.domain.moments import stamp
from spoc_desk.domain.pack_faults import FaultLink
from spoc_desk.services.pack_copies import CopyEntry, register_of
from spoc_desk.services.packs import PackView, PackVolume, consult_pack, file_name_of, pack_volumes
from spoc_desk.ui.fault_links import kind_of
from spoc_desk.ui.packs.copies_card import copies_card
from spoc_desk.ui.packs.copy_dialog import copy_dialog
from spoc_desk.ui.packs.later_packs import compose_again, later_actions
from spoc_desk.ui.packs.pack_cards import facts_card, findings_card, items_card, receipt_card, state_banner
from spoc_desk.ui.packs.pack_preview import PackPreview
from spoc_desk.ui.packs.print_desk import PrintDesk
from spoc_desk.ui.packs.release_dialog import release_dialog
from spoc_desk.ui.widgets.badges import badge_of
from spoc_desk.ui.widgets.banner import Banner, Kind
from spoc_desk.ui.widgets.dialogs import AskDialog
from spoc_desk.ui.widgets.list_detail import ListDetailPage, ListSpec
from spoc_desk.ui.widgets.record_detail import DetailAction, DetailHead, RecordDetail
from spoc_desk.ui.workplace import PageSpec, Workplace

if TYPE_CHECKING:
    from collections.abc import Callable

    from spoc_desk.services.ports import Changes, Desk

Answer = tuple[PackView, tuple[CopyEntry, ...], str, int]
"""A pack, its copies, the name of its file, and the id of the pack that took its place, or 0."""

STALE = (PackBuilt, PackReleased, PackExported, PackPrinted, PackCopySent, PackCopyChecked)


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
            chips=[
                ("All", _tr("All")),
                ("Draft", _tr("Draft")),
                ("Released", _tr("Released")),
                ("Served", _tr("Served")),
            ],
        )
        super().__init__(workplace, spec, detail)
        self._seen: Answer | None = None
        self.printing = PrintDesk(workplace, self)
        self.preview = PackPreview(workplace.theme)
        self.preview.damaged.connect(self._refused)
        detail.set_body("preview", self.preview)
        detail.tab_changed.connect(self._tab_changed)

    def show_record(self, record_id: int) -> None:
        """Reads one pack's marks; the reading is on the audit trail."""
        self.asking.ask(partial(_read, pack_id=record_id), self._fill)

    def stale(self, changes: Changes) -> bool:
        """Whether a pack was made or released, or a copy left."""
        return any(isinstance(change, STALE) for change in changes)

    def begin_new(self) -> None:
        """A pack is built from its casefile."""
        self.workplace.navigate("casefiles", 0)

    def _fill(self, answer: Answer) -> None:
        view = answer[0]
        pack = view.pack
        if self._seen is None or self._seen[0].pack.id != pack.id:
            self.preview.show_volumes(())
        self._seen = answer
        served = _tr("Served") if pack.served else _tr("Internal")
        self.detail.show_head(
            DetailHead(
                pack.reference,
                pack.title,
                recorded=_tr("Built {0}").format(stamp(pack.issued_at)),
                badge=badge_of(view.state),
                tags=(_tr("{0} pages").format(f"{pack.pages:,}"), served),
                facts=(("user", pack.recipient),),
            )
        )
        more = later_actions(self.workplace, self, pack, view.state)
        permitted = self.workplace.permitted
        self.detail.show_actions(permitted(self._actions(view)), permitted(more))
        self._fill_pack(answer)
        if self.detail.tab() == "preview":
            self._tab_changed("preview")

    def _actions(self, view: PackView) -> list[DetailAction]:
        pack = view.pack
        case = DetailAction(_tr("Open casefile"), "folder-open", partial(self._go, pack.casefile_id))
        if view.state is PackState.DRAFT:
            release = DetailAction(
                _tr("Release…"), "badge-check", self.release, "primary", needs=Permission.AUTHORISE
            )
            return [case, release]
        copies = [
            DetailAction(_tr("Save a copy…"), "hard-drive", self.save_copy),
            DetailAction(_tr("Print"), "printer", self.print_copy, "primary"),
        ]
        if view.state is PackState.SUPERSEDED:
            return [case, *copies]
        return [case, DetailAction(_tr("Supersede…"), "history", self.supersede), *copies]

    def _fill_pack(self, answer: Answer) -> None:
        view, register, name, later = answer
        theme = self.workplace.theme
        cards = self.detail.cards("pack")
        cards.clear()
        banner = state_banner(theme, view, partial(self.workplace.navigate, "packs", later))
        if banner is not None:
            cards.add(banner, wide=True)
        for fault in view.pack.faults:
            words = _tr("Not printed, a slip sheet stands in its place: {0}").format(fault)
            cards.add(Banner(theme, Kind.WARNING, words), wide=True)
        if view.findings:
            cards.add(findings_card(theme, view, self.workplace.messages.said, self._go_to), wide=True)
        cards.add(facts_card(theme, view, name))
        cards.add(receipt_card(theme, view))
        if view.items:
            cards.add(items_card(theme, view.items), wide=True)
        cards.add(copies_card(theme, register, self.printing.check_sheets), wide=True)

    def _tab_changed(self, tab: str) -> None:
        if tab != "preview" or self._seen is None or self.preview.pdf is not None:
            return
        wanted = self._seen[0].pack.id

        def opened(volumes: tuple[PackVolume, ...]) -> None:
            if self._seen and self._seen[0].pack.id == wanted and self.preview.pdf is None:
                self.preview.show_volumes(volumes)

        self.workplace.jobs.query(self, partial(pack_volumes, wanted), opened, self._refused)

    def release(self) -> None:
        """Asks how the draft is to be released."""
        if self._seen is not None:
            release_dialog(self.workplace, self, self._seen[0].pack)

    def supersede(self) -> None:
        """Asks for a pack that takes this one's place, beginning with its terms."""
        if self._seen is not None:
            compose_again(self.workplace, self, self._seen[0].pack, instead=True)

    def save_copy(self) -> None:
        """Asks in which form a copy leaves and where to; the log is written first."""
        self._although(
            lambda pack, wanted: self._ask_copy(pack, superseded_wanted=wanted), _tr("Save it all the same")
        )

    def print_copy(self) -> None:
        """Opens the system's print dialog; the printing is written down first."""
        self._although(
            lambda pack, wanted: self.printing.ask(pack, superseded_wanted=wanted),
            _tr("Print all the same"),
        )

    def _ask_copy(self, pack: IssuedPack, *, superseded_wanted: bool) -> None:
        name = self._seen[2] if self._seen is not None else ""
        copy_dialog(self.workplace, self, pack, name, superseded_wanted=superseded_wanted)

    def _although(self, run: Callable[[IssuedPack, bool], object], act: str) -> None:
        """Runs at once for a released pack; for a superseded one only when that is meant."""
        if self._seen is None:
            return
        view = self._seen[0]
        if view.state is not PackState.SUPERSEDED:
            run(view.pack, False)
            return
        told = _tr("{0} has taken the place of {1}. The log will say that this copy is of a superseded pack.")
        AskDialog(
            self.workplace.theme, self, _tr("A superseded pack"),
            told.format(view.superseded_by, view.pack.reference), act=act, run=lambda: run(view.pack, True),
        ).open()  # fmt: skip

    def _go_to(self, link: FaultLink) -> None:
        self.workplace.navigate(kind_of(link), link.record_id)

    def _go(self, casefile: int) -> None:
        self.workplace.navigate("casefiles", casefile)

    def _refused(self, error: DomainError) -> None:
        self.workplace.trouble(self.workplace.messages.sentence(error))


def _read(desk: Desk, *, pack_id: int) -> Answer:
    view = consult_pack(pack_id, desk)
    with desk.queries.snapshot() as reader:
        later = reader.find(IssuedPack, reference=view.superseded_by) if view.superseded_by else ()
    return view, register_of(pack_id, desk), file_name_of(pack_id, desk), later[0].id if later else 0


def packs_page() -> PageSpec:
    """How the window makes this page."""
    return PageSpec(
        "packs", QCoreApplication.translate("Pages", "Packs"), "package", PacksPage, kinds=("packs",)
    )
